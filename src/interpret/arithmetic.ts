/**
 * Arithmetic on the numeric tower of values: ℤ is `bigint`, ℚ a fraction in lowest terms, ℝ `number`, ℂ two numbers.
 *
 * In: any two numbers. Out: the result on the least level that holds both (design T2). ℤ and ℚ are exact; ℝ is IEEE;
 * ℤ → ℝ and ℚ → ℝ round to nearest. Nothing here knows of rows or errors: a zero divisor is tested by the caller.
 */
import { type Declined, declined } from "../primitives/primitive.ts";
import {
  rationalValue as fraction,
  isNumeric,
  type Numeric,
  type NumericKind,
  numericKind,
  rank,
  toComplex,
  toInteger,
  toRational,
  toReal,
} from "./number.ts";
import { type ComplexValue, complexValue as complexNumber, type RationalValue, type Value } from "./value.ts";

/** Position in ℤ ⊂ ℚ ⊂ ℝ ⊂ ℂ. */
export type Level = (typeof rank)[NumericKind];

export function levelOf(v: Value): Level | undefined {
  const kind = numericKind(v);
  return kind && rank[kind];
}

/** Up to ℚ; the value is ℤ or ℚ. */
function asRational(v: Numeric): RationalValue {
  return toRational(v as bigint | RationalValue);
}
/** Up to ℝ; the value is no ℂ. */
function asReal(v: Numeric): number {
  return typeof v === "number" ? v : (toReal(v) ?? Number.NaN);
}

// ------------------------------------------------------------------------------------- going down, where it fits

/** The real a value is: numbers up to ℝ, and ℂ with imaginary part 0 (T11). */
export function realOf(v: Value | undefined): number | undefined {
  return v !== undefined && isNumeric(v) ? toReal(v) : undefined;
}

/** The integer a value is: any number with an integral value (T10). */
export function integerOf(v: Value | undefined): bigint | undefined {
  return v === undefined ? undefined : toInteger(v);
}

/** A size or position: an integer small enough for an array. */
export function indexOf(v: Value | undefined): number | undefined {
  const n = integerOf(v);
  return n === undefined || n > 2n ** 31n || n < -(2n ** 31n) ? undefined : Number(n);
}

// -------------------------------------------------------------------------------- one meaning per level, chosen

/** The meaning of an operation on each level that has one; a missing level uses the next one up. */
export interface Unary {
  readonly integer?: (a: bigint) => Value;
  readonly rational?: (a: RationalValue) => Value;
  readonly real?: (a: number) => Value;
  readonly complex?: (a: ComplexValue) => Value;
}
export interface Binary {
  readonly integer?: (a: bigint, b: bigint) => Value;
  readonly rational?: (a: RationalValue, b: RationalValue) => Value;
  readonly real?: (a: number, b: number) => Value;
  readonly complex?: (a: ComplexValue, b: ComplexValue) => Value;
}

export function unary(by: Unary, v: Value | undefined): Value | Declined {
  if (v === undefined || !isNumeric(v)) return declined;
  const level = levelOf(v) ?? 3;
  if (typeof v === "bigint" && by.integer) return by.integer(v);
  if (level <= 1 && by.rational) return by.rational(asRational(v));
  if (level <= 2 && by.real) return by.real(asReal(v));
  if (by.complex) return by.complex(toComplex(v));
  const real = by.real && realOf(v);
  return by.real && real !== undefined ? by.real(real) : declined;
}

export function binary(by: Binary, a: Value | undefined, b: Value | undefined): Value | Declined {
  // The two commonest cases first: they are every step of a numeric program.
  if (typeof a === "number" && typeof b === "number" && by.real) return by.real(a, b);
  if (typeof a === "bigint" && typeof b === "bigint" && by.integer) return by.integer(a, b);
  if (a === undefined || b === undefined || !isNumeric(a) || !isNumeric(b)) return declined;
  const level = Math.max(levelOf(a) ?? 3, levelOf(b) ?? 3);
  if (level <= 1 && by.rational) return by.rational(asRational(a), asRational(b));
  if (level <= 2 && by.real) return by.real(asReal(a), asReal(b));
  if (by.complex) return by.complex(toComplex(a), toComplex(b));
  const x = realOf(a);
  const y = realOf(b);
  return by.real && x !== undefined && y !== undefined ? by.real(x, y) : declined;
}

// ----------------------------------------------------------------------------------------------- the four of them

export const addition = {
  integer: (a: bigint, b: bigint) => a + b,
  rational: (a: RationalValue, b: RationalValue) =>
    fraction(a.numerator * b.denominator + b.numerator * a.denominator, a.denominator * b.denominator),
  real: (a: number, b: number) => a + b,
  complex: (a: ComplexValue, b: ComplexValue) => complexNumber(a.re + b.re, a.im + b.im),
};

export const subtraction = {
  integer: (a: bigint, b: bigint) => a - b,
  rational: (a: RationalValue, b: RationalValue) =>
    fraction(a.numerator * b.denominator - b.numerator * a.denominator, a.denominator * b.denominator),
  real: (a: number, b: number) => a - b,
  complex: (a: ComplexValue, b: ComplexValue) => complexNumber(a.re - b.re, a.im - b.im),
};

export const multiplication = {
  integer: (a: bigint, b: bigint) => a * b,
  rational: (a: RationalValue, b: RationalValue) =>
    fraction(a.numerator * b.numerator, a.denominator * b.denominator),
  real: (a: number, b: number) => a * b,
  complex: (a: ComplexValue, b: ComplexValue) =>
    complexNumber(a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re),
};

/** Divisors are not zero. `a/b` on ℤ is ℝ: fl(fl(a)/fl(b)). Complex by Smith's method, so that nothing overflows early. */
export const division = {
  integer: (a: bigint, b: bigint) => Number(a) / Number(b),
  rational: (a: RationalValue, b: RationalValue) =>
    fraction(a.numerator * b.denominator, a.denominator * b.numerator),
  real: (a: number, b: number) => a / b,
  complex: divideComplex,
};

function divideComplex(a: ComplexValue, b: ComplexValue): ComplexValue {
  if (Math.abs(b.re) >= Math.abs(b.im)) {
    const r = b.im / b.re;
    const d = b.re + b.im * r;
    return complexNumber((a.re + a.im * r) / d, (a.im - a.re * r) / d);
  }
  const r = b.re / b.im;
  const d = b.re * r + b.im;
  return complexNumber((a.re * r + a.im) / d, (a.im * r - a.re) / d);
}

export const negation = {
  integer: (a: bigint) => -a,
  rational: (a: RationalValue): RationalValue => ({ ...a, numerator: -a.numerator }),
  real: (a: number) => -a,
  complex: (a: ComplexValue) => complexNumber(-a.re, -a.im),
};

export function isZero(v: Numeric): boolean {
  if (typeof v !== "object") return v === 0 || v === 0n;
  return v.kind === "rational" ? v.numerator === 0n : v.re === 0 && v.im === 0;
}

/** −1, 0, 1; undefined where not ordered (NaN) or not real. */
export function compare(a: Value | undefined, b: Value | undefined): number | undefined {
  const sign = (less: boolean, same: boolean) => (less ? -1 : same ? 0 : 1);
  const result = binary(
    {
      integer: (x, y) => sign(x < y, x === y),
      rational: (x, y) => {
        const left = x.numerator * y.denominator;
        const right = y.numerator * x.denominator;
        return sign(left < right, left === right);
      },
      real: (x, y) => (Number.isNaN(x) || Number.isNaN(y) ? Number.NaN : sign(x < y, x === y)),
    },
    a,
    b,
  );
  return typeof result === "number" && !Number.isNaN(result) ? result : undefined;
}
