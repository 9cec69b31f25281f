/**
 * The error function and the gamma function, on double-doubles where a double would lose digits.
 *
 * erf by its series of positive terms, erfc beyond 1 by its continued fraction (DLMF §7.6, §7.9); Γ by Stirling's series
 * after the argument has been raised, and by reflection on the left (DLMF §5.11, §5.5).
 */
import * as dd from "./double-double.ts";

const inverseRootPi: dd.Double2 = { hi: 0.5641895835477563, lo: 7.66772980658294e-18 };
const halfLogTwoPi: dd.Double2 = { hi: 0.9189385332046728, lo: -3.8782941580672414e-17 };

/** e^a as a double-double times a power of two. */
function exp(a: dd.Double2): { readonly value: dd.Double2; readonly exponent: number } {
  const { fraction, exponent } = dd.expParts(a.hi);
  const value = dd.add(dd.one, fraction);
  return { value: dd.add(value, dd.scale(value, a.lo)), exponent };
}

/** In two steps, so that neither power leaves the range of a double before the product does. */
function raised(x: number, exponent: number): number {
  const half = Math.trunc(exponent / 2);
  return x * 2 ** half * 2 ** (exponent - half);
}

function gaussian(x: number): dd.Double2 {
  const square = dd.twoProduct(x, x);
  const { value, exponent } = exp({ hi: -square.hi, lo: -square.lo });
  const half = Math.trunc(exponent / 2);
  return dd.scale(dd.scale(value, 2 ** half), 2 ** (exponent - half));
}

/** Σ 2ⁿ x^(2n+1) / (2n+1)!! · 2/√π · e^(−x²); 0 ≤ x ≤ 2.5 or so. */
function erfSeries(x: number): dd.Double2 {
  const square = dd.scale(dd.twoProduct(x, x), 2);
  let term = dd.of(x);
  let sum = term;
  for (let n = 1; term.hi > sum.hi * 2 ** -70; n++) {
    term = dd.divide(dd.multiply(term, square), dd.of(2 * n + 1));
    sum = dd.add(sum, term);
  }
  return dd.multiply(dd.multiply(sum, gaussian(x)), dd.scale(inverseRootPi, 2));
}

/** e^(−x²)/√π · 1/(x + ½/(x + 1/(x + 3/2/(x + …)))), x ≥ 1. */
function erfcFraction(x: number): dd.Double2 {
  const terms = Math.ceil(10 + 220 / (x * x));
  let tail = x;
  for (let k = terms; k >= 2; k--) tail = x + k / 2 / tail;
  const whole = dd.twoSum(x, 0.5 / tail);
  return dd.divide(dd.multiply(gaussian(x), inverseRootPi), whole);
}

/** Below, 2x/√π has all digits of erf; twoProduct would lose some. */
const tiny = 2 ** -100;

export function erf(x: number): number {
  if (x < 0) return -erf(-x);
  if (!(x > tiny)) return x * 2 * inverseRootPi.hi;
  if (x > 6) return 1;
  return x < 1.5 ? dd.value(erfSeries(x)) : dd.value(dd.add(dd.one, dd.scale(erfcFraction(x), -1)));
}

export function erfc(x: number): number {
  if (Number.isNaN(x)) return x;
  if (x > 27.3) return 0;
  if (x < -6) return 2;
  if (x >= 1) return dd.value(erfcFraction(x));
  const inside = Math.abs(x) > tiny ? erfSeries(Math.abs(x)) : dd.of(0);
  return dd.value(dd.add(dd.one, x < 0 ? inside : dd.scale(inside, -1)));
}

// --------------------------------------------------------------------------------------------------------- gamma

/** B₂ₖ / (2k(2k−1)), k = 1 … 7. */
const stirling = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360, 1 / 156] as const;

/** ln Γ(y) for y ≥ 16. */
function logGamma(y: dd.Double2): dd.Double2 {
  const inverse = 1 / y.hi;
  const series = stirling.reduceRight((sum, c) => sum * inverse * inverse + c, 0) * inverse;
  const main = dd.multiply(dd.add(y, dd.of(-0.5)), dd.log(y));
  return dd.add(dd.add(dd.add(main, dd.scale(y, -1)), halfLogTwoPi), dd.of(series));
}

export function gamma(x: number): number {
  if (Number.isInteger(x)) return gammaOfInteger(x);
  if (!(x > -184))
    return x === Number.NEGATIVE_INFINITY || Number.isNaN(x) ? Number.NaN : x % 2 === 0 ? 0 : -0;
  if (x < 0.5) return Math.PI / (sinPi(x) * gamma(1 - x));
  if (x > 171.7) return Number.POSITIVE_INFINITY;
  let product = dd.one;
  let y = dd.of(x);
  for (; y.hi < 16; y = dd.add(y, dd.one)) product = dd.multiply(product, y);
  const { value, exponent } = exp(logGamma(y));
  return raised(dd.value(dd.divide(value, product)), exponent);
}

/** Poles are infinite at 0 and NaN below. */
function gammaOfInteger(n: number): number {
  if (n <= 0)
    return Object.is(n, -0) ? Number.NEGATIVE_INFINITY : n === 0 ? Number.POSITIVE_INFINITY : Number.NaN;
  if (n > 171) return Number.POSITIVE_INFINITY;
  let product = 1n;
  for (let k = 2n; k < n; k++) product *= k;
  return Number(product);
}

/** sin(πx) with x reduced first, so that large arguments keep their digits. */
function sinPi(x: number): number {
  const whole = Math.round(x);
  const sine = Math.sin(Math.PI * (x - whole));
  return whole % 2 === 0 ? sine : -sine;
}

/** B₂ₖ / 2k as fractions, k = 1 … 8. */
const digammaTerms = [
  [1, 12],
  [-1, 120],
  [1, 252],
  [-1, 240],
  [1, 132],
  [-691, 32760],
  [1, 12],
  [-3617, 8160],
] as const;

/**
 * ψ = Γ′/Γ: the argument raised to 30 or more, there the asymptotic series (DLMF §5.5.2, §5.11.2), all on double-doubles, so
 * that digits stay near the zeros. Far on the left by reflection.
 */
export function digamma(x: number): number {
  if (x <= 0 && Number.isInteger(x)) return Number.NaN;
  if (x === Number.NEGATIVE_INFINITY) return Number.NaN;
  if (!(x < Number.POSITIVE_INFINITY)) return x;
  if (x < -100) return digamma(1 - x) - (Math.PI * cosPi(x)) / sinPi(x);
  let sum = dd.of(0);
  let y = dd.of(x);
  for (; y.hi < 30; y = dd.add(y, dd.one)) sum = dd.add(sum, dd.scale(dd.divide(dd.one, y), -1));
  const inverse = dd.divide(dd.one, y);
  const square = dd.multiply(inverse, inverse);
  const series = digammaTerms.reduceRight<dd.Double2>(
    (tail, [p, q]) => dd.multiply(square, dd.add(dd.divide(dd.of(p), dd.of(q)), tail)),
    dd.of(0),
  );
  const main = dd.add(dd.log(y), dd.scale(inverse, -0.5));
  return dd.value(dd.add(sum, dd.add(main, dd.scale(series, -1))));
}

function cosPi(x: number): number {
  return Math.cos(Math.PI * (x - 2 * Math.round(x / 2)));
}

export function beta(a: number, b: number): number {
  const [small, large] = a < b ? [a, b] : [b, a];
  return (gamma(large) / gamma(a + b)) * gamma(small);
}
