/** Between sparse matrices, their entries and dense matrices: the names that the other operations on matrices do not have. */
import { sparseOf } from "../../interpret/sparse.ts";
import type { Value } from "../../interpret/value.ts";
import { integer, type Type } from "../../types/type.ts";
import { asMatrix, entry } from "../arrays.ts";
import { definePrimitive } from "../define.ts";
import { isNumber, isZero } from "../number.ts";
import { declined, type Primitive, type TypeRule } from "../primitive.ts";
import {
  firstOf,
  isNumeric,
  type MatrixShape,
  matrixOf,
  matrixParam,
  matrixShape,
  notAccepted,
  typed,
} from "../typing.ts";
import { lowerDense, lowerStoredEntries, lowerTriplets } from "./lower-sparse.ts";
import { denseOf } from "./sparse-algebra.ts";
import { onSparse, tripletType } from "./sparse-typing.ts";

const exact = { kind: "exact" } as const;

function onDense(result: (shape: MatrixShape) => Type): TypeRule {
  return ([a], context) => {
    const shape = matrixShape(a, context);
    return shape === undefined || !isNumeric(shape.element)
      ? notAccepted
      : typed([matrixParam(shape)], result(shape));
  };
}

function isStored(value: Value): boolean {
  return !(isNumber(value) && isZero(value));
}

function tripletOf(i: number, j: number, value: Value): Value {
  return { kind: "tuple", items: [BigInt(i), BigInt(j), value] };
}

function listOf(items: readonly Value[]): Value {
  return { kind: "list", items, start: 0, length: items.length };
}

export const sparseMatrices: readonly Primitive[] = [
  definePrimitive(
    {
      name: "to_dense",
      yields: true,
      arity: 1,
      overloads: ["∀(m n : Nat)(a). Matrix(m, n, a) → Matrix(m, n, a)"],
      rule: firstOf(
        onSparse(({ rows, columns, entry: type }) => matrixOf(rows, columns, type)),
        onDense((shape) => matrixParam(shape)),
      ),
      doc: {
        summary: "The Matrix with all entries of a sparse matrix, zeros included.",
        example: "to_dense([[1, 0], [0, 2]]) = [[1, 0], [0, 2]]",
        shapes: "a sparse (m, n) → Matrix(m, n); a Matrix stays what it is",
      },
      lower: lowerDense,
      bound: exact,
    },
    ([a], context) => {
      const sparse = sparseOf(a);
      return sparse === undefined ? (asMatrix(a) ?? declined) : denseOf(sparse, context);
    },
  ),
  definePrimitive(
    {
      name: "triplets",
      yields: true,
      arity: 1,
      overloads: ["∀(m n : Nat). Matrix(m, n, ℝ) → List((ℤ, ℤ, ℝ))"],
      rule: firstOf(
        onSparse((shape) => tripletType(shape.entry)),
        onDense((shape) => tripletType(shape.element)),
      ),
      doc: {
        summary:
          "The entries (row, column, value) of a sparse matrix, or those of a Matrix that are not zero, row by row: what a sparse matrix is made of.",
        example: "triplets([[0, 2], [3, 0]]) = [(0, 1, 2), (1, 0, 3)]",
      },
      lower: lowerTriplets,
      bound: exact,
    },
    ([a]) => {
      const sparse = sparseOf(a);
      if (sparse !== undefined) return sparse.entries;
      const matrix = asMatrix(a);
      if (matrix === undefined) return declined;
      const { columns } = matrix;
      const found: Value[] = [];
      for (let p = 0; p < matrix.items.length; p++) {
        const value = entry(matrix, p);
        if (isStored(value)) found.push(tripletOf(Math.floor(p / columns), p % columns, value));
      }
      return listOf(found);
    },
  ),
  definePrimitive(
    {
      name: "nnz",
      yields: true,
      arity: 1,
      overloads: ["∀(m n : Nat)(a). Matrix(m, n, a) → ℤ"],
      rule: firstOf(
        onSparse(() => integer),
        onDense(() => integer),
      ),
      doc: {
        summary: "The number of entries that a sparse matrix keeps; of a Matrix, those that are not zero.",
        example: "nnz([[0, 2], [3, 0]]) = 2",
      },
      lower: lowerStoredEntries,
      bound: exact,
    },
    ([a]) => {
      const sparse = sparseOf(a);
      if (sparse !== undefined) return BigInt(sparse.values.length);
      const matrix = asMatrix(a);
      return matrix === undefined ? declined : BigInt(Array.from(matrix.items).filter(isStored).length);
    },
  ),
];
