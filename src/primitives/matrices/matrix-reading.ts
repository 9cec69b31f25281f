/** What can be asked of a matrix: its size, entries, rows, columns, diagonal. Positions count from 0. */

import type { MatrixValue } from "../../interpret/value.ts";
import type { Lowering } from "../../loop/lowering.ts";
import { integer } from "../../types/type.ts";
import { asMatrix, columnOf, entry, listFrom, rowOf } from "../arrays.ts";
import { definePrimitive } from "../define.ts";
import { columnIndex, rowIndex } from "../positions.ts";
import { declined, type ErrorBound, type Primitive } from "../primitive.ts";
import { isInteger, matrixParam, matrixShape, notAccepted, sequenceOf, typed } from "../typing.ts";
import {
  lowerColumn,
  lowerDiagonal,
  lowerEntry,
  lowerExtent,
  lowerRow,
  lowerSize,
} from "./lower-matrices.ts";
import { onMatrix } from "./matrix-rules.ts";

const exact: ErrorBound = { kind: "exact" };

function extent(
  name: string,
  aliases: readonly string[],
  summary: string,
  example: string,
  lower: Lowering,
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
      lower,
      bound: exact,
    },
    ([a]) => {
      const matrix = asMatrix(a);
      return matrix === undefined ? declined : of(matrix);
    },
  );
}

export const reading: readonly Primitive[] = [
  definePrimitive(
    {
      name: "size",
      aliases: ["shape", "dims"],
      arity: 1,
      overloads: ["∀(m n : Nat)(a). Matrix(m, n, a) → Vector(2, ℤ)"],
      rule: onMatrix(() => sequenceOf(2, integer)),
      doc: { summary: "[rows, columns].", example: "size([[1, 2, 3]]) = [1, 3]" },
      lower: lowerSize,
      bound: exact,
    },
    ([a]) => {
      const matrix = asMatrix(a);
      return matrix === undefined ? declined : listFrom([BigInt(matrix.rows), BigInt(matrix.columns)]);
    },
  ),
  extent("nrows", ["num_rows"], "The number of rows.", "nrows([[1, 2, 3]]) = 1", lowerExtent(0), (a) =>
    BigInt(a.rows),
  ),
  extent("ncols", ["num_cols"], "The number of columns.", "ncols([[1, 2, 3]]) = 3", lowerExtent(1), (a) =>
    BigInt(a.columns),
  ),
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
      lower: lowerEntry,
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
      lower: lowerRow,
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
      lower: lowerColumn,
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
      lower: lowerDiagonal,
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
