/**
 * Triangular factorisation with partial pivoting (Golub & Van Loan, §3.4): determinants, inverses, linear systems.
 *
 * Entries are ℝ or ℂ; a determinant of ℤ or ℚ entries is exact, by Bareiss' fraction-free elimination.
 */
import type { MatrixValue, Value } from "../../interpret/value.ts";
import { buildMatrix, entry, realItems, realMatrix } from "../arrays.ts";
import { failures, failWith } from "../failures.ts";
import { integerOf, isNumber, isZero, realOf } from "../number.ts";
import type { EvaluationContext } from "../primitive.ts";

export interface Factors {
  /** L below the diagonal, U on and above it, row-major. */
  readonly lu: Float64Array;
  /** Row `i` of the permuted matrix is row `order[i]` of the original. */
  readonly order: readonly number[];
  readonly sign: 1 | -1;
  /** A pivot is exactly 0. */
  readonly singular: boolean;
}

/** Row-major ℝ entries; undefined where an entry is not real. */
export function reals(a: MatrixValue): Float64Array | undefined {
  const own = realItems(a);
  if (own !== undefined) return own;
  const out = new Float64Array(a.items.length);
  for (let i = 0; i < out.length; i++) {
    const x = realOf(entry(a, i));
    if (x === undefined) return undefined;
    out[i] = x;
  }
  return out;
}

export function factorise(entries: Float64Array, n: number): Factors {
  const lu = Float64Array.from(entries);
  const get = (i: number, j: number): number => lu[i * n + j] ?? 0;
  const order = Array.from({ length: n }, (_, i) => i);
  let sign: 1 | -1 = 1;
  let singular = false;
  for (let k = 0; k < n; k++) {
    let pivot = k;
    for (let i = k + 1; i < n; i++) if (larger(get(i, k), get(pivot, k))) pivot = i;
    if (get(pivot, k) === 0) {
      singular = true;
      continue;
    }
    if (pivot !== k) {
      swapRows(lu, n, pivot, k);
      [order[pivot], order[k]] = [order[k] ?? 0, order[pivot] ?? 0];
      sign = sign === 1 ? -1 : 1;
    }
    for (let i = k + 1; i < n; i++) {
      const factor = get(i, k) / get(k, k);
      lu[i * n + k] = factor;
      for (let j = k + 1; j < n; j++) lu[i * n + j] = get(i, j) - factor * get(k, j);
    }
  }
  return { lu, order, sign, singular };
}

/** In modulus; what is no number is larger than all that is, so that it comes into the result. */
function larger(x: number, y: number): boolean {
  return Math.abs(x) > Math.abs(y) || (Number.isNaN(x) && !Number.isNaN(y));
}

function swapRows(a: Float64Array, n: number, i: number, k: number): void {
  const row = a.slice(i * n, i * n + n);
  a.copyWithin(i * n, k * n, k * n + n);
  a.set(row, k * n);
}

/** Solves LU x = P b for one right side; sums run in the order in which native code, column by column, has their terms. */
export function substitute({ lu, order }: Factors, n: number, b: Float64Array): Float64Array {
  const x = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    let sum = b[order[i] ?? 0] ?? 0;
    for (let j = 0; j < i; j++) sum -= (lu[i * n + j] ?? 0) * (x[j] ?? 0);
    x[i] = sum;
  }
  for (let i = n - 1; i >= 0; i--) {
    let sum = x[i] ?? 0;
    for (let j = n - 1; j > i; j--) sum -= (lu[i * n + j] ?? 0) * (x[j] ?? 0);
    x[i] = sum / (lu[i * n + i] ?? 0);
  }
  return x;
}

export function squareOrFail(a: MatrixValue, context: EvaluationContext): number {
  if (a.rows !== a.columns) failWith(context, failures.square, a.rows, a.columns);
  return a.rows;
}

export function singular(context: EvaluationContext): never {
  return failWith(context, failures.singular);
}

export function invert(a: MatrixValue, context: EvaluationContext): MatrixValue {
  const n = squareOrFail(a, context);
  const entries = reals(a);
  if (entries === undefined) return invertByRows(a, n, context);
  const factors = factorise(entries, n);
  if (factors.singular) singular(context);
  const out = new Float64Array(n * n);
  for (let j = 0; j < n; j++) {
    const unit = new Float64Array(n);
    unit[j] = 1;
    substitute(factors, n, unit).forEach((x, i) => {
      out[i * n + j] = x;
    });
  }
  return realMatrix(n, n, out);
}

/** Gauss–Jordan by the rows of the entries' own arithmetic (ℂ): the pivot is the entry of largest modulus. */
function invertByRows(a: MatrixValue, n: number, context: EvaluationContext): MatrixValue {
  const op = (name: string, ...args: Value[]): Value => context.operate(name, args);
  const work = Array.from({ length: n }, (_, i) =>
    Array.from({ length: 2 * n }, (_, j): Value => (j < n ? entry(a, i * n + j) : j - n === i ? 1 : 0)),
  );
  for (let k = 0; k < n; k++) {
    const size = (i: number): number => realOf(op("abs", work[i]?.[k] ?? 0)) ?? 0;
    let pivot = k;
    for (let i = k + 1; i < n; i++) if (size(i) > size(pivot)) pivot = i;
    const [top, best] = [work[k] ?? [], work[pivot] ?? []];
    const divisor = best[k] ?? 0;
    if (isNumber(divisor) && isZero(divisor)) singular(context);
    work[pivot] = top;
    const row = best.map((x) => op("divide", x, divisor));
    work[k] = row;
    for (let i = 0; i < n; i++) {
      const other = work[i] ?? [];
      const factor = other[k] ?? 0;
      if (i !== k) work[i] = other.map((x, j) => op("minus", x, op("times", factor, row[j] ?? 0)));
    }
  }
  return buildMatrix(n, n, (i, j) => work[i]?.[n + j] ?? 0);
}

/** Determinant of any square matrix: exact on ℤ and ℚ, by LU on ℝ, by expansion along Bareiss on other entries. */
export function determinant(a: MatrixValue, context: EvaluationContext): Value {
  const n = squareOrFail(a, context);
  const entries = realItems(a);
  if (n > 0 && entries !== undefined) return realDeterminant(entries, n);
  if (a.items.length > 0 && [...a.items].every((v) => typeof v === "bigint")) return bareiss(a, n);
  return expansion(a, n, context);
}

export function realDeterminant(entries: Float64Array, n: number): number {
  const at = (i: number): number => entries[i] ?? 0;
  if (n === 1) return at(0);
  if (n === 2) return at(0) * at(3) - at(1) * at(2);
  if (n === 3)
    return (
      at(0) * (at(4) * at(8) - at(5) * at(7)) -
      at(1) * (at(3) * at(8) - at(5) * at(6)) +
      at(2) * (at(3) * at(7) - at(4) * at(6))
    );
  const { lu, sign, singular } = factorise(entries, n);
  if (singular) return 0;
  let det: number = sign;
  for (let i = 0; i < n; i++) det *= lu[i * n + i] ?? 0;
  return det;
}

function bareiss(a: MatrixValue, n: number): bigint {
  const m = Array.from({ length: n }, (_, i) =>
    Array.from({ length: n }, (_, j) => integerOf(entry(a, i * n + j)) ?? 0n),
  );
  let sign = 1n;
  let previous = 1n;
  for (let k = 0; k < n - 1; k++) {
    const pivot = m.findIndex((row, i) => i >= k && row[k] !== 0n);
    if (pivot < 0) return 0n;
    if (pivot !== k) {
      [m[k], m[pivot]] = [m[pivot] ?? [], m[k] ?? []];
      sign = -sign;
    }
    const top = m[k] ?? [];
    const head = top[k] ?? 0n;
    for (let i = k + 1; i < n; i++) {
      const row = m[i] ?? [];
      const lead = row[k] ?? 0n;
      for (let j = k + 1; j < n; j++) row[j] = ((row[j] ?? 0n) * head - lead * (top[j] ?? 0n)) / previous;
    }
    previous = head;
  }
  return sign * (m[n - 1]?.[n - 1] ?? 1n);
}

/** Gaussian elimination in the arithmetic of the entries (ℚ, ℂ): the first pivot that is not zero. */
function expansion(a: MatrixValue, n: number, context: EvaluationContext): Value {
  const op = (name: string, ...args: Value[]): Value => context.operate(name, args);
  const zero = (v: Value): boolean => isNumber(v) && isZero(v);
  const m = Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_, j) => entry(a, i * n + j)));
  let det: Value = 1n;
  for (let k = 0; k < n; k++) {
    const pivot = m.findIndex((row, i) => i >= k && !zero(row[k] ?? 0n));
    if (pivot < 0) return op("times", 0n, det);
    if (pivot !== k) {
      [m[k], m[pivot]] = [m[pivot] ?? [], m[k] ?? []];
      det = op("negate", det);
    }
    const top = m[k] ?? [];
    const head = top[k] ?? 0n;
    det = op("times", det, head);
    for (let i = k + 1; i < n; i++) {
      const row = m[i] ?? [];
      const factor = op("divide", row[k] ?? 0n, head);
      m[i] = row.map((x, j) => (j <= k ? x : op("minus", x, op("times", factor, top[j] ?? 0n))));
    }
  }
  return det;
}
