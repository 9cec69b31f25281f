/** The n-th root of x within 1 ULP, for every tier and in lanes: e^(ln |x|/n) in pairs of doubles. */
import { and, f64, i64, mul, neg, unary } from "../expr.ts";
import type { LoopExpr } from "../loop.ts";
import { raised } from "./exponential.ts";
import { exponentialPair, logarithmPair, quotient, rounded, single } from "./pairs.ts";
import { bits, choose, compare, type Let, unlessNaN } from "./writing.ts";

/** Beyond these sizes x is scaled by so much first. */
const extreme = { size: 2 ** 900, power: 200 };

/** Of an integral n that is not 0. Odd roots of negative numbers are negative, even ones NaN. */
export function nthRoot(name: Let, x: LoopExpr, n: LoopExpr): LoopExpr {
  const size = name(unary("abs", x));
  const isBounded = name(compare("le", size, f64(Number.MAX_VALUE)));
  const isZero = name(compare("eq", size, f64(0)));
  const held = name(choose(name, isBounded, choose(name, isZero, f64(1), size), f64(1)));
  const huge = name(compare("gt", held, f64(extreme.size)));
  const tiny = name(compare("lt", held, f64(1 / extreme.size)));
  const byExtreme = (atHuge: number, atTiny: number, between: number): LoopExpr =>
    name(choose(name, huge, f64(atHuge), choose(name, tiny, f64(atTiny), f64(between))));
  const { power } = extreme;
  const normal = name(mul(held, byExtreme(2 ** -power, 2 ** power, 1)));
  const logarithm = logarithmPair(name, single(normal), byExtreme(power, -power, 0));
  const { value, k } = exponentialPair(name, quotient(name, logarithm, single(n)));
  const root = name(raised(name, rounded(value), { k }));
  const rises = name(compare("gt", n, f64(0)));
  const infinity = f64(Number.POSITIVE_INFINITY);
  const atZero = choose(name, rises, f64(0), infinity);
  const atInfinity = choose(name, rises, infinity, f64(0));
  const positive = name(choose(name, isZero, atZero, choose(name, isBounded, root, atInfinity)));
  const half = name(mul(f64(0.5), n));
  const isOdd = name(compare("ne", unary("floor", half), half));
  const isNegative = name(compare("lt", x, f64(0)));
  const hasSign = compare("lt", bits(x), i64(0n));
  const odd = choose(name, hasSign, neg(positive), positive);
  const even = choose(name, isNegative, f64(Number.NaN), positive);
  const first = choose(name, and(isOdd, compare("eq", n, f64(1))), x, choose(name, isOdd, odd, even));
  return unlessNaN(name, x, name(first));
}
