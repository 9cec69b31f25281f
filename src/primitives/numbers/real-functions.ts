/**
 * Elementary functions on ℝ: the host's where it stays within 1 ULP, our own, in double-double arithmetic, where it does not
 * (measured: tanh 1.8, log10 1.8, hypot 1.7, asinh 1.3, acosh, atanh and sinh 1.2, cosh 1.1, atan2 1.01 ULP, powers by huge exponents 600).
 *
 * test/numerics holds each to its row's bound against a fixed-point oracle.
 */
import * as dd from "./double-double.ts";

export { atan2 } from "./arctangent.ts";

export const { sin, cos, tan, asin, acos, atan, exp, expm1, log: ln, log2, log1p, cbrt } = Math;

/** From here on the host's power is up to 600 ULP off (V8, where |y| is between 2³¹ and 2³³). */
const hugeExponent = 2 ** 31;
/** Beyond this from 1, a power by such an exponent is out of range. */
const besideOne = 2 ** -20;

export function pow(x: number, y: number): number {
  const size = Math.abs(x);
  // IEEE 754: 1 to any power, and −1 to an infinite one. The host gives NaN.
  if (x === 1 || (size === 1 && Math.abs(y) === Number.POSITIVE_INFINITY)) return 1;
  // The host's answers for infinite exponents and for powers out of range are right.
  if (!(Math.abs(y) >= hugeExponent && Math.abs(y) < Number.POSITIVE_INFINITY)) return x ** y;
  if (size === 1 || !(Math.abs(size - 1) < besideOne)) return x ** y;
  const power = powerBesideOne(size - 1, y);
  return x < 0 && Math.abs(y) % 2 === 1 ? -power : power;
}

/** (1 + t)^y = e^(y ln(1 + t)) for a small t, whose logarithm needs few terms. */
function powerBesideOne(t: number, y: number): number {
  const square = dd.scale(dd.twoProduct(t, t), -0.5);
  const rest = t * t * t * (1 / 3 - t * (1 / 4 - t / 5));
  const exponent = dd.multiply(dd.add(dd.add(dd.of(t), square), dd.of(rest)), dd.of(y));
  if (!(Math.abs(exponent.hi) < 800)) return exponent.hi < 0 ? 0 : Number.POSITIVE_INFINITY;
  const { value, exponent: power } = dd.exp(exponent);
  return dd.raised(dd.value(value), power);
}

export const exp2 = (x: number): number => 2 ** x;

/** 1 over a function within 1 ULP: within 2.5, since a unit in its last place may be two of the quotient's. */
export const sec = (x: number): number => 1 / Math.cos(x);
export const csc = (x: number): number => 1 / Math.sin(x);
export const cot = (x: number): number => 1 / Math.tan(x);

export const radians = (x: number): number => x * (Math.PI / 180);
export const degrees = (x: number): number => x * (180 / Math.PI);

/** The host's power of 1/n would magnify the rounding of 1/n by ln x. */
export function nthRoot(x: number, n: number): number {
  if (n % 2 !== 0 && (x < 0 || Object.is(x, -0))) return -nthRoot(-x, n);
  if (x < 0) return Number.NaN;
  if (x === 0) return n > 0 ? 0 : Number.POSITIVE_INFINITY;
  if (n === 1 || n === 2 || n === 3) return n === 1 ? x : n === 2 ? Math.sqrt(x) : Math.cbrt(x);
  if (!(x > 0 && x < Number.POSITIVE_INFINITY)) return x ** (1 / n);
  const subnormal = x < 2 ** -1022;
  const log = dd.log(dd.of(subnormal ? x * 2 ** 60 : x));
  const whole = subnormal ? dd.add(log, dd.multiply(dd.ln2, dd.of(-60))) : log;
  const { value, exponent } = dd.exp(dd.divide(whole, dd.of(n)));
  return dd.raised(dd.value(value), exponent);
}

// ---------------------------------------------------------------------------------------------------- logarithms

const inverseLn10: dd.Double2 = { hi: Math.LOG10E, lo: 1.098319650216765e-17 };

export function log10(x: number): number {
  // The host's answers at 0, below, at infinity and NaN are right, and so is its sign of a subnormal's logarithm.
  if (!(x >= 2 ** -1022) || x === Number.POSITIVE_INFINITY) return Math.log10(x);
  return dd.value(dd.multiply(dd.log(dd.of(x)), inverseLn10));
}

// ---------------------------------------------------------------------------------------------------- hyperbolic

/** Below this x³ is lost beside x. */
const tiny = 2 ** -28;
/** Above this e^-x is lost beside e^x. */
const wide = 22;
/** e^x/2 for x beyond the range of e^x itself. */
const halfExp = (x: number): number => {
  const { fraction, exponent } = dd.expParts(x);
  return dd.value(dd.add(dd.one, fraction)) * 2 ** (exponent - 2) * 2;
};

function odd(f: (x: number) => number): (x: number) => number {
  return (x) => (x < 0 ? -f(-x) : f(x));
}

export const sinh = odd((x) => {
  if (!(x > tiny)) return x;
  if (x > wide) return x > 711 ? Number.POSITIVE_INFINITY : halfExp(x);
  const e = dd.expm1(x);
  return dd.value(dd.scale(dd.add(e, dd.divide(e, dd.add(dd.one, e))), 0.5));
});

export function cosh(x: number): number {
  const size = Math.abs(x);
  if (!(size <= wide)) return size > 711 ? Number.POSITIVE_INFINITY : size > wide ? halfExp(size) : x;
  const e = dd.expm1(size);
  const excess = dd.divide(dd.multiply(e, e), dd.scale(dd.add(dd.one, e), 2));
  return dd.value(dd.add(dd.one, excess));
}

export const tanh = odd((x) => {
  if (!(x > tiny)) return x;
  if (x > wide) return 1;
  const e = dd.expm1(2 * x);
  return dd.value(dd.divide(e, dd.add(e, dd.of(2))));
});

export const asinh = odd((x) => {
  if (!(x > tiny) || x === Number.POSITIVE_INFINITY) return x;
  if (x > 2 ** 28) return dd.value(dd.add(dd.log(dd.of(x)), dd.ln2));
  const square = dd.twoProduct(x, x);
  const root = dd.sqrt(dd.add(dd.one, square));
  return x > 0.5
    ? dd.value(dd.log(dd.add(dd.of(x), root)))
    : dd.value(dd.log1p(dd.add(dd.of(x), dd.divide(square, dd.add(dd.one, root)))));
});

export function acosh(x: number): number {
  if (!(x > 1)) return x === 1 ? 0 : Number.NaN;
  if (x > 2 ** 28) return x === Number.POSITIVE_INFINITY ? x : dd.value(dd.add(dd.log(dd.of(x)), dd.ln2));
  // x² − 1 as t·(t + 2) with t = x − 1, exact: nothing cancels near 1.
  const t = dd.twoSum(x, -1);
  const root = dd.sqrt(dd.multiply(t, dd.add(t, dd.of(2))));
  return x < 1.25 ? dd.value(dd.log1p(dd.add(t, root))) : dd.value(dd.log(dd.add(dd.of(x), root)));
}

export const atanh = odd((x) => {
  if (!(x > tiny)) return x;
  if (!(x < 1)) return x === 1 ? Number.POSITIVE_INFINITY : Number.NaN;
  const below = dd.twoSum(1, -x);
  return x < 0.3
    ? dd.value(dd.scale(dd.log1p(dd.divide(dd.of(2 * x), below)), 0.5))
    : dd.value(dd.scale(dd.log(dd.divide(dd.twoSum(1, x), below)), 0.5));
});

// -------------------------------------------------------------------------------------------------------- lengths

/** √(x² + y²): an infinite side gives infinity, even beside NaN. */
export function hypot(x: number, y: number): number {
  const a = Math.max(Math.abs(x), Math.abs(y));
  const b = Math.min(Math.abs(x), Math.abs(y));
  if (Math.abs(x) === Number.POSITIVE_INFINITY || Math.abs(y) === Number.POSITIVE_INFINITY)
    return Number.POSITIVE_INFINITY;
  if (!(a > 0) || b === 0) return a;
  const power = a > 2 ** 400 ? 2 ** -600 : a < 2 ** -400 ? 2 ** 600 : 1;
  const [p, q] = [a * power, b * power];
  const sum = q < p * 2 ** -60 ? dd.twoProduct(p, p) : dd.add(dd.twoProduct(p, p), dd.twoProduct(q, q));
  return dd.value(dd.sqrt(sum)) / power;
}
