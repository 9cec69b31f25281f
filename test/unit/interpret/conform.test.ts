import { test } from "uvu";
import * as assert from "uvu/assert";
import { type Conforming, conform, isMisfit, misfitText } from "../../../src/interpret/conform.ts";
import { formatValue } from "../../../src/interpret/format.ts";
import { listOf, matrixOf } from "../../../src/interpret/list.ts";
import { rationalValue } from "../../../src/interpret/number.ts";
import { typeOfValue } from "../../../src/interpret/type-of.ts";
import {
  complexValue,
  dataValue,
  symbolValue,
  tupleValue,
  type Value,
} from "../../../src/interpret/value.ts";
import { constantDim, unknownDim } from "../../../src/types/dim.ts";
import { printType } from "../../../src/types/print.ts";
import {
  any,
  bool,
  complex,
  data,
  integer,
  list,
  matrix,
  rational,
  real,
  string,
  type Type,
  tuple,
  typeVarId,
  vector,
} from "../../../src/types/type.ts";

const parameter: Type = { kind: "var", id: typeVarId(1) };
const option = {
  name: "Option",
  type: data("Option", [parameter]),
  constructors: [
    { name: "None", tag: 0, arity: 0, fieldNames: [], fieldTypes: [] },
    { name: "Some", tag: 1, arity: 1, fieldNames: [undefined], fieldTypes: [parameter] },
  ],
};
const world: Conforming = {
  box: (_, captures) => ({ kind: "function", name: "λ", fn: 0 as never, captures, arity: 1, partial: true }),
  dataTypes: new Map([["Option", option]]),
  closures: true,
  depth: 0,
};

/** How it prints at the type, with the kind of its numbers; or the complaint. */
function seen(value: Value, type: Type): string {
  const conformed = conform(value, type, world);
  if (isMisfit(conformed)) return misfitText(conformed);
  return `${formatValue(conformed)} : ${printType(typeOfValue(conformed, world.dataTypes))}`;
}

test("numbers go up, and down where they fit", () => {
  assert.is(seen(1n, real), "1 : ℝ");
  assert.is(seen(1n, rational), "1 : ℚ");
  assert.is(seen(rationalValue(1n, 2n), real), "0.5 : ℝ");
  assert.is(seen(2, integer), "2 : ℤ");
  assert.is(seen(complexValue(2, 0), real), "2 : ℝ");
  assert.is(seen(1.5, complex), "1.5 : ℂ");
  assert.is(seen(1.5, integer), "expected an integer, got 1.5");
  assert.is(seen(complexValue(1, 2), real), "expected a real number, got 1 + 2i");
  assert.is(seen("a", bool), 'expected true or false, got "a"');
});

test("compounds conform element by element", () => {
  const rows = listOf([listOf([1n, 2n]), listOf([3n, 4n])]);
  assert.is(seen(listOf([1n, 2.5]), list(real)), "[1, 2.5] : Vector(2, ℝ)");
  assert.is(
    seen(rows, matrix(constantDim(2), unknownDim, real)),
    "Matrix(2, 2, [1, 2, 3, 4]) : Matrix(2, 2, ℝ)",
  );
  assert.is(seen(tupleValue(1n, "a"), tuple([real, string])), '(1, "a") : ℝ × String');
  assert.is(seen(dataValue("Option", "Some", [1n]), data("Option", [real])), "Some(1) : Option(ℝ)");
  assert.is(seen(listOf([1n]), vector(constantDim(2), integer)), "expected a list of length 2, got length 1");
  assert.is(
    seen(matrixOf(1, 2, [1n, 2n]), matrix(constantDim(2), constantDim(2), integer)),
    "expected a 2×2 matrix, got 1×2",
  );
  assert.is(
    seen(listOf([listOf([1n]), listOf([])]), matrix(unknownDim, unknownDim, real)),
    "expected rows of equal length, got 1 and 0",
  );
});

test("what needs no change is not copied, what is free stays", () => {
  const xs = listOf([1.5, 2.5]);
  assert.is(conform(xs, list(real), world), xs);
  assert.equal(conform(symbolValue("x"), real, world), symbolValue("x"));
});

test("closures are boxed wherever they enter unknown code", () => {
  const closure: Value = { kind: "closure", lambda: 0 as never, captures: [1n] };
  assert.is((conform(closure, any, world) as { kind: string }).kind, "function");
  const boxed = conform(listOf([closure]), any, world) as { items: readonly { kind: string }[] };
  assert.is(boxed.items[0]?.kind, "function");
});

test("types that values show", () => {
  const show = (value: Value) => printType(typeOfValue(value, world.dataTypes));
  assert.is(show(listOf([1n, 2.5])), "Vector(2, ℝ)");
  assert.is(show(listOf([])), "Vector(0, Never)");
  assert.is(show(listOf([1n, "a"])), "Vector(2, Any)");
  assert.is(show(matrixOf(1, 2, Float64Array.of(1, 2))), "Matrix(1, 2, ℝ)");
  assert.is(show(dataValue("Option", "Some", [listOf([1n])])), "Option(Vector(1, ℤ))");
});

test.run();
