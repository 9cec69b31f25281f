/**
 * The exponential family: e^x = 2^k·e^r with k the integer nearest to x/ln 2 (Cody and Waite's reduction), a polynomial for
 * e^r − 1, and the power of two put together from bits. Hyperbolic functions come from e^|x| − 1, so that nothing
 * cancels near 0.
 */
import { add, div, f64, mul, sub, unary } from "../expr.ts";
import type { LoopExpr } from "../loop.ts";
import { type RealRange, real } from "../passes/range.ts";
import { exponential, ln2 } from "./coefficients.ts";
import {
  bits,
  choose,
  clamp,
  compare,
  fma,
  fromBits,
  type Let,
  nearest,
  polynomial,
  powerOfTwo,
  shifter,
  shiftLeft,
  withSignOf,
} from "./writing.ts";

const notNegative = real(0, Number.POSITIVE_INFINITY);

/** Of the exponent field of a double. */
const bias = 1023;

/** `x = k·ln 2 + r`, and e^r − 1. */
export interface Reduced {
  readonly k: LoopExpr;
  /** The low bits of this number are k + 2·1023. */
  readonly shifted: LoopExpr;
  readonly less1: LoopExpr;
}

function reduce(name: Let, x: LoopExpr): Reduced {
  const { whole: k, shifted } = nearest(name, x, Math.LOG2E, 2 * bias);
  const r = name(fma(k, f64(-ln2.low), fma(k, f64(-ln2.high), x)));
  return { k, shifted, less1: name(near(name, r)) };
}

/** e^r − 1 for |r| ≤ ln 2/2. */
export function near(name: Let, r: LoopExpr): LoopExpr {
  return fma(name(mul(r, r)), polynomial(exponential, r), r);
}

/** (1 + p)·2^k, also where that is no normal number: by two powers of half the exponent, made of integers. */
export function scaled(name: Let, { k, shifted, less1 }: Reduced): LoopExpr {
  return raised(name, add(f64(1), less1), { k, shifted });
}

/** value·2^k, also where 2^k is no normal number. */
export function raised(
  name: Let,
  value: LoopExpr,
  { k, shifted = add(k, f64(shifter + 2 * bias)) }: { readonly k: LoopExpr; readonly shifted?: LoopExpr },
): LoopExpr {
  const whole = bits(shifted);
  const half = name(bits(fma(k, f64(0.5), f64(shifter + bias))));
  const first = fromBits(shiftLeft(half, 52n));
  return mul(mul(value, first), fromBits(shiftLeft(sub(whole, half), 52n)));
}

export function exp(name: Let, x: LoopExpr, known?: RealRange): LoopExpr {
  return scaled(name, reduce(name, clamp(name, x, -746, 710, known)));
}

export function exp2(name: Let, x: LoopExpr): LoopExpr {
  const held = clamp(name, x, -1076, 1025);
  const { whole: k, shifted } = nearest(name, held, 1, 2 * bias);
  const r = name(mul(sub(held, k), f64(Math.LN2)));
  return scaled(name, { k, shifted, less1: name(near(name, r)) });
}

/** (e^x − 1)/2, for x up to 710.6 (infinite where it overflows). */
function halfExpm1(name: Let, x: LoopExpr): LoopExpr {
  const { k, less1 } = reduce(name, x);
  const quarter = name(powerOfTwo(sub(k, f64(2))));
  return mul(f64(2), fma(quarter, less1, sub(quarter, f64(0.25))));
}

export function expm1(name: Let, x: LoopExpr): LoopExpr {
  const result = mul(f64(2), halfExpm1(name, clamp(name, x, -40, 710)));
  const tiny = compare("lt", unary("abs", x), f64(2 ** -60));
  // Below 0 it has that sign already; −0 stays −0. Subnormal halves lose digits.
  return withSignOf(x, choose(name, tiny, x, result));
}

/** With e = e^2|x| − 1: e/(e + 2). */
export function tanh(name: Let, x: LoopExpr): LoopExpr {
  const { k, less1 } = reduce(name, clamp(name, mul(f64(2), unary("abs", x)), 0, 44, notNegative));
  const power = name(powerOfTwo(k));
  const e = name(fma(power, less1, sub(power, f64(1))));
  return withSignOf(x, div(e, add(e, f64(2))));
}

/** With h = (e^|x| − 1)/2: h + h/(2h + 1). */
export function sinh(name: Let, x: LoopExpr): LoopExpr {
  const h = name(halfExpm1(name, clamp(name, unary("abs", x), 0, 710.6, notNegative)));
  const bounded = clamp(name, h, 0, 2 ** 60, notNegative);
  const size = add(h, div(bounded, add(mul(f64(2), bounded), f64(1))));
  const tiny = compare("lt", unary("abs", x), f64(2 ** -30));
  return withSignOf(x, choose(name, tiny, unary("abs", x), size));
}

/** With h = e^|x|/2: h + 1/(4h). */
export function cosh(name: Let, x: LoopExpr): LoopExpr {
  const { k, less1 } = reduce(name, clamp(name, unary("abs", x), 0, 710.6, notNegative));
  const quarter = mul(add(f64(1), less1), powerOfTwo(sub(k, f64(2))));
  const h = name(mul(f64(2), quarter));
  return add(h, div(f64(0.25), h));
}
