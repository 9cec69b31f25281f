/**
 * `+ -` and scalar `*` on numbers, lists, lists of rows and matrices (T6): one rule and one meaning for all of them.
 *
 * The form is kept: a list gives a list, rows give rows, and a Matrix with rows gives a Matrix. Elements are combined by
 * the operation itself, so user types with `implements` work inside containers. Unequal known sizes are a mismatch while
 * compiling, others are checked here.
 */
import type { ListValue, MatrixValue, Value } from "../../interpret/value.ts";
import type { Type } from "../../types/type.ts";
import {
  asMatrix,
  element,
  entry,
  isList,
  isMatrix,
  listFrom,
  matrixFrom,
  realItems,
  realList,
  realMatrix,
} from "../arrays.ts";
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
  type MatrixShape,
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

// ------------------------------------------------------------------------------------------------------- types

/** `a ∘ b` entry by entry, both of the same shape. */
export function elementwiseTyping(name: string, a: Type, b: Type, context: TypingContext): Typing {
  const left = matrixShape(a, context);
  const right = matrixShape(b, context);
  if (left !== undefined && right !== undefined && !(left.asRows && right.asRows))
    return matricesTyping(name, left, right, context);
  const xs = sequence(a, context);
  const ys = sequence(b, context);
  if (xs === undefined || ys === undefined) return notAccepted;
  const length = agree(xs.length, ys.length);
  if (!length.ok)
    return mismatch("these lists have different lengths", [
      `the left side has length ${xs.length}, the right side ${ys.length}`,
    ]);
  const entries = operation(name, [xs.element, ys.element], context);
  if (entries === undefined) return notAccepted;
  const [x = xs.element, y = ys.element] = entries.params;
  return typed([withElement(xs, x), withElement(ys, y)], sequenceOf(length.size, entries.result));
}

function matricesTyping(name: string, a: MatrixShape, b: MatrixShape, context: TypingContext): Typing {
  const rows = agree(a.rows, b.rows);
  const columns = agree(a.columns, b.columns);
  if (!rows.ok || !columns.ok)
    return mismatch("these matrices have different shapes", [
      `the left side is a ${shapeText(a)}, the right side a ${shapeText(b)}`,
    ]);
  const entries = operation(name, [a.element, b.element], context);
  if (entries === undefined) return notAccepted;
  const [x = a.element, y = b.element] = entries.params;
  return typed([matrixParam(a, x), matrixParam(b, y)], matrixOf(rows.size, columns.size, entries.result));
}

/** One side a scalar, the other a container: the scalar meets every entry. `swap`: the container stands on the left. */
export function scalingTyping(
  name: string,
  scalar: Type,
  container: Type,
  swap: boolean,
  context: TypingContext,
): Typing {
  if (sequence(scalar, context) !== undefined || matrixShape(scalar, context) !== undefined)
    return notAccepted;
  const shape = matrixShape(container, context);
  const seq = sequence(container, context);
  const inner = seq?.element ?? shape?.element;
  if (inner === undefined) return notAccepted;
  const entries = operation(name, swap ? [inner, scalar] : [scalar, inner], context);
  if (entries === undefined) return notAccepted;
  const [first = inner, second = inner] = entries.params;
  const [s, e] = swap ? [second, first] : [first, second];
  const [param, result] =
    seq === undefined && shape !== undefined
      ? [matrixParam(shape, e), matrixParam(shape, entries.result)]
      : seq === undefined
        ? [container, container]
        : [withElement(seq, e), withElement(seq, entries.result)];
  return typed(swap ? [param, s] : [s, param], result);
}

/** `∘ a` on every entry. */
export function mappingTyping(name: string, container: Type, context: TypingContext): Typing {
  const shape = matrixShape(container, context);
  const seq = sequence(container, context);
  if (seq !== undefined) {
    const entries = operation(name, [seq.element], context);
    return entries === undefined
      ? notAccepted
      : typed([withElement(seq, entries.params[0] ?? seq.element)], withElement(seq, entries.result));
  }
  if (shape === undefined) return notAccepted;
  const entries = operation(name, [shape.element], context);
  return entries === undefined
    ? notAccepted
    : typed([matrixParam(shape, entries.params[0] ?? shape.element)], matrixParam(shape, entries.result));
}

// ------------------------------------------------------------------------------------------------------ values

/** How two entries meet: numbers at once, everything else by the row of that name. */
export interface EntryOperation {
  readonly name: string;
  readonly real: (a: number, b: number) => number;
}

export function elementwise(
  op: EntryOperation,
  a: Value | undefined,
  b: Value | undefined,
  context: EvaluationContext,
): Value | Declined {
  if (isMatrix(a) || isMatrix(b)) {
    const x = asMatrix(a);
    const y = asMatrix(b);
    return x === undefined || y === undefined ? declined : matrices(op, x, y, context);
  }
  return isList(a) && isList(b) ? lists(op, a, b, context) : declined;
}

function lists(op: EntryOperation, a: ListValue, b: ListValue, context: EvaluationContext): Value {
  if (a.length !== b.length) failWith(context, failures.lengths, a.length, b.length);
  const reals = realEntries(op, a, b);
  if (reals !== undefined) return realList(reals);
  const items: Value[] = [];
  for (let i = 0; i < a.length; i++) items.push(meet(op, element(a, i), element(b, i), context));
  return listFrom(items);
}

function matrices(op: EntryOperation, a: MatrixValue, b: MatrixValue, context: EvaluationContext): Value {
  if (a.rows !== b.rows) failWith(context, failures.rows, a.rows, b.rows);
  if (a.columns !== b.columns) failWith(context, failures.columns, a.columns, b.columns);
  const reals = realEntries(op, a, b);
  if (reals !== undefined) return realMatrix(a.rows, a.columns, reals);
  const items: Value[] = [];
  for (let i = 0; i < a.items.length; i++) items.push(meet(op, entry(a, i), entry(b, i), context));
  return matrixFrom(a.rows, a.columns, items);
}

function realEntries<T extends ListValue | MatrixValue>(
  op: EntryOperation,
  a: T,
  b: T,
): Float64Array | undefined {
  const x = realItems(a);
  const y = x && realItems(b);
  if (x === undefined || y === undefined || x.length === 0) return undefined;
  const out = new Float64Array(x.length);
  for (let i = 0; i < out.length; i++) out[i] = op.real(x[i] ?? 0, y[i] ?? 0);
  return out;
}

function meet(op: EntryOperation, a: Value, b: Value, context: EvaluationContext): Value {
  return typeof a === "number" && typeof b === "number" ? op.real(a, b) : context.operate(op.name, [a, b]);
}

/** Every entry of a list or matrix through `f`; declines for anything else. */
export function mapEntries(container: Value | undefined, f: (entry: Value) => Value): Value | Declined {
  if (isList(container)) {
    const items: Value[] = [];
    for (let i = 0; i < container.length; i++) items.push(f(element(container, i)));
    return listFrom(items);
  }
  if (!isMatrix(container)) return declined;
  const items: Value[] = [];
  for (let i = 0; i < container.items.length; i++) items.push(f(entry(container, i)));
  return matrixFrom(container.rows, container.columns, items);
}
