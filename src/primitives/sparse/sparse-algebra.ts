/**
 * The meaning of operations on sparse matrices, on compressed rows. Nothing is expanded: time and memory go with the entries
 * and the rows, for a product of two sparse matrices with the pairs of entries that meet.
 *
 * Sums run over a row from left to right. Source: Davis, Direct Methods for Sparse Linear Systems, 2006, chapter 2; the
 * product of two sparse matrices is Gustavson's (1978).
 */
import {
  type CompressedRows,
  type Numbers,
  packed,
  rowsOfEntries,
  SparseMatrix,
  type StatedSizes,
} from "../../interpret/sparse.ts";
import type { ListValue, MatrixValue, Value } from "../../interpret/value.ts";
import type { Type } from "../../types/type.ts";
import { element, entry, listFrom, longestArray, matrixFrom } from "../arrays.ts";
import { failures, failWith } from "../failures.ts";
import { levelOf, ofLevel } from "../number.ts";
import type { EvaluationContext } from "../primitive.ts";
import { levelOfType } from "../typing.ts";

interface Arithmetic {
  readonly plus: (a: Value, b: Value) => Value;
  readonly minus: (a: Value, b: Value) => Value;
  readonly times: (a: Value, b: Value) => Value;
  readonly zero: Value;
}

const onReals: Arithmetic = {
  plus: (a, b) => (a as number) + (b as number), // every number is ℝ: looked at before
  minus: (a, b) => (a as number) - (b as number),
  times: (a, b) => (a as number) * (b as number),
  zero: 0,
};

function arithmetic(context: EvaluationContext, ...numbers: readonly Numbers[]): Arithmetic {
  if (numbers.every((list) => list instanceof Float64Array) && levelOfEntry(context.result) !== 3)
    return onReals;
  const operation = (name: string) => (a: Value, b: Value) => context.operate(name, [a, b]);
  return {
    plus: operation("plus"),
    minus: operation("minus"),
    times: operation("times"),
    zero: zeroFor(context, numbers),
  };
}

/** The number of the result's kind; where the type does not say it, of the kind of the entries. */
function zeroFor(context: EvaluationContext, numbers: readonly Numbers[]): Value {
  const stated = levelOfEntry(context.result);
  if (stated !== undefined) return ofLevel(stated, 0);
  const levels = numbers.flatMap((list) => (list.length === 0 ? [] : [levelOf(list[0] ?? 0) ?? 2]));
  return ofLevel(Math.max(0, ...levels) as 0 | 1 | 2 | 3, 0);
}

/** Of a number, or of what the elements of a list or matrix are. */
function levelOfEntry(type: Type): 0 | 1 | 2 | 3 | undefined {
  const own = levelOfType(type);
  const last = type.kind === "con" ? type.args.at(-1) : undefined;
  return own ?? (last === undefined ? undefined : levelOfEntry(last));
}

function listNumbers(x: ListValue): Numbers {
  if (x.start === 0 && x.length === x.items.length) return x.items;
  return x.items.slice(x.start, x.start + x.length);
}

/** Visits the entries of row i: position, column. */
function eachInRow(
  { pointers, columns }: CompressedRows,
  i: number,
  visit: (k: number, j: number) => void,
): void {
  const end = pointers[i + 1] ?? 0;
  for (let k = pointers[i] ?? 0; k < end; k++) visit(k, columns[k] ?? 0);
}

// --------------------------------------------------------------------------------------------------- products

/** A stated number of columns is that of the elements; one that is not stated is at most that. */
function checkInner(context: EvaluationContext, sparse: SparseMatrix, rows: number): void {
  const { columns } = sparse.stated;
  if (columns === undefined ? sparse.width > rows : columns !== rows)
    failWith(context, failures.inner, sparse.columns, rows);
}

function checkInnerRows(context: EvaluationContext, columns: number, sparse: SparseMatrix): void {
  const { rows } = sparse.stated;
  if (rows === undefined ? sparse.height > columns : rows !== columns)
    failWith(context, failures.inner, columns, sparse.rows);
}

export function timesVector(a: SparseMatrix, x: ListValue, context: EvaluationContext): Value {
  checkInner(context, a, x.length);
  const { compressed, values, rows } = a;
  const factors = listNumbers(x);
  const { plus, times, zero } = arithmetic(context, values, factors);
  const out = Array.from({ length: rows }, (_, i) => {
    let sum = zero;
    eachInRow(compressed, i, (k, j) => {
      sum = plus(sum, times(values[k] ?? 0, factors[j] ?? 0));
    });
    return sum;
  });
  return listFrom(out);
}

export function vectorTimes(x: ListValue, a: SparseMatrix, context: EvaluationContext): Value {
  checkInnerRows(context, x.length, a);
  const { compressed, values, rows, columns } = a;
  const factors = listNumbers(x);
  const { plus, times, zero } = arithmetic(context, values, factors);
  const out = new Array<Value>(columns).fill(zero);
  for (let i = 0; i < rows; i++)
    eachInRow(compressed, i, (k, j) => {
      out[j] = plus(out[j] ?? zero, times(factors[i] ?? 0, values[k] ?? 0));
    });
  return listFrom(out);
}

export function timesDense(a: SparseMatrix, b: MatrixValue, context: EvaluationContext): Value {
  checkInner(context, a, b.rows);
  const { compressed, values, rows } = a;
  const { plus, times, zero } = arithmetic(context, values, b.items);
  const n = b.columns;
  const out = filled(rows, n, zero);
  for (let i = 0; i < rows; i++)
    eachInRow(compressed, i, (k, row) => {
      for (let j = 0; j < n; j++)
        out[i * n + j] = plus(out[i * n + j] ?? zero, times(values[k] ?? 0, entry(b, row * n + j)));
    });
  return matrixFrom(rows, n, out);
}

export function denseTimes(a: MatrixValue, b: SparseMatrix, context: EvaluationContext): Value {
  checkInnerRows(context, a.columns, b);
  const { compressed, values, columns: n } = b;
  const { plus, times, zero } = arithmetic(context, a.items, values);
  const out = filled(a.rows, n, zero);
  for (let i = 0; i < a.rows; i++)
    for (let row = 0; row < b.rows; row++)
      eachInRow(compressed, row, (k, j) => {
        out[i * n + j] = plus(out[i * n + j] ?? zero, times(entry(a, i * a.columns + row), values[k] ?? 0));
      });
  return matrixFrom(a.rows, n, out);
}

function filled(rows: number, columns: number, zero: Value): Value[] {
  if (rows * columns > longestArray) throw new RangeError("Invalid array length");
  return new Array<Value>(rows * columns).fill(zero);
}

/** Row by row: the rows of b that the entries of a row of a name, scaled and added up. */
export function timesSparse(a: SparseMatrix, b: SparseMatrix, context: EvaluationContext): SparseMatrix {
  if (b.stated.rows !== undefined) checkInner(context, a, b.stated.rows);
  else if (a.stated.columns !== undefined) checkInnerRows(context, a.stated.columns, b);
  const [left, right] = [a.compressed, b.compressed];
  const [x, y] = [a.values, b.values];
  const { plus, times } = arithmetic(context, x, y);
  const pointers = new Int32Array(a.rows + 1);
  const columns: number[] = [];
  const values: Value[] = [];
  for (let i = 0; i < a.rows; i++) {
    const sums = new Map<number, Value>();
    eachInRow(left, i, (k, row) => {
      if (row >= b.rows) return;
      eachInRow(right, row, (l, j) => {
        const term = times(x[k] ?? 0, y[l] ?? 0);
        const before = sums.get(j);
        sums.set(j, before === undefined ? term : plus(before, term));
      });
    });
    for (const j of [...sums.keys()].sort((p, q) => p - q)) {
      columns.push(j);
      values.push(sums.get(j) ?? 0);
    }
    pointers[i + 1] = columns.length;
  }
  const compressed = { pointers, columns: Int32Array.from(columns), values: packed(values) };
  return new SparseMatrix({ rows: a.stated.rows, columns: b.stated.columns }, { compressed });
}

// ------------------------------------------------------------------------------------------ sums, entry by entry

export function combined(
  op: "plus" | "minus",
  a: SparseMatrix,
  b: SparseMatrix,
  context: EvaluationContext,
): SparseMatrix {
  const stated = agreeing(context, a, b);
  const [left, right] = [a, b].map((s) => s.withSizes(stated));
  if (left === undefined || right === undefined) return a;
  const rows = Math.max(left.rows, right.rows);
  const [p, q] = [
    left.withSizes({ ...stated, rows }).compressed,
    right.withSizes({ ...stated, rows }).compressed,
  ];
  const [x, y] = [a.values, b.values];
  const { plus, minus, zero } = arithmetic(context, x, y);
  const pointers = new Int32Array(rows + 1);
  const columns: number[] = [];
  const values: Value[] = [];
  for (let i = 0; i < rows; i++) {
    let [k, l] = [p.pointers[i] ?? 0, q.pointers[i] ?? 0];
    const [kEnd, lEnd] = [p.pointers[i + 1] ?? 0, q.pointers[i + 1] ?? 0];
    while (k < kEnd || l < lEnd) {
      const [c, d] = [k < kEnd ? (p.columns[k] ?? 0) : Infinity, l < lEnd ? (q.columns[l] ?? 0) : Infinity];
      columns.push(Math.min(c, d));
      const [u, v] = [c <= d ? (x[k++] ?? 0) : zero, d <= c ? (y[l++] ?? 0) : zero];
      values.push(op === "plus" ? plus(u, v) : minus(u, v));
    }
    pointers[i + 1] = columns.length;
  }
  const compressed = { pointers, columns: Int32Array.from(columns), values: packed(values) };
  return new SparseMatrix(stated, { compressed });
}

/** The sizes that two matrices of one shape have; one that is not stated gives way. */
function agreeing(context: EvaluationContext, a: SparseMatrix, b: SparseMatrix): StatedSizes {
  const size = (
    failure: typeof failures.rows | typeof failures.columns,
    of: (sparse: SparseMatrix) => { readonly stated: number | undefined; readonly least: number },
  ): number | undefined => {
    const [x, y] = [of(a), of(b)];
    const stated = x.stated ?? y.stated;
    const fits = [x, y].every((s) => stated === undefined || (s.stated ?? stated) === stated);
    if (!fits || [x, y].some((s) => stated !== undefined && s.least > stated))
      failWith(context, failure, x.stated ?? x.least, y.stated ?? y.least);
    return stated;
  };
  return {
    rows: size(failures.rows, (s) => ({ stated: s.stated.rows, least: s.height })),
    columns: size(failures.columns, (s) => ({ stated: s.stated.columns, least: s.width })),
  };
}

export function mapped(a: SparseMatrix, change: (value: Value) => Value): SparseMatrix {
  return a.withValues(packed(Array.from(a.values, change)));
}

export function transposed(a: SparseMatrix): SparseMatrix {
  const { compressed, columns: height } = a;
  const { columns, values } = compressed;
  const stated = { rows: a.stated.columns, columns: a.stated.rows };
  const pointers = new Int32Array(height + 1);
  for (const j of columns) pointers[j + 1] = (pointers[j + 1] ?? 0) + 1;
  for (let j = 0; j < height; j++) pointers[j + 1] = (pointers[j + 1] ?? 0) + (pointers[j] ?? 0);
  const next = pointers.slice(0, height);
  const order = new Int32Array(columns.length);
  for (const [k, j] of columns.entries()) {
    order[next[j] ?? 0] = k;
    next[j] = (next[j] ?? 0) + 1;
  }
  const rows = rowsOfEntries(compressed);
  const inOrder =
    values instanceof Float64Array
      ? Float64Array.from(order, (k) => values[k] ?? 0)
      : Array.from(order, (k) => values[k] ?? 0);
  return new SparseMatrix(stated, {
    compressed: { pointers, columns: Int32Array.from(order, (k) => rows[k] ?? 0), values: inOrder },
  });
}

// ----------------------------------------------------------------------------------------------- what is asked

export function sumOf(a: SparseMatrix, context: EvaluationContext): Value {
  const { values } = a;
  const { plus, zero } = arithmetic(context, values);
  return Array.from(values).reduce(plus, zero);
}

/** The entry at a position, the type's zero where there is none. */
export function valueAt(a: SparseMatrix, i: number, j: number, context: EvaluationContext): Value {
  const { compressed, values } = a;
  let found: Value | undefined;
  eachInRow(compressed, i, (k, column) => {
    if (column === j) found = values[k];
  });
  return found ?? arithmetic(context, values).zero;
}

export function diagonalOf(a: SparseMatrix, context: EvaluationContext): ListValue {
  const length = Math.min(a.rows, a.columns);
  return listFrom(Array.from({ length }, (_, i) => valueAt(a, i, i, context)));
}

export function traceOf(a: SparseMatrix, context: EvaluationContext): Value {
  const { rows, columns } = a.stated;
  if (rows !== undefined && columns !== undefined && rows !== columns)
    failWith(context, failures.square, rows, columns);
  const { plus, zero } = arithmetic(context, a.values);
  const diagonal = diagonalOf(a, context);
  let sum = zero;
  for (let i = 0; i < diagonal.length; i++) sum = plus(sum, element(diagonal, i));
  return sum;
}

export function denseOf(a: SparseMatrix, context: EvaluationContext): MatrixValue {
  const { compressed, values, rows, columns: n } = a;
  const out = filled(rows, n, arithmetic(context, values).zero);
  for (let i = 0; i < rows; i++)
    eachInRow(compressed, i, (k, j) => {
      out[i * n + j] = values[k] ?? 0;
    });
  return matrixFrom(rows, n, out);
}
