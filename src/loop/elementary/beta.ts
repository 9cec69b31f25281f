/**
 * The beta function Γ(a)·Γ(b)/Γ(a + b) within 2 ULP of positive arguments, for every tier: Γ(a) of the smaller and e^(ln Γ(b) − ln Γ(a + b))
 * with the logarithms subtracted by hand, so that nothing cancels for b ≫ a; arguments below 1 are raised by 1. Otherwise by Γ.
 */
import { add, and, div, elementary, f64, mul, not, select } from "../expr.ts";
import type { LoopExpr } from "../loop.ts";
import { raised } from "./exponential.ts";
import { besideAsymptote, logGamma, nearLogGamma } from "./gamma.ts";
import { stirlingBetween, stirlingConstant, stirlingFar } from "./gamma-coefficients.ts";
import { reproducibleName } from "./names.ts";
import {
  choosePair,
  exponentialPair,
  log1pOf,
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
import { choose, compare, type Let } from "./writing.ts";

const half = single(f64(-0.5));

/** A quarter of a number may be turned round. */
const logarithmOf = (name: Let, v: Pair): Pair => logarithmPair(name, scaled(name, v, f64(0.25)), f64(2));

/** ln Γ(v) less (v − ½)·ln v − v + ½ ln 2π − ½, of v ≥ 1 whose logarithm is given. */
function beyondStirling(name: Let, v: Pair, logarithm: Pair): Pair {
  const { isNear, value } = nearLogGamma(name, v);
  const missing = name(besideAsymptote(name, v.high, stirlingBetween, stirlingFar, 1));
  const held = choosePair(name, isNear, v, single(f64(1)));
  const less1 = sum(name, choosePair(name, isNear, logarithm, single(f64(0))), single(f64(-1)));
  const stirling = sum(name, product(name, sum(name, held, half), less1), pairOf(stirlingConstant));
  return choosePair(name, isNear, sum(name, value, negated(stirling)), single(missing));
}

/** Below this size B(a, b) is 1/a + 1/b, a ≤ b. */
const tiny = 2 ** -100;
/** From here on B(a, b) is 0, a ≤ b. */
const widest = 600;
/** Beyond this, a quotient by a may be infinite. */
const far = 2 ** 500;

/** Of a ≤ b. */
function ofPositive(name: Let, a: LoopExpr, b: LoopExpr): LoopExpr {
  const ordinary = name(and(compare("ge", a, f64(tiny)), compare("le", a, f64(widest))));
  const x = name(choose(name, ordinary, a, f64(1)));
  const y = name(choose(name, and(ordinary, compare("le", b, f64(Number.MAX_VALUE))), b, f64(1)));
  const [xSmall, ySmall] = [name(compare("lt", x, f64(1))), name(compare("lt", y, f64(1)))];
  const oneIf = (condition: LoopExpr): LoopExpr => name(choose(name, condition, f64(1), f64(0)));
  const v = twoSum(name, x, oneIf(xSmall));
  const w = twoSum(name, y, oneIf(ySmall));
  const u = sum(name, v, w);
  // B(x, y) = B(x + 1, y)·(x + y)/x.
  const isFar = name(compare("gt", y, f64(far)));
  const shrunk = name(choose(name, isFar, f64(2 ** -200), f64(1)));
  const one = single(f64(1));
  const first = quotient(name, scaled(name, twoSum(name, y, x), shrunk), single(x));
  const second = quotient(name, sum(name, v, single(y)), single(y));
  const factor = product(name, choosePair(name, xSmall, first, one), choosePair(name, ySmall, second, one));
  const more = choose(name, and(xSmall, isFar), f64(200), f64(0));
  // ln Γ(w) − ln Γ(u) = v − v·ln u − (w − ½)·ln(1 + v/w) and what Stirling's formula misses.
  const ratio = quotient(name, v, w);
  const [lnW, lnU] = [logarithmOf(name, w), logarithmOf(name, u)];
  const isRatioTiny = name(compare("lt", ratio.high, f64(2 ** -200)));
  const turned = product(name, sum(name, w, half), log1pOf(name, choosePair(name, isRatioTiny, one, ratio)));
  const bent = choosePair(name, isRatioTiny, v, turned);
  const rest = sum(name, beyondStirling(name, w, lnW), negated(beyondStirling(name, u, lnU)));
  const main = sum(name, sum(name, v, negated(bent)), negated(product(name, v, lnU)));
  const exponent = sum(name, logGamma(name, v), sum(name, main, rest));
  const { value, k } = exponentialPair(name, exponent);
  // Below 1, where the factor may be large, no exponent is so low.
  const vanishes = compare("lt", exponent.high, choose(name, xSmall, f64(-2000), f64(-1100)));
  const inside = raised(name, rounded(product(name, value, factor)), { k: name(add(k, more)) });
  const sumOfInverses = add(div(f64(1), b), div(f64(1), a));
  return choose(
    name,
    compare("lt", a, f64(tiny)),
    sumOfInverses,
    choose(name, and(ordinary, not(vanishes)), inside, f64(0)),
  );
}

const gammaOf = (x: LoopExpr): LoopExpr => elementary(reproducibleName("gamma_func"), x);

export function beta(name: Let, a: LoopExpr, b: LoopExpr): LoopExpr {
  const isLess = name(compare("lt", a, b));
  const small = name(choose(name, isLess, a, b));
  const large = name(choose(name, isLess, b, a));
  const isPositive = name(
    and(compare("gt", small, f64(0)), compare("lt", large, f64(Number.POSITIVE_INFINITY))),
  );
  const positive = name(ofPositive(name, small, large));
  return select(isPositive, positive, mul(div(gammaOf(large), gammaOf(add(a, b))), gammaOf(small)));
}
