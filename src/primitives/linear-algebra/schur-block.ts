/**
 * The standard form of a 2×2 block by a rotation (LAPACK's dlanv2; Golub & Van Loan, §7.4.1): upper triangular where the
 * eigenvalues are real, else with equal diagonal entries and the other two of opposite sign.
 */
import { type Dense, get } from "./factorisations.ts";

export interface Rotation {
  readonly cosine: number;
  readonly sine: number;
}

/** [a b; c d] = Rᵀ · block · R for the rotation R. */
export interface StandardBlock extends Rotation {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
}

const sign = (x: number): number => (x < 0 ? -1 : 1);

export function standardForm(a: number, b: number, c: number, d: number): StandardBlock {
  if (c === 0) return { a, b, c, d, cosine: 1, sine: 0 };
  if (b === 0) return { a: d, b: -c, c: 0, d: a, cosine: 0, sine: 1 };
  if (a === d && sign(b) !== sign(c)) return { a, b, c, d, cosine: 1, sine: 0 };
  const p = (a - d) / 2;
  const [more, less] = [Math.max(Math.abs(b), Math.abs(c)), Math.min(Math.abs(b), Math.abs(c))];
  const product = less * sign(b) * sign(c);
  const scale = Math.max(Math.abs(p), more);
  const z = (p / scale) * p + (more / scale) * product;
  if (z < 4 * Number.EPSILON) return nearlyEqual(a, b, c, d);
  // The root farther from d first; the other one from the product, without cancellation.
  const far = p + sign(p) * Math.sqrt(scale) * Math.sqrt(z);
  const size = Math.hypot(c, far);
  return {
    a: d + far,
    b: b - c,
    c: 0,
    d: d - (more / far) * product,
    cosine: far / size,
    sine: c / size,
  };
}

/** Eigenvalues that are complex, or real and almost one: the diagonal entries are made equal first. */
function nearlyEqual(a: number, b: number, c: number, d: number): StandardBlock {
  const sigma = b + c;
  const size = Math.hypot(sigma, a - d);
  const cosine = Math.sqrt((1 + Math.abs(sigma) / size) / 2);
  const sine = -((a - d) / 2 / (size * cosine)) * sign(sigma);
  const [aa, bb] = [a * cosine + b * sine, b * cosine - a * sine];
  const [cc, dd] = [c * cosine + d * sine, d * cosine - c * sine];
  const upper = bb * cosine + dd * sine;
  const lower = cc * cosine - aa * sine;
  const middle = (aa * cosine + cc * sine + dd * cosine - bb * sine) / 2;
  if (lower === 0) return { a: middle, b: upper, c: 0, d: middle, cosine, sine };
  if (upper === 0) return { a: middle, b: -lower, c: 0, d: middle, cosine: -sine, sine: cosine };
  if (sign(upper) !== sign(lower)) return { a: middle, b: upper, c: lower, d: middle, cosine, sine };
  const [root, other] = [Math.sqrt(Math.abs(upper)), Math.sqrt(Math.abs(lower))];
  const apart = sign(lower) * root * other;
  const tau = 1 / Math.sqrt(Math.abs(upper + lower));
  return {
    a: middle + apart,
    b: upper - lower,
    c: 0,
    d: middle - apart,
    cosine: cosine * root * tau - sine * other * tau,
    sine: cosine * other * tau + sine * root * tau,
  };
}

/** Rows k and k + 1 by Rᵀ, in columns `from` up to `to`. */
export function rotateRows(m: Dense, k: number, { cosine, sine }: Rotation, from: number, to: number): void {
  for (let j = from; j < to; j++) {
    const [x, y] = [get(m, k, j), get(m, k + 1, j)];
    m.items[k * m.columns + j] = cosine * x + sine * y;
    m.items[(k + 1) * m.columns + j] = cosine * y - sine * x;
  }
}

/** Columns k and k + 1 by R, in rows `from` up to `to`. */
export function rotateColumns(
  m: Dense,
  k: number,
  { cosine, sine }: Rotation,
  from: number,
  to: number,
): void {
  for (let i = from; i < to; i++) {
    const [x, y] = [get(m, i, k), get(m, i, k + 1)];
    m.items[i * m.columns + k] = cosine * x + sine * y;
    m.items[i * m.columns + k + 1] = cosine * y - sine * x;
  }
}
