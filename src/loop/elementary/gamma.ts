/**
 * The gamma function and its logarithm within 1 ULP, for every tier and in lanes: ln Γ(v) in a pair of doubles, from 3 on by Stirling's
 * formula and what it misses, below by a polynomial beside its zeros 1 and 2; an argument below 1 is raised by 1, the negative side comes
 * by reflection (DLMF §5.5, §5.11).
 */
import { add, and, div, f64, mul, neg, or, sub, unary } from "../expr.ts";
import type { LoopExpr } from "../loop.ts";
import { raised } from "./exponential.ts";
import {
  lnPi,
  logGammaNear,
  logGammaNearRest,
  stirlingBetween,
  stirlingConstant,
  stirlingFar,
} from "./gamma-coefficients.ts";
import {
  choosePair,
  exponentialPair,
  logarithmPair,
  negated,
  type Pair,
  pairOf,
  product,
  quickSum,
  quotient,
  rounded,
  scaled,
  single,
  sum,
  twoSum,
} from "./pairs.ts";
import { both } from "./tight.ts";
import { choose, compare, fma, type Let, polynomial, unlessNaN } from "./writing.ts";

const one = single(f64(1));
export const piPair = pairOf({ high: Math.PI, low: 1.2246467991473532e-16 });

/** Below this size the functions are 1/x or −ln x. */
export const tiny = 2 ** -60;

/** Where polynomials take turns. */
const [low, high] = [3, 8];

/** f in (v − 5)/(v + 5) up to `high`, v^power·f in 1/v² from there on. */
export function besideAsymptote(
  name: Let,
  v: LoopExpr,
  between: readonly number[],
  far: readonly number[],
  power: 1 | 2,
): LoopExpr {
  const isFar = name(compare("ge", v, f64(high)));
  const above = choose(name, isFar, f64(1), sub(v, f64(5)));
  const t = name(div(above, choose(name, isFar, v, add(v, f64(5)))));
  const square = name(mul(t, t));
  const factor = power === 1 ? t : square;
  return choose(name, isFar, mul(factor, polynomial(far, square)), polynomial(between, t));
}

/** `v` where it is below `low`, less 2: between −1 and 1. */
export function besideTwo(name: Let, v: Pair): { readonly isNear: LoopExpr; readonly r: Pair } {
  const isNear = name(compare("lt", v.high, f64(low)));
  const held = choosePair(name, isNear, v, pairOf({ high: 2.5, low: 0 }));
  return { isNear, r: twoSum(name, name(sub(held.high, f64(2))), held.low) };
}

/** A polynomial whose constant has a `rest`. */
export function withRest(
  name: Let,
  [constant = 0, ...others]: readonly number[],
  rest: number,
  r: LoopExpr,
): Pair {
  return quickSum(name, f64(constant), name(fma(r, polynomial(others, r), f64(rest))));
}

/** ln Γ(v) of v below `low`. */
export function nearLogGamma(name: Let, v: Pair): { readonly isNear: LoopExpr; readonly value: Pair } {
  const { isNear, r } = besideTwo(name, v);
  const zeros = product(name, r, sum(name, r, one));
  return { isNear, value: product(name, zeros, withRest(name, logGammaNear, logGammaNearRest, r.high)) };
}

/** ln Γ(v) of v ≥ 1; of v ≥ 2⁶⁰, times `shrunk`, a power of two. */
export function logGamma(name: Let, v: Pair, shrunk: LoopExpr = f64(1)): Pair {
  const { isNear, value: near } = nearLogGamma(name, v);
  // (v − ½)·(ln v − 1) + ½ ln 2π − ½ + what is missing, of a quarter of v, whose exponent may be turned round.
  const logarithm = logarithmPair(name, scaled(name, v, f64(0.25)), f64(2));
  const factor = scaled(name, sum(name, v, single(f64(-0.5))), shrunk);
  const main = product(name, factor, sum(name, logarithm, single(f64(-1))));
  const missing = name(besideAsymptote(name, v.high, stirlingBetween, stirlingFar, 1));
  const rest = scaled(name, sum(name, pairOf(stirlingConstant), single(missing)), shrunk);
  return choosePair(name, isNear, near, sum(name, main, rest));
}

/** Of πu, u ≥ 0. */
export interface HalfTurns {
  /** The size of the sine, and of the cosine. */
  readonly sine: Pair;
  readonly cosine: Pair;
  /** The tangent is. */
  readonly isNegative: LoopExpr;
  readonly isWhole: LoopExpr;
}

export function halfTurns(name: Let, u: LoopExpr): HalfTurns {
  const whole = name(unary("floor", add(u, f64(0.5))));
  const r = name(sub(u, whole));
  const size = name(unary("abs", r));
  const steep = name(compare("gt", size, f64(0.25)));
  const quarter = choose(name, steep, sub(f64(0.5), size), size);
  const { s, c } = both(name, product(name, single(name(quarter)), piPair));
  return {
    sine: choosePair(name, steep, c, s),
    cosine: choosePair(name, steep, s, c),
    isNegative: name(compare("lt", r, f64(0))),
    isWhole: name(compare("eq", unary("floor", u), u)),
  };
}

interface Raised {
  /** |x|, or |x| + 1 below 1. */
  readonly v: Pair;
  readonly isNegative: LoopExpr;
  /** Γ(x) is Γ(v) over it, or where x is negative, π over it and Γ(v), but for the sign. */
  readonly divisor: Pair;
  readonly turns: HalfTurns;
}

function raisedAbove1(name: Let, isNegative: LoopExpr, size: LoopExpr): Raised {
  const isSmall = name(compare("lt", size, f64(1)));
  const v = twoSum(name, size, name(choose(name, isSmall, f64(1), f64(0))));
  const turns = halfTurns(name, size);
  const reflected = choosePair(name, isSmall, turns.sine, product(name, turns.sine, single(size)));
  const plain = single(name(choose(name, isSmall, size, f64(1))));
  return { v, isNegative, divisor: choosePair(name, isNegative, reflected, plain), turns };
}

/** ln Γ(v), or ln π − ln Γ(v). */
function reflectedLog(name: Let, isNegative: LoopExpr, log: Pair): Pair {
  return choosePair(name, isNegative, sum(name, pairOf(lnPi), negated(log)), log);
}

/** Between `tiny` and `most`, NaN too: logarithms are of numbers only. */
export function heldSize(name: Let, size: LoopExpr, most: number): LoopExpr {
  const held = name(choose(name, compare("le", size, f64(most)), size, f64(most)));
  return name(choose(name, compare("lt", held, f64(tiny)), f64(tiny), held));
}

/** Beyond this size, which is no pole, Γ is 0 or infinite. */
const widest = 184.5;

export function gamma(name: Let, x: LoopExpr): LoopExpr {
  const size = name(unary("abs", x));
  const held = heldSize(name, size, widest);
  const { v, isNegative, divisor } = raisedAbove1(name, name(compare("lt", x, f64(0))), held);
  const log = reflectedLog(name, isNegative, logGamma(name, v));
  const { value: power, k } = exponentialPair(name, log);
  const value = name(raised(name, rounded(quotient(name, power, divisor)), { k }));
  // Of the argument itself: beyond what is held, the sign of 0 and poles are still its.
  const whole = name(unary("floor", size));
  const half = name(mul(f64(0.5), whole));
  const isEven = compare("eq", unary("floor", half), half);
  const signed = choose(name, isEven, neg(value), value);
  const below = choose(name, compare("eq", whole, size), f64(Number.NaN), signed);
  const inside = choose(name, isNegative, below, value);
  return unlessNaN(name, x, name(choose(name, compare("lt", size, f64(tiny)), div(f64(1), x), inside)));
}

/** From here on every number is whole, and the logarithm is computed of 2⁻⁶⁴ of it. */
const huge = 2 ** 60;

export function lgamma(name: Let, x: LoopExpr): LoopExpr {
  const size = name(unary("abs", x));
  const isTiny = name(compare("lt", size, f64(tiny)));
  const isHuge = name(compare("gt", size, f64(huge)));
  const isNegative = name(compare("lt", name(choose(name, isTiny, f64(1), x)), f64(0)));
  const held = heldSize(name, size, Number.MAX_VALUE);
  const { v, divisor, turns } = raisedAbove1(name, isNegative, held);
  const shrunk = name(choose(name, isHuge, f64(2 ** -64), f64(1)));
  const log = reflectedLog(name, isNegative, logGamma(name, v, shrunk));
  const up = 200;
  const below = choosePair(name, isTiny, single(mul(size, f64(2 ** up))), divisor);
  const less = logarithmPair(name, below, name(choose(name, isTiny, f64(-up), f64(0))));
  const result = rounded(sum(name, log, negated(less)));
  const value = mul(result, choose(name, isHuge, f64(2 ** 64), f64(1)));
  const isPole = and(isNegative, turns.isWhole);
  const isEnd = or(compare("eq", size, f64(0)), compare("eq", size, f64(Number.POSITIVE_INFINITY)));
  const infinite = choose(name, or(isPole, isEnd), f64(Number.POSITIVE_INFINITY), value);
  return unlessNaN(name, x, name(infinite));
}
