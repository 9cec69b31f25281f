/**
 * ψ, the logarithmic derivative of the gamma function, for every tier and in lanes: from 3 on ln v − 1/(2v) and what that misses, below by
 * a polynomial beside its zero; an argument below 1 is raised by 1, the negative side comes by reflection (DLMF §5.5, §5.11).
 */
import { div, f64, neg, unary } from "../expr.ts";
import type { LoopExpr } from "../loop.ts";
import { besideAsymptote, besideTwo, halfTurns, heldSize, piPair, tiny, withRest } from "./gamma.ts";
import {
  digammaBetween,
  digammaFar,
  digammaNear,
  digammaNearRest,
  zeroOfDigamma,
} from "./gamma-coefficients.ts";
import {
  choosePair,
  logarithmPair,
  negated,
  type Pair,
  pairOf,
  product,
  quotient,
  rounded,
  scaled,
  single,
  sum,
  twoSum,
} from "./pairs.ts";
import { choose, compare, type Let, unlessNaN } from "./writing.ts";

const one = single(f64(1));

/** ψ(v), v ≥ 1. */
function fromOne(name: Let, v: Pair): Pair {
  const { isNear, r } = besideTwo(name, v);
  const beside = sum(name, sum(name, r, single(f64(2))), negated(pairOf(zeroOfDigamma)));
  const near = product(name, beside, withRest(name, digammaNear, digammaNearRest, r.high));
  const logarithm = logarithmPair(name, scaled(name, v, f64(0.25)), f64(2));
  const missing = name(besideAsymptote(name, v.high, digammaBetween, digammaFar, 2));
  const main = sum(name, logarithm, quotient(name, single(f64(-0.5)), v));
  return choosePair(name, isNear, near, sum(name, main, single(missing)));
}

/** ψ(u) = ψ(u + 1) − 1/u, and ψ(−u) = ψ(u) + 1/u + π·cot πu. */
export function digamma(name: Let, x: LoopExpr): LoopExpr {
  const size = name(unary("abs", x));
  const held = heldSize(name, size, Number.MAX_VALUE);
  const isNegative = name(compare("lt", x, f64(0)));
  const isSmall = name(compare("lt", held, f64(1)));
  const above1 = fromOne(name, twoSum(name, held, name(choose(name, isSmall, f64(1), f64(0)))));
  const inverse = quotient(name, one, single(held));
  const zero = single(f64(0));
  const lower = choosePair(name, isSmall, negated(inverse), zero);
  const { sine, cosine, isNegative: falls, isWhole } = halfTurns(name, held);
  const divisor = choosePair(name, isWhole, one, sine);
  const cotangent = quotient(name, product(name, cosine, piPair), divisor);
  const signed = choosePair(name, falls, negated(cotangent), cotangent);
  const reflected = sum(name, signed, choosePair(name, isSmall, zero, inverse));
  const value = rounded(sum(name, above1, choosePair(name, isNegative, reflected, lower)));
  const below = choose(name, isWhole, f64(Number.NaN), value);
  const inside = name(choose(name, isNegative, below, value));
  const small = choose(name, compare("eq", x, f64(0)), f64(Number.NaN), neg(div(f64(1), x)));
  const result = choose(name, compare("lt", size, f64(tiny)), small, inside);
  // Infinite only where the logarithm is.
  const infinite = name(compare("eq", x, f64(Number.POSITIVE_INFINITY)));
  return unlessNaN(name, x, name(choose(name, infinite, x, result)));
}
