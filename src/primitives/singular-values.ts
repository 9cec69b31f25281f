/**
 * Singular values and vectors by one-sided Jacobi rotations (Hestenes 1958; Demmel & Veselić 1992): columns are rotated
 * until they are orthogonal. Small singular values come out with small relative errors.
 */
import { type Dense, dense, get, transposed } from "./factorisations.ts";

export interface SingularValues {
  /** m × m, orthogonal. */
  readonly u: Dense;
  /** min(m, n), descending. */
  readonly values: readonly number[];
  /** n × n, orthogonal. */
  readonly vt: Dense;
}

const sweeps = 60;

export function singularValues(a: Dense): SingularValues {
  if (a.rows >= a.columns) return tall(a);
  const { u, values, vt } = tall(transposed(a));
  return { u: transposed(vt), values, vt: transposed(u) };
}

function tall(a: Dense): SingularValues {
  const { rows: m, columns: n } = a;
  const columns = Array.from({ length: n }, (_, j) =>
    Float64Array.from({ length: m }, (_, i) => get(a, i, j)),
  );
  const right = Array.from({ length: n }, (_, j) =>
    Float64Array.from({ length: n }, (_, i) => (i === j ? 1 : 0)),
  );
  for (let sweep = 0; sweep < sweeps; sweep++) if (!rotateAll(columns, right)) break;
  const sizes = columns.map((column) => Math.hypot(...column));
  const order = sizes.map((_, j) => j).sort((p, q) => (sizes[q] ?? 0) - (sizes[p] ?? 0));
  const values = order.map((j) => sizes[j] ?? 0);
  const left = orthonormal(
    order.map((j) => columns[j] ?? new Float64Array(m)),
    values,
    m,
  );
  return {
    u: dense(m, m, (i, j) => left[j]?.[i] ?? 0),
    values,
    vt: dense(n, n, (i, j) => right[order[i] ?? 0]?.[j] ?? 0),
  };
}

/** One sweep over all pairs; whether any pair was not orthogonal yet. */
function rotateAll(columns: readonly Float64Array[], right: readonly Float64Array[]): boolean {
  let rotated = false;
  for (const [p, x] of columns.entries())
    for (const [q, y] of columns.entries()) {
      if (q <= p) continue;
      const [alpha, beta, gamma] = [inner(x, x), inner(y, y), inner(x, y)];
      if (Math.abs(gamma) <= Number.EPSILON * Math.sqrt(alpha * beta)) continue;
      rotated = true;
      const zeta = (beta - alpha) / (2 * gamma);
      const t = (zeta < 0 ? -1 : 1) / (Math.abs(zeta) + Math.hypot(1, zeta));
      const c = 1 / Math.hypot(1, t);
      rotate(x, y, c, c * t);
      const [v, w] = [right[p], right[q]];
      if (v !== undefined && w !== undefined) rotate(v, w, c, c * t);
    }
  return rotated;
}

function inner(x: Float64Array, y: Float64Array): number {
  return x.reduce((sum, value, i) => sum + value * (y[i] ?? 0), 0);
}

function rotate(x: Float64Array, y: Float64Array, c: number, s: number): void {
  for (let i = 0; i < x.length; i++) {
    const [a, b] = [x[i] ?? 0, y[i] ?? 0];
    x[i] = c * a - s * b;
    y[i] = s * a + c * b;
  }
}

/** The columns divided by their lengths, completed to a basis of all of ℝ^m. */
function orthonormal(
  columns: readonly Float64Array[],
  sizes: readonly number[],
  m: number,
): readonly Float64Array[] {
  const least = (sizes[0] ?? 0) * m * Number.EPSILON;
  const basis: Float64Array[] = [];
  for (const [j, column] of columns.entries()) {
    const size = sizes[j] ?? 0;
    if (size > least) basis.push(column.map((x) => x / size));
  }
  for (let k = 0; basis.length < m && k < m; k++) {
    let candidate = Float64Array.from({ length: m }, (_, i) => (i === k ? 1 : 0));
    // Twice is enough (Kahan): the second pass removes what the first left.
    for (let pass = 0; pass < 2; pass++)
      for (const direction of basis) {
        const part = inner(candidate, direction);
        candidate = candidate.map((x, i) => x - part * (direction[i] ?? 0));
      }
    const size = Math.hypot(...candidate);
    if (size > 0.5 / Math.sqrt(m)) basis.push(candidate.map((x) => x / size));
  }
  return basis;
}
