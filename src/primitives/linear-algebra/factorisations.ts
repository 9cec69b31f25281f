/**
 * Orthogonal and triangular factors of real matrices, and what follows from them. Matrices are row-major `Float64Array`s.
 *
 * Golub & Van Loan, Matrix Computations (4th ed.): Householder QR §5.2, Cholesky §4.2, scaling and squaring §9.3.
 */
import { columnOf, combination, type Dense, dense, get, identity, times } from "../matrices/dense.ts";
import { factorise, substitute } from "./lu.ts";
import { type Reflection, reflection, reflectRows } from "./reflections.ts";

export * from "../matrices/dense.ts";
export * from "./reflections.ts";

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
