/**
 * The real Schur form A = U·T·Uᵀ by Francis' implicit double-shift QR iteration on the Hessenberg form
 * (Golub & Van Loan, 4th ed., §7.4–7.5).
 *
 * T is block upper triangular; a 2×2 block on its diagonal is a complex pair of eigenvalues, in the standard form of
 * LAPACK: equal diagonal entries, the other two of opposite sign. Without `u` only the blocks on the diagonal are kept up.
 */
import { type ComplexValue, complexValue } from "../../interpret/value.ts";
import {
  columnOf,
  type Dense,
  get,
  identity,
  reflectColumns,
  reflection,
  reflectRows,
  scaled,
  unitPower,
} from "./factorisations.ts";
import { rotateColumns, rotateRows, standardForm } from "./schur-block.ts";

export interface Schur {
  readonly u: Dense;
  readonly t: Dense;
}

/** What is worked on, in place. */
export interface Work {
  readonly h: Dense;
  readonly u: Dense | undefined;
}

const epsilon = Number.EPSILON;
/** Sweeps for each row, in all; the iteration normally needs two or three for an eigenvalue. */
const patience = 30;
/** Sweeps without a deflation after which a shift is made up. */
const exceptional = 10;

/** Undefined where the iteration does not converge (entries that are not finite). */
export function schurForm(a: Dense): Schur | undefined {
  const u = identity(a.rows);
  const t = form(a, u);
  return t && { u, t };
}

/** The blocks of the form alone. */
export function schurBlocks(a: Dense): Dense | undefined {
  return form(a, undefined);
}

/** Of the matrix times a power of 2 that makes its largest entry about 1: shifts are products of two entries. */
function form(a: Dense, u: Dense | undefined): Dense | undefined {
  const power = unitPower(a);
  if (power === undefined) return undefined;
  const h = scaled(a, power);
  return iterate({ h, u }) ? scaled(h, 1 / power) : undefined;
}

/** In the order of the diagonal; of a complex pair the one above the real axis first. */
export function diagonalEigenvalues(t: Dense): readonly ComplexValue[] {
  const values: ComplexValue[] = [];
  for (let k = 0; k < t.rows; k += blockSize(t, k)) {
    const re = get(t, k, k);
    if (blockSize(t, k) === 1) values.push(complexValue(re, 0));
    else {
      const im = Math.sqrt(Math.abs(get(t, k, k + 1))) * Math.sqrt(Math.abs(get(t, k + 1, k)));
      values.push(complexValue(re, im), complexValue(re, -im));
    }
  }
  return values;
}

export function blockSize(t: Dense, k: number): 1 | 2 {
  return k + 1 < t.rows && get(t, k + 1, k) !== 0 ? 2 : 1;
}

function iterate({ h, u }: Work): boolean {
  reduceToHessenberg({ h, u });
  const size = h.items.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
  let last = h.rows - 1;
  let rounds = 0;
  let left = patience * Math.max(10, h.rows);
  while (last >= 0) {
    const first = activeBlock(h, last, size, rounds > 3 * exceptional);
    if (last - first <= 1) {
      if (first < last) standardise({ h, u }, first);
      last = first - 1;
      rounds = 0;
    } else if (--left < 0) return false;
    else doubleShift({ h, u }, first, last, ++rounds);
  }
  return true;
}

function reduceToHessenberg({ h, u }: Work): void {
  const n = h.rows;
  for (let k = 0; k < n - 2; k++) {
    const mirror = reflection(columnOf(h, k, k + 1, n));
    if (mirror === undefined) continue;
    reflectRows(h, mirror, k + 1, k, n);
    reflectColumns(h, mirror, k + 1, 0, n);
    if (u !== undefined) reflectColumns(u, mirror, k + 1, 0, n);
    for (let i = k + 2; i < n; i++) h.items[i * n + k] = 0;
  }
}

/**
 * Where the unreduced block that ends at `last` begins; the subdiagonal entry above it is set to 0. It is small beside
 * its neighbours on the diagonal, or beside the whole matrix (`size`) where those are 0 or the iteration stagnates: strongly
 * graded matrices may not show their smallest eigenvalues to more than that.
 */
function activeBlock(h: Dense, last: number, size: number, stagnates: boolean): number {
  for (let l = last; l > 0; l--) {
    const beside = Math.abs(get(h, l - 1, l - 1)) + Math.abs(get(h, l, l));
    if (Math.abs(get(h, l, l - 1)) <= epsilon * (beside === 0 || stagnates ? size : beside)) {
      h.items[l * h.columns + l - 1] = 0;
      return l;
    }
  }
  return 0;
}

/** The `round`th sweep on the block first … last since there was a deflation. */
function doubleShift({ h, u }: Work, first: number, last: number, round: number): void {
  const whole = u !== undefined;
  let column = firstColumn(h, first, last, round);
  for (let k = first; k < last; k++) {
    const mirror = reflection(column);
    if (mirror !== undefined) {
      reflectRows(h, mirror, k, Math.max(first, k - 1), whole ? h.rows : last + 1);
      reflectColumns(h, mirror, k, whole ? 0 : first, Math.min(k + 4, last + 1));
      if (u !== undefined) reflectColumns(u, mirror, k, 0, u.rows);
    }
    for (let i = k + 1; k > first && i < Math.min(k + 3, last + 1); i++) h.items[i * h.columns + k - 1] = 0;
    column = columnOf(h, k, k + 1, k + 1 + Math.min(3, last - k));
  }
}

/** A multiple of the first column of (H − σ₁I)(H − σ₂I). */
function firstColumn(h: Dense, first: number, last: number, round: number): Float64Array {
  const entries = [
    ...[get(h, first, first), get(h, first + 1, first), get(h, first, first + 1)],
    ...[get(h, first + 1, first + 1), get(h, first + 2, first + 1)],
    ...[get(h, last - 1, last - 1), get(h, last, last), get(h, last - 1, last), get(h, last, last - 1)],
  ];
  // Products of what is left far below the largest entry of the matrix would vanish.
  const size = Math.max(...entries.map(Math.abs));
  const [p = 0, q = 0, r = 0, s = 0, w = 0, a = 0, d = 0, b = 0, c = 0] = entries.map((x) =>
    size === 0 ? 0 : x / size,
  );
  const { re, square } =
    round % exceptional !== 0
      ? shifts(a, b, c, d)
      : round % (2 * exceptional) === 0
        ? madeUp(d, c)
        : madeUp(p, q);
  return Float64Array.of((p - re) ** 2 - square + r * q, q * (p - re + (s - re)), q * w);
}

/** The two shifts re ± √square. */
interface Shifts {
  readonly re: number;
  readonly square: number;
}

/**
 * The eigenvalues of the corner [a b; c d]; where they are real, twice the one nearer to d. Both of them at once would annihilate a
 * matrix with these two eigenvalues alone (Hamiltonian ones come close), and nothing would be left to iterate with.
 */
function shifts(a: number, b: number, c: number, d: number): Shifts {
  const half = (a - d) / 2;
  const square = half * half + b * c;
  if (square < 0) return { re: d + half, square };
  const away = Math.abs(half) + Math.sqrt(square);
  // The nearer of (a + d)/2 ± √square, from d without cancellation.
  return { re: away === 0 ? d : d - (half < 0 ? -1 : 1) * ((b * c) / away), square: 0 };
}

/** Beside a diagonal entry, as far as its neighbour below the diagonal says: those of dlahqr, which break cycles. */
function madeUp(diagonal: number, below: number): Shifts {
  return { re: 0.75 * Math.abs(below) + diagonal, square: -0.4375 * below * below };
}

/** Brings the 2×2 block at `k` to its standard form: split where its eigenvalues are real. */
export function standardise({ h, u }: Work, k: number): void {
  const form = standardForm(get(h, k, k), get(h, k, k + 1), get(h, k + 1, k), get(h, k + 1, k + 1));
  if (u !== undefined) {
    rotateRows(h, k, form, k + 2, h.columns);
    rotateColumns(h, k, form, 0, k);
    rotateColumns(u, k, form, 0, u.rows);
  }
  const at = k * h.columns + k;
  h.items.set([form.a, form.b], at);
  h.items.set([form.c, form.d], at + h.columns);
}
