/**
 * The Schur form with chosen eigenvalues first: neighbouring blocks are exchanged by an orthogonal similarity
 * (Bai & Demmel 1993). The leading columns of U then span the invariant subspace of those eigenvalues.
 */
import {
  columnOf,
  type Dense,
  dense,
  get,
  reflectColumns,
  reflection,
  reflectRows,
} from "./factorisations.ts";
import { factorise, substitute } from "./lu.ts";
import { blockSize, type Schur, standardise } from "./schur.ts";

/** Moves the blocks whose eigenvalues have a chosen real part to the top, in place; how many rows they take. */
export function orderSchur(form: Schur, chosen: (re: number) => boolean): number {
  const { t } = form;
  let placed = 0;
  for (let k = 0, size = 0; k < t.rows; k += size) {
    size = blockSize(t, k);
    if (!chosen(get(t, k, k))) continue;
    for (let at = k; at > placed; ) {
      const before = at > 1 && get(t, at - 1, at - 2) !== 0 ? 2 : 1;
      at -= before;
      exchange(form, at, before, blockSize(t, at + before));
    }
    placed += size;
  }
  return placed;
}

/** The block of size p at `k` and the one of size q after it change places. */
function exchange({ t, u }: Schur, k: number, p: number, q: number): void {
  const n = t.rows;
  const basis = { ...lowerBasis(t, k, p, q) };
  for (let j = 0; j < q; j++) {
    const mirror = reflection(columnOf(basis, j, j, p + q));
    if (mirror === undefined) continue;
    reflectRows(basis, mirror, j, j, q);
    reflectRows(t, mirror, k + j, k, n);
    reflectColumns(t, mirror, k + j, 0, k + p + q);
    reflectColumns(u, mirror, k + j, 0, n);
  }
  for (let i = k + q; i < k + p + q; i++) for (let j = k; j < k + q; j++) t.items[i * n + j] = 0;
  if (q === 2) standardise({ h: t, u }, k);
  if (p === 2) standardise({ h: t, u }, k + q);
}

/** A basis [−X; I] of the invariant subspace of the second block, where A·X − X·B = C for the blocks [A C; 0 B]. */
function lowerBasis(t: Dense, k: number, p: number, q: number): Dense {
  const size = p * q;
  const at = (i: number, j: number): number => get(t, k + i, k + j);
  const system = dense(size, size, (row, column) => {
    const [i, j, l, m] = [Math.floor(row / q), row % q, Math.floor(column / q), column % q];
    return (j === m ? at(i, l) : 0) - (i === l ? at(p + m, p + j) : 0);
  });
  const right = Float64Array.from({ length: size }, (_, r) => at(Math.floor(r / q), p + (r % q)));
  const x = substitute(factorise(system.items, size), size, right);
  return dense(p + q, q, (i, j) => (i < p ? -(x[i * q + j] ?? 0) : i - p === j ? 1 : 0));
}
