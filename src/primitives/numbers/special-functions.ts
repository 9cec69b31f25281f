/**
 * The error function and the gamma function, on double-doubles where a double would lose digits.
 *
 * erf by its series of positive terms, erfc beyond 1 by its continued fraction (DLMF §7.6, §7.9); Γ by Stirling's series
 * after the argument has been raised, and by reflection on the left (DLMF §5.11, §5.5).
 */
import { logGammaNear, logGammaNearRest } from "../../loop/elementary/gamma-coefficients.ts";
import * as dd from "./double-double.ts";

const inverseRootPi: dd.Double2 = { hi: 0.5641895835477563, lo: 7.66772980658294e-18 };
const halfLogTwoPi: dd.Double2 = { hi: 0.9189385332046728, lo: -3.8782941580672414e-17 };

function gaussian(x: number): dd.Double2 {
  const square = dd.twoProduct(x, x);
  const { value, exponent } = dd.exp({ hi: -square.hi, lo: -square.lo });
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

/** Σ B₂ₖ / (2k(2k−1)y^(2k−1)) for y ≥ 16. */
function stirlingTail(y: number): number {
  const inverse = 1 / y;
  return stirling.reduceRight((sum, c) => sum * inverse * inverse + c, 0) * inverse;
}

/** ln Γ(y) for y ≥ 16. */
function logGamma(y: dd.Double2): dd.Double2 {
  const main = dd.multiply(dd.add(y, dd.of(-0.5)), dd.log(y));
  return dd.add(dd.add(dd.add(main, dd.scale(y, -1)), halfLogTwoPi), dd.of(stirlingTail(y.hi)));
}

/** value · 2^exponent: Γ leaves the range of a double long before its quotients do. */
interface Scaled {
  readonly value: dd.Double2;
  readonly exponent: number;
}

/** Γ(x) for x ≥ ½: Stirling's series at the argument raised to 16 or more. */
function gammaOnTheRight(x: dd.Double2): Scaled {
  let product = dd.one;
  let y = x;
  for (; y.hi < 16; y = dd.add(y, dd.one)) product = dd.multiply(product, y);
  const { value, exponent } = dd.exp(logGamma(y));
  return { value: dd.divide(value, product), exponent };
}

export function gamma(x: number): number {
  if (Number.isInteger(x)) return gammaOfInteger(x);
  if (!(x > -184))
    return x === Number.NEGATIVE_INFINITY || Number.isNaN(x) ? Number.NaN : Math.ceil(x) % 2 === 0 ? -0 : 0;
  if (x > 171.7) return Number.POSITIVE_INFINITY;
  const { value, exponent } = x < 0.5 ? reflected(x) : gammaOnTheRight(dd.of(x));
  return dd.raised(dd.value(value), exponent);
}

/** Γ(x) = π / (sin(πx) Γ(1 − x)) (DLMF §5.5.3). */
function reflected(x: number): Scaled {
  const { remainder, odd } = reduced(x);
  const right = gammaOnTheRight(dd.twoSum(1, -x));
  const quotient = dd.divide(pi, dd.multiply(sincPi(remainder), right.value));
  // Division by a remainder of any size, in the range where it is exact.
  const lift = Math.abs(remainder) < 2 ** -400 ? 600 : 0;
  const value = dd.divide(quotient, dd.of((odd ? -1 : 1) * remainder * 2 ** lift));
  return { value, exponent: lift - right.exponent };
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

// ------------------------------------------------------------------------------------------- its logarithm

/** ln |Γ(x)|. */
export function lgamma(x: number): number {
  const size = Math.abs(x);
  if (Number.isNaN(x)) return x;
  if (size === Number.POSITIVE_INFINITY || (x <= 0 && Number.isInteger(x))) return Number.POSITIVE_INFINITY;
  // Here −ln |x|, or x·(ln x − 1), is all of it.
  if (size < 2 ** -60) return -Math.log(size);
  if (x > 2 ** 60) {
    const log = dd.add(dd.log(dd.of(x)), dd.of(-1));
    return dd.value(dd.multiply(log, dd.of(x * 2 ** -100))) * 2 ** 100;
  }
  const above1 = logGammaFrom1(size < 1 ? dd.twoSum(size, 1) : dd.of(size));
  if (x > 0) return dd.value(size < 1 ? dd.add(above1, dd.scale(dd.log(dd.of(size)), -1)) : above1);
  const { remainder } = reduced(size);
  const sine = dd.multiply(sincPi(remainder), dd.of(Math.abs(remainder)));
  const divisor = dd.divide(size < 1 ? sine : dd.multiply(sine, dd.of(size)), pi);
  return dd.value(dd.scale(dd.add(dd.log(divisor), above1), -1));
}

/** ln Γ(v), v ≥ 1; below 3 by a polynomial beside its zeros. */
function logGammaFrom1(v: dd.Double2): dd.Double2 {
  if (v.hi < 3) {
    const r = dd.add(v, dd.of(-2));
    const [constant = 0, slope = 0, ...others] = logGammaNear;
    // Beside 1, where r is −1, the slope is a quarter of the sum: it loses nothing either.
    const rest = dd.twoSum(slope, others.reduceRight((sum, c) => sum * r.hi + c, 0) * r.hi);
    const factor = dd.add(dd.twoSum(constant, logGammaNearRest), dd.multiply(rest, r));
    return dd.multiply(dd.multiply(r, dd.add(r, dd.one)), factor);
  }
  let product = dd.one;
  let y = v;
  for (; y.hi < 16; y = dd.add(y, dd.one)) product = dd.multiply(product, y);
  return dd.add(logGamma(y), dd.scale(dd.log(product), -1));
}

const pi: dd.Double2 = { hi: Math.PI, lo: 1.2246467991473532e-16 };

/** The nearest integer taken away, which is exact; `odd` tells whether sin(πx) changes its sign by that. */
function reduced(x: number): { readonly remainder: number; readonly odd: boolean } {
  const whole = Math.round(x);
  return { remainder: x - whole, odd: whole % 2 !== 0 };
}

/** Σ (−1)ᵏ (πr)²ᵏ/(2k + first)! · first term: cos(πr) for first = 0, sin(πr)/(πr) for first = 1. */
function evenSeries(r: number, first: 0 | 1): dd.Double2 {
  const angle = Math.abs(r) < 2 ** -60 ? dd.of(0) : dd.multiply(pi, dd.of(r));
  const square = dd.scale(dd.multiply(angle, angle), -1);
  let term = dd.one;
  let sum = dd.one;
  for (let k = 2 + first; k < 34; k += 2) {
    term = dd.divide(dd.multiply(term, square), dd.of(k * (k - 1)));
    sum = dd.add(sum, term);
  }
  return sum;
}

/** sin(πr)/r for |r| ≤ ½. */
function sincPi(r: number): dd.Double2 {
  return dd.multiply(pi, evenSeries(r, 1));
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
 * that digits stay near the zeros. On the left by reflection.
 */
export function digamma(x: number): number {
  if (x <= 0 && Number.isInteger(x)) return Number.NaN;
  if (x === Number.NEGATIVE_INFINITY) return Number.NaN;
  if (!(x < Number.POSITIVE_INFINITY)) return x;
  // Here ln x, or −1/x, is all of it.
  if (x > 2 ** 100) return Math.log(x);
  if (Math.abs(x) < 2 ** -100) return -1 / x;
  if (x > 0) return dd.value(digammaOnTheRight(dd.of(x)));
  const { remainder } = reduced(x);
  const tangent = dd.divide(sincPi(remainder), evenSeries(remainder, 0));
  // π cot(πx) = π / (tan(πr)/r) / r.
  const cotangent = dd.divide(dd.divide(pi, tangent), dd.of(remainder));
  return dd.value(dd.add(digammaOnTheRight(dd.twoSum(1, -x)), dd.scale(cotangent, -1)));
}

function digammaOnTheRight(x: dd.Double2): dd.Double2 {
  let sum = dd.of(0);
  let y = x;
  for (; y.hi < 30; y = dd.add(y, dd.one)) sum = dd.add(sum, dd.scale(dd.divide(dd.one, y), -1));
  const inverse = dd.divide(dd.one, y);
  const square = dd.multiply(inverse, inverse);
  const series = digammaTerms.reduceRight<dd.Double2>(
    (tail, [p, q]) => dd.multiply(square, dd.add(dd.divide(dd.of(p), dd.of(q)), tail)),
    dd.of(0),
  );
  const main = dd.add(dd.log(y), dd.scale(inverse, -0.5));
  return dd.add(sum, dd.add(main, dd.scale(series, -1)));
}

// ---------------------------------------------------------------------------------------------------------- beta

/** Γ(a)Γ(b)/Γ(a + b), never by way of a Γ that overflows. */
export function beta(a: number, b: number): number {
  const [small, large] = a < b ? [a, b] : [b, a];
  if (!(small > 0 && large < Number.POSITIVE_INFINITY)) return (gamma(large) / gamma(a + b)) * gamma(small);
  // Below 4⁻⁶⁰⁰, which is no double.
  if (small > 600) return 0;
  if (large < 16) return betaOfSmall(small, large);
  return small < 16 ? betaOfOneLarge(small, large) : betaOfLarge(small, large);
}

/** Γ(x) for x > 0. */
function positiveGamma(x: number): Scaled {
  return x < 0.5 ? reflected(x) : gammaOnTheRight(dd.of(x));
}

function betaOfSmall(a: number, b: number): number {
  const [x, y] = [positiveGamma(a), positiveGamma(b)];
  const sum = a + b < 0.5 ? reflected(a + b) : gammaOnTheRight(dd.twoSum(a, b));
  const value = dd.multiply(x.value, dd.divide(y.value, sum.value));
  return dd.raised(dd.value(value), x.exponent + y.exponent - sum.exponent);
}

/** Γ(a) · e^(ln Γ(b) − ln Γ(a + b)) with the logarithms subtracted by hand: nothing cancels for b ≫ a. */
function betaOfOneLarge(a: number, b: number): number {
  if (b > 2 ** 300) return betaOfFar(a, b);
  const sum = dd.twoSum(b, a);
  const ratio = dd.log1p(dd.divide(dd.of(a), dd.of(b)));
  const main = dd.add(dd.multiply(dd.add(dd.of(b), dd.of(-0.5)), ratio), dd.multiply(dd.of(a), dd.log(sum)));
  const rest = dd.twoSum(a, stirlingTail(b) - stirlingTail(sum.hi));
  const factor = dd.exp(dd.add(dd.scale(main, -1), rest));
  const gammaOfA = positiveGamma(a);
  return dd.raised(dd.value(dd.multiply(gammaOfA.value, factor.value)), gammaOfA.exponent + factor.exponent);
}

/** Γ(a)·b^(−a). */
function betaOfFar(a: number, b: number): number {
  const [gammaOfA, power] = [positiveGamma(a), dd.exp(dd.multiply(dd.log(dd.of(b)), dd.of(-a)))];
  return dd.raised(dd.value(dd.multiply(gammaOfA.value, power.value)), gammaOfA.exponent + power.exponent);
}

/** (a − ½) ln(a/s) + (b − ½) ln(b/s) − ½ ln s + ½ ln 2π and the tails, with s = a + b. */
function betaOfLarge(a: number, b: number): number {
  const sum = dd.twoSum(b, a);
  const half = dd.of(-0.5);
  const ofA = dd.multiply(dd.add(dd.of(a), half), dd.log(dd.divide(dd.of(a), sum)));
  const ofB = dd.multiply(dd.add(dd.of(b), half), dd.log1p(dd.divide(dd.of(a), dd.of(b))));
  const main = dd.add(dd.add(ofA, dd.scale(ofB, -1)), dd.scale(dd.log(sum), -0.5));
  const rest = dd.add(halfLogTwoPi, dd.of(stirlingTail(a) + stirlingTail(b) - stirlingTail(sum.hi)));
  const { value, exponent } = dd.exp(dd.add(main, rest));
  return dd.raised(dd.value(value), exponent);
}
