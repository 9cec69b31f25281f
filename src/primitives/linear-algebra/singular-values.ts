/**
 * Singular values and vectors by one-sided Jacobi rotations (Hestenes 1958; Demmel & Veselić 1992): columns are rotated until
 * they are orthogonal. Small singular values come out with small relative errors.
 *
 * The rotations work on Rᵀ of a QR factorisation with column pivoting: what it leaves is nearly orthogonal already
 * (Drmač & Veselić 2008).
 */
import {
  columnOf,
  type Dense,
  dense,
  get,
  length,
  type Reflection,
  reflection,
  reflectRows,
  scaled,
  transposed,
  unitPower,
} from "./factorisations.ts";

export interface SingularValues {
  /** m × m, orthogonal. */
  readonly u: Dense;
  /** min(m, n), descending. */
  readonly values: readonly number[];
  /** n × n, orthogonal. */
  readonly vt: Dense;
}

const sweeps = 60;

/** Of a matrix whose entries are finite; all NaN where they are not. */
export function singularValues(a: Dense): SingularValues {
  // Squares of scaled entries neither overflow nor vanish beside the largest.
  const power = unitPower(a);
  if (power === undefined) return undetermined(a);
  const work = scaled(a, power);
  const { u, values, vt } = a.rows >= a.columns ? tall(work) : turned(tall(transposed(work)));
  return { u, values: values.map((s) => s / power), vt };
}

function turned({ u, values, vt }: SingularValues): SingularValues {
  return { u: transposed(vt), values, vt: transposed(u) };
}

function undetermined({ rows, columns }: Dense): SingularValues {
  const none = (): number => Number.NaN;
  return {
    u: dense(rows, rows, none),
    values: Array.from({ length: Math.min(rows, columns) }, none),
    vt: dense(columns, columns, none),
  };
}

function tall(a: Dense): SingularValues {
  const { rows: m, columns: n } = a;
  const { r, order, mirrors } = pivoted(a);
  // R = J·Σ·Wᵀ: the columns of Rᵀ become those of W·Σ, the rotations add up to J.
  const columns = Array.from({ length: n }, (_, i) =>
    Float64Array.from({ length: n }, (_, j) => (j < i ? 0 : get(r, i, j))),
  );
  const turns = Array.from({ length: n }, (_, j) => unitVector(n, j));
  for (let sweep = 0; sweep < sweeps; sweep++) if (!rotateAll(columns, turns)) break;
  const sizes = columns.map(length);
  const falling = sizes.map((_, j) => j).sort((p, q) => (sizes[q] ?? 0) - (sizes[p] ?? 0));
  const values = falling.map((j) => sizes[j] ?? 0);
  const right = orthonormal(
    falling.map((j) => columns[j] ?? new Float64Array(n)),
    values,
    n,
  );
  const place = new Map(order.map((from, at) => [from, at]));
  const u = dense(m, m, (i, j) => (i < n && j < n ? (turns[falling[j] ?? 0]?.[i] ?? 0) : i === j ? 1 : 0));
  for (let j = n - 1; j >= 0; j--) {
    const mirror = mirrors[j];
    if (mirror !== undefined) reflectRows(u, mirror, j, 0, m);
  }
  return { u, values, vt: dense(n, n, (i, j) => right[i]?.[place.get(j) ?? 0] ?? 0) };
}

function unitVector(n: number, j: number): Float64Array {
  const unit = new Float64Array(n);
  unit[j] = 1;
  return unit;
}

interface Pivoted {
  readonly r: Dense;
  /** Column `k` of the product is column `order[k]` of the matrix. */
  readonly order: readonly number[];
  readonly mirrors: readonly (Reflection | undefined)[];
}

/** QR with the longest of the remaining columns first (Golub & Van Loan, §5.4.2). */
function pivoted(a: Dense): Pivoted {
  const { rows: m, columns: n } = a;
  const r = { ...a, items: Float64Array.from(a.items) };
  const order = Array.from({ length: n }, (_, j) => j);
  const mirrors: (Reflection | undefined)[] = [];
  for (let k = 0; k < n; k++) {
    const rest = squaredLengths(r, k);
    let best = k;
    for (let j = k + 1; j < n; j++) if ((rest[j] ?? 0) > (rest[best] ?? 0)) best = j;
    if (best !== k) exchangeColumns(r, order, k, best);
    const mirror = reflection(columnOf(r, k, k, m));
    mirrors.push(mirror);
    if (mirror !== undefined) reflectRows(r, mirror, k, k, n);
  }
  return { r, order, mirrors };
}

/** Of every column, from row `from` on. */
function squaredLengths({ rows, columns, items }: Dense, from: number): Float64Array {
  const sums = new Float64Array(columns);
  for (let i = from; i < rows; i++)
    for (let j = from, at = i * columns + from; j < columns; j++, at++)
      sums[j] = (sums[j] ?? 0) + (items[at] ?? 0) ** 2;
  return sums;
}

function exchangeColumns({ rows, columns, items }: Dense, order: number[], p: number, q: number): void {
  for (let i = 0; i < rows; i++) {
    const [x, y] = [items[i * columns + p] ?? 0, items[i * columns + q] ?? 0];
    items[i * columns + p] = y;
    items[i * columns + q] = x;
  }
  [order[p], order[q]] = [order[q] ?? 0, order[p] ?? 0];
}

/** One sweep over all pairs; whether any pair was not orthogonal yet. */
function rotateAll(columns: readonly Float64Array[], turns: readonly Float64Array[]): boolean {
  const tolerance = Number.EPSILON * Math.sqrt(columns.length);
  const squares = columns.map((column) => inner(column, column));
  let rotated = false;
  for (const [p, x] of columns.entries())
    for (let q = p + 1; q < columns.length; q++) {
      const y = columns[q] ?? x;
      const gamma = inner(x, y);
      const [alpha, beta] = [squares[p] ?? 0, squares[q] ?? 0];
      if (!(Math.abs(gamma) > tolerance * Math.sqrt(alpha) * Math.sqrt(beta))) continue;
      rotated = true;
      const zeta = (beta - alpha) / (2 * gamma);
      const t = (zeta < 0 ? -1 : 1) / (Math.abs(zeta) + Math.hypot(1, zeta));
      const c = 1 / Math.hypot(1, t);
      rotate(x, y, c, c * t);
      rotate(turns[p] ?? x, turns[q] ?? y, c, c * t);
      squares[p] = changed(alpha, -t * gamma, x);
      squares[q] = changed(beta, t * gamma, y);
    }
  return rotated;
}

/** The square of a column's length after a rotation; computed anew where little is left of it. Each sweep begins with new ones. */
function changed(before: number, by: number, column: Float64Array): number {
  const after = before + by;
  return after > before / 4 ? after : inner(column, column);
}

/** In four sums, which do not wait for each other. */
function inner(x: Float64Array, y: Float64Array): number {
  const whole = x.length - (x.length % 4);
  let [p, q, r, s] = [0, 0, 0, 0];
  for (let i = 0; i < whole; i += 4) {
    p += (x[i] as number) * (y[i] as number);
    q += (x[i + 1] as number) * (y[i + 1] as number);
    r += (x[i + 2] as number) * (y[i + 2] as number);
    s += (x[i + 3] as number) * (y[i + 3] as number);
  }
  for (let i = whole; i < x.length; i++) p += (x[i] as number) * (y[i] as number);
  return p + q + (r + s);
}

function rotate(x: Float64Array, y: Float64Array, c: number, s: number): void {
  for (let i = 0; i < x.length; i++) {
    const a = x[i] as number;
    const b = y[i] as number;
    x[i] = c * a - s * b;
    y[i] = s * a + c * b;
  }
}

/** The columns divided by their lengths; those that are only rounding give way to a completion of the basis. */
function orthonormal(
  columns: readonly Float64Array[],
  sizes: readonly number[],
  n: number,
): readonly Float64Array[] {
  const least = (sizes[0] ?? 0) * n * Number.EPSILON;
  const basis = columns.flatMap((column, j) => {
    const size = sizes[j] ?? 0;
    return size > least ? [column.map((x) => x / size)] : [];
  });
  return basis.length === n ? basis : [...basis, ...complement(basis, n)];
}

/** What is missing to a basis of ℝⁿ: the last columns of the orthogonal factor of what is there. */
function complement(basis: readonly Float64Array[], n: number): readonly Float64Array[] {
  const work = dense(n, basis.length, (i, j) => basis[j]?.[i] ?? 0);
  const mirrors = basis.map((_, j) => {
    const mirror = reflection(columnOf(work, j, j, n));
    if (mirror !== undefined) reflectRows(work, mirror, j, j, basis.length);
    return mirror;
  });
  const rest = dense(n, n - basis.length, (i, j) => (i === j + basis.length ? 1 : 0));
  for (let j = basis.length - 1; j >= 0; j--) {
    const mirror = mirrors[j];
    if (mirror !== undefined) reflectRows(rest, mirror, j, 0, rest.columns);
  }
  return Array.from({ length: rest.columns }, (_, j) => columnOf(rest, j, 0, n));
}
