import { test } from "uvu";
import * as assert from "uvu/assert";
import { ProgramError } from "../../../src/base/outcome.ts";
import { formatValue } from "../../../src/interpret/format.ts";
import { list, real, type Type } from "../../../src/types/type.ts";
import { evaluate, evaluateRow, holds, typeNamed, typing } from "../../support/rows.ts";

const fails = (text: string, code: string): void => {
  assert.throws(
    () => evaluate(text),
    (e: unknown) => e instanceof ProgramError && e.diagnostic.code === code,
    text,
  );
};

test("values", () => {
  for (const text of [
    "list_concat([1], []) = [1]",
    "list_slice([1, 2, 3], 1) = [2, 3]",
    "list_slice([1, 2, 3], -5, 99) = [1, 2, 3]",
    "list_slice([1, 2, 3], 2, 1) = []",
    "list_rotate([1, 2, 3], -1) = [3, 1, 2]",
    "list_rotate([], 3) = []",
    "range(3) = [0, 1, 2]",
    "range(3, 1) = []",
    "range(2.0) = [0, 1]",
    "linspace(0, 1, 1) = [0]",
    "linspace(1, 0, 3) = [1, 0.5, 0]",
    "length(linspace(0, 1)) = 50",
    "sum([]) = 0",
    "product([]) = 1",
    "sum([rational(1, 2), rational(1, 2)]) = 1",
    "sum([[1, 2], [3, 4]]) = [4, 6]",
    "sum_bounds(λ k . k, 3, 2) = 0",
    "prod_bounds(λ k . k, 1, 20) = factorial(20)",
    "all(λ x . x > 0, []) = true",
    "any(λ x . x > 0, []) = false",
    "list_flatmap(λ x . x, [1, 2]) = [1, 2]",
    "map(λ x . x + 1, range(3)) = [1, 2, 3]",
    "builtin_foldl(λ a x . a - x, 10, [1, 2]) = 7",
    "zip([1, 2, 3], [4]) = [(1, 4)]",
    "append([1], [2]) = [1, 2]",
    "nth(Matrix(2, 2, [1, 2, 3, 4]), 1) = [3, 4]",
    "nth([1, 2], 1.0) = 2",
    "cons(1, cons(2, Nil)) = [1, 2]",
  ])
    assert.ok(holds(text), text);
});

test("errors", () => {
  fails("head([])", "KL0506");
  fails("tail([])", "KL0506");
  fails("nth([1, 2], 2)", "KL0502");
  fails("nth([1, 2], -1)", "KL0502");
  fails("vec_add([1], [1, 2])", "KL0505");
  fails("repeat(1, -1)", "KL0506");
  assert.throws(() => evaluate('length("abc")'), /declines/);
});

test("the sum of nothing has the result's kind", () => {
  const empty = evaluate("[]");
  assert.is(evaluateRow("sum", [empty], typeNamed("ℝ")), 0);
  assert.is(formatValue(evaluateRow("sum", [empty], typeNamed("Vector(2, ℝ)"))), "[0, 0]");
});

test("random numbers are the stated generator", () => {
  const x1 = (1664525 * 42 + 1013904223) % 2 ** 32;
  const x2 = Number((1664525n * BigInt(x1) + 1013904223n) % 2n ** 32n);
  assert.is(formatValue(evaluate("random(2)")), `[${x1 / 2 ** 32}, ${x2 / 2 ** 32}]`);
  const [u, v] = [x1 / 2 ** 32, x2 / 2 ** 32];
  const radius = Math.sqrt(-2 * Math.log(u));
  const expected = [2 * (radius * Math.cos(2 * Math.PI * v)), 2 * (radius * Math.sin(2 * Math.PI * v))];
  const normal = evaluate("random_normal(2, 42, 2)");
  assert.ok(typeof normal === "object" && normal.kind === "list");
  assert.equal([...normal.items], expected);
});

test("types keep known lengths", () => {
  const same = ([x]: readonly Type[]): Type => x ?? real;
  assert.is(typing("list_map", same, "Vector(3, ℤ)"), "Vector(3, ℤ)");
  assert.is(
    typing("list_map", () => list(real), "List(ℤ)"),
    "List(List(ℝ))",
  );
  assert.is(
    typing("list_filter", () => typeNamed("Bool"), "Vector(3, ℤ)"),
    "List(ℤ)",
  );
  assert.is(
    typing("list_filter", () => typeNamed("ℤ"), "Vector(3, ℤ)"),
    "declined",
  );
  assert.match(typing("list_zip", "Vector(3, ℤ)", "Vector(2, ℝ)"), /^Vector\(2, \(?ℤ(,| ×) ℝ\)?\)$/);
  assert.is(typing("reverse", "Vector(3, ℤ)"), "Vector(3, ℤ)");
  assert.is(typing("tail", "Vector(3, ℤ)"), "List(ℤ)");
  assert.is(typing("range", 4n), "Vector(4, ℤ)");
  assert.is(typing("range", 2n, 5n), "Vector(3, ℤ)");
  assert.is(typing("range", "ℤ"), "List(ℤ)");
  assert.is(typing("linspace", "ℤ", "ℤ", 5n), "Vector(5, ℝ)");
  assert.is(typing("nth", "Vector(3, ℝ)", "ℤ"), "ℝ");
  assert.is(typing("sum", "Vector(3, ℤ)"), "ℤ");
  assert.is(typing("sum", "List(String)"), "declined");
  assert.is(
    typing("list_fold", ([, x]) => x ?? real, "ℤ", "List(ℝ)"),
    "ℝ",
  );
  assert.is(typing("list_concat", "List(ℤ)", "Vector(2, ℝ)"), "List(ℝ)");
});

test.run();
