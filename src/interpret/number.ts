/**
 * The numeric tower ℤ ⊂ ℚ ⊂ ℝ ⊂ ℂ on values: which kind a value has and how it goes up.
 *
 * Every step up is correctly rounded; steps within ℤ and ℚ are exact.
 */
import type { ComplexValue, RationalValue, Value } from "./value.ts";

export type Numeric = bigint | number | RationalValue | ComplexValue;
export type NumericKind = "integer" | "rational" | "real" | "complex";

/** Position in ℤ ⊂ ℚ ⊂ ℝ ⊂ ℂ. */
export const rank = { integer: 0, rational: 1, real: 2, complex: 3 } as const satisfies {
  readonly [K in NumericKind]: number;
};

export function numericKind(value: Numeric): NumericKind;
export function numericKind(value: Value): NumericKind | undefined;
export function numericKind(value: Value): NumericKind | undefined {
  if (typeof value === "bigint") return "integer";
  if (typeof value === "number") return "real";
  if (typeof value !== "object") return undefined;
  return value.kind === "rational" || value.kind === "complex" ? value.kind : undefined;
}

export function isNumeric(value: Value): value is Numeric {
  return numericKind(value) !== undefined;
}

/** The wider of two kinds. */
export function widest(a: NumericKind, b: NumericKind): NumericKind {
  return rank[a] >= rank[b] ? a : b;
}

/** A number that is no ComplexValue with an imaginary part, as ℝ. */
export function toReal(value: Numeric): number | undefined {
  if (typeof value === "number") return value;
  if (typeof value === "bigint") return Number(value);
  if (value.kind === "rational") return rationalToReal(value);
  return value.im === 0 ? value.re : undefined;
}

export function toComplex(value: Numeric): ComplexValue {
  if (typeof value === "object" && value.kind === "complex") return value;
  return { kind: "complex", re: toReal(value) ?? Number.NaN, im: 0 };
}

export function toRational(value: bigint | RationalValue): RationalValue {
  return typeof value === "bigint" ? { kind: "rational", numerator: value, denominator: 1n } : value;
}

/** Integers as they are, other numbers with an integral value as that integer; undefined for the rest. */
export function toInteger(value: Value): bigint | undefined {
  if (typeof value === "bigint") return value;
  if (typeof value === "number") return Number.isInteger(value) ? BigInt(value) : undefined;
  if (typeof value !== "object") return undefined;
  if (value.kind === "rational") return value.denominator === 1n ? value.numerator : undefined;
  return value.kind === "complex" && value.im === 0 ? toInteger(value.re) : undefined;
}

export function magnitude(value: bigint): bigint {
  return value < 0n ? -value : value;
}

export function gcd(a: bigint, b: bigint): bigint {
  let [x, y] = [magnitude(a), magnitude(b)];
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}

/** numerator / denominator in lowest terms; the denominator is not 0. */
export function rationalValue(numerator: bigint, denominator: bigint): RationalValue {
  const divisor = gcd(numerator, denominator) * (denominator < 0n ? -1n : 1n);
  return { kind: "rational", numerator: numerator / divisor, denominator: denominator / divisor };
}

/** A finite double is a fraction with a power of two below; exact. */
export function realToRational(value: number): RationalValue {
  let scaled = value;
  let denominator = 1n;
  while (!Number.isInteger(scaled)) {
    scaled *= 2;
    denominator *= 2n;
  }
  return rationalValue(BigInt(scaled), denominator);
}

/** Steps of 2⁻¹⁰⁷⁶ still tell the roundings of the smallest subnormal number apart. */
const finestShift = 1076n;

/** Correctly rounded: the quotient is cut to at least 64 bits, the rest kept as a sticky last bit. */
export function rationalToReal({ numerator, denominator }: RationalValue): number {
  const [n, d] = [Number(numerator), Number(denominator)];
  if (Number.isSafeInteger(n) && Number.isSafeInteger(d)) return n / d;
  const top = magnitude(numerator);
  const wanted = 66n + BigInt(bitLength(denominator) - bitLength(top));
  const shift = wanted > finestShift ? finestShift : wanted > 0n ? wanted : 0n;
  const scaled = top << shift;
  const quotient = scaled / denominator;
  const sticky = quotient * denominator === scaled ? 0n : 1n;
  const half = Number(shift / 2n);
  const size = Number((quotient << 1n) | sticky) * 2 ** -half * 2 ** -(Number(shift) - half + 1);
  return numerator < 0n ? -size : size;
}

function bitLength(value: bigint): number {
  return value.toString(16).length * 4;
}
