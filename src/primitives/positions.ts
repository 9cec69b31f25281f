/** Positions in a matrix as programs give them: any number with an integral value, counted from 0, tested before use. */
import type { MatrixValue, Value } from "../interpret/value.ts";
import { type Failure, failures, failWith } from "./failures.ts";
import { integerOf } from "./number.ts";
import type { EvaluationContext } from "./primitive.ts";

/** Undefined for what is no integer; outside is the program's error. */
function within(
  limit: number,
  failure: Failure,
  position: Value | undefined,
  context: EvaluationContext,
): number | undefined {
  const at = integerOf(position);
  if (at !== undefined && (at < 0n || at >= BigInt(limit))) failWith(context, failure, at, limit);
  return at === undefined ? undefined : Number(at);
}

export function rowIndex(
  a: MatrixValue,
  i: Value | undefined,
  context: EvaluationContext,
): number | undefined {
  return within(a.rows, failures.row, i, context);
}

export function columnIndex(
  a: MatrixValue,
  j: Value | undefined,
  context: EvaluationContext,
): number | undefined {
  return within(a.columns, failures.column, j, context);
}
