import { test } from "uvu";
import * as assert from "uvu/assert";
import { ProgramError } from "../../../src/base/outcome.ts";
import { agrees } from "../../../src/interpret/equal.ts";
import { evaluate, sides, typing } from "../../support/rows.ts";

const a = "[[[1, 2], [3, 4]], [[0, 1], [1, 0]]]";
const b = "[[[0, 1], [1, 0]], [[2, 0], [0, 3]]]";

const fails = (text: string, code: string): void => {
  assert.throws(
    () => evaluate(text),
    (e: unknown) => e instanceof ProgramError && e.diagnostic.code === code,
    text,
  );
};

test("values", () => {
  for (const text of [
    `cmat_mul(${a}, ${b}) = [[[2, -2], [2, 3]], [[3, 6], [6, 13]]]`,
    `cmat_mul(${a}, cmat_inv(${a})) = cmat_eye(2)`,
    `cmat_mpow(${a}, 2) = cmat_mul(${a}, ${a})`,
    `cmat_mpow(${a}, -1) = cmat_inv(${a})`,
    `cmat_mul(${a}, cmat_solve(${a}, [[[1], [2]], [[3], [4]]])) = [[[1], [2]], [[3], [4]]]`,
    `complexify(realify(${a})) = ${a}`,
    `cmat_dagger(${a}) = cmat_conj(cmat_transpose(${a}))`,
    `cmat_sub(cmat_add(${a}, ${b}), ${b}) = ${a}`,
    "cmat_add(([[1]], [[2]]), ([[3]], [[4]])) = ([[4]], [[6]])",
    `cmat_rank(${a}) = 2`,
    `cmat_norm(${b}) = sqrt(15)`,
    `cmat_det(${a}) = [sqrt(26), 0]`,
    "builtin_cmat_eye(1) = cmat_from_real([[1]])",
    "as_imaginary([[2.5]]) = [[[0]], [[2.5]]]",
    "cmat_expm(cmat_zero(2, 2)) = cmat_eye(2)",
  ])
    assert.is(agrees(...sides(text)), true, text);
});

test("errors", () => {
  fails("complexify([[1]])", "KL0505");
  fails("complexify([[1, 2]])", "KL0505");
  fails("cmat_inv([[[0]], [[0]]])", "KL0506");
  fails("cmat_trace([[[1, 2]], [[3, 4]]])", "KL0505");
  fails("cmat_add([[[1, 2]], [[3, 4]]], [[[1]], [[3]]])", "KL0505");
  fails("cmat_zero(0, 1)", "KL0506");
});

test("types", () => {
  const two = "Matrix(2, 2, ℤ)";
  const pair = `(${two}, ${two})`;
  const pairOf = (m: string): string => `[${m}, ${m}]`;
  assert.is(typing("cmat_mul", pair, pair), `${two} × ${two}`);
  assert.is(
    typing("cmat_add", "Vector(2, Matrix(2, 2, ℤ))", "Vector(2, Matrix(2, 2, ℝ))"),
    pairOf("Matrix(2, 2, ℝ)"),
  );
  assert.is(typing("cmat_mul", pair, "Vector(2, Matrix(3, 2, ℤ))"), "mismatch");
  assert.is(typing("cmat_add", "ℤ", pair), "declined");
  assert.is(typing("realify", pair), "Matrix(4, 4, ℤ)");
  assert.is(typing("complexify", "Matrix(4, 4, ℝ)"), pairOf("Matrix(2, 2, ℝ)"));
  assert.is(typing("complexify", "Matrix(3, 3, ℝ)"), "mismatch");
  assert.is(typing("cmat_eigenvalues", pair), "Vector(4, ℂ)");
  assert.is(typing("cmat_inv", "Vector(2, Matrix(2, 3, ℝ))"), "mismatch");
});

test.run();
