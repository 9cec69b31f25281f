/**
 * The error function: an odd polynomial up to ½, and from there e^(−x²)·G(t)/(1 + 2x) of its complement, with a G between 1.1 and 1.3 on
 * all of it, t = (x − 4)/(x + 4) (the arrangement of Shepherd and Laframboise 1981). The square is taken in two parts.
 */
import { add, div, f64, mul, neg, sub, unary } from "../expr.ts";
import type { LoopExpr } from "../loop.ts";
import {
  errorFunction,
  ln2,
  scaledErrorFunction,
  scaledErrorFunctionRest,
  twoOverRootPi,
} from "./coefficients.ts";
import { near, raised } from "./exponential.ts";
import {
  exponentialPair,
  type Pair,
  product,
  quickSum,
  quotient,
  rounded,
  scaled,
  single,
  twoSum,
} from "./pairs.ts";
import {
  choose,
  clamp,
  compare,
  cut,
  fma,
  type Let,
  nearest,
  polynomial,
  powerOfTwo,
  withSignOf,
} from "./writing.ts";

/** Up to here the polynomial. */
const small = 0.5;
/** Beyond, the complement is 0. */
const far = 28;

const isSmall = (name: Let, x: LoopExpr): LoopExpr => name(compare("lt", unary("abs", x), f64(small)));
const heldSize = (name: Let, x: LoopExpr): LoopExpr => clamp(name, unary("abs", x), small, far);

/** What erf x is more than x·2/√π, of a small x. */
function beside(name: Let, x: LoopExpr): LoopExpr {
  const square = name(mul(x, x));
  return mul(x, fma(square, polynomial(errorFunction, square), f64(twoOverRootPi.low)));
}

const [constant = 0, ...others] = scaledErrorFunction;

/** (x − 4)/(x + 4)·(what follows the constant of G). */
function varying(name: Let, x: LoopExpr): LoopExpr {
  const t = name(div(sub(x, f64(4)), add(x, f64(4))));
  return mul(t, polynomial(others, t));
}

// ── in lanes, within 4 ULP, with and without a fused multiply-add ───────────────────────────────────────────────────

/** erfc of a number from ½ to 28. */
function complement(name: Let, x: LoopExpr): LoopExpr {
  const head = name(cut(x, 26));
  const square = name(mul(head, head));
  const rest = mul(add(x, head), sub(x, head));
  const { whole: k, shifted } = nearest(name, name(neg(square)), Math.LOG2E, 2 * 1023);
  const reduced = fma(k, f64(-ln2.low), fma(k, f64(-ln2.high), neg(square)));
  const less1 = name(near(name, name(sub(reduced, rest))));
  const factor = name(div(add(f64(constant), varying(name, x)), fma(f64(2), x, f64(1))));
  return raised(name, fma(factor, less1, factor), { k, shifted });
}

export function erf(name: Let, x: LoopExpr): LoopExpr {
  const inside = fma(x, f64(twoOverRootPi.high), beside(name, x));
  const outside = withSignOf(x, sub(f64(1), complement(name, heldSize(name, x))));
  return choose(name, isSmall(name, x), inside, outside);
}

export function erfc(name: Let, x: LoopExpr): LoopExpr {
  const inside = sub(f64(1), fma(x, f64(twoOverRootPi.high), beside(name, x)));
  return choose(name, isSmall(name, x), inside, ofSign(name, x, complement(name, heldSize(name, x))));
}

function ofSign(name: Let, x: LoopExpr, value: LoopExpr): LoopExpr {
  const right = name(value);
  return choose(name, compare("lt", x, f64(0)), sub(f64(2), right), right);
}

// ── everywhere else, within 1 ULP ───────────────────────────────────────────────────────────────────────────────────

/** Of G's derivative, as many terms as what the quotient loses needs. */
const slope = others.slice(0, 9).map((c, k) => (k + 1) * c);

/** `varying`, with what the constant and the quotient t lose. */
function tightVarying(name: Let, x: LoopExpr): LoopExpr {
  const [above, below] = [twoSum(name, x, f64(-4)), twoSum(name, x, f64(4))];
  const t = name(div(above.high, below.high));
  const rest = add(fma(neg(t), below.high, above.high), fma(neg(t), below.low, above.low));
  const lost = div(rest, below.high);
  const corrections = fma(lost, polynomial(slope, t), f64(scaledErrorFunctionRest));
  return fma(t, polynomial(others, t), corrections);
}

/** erfc x = value·2^k, of a number from ½ to 28. */
function tightComplement(name: Let, x: LoopExpr): { readonly value: Pair; readonly k: LoopExpr } {
  const square = product(name, single(x), single(x));
  const { value: corrected, k } = exponentialPair(name, {
    high: name(neg(square.high)),
    low: neg(square.low),
  });
  const factor = quickSum(name, f64(constant), name(tightVarying(name, x)));
  const divisor = twoSum(name, mul(f64(2), x), f64(1));
  return { value: quotient(name, product(name, corrected, factor), divisor), k };
}

export function tightErf(name: Let, x: LoopExpr): LoopExpr {
  const head = product(name, single(x), single(f64(twoOverRootPi.high)));
  const inside = add(head.high, add(head.low, beside(name, x)));
  // Beyond 6½ it is 1.
  const { value: scaledRest, k } = tightComplement(name, clamp(name, unary("abs", x), small, 6.5));
  const rest = scaled(name, scaledRest, name(powerOfTwo(k)));
  const less = twoSum(name, f64(1), name(neg(rest.high)));
  const outside = withSignOf(x, add(less.high, sub(less.low, rest.low)));
  // A product of a subnormal number has no rest.
  const tiny = compare("lt", unary("abs", x), f64(2 ** -900));
  const value = choose(name, isSmall(name, x), inside, outside);
  return choose(name, tiny, mul(x, f64(twoOverRootPi.high)), value);
}

export function tightErfc(name: Let, x: LoopExpr): LoopExpr {
  const head = product(name, single(x), single(f64(twoOverRootPi.high)));
  const less = twoSum(name, f64(1), name(neg(head.high)));
  const inside = add(less.high, sub(less.low, add(head.low, beside(name, x))));
  const { value, k } = tightComplement(name, heldSize(name, x));
  const outside = ofSign(name, x, raised(name, rounded(value), { k }));
  return choose(name, isSmall(name, x), inside, outside);
}
