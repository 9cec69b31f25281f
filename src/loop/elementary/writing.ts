/**
 * What the vector versions of elementary functions are written with. They are straight code of Loop expressions, without
 * a branch and without a table, so that both C compilers turn a loop of them into lanes.
 */
import { add, convert, f64, i64, neg, sub } from "../expr.ts";
import type { LoopExpr } from "../loop.ts";
import { anyReal, type RealRange } from "../passes/range.ts";

/** Names a value, so that it can be used more than once. */
export type Let = (value: LoopExpr) => LoopExpr;

export const fma = (a: LoopExpr, b: LoopExpr, c: LoopExpr): LoopExpr => ({
  kind: "fma",
  type: "f64",
  a,
  b,
  c,
});
/** As `fma`, in one rounding on every machine. */
export const exactFma = (a: LoopExpr, b: LoopExpr, c: LoopExpr): LoopExpr => ({
  kind: "fma",
  type: "f64",
  exact: true,
  a,
  b,
  c,
});
export const bits = (value: LoopExpr): LoopExpr => ({ kind: "reinterpret", type: "i64", value });
export const fromBits = (value: LoopExpr): LoopExpr => ({ kind: "reinterpret", type: "f64", value });
export const shiftLeft = (value: LoopExpr, by: bigint): LoopExpr => integer("shl", value, i64(by));
export const shiftRight = (value: LoopExpr, by: bigint): LoopExpr => integer("shr", value, i64(by));
export const integer = (
  op: "shl" | "shr" | "and" | "or" | "xor",
  left: LoopExpr,
  right: LoopExpr,
): LoopExpr => ({ kind: "binary", op, type: "i64", left, right });
export const compare = (
  op: "lt" | "gt" | "le" | "ge" | "eq" | "ne",
  left: LoopExpr,
  right: LoopExpr,
): LoopExpr => ({
  kind: "compare",
  op,
  type: "bool",
  left,
  right,
});

/** `x` without its last bits: `kept` significant ones stay, so products of two such numbers are exact where they fit. */
export function cut(x: LoopExpr, kept: 21 | 26): LoopExpr {
  return fromBits(integer("and", bits(x), i64(-(2n ** BigInt(53 - kept)))));
}

/** Added to a number of magnitude below 2⁵¹, leaves its nearest integer in the low bits of the sum. */
export const shifter = 1.5 * 2 ** 52;

export interface Rounded {
  /** The integer is in its low bits. */
  readonly shifted: LoopExpr;
  readonly whole: LoopExpr;
}

/** The integer nearest to `x·factor`; `shifted` has it with `bias` added. */
export function nearest(name: Let, x: LoopExpr, factor: number, bias = 0): Rounded {
  const shifted = name(fma(x, f64(factor), f64(shifter + bias)));
  return { shifted, whole: name(sub(shifted, f64(shifter + bias))) };
}

/** 2^k for an integral k from −1022 to 1023. */
export function powerOfTwo(k: LoopExpr): LoopExpr {
  return fromBits(shiftLeft(bits(add(k, f64(shifter + 1023))), 52n));
}

/** Σ coefficients[k]·x^k by Horner's rule. */
export function polynomial(coefficients: readonly number[], x: LoopExpr): LoopExpr {
  return (
    coefficients.reduceRight<LoopExpr | undefined>(
      (sum, c) => (sum === undefined ? f64(c) : fma(sum, x, f64(c))),
      undefined,
    ) ?? f64(0)
  );
}

/**
 * `a` where the condition holds, else `b`, by their bits: of a choice between values gcc makes branches, and of those that hang
 * together copies of all that follows, which then are computed side by side.
 */
export function choose(name: Let, condition: LoopExpr, a: LoopExpr, b: LoopExpr): LoopExpr {
  const mask = name(neg(convert("i64", condition)));
  const other: LoopExpr = { kind: "unary", op: "not", type: "i64", value: mask };
  return fromBits(integer("or", integer("and", mask, bits(a)), integer("and", other, bits(b))));
}

/**
 * Both by ordinary numbers: of tests for 0 and infinity rustc makes a test of the bits, whose register of ones waits for the
 * turn before (log₁₀ 3.5 ns an element instead of 1.2).
 */
export const isPositive = (x: LoopExpr): LoopExpr => compare("ge", x, f64(Number.MIN_VALUE));
export const isBelowInfinity = (x: LoopExpr): LoopExpr => compare("le", x, f64(Number.MAX_VALUE));

/** `x` held between two numbers, where it is not `known` to be; NaN stays NaN, and so does everything that is computed from it. */
export function clamp(
  name: Let,
  x: LoopExpr,
  low: number,
  high: number,
  known: RealRange = anyReal,
): LoopExpr {
  const value = name(x);
  const isAbove = known.lo >= low;
  const above = isAbove ? value : name(choose(name, compare("lt", value, f64(low)), f64(low), value));
  return known.hi <= high ? above : name(choose(name, compare("gt", above, f64(high)), f64(high), above));
}

/** NaN where `x` is; otherwise `value`. */
export const unlessNaN = (name: Let, x: LoopExpr, value: LoopExpr): LoopExpr =>
  choose(name, compare("eq", x, x), value, x);

/** `size`, which is not negative or has it already, with the sign of `x`. */
export function withSignOf(x: LoopExpr, size: LoopExpr): LoopExpr {
  return fromBits(integer("or", bits(size), integer("and", bits(x), i64(-(2n ** 63n)))));
}
