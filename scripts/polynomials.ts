/**
 * The coefficients of src/loop/elementary/coefficients.ts: `node --import tsx scripts/polynomials.ts`.
 *
 * Each is the polynomial that interpolates a power series at the Chebyshev nodes of an interval, whose error is within a
 * small factor of the best polynomial's; computed to 300 bits, rounded to doubles at the end.
 */
import { FixedPoint } from "../test/support/oracle.ts";

const precision = 300n;
const one = 1n << precision;

type Fixed = bigint;

const multiply = (a: Fixed, b: Fixed): Fixed => (a * b) >> precision;
const divide = (a: Fixed, b: Fixed): Fixed => (a << precision) / b;

/** Exact for nodes, which are doubles of ordinary size. */
function fixed(x: number): Fixed {
  return BigInt(x * 2 ** 60) << (precision - 60n);
}

function real(x: Fixed): number {
  const size = x < 0n ? -x : x;
  const drop = Math.max(0, size.toString(2).length - 64);
  // 64 bits to 53: one more rounding, of bits that lie far below the error of the fit.
  return Number(x >> BigInt(drop)) * 2 ** (drop - Number(precision));
}

/** Σ term(k)·x^k. */
function series(term: (k: number) => Fixed, x: Fixed): Fixed {
  let sum = 0n;
  let power = one;
  for (let k = 0; k < 200 && power !== 0n; k++) {
    sum += multiply(term(k), power);
    power = multiply(power, x);
  }
  return sum;
}

function interpolate(f: (x: Fixed) => Fixed, from: number, to: number, degree: number): readonly number[] {
  return interpolant(f, from, to, degree).map(real);
}

function interpolant(f: (x: Fixed) => Fixed, from: number, to: number, degree: number): readonly Fixed[] {
  const nodes = Array.from({ length: degree + 1 }, (_, i) =>
    fixed((from + to) / 2 + ((to - from) / 2) * Math.cos((Math.PI * (2 * i + 1)) / (2 * degree + 2))),
  );
  const table = nodes.map(f);
  const at = (xs: readonly Fixed[], i: number): Fixed => xs[i] ?? 0n;
  for (let order = 1; order <= degree; order++)
    for (let i = degree; i >= order; i--)
      table[i] = divide(at(table, i) - at(table, i - 1), at(nodes, i) - at(nodes, i - order));
  let polynomial: Fixed[] = [];
  for (let i = degree; i >= 0; i--) {
    const shifted = [0n, ...polynomial];
    const scaled = polynomial.map((c) => multiply(c, at(nodes, i)));
    polynomial = shifted.map((c, k) => c - at(scaled, k) + (k === 0 ? at(table, i) : 0n));
  }
  return polynomial.slice(0, degree + 1);
}

function factorial(n: number): bigint {
  return n <= 1 ? 1n : BigInt(n) * factorial(n - 1);
}

const halfLn2 = Math.LN2 / 2 + 2 ** -20;

function integerRoot(n: bigint): bigint {
  let x = 1n << BigInt((n.toString(2).length / 2 + 1) | 0);
  for (let next = (x + n / x) >> 1n; next < x; next = (x + n / x) >> 1n) x = next;
  return x;
}

/** e^x²·erfc x = e^x² − 2/√π·Σ 2ⁿ x^(2n+1)/(2n+1)!!: with digits for what cancels, 1.45x² bits. */
function scaledComplement(x: Fixed): Fixed {
  const bits = precision + 1300n;
  const wide = 1n << bits;
  const argument = x << (bits - precision);
  const square = (argument * argument) >> bits;
  let [power, exponential] = [wide, wide];
  for (let n = 1n; power !== 0n; n++) {
    power = ((power * square) >> bits) / n;
    exponential += power;
  }
  let [term, sum] = [argument, argument];
  for (let n = 1n; term !== 0n; n++) {
    term = (2n * ((term * square) >> bits)) / (2n * n + 1n);
    sum += term;
  }
  const rootPi = integerRoot(16n * inverseTangent(5n, 2n * bits) - 4n * inverseTangent(239n, 2n * bits));
  return (exponential - (2n * wide * sum) / rootPi) >> (bits - precision);
}

const twoOverRootPi =
  (2n * one * one) /
  integerRoot(16n * inverseTangent(5n, 2n * precision) - 4n * inverseTangent(239n, 2n * precision));
/** (1 + 2x)·e^x²·erfc x in t = (x − middle)/(x + middle). */
const scaledComplementIn = (middle: bigint, from: number, to: number, degree: number): readonly Fixed[] =>
  interpolant(
    (t) => {
      const x = divide(middle * (one + t), one - t);
      return multiply(one + 2n * x, scaledComplement(x));
    },
    from,
    to,
    degree,
  );
/** 0 ≤ x ≤ 28. */
const scaledErrorFunction = scaledComplementIn(4n, -1, 24 / 32 + 2 ** -10, 23);

// ── the gamma function ──────────────────────────────────────────────────────────────────────────────────────────────

const special = new FixedPoint(Number(precision));
const ln = (x: Fixed): Fixed => special.ln(special.exact(x));
const logGamma = (v: Fixed): Fixed => special.ln(special.gamma(v));
const half = one / 2n;
const halfLogTwoPi = ln(2n * special.pi) / 2n;

/** ln Γ(v) less Stirling's (v − ½)·ln v − v + ½ ln 2π. */
const binet = (v: Fixed): Fixed => logGamma(v) - (multiply(v - half, ln(v)) - v + halfLogTwoPi);
/** ψ(v) less ln v − 1/(2v). */
const digammaRest = (v: Fixed): Fixed => special.digamma(v) - ln(v) + divide(half, v);

/** The positive zero of ψ, by Newton's rule with the slope there. */
function zeroOfDigamma(): Fixed {
  let zero = fixed(1.4616321449683622);
  for (let k = 0; k < 40; k++) zero -= divide(special.digamma(zero), fixed(0.9676720454621));
  return zero;
}
const digammaZero = zeroOfDigamma();

const besideTwo = [-1 - 2 ** -10, 1 + 2 ** -10] as const;
const logGammaNear = interpolant(
  (r) => divide(logGamma(r + 2n * one), multiply(r + one, r)),
  ...besideTwo,
  29,
);
const digammaNear = interpolant(
  (r) => divide(special.digamma(r + 2n * one), r + 2n * one - digammaZero),
  ...besideTwo,
  29,
);

/** In t = (v − 5)/(v + 5), 3 ≤ v ≤ 8. */
const betweenThreeAndEight = (f: (v: Fixed) => Fixed): readonly number[] =>
  interpolate((t) => f(divide(5n * (one + t), one - t)), -1 / 4 - 2 ** -10, 3 / 13 + 2 ** -10, 17);
/** In z = 1/v², v ≥ 8. */
const fromEight = (f: (v: Fixed) => Fixed): readonly number[] =>
  interpolate((z) => f(divide(one, special.sqrt(z))), 0, 1 / 64 + 2 ** -14, 7);

/** ln((1 + s)/(1 − s))/s in z = s². */
const mantissaLogarithm = (z: Fixed): Fixed => series((k) => (2n * one) / BigInt(2 * k + 1), z);
/** Of z, where (1 + s)/(1 − s) is √2. */
const mantissaEnd = (Math.SQRT2 - 1) ** 4 + 2 ** -12;

const families = {
  /** (eʳ − 1 − r)/r² for |r| ≤ ln 2/2. */
  exponential: interpolate((r) => series((k) => one / factorial(k + 2), r), -halfLn2, halfLn2, 9),
  /** (sin r/r − 1)/r² in u = r², |r| ≤ π/2. */
  sine: interpolate(
    (u) => series((k) => ((k % 2 === 0 ? -1n : 1n) * one) / factorial(2 * k + 3), u),
    0,
    (Math.PI / 2) ** 2 + 2 ** -10,
    7,
  ),
  /** (ln((1 + s)/(1 − s))/s − 2)/s² in z = s², 1 ≤ (1 + s)/(1 − s) ≤ √2. */
  logarithm: interpolate((z) => series((k) => (2n * one) / BigInt(2 * k + 3), z), 0, mantissaEnd, 6),
  /** ln((1 + s)/(1 − s))/(s·ln 2), and to the base 10, in z = s², as above. */
  mantissaLog2: interpolate((z) => divide(mantissaLogarithm(z), ln(2n * one)), 0, mantissaEnd, 7),
  mantissaLog10: interpolate((z) => divide(mantissaLogarithm(z), ln(10n * one)), 0, mantissaEnd, 7),
  /** (cos r − 1 + u/2)/u² in u = r², |r| ≤ π/4. */
  cosine: interpolate(
    (u) => series((k) => ((k % 2 === 0 ? 1n : -1n) * one) / factorial(2 * k + 4), u),
    0,
    (Math.PI / 4) ** 2 + 2 ** -10,
    6,
  ),
  /** (atan t/t − 1)/u in u = t², |t| ≤ √2 − 1. */
  arctangent: interpolate(
    (u) => series((k) => ((k % 2 === 0 ? -1n : 1n) * one) / BigInt(2 * k + 3), u),
    0,
    (Math.SQRT2 - 1) ** 2 + 2 ** -10,
    11,
  ),
  /** (asin t/t − 1)/u in u = t², |t| ≤ ½. */
  arcsine: interpolate((u) => series((k) => arcsineTerm(k + 1), u), 0, 0.25 + 2 ** -12, 12),
  /** 3·(ln((1 + s)/(1 − s))/(2s) − 1 − z/3)/z² in z = s², 1 ≤ (1 + s)/(1 − s) ≤ √2. */
  powerLogarithm: interpolate((z) => series((k) => (3n * one) / BigInt(2 * k + 5), z), 0, mantissaEnd, 7),
  /** (erf x/x − 2/√π)/u in u = x², |x| ≤ 1. */
  errorFunction: interpolate(
    (u) =>
      multiply(
        twoOverRootPi,
        series((k) => ((k % 2 === 0 ? -1n : 1n) * one) / (factorial(k + 1) * BigInt(2 * k + 3)), u),
      ),
    0,
    1 + 2 ** -10,
    10,
  ),
  scaledErrorFunction: scaledErrorFunction.map(real),
  /** Where 1 less the complement is wanted, from 1 on: beyond 3½ far fewer digits are. */
  scaledNearOne: scaledComplementIn(3n, -1 / 2 - 2 ** -10, 1 / 13, 12).map(real),
  /** ln Γ(r + 2)/((r + 1)·r), |r| ≤ 1. */
  logGammaNear: logGammaNear.map(real),
  stirlingBetween: betweenThreeAndEight(binet),
  /** Times v. */
  stirlingFar: fromEight((v) => multiply(v, binet(v))),
  /** ψ(r + 2)/(r + 2 − its zero), |r| ≤ 1. */
  digammaNear: digammaNear.map(real),
  digammaBetween: betweenThreeAndEight(digammaRest),
  /** Times v². */
  digammaFar: fromEight((v) => multiply(multiply(v, v), digammaRest(v))),
};

/** (2k)! / (4^k (k!)² (2k + 1)). */
function arcsineTerm(k: number): Fixed {
  return (one * factorial(2 * k)) / (4n ** BigInt(k) * factorial(k) ** 2n * BigInt(2 * k + 1));
}

for (const [name, coefficients] of Object.entries(families)) console.log(name, coefficients);

/** As a sum of two doubles. */
const pair = (x: Fixed): readonly number[] => [real(x), real(x - fixed(real(x)))];
console.log("scaledErrorFunctionRest", pair(scaledErrorFunction[0] ?? 0n)[1]);
console.log("logGammaNearRest", pair(logGammaNear[0] ?? 0n)[1]);
console.log("digammaNearRest", pair(digammaNear[0] ?? 0n)[1]);
console.log("zeroOfDigamma", pair(digammaZero));
console.log("stirlingConstant", pair(halfLogTwoPi - half));
console.log("lnPi", pair(ln(special.pi)));

/** arctan(1/n)·2^bits. */
function inverseTangent(n: bigint, bits: bigint): bigint {
  let term = (1n << bits) / n;
  let sum = term;
  for (let k = 3n, sign = -1n; term !== 0n; k += 2n, sign = -sign) {
    term /= n * n;
    sum += (sign * term) / k;
  }
  return sum;
}

/** By Machin's formula, with 64 digits to spare. */
const pi = 16n * inverseTangent(5n, 1344n) - 4n * inverseTangent(239n, 1344n);
console.log("twoOverPi", ((2n << 1344n) << 1280n) / pi);
