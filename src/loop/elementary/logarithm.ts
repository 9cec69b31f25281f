/**
 * Logarithms: x = 2^k·m with m between √½ and √2; ln m from s = (m − 1)/(m + 1) by the series of the inverse hyperbolic
 * tangent, arranged as in fdlibm so that m − 1, which is exact, carries the leading digits.
 */
import { add, and, div, f64, i64, mul, neg, sub } from "../expr.ts";
import type { LoopExpr } from "../loop.ts";
import type { RealRange } from "../passes/range.ts";
import { ln2, log2e, log10e, log10of2, logarithm, mantissaLog2, mantissaLog10 } from "./coefficients.ts";
import {
  bits,
  choose,
  compare,
  cut,
  fma,
  fromBits,
  integer,
  isBelowInfinity,
  isPositive,
  type Let,
  polynomial,
  shiftRight,
  withSignOf,
} from "./writing.ts";

/** x = 2^k·(1 + f). */
export interface Scaled {
  readonly k: LoopExpr;
  readonly f: LoopExpr;
}

/** ln(1 + f) = f − square + rest. */
interface Split extends Scaled {
  readonly square: LoopExpr;
  /** s·(f²/2 + R). */
  readonly rest: LoopExpr;
}

/** The high word of √½, and what is from there to 1. */
const lowest = 0x3fe6a09e00000000n;
const toOne = 0x3ff0000000000000n - lowest;
const fraction = 2n ** 52n - 1n;

/** Of a positive normal x; `less` is taken from the exponent. */
function scaledNormal(name: Let, x: LoopExpr, less: LoopExpr): Scaled {
  const moved = name(add(bits(x), i64(toOne)));
  // The exponent as the low bits of 2⁵² + exponent.
  const exponent = fromBits(integer("or", shiftRight(moved, 52n), i64(0x4330000000000000n)));
  const k = name(sub(exponent, less));
  const f = name(sub(fromBits(add(integer("and", moved, i64(fraction)), i64(lowest))), f64(1)));
  return { k, f };
}

const biased = 2 ** 52 + 1023;

const leastNormal = 2 ** -1022;
const isNormal = (known: RealRange | undefined): boolean => known !== undefined && known.lo >= leastNormal;

/** Of a positive finite x. */
export function scaled(name: Let, x: LoopExpr, known?: RealRange): Scaled {
  if (isNormal(known)) return scaledNormal(name, x, f64(biased));
  const subnormal = name(compare("lt", x, f64(leastNormal)));
  const normal = name(mul(x, choose(name, subnormal, f64(2 ** 54), f64(1))));
  return scaledNormal(name, normal, choose(name, subnormal, f64(biased + 54), f64(biased)));
}

function split(name: Let, { k, f }: Scaled): Split {
  const s = name(div(f, add(f, f64(2))));
  const z = name(mul(s, s));
  const square = name(mul(mul(f64(0.5), f), f));
  return { k, f, square, rest: name(mul(s, fma(z, polynomial(logarithm, z), square))) };
}

/** `of` what ln m and k are, of positive finite numbers; −∞ at 0, NaN below, ∞ and NaN as they are. */
function guarded(
  name: Let,
  x: LoopExpr,
  known: RealRange | undefined,
  of: (parts: Split) => LoopExpr,
): LoopExpr {
  const finite = isBelowInfinity(x);
  const positive = isNormal(known);
  const inside = name(positive ? finite : and(isPositive(x), finite));
  const held = name(choose(name, inside, x, f64(1)));
  const result = of(split(name, scaled(name, held, known)));
  if (positive) return choose(name, inside, result, x);
  const outside = choose(
    name,
    compare("eq", x, f64(0)),
    f64(Number.NEGATIVE_INFINITY),
    choose(name, compare("lt", x, f64(0)), f64(Number.NaN), x),
  );
  return choose(name, inside, result, outside);
}

/** With `correction` beside the small part of k·ln 2. */
function combined({ k, f, square, rest }: Split, correction?: LoopExpr): LoopExpr {
  const small = correction === undefined ? rest : add(rest, correction);
  const lost = sub(sub(square, fma(k, f64(ln2.low), small)), f);
  return fma(k, f64(ln2.high), neg(lost));
}

export function ln(name: Let, x: LoopExpr, known?: RealRange): LoopExpr {
  return guarded(name, x, known, (parts) => combined(parts));
}

interface Parts {
  readonly high: number;
  readonly low: number;
}

/** ln m·scale + k·unit: the leading part of ln m has 21 bits, so its product with that of `scale` is exact. */
function toBase(name: Let, { k, f, square, rest }: Split, scale: Parts, unit: Parts): LoopExpr {
  const high = name(cut(sub(f, square), 21));
  const low = name(add(sub(sub(f, high), square), rest));
  const leading = name(mul(high, f64(scale.high)));
  const whole = name(mul(k, f64(unit.high)));
  const sum = name(add(whole, leading));
  const trailing = fma(add(low, high), f64(scale.low), mul(low, f64(scale.high)));
  const small = unit.low === 0 ? trailing : fma(k, f64(unit.low), trailing);
  return add(add(small, add(sub(whole, sum), leading)), sum);
}

/** Within 1 ULP. */
export function tightLog2(name: Let, x: LoopExpr): LoopExpr {
  return guarded(name, x, undefined, (parts) => toBase(name, parts, log2e, { high: 1, low: 0 }));
}

export function tightLog10(name: Let, x: LoopExpr): LoopExpr {
  return guarded(name, x, undefined, (parts) => toBase(name, parts, log10e, log10of2));
}

/** k·unit, or k itself, + log m by one polynomial, in lanes: of numbers ≤ 0 it is something, and chosen away at the end. */
function inLanes(
  name: Let,
  x: LoopExpr,
  known: RealRange | undefined,
  mantissa: readonly number[],
  unit?: Parts,
): LoopExpr {
  const isUsual = name(isBelowInfinity(x));
  const { k, f } = scaled(name, name(choose(name, isUsual, x, f64(1))), known);
  const s = name(div(f, add(f, f64(2))));
  const leading = polynomial(mantissa, name(mul(s, s)));
  const value =
    unit === undefined ? fma(s, leading, k) : fma(k, f64(unit.high), fma(k, f64(unit.low), mul(s, leading)));
  const finite = choose(name, isUsual, value, x);
  if (isNormal(known)) return finite;
  const zero = compare("eq", x, f64(0));
  const outside = choose(name, zero, f64(Number.NEGATIVE_INFINITY), f64(Number.NaN));
  return choose(name, isPositive(x), name(finite), outside);
}

export function log2(name: Let, x: LoopExpr, known?: RealRange): LoopExpr {
  return inLanes(name, x, known, mantissaLog2);
}

export function log10(name: Let, x: LoopExpr, known?: RealRange): LoopExpr {
  return inLanes(name, x, known, mantissaLog10, log10of2);
}

// ── ln(1 + v) ───────────────────────────────────────────────────────────────────────────────────────────────────────

/** ln(1 + v), or where `beyond`, ln(2·v): of a finite v > −1 that is large there. */
export function lnOneMore(name: Let, v: LoopExpr, beyond?: LoopExpr): LoopExpr {
  const sum = name(add(f64(1), v));
  const back = name(sub(sum, f64(1)));
  const lost = name(add(sub(f64(1), sub(sum, back)), sub(v, back)));
  const u = beyond === undefined ? sum : name(choose(name, beyond, v, sum));
  const less = beyond === undefined ? f64(biased) : choose(name, beyond, f64(biased - 1), f64(biased));
  // Beyond, what the sum lost is nothing beside it.
  return combined(split(name, scaledNormal(name, u, less)), div(lost, u));
}

export function log1p(name: Let, x: LoopExpr): LoopExpr {
  const inside = name(and(compare("gt", x, f64(-1)), isBelowInfinity(x)));
  const result = lnOneMore(name, name(choose(name, inside, x, f64(0))));
  const outside = choose(
    name,
    compare("eq", x, f64(-1)),
    f64(Number.NEGATIVE_INFINITY),
    choose(name, compare("lt", x, f64(-1)), f64(Number.NaN), x),
  );
  // It has the sign of x already, but for −0.
  return withSignOf(x, choose(name, inside, result, outside));
}
