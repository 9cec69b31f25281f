/** Eigenvectors and the Schur form of real matrices; eigenvalues of symmetric ones. */
import { complexValue } from "../../interpret/value.ts";
import { complex, real, type Type } from "../../types/type.ts";
import { listFrom, realList } from "../arrays.ts";
import { failures, failWith } from "../failures.ts";
import type { EvaluationContext, Primitive } from "../primitive.ts";
import { symmetricMatrix } from "../samples.ts";
import { type MatrixShape, matrixOf, sequenceOf } from "../typing.ts";
import type { Dense } from "./factorisations.ts";
import { lowerEig, lowerSchur, lowerSymmetricEigen, lowerSymmetricEigenvalues } from "./lower-spectra.ts";
import { defineOnReal, matrixValue, onReal } from "./real-matrices.ts";
import { diagonalEigenvalues } from "./schur.ts";
import { type SymmetricEigen, symmetricEigen } from "./symmetric-eigen.ts";

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
    lower: lowerEig,
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
    lower: lowerSchur,
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

// ---------------------------------------------------------------------------------------------------- symmetric ones

const symmetricRaises =
  "a matrix that is not square (KL0505), not symmetric to half the digits or with entries that are not finite (KL0506)";

function symmetricOrFail(a: Dense, context: EvaluationContext): SymmetricEigen {
  return symmetricEigen(a) ?? failWith(context, hasFinite(a) ? failures.notSymmetric : failures.notFinite);
}

const hasFinite = (a: Dense): boolean => a.items.every(Number.isFinite);

const symmetricEigenvalues = defineOnReal(
  {
    name: "symmetric_eigenvalues",
    aliases: ["eigvalsh"],
    yields: true,
    overloads: ["∀(n : Nat). Matrix(n, n, ℝ) → Vector(n, ℝ)"],
    rule: onReal(true, (a) => sequenceOf(side(a), real)),
    doc: {
      summary: "The eigenvalues of a symmetric matrix, rising; all are real.",
      example: "symmetric_eigenvalues([[3, 0], [0, 2]]) = [2, 3]",
      raises: symmetricRaises,
      source: "Golub & Van Loan, §8.3",
    },
    lower: lowerSymmetricEigenvalues,
    samples: symmetricMatrix,
    bound: { kind: "backward", factor: 10, measure: "|λ − λ(A)| / ‖A‖ for each λ, in the Frobenius norm" },
  },
  true,
  (a, context) => realList(symmetricOrFail(a, context).values),
);

const symmetricVectors = defineOnReal(
  {
    name: "eigh",
    aliases: ["symmetric_eigen"],
    yields: true,
    overloads: ["∀(n : Nat). Matrix(n, n, ℝ) → (Vector(n, ℝ), Matrix(n, n, ℝ))"],
    rule: onReal(true, (a) => fixed(sequenceOf(side(a), real), matrixOf(side(a), side(a), real))),
    doc: {
      summary:
        "[values, Q] with A = Q·diag(values)·Qᵀ for a symmetric A: the eigenvalues, rising, and the eigenvectors as columns of the orthogonal Q.",
      example: "eigh([[3, 0], [0, 2]]) = [[2, 3], Matrix(2, 2, [0, 1, 1, 0])]",
      raises: symmetricRaises,
      source: "Golub & Van Loan, §8.3",
    },
    lower: lowerSymmetricEigen,
    bound: {
      kind: "backward",
      factor: 10,
      measure: "‖A − Q·diag(λ)·Qᵀ‖ / ‖A‖ and ‖QᵀQ − I‖ / √n, in the Frobenius norm",
    },
  },
  true,
  (a, context) => {
    const { values, vectors } = symmetricOrFail(a, context);
    return listFrom([realList(values), matrixValue(vectors)]);
  },
);

export const spectra: readonly Primitive[] = [eig, schur, symmetricEigenvalues, symmetricVectors];
