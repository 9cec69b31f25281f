/**
 * Inverse trigonometric functions. Arcsine: a polynomial up to ½, and from there by the half angle, asin x = π/2 − 2·asin √((1 − x)/2).
 * Arctangent: of a quotient that one division makes at most √2 − 1 (atan t = π/4 + atan((t − 1)/(t + 1))), and a multiple of π/4.
 */
import { add, div, f64, i64, mul, or, sub, unary } from "../expr.ts";
import type { LoopExpr } from "../loop.ts";
import { arcsine, arctangent, quarterTurn } from "./coefficients.ts";
import type { Pair } from "./pairs.ts";
import { bits, choose, compare, fma, type Let, polynomial, unlessNaN, withSignOf } from "./writing.ts";

/** t + t·u·polynomial(u) with u = t². */
function odd(coefficients: readonly number[], t: LoopExpr, u: LoopExpr): LoopExpr {
  return fma(mul(t, u), polynomial(coefficients, u), t);
}

interface HalfAngle {
  readonly size: LoopExpr;
  /** Of the arcsine above ½. */
  readonly large: LoopExpr;
  /** The arcsine of |x|, where it is not `large`, else that of √((1 − |x|)/2). */
  readonly angle: LoopExpr;
}

function halfAngle(name: Let, x: LoopExpr): HalfAngle {
  const size = name(unary("abs", x));
  const large = name(compare("gt", size, f64(0.5)));
  const u = name(choose(name, large, mul(f64(0.5), sub(f64(1), size)), mul(size, size)));
  const t = name(choose(name, large, unary("sqrt", u), size));
  return { size, large, angle: name(odd(arcsine, t, u)) };
}

export function asin(name: Let, x: LoopExpr): LoopExpr {
  const { large, angle } = halfAngle(name, x);
  const above = add(f64(quarterTurn.high), sub(f64(quarterTurn.low), mul(f64(2), angle)));
  return withSignOf(x, choose(name, large, above, angle));
}

/** 2·angle above ½, π − 2·angle below −½, π/2 − asin x between. */
export function acos(name: Let, x: LoopExpr): LoopExpr {
  const { large, angle } = halfAngle(name, x);
  const twice = name(mul(f64(2), angle));
  const below = add(f64(2 * quarterTurn.high), sub(f64(2 * quarterTurn.low), twice));
  const between = add(f64(quarterTurn.high), sub(f64(quarterTurn.low), withSignOf(x, angle)));
  return choose(name, large, choose(name, compare("lt", x, f64(0)), below, twice), between);
}

/** tan(π/8). */
const eighth = Math.SQRT2 - 1;

/** Whether |x| is beyond tan(3π/8), and beyond tan(π/8). */
export function octant(name: Let, size: LoopExpr): { readonly inverted: LoopExpr; readonly far: LoopExpr } {
  const inverted = name(compare("gt", size, f64(1 / eighth)));
  return { inverted, far: name(compare("gt", size, f64(eighth))) };
}

/** π/2, π/4 or 0. */
export function quarterOf(name: Let, inverted: LoopExpr, far: LoopExpr): Pair {
  const multiple = (whole: number): LoopExpr =>
    name(choose(name, inverted, f64(whole), choose(name, far, f64(whole / 2), f64(0))));
  return { high: multiple(quarterTurn.high), low: multiple(quarterTurn.low) };
}

/** Of a number that is not negative: π/4·turns + arctangent of a quotient. */
export function atan(name: Let, x: LoopExpr): LoopExpr {
  const size = name(unary("abs", x));
  const { inverted, far } = octant(name, size);
  const below = choose(name, inverted, f64(-1), choose(name, far, sub(size, f64(1)), size));
  const above = choose(name, inverted, size, choose(name, far, add(size, f64(1)), f64(1)));
  const t = name(div(below, above));
  const u = name(mul(t, t));
  const { high, low } = quarterOf(name, inverted, far);
  const rest = fma(mul(t, u), polynomial(arctangent, u), low);
  return withSignOf(x, add(high, add(t, rest)));
}

interface Ordered {
  /** The smaller side and the larger, of one sign. */
  readonly small: LoopExpr;
  readonly large: LoopExpr;
  /** The quotient is beyond tan(π/8). */
  readonly far: LoopExpr;
  /** Of the arctangent of the quotient, which is added to `turns`. */
  readonly sign: LoopExpr;
  readonly turns: Pair;
}

/** The sides by size, times a power of two that keeps their sum finite and what is small normal; of infinite sides, and two zeros, 1 and 0. */
export function ordered(name: Let, y: LoopExpr, x: LoopExpr): Ordered {
  const [a, b] = [name(unary("abs", x)), name(unary("abs", y))];
  const steep = name(compare("gt", b, a));
  const longer = name(choose(name, steep, b, a));
  const shorter = choose(name, steep, a, b);
  const down = choose(name, compare("gt", longer, f64(2 ** 1000)), f64(2 ** -200), f64(1));
  const scale = name(choose(name, compare("lt", longer, f64(2 ** -900)), f64(2 ** 120), down));
  const infinite = name(compare("eq", longer, f64(Number.POSITIVE_INFINITY)));
  const both = choose(name, compare("eq", shorter, f64(Number.POSITIVE_INFINITY)), f64(1), f64(0));
  const neither = or(infinite, compare("eq", longer, f64(0)));
  const small = name(choose(name, infinite, both, mul(shorter, scale)));
  const large = name(choose(name, neither, f64(1), mul(longer, scale)));
  const far = name(compare("gt", small, mul(f64(eighth), large)));
  const left = name(compare("lt", bits(x), i64(0n)));
  const sign = name(mul(choose(name, steep, f64(-1), f64(1)), choose(name, left, f64(-1), f64(1))));
  return { small, large, far, sign, turns: eighthsOf(name, far, steep, left) };
}

function eighthsOf(name: Let, far: LoopExpr, steep: LoopExpr, left: LoopExpr): Pair {
  const right = name(choose(name, far, f64(1), choose(name, steep, f64(2), f64(0))));
  const eighths = name(choose(name, left, sub(f64(4), right), right));
  const three = name(compare("eq", eighths, f64(3)));
  const multiple = (known: number, eighth: number): LoopExpr =>
    name(choose(name, three, f64(known), mul(eighths, f64(eighth))));
  return {
    high: multiple(threeEighths.high, quarterTurn.high / 2),
    low: multiple(threeEighths.low, quarterTurn.low / 2),
  };
}

/** 3π/4, no multiple by a power of two. */
const threeEighths = { high: 2.356194490192345, low: 9.184850993605148e-17 };

/** π/4·turns ± arctangent of a quotient, by the octant of (x, y). */
export function atan2(name: Let, y: LoopExpr, x: LoopExpr): LoopExpr {
  const { small, large, far, sign, turns } = ordered(name, y, x);
  const quotient = div(
    choose(name, far, sub(small, large), small),
    choose(name, far, add(small, large), large),
  );
  const t = name(mul(quotient, sign));
  const u = name(mul(t, t));
  const rest = fma(mul(t, u), polynomial(arctangent, u), turns.low);
  return withSignOf(y, unlessNaN(name, x, unlessNaN(name, y, name(add(turns.high, add(t, rest))))));
}
