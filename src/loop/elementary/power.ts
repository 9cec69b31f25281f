/**
 * x^y = 2^(y·log₂|x|) with a logarithm to 64 bits: a sum of two numbers, leading parts cut so that their products are exact with and
 * without a fused multiply-add (the arrangement of fdlibm's e_pow.c). Where neither is finite and positive, as the row says.
 */
import { add, and, constReal, convert, div, f64, i64, mul, neg, not, or, sub, unary } from "../expr.ts";
import type { LoopExpr } from "../loop.ts";
import { ln2ForPowers, powerLogarithm, twoThirdsLog2e } from "./coefficients.ts";
import { near, scaled as raised } from "./exponential.ts";
import { scaled } from "./logarithm.ts";
import {
  bits,
  choose,
  clamp,
  compare,
  cut,
  fromBits,
  integer,
  isBelowInfinity,
  isPositive,
  type Let,
  nearest,
  polynomial,
  unlessNaN,
} from "./writing.ts";

/** An unevaluated sum; `high` has 26 bits. */
interface Pair {
  readonly high: LoopExpr;
  readonly low: LoopExpr;
}

/** log₂ of a positive finite number. */
function logarithm(name: Let, x: LoopExpr): Pair {
  const { k, f } = scaled(name, x);
  // s = f/(f + 2), with what the quotient and its divisor lost.
  const divisor = name(add(f, f64(2)));
  const inverse = name(div(f64(1), divisor));
  const s = name(mul(f, inverse));
  const [sHigh, dHigh] = [name(cut(s, 26)), name(cut(divisor, 26))];
  const dLow = sub(f, sub(dHigh, f64(2)));
  const sLow = name(mul(inverse, sub(sub(f, mul(sHigh, dHigh)), mul(sHigh, dLow))));
  // 3/2·ln((1 + s)/(1 − s)) = s·(3 + s² + rest).
  const square = name(mul(s, s));
  const exact = name(mul(sHigh, sHigh));
  const beside = mul(sLow, add(sHigh, s));
  const rest = name(add(mul(mul(square, square), polynomial(powerLogarithm, square)), beside));
  const tHigh = name(cut(add(add(f64(3), exact), rest), 26));
  const tLow = sub(rest, sub(sub(tHigh, f64(3)), exact));
  const u = name(mul(sHigh, tHigh));
  const v = name(add(mul(sLow, tHigh), mul(tLow, s)));
  const pHigh = name(cut(add(u, v), 26));
  const pLow = sub(v, sub(pHigh, u));
  const zHigh = name(mul(f64(twoThirdsLog2e.high), pHigh));
  const zLow = name(
    add(mul(f64(twoThirdsLog2e.low), pHigh), mul(pLow, f64(twoThirdsLog2e.high + twoThirdsLog2e.low))),
  );
  const high = name(cut(add(add(zHigh, zLow), k), 26));
  return { high, low: name(sub(zLow, sub(sub(high, k), zHigh))) };
}

/** 2^(high + low). */
function exponential(name: Let, high: LoopExpr, low: LoopExpr): LoopExpr {
  const sum = name(add(high, low));
  const held = clamp(name, sum, -1080, 1030);
  const outside = name(compare("ne", held, sum));
  const [a, b] = [choose(name, outside, held, high), name(choose(name, outside, f64(0), low))];
  const { whole: k, shifted } = nearest(name, held, 1, 2 * 1023);
  const part = name(sub(a, k));
  const t = name(cut(add(part, b), 26));
  const u = name(mul(t, f64(ln2ForPowers.high)));
  const v = add(mul(sub(b, sub(t, part)), f64(Math.LN2)), mul(t, f64(ln2ForPowers.low)));
  const rest = name(v);
  const w = name(add(u, rest));
  const lost = sub(rest, sub(w, u));
  const less1 = name(near(name, w));
  return raised(name, { k, shifted, less1: name(add(less1, add(lost, mul(lost, less1)))) });
}

const infinity = f64(Number.POSITIVE_INFINITY);

/** Up to this exponent products are within 4 ULP. */
const longestProduct = 8;

/** x^k for k from 1 by squares, from the leading bit of k on. */
function product(name: Let, x: LoopExpr, k: number): LoopExpr {
  if (k === 1) return x;
  const half = name(product(name, x, Math.floor(k / 2)));
  return k % 2 === 0 ? mul(half, half) : mul(mul(half, half), x);
}

export function pow(name: Let, x: LoopExpr, y: LoopExpr): LoopExpr {
  const known = constReal(y);
  if (known !== undefined && Number.isInteger(known) && known >= 1 && known <= longestProduct)
    return product(name, x, known);
  const size = name(unary("abs", x));
  const ordinary = name(and(isPositive(size), isBelowInfinity(size)));
  const { high, low } = logarithm(name, name(choose(name, ordinary, size, f64(1))));
  // Any larger exponent overflows or vanishes just so.
  const exponent = clamp(name, y, -(2 ** 80), 2 ** 80);
  const yHigh = name(cut(exponent, 26));
  const pLow = add(mul(sub(exponent, yHigh), high), mul(exponent, low));
  const result = exponential(name, name(mul(yHigh, high)), name(pLow));
  const zeroOrInfinite = compare("eq", compare("eq", size, f64(0)), compare("lt", y, f64(0)));
  const extreme = unlessNaN(name, x, choose(name, zeroOrInfinite, infinity, f64(0)));
  return exceptional(name, x, y, name(choose(name, ordinary, result, extreme)));
}

/** The sign that an odd exponent gives; NaN for other powers of negative numbers; 1 where the base is, or the exponent is 0. */
function exceptional(name: Let, x: LoopExpr, y: LoopExpr, size: LoopExpr): LoopExpr {
  const integral = name(compare("eq", unary("floor", y), y));
  const half = name(mul(f64(0.5), y));
  const odd = and(integral, compare("ne", unary("floor", half), half));
  const negative = integer("and", bits(x), i64(-(2n ** 63n)));
  const flipped = integer("and", neg(convert("i64", odd)), negative);
  const signed = fromBits(integer("xor", bits(size), flipped));
  const below = and(compare("lt", x, f64(0)), compare("gt", x, f64(Number.NEGATIVE_INFINITY)));
  const value = choose(name, and(below, not(integral)), f64(Number.NaN), signed);
  const one = or(compare("eq", y, f64(0)), compare("eq", x, f64(1)));
  return choose(name, one, f64(1), unlessNaN(name, y, value));
}
