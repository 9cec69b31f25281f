import { test } from "uvu";
import * as assert from "uvu/assert";
import { ProgramError } from "../../../src/base/outcome.ts";
import { agrees } from "../../../src/interpret/equal.ts";
import { evaluate, sides, typing } from "../../support/rows.ts";

const fails = (text: string, title: string): void => {
  assert.throws(
    () => evaluate(text),
    (e: unknown) => e instanceof ProgramError && e.diagnostic.title === title,
    text,
  );
};

test("values", () => {
  for (const text of [
    "riccati([[0]], [[1]], [[4]], [[1]]) = Matrix(1, 1, [2])",
    "nth(lqr([[0]], [[2]], [[4]], [[1]]), 0) = [[2]]",
    "riccati_discrete([[0, 1], [0, 0]], [[0], [1]], [[1, 0], [0, 1]], [[1]]) = [[1, 0], [0, 2]]",
    "nth(eig([[0, 1], [-1, 0]]), 0) = [complex(0, 1), complex(0, -1)]",
    "nth(schur_decomp([[1, 2], [0, 3]]), 2) = [1, 3]",
  ])
    assert.is(agrees(...sides(text)), true, text);
});

test("errors name the argument and its size", () => {
  fails("care(eye(2), [[1], [2], [3]], eye(2), eye(1))", "care: B must have 2 rows, got 3");
  fails("lqr([[1, 2]], [[1]], [[1]], [[1]])", "lqr: A must be square, got 1×2");
  fails("dare(eye(2), [[1], [2]], eye(3), eye(1))", "dare: Q must be 2×2, got 3×3");
  fails("dlqr(eye(2), [[1], [2]], eye(2), eye(2))", "dlqr: R must be 1×1, got 2×2");
  fails("care([[1]], [[0]], [[1]], [[1]])", "care: there is no stabilising solution");
  fails("eig([[1, 2]])", "the matrix must be square: it has 1 rows and 2 columns");
});

test("types", () => {
  const two = "Matrix(2, 2, ℝ)";
  assert.is(typing("care", two, "Matrix(2, 1, ℝ)", two, "Matrix(1, 1, ℤ)"), two);
  assert.is(typing("care", two, "Matrix(3, 1, ℝ)", two, "Matrix(1, 1, ℤ)"), "mismatch");
  assert.is(typing("dare", two, "Matrix(2, 1, ℝ)", two, "Matrix(1, 1, ℤ)"), "Vector(2, Vector(2, ℝ))");
  assert.is(
    typing("lqr", two, "Matrix(2, 1, ℝ)", two, "Matrix(1, 1, ℤ)"),
    "[Vector(1, Vector(2, ℝ)), Vector(2, Vector(2, ℝ))]",
  );
  assert.is(typing("schur", two), `[${two}, ${two}, Vector(2, ℂ)]`);
  assert.is(typing("eig", two), "[Vector(2, ℂ), Vector(2, Vector(2, ℂ))]");
});

test.run();
