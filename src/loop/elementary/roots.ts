/** The cube root by the exponent's third, a polynomial and a step of Halley's; the length of (x, y) by a square root. */
import { add, div, f64, i64, mul, or, sub, unary } from "../expr.ts";
import type { LoopExpr } from "../loop.ts";
import {
  bits,
  choose,
  compare,
  cut,
  fma,
  fromBits,
  integer,
  type Let,
  polynomial,
  shifter,
  shiftLeft,
  shiftRight,
  withSignOf,
} from "./writing.ts";

/** Two thirds of the exponent's bias in units of the high word, less what the straight line between powers of two is off. */
const thirdOfBias = 715_094_163;

/** (1 + e)^−⅓ to 2⁻²³ for |e| ≤ 1/10: its series. */
const inverseRoot: readonly number[] = [1, -1 / 3, 2 / 9, -14 / 81, 35 / 243, -91 / 729];

/** The cube root of a positive normal number. */
function rootOf(name: Let, x: LoopExpr): LoopExpr {
  const word = sub(fromBits(integer("or", shiftRight(bits(x), 32n), i64(0x4330000000000000n))), f64(2 ** 52));
  const third = name(fma(name(word), f64(1 / 3), f64(shifter + thirdOfBias)));
  const first = name(fromBits(shiftLeft(bits(third), 32n)));
  const e = name(sub(mul(mul(first, first), div(first, x)), f64(1)));
  // Its square is exact.
  const second = name(cut(mul(first, polynomial(inverseRoot, e)), 26));
  const r = name(div(x, mul(second, second)));
  return add(second, mul(second, div(sub(r, second), add(mul(f64(2), second), r))));
}

export function cbrt(name: Let, x: LoopExpr): LoopExpr {
  const size = name(unary("abs", x));
  const subnormal = name(compare("lt", size, f64(2 ** -1022)));
  const outside = or(compare("eq", size, f64(0)), compare("eq", size, f64(Number.POSITIVE_INFINITY)));
  const normal = name(
    choose(name, outside, f64(1), mul(size, choose(name, subnormal, f64(2 ** 54), f64(1)))),
  );
  const root = mul(rootOf(name, normal), choose(name, subnormal, f64(2 ** -18), f64(1)));
  return withSignOf(x, choose(name, outside, size, root));
}

/** An infinite side gives infinity, even beside NaN. */
export function hypot(name: Let, x: LoopExpr, y: LoopExpr): LoopExpr {
  const [a, b] = [name(unary("abs", x)), name(unary("abs", y))];
  const steep = name(compare("gt", b, a));
  const large = name(choose(name, steep, b, a));
  const small = choose(name, steep, a, b);
  const tiny = name(compare("lt", large, f64(2 ** -400)));
  const huge = name(compare("gt", large, f64(2 ** 500)));
  const times = (up: number): LoopExpr =>
    name(choose(name, tiny, f64(up), choose(name, huge, f64(1 / up), f64(1))));
  const scale = times(2 ** 600);
  const [p, q] = [name(mul(large, scale)), name(mul(small, scale))];
  const length = mul(unary("sqrt", fma(p, p, mul(q, q))), times(2 ** -600));
  const infinity = f64(Number.POSITIVE_INFINITY);
  return choose(name, or(compare("eq", a, infinity), compare("eq", b, infinity)), infinity, length);
}
