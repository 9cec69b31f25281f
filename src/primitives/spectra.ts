/** Eigenvectors and the Schur form of real matrices. */
import { complexValue } from "../interpret/value.ts";
import { complex, real, type Type } from "../types/type.ts";
import { listFrom } from "./arrays.ts";
import type { Primitive } from "./primitive.ts";
import { defineOnReal, matrixValue, onReal } from "./real-matrices.ts";
import { diagonalEigenvalues } from "./schur.ts";
import { type MatrixShape, matrixOf, sequenceOf } from "./typing.ts";

const side = (a: MatrixShape): number | undefined => a.rows ?? a.columns;

function fixed(...items: readonly Type[]): Type {
  return { kind: "fixed", items };
}

const eig = defineOnReal(
  {
    name: "eig",
    overloads: ["∀(n : Nat). Matrix(n, n, ℝ) → (Vector(n, ℂ), Vector(n, Vector(n, ℂ)))"],
    rule: onReal(true, (a) => {
      const vector = sequenceOf(side(a), complex);
      return fixed(vector, sequenceOf(side(a), vector));
    }),
    doc: {
      summary: "[values, vectors]: the eigenvalues, and for each an eigenvector of length 1.",
      example: "eig([[2, 0], [0, 3]]) = [[2, 3], [[1, 0], [0, 1]]]",
      raises: "a matrix that is not square (KL0505), entries that are not finite (KL0506)",
      source: "Golub & Van Loan, §7.6",
    },
    bound: { kind: "backward", factor: 10, measure: "‖Av − λv‖ / ‖A‖ for each pair, in the Frobenius norm" },
  },
  true,
  (a, context) => {
    const found = context.decompositions.eigen(a);
    if (found === undefined) return context.fail("KL0506", "the eigenvectors of this matrix were not found");
    const plain = found.vectors.map(({ re, im }) =>
      listFrom(Array.from(re, (x, i) => complexValue(x + 0, (im[i] ?? 0) + 0))),
    );
    return listFrom([listFrom(found.values), listFrom(plain)]);
  },
);

const schur = defineOnReal(
  {
    name: "schur",
    aliases: ["schur_decomp"],
    overloads: ["∀(n : Nat). Matrix(n, n, ℝ) → (Matrix(n, n, ℝ), Matrix(n, n, ℝ), Vector(n, ℂ))"],
    rule: onReal(true, (a) => {
      const square = matrixOf(side(a), side(a), real);
      return fixed(square, square, sequenceOf(side(a), complex));
    }),
    doc: {
      summary:
        "[U, T, eigenvalues] with A = U·T·Uᵀ, U orthogonal and T triangular but for a 2×2 block per complex pair.",
      example: "nth(schur([[1, 2], [0, 3]]), 1) = [[1, 2], [0, 3]]",
      raises: "a matrix that is not square (KL0505), entries that are not finite (KL0506)",
      source: "Golub & Van Loan, §7.5",
    },
    bound: {
      kind: "backward",
      factor: 10,
      measure: "‖A − UTUᵀ‖ / ‖A‖ and ‖UᵀU − I‖ / √n, in the Frobenius norm",
    },
  },
  true,
  (a, context) => {
    const form = context.decompositions.schur(a);
    return form === undefined
      ? context.fail("KL0506", "the Schur form of this matrix was not found")
      : listFrom([matrixValue(form.u), matrixValue(form.t), listFrom(diagonalEigenvalues(form.t))]);
  },
);

export const spectra: readonly Primitive[] = [eig, schur];
