/**
 * Inverse trigonometric functions within 1 ULP, for `--reproducible`: those of inverse-trigonometric.ts, with what roots, quotients
 * and sums of theirs lose.
 */
import { add, div, f64, mul, neg, sub, unary } from "../expr.ts";
import type { LoopExpr } from "../loop.ts";
import { arcsine, arctangent, quarterTurn } from "./coefficients.ts";
import { octant, ordered, quarterOf } from "./inverse-trigonometric.ts";
import { type Pair, quickSum, twoSum } from "./pairs.ts";
import { choose, compare, fma, type Let, polynomial, unlessNaN, withSignOf } from "./writing.ts";

interface HalfAngle {
  /** Of the arcsine above ½. */
  readonly large: LoopExpr;
  /** The arcsine of |x|, where it is not `large`, else that of √((1 − |x|)/2): what is added to `high` is small beside it. */
  readonly angle: Pair;
}

function halfAngle(name: Let, x: LoopExpr): HalfAngle {
  const size = name(unary("abs", x));
  const large = name(compare("gt", size, f64(0.5)));
  // Exact above ½.
  const half = name(mul(f64(0.5), sub(f64(1), size)));
  const u = name(choose(name, large, half, mul(size, size)));
  const root = name(unary("sqrt", u));
  const high = name(choose(name, large, root, size));
  const divisor = choose(name, compare("gt", high, f64(0)), mul(f64(2), high), f64(1));
  const lost = choose(name, large, div(fma(neg(high), high, u), divisor), f64(0));
  return { large, angle: { high, low: name(fma(mul(high, u), polynomial(arcsine, u), lost)) } };
}

const right: Pair = { high: f64(quarterTurn.high), low: f64(quarterTurn.low) };
const straight: Pair = { high: f64(2 * quarterTurn.high), low: f64(2 * quarterTurn.low) };

/** from − times·angle. */
function less(name: Let, from: Pair, angle: Pair, times: 1 | 2): LoopExpr {
  const { high, low } = twoSum(name, from.high, mul(f64(-times), angle.high));
  return add(high, add(low, fma(f64(-times), angle.low, from.low)));
}

export function tightAsin(name: Let, x: LoopExpr): LoopExpr {
  const { large, angle } = halfAngle(name, x);
  return withSignOf(x, choose(name, large, less(name, right, angle, 2), add(angle.high, angle.low)));
}

/** 2·angle above ½, π − 2·angle below −½, π/2 − asin x between. */
export function tightAcos(name: Let, x: LoopExpr): LoopExpr {
  const { large, angle } = halfAngle(name, x);
  const twice = mul(f64(2), add(angle.high, angle.low));
  const signed: Pair = { high: name(withSignOf(x, angle.high)), low: name(withSignOf(x, angle.low)) };
  const below = compare("lt", x, f64(0));
  const outer = choose(name, below, less(name, straight, angle, 2), twice);
  return choose(name, large, outer, less(name, right, signed, 1));
}

/** turns + the arctangent of above/below, whose lows are what is missing of them. */
function arctangentSum(name: Let, turns: Pair, above: Pair, below: Pair): LoopExpr {
  const t = name(div(above.high, below.high));
  const rest = add(fma(neg(t), below.high, above.high), fma(neg(t), below.low, above.low));
  const lost = div(rest, below.high);
  const square = name(mul(t, t));
  const small = fma(mul(t, square), polynomial(arctangent, square), fma(neg(lost), square, lost));
  const sum = quickSum(name, turns.high, t);
  return add(sum.high, add(sum.low, add(small, turns.low)));
}

export function tightAtan(name: Let, x: LoopExpr): LoopExpr {
  const size = name(unary("abs", x));
  // Beyond, the arctangent is π/2.
  const held = name(choose(name, compare("gt", size, f64(2 ** 60)), f64(2 ** 60), size));
  const { inverted, far } = octant(name, held);
  const minus = twoSum(name, held, f64(-1));
  const plus = twoSum(name, held, f64(1));
  const pick = (a: LoopExpr, b: LoopExpr, c: LoopExpr): LoopExpr =>
    name(choose(name, inverted, a, choose(name, far, b, c)));
  const above = { high: pick(f64(-1), minus.high, held), low: pick(f64(0), minus.low, f64(0)) };
  const below = { high: pick(held, plus.high, f64(1)), low: pick(f64(0), plus.low, f64(0)) };
  const value = arctangentSum(name, quarterOf(name, inverted, far), above, below);
  const tiny = compare("lt", size, f64(2 ** -28));
  return withSignOf(x, choose(name, tiny, size, unlessNaN(name, x, value)));
}

/** π/4·turns ± arctangent of a quotient, by the octant of (x, y). */
export function tightAtan2(name: Let, y: LoopExpr, x: LoopExpr): LoopExpr {
  const { far, small, large, sign, turns } = ordered(name, y, x);
  const minus = twoSum(name, small, name(neg(large)));
  const plus = twoSum(name, small, large);
  const pick = (a: LoopExpr, b: LoopExpr): LoopExpr => name(choose(name, far, a, b));
  const above = {
    high: name(mul(sign, pick(minus.high, small))),
    low: name(mul(sign, pick(minus.low, f64(0)))),
  };
  const below = { high: pick(plus.high, large), low: pick(plus.low, f64(0)) };
  const value = arctangentSum(name, turns, above, below);
  return withSignOf(y, unlessNaN(name, x, unlessNaN(name, y, name(value))));
}
