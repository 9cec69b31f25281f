/** Complex matrices `[A, B]` for A + iB: construction, parts and algebra. */
import type { Value } from "../../interpret/value.ts";
import { integer } from "../../types/type.ts";
import { asMatrix, entry, listFrom, matrixFrom } from "../arrays.ts";
import { definePrimitive } from "../define.ts";
import { failures, failWith } from "../failures.ts";
import { indexOf, realOf } from "../number.ts";
import { declined, type Primitive, type TypeRule } from "../primitive.ts";
import {
  agree,
  isInteger,
  levelOfType,
  matrixOf,
  matrixParam,
  matrixShape,
  mismatch,
  notAccepted,
  type Size,
  shapeText,
  staticSize,
  typed,
} from "../typing.ts";
import { complexMatrixFunctions } from "./complex-matrix-functions.ts";
import {
  type ComposedRow,
  type Composition,
  compose,
  given,
  pair,
  pairType,
  realified,
} from "./complex-matrix-parts.ts";

const square = "∀(n : Nat). ComplexMatrix(n, n)";
const shaped = "∀(m n : Nat). ComplexMatrix(m, n)";

// ------------------------------------------------------------------------------------------------- construction

const zero: Primitive = definePrimitive(
  {
    name: "cmat_zero",
    arity: 2,
    overloads: ["ℤ × ℤ → ComplexMatrix(m, n)"],
    rule: ([m, n], context) => {
      if (!isInteger(m) || !isInteger(n)) return notAccepted;
      const part = matrixOf(staticSize(0, context), staticSize(1, context), integer);
      return typed([integer, integer], pairType(part, part, false));
    },
    doc: { summary: "The m×n complex matrix of zeros.", example: "cmat_zero(1, 2) = [[[0, 0]], [[0, 0]]]" },
  },
  ([m, n], context) =>
    indexOf(m) === undefined || indexOf(n) === undefined || m === undefined || n === undefined
      ? declined
      : listFrom([context.operate("zeros", [m, n]), context.operate("zeros", [m, n])]),
);

const eye: Primitive = definePrimitive(
  {
    name: "cmat_eye",
    arity: 1,
    overloads: ["ℤ → ComplexMatrix(n, n)"],
    rule: ([n], context) => {
      if (!isInteger(n)) return notAccepted;
      const part = matrixOf(staticSize(0, context), staticSize(0, context), integer);
      return typed([integer], pairType(part, part, false));
    },
    doc: {
      summary: "The complex identity matrix.",
      example: "cmat_eye(2) = [[[1, 0], [0, 1]], [[0, 0], [0, 0]]]",
    },
  },
  ([n], context) =>
    n === undefined || indexOf(n) === undefined
      ? declined
      : listFrom([context.operate("eye", [n]), context.operate("zeros", [n, n])]),
);

/** 0 of the same kind. */
function zeroLike(x: Value): Value {
  if (typeof x === "number") return 0;
  return typeof x === "bigint" ? 0n : { kind: "rational", numerator: 0n, denominator: 1n };
}

/** The matrix as one of the parts, zeros as the other. */
function from(name: string, alias: string, summary: string, example: string, asReal: boolean): Primitive {
  const rule: TypeRule = ([a], context) => {
    const shape = matrixShape(a, context);
    const level = levelOfType(shape?.element);
    if (shape === undefined || level === undefined || level > 2) return notAccepted;
    return typed([matrixParam(shape)], pairType(matrixParam(shape), matrixParam(shape), false));
  };
  return definePrimitive(
    {
      name,
      aliases: [alias],
      arity: 1,
      overloads: ["∀(m n : Nat). Matrix(m, n, ℝ) → ComplexMatrix(m, n)"],
      rule,
      doc: { summary, example },
    },
    ([a], _context) => {
      const matrix = asMatrix(a);
      if (matrix === undefined || ![...matrix.items].every((x) => realOf(x) !== undefined)) return declined;
      const zeros = matrixFrom(matrix.rows, matrix.columns, [...matrix.items].map(zeroLike));
      return listFrom(asReal ? [matrix, zeros] : [zeros, matrix]);
    },
  );
}

const complexify: Primitive = definePrimitive(
  {
    name: "complexify",
    arity: 1,
    overloads: ["∀(n : Nat). Matrix(2*n, 2*n, ℝ) → ComplexMatrix(n, n)"],
    rule: ([a], context) => {
      const shape = matrixShape(a, context);
      if (shape === undefined || levelOfType(shape.element) === undefined) return notAccepted;
      const size = agree(shape.rows, shape.columns);
      if (!size.ok || (size.size ?? 0) % 2 !== 0)
        return mismatch("an even square matrix is needed", [`this is a ${shapeText(shape)}`]);
      const half: Size = size.size === undefined ? undefined : size.size / 2;
      const part = matrixOf(half, half, shape.element);
      return typed([matrixParam(shape)], pairType(part, part, false));
    },
    doc: {
      summary: "[A, B] from the left column of blocks of [[A, −B], [B, A]].",
      example: "complexify([[1, -2], [2, 1]]) = [[[1]], [[2]]]",
      raises: "a matrix that is not square of even size (KL0505)",
    },
  },
  ([a], context) => {
    const matrix = asMatrix(a);
    if (matrix === undefined) return declined;
    const { rows, columns } = matrix;
    if (rows !== columns) failWith(context, failures.square, rows, columns);
    if (rows % 2 !== 0) return context.fail("KL0505", `complexify: the size must be even, got ${rows}`);
    const n = rows / 2;
    const block = (top: number): Value =>
      matrixFrom(
        n,
        n,
        Array.from({ length: n * n }, (_, k) => entry(matrix, (top + Math.floor(k / n)) * columns + (k % n))),
      );
    return listFrom([block(0), block(n)]);
  },
);

// ------------------------------------------------------------------------------------------------------ algebra

function algebra(
  name: string,
  aliases: readonly string[],
  args: ComposedRow["args"],
  overload: string,
  text: readonly [string, string],
  composition: Composition,
  isSquare = false,
): Primitive {
  const [summary, example] = text;
  return compose(
    { name, aliases, args, least: 0, square: isSquare, overload, summary, example },
    composition,
  );
}

const one = ["matrix"] as const;
const two = ["matrix", "matrix"] as const;

const algebraic: readonly Primitive[] = [
  algebra(
    "cmat_real",
    ["real_part_matrix"],
    one,
    `${shaped} → Matrix(m, n, ℝ)`,
    ["The real part.", "cmat_real([[[1]], [[2]]]) = [[1]]"],
    { gives: "one", by: (_, [m]) => given(m).re },
  ),
  algebra(
    "cmat_imag",
    ["imag_part_matrix"],
    one,
    `${shaped} → Matrix(m, n, ℝ)`,
    ["The imaginary part.", "cmat_imag([[[1]], [[2]]]) = [[2]]"],
    { gives: "one", by: (_, [m]) => given(m).im },
  ),
  ...(
    [
      ["cmat_add", "matrix_add", "The sum.", 4, 6],
      ["cmat_sub", "matrix_sub", "The difference.", -2, -2],
    ] as const
  ).map(([name, operation, summary, re, im]) =>
    algebra(
      name,
      [],
      two,
      `${shaped} × ComplexMatrix(m, n) → ComplexMatrix(m, n)`,
      [summary, `${name}([[[1]], [[2]]], [[[3]], [[4]]]) = [[[${re}]], [[${im}]]]`],
      pair((op, [a, b]) => ({
        re: op(operation, given(a).re, given(b).re),
        im: op(operation, given(a).im, given(b).im),
      })),
    ),
  ),
  algebra(
    "cmat_mul",
    [],
    two,
    "∀(m n p : Nat). ComplexMatrix(m, n) × ComplexMatrix(n, p) → ComplexMatrix(m, p)",
    ["The product.", "cmat_mul([[[1]], [[2]]], [[[3]], [[4]]]) = [[[-5]], [[10]]]"],
    pair((op, [m, n]) => {
      const [a, b] = [given(m), given(n)];
      return {
        re: op("matrix_sub", op("multiply", a.re, b.re), op("multiply", a.im, b.im)),
        im: op("matrix_add", op("multiply", a.re, b.im), op("multiply", a.im, b.re)),
      };
    }),
  ),
  algebra(
    "cmat_conj",
    [],
    one,
    `${shaped} → ComplexMatrix(m, n)`,
    ["The complex conjugate of every entry.", "cmat_conj([[[1]], [[2]]]) = [[[1]], [[-2]]]"],
    pair((op, [m]) => ({ re: given(m).re, im: op("negate", given(m).im) })),
  ),
  algebra(
    "cmat_transpose",
    [],
    one,
    `${shaped} → ComplexMatrix(n, m)`,
    ["Rows and columns exchanged.", "cmat_transpose([[[1, 2]], [[3, 4]]]) = [[[1], [2]], [[3], [4]]]"],
    pair((op, [m]) => ({ re: op("transpose", given(m).re), im: op("transpose", given(m).im) })),
  ),
  algebra(
    "cmat_dagger",
    ["cmat_adjoint"],
    one,
    `${shaped} → ComplexMatrix(n, m)`,
    ["The conjugate transpose.", "cmat_dagger([[[1, 2]], [[3, 4]]]) = [[[1], [2]], [[-3], [-4]]]"],
    pair((op, [m]) => ({
      re: op("transpose", given(m).re),
      im: op("negate", op("transpose", given(m).im)),
    })),
  ),
  algebra(
    "cmat_scale_real",
    [],
    ["real", "matrix"],
    "∀(m n : Nat). ℝ × ComplexMatrix(m, n) → ComplexMatrix(m, n)",
    ["Every entry times a real number.", "cmat_scale_real(2, [[[1]], [[2]]]) = [[[2]], [[4]]]"],
    pair((op, [m], [r]) => ({
      re: op("scalar_matrix_mul", given(r), given(m).re),
      im: op("scalar_matrix_mul", given(r), given(m).im),
    })),
  ),
  algebra(
    "cmat_trace",
    [],
    one,
    `${square} → Vector(2, ℝ)`,
    ["[re, im] of the sum of the diagonal.", "cmat_trace([[[1, 0], [0, 2]], [[3, 0], [0, 4]]]) = [3, 7]"],
    { gives: "list", by: (op, [m]) => ({ re: op("trace", given(m).re), im: op("trace", given(m).im) }) },
    true,
  ),
  algebra(
    "realify",
    [],
    one,
    `${square} → Matrix(2*n, 2*n, ℝ)`,
    ["The real matrix [[A, −B], [B, A]].", "realify([[[1]], [[2]]]) = [[1, -2], [2, 1]]"],
    { gives: "one", by: (op, [m]) => realified(op, given(m)) },
  ),
];

export const complexMatrices: readonly Primitive[] = [
  zero,
  eye,
  from(
    "cmat_from_real",
    "as_complex",
    "A real matrix as a complex one.",
    "cmat_from_real([[1]]) = [[[1]], [[0]]]",
    true,
  ),
  from(
    "cmat_from_imag",
    "as_imaginary",
    "A real matrix times i.",
    "cmat_from_imag([[1]]) = [[[0]], [[1]]]",
    false,
  ),
  ...algebraic,
  complexify,
  ...complexMatrixFunctions,
];
