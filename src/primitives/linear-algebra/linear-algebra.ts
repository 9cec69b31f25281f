/**
 * Numerical linear algebra on real matrices: systems, inverses, factors, eigenvalues, singular values.
 *
 * Integer and rational entries are taken as reals; an entry that is no number declines.
 */

import type { MatrixValue, Value } from "../../interpret/value.ts";
import { complex, integer, real } from "../../types/type.ts";
import { asMatrix, asVector, element, isMatrix, listFrom, realList } from "../arrays.ts";
import { definePrimitive } from "../define.ts";
import { failures, failWith } from "../failures.ts";
import { lowerExponential } from "../matrices/lower-powers.ts";
import { realOf } from "../number.ts";
import {
  type Declined,
  declined,
  type EvaluationContext,
  type Primitive,
  type TypeRule,
} from "../primitive.ts";
import { definiteMatrix, squareMatrix, systems } from "../samples.ts";
import {
  agree,
  isNumeric,
  levelOfType,
  type MatrixShape,
  matrixOf,
  matrixParam,
  matrixShape,
  mismatch,
  notAccepted,
  type Size,
  sequence,
  sequenceOf,
  shapeText,
  typed,
} from "../typing.ts";
import { cholesky, exponential, qr, solveAll, undeterminedFactors, unitPower } from "./factorisations.ts";
import { lowerCondition, lowerQr, lowerRank, lowerSingularValues, lowerSvd } from "./lower-factors.ts";
import { lowerEigenvalues } from "./lower-spectra.ts";
import { lowerCholesky, lowerInverse, lowerSolve } from "./lower-systems.ts";
import { factorise, invert, reals, singular, squareOrFail, substitute } from "./lu.ts";
import { defineOnReal, matrixValue, onReal, realShape } from "./real-matrices.ts";

// ----------------------------------------------------------------------------------------------------- systems

const solveRule: TypeRule = ([a, b], context) => {
  const shape = realShape(a, context);
  const column = matrixShape(b, context);
  const list = sequence(b, context);
  const entries = column?.element ?? list?.element;
  const level = levelOfType(entries);
  if (shape === undefined || b === undefined || level === undefined || level > 2) return notAccepted;
  if (column?.asRows) return notAccepted;
  const height: Size = column?.rows ?? list?.length;
  if (!agree(shape.rows, shape.columns).ok)
    return mismatch("a square matrix is needed", [`this is a ${shapeText(shape)}`], leastSquares(shape));
  if (!agree(shape.rows, height).ok)
    return mismatch("the right side does not fit the matrix", [
      `the matrix has ${shape.rows} rows, the right side ${height}`,
    ]);
  const right = column === undefined ? sequenceOf(height, real) : matrixParam(column, real);
  const rows = shape.columns ?? shape.rows;
  // A matrix of one column, or of as many as the run will tell, is a right side as a list is.
  const several = column !== undefined && !agree(column.columns, 1).ok;
  const result = several ? matrixOf(rows ?? height, column.columns, real) : sequenceOf(rows, real);
  return typed([matrixParam(shape, real), right], result);
};

/** What answers for more equations than unknowns. */
function leastSquares({ rows, columns }: MatrixShape): string | undefined {
  return rows !== undefined && columns !== undefined && rows > columns
    ? 'least_squares(A, b) of import "stdlib/elimination.kleis" comes nearest to all equations'
    : undefined;
}

const solve = definePrimitive(
  {
    name: "solve",
    aliases: ["linsolve"],
    arity: 2,
    overloads: [
      "∀(n : Nat). Matrix(n, n, ℝ) × Vector(n, ℝ) → Vector(n, ℝ)",
      "∀(n r : Nat). Matrix(n, n, ℝ) × Matrix(n, r, ℝ) → Matrix(n, r, ℝ)",
    ],
    rule: solveRule,
    doc: {
      summary:
        "The list x with A·x = b, or the matrix X with A·X = B (a list for a B of one column), by triangular factors with partial pivoting.",
      example: "solve([[2, 0], [0, 4]], [2, 2]) = [1, 0.5]",
      raises: "a singular matrix (KL0506)",
      source: "Golub & Van Loan, §3.4",
    },
    lower: lowerSolve,
    samples: systems,
    bound: { kind: "backward", factor: 4, measure: "‖Ax − b‖ / (‖A‖‖x‖), in the ∞-norm" },
  },
  ([m, b], context) => {
    const matrix = asMatrix(m);
    const entries = matrix && reals(matrix);
    if (matrix === undefined || entries === undefined) return declined;
    if (b !== undefined && isMatrix(b) && b.columns !== 1) return solveMatrix(matrix, entries, b, context);
    const right = asVector(b);
    if (right === undefined) return declined;
    const n = squareOrFail(matrix, context);
    if (right.length !== n) failWith(context, failures.lengths, n, right.length);
    const column = Array.from({ length: n }, (_, i) => realOf(element(right, i)));
    if (!column.every((x) => x !== undefined)) return declined;
    const factors = factorise(entries, n);
    return factors.singular ? singular(context) : realList(substitute(factors, n, Float64Array.from(column)));
  },
);

function solveMatrix(
  matrix: MatrixValue,
  entries: Float64Array,
  b: MatrixValue,
  context: EvaluationContext,
): Value | Declined {
  const n = squareOrFail(matrix, context);
  if (b.rows !== n) failWith(context, failures.rows, n, b.rows);
  const items = reals(b);
  if (items === undefined) return declined;
  const x = solveAll({ rows: n, columns: n, items: entries }, { rows: n, columns: b.columns, items });
  return x === undefined ? singular(context) : matrixValue(x);
}

const inverse = definePrimitive(
  {
    name: "inv",
    aliases: ["inverse"],
    arity: 1,
    overloads: [
      "∀(n : Nat). Matrix(n, n, ℝ) → Matrix(n, n, ℝ)",
      "∀(n : Nat). Matrix(n, n, ℂ) → Matrix(n, n, ℂ)",
    ],
    rule: ([a], context) => {
      const shape = matrixShape(a, context);
      if (shape === undefined || !isNumeric(shape.element)) return notAccepted;
      if (!agree(shape.rows, shape.columns).ok)
        return mismatch("a square matrix is needed", [`this is a ${shapeText(shape)}`]);
      const entries = levelOfType(shape.element) === 3 ? complex : real;
      return typed([matrixParam(shape, entries)], matrixParam(shape, entries));
    },
    doc: {
      summary: "The inverse matrix.",
      example: "inv([[2, 0], [0, 4]]) = [[0.5, 0], [0, 0.25]]",
      raises: "a singular matrix (KL0506)",
    },
    lower: lowerInverse,
    samples: squareMatrix,
    bound: { kind: "backward", factor: 8, measure: "‖AX − I‖ / (‖A‖‖X‖), in the Frobenius norm" },
  },
  ([a], context) => {
    const matrix = asMatrix(a);
    return matrix === undefined ? declined : invert(matrix, context);
  },
);

const expm = defineOnReal(
  {
    name: "expm",
    aliases: ["matrix_exp"],
    overloads: ["∀(n : Nat). Matrix(n, n, ℝ) → Matrix(n, n, ℝ)"],
    rule: onReal(true, (a) => matrixParam(a, real)),
    doc: {
      summary: "The exponential of a matrix, by scaling and squaring with the [6/6] Padé approximant.",
      example: "expm([[0, 1], [0, 0]]) = [[1, 1], [0, 1]]",
      source: "Golub & Van Loan, §9.3",
    },
    lower: lowerExponential,
    samples: squareMatrix,
    bound: { kind: "backward", factor: 40, measure: "‖X − e^A‖ / e^‖A‖, in the ∞-norm" },
  },
  true,
  (a, context) => {
    const result = exponential(a);
    return result === undefined ? failWith(context, failures.exponential) : matrixValue(result);
  },
);

// ----------------------------------------------------------------------------------------------------- factors

const least = (a: MatrixShape): Size =>
  a.rows === undefined || a.columns === undefined ? undefined : Math.min(a.rows, a.columns);

const qrRow = defineOnReal(
  {
    name: "qr",
    overloads: ["∀(m n : Nat). Matrix(m, n, ℝ) → (Matrix(m, min(m, n), ℝ), Matrix(min(m, n), n, ℝ))"],
    rule: onReal(false, (a) => ({
      kind: "fixed",
      items: [matrixOf(a.rows, least(a), real), matrixOf(least(a), a.columns, real)],
    })),
    doc: {
      summary: "[Q, R] with A = Q·R, orthonormal columns in Q and R upper triangular.",
      example: "nth(qr([[3, 0], [4, 0]]), 1) = [[-5, 0], [0, 0]]",
      source: "Golub & Van Loan, §5.2",
    },
    lower: lowerQr,
    bound: {
      kind: "backward",
      factor: 4,
      measure: "‖A − QR‖ / ‖A‖ and ‖QᵀQ − I‖ / √n, in the Frobenius norm",
    },
  },
  false,
  (a) => {
    const { q, r } = unitPower(a) === undefined ? undeterminedFactors(a) : qr(a);
    return listFrom([matrixValue(q), matrixValue(r)]);
  },
);

const choleskyRow = defineOnReal(
  {
    name: "cholesky",
    aliases: ["chol"],
    overloads: ["∀(n : Nat). Matrix(n, n, ℝ) → Matrix(n, n, ℝ)"],
    rule: onReal(true, (a) => matrixParam(a, real)),
    doc: {
      summary: "The lower triangular L with A = L·Lᵀ, of a symmetric positive definite A.",
      example: "cholesky([[4, 2], [2, 5]]) = [[2, 0], [1, 2]]",
      raises: "a matrix that is not positive definite (KL0506)",
      source: "Golub & Van Loan, §4.2",
    },
    lower: lowerCholesky,
    samples: definiteMatrix,
    bound: { kind: "backward", factor: 2, measure: "‖A − LLᵀ‖ / ‖A‖, in the Frobenius norm" },
  },
  true,
  (a, context) => {
    const l = cholesky(a);
    return l === undefined ? failWith(context, failures.notDefinite) : matrixValue(l);
  },
);

// ------------------------------------------------------------------------------------ eigen- and singular values

const eigenvalues = defineOnReal(
  {
    name: "eigenvalues",
    aliases: ["eigvals"],
    overloads: ["∀(n : Nat). Matrix(n, n, ℝ) → Vector(n, ℂ)"],
    rule: onReal(true, (a) => sequenceOf(a.rows ?? a.columns, complex)),
    doc: {
      summary: "The eigenvalues; complex ones in conjugate pairs, the one above the real axis first.",
      example: "eigenvalues([[0, 1], [-1, 0]]) = [complex(0, 1), complex(0, -1)]",
      source: "Golub & Van Loan, §7.5",
    },
    lower: lowerEigenvalues,
    bound: { kind: "backward", factor: 10, measure: "σ_min(A − λI) / ‖A‖ for each λ, in the Frobenius norm" },
  },
  true,
  (a, context) => {
    const values = context.decompositions.eigenvalues(a);
    return values === undefined
      ? context.fail("KL0506", "the eigenvalues of this matrix were not found")
      : listFrom(values);
  },
);

const svd = defineOnReal(
  {
    name: "svd",
    overloads: ["∀(m n : Nat). Matrix(m, n, ℝ) → (Matrix(m, m, ℝ), Vector(min(m, n), ℝ), Matrix(n, n, ℝ))"],
    rule: onReal(false, (a) => ({
      kind: "fixed",
      items: [
        matrixOf(a.rows, a.rows, real),
        sequenceOf(least(a), real),
        matrixOf(a.columns, a.columns, real),
      ],
    })),
    doc: {
      summary: "[U, s, Vᵀ] with A = U·diag(s)·Vᵀ and s descending.",
      example: "nth(svd([[3, 0], [0, 4]]), 1) = [4, 3]",
      source: "Demmel & Veselić (1992)",
    },
    lower: lowerSvd,
    bound: {
      kind: "backward",
      factor: 10,
      measure: "‖A − U·diag(s)·Vᵀ‖ / ‖A‖, ‖UᵀU − I‖ / √n and ‖VᵀV − I‖ / √n, in the Frobenius norm",
    },
  },
  false,
  (a, context) => {
    const { u, values, vt } = context.decompositions.singularValues(a);
    return listFrom([matrixValue(u), realList(Float64Array.from(values)), matrixValue(vt)]);
  },
);

const values = defineOnReal(
  {
    name: "singular_values",
    aliases: ["svdvals"],
    overloads: ["∀(m n : Nat). Matrix(m, n, ℝ) → Vector(min(m, n), ℝ)"],
    rule: onReal(false, (a) => sequenceOf(least(a), real)),
    doc: {
      summary: "The singular values, descending.",
      example: "singular_values([[3, 0], [0, 4]]) = [4, 3]",
    },
    lower: lowerSingularValues,
    bound: { kind: "backward", factor: 10, measure: "|s − σ| / σ₁" },
  },
  false,
  (a, context) => realList(Float64Array.from(context.decompositions.singularValues(a).values)),
);

const rank = defineOnReal(
  {
    name: "rank",
    aliases: ["matrix_rank"],
    overloads: ["∀(m n : Nat). Matrix(m, n, ℝ) → ℤ"],
    rule: onReal(false, () => integer),
    doc: {
      summary: "How many singular values are above max(m, n) · s₁ · ε.",
      example: "rank([[1, 2], [2, 4]]) = 1",
    },
    lower: lowerRank,
  },
  false,
  (a, context) => {
    const found = context.decompositions.singularValues(a).values;
    const threshold = Math.max(a.rows, a.columns) * (found[0] ?? 0) * Number.EPSILON;
    return BigInt(found.filter((s) => s > threshold).length);
  },
);

const condition = defineOnReal(
  {
    name: "cond",
    aliases: ["condition_number"],
    overloads: ["∀(m n : Nat). Matrix(m, n, ℝ) → ℝ"],
    rule: onReal(false, () => real),
    doc: {
      summary: "The largest singular value over the smallest; infinite for a singular matrix.",
      example: "cond([[3, 0], [0, 4]]) = 1.3333333333333333",
    },
    lower: lowerCondition,
  },
  false,
  (a, context) => {
    const found = context.decompositions.singularValues(a).values;
    const smallest = found.at(-1) ?? 0;
    return smallest === 0 ? Number.POSITIVE_INFINITY : (found[0] ?? 0) / smallest;
  },
);

export const linearAlgebra: readonly Primitive[] = [
  solve,
  inverse,
  expm,
  qrRow,
  choleskyRow,
  eigenvalues,
  svd,
  values,
  rank,
  condition,
];
