/**
 * Orthogonal and triangular factors of real matrices, and what follows from them. Matrices are row-major `Float64Array`s.
 *
 * Golub & Van Loan, Matrix Computations (4th ed.): Householder QR §5.2, Cholesky §4.2, scaling and squaring §9.3.
 */
import { factorise, substitute } from "./lu.ts";

export interface Dense {
  readonly rows: number;
  readonly columns: number;
  readonly items: Float64Array;
}

export function dense(rows: number, columns: number, at: (i: number, j: number) => number): Dense {
  const items = new Float64Array(rows * columns);
  for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) items[i * columns + j] = at(i, j);
  return { rows, columns, items };
}
export function get(a: Dense, i: number, j: number): number {
  return a.items[i * a.columns + j] ?? 0;
}
export function identity(n: number): Dense {
  return dense(n, n, (i, j) => (i === j ? 1 : 0));
}
/** Row by row, so that memory is read in order. */
export function times(a: Dense, b: Dense): Dense {
  const { rows, columns: inner } = a;
  const { columns } = b;
  const [x, y, out] = [a.items, b.items, new Float64Array(rows * columns)];
  for (let i = 0; i < rows; i++)
    for (let k = 0; k < inner; k++) {
      const factor = x[i * inner + k] ?? 0;
      for (let j = 0, to = i * columns, from = k * columns; j < columns; j++, to++, from++)
        out[to] = (out[to] ?? 0) + factor * (y[from] ?? 0);
    }
  return { rows, columns, items: out };
}
export function transposed(a: Dense): Dense {
  return dense(a.columns, a.rows, (i, j) => get(a, j, i));
}
export function combination(a: Dense, x: number, b: Dense, y: number): Dense {
  return dense(a.rows, a.columns, (i, j) => x * get(a, i, j) + y * get(b, i, j));
}

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

/** √Σxᵢ² without overflow or underflow on the way. */
export function length(x: Float64Array): number {
  let most = 0;
  for (let i = 0; i < x.length; i++) most = Math.max(most, Math.abs(x[i] ?? 0));
  if (!(most > 0 && most < Number.POSITIVE_INFINITY)) return most;
  const power = 2 ** -Math.max(-1022, Math.min(1023, Math.floor(Math.log2(most))));
  let sum = 0;
  for (let i = 0; i < x.length; i++) {
    const scaled = (x[i] ?? 0) * power;
    sum += scaled * scaled;
  }
  return Math.sqrt(sum) / power;
}

/** A power of 2 that brings the largest entry to about 1; undefined where an entry is not finite. */
export function unitPower(a: Dense): number | undefined {
  const most = a.items.reduce((size, x) => Math.max(size, Math.abs(x)), 0);
  if (!(most < Number.POSITIVE_INFINITY)) return undefined;
  return most > 0 ? 2 ** -Math.max(-1022, Math.min(1022, Math.floor(Math.log2(most)))) : 1;
}

export function scaled(a: Dense, factor: number): Dense {
  return { ...a, items: a.items.map((x) => x * factor) };
}

/** Column `j` from row `from` up to `to`. */
export function columnOf(a: Dense, j: number, from: number, to: number): Float64Array {
  const column = new Float64Array(to - from);
  for (let i = from; i < to; i++) column[i - from] = a.items[i * a.columns + j] ?? 0;
  return column;
}

/** Replaces rows `row …` by their reflection, from column `from` up to `to`. */
export function reflectRows(a: Dense, { v, beta }: Reflection, row: number, from: number, to: number): void {
  const { items, columns } = a;
  const sums = new Float64Array(to - from);
  for (let i = 0; i < v.length; i++) {
    const x = v[i] ?? 0;
    for (let j = 0, at = (row + i) * columns + from; j < sums.length; j++, at++)
      sums[j] = (sums[j] ?? 0) + x * (items[at] ?? 0);
  }
  for (let i = 0; i < v.length; i++) {
    const x = beta * (v[i] ?? 0);
    for (let j = 0, at = (row + i) * columns + from; j < sums.length; j++, at++)
      items[at] = (items[at] ?? 0) - x * (sums[j] ?? 0);
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
  const { items, columns } = a;
  for (let i = from; i < to; i++) {
    const start = i * columns + column;
    let sum = 0;
    for (let j = 0; j < v.length; j++) sum += (v[j] ?? 0) * (items[start + j] ?? 0);
    sum *= beta;
    for (let j = 0; j < v.length; j++) items[start + j] = (items[start + j] ?? 0) - sum * (v[j] ?? 0);
  }
}

/** A = QR with Q of orthonormal columns (m × k) and R upper trapezoidal (k × n), k = min(m, n). */
export function qr(a: Dense): { readonly q: Dense; readonly r: Dense } {
  const { rows, columns } = a;
  const k = Math.min(rows, columns);
  const r = { ...a, items: Float64Array.from(a.items) };
  const mirrors: (Reflection | undefined)[] = [];
  for (let j = 0; j < k; j++) {
    const mirror = reflection(columnOf(r, j, j, rows));
    mirrors.push(mirror);
    if (mirror !== undefined) reflectRows(r, mirror, j, j, columns);
  }
  // Backwards, each reflection meets only the columns that are no longer those of the identity.
  const q = dense(rows, k, (i, j) => (i === j ? 1 : 0));
  for (let j = k - 1; j >= 0; j--) {
    const mirror = mirrors[j];
    if (mirror !== undefined) reflectRows(q, mirror, j, j, k);
  }
  return { q, r: dense(k, columns, (i, j) => (j < i ? 0 : get(r, i, j))) };
}

/** Those of a matrix with an entry that is not finite. */
export function undeterminedFactors({ rows, columns }: Dense): { readonly q: Dense; readonly r: Dense } {
  const k = Math.min(rows, columns);
  return {
    q: dense(rows, k, () => Number.NaN),
    r: dense(k, columns, (i, j) => (j < i ? 0 : Number.NaN)),
  };
}

/** The lower factor L of A = LLᵀ; undefined where A is not positive definite. Only the lower half of A is read. */
export function cholesky(a: Dense): Dense | undefined {
  const n = a.rows;
  const l = new Float64Array(n * n);
  for (let i = 0; i < n; i++)
    for (let j = 0; j <= i; j++) {
      let sum = get(a, i, j);
      for (let k = 0, x = i * n, y = j * n; k < j; k++, x++, y++) sum -= (l[x] ?? 0) * (l[y] ?? 0);
      if (i === j && !(sum > 0)) return undefined;
      l[i * n + j] = i === j ? Math.sqrt(sum) : sum / (l[j * n + j] ?? 0);
    }
  return { rows: n, columns: n, items: l };
}

/** Solves AX = B column by column; undefined where A is singular. */
export function solveAll(a: Dense, b: Dense): Dense | undefined {
  const factors = factorise(a.items, a.rows);
  if (factors.singular) return undefined;
  const columns = Array.from({ length: b.columns }, (_, j) =>
    substitute(
      factors,
      a.rows,
      Float64Array.from({ length: b.rows }, (_, i) => get(b, i, j)),
    ),
  );
  return dense(a.rows, b.columns, (i, j) => columns[j]?.[i] ?? 0);
}

/** Coefficients of the [6/6] Padé approximant of e^x. */
export const pade = [1, 1 / 2, 5 / 44, 1 / 66, 1 / 792, 1 / 15840, 1 / 665280] as const;

/** e^A: A halved until small, the approximant, squared back. */
export function exponential(a: Dense): Dense | undefined {
  const n = a.rows;
  const size = rowSumNorm(a);
  if (!Number.isFinite(size)) return undefined;
  const halvings = Math.max(0, Math.ceil(Math.log2(Math.max(size, Number.MIN_VALUE))) + 1);
  const x = dense(n, n, (i, j) => get(a, i, j) / 2 ** halvings);
  let [power, even, odd] = [identity(n), dense(n, n, () => 0), dense(n, n, () => 0)];
  for (const [k, c] of pade.entries()) {
    if (k > 0) power = times(power, x);
    if (k % 2 === 0) even = combination(even, 1, power, c);
    else odd = combination(odd, 1, power, c);
  }
  let result = solveAll(combination(even, 1, odd, -1), combination(even, 1, odd, 1));
  for (let k = 0; k < halvings && result !== undefined; k++) result = times(result, result);
  return result;
}

function rowSumNorm(a: Dense): number {
  let most = 0;
  for (let i = 0; i < a.rows; i++) {
    let sum = 0;
    for (let j = 0; j < a.columns; j++) sum += Math.abs(get(a, i, j));
    most = Math.max(most, sum);
  }
  return most;
}
