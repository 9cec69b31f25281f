/**
 * The error function: an odd polynomial up to ½ or 1, and beyond 1 less its complement, which is e^(−x²)·G(t)/(1 + 2x) with a G between 1
 * and 1.3 from 0 on, t = (x − 4)/(x + 4) (the arrangement of Shepherd and Laframboise 1981).
 */
import { add, div, f64, mul, neg, sub, unary } from "../expr.ts";
import type { LoopExpr } from "../loop.ts";
import {
  errorFunction,
  ln2,
  scaledErrorFunction,
  scaledErrorFunctionRest,
  scaledNearOne,
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
  bits,
  choose,
  clamp,
  compare,
  cut,
  fma,
  fromBits,
  type Let,
  nearest,
  polynomial,
  powerOfTwo,
  shiftLeft,
  withSignOf,
} from "./writing.ts";

// ── in lanes, within 4 ULP, with and without a fused multiply-add ───────────────────────────────────────────────────

/** G/(1 + 2x), of coefficients for t = (x − middle)/(x + middle), which is nearest to what it stands for where x is small as 2x/(x + middle) − 1. */
function scaledComplement(name: Let, x: LoopExpr, coefficients: readonly number[], middle: number): LoopExpr {
  const t = name(fma(f64(2), div(x, add(x, f64(middle))), f64(-1)));
  return name(div(polynomial(coefficients, t), fma(f64(2), x, f64(1))));
}

/** Where erf is 1. */
const one = 6;

/** erfc to some 2⁻⁵⁵ of 1, of a number from 1 to `one`. */
function roughComplement(name: Let, x: LoopExpr): LoopExpr {
  const square = name(mul(x, x));
  const { whole: k, shifted } = nearest(name, square, -Math.LOG2E, 1023);
  const less1 = name(near(name, name(fma(k, f64(-Math.LN2), neg(square)))));
  const factor = scaledComplement(name, x, scaledNearOne, 3);
  return mul(fma(factor, less1, factor), fromBits(shiftLeft(bits(shifted), 52n)));
}

/** Beyond, the complement is 0; up to here 2^64·e^(−x²) is a normal number. */
const vanishing = 27.25;

/** erfc of a number from 0 to `vanishing`; the square in two parts. */
function complement(name: Let, x: LoopExpr): LoopExpr {
  const head = name(cut(x, 26));
  const square = name(mul(head, head));
  const { whole: k, shifted } = nearest(name, square, -Math.LOG2E, 1023 + 64);
  const reduced = fma(k, f64(-ln2.low), fma(k, f64(-ln2.high), neg(square)));
  const less1 = name(near(name, name(fma(sub(head, x), add(x, head), reduced))));
  const factor = scaledComplement(name, x, scaledErrorFunction, 4);
  return mul(mul(fma(factor, less1, factor), fromBits(shiftLeft(bits(shifted), 52n))), f64(2 ** -64));
}

export function erf(name: Let, x: LoopExpr): LoopExpr {
  const square = name(mul(x, x));
  const inside = mul(x, fma(square, polynomial(errorFunction, square), f64(twoOverRootPi.high)));
  const size = name(unary("abs", x));
  const held = name(choose(name, compare("gt", size, f64(one)), f64(one), size));
  const outside = withSignOf(x, sub(f64(1), roughComplement(name, held)));
  return choose(name, name(compare("lt", size, f64(1))), inside, outside);
}

export function erfc(name: Let, x: LoopExpr): LoopExpr {
  const size = name(unary("abs", x));
  const held = name(choose(name, compare("gt", size, f64(vanishing)), f64(vanishing), size));
  return ofSign(name, x, complement(name, held));
}

function ofSign(name: Let, x: LoopExpr, value: LoopExpr): LoopExpr {
  const right = name(value);
  return choose(name, compare("lt", x, f64(0)), sub(f64(2), right), right);
}

// ── everywhere else, within 1 ULP ───────────────────────────────────────────────────────────────────────────────────

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

/** Of G's derivative, as many terms as what the quotient loses needs. */
const slope = others.slice(0, 9).map((c, k) => (k + 1) * c);

/** What of G follows its constant, with what that and the quotient t lose. */
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
