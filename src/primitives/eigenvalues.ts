/**
 * Eigenvalues and eigenvectors of a real matrix from its Schur form: the vectors by substitution in T from the last
 * block upwards, taken back by U (Golub & Van Loan, 4th ed., §7.6.4).
 */
import { type ComplexValue, complexValue } from "../interpret/value.ts";
import { type Dense, get } from "./factorisations.ts";
import { addition, division, multiplication, subtraction } from "./number.ts";
import { blockSize, diagonalEigenvalues, schurBlocks, schurForm } from "./schur.ts";

type Vector = readonly ComplexValue[];

export interface Eigen {
  readonly values: Vector;
  /** One for each value, of length 1. */
  readonly vectors: readonly Vector[];
}

const { complex: plus } = addition;
const { complex: minus } = subtraction;
const { complex: times } = multiplication;
const { complex: over } = division;
const zero = complexValue(0, 0);
const one = complexValue(1, 0);
const modulus = ({ re, im }: ComplexValue): number => Math.hypot(re, im);

/** Undefined where the iteration does not converge (entries that are not finite). */
export function eigenvaluesOf(a: Dense): Vector | undefined {
  const t = schurBlocks(a);
  return t && diagonalEigenvalues(t);
}

export function eigenOf(a: Dense): Eigen | undefined {
  const form = schurForm(a);
  if (form === undefined) return undefined;
  const { t, u } = form;
  const values = diagonalEigenvalues(t);
  const vectors: Vector[] = [];
  for (let k = 0; k < t.rows; k += blockSize(t, k)) {
    const vector = unit(image(u, triangularVector(t, k, values[k] ?? zero)));
    vectors.push(vector);
    if (blockSize(t, k) === 2) vectors.push(vector.map((z) => complexValue(z.re, -z.im)));
  }
  return { values, vectors };
}

/** x with T·x = λ·x for the eigenvalue λ of the block at `k`; entries below the block are 0. */
function triangularVector(t: Dense, k: number, value: ComplexValue): ComplexValue[] {
  const x = new Array<ComplexValue>(t.rows).fill(zero);
  const end = k + blockSize(t, k);
  x[k] = one;
  // λ = t + i·√|bc|: the second row says c·x₁ = (λ − t)·x₂.
  if (end === k + 2) {
    x[k] = complexValue(0, value.im);
    x[k + 1] = complexValue(get(t, k + 1, k), 0);
  }
  const least = Math.max(Number.EPSILON * largest(t), Number.MIN_VALUE);
  for (let j = k - 1; j >= 0; j--) {
    const pair = j > 0 && get(t, j, j - 1) !== 0;
    if (pair) j -= 1;
    solveBlock(t, j, pair, value, least, x, end);
    limit(x, end);
  }
  return x;
}

/** The entries of x at the block at `j`, from those after it; a pivot below `least` is taken as `least`. */
function solveBlock(
  t: Dense,
  j: number,
  pair: boolean,
  value: ComplexValue,
  least: number,
  x: ComplexValue[],
  end: number,
): void {
  const right = (row: number): ComplexValue => {
    let sum = zero;
    for (let l = pair ? j + 2 : j + 1; l < end; l++) sum = plus(sum, scaled(x[l] ?? zero, -get(t, row, l)));
    return sum;
  };
  const shifted = (row: number): ComplexValue => minus(complexValue(get(t, row, row), 0), value);
  if (!pair) {
    x[j] = over(right(j), atLeast(shifted(j), least));
    return;
  }
  const [p, q, r, s] = [shifted(j), get(t, j, j + 1), get(t, j + 1, j), shifted(j + 1)];
  const [f, g] = [right(j), right(j + 1)];
  const determinant = atLeast(minus(times(p, s), complexValue(q * r, 0)), least * largest(t));
  x[j] = over(minus(times(f, s), scaled(g, q)), determinant);
  x[j + 1] = over(minus(times(p, g), scaled(f, r)), determinant);
}

function atLeast(z: ComplexValue, least: number): ComplexValue {
  return modulus(z) < least ? complexValue(least, 0) : z;
}

function scaled({ re, im }: ComplexValue, factor: number): ComplexValue {
  return complexValue(re * factor, im * factor);
}

/** Keeps entries that grow towards overflow in range; only the direction counts. */
function limit(x: ComplexValue[], end: number): void {
  const most = x.reduce((m, z) => Math.max(m, modulus(z)), 0);
  if (most > 2 ** 500) for (let l = 0; l < end; l++) x[l] = scaled(x[l] ?? zero, 2 ** -500);
}

function largest(t: Dense): number {
  return t.items.reduce((m, entry) => Math.max(m, Math.abs(entry)), 0);
}

function image(u: Dense, x: Vector): Vector {
  return Array.from({ length: u.rows }, (_, i) =>
    x.reduce((sum, z, j) => plus(sum, scaled(z, get(u, i, j))), zero),
  );
}

/** Of length 1 and, where it is complex, with its largest entry real. */
function unit(x: Vector): Vector {
  const top = x.reduce((best, z) => (modulus(z) > modulus(best) ? z : best), zero);
  const factor = top.im === 0 ? complexValue(1 / modulus(top), 0) : over(one, top);
  const turned = x.map((z) => times(z, factor));
  const size = Math.sqrt(turned.reduce((sum, z) => sum + z.re * z.re + z.im * z.im, 0));
  return turned.map((z) => (z.re === 1 && z.im === 0 ? complexValue(1 / size, 0) : scaled(z, 1 / size)));
}
