/**
 * Ranges of values: ℤ as exact bounds, ℝ as "NaN or between these". Rounding is monotone, so bounds computed by the
 * rounded operations hold for rounded values.
 */
import { maxI64, maxIndex, minI64 } from "../expr.ts";
import type { BinaryOp, LocalId, Scalar } from "../loop.ts";

export interface IntRange {
  readonly kind: "int";
  readonly lo: bigint;
  readonly hi: bigint;
  /** The value is that of `base`, when the current iteration began, plus something between `from` and `to`. */
  readonly since?: { readonly base: symbol; readonly from: bigint; readonly to: bigint };
}
export interface RealRange {
  readonly kind: "real";
  readonly lo: number;
  readonly hi: number;
}
export interface BoolRange {
  readonly kind: "bool";
  readonly value?: boolean;
}
export type Range = IntRange | RealRange | BoolRange;

export type Ranges = ReadonlyMap<LocalId, Range>;

export function int(lo: bigint, hi: bigint): IntRange {
  return { kind: "int", lo, hi };
}
export function real(lo: number, hi: number): RealRange {
  return Number.isNaN(lo) || Number.isNaN(hi) ? anyReal : { kind: "real", lo, hi };
}

export const anyReal: RealRange = {
  kind: "real",
  lo: Number.NEGATIVE_INFINITY,
  hi: Number.POSITIVE_INFINITY,
};
const anyInt = int(minI64, maxI64);
const anyIndex = int(0n, BigInt(maxIndex));

/** Everything a scalar of the type can be. */
export function top(type: Scalar): Range {
  switch (type) {
    case "i64":
      return anyInt;
    case "index":
      return anyIndex;
    case "f64":
      return anyReal;
    case "bool":
      return { kind: "bool" };
  }
}

export function smallest(first: bigint, ...rest: readonly bigint[]): bigint {
  let found = first;
  for (const x of rest) if (x < found) found = x;
  return found;
}

export function largest(first: bigint, ...rest: readonly bigint[]): bigint {
  return -smallest(-first, ...rest.map((x) => -x));
}

export function fitsI64(r: IntRange): boolean {
  return r.lo >= minI64 && r.hi <= maxI64;
}

/** The part of a range that an i64 can hold: what is left after an overflow check. */
export function clampI64(r: IntRange): IntRange {
  return { ...r, lo: largest(r.lo, minI64), hi: smallest(r.hi, maxI64) };
}

export function joinRange(a: Range, b: Range): Range {
  if (a.kind === "int" && b.kind === "int") {
    const joined = int(smallest(a.lo, b.lo), largest(a.hi, b.hi));
    if (a.since === undefined || b.since?.base !== a.since.base) return joined;
    const from = smallest(a.since.from, b.since.from);
    return { ...joined, since: { base: a.since.base, from, to: largest(a.since.to, b.since.to) } };
  }
  if (a.kind === "real" && b.kind === "real") return real(Math.min(a.lo, b.lo), Math.max(a.hi, b.hi));
  if (a.kind === "bool" && b.kind === "bool" && a.value === b.value) return a;
  return { kind: "bool" };
}

export function within(inner: Range, outer: Range): boolean {
  if (inner.kind === "int" && outer.kind === "int") return inner.lo >= outer.lo && inner.hi <= outer.hi;
  if (inner.kind === "real" && outer.kind === "real") return inner.lo >= outer.lo && inner.hi <= outer.hi;
  return (
    outer.kind === "bool" &&
    (outer.value === undefined || (inner.kind === "bool" && inner.value === outer.value))
  );
}

export function intersectInt(a: IntRange, b: IntRange): IntRange {
  const [lo, hi] = [largest(a.lo, b.lo), smallest(a.hi, b.hi)];
  return lo > hi ? a : { ...a, lo, hi };
}

/** Exact: the bounds may lie outside i64. */
export function intBinary(op: BinaryOp | "pow", a: IntRange, b: IntRange): IntRange {
  switch (op) {
    case "add":
      return withOffset(int(a.lo + b.lo, a.hi + b.hi), a, b, 1n);
    case "sub":
      return withOffset(int(a.lo - b.hi, a.hi - b.lo), a, b, -1n);
    case "mul": {
      const [first, ...rest] = [a.lo * b.lo, a.lo * b.hi, a.hi * b.lo, a.hi * b.hi] as const;
      return int(smallest(first, ...rest), largest(first, ...rest));
    }
    case "min":
      return int(smallest(a.lo, b.lo), smallest(a.hi, b.hi));
    case "max":
      return int(largest(a.lo, b.lo), largest(a.hi, b.hi));
    case "div":
      return quotient(a, b);
    case "rem":
      return remainder(a, b);
    default:
      return anyInt;
  }
}

function withOffset(range: IntRange, a: IntRange, b: IntRange, sign: 1n | -1n): IntRange {
  if (a.since !== undefined) {
    const [from, to] = sign === 1n ? [b.lo, b.hi] : [-b.hi, -b.lo];
    const { since } = a;
    return { ...range, since: { base: since.base, from: since.from + from, to: since.to + to } };
  }
  if (b.since === undefined || sign === -1n) return range;
  const { since } = b;
  return { ...range, since: { base: since.base, from: since.from + a.lo, to: since.to + a.hi } };
}

function quotient(a: IntRange, b: IntRange): IntRange {
  if (b.lo <= 0n && b.hi >= 0n) {
    const size = largest(a.hi, -a.lo, a.lo, -a.hi);
    return int(-size, size);
  }
  const corners = [a.lo / b.lo, a.lo / b.hi, a.hi / b.lo, a.hi / b.hi];
  return int(smallest(0n, ...corners), largest(0n, ...corners));
}

function remainder(a: IntRange, b: IntRange): IntRange {
  const size = largest(b.hi, -b.lo, b.lo, -b.hi) - 1n;
  const bound = size < 0n ? 0n : size;
  return int(a.lo >= 0n ? 0n : largest(-bound, a.lo), a.hi <= 0n ? 0n : smallest(bound, a.hi));
}

export function realBinary(op: BinaryOp, a: RealRange, b: RealRange): RealRange {
  switch (op) {
    case "add":
      return real(a.lo + b.lo, a.hi + b.hi);
    case "sub":
      return real(a.lo - b.hi, a.hi - b.lo);
    case "mul": {
      const corners = [a.lo * b.lo, a.lo * b.hi, a.hi * b.lo, a.hi * b.hi];
      return corners.some(Number.isNaN) ? anyReal : real(Math.min(...corners), Math.max(...corners));
    }
    case "min":
      return real(Math.min(a.lo, b.lo), Math.min(a.hi, b.hi));
    case "max":
      return real(Math.max(a.lo, b.lo), Math.max(a.hi, b.hi));
    case "hypot":
      return real(0, Number.POSITIVE_INFINITY);
    default:
      return anyReal;
  }
}

/** The range of x·x. */
export function square(a: Range): Range {
  if (a.kind === "real") {
    const corner = Math.max(a.lo * a.lo, a.hi * a.hi);
    return real(a.lo > 0 ? a.lo * a.lo : a.hi < 0 ? a.hi * a.hi : 0, corner);
  }
  if (a.kind !== "int") return a;
  const product = intBinary("mul", a, a);
  return int(a.lo > 0n ? a.lo * a.lo : a.hi < 0n ? a.hi * a.hi : 0n, product.hi);
}

/** `start` after between 0 and `trips` steps of between `from` and `to` each. */
export function afterSteps(start: IntRange, trips: bigint, from: bigint, to: bigint): IntRange {
  const down = from < 0n ? trips * from : 0n;
  const up = to > 0n ? trips * to : 0n;
  const range = int(start.lo + down, start.hi + up);
  if (start.since === undefined) return range;
  const { since } = start;
  return { ...range, since: { base: since.base, from: since.from + down, to: since.to + up } };
}
