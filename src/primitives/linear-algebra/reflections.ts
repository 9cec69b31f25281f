/**
 * Householder reflections (Golub & Van Loan, 4th ed., §5.1) on matrices in place. Four rows at a time and the three of a sweep of
 * the QR iteration have loops of their own; sums are added in the order of the plain loop, so that all give the same bits.
 */
import { type Dense, length } from "../matrices/dense.ts";

/** I − βvvᵀ. */
export interface Reflection {
  readonly v: Float64Array;
  readonly beta: number;
}

/** A reflection that maps x to a multiple of the first unit vector; undefined where x is that already. */
export function reflection(x: Float64Array): Reflection | undefined {
  const size = length(x);
  const head = x[0] ?? 0;
  if (size === Math.abs(head) && x.every((r, i) => i === 0 || r === 0)) return undefined;
  const first = head + (head < 0 ? -size : size);
  const v = new Float64Array(x.length);
  let sum = 1;
  v[0] = 1;
  for (let i = 1; i < x.length; i++) {
    const r = (x[i] ?? 0) / first;
    v[i] = r;
    sum += r * r;
  }
  return { v, beta: 2 / sum };
}

/** Replaces rows `row …` by their reflection, from column `from` up to `to`. */
export function reflectRows(a: Dense, { v, beta }: Reflection, row: number, from: number, to: number): void {
  if (v.length === 3) {
    reflectThreeRows(a, v, beta, row, from, to);
    return;
  }
  const sums = new Float64Array(Math.max(0, to - from));
  const whole = v.length - (v.length % 4);
  for (let i = 0; i < whole; i += 4) addRows(sums, a, v, i, (row + i) * a.columns + from);
  for (let i = whole; i < v.length; i++) {
    const x = v[i] as number;
    for (let j = 0, at = (row + i) * a.columns + from; j < sums.length; j++, at++)
      sums[j] = (sums[j] as number) + x * (a.items[at] as number);
  }
  for (let i = 0; i < whole; i += 4) takeRows(sums, a, v, beta, i, (row + i) * a.columns + from);
  for (let i = whole; i < v.length; i++) {
    const x = beta * (v[i] as number);
    for (let j = 0, at = (row + i) * a.columns + from; j < sums.length; j++, at++)
      a.items[at] = (a.items[at] as number) - x * (sums[j] as number);
  }
}

/** Takes β·v[i …]·sums from four rows of the matrix from `start` on. */
function takeRows(
  sums: Float64Array,
  { items, columns }: Dense,
  v: Float64Array,
  beta: number,
  i: number,
  start: number,
): void {
  const p = beta * (v[i] as number);
  const q = beta * (v[i + 1] as number);
  const r = beta * (v[i + 2] as number);
  const s = beta * (v[i + 3] as number);
  for (let j = 0, at = start; j < sums.length; j++, at++) {
    const sum = sums[j] as number;
    items[at] = (items[at] as number) - p * sum;
    items[at + columns] = (items[at + columns] as number) - q * sum;
    items[at + 2 * columns] = (items[at + 2 * columns] as number) - r * sum;
    items[at + 3 * columns] = (items[at + 3 * columns] as number) - s * sum;
  }
}

/** sums += v[i …]·(four rows of the matrix from `start` on). */
function addRows(
  sums: Float64Array,
  { items, columns }: Dense,
  v: Float64Array,
  i: number,
  start: number,
): void {
  const p = v[i] as number;
  const q = v[i + 1] as number;
  const r = v[i + 2] as number;
  const s = v[i + 3] as number;
  for (let j = 0, at = start; j < sums.length; j++, at++)
    sums[j] =
      (sums[j] as number) +
      p * (items[at] as number) +
      q * (items[at + columns] as number) +
      r * (items[at + 2 * columns] as number) +
      s * (items[at + 3 * columns] as number);
}

function reflectThreeRows(
  { items, columns }: Dense,
  v: Float64Array,
  beta: number,
  row: number,
  from: number,
  to: number,
): void {
  const p = v[0] as number;
  const q = v[1] as number;
  const r = v[2] as number;
  const [x, y, z] = [beta * p, beta * q, beta * r];
  const end = row * columns + to;
  for (let at = row * columns + from; at < end; at++) {
    const a = items[at] as number;
    const b = items[at + columns] as number;
    const c = items[at + 2 * columns] as number;
    const sum = p * a + q * b + r * c;
    items[at] = a - x * sum;
    items[at + columns] = b - y * sum;
    items[at + 2 * columns] = c - z * sum;
  }
}

/** Replaces columns `column …` by their reflection, from row `from` up to `to`. */
export function reflectColumns(
  a: Dense,
  { v, beta }: Reflection,
  column: number,
  from: number,
  to: number,
): void {
  if (v.length === 3) {
    reflectThreeColumns(a, v, beta, column, from, to);
    return;
  }
  const whole = from + Math.max(0, to - from - ((to - from) % 4));
  for (let i = from; i < whole; i += 4) reflectFour(a, v, beta, i * a.columns + column);
  for (let i = Math.max(from, whole); i < to; i++) {
    const start = i * a.columns + column;
    let sum = 0;
    for (let j = 0; j < v.length; j++) sum += (v[j] as number) * (a.items[start + j] as number);
    sum *= beta;
    for (let j = 0; j < v.length; j++)
      a.items[start + j] = (a.items[start + j] as number) - sum * (v[j] as number);
  }
}

/** Columns of four rows: their sums do not wait for each other. */
function reflectFour({ items, columns }: Dense, v: Float64Array, beta: number, start: number): void {
  let [p, q, r, s] = [0, 0, 0, 0];
  for (let j = 0, at = start; j < v.length; j++, at++) {
    const x = v[j] as number;
    p += x * (items[at] as number);
    q += x * (items[at + columns] as number);
    r += x * (items[at + 2 * columns] as number);
    s += x * (items[at + 3 * columns] as number);
  }
  p *= beta;
  q *= beta;
  r *= beta;
  s *= beta;
  for (let j = 0, at = start; j < v.length; j++, at++) {
    const x = v[j] as number;
    items[at] = (items[at] as number) - p * x;
    items[at + columns] = (items[at + columns] as number) - q * x;
    items[at + 2 * columns] = (items[at + 2 * columns] as number) - r * x;
    items[at + 3 * columns] = (items[at + 3 * columns] as number) - s * x;
  }
}

function reflectThreeColumns(
  { items, columns }: Dense,
  v: Float64Array,
  beta: number,
  column: number,
  from: number,
  to: number,
): void {
  const p = v[0] as number;
  const q = v[1] as number;
  const r = v[2] as number;
  const end = to * columns + column;
  for (let at = from * columns + column; at < end; at += columns) {
    const a = items[at] as number;
    const b = items[at + 1] as number;
    const c = items[at + 2] as number;
    const sum = (p * a + q * b + r * c) * beta;
    items[at] = a - sum * p;
    items[at + 1] = b - sum * q;
    items[at + 2] = c - sum * r;
  }
}
