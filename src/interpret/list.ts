/**
 * Lists and matrices: building, reading, sharing.
 *
 * A list is a window on a storage array. `tail` and `slice` move the window; `cons` and `concat` claim the free place
 * next to it where there is one, so that a list built element by element costs constant time for each (amortised), as a
 * chain of cells would. A place of storage is written once, before any window covers it: no list ever changes.
 */
import type { ListValue, MatrixValue, Value } from "./value.ts";

export function listOf(items: readonly Value[] | Float64Array): ListValue {
  return { kind: "list", items, start: 0, length: items.length };
}

export const emptyList: ListValue = listOf([]);

/** Element `index`; the caller has checked the bounds. */
export function at(list: ListValue, index: number): Value {
  return list.items[list.start + index] as Value; // within the window, so never undefined
}

/** The elements as an array; not to be written. */
export function itemsOf(list: ListValue): readonly Value[] {
  if (list.items instanceof Float64Array)
    return Array.from(list.items.subarray(list.start, list.start + list.length));
  return list.start === 0 && list.length === list.items.length
    ? list.items
    : list.items.slice(list.start, list.start + list.length);
}

export function* elements(list: ListValue): Generator<Value, void, undefined> {
  for (let i = 0; i < list.length; i += 1) yield at(list, i);
}

/** Elements `from` to `to` (exclusive), which lie within the list. Shares storage. */
export function slice(list: ListValue, from: number, to: number): ListValue {
  return { kind: "list", items: list.items, start: list.start + from, length: to - from };
}

export function tail(list: ListValue): ListValue {
  return slice(list, 1, list.length);
}

/**
 * No list has more elements: a few doublings more would fill the machine, and an array that grows element by element past
 * some 10⁸ ends the process.
 */
export const longestList = 2 ** 25;

/** Throws what says that a value is too large. */
export function checkLength(length: number): void {
  if (length > longestList) throw new RangeError("Invalid array length");
}

export function cons(head: Value, rest: ListValue): ListValue {
  const place = rest.start - 1;
  if (place >= 0 && claim(rest, place, head)) {
    return { kind: "list", items: rest.items, start: place, length: rest.length + 1 };
  }
  checkLength(rest.length + 1);
  const room = Math.min(Math.max(7, rest.length), longestList - rest.length - 1);
  const items: Value[] = new Array(room + 1 + rest.length);
  items[room] = head;
  copyInto(items, room + 1, rest);
  return { kind: "list", items, start: room, length: rest.length + 1 };
}

export function concat(left: ListValue, right: ListValue): ListValue {
  if (right.length === 0) return left;
  if (left.length === 0) return right;
  const length = left.length + right.length;
  checkLength(length);
  if (left.items instanceof Float64Array && right.items instanceof Float64Array) {
    const reals = new Float64Array(length);
    reals.set(left.items.subarray(left.start, left.start + left.length));
    reals.set(right.items.subarray(right.start, right.start + right.length), left.length);
    return listOf(reals);
  }
  const end = left.start + left.length;
  if (end + right.length <= left.items.length && claim(left, end, at(right, 0))) {
    let claimed = 1;
    while (claimed < right.length && claim(left, end + claimed, at(right, claimed))) claimed += 1;
    if (claimed === right.length) return { kind: "list", items: left.items, start: left.start, length };
  }
  const items: Value[] = new Array(Math.min(2 * length, longestList));
  copyInto(items, 0, left);
  copyInto(items, left.length, right);
  return { kind: "list", items, start: 0, length };
}

/**
 * Writes a place outside every window. Only storage made in this file has free places (holes); a place that already
 * holds this very value can be shared as well.
 */
function claim(list: ListValue, place: number, value: Value): boolean {
  if (list.items instanceof Float64Array) return false;
  const storage = list.items as Value[]; // read only to the holders of windows
  if (storage[place] === undefined) storage[place] = value;
  return storage[place] === value;
}

function copyInto(items: Value[], from: number, list: ListValue): void {
  for (let i = 0; i < list.length; i += 1) items[from + i] = at(list, i);
}

/** The list whose elements are all numbers (ℝ), as one typed array; undefined otherwise. Not to be written. */
export function realsOf(list: ListValue): Float64Array | undefined {
  if (list.items instanceof Float64Array) return list.items.subarray(list.start, list.start + list.length);
  const reals = new Float64Array(list.length);
  for (let i = 0; i < list.length; i += 1) {
    const item = at(list, i);
    if (typeof item !== "number") return undefined;
    reals[i] = item;
  }
  return reals;
}

// ---- matrices --------------------------------------------------------------------------------------------

export function matrixOf(rows: number, columns: number, items: readonly Value[] | Float64Array): MatrixValue {
  return { kind: "matrix", rows, columns, items };
}

/** Entry (i, j); the caller has checked the bounds. */
export function entry(matrix: MatrixValue, i: number, j: number): Value {
  return matrix.items[i * matrix.columns + j] as Value; // within the matrix, so never undefined
}

export function rowOf(matrix: MatrixValue, i: number): ListValue {
  const { items, columns } = matrix;
  return { kind: "list", items, start: i * columns, length: columns };
}

/** The rows of a matrix, or of a non-empty list of equally long non-empty lists; undefined for anything else. */
export function asMatrix(value: Value): MatrixValue | undefined {
  if (typeof value !== "object") return undefined;
  if (value.kind === "matrix") return value;
  if (value.kind !== "list" || value.length === 0) return undefined;
  const items: Value[] = [];
  let columns = -1;
  for (let i = 0; i < value.length; i += 1) {
    const row = at(value, i);
    if (typeof row !== "object" || row.kind !== "list" || row.length === 0) return undefined;
    if (columns !== -1 && row.length !== columns) return undefined;
    columns = row.length;
    for (let j = 0; j < columns; j += 1) items.push(at(row, j));
  }
  return matrixOf(value.length, columns, items);
}

/** A matrix as a list of its rows. */
export function asRows(matrix: MatrixValue): ListValue {
  return listOf(Array.from({ length: matrix.rows }, (_, i) => rowOf(matrix, i)));
}
