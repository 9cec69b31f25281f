/**
 * Numbers of about 106 bits as unevaluated sums of two doubles, and exp and log to about 75 bits in them: enough for
 * results that are then right to within little more than half an ULP.
 *
 * Dekker 1971 (products by splitting: there is no fused multiply-add here), Knuth's two-sum.
 */
export interface Double2 {
  readonly hi: number;
  readonly lo: number;
}

/** |a| ≥ |b|, or a is 0. */
function quickSum(a: number, b: number): Double2 {
  const hi = a + b;
  return { hi, lo: b - (hi - a) };
}

export function twoSum(a: number, b: number): Double2 {
  const hi = a + b;
  const rest = hi - a;
  return { hi, lo: a - (hi - rest) + (b - rest) };
}

const splitter = 2 ** 27 + 1;

/** Exact barring overflow and underflow: operands between about 2^-400 and 2^900. */
export function twoProduct(a: number, b: number): Double2 {
  const hi = a * b;
  const p = splitter * a;
  const q = splitter * b;
  const aHi = p - (p - a);
  const bHi = q - (q - b);
  const aLo = a - aHi;
  const bLo = b - bHi;
  return { hi, lo: aHi * bHi - hi + aHi * bLo + aLo * bHi + aLo * bLo };
}

export function add(a: Double2, b: Double2): Double2 {
  const sum = twoSum(a.hi, b.hi);
  return quickSum(sum.hi, sum.lo + (a.lo + b.lo));
}
export function multiply(a: Double2, b: Double2): Double2 {
  const product = twoProduct(a.hi, b.hi);
  return quickSum(product.hi, product.lo + (a.hi * b.lo + a.lo * b.hi));
}
export function divide(a: Double2, b: Double2): Double2 {
  const quotient = a.hi / b.hi;
  const back = multiply(b, { hi: quotient, lo: 0 });
  const rest = a.hi - back.hi + (a.lo - back.lo);
  return quickSum(quotient, rest / b.hi);
}
export function sqrt(a: Double2): Double2 {
  if (a.hi === 0) return a;
  const root = Math.sqrt(a.hi);
  const square = twoProduct(root, root);
  return quickSum(root, (a.hi - square.hi + (a.lo - square.lo)) / (2 * root));
}
export function scale(a: Double2, power: number): Double2 {
  return { hi: a.hi * power, lo: a.lo * power };
}
export function of(x: number): Double2 {
  return { hi: x, lo: 0 };
}
export function value(a: Double2): number {
  return a.hi + a.lo;
}

export const one: Double2 = { hi: 1, lo: 0 };
export const ln2: Double2 = { hi: Math.LN2, lo: 2.3190468138462996e-17 };

/** 1/5! … 1/13!, for the tail of the exponential series. */
const tail: readonly number[] = [5, 6, 7, 8, 9, 10, 11, 12, 13].map((n) => 1 / factorial(n));

function factorial(n: number): number {
  return n <= 1 ? 1 : n * factorial(n - 1);
}

const third: Double2 = { hi: 1 / 3, lo: 1.850371707708594e-17 };

/** e^r − 1 for |r| up to about ½, to about 75 bits of its own size. */
function expm1Near(r: Double2): Double2 {
  // An eighth of r, whose series needs four terms in full and the rest as one double; doubled three times.
  const s = scale(r, 1 / 8);
  const rest = tail.reduceRight((sum, c) => sum * s.hi + c, 0) * s.hi ** 5;
  const square = scale(multiply(s, s), 0.5);
  const cube = multiply(multiply(square, s), third);
  const fourth = multiply(scale(cube, 0.25), s);
  let e = add(add(s, square), add(add(cube, fourth), of(rest)));
  for (let i = 0; i < 3; i++) e = add(scale(e, 2), multiply(e, e));
  return e;
}

export interface Scaled {
  /** e^r − 1, with x = r + exponent · ln 2 and |r| ≤ ½ ln 2. */
  readonly fraction: Double2;
  readonly exponent: number;
}

export function expParts(x: number): Scaled {
  const exponent = Math.round(x / ln2.hi);
  // ln 2 times a small integer is exact in its first 40 bits; what follows is carried along.
  const r = add(twoSum(x, -exponent * ln2Head), scale(ln2Tail, -exponent));
  return { fraction: expm1Near(r), exponent };
}

const ln2Head = 0.6931471805592082;
const ln2Tail: Double2 = { hi: 7.371002565167799e-13, lo: 1.94704509238075e-31 };

/** e^x − 1; |x| below 700. */
export function expm1(x: number): Double2 {
  const { fraction, exponent } = expParts(x);
  if (exponent === 0) return fraction;
  const power = 2 ** exponent;
  return add(scale(fraction, power), of(power - 1));
}

/** ln(1 + a) for −0.6 < a < 2: one Newton step on the host's logarithm. */
export function log1p(a: Double2): Double2 {
  const first = Math.log1p(a.hi);
  const e = expm1(-first);
  // (1 + a)·e^(−first) − 1, which is the correction up to its square.
  const correction = add(add(a, e), multiply(a, e));
  return add(of(first), correction);
}

/** ln of a positive normal number. */
export function log(a: Double2): Double2 {
  const exponent = exponentOf(a.hi);
  const power = 2 ** -exponent;
  const m =
    power === 0 || !Number.isFinite(power)
      ? scale(scale(a, 2 ** -500), 2 ** (500 - exponent))
      : scale(a, power);
  const fraction = log1p(add(m, of(-1)));
  return add(multiply(ln2, of(exponent)), fraction);
}

/** k with a/2^k in about [√½, √2]. */
function exponentOf(a: number): number {
  return Math.round(Math.log2(a));
}

/** e^a = value · 2^exponent, at any size of a. */
export function exp(a: Double2): { readonly value: Double2; readonly exponent: number } {
  const { fraction, exponent } = expParts(a.hi);
  const start = add(one, fraction);
  return { value: add(start, scale(start, a.lo)), exponent };
}

/** In two steps, so that neither power leaves the range of a double before the product does. */
export function raised(x: number, exponent: number): number {
  const half = Math.trunc(exponent / 2);
  return x * 2 ** half * 2 ** (exponent - half);
}
