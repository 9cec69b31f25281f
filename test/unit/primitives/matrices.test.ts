import fc from "fast-check";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { ProgramError } from "../../../src/base/outcome.ts";
import { matrixOf } from "../../../src/interpret/list.ts";
import { evaluate, evaluateRow, holds, typing } from "../../support/rows.ts";

const fails = (text: string, code: string): void => {
  assert.throws(
    () => evaluate(text),
    (e: unknown) => e instanceof ProgramError && e.diagnostic.code === code,
    text,
  );
};

test("values", () => {
  for (const text of [
    "Matrix(2, 2, 1, 2, 3, 4) = [[1, 2], [3, 4]]",
    "det(eye(5)) = 1",
    "det([[2, 0, 1, 3], [1, 1, 0, 2], [0, 3, 1, 1], [4, 1, 2, 0]]) = -32",
    "det([[0.0, 1.0], [1.0, 0.0]]) = -1",
    "det([[rational(1, 2), 1], [1, 4]]) = 1",
    "trace(eye(3)) = 3",
    "transpose([[1, 2, 3]]) = [[1], [2], [3]]",
    "mpow([[2]], 0) = [[1]]",
    "mpow([[2.0]], -2) = [[0.25]]",
    "multiply([[1, 2], [3, 4]], [5, 6]) = [17, 39]",
    "matrix_add([[x]], [[1]]) = matrix_add([[x]], [[1]])",
    "zeros(2) = [[0, 0], [0, 0]]",
    "col([[1, 2], [3, 4]], 0) = [1, 3]",
    "norm([[3.0, 0.0], [0.0, 4.0]]) = 5",
    'norm([[1, -2], [3, 4]], "1") = 10',
    'norm([[1, -2], [3, 4]], "inf") = 4',
    "dagger([[complex(1, 2)]]) = [[complex(1, -2)]]",
  ])
    assert.ok(holds(text), text);
});

test("errors", () => {
  fails("matrix_get(eye(2), 2, 0)", "KL0502");
  fails("matrix_row(eye(2), -1)", "KL0502");
  fails("eye(0)", "KL0506");
  fails("trace([[1, 2]])", "KL0505");
  fails("det([[1, 2]])", "KL0505");
  fails("matrix([[1, 2], [3]])", "KL0505");
  fails("matrix([])", "KL0506");
  fails("Matrix(2, 2, [1, 2, 3])", "KL0505");
  fails("mpow([[0.0]], -1)", "KL0506");
  fails("vstack([[1, 2]], [[1]])", "KL0505");
  fails("set_row(eye(2), 0, [1])", "KL0505");
  fails("assemble_matrix(1, [[1, 0, 1]])", "KL0502");
  fails("matrix_add([[1]], [[1, 2]])", "KL0505");
});

test("types", () => {
  assert.is(typing("Matrix", 2n, 2n, "Vector(4, ℤ)"), "Matrix(2, 2, ℤ)");
  assert.is(typing("Matrix", 2n, 2n, "Vector(3, ℤ)"), "mismatch");
  assert.is(typing("Matrix", 1n, 2n, "ℤ", "ℝ"), "Matrix(1, 2, ℝ)");
  assert.is(typing("Vector", 3n, "Vector(3, ℤ)"), "Vector(3, ℤ)");
  assert.is(typing("eye", 3n), "Matrix(3, 3, ℤ)");
  assert.is(typing("multiply", "Matrix(2, 3)", "Matrix(3, 4)"), "Matrix(2, 4, ℝ)");
  assert.is(typing("multiply", "Matrix(2, 3)", "Matrix(2, 3)"), "mismatch");
  assert.is(typing("transpose", "Matrix(2, 3)"), "Matrix(3, 2, ℝ)");
  assert.is(typing("transpose", "Vector(2, Vector(3, ℤ))"), "Matrix(3, 2, ℤ)");
  assert.is(typing("transpose", "Vector(2, ℤ)"), "declined");
  assert.is(typing("trace", "Matrix(2, 3)"), "mismatch");
  assert.is(typing("det", "Matrix(2, 2, ℤ)"), "ℤ");
  assert.is(typing("mpow", "Matrix(2, 2, ℤ)", "ℤ"), "Matrix(2, 2, ℝ)");
  assert.is(typing("vstack", "Matrix(2, 3)", "Matrix(4, 3)"), "Matrix(6, 3, ℝ)");
  assert.is(typing("append_col", "Matrix(2, 3)", "Vector(2)"), "Matrix(2, 4, ℝ)");
  assert.is(typing("size", "Matrix(2, 3)"), "Vector(2, ℤ)");
  assert.is(typing("dot", "Vector(2, ℤ)", "Vector(3, ℤ)"), "mismatch");
  assert.is(typing("cross", "Vector(3, ℤ)", "Vector(3)"), "Vector(3, ℝ)");
});

const square = (n: number) =>
  fc
    .array(fc.integer({ min: -9, max: 9 }), { minLength: n * n, maxLength: n * n })
    .map((items) => matrixOf(n, n, items.map(BigInt)));

test("the determinant is multiplicative, exactly", () => {
  fc.assert(
    fc.property(square(4), square(4), (a, b) => {
      const product = evaluateRow("multiply", [a, b]);
      const dets = evaluateRow("times", [evaluateRow("det", [a]), evaluateRow("det", [b])]);
      return evaluateRow("det", [product]) === dets;
    }),
    { numRuns: 50 },
  );
});

test("the transpose of a product is the product of transposes, exchanged", () => {
  fc.assert(
    fc.property(square(3), square(3), (a, b) => {
      const left = evaluateRow("transpose", [evaluateRow("multiply", [a, b])]);
      const right = evaluateRow("multiply", [evaluateRow("transpose", [b]), evaluateRow("transpose", [a])]);
      return evaluateRow("equals", [left, right]) === true;
    }),
    { numRuns: 50 },
  );
});

test.run();
