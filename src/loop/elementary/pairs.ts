/**
 * Numbers of about 100 bits as unevaluated sums of two doubles, for programs that end within little more than half an ULP: straight
 * code, with a fused multiply-add that rounds once (Dekker 1971; Joldes, Muller and Popescu 2017).
 */
import { add, div, f64, mul, neg, sub, unary } from "../expr.ts";
import type { LoopExpr } from "../loop.ts";
import { real } from "../passes/range.ts";
import { powerLogarithm, twoThirds } from "./coefficients.ts";
import { scaled as exponentOf } from "./logarithm.ts";
import { choose, compare, exactFma, fma, type Let, nearest, polynomial, powerOfTwo } from "./writing.ts";

export interface Pair {
  readonly high: LoopExpr;
  readonly low: LoopExpr;
}

const zero = f64(0);
export const single = (x: LoopExpr): Pair => ({ high: x, low: zero });
export const rounded = ({ high, low }: Pair): LoopExpr => add(high, low);
export const negated = ({ high, low }: Pair): Pair => ({ high: neg(high), low: neg(low) });

/** |a| ≥ |b|, or a is 0. */
export function quickSum(name: Let, a: LoopExpr, b: LoopExpr): Pair {
  const high = name(add(a, b));
  return { high, low: name(sub(b, sub(high, a))) };
}

export function twoSum(name: Let, a: LoopExpr, b: LoopExpr): Pair {
  const high = name(add(a, b));
  const rest = name(sub(high, a));
  return { high, low: name(add(sub(a, sub(high, rest)), sub(b, rest))) };
}

function twoProduct(name: Let, a: LoopExpr, b: LoopExpr): Pair {
  const high = name(mul(a, b));
  return { high, low: name(exactFma(a, b, neg(high))) };
}

export function sum(name: Let, a: Pair, b: Pair): Pair {
  const { high, low } = twoSum(name, a.high, b.high);
  return quickSum(name, high, add(low, add(a.low, b.low)));
}

export function product(name: Let, a: Pair, b: Pair): Pair {
  const { high, low } = twoProduct(name, a.high, b.high);
  return quickSum(name, high, add(low, fma(a.high, b.low, mul(a.low, b.high))));
}

export function quotient(name: Let, a: Pair, b: Pair): Pair {
  const high = name(div(a.high, b.high));
  const rest = sub(exactFma(neg(high), b.high, a.high), fma(high, b.low, neg(a.low)));
  return quickSum(name, high, div(rest, b.high));
}

/** Of a positive number. */
export function root(name: Let, a: Pair): Pair {
  const high = name(unary("sqrt", a.high));
  const rest = add(exactFma(neg(high), high, a.high), a.low);
  return quickSum(name, high, div(rest, mul(f64(2), high)));
}

/** By a power of two. */
export function scaled(name: Let, { high, low }: Pair, power: LoopExpr): Pair {
  return { high: name(mul(high, power)), low: name(mul(low, power)) };
}

export function choosePair(name: Let, condition: LoopExpr, a: Pair, b: Pair): Pair {
  return {
    high: name(choose(name, condition, a.high, b.high)),
    low: name(choose(name, condition, a.low, b.low)),
  };
}

/** A constant. */
export const pairOf = ({ high, low }: { readonly high: number; readonly low: number }): Pair => ({
  high: f64(high),
  low: f64(low),
});

// ── exponentials ────────────────────────────────────────────────────────────────────────────────────────────────────

export const ln2Pair: Pair = { high: f64(Math.LN2), low: f64(2.3190468138462996e-17) };

/** ln 2: the first part has 40 bits, so its product with an exponent is exact. */
const ln2Parts = { head: 0.6931471805592082, middle: 7.371002565167799e-13, tail: 1.94704509238075e-31 };

/** 1/3!, 1/4!, …, 1/11!. */
const reciprocalFactorials: readonly number[] = Array.from({ length: 9 }, (_, k) => {
  let factorial = 1;
  for (let n = 2; n <= k + 3; n++) factorial *= n;
  return 1 / factorial;
});

export interface ExponentialParts {
  /** e^r − 1 with x = k·ln 2 + r. */
  readonly less1: Pair;
  readonly k: LoopExpr;
}

/** Of an |x| up to some 1,400. */
export function exponentialParts(name: Let, x: LoopExpr): ExponentialParts {
  const { whole: k } = nearest(name, x, Math.LOG2E);
  const coarse = twoSum(name, x, name(mul(k, f64(-ln2Parts.head))));
  const rest = { high: name(mul(k, f64(-ln2Parts.middle))), low: name(mul(k, f64(-ln2Parts.tail))) };
  return { less1: exponentialLess1(name, sum(name, coarse, rest)), k };
}

/** e^x = value·2^k, of an |x| up to some 1,400. */
export function exponentialPair(name: Let, x: Pair): { readonly value: Pair; readonly k: LoopExpr } {
  const { less1, k } = exponentialParts(name, x.high);
  const { high, low } = sum(name, single(f64(1)), less1);
  return { value: { high, low: name(fma(x.low, high, low)) }, k };
}

/** e^r − 1 for |r| up to ½, to some 64 bits of its own size. */
export function exponentialLess1(name: Let, r: Pair): Pair {
  // Of an eighth of r, doubled three times.
  const s = scaled(name, r, f64(0.125));
  const cube = mul(mul(s.high, s.high), s.high);
  const rest = name(mul(polynomial(reciprocalFactorials, s.high), cube));
  const square = scaled(name, product(name, s, s), f64(0.5));
  let e = sum(name, sum(name, s, square), single(rest));
  for (let times = 0; times < 3; times++) e = sum(name, scaled(name, e, f64(2)), product(name, e, e));
  return e;
}

/** (e^x − 1)·2^(−halvings), where 2^(k − halvings) is no overflow. */
export function expm1Pair(name: Let, x: LoopExpr, halvings = 0): Pair {
  const { less1, k } = exponentialParts(name, x);
  const power = name(powerOfTwo(sub(k, f64(halvings))));
  return sum(name, scaled(name, less1, power), twoSum(name, power, f64(-(2 ** -halvings))));
}

const twoThirdsPair: Pair = pairOf(twoThirds);

/** ln(1 + a) for 1 + a between √½ and √2, to some 64 bits of its size: with s = a/(a + 2), 2s + ⅔s·(s² + s⁴·what follows). */
export function log1pPair(name: Let, a: Pair): Pair {
  const s = quotient(name, a, sum(name, single(f64(2)), a));
  const square = product(name, s, s);
  const following = polynomial(powerLogarithm, square.high);
  const w = quickSum(name, square.high, name(fma(mul(square.high, square.high), following, square.low)));
  return sum(name, scaled(name, s, f64(2)), product(name, product(name, s, w), twoThirdsPair));
}

/** ln(u·2^more) of a positive normal u that is no larger than a quarter of the largest number. */
export function logarithmPair(name: Let, u: Pair, more: LoopExpr): Pair {
  const { k } = exponentOf(name, u.high, real(2 ** -1022, Number.POSITIVE_INFINITY));
  const m = scaled(name, u, name(powerOfTwo(sub(f64(0), k))));
  const a = sum(name, m, single(f64(-1)));
  const whole = product(name, ln2Pair, single(name(add(k, more))));
  return sum(name, whole, log1pPair(name, a));
}

/** ln(1 + a) of an a from 0 to 2. */
export function log1pOf(name: Let, a: Pair): Pair {
  const above = sum(name, single(f64(1)), a);
  const { k } = exponentOf(name, above.high, real(1, 3));
  const halved = sum(name, scaled(name, above, name(powerOfTwo(sub(f64(0), k)))), single(f64(-1)));
  const rest = choosePair(name, compare("eq", k, f64(0)), a, halved);
  const whole = product(name, ln2Pair, single(k));
  return sum(name, whole, log1pPair(name, rest));
}
