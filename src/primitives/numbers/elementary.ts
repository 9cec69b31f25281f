/**
 * Elementary functions and constants: ℝ → ℝ within 1 ULP (4 in vector form), NaN outside their domain; some also on ℂ.
 */

import type { ComplexValue } from "../../interpret/value.ts";
import type { Lowering } from "../../loop/lowering.ts";
import { real } from "../../types/type.ts";
import { definePrimitive, type RowSpec } from "../define.ts";
import { binary, integerOf, realOf, unary } from "../number.ts";
import { declined, type ErrorBound, type Primitive } from "../primitive.ts";
import { oneReal, twoReals } from "../samples.ts";
import { accepts, numericRule } from "../typing.ts";
import { complexCos, complexExp, complexLog, complexSin } from "./complex-functions.ts";
import {
  lowerConstant,
  lowerCos,
  lowerElementary,
  lowerExp,
  lowerLn,
  lowerNthRoot,
  lowerReciprocal,
  lowerScaled,
  lowerSin,
  noSuchRoot,
} from "./lower-elementary.ts";
import * as f from "./real-functions.ts";

const oneUlp: ErrorBound = { kind: "ulp", ulp: 1, vectorUlp: 4 };

/** 1 over a function of the bound above: twice that, and the rounding of the quotient. */
const reciprocalBound: ErrorBound = { kind: "ulp", ulp: 2.5, vectorUlp: 2.5 };

interface ElementaryRow extends Pick<RowSpec, "name" | "aliases" | "yields" | "bound"> {
  readonly summary: string;
  readonly example: string;
  readonly real: (x: number) => number;
  readonly complex?: (z: ComplexValue) => ComplexValue;
  readonly lower: Lowering;
}

function onReal({ summary, example, real: onNumber, complex: onPair, ...row }: ElementaryRow): Primitive {
  const by = { real: onNumber, ...(onPair === undefined ? {} : { complex: onPair }) };
  return definePrimitive(
    {
      bound: oneUlp,
      ...row,
      arity: 1,
      overloads: onPair === undefined ? ["ℝ → ℝ"] : ["ℝ → ℝ", "ℂ → ℂ"],
      rule: numericRule(2, onPair === undefined ? 2 : 3),
      doc: { summary, example },
      samples: oneReal,
    },
    ([x]) => unary(by, x),
  );
}

function constant(name: string, summary: string, example: string, value: number): Primitive {
  return definePrimitive(
    {
      name,
      arity: 0,
      overloads: ["() → ℝ"],
      rule: accepts([], real),
      doc: { summary, example },
      lower: lowerConstant(value),
      bound: { kind: "ulp", ulp: 0.5, vectorUlp: 0.5 },
    },
    () => value,
  );
}

const trigonometric: readonly Primitive[] = [
  onReal({
    name: "sin",
    summary: "The sine of an angle in radians.",
    example: "sin(0) = 0",
    real: f.sin,
    complex: complexSin,
    lower: lowerSin,
  }),
  onReal({
    name: "cos",
    summary: "The cosine of an angle in radians.",
    example: "cos(0) = 1",
    real: f.cos,
    complex: complexCos,
    lower: lowerCos,
  }),
  onReal({
    name: "tan",
    summary: "The tangent of an angle in radians.",
    example: "tan(0) = 0",
    real: f.tan,
    lower: lowerElementary("tan"),
  }),
  onReal({
    name: "sec",
    yields: true,
    summary: "1 / cos(x).",
    example: "sec(0) = 1",
    real: f.sec,
    lower: lowerReciprocal("cos"),
    bound: reciprocalBound,
  }),
  onReal({
    name: "csc",
    yields: true,
    summary: "1 / sin(x).",
    example: "csc(pi() / 2) = 1",
    real: f.csc,
    lower: lowerReciprocal("sin"),
    bound: reciprocalBound,
  }),
  onReal({
    name: "cot",
    yields: true,
    summary: "1 / tan(x).",
    example: "cot(pi() / 4) = 1.0000000000000002",
    real: f.cot,
    lower: lowerReciprocal("tan"),
    bound: reciprocalBound,
  }),
  onReal({
    name: "asin",
    aliases: ["arcsin"],
    summary: "The angle in [-π/2, π/2] with this sine.",
    example: "asin(0) = 0",
    real: f.asin,
    lower: lowerElementary("asin"),
  }),
  onReal({
    name: "acos",
    aliases: ["arccos"],
    summary: "The angle in [0, π] with this cosine.",
    example: "acos(1) = 0",
    real: f.acos,
    lower: lowerElementary("acos"),
  }),
  onReal({
    name: "atan",
    aliases: ["arctan"],
    summary: "The angle in (-π/2, π/2) with this tangent.",
    example: "atan(0) = 0",
    real: f.atan,
    lower: lowerElementary("atan"),
  }),
  definePrimitive(
    {
      name: "atan2",
      aliases: ["arctan2"],
      arity: 2,
      overloads: ["ℝ × ℝ → ℝ"],
      rule: numericRule(2, 2),
      doc: {
        summary: "The angle in [-π, π] of the point (x, y), given y first.",
        example: "atan2(0, 1) = 0",
      },
      lower: lowerElementary("atan2"),
      samples: twoReals,
      bound: oneUlp,
    },
    ([y, x]) => binary({ real: f.atan2 }, y, x),
  ),
  onReal({
    name: "radians",
    aliases: ["deg_to_rad"],
    summary: "Degrees to radians.",
    example: "radians(180) = pi()",
    real: f.radians,
    lower: lowerScaled(Math.PI / 180),
  }),
  onReal({
    name: "degrees",
    aliases: ["rad_to_deg"],
    yields: true,
    summary: "Radians to degrees.",
    example: "degrees(pi()) = 180",
    real: f.degrees,
    lower: lowerScaled(180 / Math.PI),
  }),
];

const hyperbolic: readonly Primitive[] = [
  onReal({
    name: "sinh",
    summary: "The hyperbolic sine.",
    example: "sinh(0) = 0",
    real: f.sinh,
    lower: lowerElementary("sinh"),
  }),
  onReal({
    name: "cosh",
    summary: "The hyperbolic cosine.",
    example: "cosh(0) = 1",
    real: f.cosh,
    lower: lowerElementary("cosh"),
  }),
  onReal({
    name: "tanh",
    summary: "The hyperbolic tangent.",
    example: "tanh(0) = 0",
    real: f.tanh,
    lower: lowerElementary("tanh"),
  }),
  onReal({
    name: "asinh",
    aliases: ["arcsinh"],
    summary: "The inverse of sinh.",
    example: "asinh(0) = 0",
    real: f.asinh,
    lower: lowerElementary("asinh"),
  }),
  onReal({
    name: "acosh",
    aliases: ["arccosh"],
    summary: "The inverse of cosh; NaN below 1.",
    example: "acosh(1) = 0",
    real: f.acosh,
    lower: lowerElementary("acosh"),
  }),
  onReal({
    name: "atanh",
    aliases: ["arctanh"],
    summary: "The inverse of tanh; NaN outside [-1, 1].",
    example: "atanh(0) = 0",
    real: f.atanh,
    lower: lowerElementary("atanh"),
  }),
];

const exponential: readonly Primitive[] = [
  onReal({
    name: "exp",
    summary: "e to the power x.",
    example: "exp(0) = 1",
    real: f.exp,
    complex: complexExp,
    lower: lowerExp,
  }),
  onReal({
    name: "exp2",
    summary: "2 to the power x.",
    example: "exp2(10) = 1024",
    real: f.exp2,
    lower: lowerElementary("exp2"),
  }),
  onReal({
    name: "expm1",
    yields: true,
    summary: "exp(x) - 1, accurate near 0.",
    example: "expm1(0) = 0",
    real: f.expm1,
    lower: lowerElementary("expm1"),
  }),
  onReal({
    name: "ln",
    aliases: ["log"],
    summary: "The natural logarithm; -inf at 0, NaN below.",
    example: "ln(1) = 0",
    real: f.ln,
    complex: complexLog,
    lower: lowerLn,
  }),
  onReal({
    name: "log10",
    summary: "The logarithm to base 10.",
    example: "log10(1000) = 3",
    real: f.log10,
    lower: lowerElementary("log10"),
  }),
  onReal({
    name: "log2",
    summary: "The logarithm to base 2.",
    example: "log2(8) = 3",
    real: f.log2,
    lower: lowerElementary("log2"),
  }),
  onReal({
    name: "log1p",
    yields: true,
    summary: "ln(1 + x), accurate near 0.",
    example: "log1p(0) = 0",
    real: f.log1p,
    lower: lowerElementary("log1p"),
  }),
  onReal({
    name: "cbrt",
    yields: true,
    summary: "The cube root, negative numbers included.",
    example: "cbrt(-27) = -3",
    real: f.cbrt,
    lower: lowerElementary("cbrt"),
  }),
  definePrimitive(
    {
      name: "nth_root",
      yields: true,
      arity: 2,
      overloads: ["ℝ × ℤ → ℝ"],
      rule: numericRule(2, 2),
      doc: {
        summary: "The n-th root of x, given x first; odd roots of negative numbers are negative.",
        example: "nth_root(32, 5) = 2",
      },
      lower: lowerNthRoot,
      bound: { kind: "ulp", ulp: 1, vectorUlp: 1 },
    },
    ([x, n], context) => {
      const base = realOf(x);
      const index = integerOf(n);
      if (base === undefined || index === undefined) return declined;
      if (index === 0n) return context.fail("KL0506", noSuchRoot);
      return f.nthRoot(base, Number(index));
    },
  ),
];

const constants: readonly Primitive[] = [
  constant("pi", "The ratio of circumference to diameter.", "pi() = 3.141592653589793", Math.PI),
  constant("e", "The base of the natural logarithm.", "e() = 2.718281828459045", Math.E),
  constant("tau", "2π.", "tau() = 6.283185307179586", 2 * Math.PI),
];

export const elementary: readonly Primitive[] = [
  ...trigonometric,
  ...hyperbolic,
  ...exponential,
  ...constants,
];
