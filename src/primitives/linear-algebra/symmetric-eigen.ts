/**
 * Eigenvalues and eigenvectors of symmetric real matrices: reflections to three diagonals, then QR sweeps with Wilkinson's shift
 * (Golub & Van Loan, 4th ed., §8.3).
 */
import {
  columnOf,
  type Dense,
  dense,
  get,
  identity,
  reflectColumns,
  reflection,
  reflectRows,
  scaled,
  unitPower,
} from "./factorisations.ts";

export interface SymmetricEigen {
  /** Rising. */
  readonly values: Float64Array;
  /** The eigenvectors are its columns; in each the first entry that counts is positive. */
  readonly vectors: Dense;
}

/** A matrix may differ from its transpose by this much of its largest entry: products that are symmetric but for rounding do. */
const asymmetry = 2 ** -26;
/** Sweeps for each value, in all; two are usual. */
const patience = 40;
const roundoff = Number.EPSILON / 2;

/** Of (A + Aᵀ)/2; undefined where an entry is not finite or A is not symmetric. */
export function symmetricEigen(a: Dense): SymmetricEigen | undefined {
  const power = unitPower(a);
  const half = power === undefined ? undefined : symmetricPart(scaled(a, power));
  if (half === undefined || power === undefined) return undefined;
  const q = identity(a.rows);
  const { d, e } = threeDiagonals(half, q);
  iterate(d, e, q);
  const order = Array.from(d.keys()).sort((i, j) => (d[i] ?? 0) - (d[j] ?? 0));
  const signs = order.map((k) => signOf(q, k));
  return {
    values: Float64Array.from(order, (k) => (d[k] ?? 0) / power),
    vectors: dense(a.rows, a.rows, (i, j) => (signs[j] ?? 1) * get(q, i, order[j] ?? 0) + 0),
  };
}

/** Of a matrix whose largest entry is about 1. */
function symmetricPart(a: Dense): Dense | undefined {
  for (let i = 0; i < a.rows; i++)
    for (let j = 0; j < i; j++) if (Math.abs(get(a, i, j) - get(a, j, i)) > asymmetry) return undefined;
  return dense(a.rows, a.rows, (i, j) => (get(a, i, j) + get(a, j, i)) / 2);
}

/** The diagonal and what stands beside it, and behind that a 0; `q` becomes the product of the reflections. */
function threeDiagonals(a: Dense, q: Dense): { readonly d: Float64Array; readonly e: Float64Array } {
  const n = a.rows;
  for (let k = 0; k < n - 2; k++) {
    const mirror = reflection(columnOf(a, k, k + 1, n));
    if (mirror === undefined) continue;
    reflectRows(a, mirror, k + 1, k, n);
    reflectColumns(a, mirror, k + 1, k, n);
    reflectColumns(q, mirror, k + 1, 0, n);
  }
  const beside = (i: number): number => (i + 1 < n ? get(a, i + 1, i) : 0);
  return {
    d: Float64Array.from({ length: n }, (_, i) => get(a, i, i)),
    e: Float64Array.from({ length: n }, (_, i) => beside(i)),
  };
}

function iterate(d: Float64Array, e: Float64Array, q: Dense): void {
  const size = Math.max(...d.map(Math.abs), ...e.map(Math.abs));
  let last = d.length - 1;
  for (let left = patience * (d.length + 1); last > 0 && left > 0; ) {
    const first = blockStart(d, e, last, (roundoff * size) / 2);
    if (first === last) last -= 1;
    else {
      sweep(d, e, q, first, last);
      left -= 1;
    }
  }
}

/** Where the unreduced block that ends at `last` begins; the entry above it becomes 0. */
function blockStart(d: Float64Array, e: Float64Array, last: number, least: number): number {
  for (let i = last; i > 0; i--) {
    const entry = Math.abs(e[i - 1] ?? 0);
    const sides = Math.sqrt(Math.abs((d[i - 1] ?? 0) * (d[i] ?? 0)));
    if (entry <= least || entry <= roundoff * sides) {
      e[i - 1] = 0;
      return i;
    }
  }
  return 0;
}

function sweep(d: Float64Array, e: Float64Array, q: Dense, first: number, last: number): void {
  let g = (d[first] ?? 0) - shiftOf(d[last - 1] ?? 0, e[last - 1] ?? 0, d[last] ?? 0);
  let [c, s, moved] = [1, 1, 0];
  for (let i = first; i < last; i++) {
    const beside = c * (e[i] ?? 0);
    const f = s * (e[i] ?? 0);
    const r = Math.hypot(g, f);
    if (i > first) e[i - 1] = r;
    [c, s] = r === 0 ? [1, 0] : [g / r, f / r];
    const here = (d[i] ?? 0) - moved;
    const far = ((d[i + 1] ?? 0) - here) * s + 2 * c * beside;
    moved = s * far;
    d[i] = here + moved;
    g = c * far - beside;
    turnColumns(q, i, c, s);
  }
  d[last] = (d[last] ?? 0) - moved;
  e[last - 1] = g;
}

/** The eigenvalue of [a b; b d] that is nearer to d. */
function shiftOf(a: number, b: number, d: number): number {
  const half = (a - d) / 2;
  const far = Math.hypot(half, b);
  return d - b * (b / (half < 0 ? half - far : half + far));
}

function turnColumns({ items, rows, columns }: Dense, i: number, c: number, s: number): void {
  for (let k = 0, at = i; k < rows; k++, at += columns) {
    const [x, y] = [items[at] ?? 0, items[at + 1] ?? 0];
    items[at] = c * x + s * y;
    items[at + 1] = c * y - s * x;
  }
}

/** That of the first entry of column `k` whose square is above a tenth of the mean of all. */
function signOf(q: Dense, k: number): number {
  for (let i = 0; i < q.rows; i++) if (get(q, i, k) ** 2 * q.rows >= 0.1) return get(q, i, k) < 0 ? -1 : 1;
  return 1;
}
