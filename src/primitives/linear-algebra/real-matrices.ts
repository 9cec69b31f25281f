/**
 * Rows on one real matrix: integer and rational entries are taken as reals, an entry that is no number declines.
 */
import type { Value } from "../../interpret/value.ts";
import { real, type Type } from "../../types/type.ts";
import { asMatrix, realMatrix } from "../arrays.ts";
import { definePrimitive, type RowSpec } from "../define.ts";
import { failures, failWith } from "../failures.ts";
import { notSquare } from "../matrices/matrix-rules.ts";
import {
  type Declined,
  declined,
  type EvaluationContext,
  type Primitive,
  type TypeRule,
  type TypingContext,
} from "../primitive.ts";
import { levelOfType, type MatrixShape, matrixParam, matrixShape, notAccepted, typed } from "../typing.ts";
import type { Dense } from "./factorisations.ts";
import { reals } from "./lu.ts";

/** One real matrix; `square` where it must be. */
export function onReal(square: boolean, result: (a: MatrixShape) => Type): TypeRule {
  return ([a], context) => {
    const shape = realShape(a, context);
    if (shape === undefined) return notAccepted;
    return (square ? notSquare(shape) : undefined) ?? typed([matrixParam(shape, real)], result(shape));
  };
}

export function realShape(a: Type | undefined, context: TypingContext): MatrixShape | undefined {
  const shape = matrixShape(a, context);
  const level = levelOfType(shape?.element);
  return level !== undefined && level <= 2 ? shape : undefined;
}

/** The entries as reals; undefined where the value is no real matrix. */
export function realDense(v: Value | undefined): Dense | undefined {
  const matrix = asMatrix(v);
  const items = matrix && reals(matrix);
  return matrix === undefined || items === undefined
    ? undefined
    : { rows: matrix.rows, columns: matrix.columns, items };
}

export function matrixValue({ rows, columns, items }: Dense): Value {
  return realMatrix(rows, columns, items);
}

export function defineOnReal(
  spec: Omit<RowSpec, "arity">,
  square: boolean,
  run: (a: Dense, context: EvaluationContext) => Value | Declined,
): Primitive {
  return definePrimitive({ ...spec, arity: 1 }, ([v], context) => {
    const a = realDense(v);
    if (a === undefined) return declined;
    if (square && a.rows !== a.columns) failWith(context, failures.square, a.rows, a.columns);
    return run(a, context);
  });
}
