/**
 * The matrix product, for `*`, `multiply`, powers and everything built on them.
 *
 * A side that is a plain list is a column on the right and a row on the left, and the result is a list. Sums run from left
 * to right; the bound of the rows that use it is γ_k, so native code may add in another order.
 */
import type { MatrixValue, Value } from "../../interpret/value.ts";
import type { Type } from "../../types/type.ts";
import { asMatrix, asVector, buildMatrix, element, entry, isList, realItems, realMatrix } from "../arrays.ts";
import { failures, failWith } from "../failures.ts";
import {
  type Declined,
  declined,
  type EvaluationContext,
  type Typing,
  type TypingContext,
} from "../primitive.ts";
import {
  agree,
  matrixOf,
  matrixParam,
  matrixShape,
  mismatch,
  notAccepted,
  operation,
  sequence,
  sequenceOf,
  shapeText,
  typed,
  withElement,
} from "../typing.ts";
import { times as realProduct } from "./dense.ts";

// ------------------------------------------------------------------------------------------------------- types

/** What entries become when they are multiplied and summed: the operand types and the type of the sum. */
export function productOfEntries(
  a: Type,
  b: Type,
  context: TypingContext,
): { readonly left: Type; readonly right: Type; readonly result: Type } | undefined {
  const times = operation("times", [a, b], context);
  if (times === undefined) return undefined;
  const plus = operation("plus", [times.result, times.result], context);
  if (plus === undefined) return undefined;
  return { left: times.params[0] ?? a, right: times.params[1] ?? b, result: plus.result };
}

export function productTyping(a: Type, b: Type, context: TypingContext): Typing {
  const left = matrixShape(a, context);
  const right = matrixShape(b, context);
  if (left !== undefined && right !== undefined) {
    if (!agree(left.columns, right.rows).ok) return cannotMultiply(left, right);
    const entries = productOfEntries(left.element, right.element, context);
    if (entries === undefined) return notAccepted;
    return typed(
      [matrixParam(left, entries.left), matrixParam(right, entries.right)],
      matrixOf(left.rows, right.columns, entries.result),
    );
  }
  const column = left && sequence(b, context);
  if (left !== undefined && column !== undefined) {
    if (!agree(left.columns, column.length).ok)
      return mismatch("this matrix cannot be multiplied by this vector", [
        `the matrix has ${left.columns} columns, the vector has length ${column.length}`,
      ]);
    const entries = productOfEntries(left.element, column.element, context);
    if (entries === undefined) return notAccepted;
    return typed(
      [matrixParam(left, entries.left), withElement(column, entries.right)],
      sequenceOf(left.rows, entries.result),
    );
  }
  const row = right && sequence(a, context);
  if (right === undefined || row === undefined) return notAccepted;
  if (!agree(row.length, right.rows).ok)
    return mismatch("this vector cannot be multiplied by this matrix", [
      `the vector has length ${row.length}, the matrix has ${right.rows} rows`,
    ]);
  const entries = productOfEntries(row.element, right.element, context);
  if (entries === undefined) return notAccepted;
  return typed(
    [withElement(row, entries.left), matrixParam(right, entries.right)],
    sequenceOf(right.columns, entries.result),
  );
}

type Shape = { readonly rows: number | undefined; readonly columns: number | undefined };

function cannotMultiply(left: Shape, right: Shape): Typing {
  const swapped = agree(right.columns, left.rows).ok;
  const hint = swapped
    ? `with the sides exchanged the product is a ${shapeText({ rows: right.rows, columns: left.columns })}`
    : agree(left.columns, right.columns).ok
      ? "transpose the right side to make the sizes fit"
      : undefined;
  return mismatch(
    "these matrices cannot be multiplied",
    [
      `the left side is a ${shapeText(left)}, the right side a ${shapeText(right)}`,
      `the left side has ${left.columns} columns, the right side has ${right.rows} rows`,
    ],
    hint,
  );
}

// ------------------------------------------------------------------------------------------------------ values

/** The product of two matrices, or of a matrix and a list. */
export function product(
  a: Value | undefined,
  b: Value | undefined,
  context: EvaluationContext,
): Value | Declined {
  const left = asMatrix(a);
  const right = asMatrix(b);
  if (left !== undefined && right !== undefined) return multiplyMatrices(left, right, context);
  if (left !== undefined && isList(b)) {
    const column = buildMatrix(b.length, 1, (i) => element(b, i));
    return asVector(multiplyMatrices(left, column, context)) ?? declined;
  }
  if (right !== undefined && isList(a)) {
    const row = buildMatrix(1, a.length, (_, j) => element(a, j));
    return asVector(multiplyMatrices(row, right, context)) ?? declined;
  }
  return declined;
}

export function multiplyMatrices(a: MatrixValue, b: MatrixValue, context: EvaluationContext): MatrixValue {
  if (a.columns !== b.rows) failWith(context, failures.inner, a.columns, b.rows);
  const x = realItems(a);
  const y = x && realItems(b);
  if (x !== undefined && y !== undefined) return multiplyReal(a, x, b, y);
  const { columns: inner } = a;
  return buildMatrix(a.rows, b.columns, (i, j) => {
    let sum: Value = 0n;
    for (let k = 0; k < inner; k++) {
      const term = context.operate("times", [entry(a, i * inner + k), entry(b, k * b.columns + j)]);
      sum = k === 0 ? term : context.operate("plus", [sum, term]);
    }
    return sum;
  });
}

function multiplyReal(a: MatrixValue, x: Float64Array, b: MatrixValue, y: Float64Array): MatrixValue {
  const { items } = realProduct({ ...a, items: x }, { ...b, items: y });
  return realMatrix(a.rows, b.columns, items);
}
