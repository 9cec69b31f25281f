/**
 * Eigenvalues of a real matrix by Francis' implicit double-shift QR iteration on its Hessenberg form
 * (Golub & Van Loan, 4th ed., §7.4–7.5).
 */
import { type ComplexValue, complexValue } from "../interpret/value.ts";
import { type Dense, get, reflectColumns, reflection, reflectRows } from "./factorisations.ts";

const epsilon = Number.EPSILON;
/** Per eigenvalue; the iteration normally needs two or three. */
const patience = 60;

/** Undefined where the iteration does not converge (entries that are not finite). */
export function eigenvaluesOf(a: Dense): readonly ComplexValue[] | undefined {
  const n = a.rows;
  const h = { ...a, items: Float64Array.from(a.items) };
  if (!h.items.every(Number.isFinite)) return undefined;
  reduceToHessenberg(h);
  const found = new Array<ComplexValue>(n);
  let last = n - 1;
  let rounds = 0;
  while (last >= 0) {
    const first = activeBlock(h, last);
    if (first === last) found[last] = complexValue(get(h, last, last), 0);
    if (first === last - 1) [found[first], found[last]] = pairOf(h, first);
    if (last - first <= 1) {
      last = first - 1;
      rounds = 0;
    } else if (++rounds > patience) return undefined;
    else doubleShift(h, first, last, rounds % 10 === 0);
  }
  return found;
}

function reduceToHessenberg(h: Dense): void {
  const n = h.rows;
  for (let k = 0; k < n - 2; k++) {
    const mirror = reflection(Array.from({ length: n - k - 1 }, (_, i) => get(h, k + 1 + i, k)));
    if (mirror === undefined) continue;
    reflectRows(h, mirror, k + 1, k, n);
    reflectColumns(h, mirror, k + 1, 0, n);
    for (let i = k + 2; i < n; i++) h.items[i * n + k] = 0;
  }
}

/** Where the unreduced block that ends at `last` begins; the subdiagonal entry above it is set to 0. */
function activeBlock(h: Dense, last: number): number {
  for (let l = last; l > 0; l--) {
    const beside = Math.abs(get(h, l - 1, l - 1)) + Math.abs(get(h, l, l));
    if (Math.abs(get(h, l, l - 1)) <= epsilon * (beside === 0 ? 1 : beside)) {
      h.items[l * h.columns + l - 1] = 0;
      return l;
    }
  }
  return 0;
}

/** The two eigenvalues of the 2×2 block at `k`; of a complex pair the one above the axis first. */
function pairOf(h: Dense, k: number): [ComplexValue, ComplexValue] {
  const [a, b, c, d] = [get(h, k, k), get(h, k, k + 1), get(h, k + 1, k), get(h, k + 1, k + 1)];
  const half = (a - d) / 2;
  const square = half * half + b * c;
  if (square < 0) {
    const im = Math.sqrt(-square);
    return [complexValue(d + half, im), complexValue(d + half, -im)];
  }
  // The root farther from d first: the other one from the product, without cancellation.
  const far = half + (half < 0 ? -1 : 1) * Math.sqrt(square);
  return [complexValue(d + far, 0), complexValue(far === 0 ? d : d - (b * c) / far, 0)];
}

/** One sweep on the block first … last with the eigenvalues of its last 2×2 corner as shifts. */
function doubleShift(h: Dense, first: number, last: number, exceptional: boolean): void {
  const corner = Math.abs(get(h, last, last - 1)) + Math.abs(get(h, last - 1, last - 2));
  const [a, d] = [get(h, last - 1, last - 1), get(h, last, last)];
  const trace = exceptional ? 1.5 * corner : a + d;
  const determinant = exceptional ? corner * corner : a * d - get(h, last - 1, last) * get(h, last, last - 1);
  const [p, q] = [get(h, first, first), get(h, first + 1, first)];
  let column = [
    p * p + get(h, first, first + 1) * q - trace * p + determinant,
    q * (p + get(h, first + 1, first + 1) - trace),
    q * get(h, first + 2, first + 1),
  ];
  for (let k = first; k < last; k++) {
    const mirror = reflection(column);
    if (mirror !== undefined) {
      reflectRows(h, mirror, k, Math.max(first, k - 1), last + 1);
      reflectColumns(h, mirror, k, first, Math.min(k + 4, last + 1));
    }
    const width = Math.min(3, last - k);
    column = Array.from({ length: width }, (_, i) => get(h, k + 1 + i, k));
  }
}
