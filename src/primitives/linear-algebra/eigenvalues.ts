/**
 * Eigenvalues and eigenvectors of a real matrix from its Schur form: the vectors by substitution in T from the last
 * block upwards, taken back by U (Golub & Van Loan, 4th ed., §7.6.4).
 */
import { type ComplexValue, complexValue } from "../../interpret/value.ts";
import { type Dense, get, scaled, unitPower } from "./factorisations.ts";
import { blockSize, diagonalEigenvalues, schurBlocks, schurForm } from "./schur.ts";

export interface Eigen {
  readonly values: readonly ComplexValue[];
  /** One for each value, of length 1. */
  readonly vectors: readonly ComplexVector[];
}

export interface ComplexVector {
  readonly re: Float64Array;
  readonly im: Float64Array;
}

/** Undefined where the iteration does not converge (entries that are not finite). */
export function eigenvaluesOf(a: Dense): readonly ComplexValue[] | undefined {
  const t = schurBlocks(a);
  return t && diagonalEigenvalues(t);
}

export function eigenOf(a: Dense): Eigen | undefined {
  const power = unitPower(a);
  const form = power === undefined ? undefined : schurForm(scaled(a, power));
  if (form === undefined || power === undefined) return undefined;
  const { t, u } = form;
  const values = diagonalEigenvalues(t);
  const largest = t.items.reduce((most, entry) => Math.max(most, Math.abs(entry)), 0);
  const vectors: ComplexVector[] = [];
  for (let k = 0; k < t.rows; k += blockSize(t, k)) {
    const end = k + blockSize(t, k);
    const vector = image(u, triangularVector(t, k, values[k] ?? complexValue(0, 0), largest), end);
    normalise(vector);
    vectors.push(vector);
    if (end === k + 2) vectors.push({ re: vector.re, im: vector.im.map((x) => -x) });
  }
  return { values: values.map(({ re, im }) => complexValue(re / power, im / power)), vectors };
}

/** x with T·x = λ·x for the eigenvalue λ of the block at `k`; entries below the block are 0. */
function triangularVector(t: Dense, k: number, value: ComplexValue, largest: number): ComplexVector {
  const x: ComplexVector = { re: new Float64Array(t.rows), im: new Float64Array(t.rows) };
  const end = k + blockSize(t, k);
  // λ = t + i·√|bc|: the second row says c·x₁ = (λ − t)·x₂.
  if (end === k + 2) {
    x.im[k] = value.im;
    x.re[k + 1] = get(t, k + 1, k);
  } else x.re[k] = 1;
  const least = Math.max(Number.EPSILON * largest, Number.MIN_VALUE);
  for (let j = k - 1; j >= 0; j--) {
    const pair = j > 0 && get(t, j, j - 1) !== 0;
    if (pair) solvePair(t, --j, value, least, x, end);
    else solveOne(t, j, value, least, x, end);
    limit(x, j, pair ? 2 : 1, end);
  }
  return x;
}

/** −Σ T[row, l]·x[l] over l = from … end. */
function rightSide(t: Dense, row: number, from: number, end: number, x: ComplexVector): ComplexValue {
  let [re, im] = [0, 0];
  for (let l = from, at = row * t.columns + from; l < end; l++, at++) {
    const entry = t.items[at] ?? 0;
    re -= entry * (x.re[l] ?? 0);
    im -= entry * (x.im[l] ?? 0);
  }
  return complexValue(re, im);
}

function put(x: ComplexVector, j: number, z: ComplexValue): void {
  x.re[j] = z.re;
  x.im[j] = z.im;
}

/** The entry of x at `j` from those after it; a pivot below `least` is taken as `least`. */
function solveOne(
  t: Dense,
  j: number,
  value: ComplexValue,
  least: number,
  x: ComplexVector,
  end: number,
): void {
  const pivot = atLeast(complexValue(get(t, j, j) - value.re, -value.im), least);
  put(x, j, over(rightSide(t, j, j + 1, end, x), pivot));
}

/** Likewise the two entries at a 2×2 block, by elimination with complete pivoting. */
function solvePair(
  t: Dense,
  j: number,
  value: ComplexValue,
  least: number,
  x: ComplexVector,
  end: number,
): void {
  const shifted = (row: number): ComplexValue => complexValue(get(t, row, row) - value.re, -value.im);
  const entry = (row: number, column: number): ComplexValue =>
    row === column ? shifted(j + row) : complexValue(get(t, j + row, j + column), 0);
  let [row, column] = [0, 0];
  for (const place of [1, 2, 3]) {
    const [i, k] = [place >> 1, place & 1];
    if (modulus(entry(i, k)) > modulus(entry(row, column))) [row, column] = [i, k];
  }
  const right = [0, 1].map((i) => rightSide(t, j + i, j + 2, end, x));
  const [top = zero, bottom = zero] = row === 0 ? right : [...right].reverse();
  const pivot = atLeast(entry(row, column), least);
  const beside = entry(row, 1 - column);
  const factor = over(entry(1 - row, column), pivot);
  const below = atLeast(minus(entry(1 - row, 1 - column), times(factor, beside)), least);
  const second = over(minus(bottom, times(factor, top)), below);
  const first = over(minus(top, times(beside, second)), pivot);
  put(x, j + column, first);
  put(x, j + 1 - column, second);
}

const zero = complexValue(0, 0);

function minus(a: ComplexValue, b: ComplexValue): ComplexValue {
  return complexValue(a.re - b.re, a.im - b.im);
}

const modulus = ({ re, im }: ComplexValue): number => Math.hypot(re, im);

function atLeast(z: ComplexValue, least: number): ComplexValue {
  return modulus(z) < least ? complexValue(least, 0) : z;
}

function times(a: ComplexValue, b: ComplexValue): ComplexValue {
  return complexValue(a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re);
}

/** Smith 1962: no overflow on the way. */
function over(a: ComplexValue, b: ComplexValue): ComplexValue {
  if (Math.abs(b.re) >= Math.abs(b.im)) {
    const ratio = b.im / b.re;
    const size = b.re + b.im * ratio;
    return complexValue((a.re + a.im * ratio) / size, (a.im - a.re * ratio) / size);
  }
  const ratio = b.re / b.im;
  const size = b.re * ratio + b.im;
  return complexValue((a.re * ratio + a.im) / size, (a.im * ratio - a.re) / size);
}

/** Keeps entries that grow towards overflow in range, where the `count` new ones at `from` did; only the direction counts. */
function limit({ re, im }: ComplexVector, from: number, count: number, end: number): void {
  let most = 0;
  for (let l = from; l < from + count; l++) most = Math.max(most, Math.abs(re[l] ?? 0), Math.abs(im[l] ?? 0));
  if (!(most > 2 ** 400)) return;
  for (let l = from; l < end; l++) {
    re[l] = (re[l] ?? 0) * 2 ** -400;
    im[l] = (im[l] ?? 0) * 2 ** -400;
  }
}

/** U·x, of which entries from `end` on are 0. */
function image(u: Dense, x: ComplexVector, end: number): ComplexVector {
  const y: ComplexVector = { re: new Float64Array(u.rows), im: new Float64Array(u.rows) };
  for (let i = 0; i < u.rows; i++) {
    let [re, im] = [0, 0];
    for (let j = 0, at = i * u.columns; j < end; j++, at++) {
      const entry = u.items[at] ?? 0;
      re += entry * (x.re[j] ?? 0);
      im += entry * (x.im[j] ?? 0);
    }
    y.re[i] = re;
    y.im[i] = im;
  }
  return y;
}

/** An entry is larger than another one if it is so by more than rounding: of equal ones every tier takes the first. */
const larger = 1 + 2 ** -30;

/** To length 1 and, where it is complex, with its largest entry real. */
function normalise({ re, im }: ComplexVector): void {
  let top = complexValue(0, 0);
  for (let i = 0; i < re.length; i++) {
    const z = complexValue(re[i] ?? 0, im[i] ?? 0);
    if (modulus(z) > modulus(top) * larger) top = z;
  }
  const factor = top.im === 0 ? complexValue(1 / modulus(top), 0) : over(complexValue(1, 0), top);
  let sum = 0;
  for (let i = 0; i < re.length; i++) {
    const z = times(complexValue(re[i] ?? 0, im[i] ?? 0), factor);
    // The largest entry itself is 1 exactly.
    const isTop = top.im !== 0 && re[i] === top.re && im[i] === top.im;
    re[i] = isTop ? 1 : z.re;
    im[i] = isTop ? 0 : z.im;
    sum += (re[i] ?? 0) ** 2 + (im[i] ?? 0) ** 2;
  }
  const size = Math.sqrt(sum);
  for (let i = 0; i < re.length; i++) {
    re[i] = (re[i] ?? 0) / size;
    im[i] = (im[i] ?? 0) / size;
  }
}
