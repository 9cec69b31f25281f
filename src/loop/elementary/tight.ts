/**
 * Sine, cosine and tangent within 1 ULP for arguments of any size, for `--reproducible`: what is left of x by the nearest quarter turn
 * as a sum of two doubles, polynomials whose leading terms keep what they lose (the arrangement of fdlibm's k_sin.c and k_cos.c). In
 * lanes, up to `close`, for 1 over them: a unit in the last place of a divisor may be two of the quotient's.
 */
import { add, div, elementary, f64, i64, mul, neg, select, sub, unary } from "../expr.ts";
import type { LoopExpr } from "../loop.ts";
import * as coefficients from "./coefficients.ts";
import { reproducibleName } from "./names.ts";
import { type Pair, twoSum } from "./pairs.ts";
import {
  bits,
  choose,
  compare,
  fma,
  fromBits,
  integer,
  type Let,
  nearest,
  polynomial,
  shifter,
  shiftLeft,
} from "./writing.ts";

/** a·b, of |b| rounded to two doubles. */
function times(name: Let, { high, low }: Pair, factor: { high: number; low: number }): Pair {
  const product = name(mul(high, f64(factor.high)));
  const lost = fma(high, f64(factor.high), neg(product));
  const rest = name(add(lost, fma(high, f64(factor.low), mul(low, f64(factor.high)))));
  return twoSum(name, product, rest);
}

/** x less the nearest quarter turns, and how many of them modulo 4 in the low bits of an integer. */
interface Remainder extends Pair {
  readonly quarters: LoopExpr;
}

/** Where the multiple of π/2 has 16 bits: its products with the parts of π are exact. */
export const close = 65_536;

/** For |x| up to `close`. */
function closeRemainder(name: Let, x: LoopExpr): Remainder {
  const { shifted, whole } = nearest(name, x, 2 / Math.PI);
  const m = name(mul(f64(0.5), whole));
  const coarse = name(fma(m, f64(-coefficients.pi.high), x));
  const middle = twoSum(name, coarse, name(mul(m, f64(-coefficients.pi.middle))));
  const rest = twoSum(name, middle.high, name(fma(m, f64(-coefficients.pi.low), middle.low)));
  return { ...rest, quarters: bits(shifted) };
}

function remainder(name: Let, x: LoopExpr): Remainder {
  const near = name(compare("le", unary("abs", x), f64(close)));
  const short = closeRemainder(name, name(choose(name, near, x, f64(0))));
  const part = (k: number): LoopExpr =>
    name(select(near, f64(0), elementary(reproducibleName("turn"), x, f64(k))));
  const [a, b, c, d] = [part(0), part(1), part(2), part(3)];
  const third = twoSum(name, c, d);
  const second = twoSum(name, b, third.high);
  const first = twoSum(name, a, second.high);
  const fraction = { high: first.high, low: name(add(first.low, add(second.low, third.low))) };
  const long = times(name, fraction, coefficients.quarterTurn);
  const counted = bits(name(add(part(4), f64(shifter))));
  return {
    high: name(select(near, short.high, long.high)),
    low: name(select(near, short.low, long.low)),
    quarters: name(select(near, short.quarters, counted)),
  };
}

/** sin r and cos r of |r| ≤ π/4, with what their last sums lost. */
export function both(name: Let, { high: r, low }: Pair): { readonly s: Pair; readonly c: Pair } {
  const square = name(mul(r, r));
  const half = name(mul(f64(0.5), square));
  const cube = name(mul(r, square));
  // r + (r³·P + low·(1 − r²/2))
  const sRest = name(fma(cube, polynomial(coefficients.sine, square), fma(neg(half), low, low)));
  const sHigh = name(add(r, sRest));
  const s = { high: sHigh, low: name(add(sub(r, sHigh), sRest)) };
  // 1 − r²/2 + (what that lost + r⁴·Q − r·low)
  const w = name(sub(f64(1), half));
  const quartic = mul(mul(square, square), polynomial(coefficients.cosine, square));
  const cRest = name(add(sub(sub(f64(1), w), half), fma(neg(r), low, quartic)));
  const cHigh = name(add(w, cRest));
  return { s, c: { high: cHigh, low: name(add(sub(w, cHigh), cRest)) } };
}

/** Where the remainder is x itself, so is its sine: −0 and subnormal numbers too. */
const tiny = 2 ** -27;

export const tightSin = (name: Let, x: LoopExpr): LoopExpr => sine(name, x, remainder(name, x));
export const tightCos = (name: Let, x: LoopExpr): LoopExpr => cosine(name, remainder(name, x));
export const tightTan = (name: Let, x: LoopExpr): LoopExpr => tangent(name, x, remainder(name, x));

export const sec = (name: Let, x: LoopExpr): LoopExpr => div(f64(1), cosine(name, closeRemainder(name, x)));
export const csc = (name: Let, x: LoopExpr): LoopExpr => div(f64(1), sine(name, x, closeRemainder(name, x)));
export const cot = (name: Let, x: LoopExpr): LoopExpr =>
  div(f64(1), tangent(name, x, closeRemainder(name, x)));

function sine(name: Let, x: LoopExpr, turned: Remainder): LoopExpr {
  const { s, c } = both(name, turned);
  const value = byQuarter(name, turned.quarters, s.high, c.high);
  return choose(name, compare("lt", unary("abs", x), f64(tiny)), x, value);
}

function cosine(name: Let, turned: Remainder): LoopExpr {
  const { s, c } = both(name, turned);
  const ahead = name(add(integer("and", turned.quarters, i64(3n)), i64(1n)));
  return byQuarter(name, ahead, s.high, c.high);
}

/** The sine a number of quarter turns on. */
function byQuarter(name: Let, quarters: LoopExpr, s: LoopExpr, c: LoopExpr): LoopExpr {
  const odd = compare("ne", integer("and", quarters, i64(1n)), i64(0n));
  const sign = shiftLeft(integer("and", quarters, i64(2n)), 62n);
  return fromBits(integer("xor", bits(name(choose(name, odd, c, s))), sign));
}

function tangent(name: Let, x: LoopExpr, turned: Remainder): LoopExpr {
  const { s, c } = both(name, turned);
  const odd = name(compare("ne", integer("and", turned.quarters, i64(1n)), i64(0n)));
  const pick = (a: LoopExpr, b: LoopExpr): LoopExpr => name(choose(name, odd, a, b));
  const [above, aboveLow] = [pick(neg(c.high), s.high), pick(neg(c.low), s.low)];
  const [below, belowLow] = [pick(s.high, c.high), pick(s.low, c.low)];
  const quotient = name(div(above, below));
  const rest = sub(add(fma(neg(quotient), below, above), aboveLow), mul(quotient, belowLow));
  const value = add(quotient, div(rest, below));
  return choose(name, compare("lt", unary("abs", x), f64(tiny)), x, value);
}
