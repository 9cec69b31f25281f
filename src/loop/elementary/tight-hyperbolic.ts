/** Hyperbolic functions and their inverses within 1 ULP, for `--reproducible`: in pairs of doubles, but for arguments that are the result. */
import { add, and, f64, mul, sub, unary } from "../expr.ts";
import type { LoopExpr } from "../loop.ts";
import { real } from "../passes/range.ts";
import { near, scaled as raised } from "./exponential.ts";
import {
  choosePair,
  expm1Pair,
  exponentialParts,
  ln2Pair,
  logarithmPair,
  type Pair,
  product,
  quotient,
  root,
  rounded,
  scaled,
  single,
  sum,
  twoSum,
} from "./pairs.ts";
import {
  choose,
  clamp,
  compare,
  fma,
  isBelowInfinity,
  type Let,
  nearest,
  powerOfTwo,
  withSignOf,
} from "./writing.ts";

const one = single(f64(1));
const notNegative = real(0, Number.POSITIVE_INFINITY);

/** Below this the cube of an argument is lost beside it. */
const tiny = 2 ** -28;
/** From here on e^−x is lost beside e^x. */
const wide = 40;

/** `of` |x| with the sign of x; x itself where it is tiny. */
function odd(name: Let, x: LoopExpr, of: (size: LoopExpr) => LoopExpr): LoopExpr {
  const size = name(unary("abs", x));
  const isTiny = name(compare("lt", size, f64(tiny)));
  return withSignOf(x, choose(name, isTiny, size, of(size)));
}

export function tightExp2(name: Let, x: LoopExpr): LoopExpr {
  const held = clamp(name, x, -1076, 1025);
  const { whole: k, shifted } = nearest(name, held, 1, 2 * 1023);
  const r = product(name, single(name(sub(held, k))), ln2Pair);
  const less1 = name(near(name, r.high));
  return raised(name, { k, shifted, less1: name(add(less1, fma(r.low, less1, r.low))) });
}

export function tightExpm1(name: Let, x: LoopExpr): LoopExpr {
  const half = expm1Pair(name, clamp(name, x, -40, 710), 1);
  const isTiny = compare("lt", unary("abs", x), f64(2 ** -54));
  return withSignOf(x, choose(name, isTiny, x, mul(f64(2), rounded(half))));
}

/** With h = (e^|x| − 1)/2: h + h/(2h + 1), halved on the way. */
export function tightSinh(name: Let, x: LoopExpr): LoopExpr {
  return odd(name, x, (size) => {
    const half = expm1Pair(name, clamp(name, size, 0, 710.6, notNegative), 2);
    const held = choosePair(name, name(compare("lt", size, f64(wide))), half, one);
    const divisor = sum(name, scaled(name, held, f64(4)), one);
    return mul(f64(2), rounded(sum(name, half, quotient(name, held, divisor))));
  });
}

/** With g = e^|x|/4: g + 1/(16g), doubled. */
export function tightCosh(name: Let, x: LoopExpr): LoopExpr {
  const { less1, k } = exponentialParts(name, clamp(name, unary("abs", x), 0, 710.6, notNegative));
  const g = scaled(name, sum(name, one, less1), name(powerOfTwo(sub(k, f64(2)))));
  return mul(f64(2), rounded(sum(name, g, quotient(name, single(f64(1 / 16)), g))));
}

/** With e = e^2|x| − 1: e/(e + 2). */
export function tightTanh(name: Let, x: LoopExpr): LoopExpr {
  return odd(name, x, (size) => {
    const e = expm1Pair(name, clamp(name, mul(f64(2), size), 0, 44, notNegative));
    return rounded(quotient(name, e, sum(name, e, single(f64(2)))));
  });
}

// ── inverses ────────────────────────────────────────────────────────────────────────────────────────────────────────

/** From here on √(x² ± 1) is x. */
const large = 2 ** 28;

/** ln(1 + v), or where x is large, ln 2x. */
function inverse(name: Let, x: LoopExpr, beyond: LoopExpr, v: Pair): LoopExpr {
  // Of a quarter, whose exponent is one of a power of two even for the largest number.
  const u = choosePair(name, beyond, single(mul(f64(0.25), x)), sum(name, one, v));
  return rounded(logarithmPair(name, u, choose(name, beyond, f64(3), f64(0))));
}

/** v = |x| + x²/(1 + √(1 + x²)). */
export function tightAsinh(name: Let, x: LoopExpr): LoopExpr {
  const value = odd(name, x, (size) => {
    const beyond = name(compare("gt", size, f64(large)));
    const held = single(name(choose(name, beyond, f64(1), size)));
    const square = product(name, held, held);
    const rest = quotient(name, square, sum(name, one, root(name, sum(name, one, square))));
    const finite = name(choose(name, isBelowInfinity(size), size, f64(1)));
    return inverse(name, finite, beyond, sum(name, held, rest));
  });
  return choose(name, isBelowInfinity(unary("abs", x)), value, x);
}

/** v = t + √(t·(t + 2)) with t = x − 1. */
export function tightAcosh(name: Let, x: LoopExpr): LoopExpr {
  const above = name(and(compare("gt", x, f64(1)), isBelowInfinity(x)));
  const held = name(choose(name, above, x, f64(2)));
  const beyond = name(compare("gt", held, f64(large)));
  const t = twoSum(name, choose(name, beyond, f64(2), held), f64(-1));
  const v = sum(name, t, root(name, product(name, t, sum(name, t, single(f64(2))))));
  const outside = choose(
    name,
    compare("eq", x, f64(1)),
    f64(0),
    choose(name, compare("lt", x, f64(1)), f64(Number.NaN), x),
  );
  return choose(name, above, inverse(name, held, beyond, v), outside);
}

/** ½ ln(1 + v) with v = 2|x|/(1 − |x|). */
export function tightAtanh(name: Let, x: LoopExpr): LoopExpr {
  const value = odd(name, x, (size) => {
    const held = name(choose(name, compare("lt", size, f64(1)), size, f64(0.5)));
    const v = quotient(name, single(mul(f64(2), held)), twoSum(name, f64(1), mul(f64(-1), held)));
    return mul(f64(0.5), rounded(logarithmPair(name, sum(name, one, v), f64(0))));
  });
  const size = name(unary("abs", x));
  const pole = withSignOf(x, f64(Number.POSITIVE_INFINITY));
  const outside = choose(name, compare("eq", size, f64(1)), pole, f64(Number.NaN));
  return choose(name, compare("lt", size, f64(1)), value, outside);
}
