/**
 * Matrices: the entrywise algebra, products, powers, trace and determinant.
 *
 * Wherever a matrix is taken, a list of equally long rows is too (T6); what comes out is a Matrix unless the row says list.
 */

import type { MatrixValue, Value } from "../../interpret/value.ts";
import { integer, type Type } from "../../types/type.ts";
import { asMatrix, buildMatrix, entry } from "../arrays.ts";
import { definePrimitive } from "../define.ts";
import { lowerDet } from "../linear-algebra/lower-systems.ts";
import { determinant, squareOrFail } from "../linear-algebra/lu.ts";
import { integerOf } from "../number.ts";
import { declined, type ErrorBound, type Primitive, type Typing, type TypingContext } from "../primitive.ts";
import { matricesToMultiply, oneMatrix, squareMatrix, twoMatrices } from "../samples.ts";
import {
  firstOf,
  isInteger,
  isNumeric,
  levelOfType,
  matrixOf,
  matrixParam,
  matrixShape,
  notAccepted,
  operationType,
  typed,
  typeOfLevel,
} from "../typing.ts";
import { elementwise, elementwiseTyping, mapEntries, scalingTyping } from "./elementwise.ts";
import { lowerDagger, lowerScalarMultiply, lowerSumOrDifference, lowerTranspose } from "./lower-matrices.ts";
import { lowerMatrixPower } from "./lower-powers.ts";
import { lowerProduct, lowerTrace } from "./lower-products.ts";
import { building } from "./matrix-building.ts";
import { matrixPower } from "./matrix-power.ts";
import { reading } from "./matrix-reading.ts";
import { notSquare, onMatrix, onSquare } from "./matrix-rules.ts";
import { product, productTyping } from "./products.ts";
import { rearranging } from "./rearranging.ts";

const exact: ErrorBound = { kind: "exact" };

function sumOrDifference(name: string, operation: "plus" | "minus", example: string): Primitive {
  const real = operation === "plus" ? (a: number, b: number) => a + b : (a: number, b: number) => a - b;
  return definePrimitive(
    {
      name,
      arity: 2,
      overloads: [`∀(m n : Nat)(a b). Matrix(m, n, a) × Matrix(m, n, b) → Matrix(m, n, ${operation}(a, b))`],
      rule: ([a, b], context) => {
        const x = matrixShape(a, context);
        const y = matrixShape(b, context);
        return x === undefined || y === undefined
          ? notAccepted
          : elementwiseTyping(operation, matrixParam(x), matrixParam(y), context);
      },
      doc: {
        summary: `The ${operation === "plus" ? "sum" : "difference"} of two matrices.`,
        example,
        raises: "different shapes: KL0301 while compiling, KL0505 at run time",
      },
      lower: lowerSumOrDifference(operation),
      samples: twoMatrices,
      bound: exact,
    },
    ([a, b], context) => {
      const x = asMatrix(a);
      const y = asMatrix(b);
      return x === undefined || y === undefined
        ? declined
        : elementwise({ name: operation, real }, x, y, context);
    },
  );
}

const multiply = definePrimitive(
  {
    name: "multiply",
    aliases: ["matmul"],
    arity: 2,
    overloads: [
      "∀(m k n : Nat)(a b). Matrix(m, k, a) × Matrix(k, n, b) → Matrix(m, n, times(a, b))",
      "∀(m n : Nat)(a b). Matrix(m, n, a) × Vector(n, b) → Vector(m, times(a, b))",
    ],
    rule: ([a, b], context) => (a && b ? productTyping(a, b, context) : notAccepted),
    doc: {
      summary: "The matrix product; of a matrix and a list, the list of the products with its rows.",
      example: "multiply([[1, 2], [3, 4]], [[0, 1], [1, 0]]) = [[2, 1], [4, 3]]",
      shapes: "a: (m, k), b: (k, n) → (m, n)",
      raises: "inner sizes that differ: KL0301 while compiling, KL0505 at run time",
      source: "Higham 2002, §3.5",
    },
    lower: lowerProduct,
    samples: matricesToMultiply,
    bound: { kind: "gamma", terms: "k" },
  },
  ([a, b], context) => product(a, b, context),
);

const scalarMultiply = definePrimitive(
  {
    name: "scalar_matrix_mul",
    arity: 2,
    overloads: ["∀(m n : Nat)(a). ℝ × Matrix(m, n, a) → Matrix(m, n, times(ℝ, a))"],
    rule: firstOf(
      ([s, a], context) => scaleTyping(s, a, false, context),
      ([a, s], context) => scaleTyping(s, a, true, context),
    ),
    doc: {
      summary: "A number times every entry, in either order.",
      example: "scalar_matrix_mul(2, [[1, 2]]) = [[2, 4]]",
    },
    lower: lowerScalarMultiply,
    bound: exact,
  },
  ([a, b], context) => {
    const left = asMatrix(a);
    const right = asMatrix(b);
    if (a === undefined || b === undefined || (left === undefined) === (right === undefined)) return declined;
    const [scalar, matrix] = left === undefined ? [a, right] : [b, left];
    return mapEntries(matrix, (x) => context.operate("times", [scalar, x]));
  },
);

function scaleTyping(
  s: Type | undefined,
  a: Type | undefined,
  swap: boolean,
  context: TypingContext,
): Typing {
  const shape = matrixShape(a, context);
  return s === undefined || shape === undefined || !isNumeric(s)
    ? notAccepted
    : scalingTyping("times", s, matrixParam(shape), swap, context);
}

const transpose = definePrimitive(
  {
    name: "transpose",
    arity: 1,
    overloads: ["∀(m n : Nat)(a). Matrix(m, n, a) → Matrix(n, m, a)"],
    rule: onMatrix((a) => matrixOf(a.columns, a.rows, a.element)),
    doc: {
      summary: "Rows and columns exchanged.",
      example: "transpose([[1, 2], [3, 4]]) = [[1, 3], [2, 4]]",
    },
    lower: lowerTranspose,
    samples: oneMatrix,
    bound: exact,
  },
  ([a]) => {
    const matrix = asMatrix(a);
    return matrix === undefined ? declined : transposed(matrix);
  },
);

function transposed(a: MatrixValue): MatrixValue {
  return buildMatrix(a.columns, a.rows, (i, j) => entry(a, j * a.columns + i));
}

const dagger = definePrimitive(
  {
    name: "dagger",
    aliases: ["adjoint"],
    yields: true,
    arity: 1,
    overloads: ["∀(m n : Nat)(a). Matrix(m, n, a) → Matrix(n, m, a)"],
    rule: onMatrix((a) => (isNumeric(a.element) ? matrixOf(a.columns, a.rows, a.element) : undefined)),
    doc: {
      summary: "The conjugate transpose.",
      example: "dagger([[1, 2], [3, 4]]) = [[1, 3], [2, 4]]",
    },
    lower: lowerDagger,
    bound: exact,
  },
  ([a]) => {
    const matrix = asMatrix(a);
    return matrix === undefined
      ? declined
      : mapEntries(transposed(matrix), (z) =>
          typeof z === "object" && z.kind === "complex" ? { ...z, im: -z.im } : z,
        );
  },
);

const trace = definePrimitive(
  {
    name: "trace",
    arity: 1,
    overloads: ["∀(n : Nat)(a). Matrix(n, n, a) → a"],
    rule: onSquare((a, context) =>
      isNumeric(a.element) ? a.element : operationType("plus", [a.element, a.element], context),
    ),
    doc: {
      summary: "The sum of the diagonal.",
      example: "trace([[1, 2], [3, 4]]) = 5",
      raises: "a matrix that is not square: KL0301 while compiling, KL0505 at run time",
    },
    lower: lowerTrace,
    samples: squareMatrix,
    bound: { kind: "gamma", terms: "n" },
  },
  ([a], context) => {
    const matrix = asMatrix(a);
    if (matrix === undefined) return declined;
    const n = squareOrFail(matrix, context);
    let sum: Value = entry(matrix, 0);
    for (let i = 1; i < n; i++) sum = context.operate("plus", [sum, entry(matrix, i * n + i)]);
    return sum;
  },
);

const det = definePrimitive(
  {
    name: "det",
    aliases: ["det_lapack"],
    arity: 1,
    overloads: ["∀(n : Nat)(a). Matrix(n, n, a) → a"],
    rule: onSquare((a) => (isNumeric(a.element) ? a.element : undefined)),
    doc: {
      summary: "The determinant: exact on ℤ and ℚ, else by triangular factors with partial pivoting.",
      example: "det([[1, 2], [3, 4]]) = -2",
      raises: "a matrix that is not square: KL0301 while compiling, KL0505 at run time",
      source: "Bareiss (1968); Higham 2002, §14.6",
    },
    lower: lowerDet,
    samples: squareMatrix,
    bound: { kind: "backward", factor: 4, measure: "|d − det A| / Π‖aᵢ‖ over the rows" },
  },
  ([a], context) => {
    const matrix = asMatrix(a);
    return matrix === undefined ? declined : determinant(matrix, context);
  },
);

const mpow = definePrimitive(
  {
    name: "mpow",
    aliases: ["matrix_pow"],
    arity: 2,
    overloads: ["∀(n : Nat)(a). Matrix(n, n, a) × ℤ → Matrix(n, n, a)"],
    rule: ([a, k], context) => {
      const shape = matrixShape(a, context);
      const level = levelOfType(shape?.element);
      if (shape === undefined || level === undefined || !isInteger(k)) return notAccepted;
      const literal = context.literal(1);
      // Without a literal exponent it may be negative, and an inverse is not of integers.
      const entries =
        literal !== undefined && literal >= 0n ? shape.element : typeOfLevel(Math.max(level, 2));
      return notSquare(shape) ?? typed([matrixParam(shape, entries), integer], matrixParam(shape, entries));
    },
    doc: {
      summary: "The power of a square matrix by repeated squaring; a negative exponent inverts first.",
      example: "mpow([[1, 1], [1, 0]], 10) = [[89, 55], [55, 34]]",
      raises: "a singular matrix with a negative exponent (KL0506)",
    },
    lower: lowerMatrixPower,
    bound: { kind: "backward", factor: 2, measure: "‖X − Aᵏ‖ / (k‖A‖ᵏ), in the Frobenius norm" },
  },
  ([a, k], context) => {
    const matrix = asMatrix(a);
    const exponent = integerOf(k);
    return matrix === undefined || exponent === undefined ? declined : matrixPower(matrix, exponent, context);
  },
);

export const matrices: readonly Primitive[] = [
  ...building,
  sumOrDifference("matrix_add", "plus", "matrix_add([[1, 2]], [[3, 4]]) = [[4, 6]]"),
  sumOrDifference("matrix_sub", "minus", "matrix_sub([[3, 4]], [[1, 2]]) = [[2, 2]]"),
  multiply,
  scalarMultiply,
  transpose,
  dagger,
  trace,
  det,
  mpow,
  ...reading,
  ...rearranging,
];
