import { test } from "uvu";
import * as assert from "uvu/assert";
import { formatValue } from "../../../src/interpret/format.ts";
import { formatBox } from "../../../src/interpret/format-box.ts";
import { toJson } from "../../../src/interpret/json.ts";
import { listOf, matrixOf } from "../../../src/interpret/list.ts";
import { rationalValue } from "../../../src/interpret/number.ts";
import {
  complexValue,
  dataValue,
  recordValue,
  symbolValue,
  termValue,
  textValue,
  tupleValue,
  unitValue,
  type Value,
} from "../../../src/interpret/value.ts";
import { any, fn, list, real } from "../../../src/types/type.ts";

const x = symbolValue("x");
const call = (name: string, ...args: Value[]) => termValue(name, args);

test("values print in the notation of the language", () => {
  const rows: readonly (readonly [Value, string])[] = [
    [2, "2"],
    [-0, "0"],
    [2 ** 100, "1267650600228229400000000000000"],
    [1e-16, "0.0000000000000001"],
    [-1.5e-7, "-0.00000015"],
    [1.25e21, "1250000000000000000000"],
    [0.1 + 0.2, "0.30000000000000004"],
    [Infinity, "inf"],
    [-Infinity, "-inf"],
    [Number.NaN, "NaN"],
    [2n ** 100n, "1267650600228229401496703205376"],
    [rationalValue(2n, -6n), "-1/3"],
    [rationalValue(4n, 2n), "2"],
    [complexValue(1, 2), "1 + 2i"],
    [complexValue(1, -2.5), "1 - 2.5i"],
    [complexValue(1, 0), "1"],
    [true, "true"],
    ['a"b\n', '"a\\"b\\n"'],
    [unitValue, "()"],
    [listOf([1n, 2.5]), "[1, 2.5]"],
    [listOf([]), "[]"],
    [matrixOf(2, 2, [1n, 2n, 3n, 4n]), "Matrix(2, 2, [1, 2, 3, 4])"],
    [tupleValue(1n, "a"), '(1, "a")'],
    [dataValue("Option", "None"), "None"],
    [dataValue("Option", "Some", [listOf([1n])]), "Some([1])"],
    [recordValue([["width", 2n]]), "record(width = 2)"],
    [textValue("$x$"), "$x$"],
  ];
  for (const [value, text] of rows) assert.is(formatValue(value), text);
});

test("unevaluated calls print with operators and only the parentheses they need", () => {
  assert.is(formatValue(call("plus", x, 1n)), "x + 1");
  assert.is(formatValue(call("times", call("plus", x, 1n), x)), "(x + 1) * x");
  assert.is(formatValue(call("minus", x, call("minus", x, 1n))), "x - (x - 1)");
  assert.is(formatValue(call("power", -2n, x)), "-2 ^ x");
  assert.is(formatValue(call("power", call("power", x, x), x)), "(x ^ x) ^ x");
  assert.is(formatValue(call("times", complexValue(1, 2), x)), "(1 + 2i) * x");
  assert.is(formatValue(call("factorial", x)), "x!");
  assert.is(formatValue(call("f", x, 2n)), "f(x, 2)");
});

test("a value a million levels deep prints and encodes", () => {
  let deep: Value = dataValue("Nat", "Z");
  for (let i = 0; i < 1_000_000; i += 1) deep = dataValue("Nat", "S", [deep]);
  assert.is(formatValue(deep).length, 3_000_001);
  assert.ok(toJson(deep, any).startsWith('{"tag":"S"'));
});

test("out draws matrices and lists of lists as boxes", () => {
  const box = ["┌       ┐", "│ 1   2 │", "│ 3  10 │", "└       ┘"].join("\n");
  assert.is(formatBox(matrixOf(2, 2, [1n, 2n, 3n, 10n])), box);
  assert.is(formatBox(listOf([listOf([1n, 2n]), listOf([3n, 10n])])), box);
  assert.is(formatBox(listOf([1n, listOf([2n])])), "[1, [2]]");
  assert.is(formatBox(listOf([])), "[]");
});

test("JSON encodings", () => {
  const rows: readonly (readonly [Value, string])[] = [
    [1.5, "1.5"],
    [Number.NaN, '"NaN"'],
    [-Infinity, '"-Infinity"'],
    [2n ** 53n, "9007199254740992"],
    [2n ** 53n + 1n, '{"int":"9007199254740993"}'],
    [rationalValue(1n, 3n), '{"rational":["1","3"]}'],
    [complexValue(1, 2), '{"re":1,"im":2}'],
    [complexValue(1, 0), "1"],
    [true, "true"],
    ["a", '"a"'],
    [listOf([1n, Number.NaN]), '[1,"NaN"]'],
    [matrixOf(2, 1, [1n, 2n]), "[[1],[2]]"],
    [tupleValue(1n, 2n), '{"tuple":[1,2]}'],
    [dataValue("Option", "Some", [1n]), '{"tag":"Some","fields":[1]}'],
    [call("plus", x, 1n), '{"expr":"x + 1"}'],
  ];
  for (const [value, text] of rows) assert.is(toJson(value, any), text);
  const lambda: Value = { kind: "closure", lambda: 0 as never, captures: [] };
  assert.is(toJson(lambda, fn([real], real)), '{"function":"ℝ → ℝ"}');
  assert.is(toJson(listOf([lambda]), list(fn([real], real))), '[{"function":"ℝ → ℝ"}]');
});

test.run();
