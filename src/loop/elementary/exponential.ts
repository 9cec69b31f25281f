/**
 * The exponential family: e^x = 2^k·e^r with k the integer nearest to x/ln 2 (Cody and Waite's reduction), a polynomial for
 * e^r − 1, and the power of two put together from bits. Hyperbolic functions come from e^|x| − 1, so that nothing
 * cancels near 0.
 */
import { add, div, f64, mul, sub, unary } from "../expr.ts";
import type { LoopExpr } from "../loop.ts";
import { exponential, ln2 } from "./coefficients.ts";
import { clamp, fma, keepNaN, type Let, nearest, polynomial, powerOfTwo, withSignOf } from "./writing.ts";

/** `x = k·ln 2 + r`, and e^r − 1. */
interface Reduced {
  readonly k: LoopExpr;
  readonly less1: LoopExpr;
}

function reduce(name: Let, x: LoopExpr): Reduced {
  const { whole: k } = nearest(name, x, Math.LOG2E);
  const r = name(fma(k, f64(-ln2.low), fma(k, f64(-ln2.high), x)));
  return { k, less1: name(near(name, r)) };
}

/** e^r − 1 for |r| ≤ ln 2/2. */
function near(name: Let, r: LoopExpr): LoopExpr {
  return fma(name(mul(r, r)), polynomial(exponential, r), r);
}

/** (1 + p)·2^k, also where that is no normal number: by two powers of half the exponent. */
function scaled(name: Let, { k, less1 }: Reduced): LoopExpr {
  const { whole: first } = nearest(name, k, 0.5);
  return mul(mul(add(f64(1), less1), powerOfTwo(first)), powerOfTwo(sub(k, first)));
}

export function exp(name: Let, x: LoopExpr): LoopExpr {
  return keepNaN(x, scaled(name, reduce(name, clamp(name, x, -746, 710))));
}

export function exp2(name: Let, x: LoopExpr): LoopExpr {
  const held = clamp(name, x, -1076, 1025);
  const { whole: k } = nearest(name, held, 1);
  const r = name(mul(sub(held, k), f64(Math.LN2)));
  return keepNaN(x, scaled(name, { k, less1: name(near(name, r)) }));
}

/** (e^x − 1)/2, for x up to 710.6 (infinite where it overflows). */
function halfExpm1(name: Let, x: LoopExpr): LoopExpr {
  const { k, less1 } = reduce(name, x);
  const quarter = name(powerOfTwo(sub(k, f64(2))));
  return mul(f64(2), fma(quarter, less1, sub(quarter, f64(0.25))));
}

export function expm1(name: Let, x: LoopExpr): LoopExpr {
  const result = mul(f64(2), halfExpm1(name, clamp(name, x, -40, 710)));
  // Below 0 it has that sign already; −0 stays −0.
  return keepNaN(x, withSignOf(x, result));
}

/** With e = e^2|x| − 1: e/(e + 2). */
export function tanh(name: Let, x: LoopExpr): LoopExpr {
  const { k, less1 } = reduce(name, clamp(name, mul(f64(2), unary("abs", x)), 0, 44));
  const power = name(powerOfTwo(k));
  const e = name(fma(power, less1, sub(power, f64(1))));
  return keepNaN(x, withSignOf(x, div(e, add(e, f64(2)))));
}

/** With h = (e^|x| − 1)/2: h + h/(2h + 1). */
export function sinh(name: Let, x: LoopExpr): LoopExpr {
  const h = name(halfExpm1(name, clamp(name, unary("abs", x), 0, 710.6)));
  const bounded = clamp(name, h, 0, 2 ** 60);
  return keepNaN(x, withSignOf(x, add(h, div(bounded, add(mul(f64(2), bounded), f64(1))))));
}

/** With h = e^|x|/2: h + 1/(4h). */
export function cosh(name: Let, x: LoopExpr): LoopExpr {
  const { k, less1 } = reduce(name, clamp(name, unary("abs", x), 0, 710.6));
  const quarter = mul(add(f64(1), less1), powerOfTwo(sub(k, f64(2))));
  const h = name(mul(f64(2), quarter));
  return keepNaN(x, add(h, div(f64(0.25), h)));
}
