/**
 * Inverse trigonometric functions. Arcsine: a polynomial up to ½, and from there by the half angle, asin x = π/2 − 2·asin √((1 − x)/2).
 * Arctangent: of a quotient that one division makes at most √2 − 1 (atan t = π/4 + atan((t − 1)/(t + 1))), and a multiple of π/4.
 */
import { add, div, f64, i64, mul, or, sub, unary } from "../expr.ts";
import type { LoopExpr } from "../loop.ts";
import { arcsine, arctangent, quarterTurn } from "./coefficients.ts";
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

/** Of a number that is not negative: π/4·turns + arctangent of a quotient. */
export function atan(name: Let, x: LoopExpr): LoopExpr {
  const size = name(unary("abs", x));
  const inverted = name(compare("gt", size, f64(1 / eighth)));
  const far = name(compare("gt", size, f64(eighth)));
  const below = choose(name, inverted, f64(-1), choose(name, far, sub(size, f64(1)), size));
  const above = choose(name, inverted, size, choose(name, far, add(size, f64(1)), f64(1)));
  const t = name(div(below, above));
  const u = name(mul(t, t));
  const high = choose(
    name,
    inverted,
    f64(quarterTurn.high),
    choose(name, far, f64(quarterTurn.high / 2), f64(0)),
  );
  const low = choose(
    name,
    inverted,
    f64(quarterTurn.low),
    choose(name, far, f64(quarterTurn.low / 2), f64(0)),
  );
  const rest = fma(mul(t, u), polynomial(arctangent, u), low);
  return withSignOf(x, add(high, add(t, rest)));
}

interface Ordered {
  /** |y| is the larger side. */
  readonly steep: LoopExpr;
  readonly small: LoopExpr;
  readonly large: LoopExpr;
}

/** The sides by size, times a power of two that keeps their sum finite and what is small normal; of infinite sides, and two zeros, 1 and 0. */
function ordered(name: Let, y: LoopExpr, x: LoopExpr): Ordered {
  const [a, b] = [name(unary("abs", x)), name(unary("abs", y))];
  const steep = name(compare("gt", b, a));
  const large = name(choose(name, steep, b, a));
  const small = choose(name, steep, a, b);
  const down = choose(name, compare("gt", large, f64(2 ** 1000)), f64(2 ** -200), f64(1));
  const scale = name(choose(name, compare("lt", large, f64(2 ** -900)), f64(2 ** 120), down));
  const infinite = name(compare("eq", large, f64(Number.POSITIVE_INFINITY)));
  const both = choose(name, compare("eq", small, f64(Number.POSITIVE_INFINITY)), f64(1), f64(0));
  const neither = or(infinite, compare("eq", large, f64(0)));
  return {
    steep,
    small: name(choose(name, infinite, both, mul(small, scale))),
    large: name(choose(name, neither, f64(1), mul(large, scale))),
  };
}

/** 3π/4, no multiple by a power of two. */
const threeEighths = { high: 2.356194490192345, low: 9.184850993605148e-17 };

/** π/4·turns ± arctangent of a quotient, by the octant of (x, y). */
export function atan2(name: Let, y: LoopExpr, x: LoopExpr): LoopExpr {
  const { steep, small, large } = ordered(name, y, x);
  const far = name(compare("gt", small, mul(f64(eighth), large)));
  const quotient = div(
    choose(name, far, sub(small, large), small),
    choose(name, far, add(small, large), large),
  );
  const left = name(compare("lt", bits(x), i64(0n)));
  const sign = mul(choose(name, steep, f64(-1), f64(1)), choose(name, left, f64(-1), f64(1)));
  const t = name(mul(quotient, sign));
  const u = name(mul(t, t));
  const right = name(choose(name, far, f64(1), choose(name, steep, f64(2), f64(0))));
  const eighths = name(choose(name, left, sub(f64(4), right), right));
  const three = name(compare("eq", eighths, f64(3)));
  const high = choose(name, three, f64(threeEighths.high), mul(eighths, f64(quarterTurn.high / 2)));
  const low = choose(name, three, f64(threeEighths.low), mul(eighths, f64(quarterTurn.low / 2)));
  const rest = fma(mul(t, u), polynomial(arctangent, u), name(low));
  return withSignOf(y, unlessNaN(name, x, unlessNaN(name, y, name(add(high, add(t, rest))))));
}
