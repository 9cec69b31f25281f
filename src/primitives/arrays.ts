/**
 * Lists and matrices as values: reading, building, and seeing a list of rows as the matrix it is (T6).
 *
 * Elements are read through `element`, so that a `Float64Array` and a list of values are one thing; what is built holds
 * a `Float64Array` exactly when every element is ℝ.
 */
import { longestList, asMatrix as matrixSeen, realsOf } from "../interpret/list.ts";
import type { ListValue, MatrixValue, TupleValue, Value } from "../interpret/value.ts";

export { at as element, checkLength, itemsOf as elements, rowOf, slice } from "../interpret/list.ts";

export function isList(v: Value | undefined): v is ListValue {
  return typeof v === "object" && v.kind === "list";
}
export function isMatrix(v: Value | undefined): v is MatrixValue {
  return typeof v === "object" && v.kind === "matrix";
}
export function isTuple(v: Value | undefined): v is TupleValue {
  return typeof v === "object" && v.kind === "tuple";
}

/** Entries of an array that the evaluator makes at once: more would stop signals and timers for seconds. */
export const longestArray = longestList;

/** The entry at a row-major position that exists. */
export function entry(a: MatrixValue, i: number): Value {
  return a.items[i] as Value;
}
function packed(items: readonly Value[]): readonly Value[] | Float64Array {
  if (typeof items[0] !== "number") return items;
  const reals = new Float64Array(items.length);
  for (let i = 0; i < reals.length; i++) {
    const item = items[i];
    if (typeof item !== "number") return items;
    reals[i] = item;
  }
  return reals;
}
export function listFrom(items: readonly Value[]): ListValue {
  return { kind: "list", items: packed(items), start: 0, length: items.length };
}
export function realList(items: Float64Array): ListValue {
  return { kind: "list", items, start: 0, length: items.length };
}
export function matrixFrom(rows: number, columns: number, items: readonly Value[]): MatrixValue {
  return { kind: "matrix", rows, columns, items: packed(items) };
}
export function realMatrix(rows: number, columns: number, items: Float64Array): MatrixValue {
  return { kind: "matrix", rows, columns, items };
}
export function buildMatrix(rows: number, columns: number, at: (i: number, j: number) => Value): MatrixValue {
  if (rows * columns > longestArray) throw new RangeError("Invalid array length");
  const items: Value[] = [];
  for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) items.push(at(i, j));
  return matrixFrom(rows, columns, items);
}
/** A matrix, or a list of equally long lists seen as one. */
export function asMatrix(v: Value | undefined): MatrixValue | undefined {
  return v === undefined ? undefined : matrixSeen(v);
}

/** A list; also a column or row matrix where a vector is meant (`solve`). */
export function asVector(v: Value | undefined): ListValue | undefined {
  if (isList(v)) return v;
  if (!isMatrix(v) || (v.columns !== 1 && v.rows !== 1)) return undefined;
  return { kind: "list", items: v.items, start: 0, length: v.items.length };
}

export function columnOf(a: MatrixValue, j: number): ListValue {
  return listFrom(Array.from({ length: a.rows }, (_, i) => entry(a, i * a.columns + j)));
}

/** All entries as ℝ, where every one is; not to be written. */
export function realItems(a: ListValue | MatrixValue): Float64Array | undefined {
  return realsOf(a.kind === "list" ? a : { kind: "list", items: a.items, start: 0, length: a.items.length });
}
