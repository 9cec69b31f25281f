/**
 * Inverse hyperbolic functions by ln(1 + v) with a v that loses nothing near 0 (Kahan 1987); where squares would overflow, by
 * ln(2x), which is the same there.
 */
import { add, and, div, f64, mul, sub, unary } from "../expr.ts";
import type { LoopExpr } from "../loop.ts";
import { lnOneMore } from "./logarithm.ts";
import { choose, compare, isBelowInfinity, type Let, withSignOf } from "./writing.ts";

/** From here on √(x² ± 1) is x. */
const large = 2 ** 28;
const infinity = f64(Number.POSITIVE_INFINITY);

/** v = |x| + x²/(1 + √(1 + x²)). */
export function asinh(name: Let, x: LoopExpr): LoopExpr {
  const size = name(unary("abs", x));
  const finite = name(isBelowInfinity(size));
  const beyond = name(and(finite, compare("gt", size, f64(large))));
  const held = name(choose(name, compare("lt", size, f64(large)), size, f64(0)));
  const square = name(mul(held, held));
  const v = add(held, div(square, add(f64(1), unary("sqrt", add(f64(1), square)))));
  const result = lnOneMore(name, name(choose(name, beyond, size, v)), beyond);
  return withSignOf(x, choose(name, finite, result, size));
}

/** v = t + √(t·(t + 2)) with t = x − 1. */
export function acosh(name: Let, x: LoopExpr): LoopExpr {
  const inside = name(and(compare("ge", x, f64(1)), isBelowInfinity(x)));
  const beyond = name(and(inside, compare("gt", x, f64(large))));
  const held = choose(name, and(inside, compare("le", x, f64(large))), x, f64(1));
  const t = name(sub(held, f64(1)));
  const v = add(t, unary("sqrt", mul(t, add(t, f64(2)))));
  const result = lnOneMore(name, name(choose(name, beyond, x, v)), beyond);
  return choose(name, inside, result, choose(name, compare("lt", x, f64(1)), f64(Number.NaN), x));
}

/** ½ ln(1 + v) with v = 2|x|/(1 − |x|). */
export function atanh(name: Let, x: LoopExpr): LoopExpr {
  const size = name(unary("abs", x));
  const inside = name(compare("lt", size, f64(1)));
  const held = name(choose(name, inside, size, f64(0)));
  const v = name(div(mul(f64(2), held), sub(f64(1), held)));
  const result = mul(f64(0.5), lnOneMore(name, v));
  const outside = choose(
    name,
    compare("eq", size, f64(1)),
    infinity,
    choose(name, compare("gt", size, f64(1)), f64(Number.NaN), size),
  );
  return withSignOf(x, choose(name, inside, result, outside));
}
