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
export function times(a: Dense, b: Dense): Dense {
  return dense(a.rows, b.columns, (i, j) => {
    let sum = 0;
    for (let k = 0; k < a.columns; k++) sum += get(a, i, k) * get(b, k, j);
    return sum;
  });
}
export function transposed(a: Dense): Dense {
  return dense(a.columns, a.rows, (i, j) => get(a, j, i));
}
export function combination(a: Dense, x: number, b: Dense, y: number): Dense {
  return dense(a.rows, a.columns, (i, j) => x * get(a, i, j) + y * get(b, i, j));
}

/** A reflection I − βvvᵀ that maps x to a multiple of the first unit vector; undefined where x is that already. */
export function reflection(
  x: readonly number[],
): { readonly v: readonly number[]; readonly beta: number } | undefined {
  const [head = 0, ...rest] = x;
  if (rest.every((r) => r === 0)) return undefined;
  const size = Math.hypot(...x);
  const first = head + (head < 0 ? -size : size);
  const v = [1, ...rest.map((r) => r / first)];
  return { v, beta: 2 / v.reduce((sum, r) => sum + r * r, 0) };
}

/** Replaces rows `row …` by their reflection, from column `from` up to `to`. */
export function reflectRows(
  a: Dense,
  { v, beta }: { readonly v: readonly number[]; readonly beta: number },
  row: number,
  from: number,
  to: number,
): void {
  for (let j = from; j < to; j++) {
    let sum = 0;
    for (const [i, x] of v.entries()) sum += x * get(a, row + i, j);
    for (const [i, x] of v.entries())
      a.items[(row + i) * a.columns + j] = get(a, row + i, j) - beta * sum * x;
  }
}

/** Replaces columns `column …` by their reflection, from row `from` up to `to`. */
export function reflectColumns(
  a: Dense,
  { v, beta }: { readonly v: readonly number[]; readonly beta: number },
  column: number,
  from: number,
  to: number,
): void {
  for (let i = from; i < to; i++) {
    let sum = 0;
    for (const [j, x] of v.entries()) sum += x * get(a, i, column + j);
    for (const [j, x] of v.entries())
      a.items[i * a.columns + column + j] = get(a, i, column + j) - beta * sum * x;
  }
}

/** A = QR with Q of orthonormal columns (m × k) and R upper trapezoidal (k × n), k = min(m, n). */
export function qr(a: Dense): { readonly q: Dense; readonly r: Dense } {
  const { rows, columns } = a;
  const k = Math.min(rows, columns);
  const r = { ...a, items: Float64Array.from(a.items) };
  const q = identity(rows);
  for (let j = 0; j < k; j++) {
    const mirror = reflection(Array.from({ length: rows - j }, (_, i) => get(r, i + j, j)));
    if (mirror === undefined) continue;
    reflectRows(r, mirror, j, j, columns);
    reflectColumns(q, mirror, j, 0, rows);
  }
  return {
    q: dense(rows, k, (i, j) => get(q, i, j)),
    r: dense(k, columns, (i, j) => (j < i ? 0 : get(r, i, j))),
  };
}

/** The lower factor L of A = LLᵀ; undefined where A is not positive definite. Only the lower half of A is read. */
export function cholesky(a: Dense): Dense | undefined {
  const n = a.rows;
  const l = dense(n, n, () => 0);
  for (let j = 0; j < n; j++)
    for (let i = j; i < n; i++) {
      let sum = get(a, i, j);
      for (let k = 0; k < j; k++) sum -= get(l, i, k) * get(l, j, k);
      if (i === j && !(sum > 0)) return undefined;
      l.items[i * n + j] = i === j ? Math.sqrt(sum) : sum / get(l, j, j);
    }
  return l;
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
const pade = [1, 1 / 2, 5 / 44, 1 / 66, 1 / 792, 1 / 15840, 1 / 665280] as const;

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
