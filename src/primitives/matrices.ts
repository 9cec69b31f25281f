/**
 * Matrices: building, reading, changing, and the entrywise algebra. Rows and columns count from 0.
 *
 * Wherever a matrix is taken, a list of equally long rows is too (T6); what comes out is a Matrix unless the row says list.
 */

import type { MatrixValue, Value } from "../interpret/value.ts";
import { integer, type Type, vector } from "../types/type.ts";
import {
  asMatrix,
  buildMatrix,
  columnOf,
  element,
  entry,
  isList,
  listFrom,
  matrixFrom,
  rowOf,
} from "./arrays.ts";
import { anyNumber, definePrimitive } from "./define.ts";
import { elementwise, elementwiseTyping, mapEntries, scalingTyping } from "./elementwise.ts";
import { failures, failWith } from "./failures.ts";
import { determinant, squareOrFail } from "./lu.ts";
import { matrixPower } from "./matrix-power.ts";
import { indexOf, integerOf } from "./number.ts";
import {
  declined,
  type ErrorBound,
  type EvaluationContext,
  type Primitive,
  type TypeRule,
  type Typing,
  type TypingContext,
} from "./primitive.ts";
import { product, productTyping } from "./products.ts";
import { rearranging } from "./rearranging.ts";
import { matricesToMultiply, oneMatrix, squareMatrix, twoMatrices } from "./samples.ts";
import {
  agree,
  dimOf,
  firstOf,
  isInteger,
  isNumeric,
  levelOfType,
  type MatrixShape,
  matrixOf,
  matrixParam,
  matrixShape,
  mismatch,
  notAccepted,
  operationType,
  sequence,
  sequenceOf,
  shapeText,
  staticSize,
  typed,
  typeOfLevel,
} from "./typing.ts";

const exact: ErrorBound = { kind: "exact" };

/** A rule on one matrix. */
export function onMatrix(result: (a: MatrixShape, context: TypingContext) => Type | undefined): TypeRule {
  return ([a], context) => {
    const shape = matrixShape(a, context);
    const type = shape && result(shape, context);
    return shape === undefined || type === undefined ? notAccepted : typed([matrixParam(shape)], type);
  };
}

export function notSquare(a: MatrixShape): Typing | undefined {
  return agree(a.rows, a.columns).ok
    ? undefined
    : mismatch("a square matrix is needed", [`this is a ${shapeText(a)}`]);
}

/** As `onMatrix`, for square ones: known sizes that differ are a mismatch. */
export function onSquare(result: (a: MatrixShape, context: TypingContext) => Type | undefined): TypeRule {
  return (args, context) => {
    const shape = matrixShape(args[0], context);
    return (shape && notSquare(shape)) ?? onMatrix(result)(args, context);
  };
}

// ---------------------------------------------------------------------------------------------------- building

const matrixRule: TypeRule = ([m, n, ...rest], context) => {
  if (!isInteger(m) || !isInteger(n)) return notAccepted;
  const rows = staticSize(0, context);
  const columns = staticSize(1, context);
  const entries = rest.length === 1 ? sequence(rest[0], context) : undefined;
  if (entries !== undefined) {
    const wanted = rows === undefined || columns === undefined ? undefined : rows * columns;
    if (!agree(wanted, entries.length).ok)
      return mismatch("the number of entries does not fit", [
        `Matrix(${rows}, ${columns}) has ${wanted} entries, the list has ${entries.length}`,
      ]);
    return typed([integer, integer, entries.param], matrixOf(rows, columns, entries.element));
  }
  const [first, ...others] = rest;
  if (first === undefined) return notAccepted;
  const joined = others.reduce((a, b) => context.join(a, b), first);
  return typed([integer, integer, ...rest.map(() => joined)], matrixOf(rows, columns, joined));
};

const matrixValue = definePrimitive(
  {
    name: "Matrix",
    aliases: ["PMatrix", "VMatrix", "BMatrix"],
    arity: [3, anyNumber],
    overloads: ["∀(m n : Nat)(a). ℤ × ℤ × List(a) → Matrix(m, n, a)"],
    rule: matrixRule,
    doc: {
      summary: "The matrix with m rows and n columns of these entries, row by row.",
      example: "Matrix(2, 2, [1, 2, 3, 4]) = [[1, 2], [3, 4]]",
      raises: "another number of entries than m·n: KL0301 while compiling, KL0505 at run time",
    },
  },
  ([m, n, ...rest], context) => {
    const rows = indexOf(m);
    const columns = indexOf(n);
    if (rows === undefined || columns === undefined) return declined;
    const [only] = rest;
    const items =
      rest.length === 1 && isList(only)
        ? Array.from({ length: only.length }, (_, i) => element(only, i))
        : rest;
    if (rows < 0 || columns < 0) failWith(context, failures.negative, Math.min(rows, columns));
    if (items.length !== rows * columns) failWith(context, failures.entries, rows * columns, items.length);
    return matrixFrom(rows, columns, items);
  },
);

const vectorValue = definePrimitive(
  {
    name: "Vector",
    arity: 2,
    overloads: ["∀(n : Nat)(a). ℤ × Vector(n, a) → Vector(n, a)"],
    rule: ([n, xs], context) => {
      const seq = sequence(xs, context);
      if (!isInteger(n) || seq === undefined) return notAccepted;
      const length = agree(staticSize(0, context), seq.length);
      if (!length.ok)
        return mismatch("the number of entries does not fit", [
          `Vector(${staticSize(0, context)}) is given ${seq.length} entries`,
        ]);
      return typed([integer, seq.param], vector(dimOf(length.size), seq.element));
    },
    doc: { summary: "The vector of these n entries.", example: "Vector(3, [1, 2, 3]) = [1, 2, 3]" },
  },
  ([n, xs], context) => {
    const length = indexOf(n);
    if (length === undefined || !isList(xs)) return declined;
    if (length !== xs.length) failWith(context, failures.entries, length, xs.length);
    return xs;
  },
);

const matrixOfRows = definePrimitive(
  {
    name: "matrix",
    arity: 1,
    overloads: ["∀(m n : Nat)(a). Vector(m, Vector(n, a)) → Matrix(m, n, a)"],
    rule: onMatrix((a) => matrixParam(a)),
    doc: {
      summary: "The matrix with these rows.",
      example: "matrix([[1, 2], [3, 4]]) = Matrix(2, 2, [1, 2, 3, 4])",
      raises: "no rows, or rows of different lengths",
    },
  },
  ([rows], context) => {
    const matrix = asMatrix(rows);
    if (matrix !== undefined) return matrix;
    if (!isList(rows)) return declined;
    if (rows.length === 0) return failWith(context, failures.emptyList);
    const lengths = Array.from({ length: rows.length }, (_, i) => {
      const row = element(rows, i);
      return isList(row) ? row.length : -1;
    });
    if (lengths.includes(-1)) return declined;
    const [first = 0] = lengths;
    const other = lengths.find((n) => n !== first) ?? 0;
    return failWith(context, failures.ragged, first, other);
  },
);

/** `build(n)` or `build(m, n)` with ℤ entries that depend on the position only. */
function filled(
  name: string,
  aliases: readonly string[],
  arity: 1 | readonly [1, 2],
  summary: string,
  example: string,
  at: (i: number, j: number) => bigint,
): Primitive {
  return definePrimitive(
    {
      name,
      aliases,
      arity,
      overloads: arity === 1 ? ["ℤ → Matrix(n, n, ℤ)"] : ["ℤ → Matrix(n, n, ℤ)", "ℤ × ℤ → Matrix(m, n, ℤ)"],
      rule: (args, context) => {
        if (!args.every(isInteger)) return notAccepted;
        const rows = staticSize(0, context);
        const columns = args.length === 1 ? rows : staticSize(1, context);
        return typed(
          args.map(() => integer),
          matrixOf(rows, columns, integer),
        );
      },
      doc: { summary, example, raises: "a size that is not positive (KL0506)" },
      bound: exact,
    },
    ([m, n = m], context) => {
      const rows = indexOf(m);
      const columns = indexOf(n);
      if (rows === undefined || columns === undefined) return declined;
      if (rows <= 0 || columns <= 0) failWith(context, failures.size, Math.min(rows, columns));
      return buildMatrix(rows, columns, at);
    },
  );
}

const diagonalMatrix = definePrimitive(
  {
    name: "diag_matrix",
    aliases: ["diagonal"],
    arity: 1,
    overloads: ["∀(n : Nat)(a). Vector(n, a) → Matrix(n, n, a)"],
    rule: ([xs], context) => {
      const seq = sequence(xs, context);
      return seq === undefined || !isNumeric(seq.element)
        ? notAccepted
        : typed([seq.param], matrixOf(seq.length, seq.length, seq.element));
    },
    doc: {
      summary: "The matrix with these entries on the diagonal and 0 elsewhere.",
      example: "diag_matrix([1, 2]) = [[1, 0], [0, 2]]",
    },
    bound: exact,
  },
  ([xs]) => {
    if (!isList(xs)) return declined;
    const zero = zeroLike(xs.length > 0 ? element(xs, 0) : 0n);
    return buildMatrix(xs.length, xs.length, (i, j) => (i === j ? element(xs, i) : zero));
  },
);

/** 0 of the same kind as a number. */
export function zeroLike(v: Value): Value {
  if (typeof v === "number") return 0;
  if (typeof v !== "object") return 0n;
  if (v.kind === "rational") return { kind: "rational", numerator: 0n, denominator: 1n };
  return v.kind === "complex" ? { kind: "complex", re: 0, im: 0 } : 0n;
}

const building: readonly Primitive[] = [
  matrixValue,
  vectorValue,
  matrixOfRows,
  filled("eye", ["identity"], 1, "The identity matrix.", "eye(2) = [[1, 0], [0, 1]]", (i, j) =>
    i === j ? 1n : 0n,
  ),
  filled("zeros", [], [1, 2], "The zero matrix, square for one size.", "zeros(1, 2) = [[0, 0]]", () => 0n),
  filled("ones", [], [1, 2], "The matrix of ones, square for one size.", "ones(1, 2) = [[1, 1]]", () => 1n),
  diagonalMatrix,
];

// ----------------------------------------------------------------------------------------------------- algebra

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
    samples: oneMatrix,
    bound: exact,
  },
  ([a]) => {
    const matrix = asMatrix(a);
    return matrix === undefined ? declined : transposed(matrix);
  },
);

export function transposed(a: MatrixValue): MatrixValue {
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
    samples: squareMatrix,
    bound: { kind: "gamma", terms: "n³" },
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
    bound: { kind: "gamma", terms: "n log k" },
  },
  ([a, k], context) => {
    const matrix = asMatrix(a);
    const exponent = integerOf(k);
    return matrix === undefined || exponent === undefined ? declined : matrixPower(matrix, exponent, context);
  },
);

// ----------------------------------------------------------------------------------------------------- reading

function extent(
  name: string,
  aliases: readonly string[],
  summary: string,
  example: string,
  of: (a: MatrixValue) => bigint,
): Primitive {
  return definePrimitive(
    {
      name,
      aliases,
      arity: 1,
      overloads: ["∀(m n : Nat)(a). Matrix(m, n, a) → ℤ"],
      rule: onMatrix(() => integer),
      doc: { summary, example },
      bound: exact,
    },
    ([a]) => {
      const matrix = asMatrix(a);
      return matrix === undefined ? declined : of(matrix);
    },
  );
}

export function rowIndex(
  a: MatrixValue,
  i: Value | undefined,
  context: EvaluationContext,
): number | undefined {
  const at = integerOf(i);
  if (at !== undefined && (at < 0n || at >= BigInt(a.rows))) failWith(context, failures.row, at, a.rows);
  return at === undefined ? undefined : Number(at);
}
export function columnIndex(
  a: MatrixValue,
  j: Value | undefined,
  context: EvaluationContext,
): number | undefined {
  const at = integerOf(j);
  if (at !== undefined && (at < 0n || at >= BigInt(a.columns)))
    failWith(context, failures.column, at, a.columns);
  return at === undefined ? undefined : Number(at);
}

const reading: readonly Primitive[] = [
  definePrimitive(
    {
      name: "size",
      aliases: ["shape", "dims"],
      arity: 1,
      overloads: ["∀(m n : Nat)(a). Matrix(m, n, a) → Vector(2, ℤ)"],
      rule: onMatrix(() => sequenceOf(2, integer)),
      doc: { summary: "[rows, columns].", example: "size([[1, 2, 3]]) = [1, 3]" },
      bound: exact,
    },
    ([a]) => {
      const matrix = asMatrix(a);
      return matrix === undefined ? declined : listFrom([BigInt(matrix.rows), BigInt(matrix.columns)]);
    },
  ),
  extent("nrows", ["num_rows"], "The number of rows.", "nrows([[1, 2, 3]]) = 1", (a) => BigInt(a.rows)),
  extent("ncols", ["num_cols"], "The number of columns.", "ncols([[1, 2, 3]]) = 3", (a) => BigInt(a.columns)),
  definePrimitive(
    {
      name: "matrix_get",
      aliases: ["element"],
      arity: 3,
      overloads: ["∀(m n : Nat)(a). Matrix(m, n, a) × ℤ × ℤ → a"],
      rule: ([a, i, j], context) => {
        const shape = matrixShape(a, context);
        return shape === undefined || !isInteger(i) || !isInteger(j)
          ? notAccepted
          : typed([matrixParam(shape), integer, integer], shape.element);
      },
      doc: {
        summary: "The entry in row i and column j.",
        example: "matrix_get([[1, 2], [3, 4]], 1, 0) = 3",
        raises: "a position outside (KL0502)",
      },
      bound: exact,
    },
    ([a, i, j], context) => {
      const matrix = asMatrix(a);
      if (matrix === undefined) return declined;
      const row = rowIndex(matrix, i, context);
      const column = columnIndex(matrix, j, context);
      return row === undefined || column === undefined
        ? declined
        : entry(matrix, row * matrix.columns + column);
    },
  ),
  definePrimitive(
    {
      name: "matrix_row",
      aliases: ["row"],
      arity: 2,
      overloads: ["∀(m n : Nat)(a). Matrix(m, n, a) × ℤ → Vector(n, a)"],
      rule: ([a, i], context) => {
        const shape = matrixShape(a, context);
        return shape === undefined || !isInteger(i)
          ? notAccepted
          : typed([matrixParam(shape), integer], sequenceOf(shape.columns, shape.element));
      },
      doc: {
        summary: "One row, as a list.",
        example: "matrix_row([[1, 2], [3, 4]], 1) = [3, 4]",
        raises: "a row outside (KL0502)",
      },
      bound: exact,
    },
    ([a, i], context) => {
      const matrix = asMatrix(a);
      const row = matrix && rowIndex(matrix, i, context);
      return matrix === undefined || row === undefined ? declined : rowOf(matrix, row);
    },
  ),
  definePrimitive(
    {
      name: "matrix_col",
      aliases: ["col"],
      arity: 2,
      overloads: ["∀(m n : Nat)(a). Matrix(m, n, a) × ℤ → Vector(m, a)"],
      rule: ([a, j], context) => {
        const shape = matrixShape(a, context);
        return shape === undefined || !isInteger(j)
          ? notAccepted
          : typed([matrixParam(shape), integer], sequenceOf(shape.rows, shape.element));
      },
      doc: {
        summary: "One column, as a list.",
        example: "matrix_col([[1, 2], [3, 4]], 1) = [2, 4]",
        raises: "a column outside (KL0502)",
      },
      bound: exact,
    },
    ([a, j], context) => {
      const matrix = asMatrix(a);
      const column = matrix && columnIndex(matrix, j, context);
      return matrix === undefined || column === undefined ? declined : columnOf(matrix, column);
    },
  ),
  definePrimitive(
    {
      name: "matrix_diag",
      aliases: ["diag"],
      arity: 1,
      overloads: ["∀(n : Nat)(a). Matrix(n, n, a) → Vector(n, a)"],
      rule: onMatrix((a) => {
        const known = a.rows !== undefined && a.columns !== undefined;
        return sequenceOf(known ? Math.min(a.rows ?? 0, a.columns ?? 0) : undefined, a.element);
      }),
      doc: { summary: "The diagonal, as a list.", example: "matrix_diag([[1, 2], [3, 4]]) = [1, 4]" },
      bound: exact,
    },
    ([a]) => {
      const matrix = asMatrix(a);
      if (matrix === undefined) return declined;
      const length = Math.min(matrix.rows, matrix.columns);
      return listFrom(Array.from({ length }, (_, i) => entry(matrix, i * matrix.columns + i)));
    },
  ),
];

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
