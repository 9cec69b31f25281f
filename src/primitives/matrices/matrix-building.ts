/** Matrices and vectors from entries, rows, sizes and diagonals. Sizes that the program states are part of the type (T7). */

import type { Lowering } from "../../loop/lowering.ts";
import { integer, vector } from "../../types/type.ts";
import { asMatrix, buildMatrix, element, isList, matrixFrom } from "../arrays.ts";
import { anyNumber, definePrimitive } from "../define.ts";
import { failures, failWith } from "../failures.ts";
import { indexOf, levelOf, ofLevel } from "../number.ts";
import { declined, type ErrorBound, type Primitive, type TypeRule } from "../primitive.ts";
import {
  agree,
  dimOf,
  isInteger,
  isNumeric,
  matrixOf,
  matrixParam,
  mismatch,
  notAccepted,
  sequence,
  staticSize,
  typed,
} from "../typing.ts";
import {
  lowerDiagonalMatrix,
  lowerEye,
  lowerFilled,
  lowerMatrixOfRows,
  lowerMatrixValue,
  lowerVectorValue,
} from "./lower-matrices.ts";
import { onMatrix } from "./matrix-rules.ts";

const exact: ErrorBound = { kind: "exact" };

const matrixRule: TypeRule = ([m, n, ...rest], context) => {
  if (!isInteger(m) || !isInteger(n)) return notAccepted;
  const rows = staticSize(0, context);
  const columns = staticSize(1, context);
  const entries = rest.length === 1 ? sequence(rest[0], context) : undefined;
  if (entries !== undefined) {
    const wanted = rows === undefined || columns === undefined ? undefined : rows * columns;
    if (!agree(wanted, entries.length).ok)
      return mismatch(
        "the number of entries does not fit",
        [`Matrix(${rows}, ${columns}) has ${wanted} entries, the list has ${entries.length}`],
        entries.length === rows ? "a matrix of rows is matrix([[1, 2], [3, 4]])" : undefined,
      );
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
    lower: lowerMatrixValue,
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
    lower: lowerVectorValue,
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
    lower: lowerMatrixOfRows,
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
  lower: Lowering,
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
      lower,
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
    lower: lowerDiagonalMatrix,
    bound: exact,
  },
  ([xs]) => {
    if (!isList(xs)) return declined;
    const zero = ofLevel((xs.length > 0 ? levelOf(element(xs, 0)) : undefined) ?? 0, 0);
    return buildMatrix(xs.length, xs.length, (i, j) => (i === j ? element(xs, i) : zero));
  },
);

export const building: readonly Primitive[] = [
  matrixValue,
  vectorValue,
  matrixOfRows,
  filled("eye", ["identity"], 1, "The identity matrix.", "eye(2) = [[1, 0], [0, 1]]", lowerEye, (i, j) =>
    i === j ? 1n : 0n,
  ),
  filled(
    "zeros",
    [],
    [1, 2],
    "The zero matrix, square for one size.",
    "zeros(1, 2) = [[0, 0]]",
    lowerFilled(0n),
    () => 0n,
  ),
  filled(
    "ones",
    [],
    [1, 2],
    "The matrix of ones, square for one size.",
    "ones(1, 2) = [[1, 1]]",
    lowerFilled(1n),
    () => 1n,
  ),
  diagonalMatrix,
];
