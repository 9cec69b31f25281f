/**
 * Elementary functions and constants: ℝ → ℝ within 1 ULP (4 in vector form), NaN outside their domain; some also on ℂ.
 */

import type { ComplexValue } from "../interpret/value.ts";
import { real } from "../types/type.ts";
import { complexCos, complexExp, complexLog, complexSin } from "./complex-functions.ts";
import { definePrimitive } from "./define.ts";
import { binary, integerOf, realOf, unary } from "./number.ts";
import { declined, type ErrorBound, type Primitive } from "./primitive.ts";
import * as f from "./real-functions.ts";
import { oneReal, twoReals } from "./samples.ts";
import { accepts, numericRule } from "./typing.ts";

const oneUlp: ErrorBound = { kind: "ulp", ulp: 1, vectorUlp: 4 };

/** Not in the language's reference: a program may define them itself. */
const additions: ReadonlySet<string> = new Set(["sec", "csc", "cot", "degrees", "expm1", "log1p", "cbrt"]);

/** 1 over a function within 1 ULP. */
const reciprocals: ReadonlySet<string> = new Set(["sec", "csc", "cot"]);

function onReal(
  name: string,
  aliases: readonly string[],
  summary: string,
  example: string,
  run: (x: number) => number,
  onComplex?: (z: ComplexValue) => ComplexValue,
): Primitive {
  return definePrimitive(
    {
      name,
      aliases,
      yields: additions.has(name),
      arity: 1,
      overloads: onComplex === undefined ? ["ℝ → ℝ"] : ["ℝ → ℝ", "ℂ → ℂ"],
      rule: numericRule(2, onComplex === undefined ? 2 : 3),
      doc: { summary, example },
      samples: oneReal,
      bound: reciprocals.has(name) ? { kind: "ulp", ulp: 1.5, vectorUlp: 4 } : oneUlp,
    },
    ([x]) => unary({ real: run, ...(onComplex === undefined ? {} : { complex: onComplex }) }, x),
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
      bound: { kind: "ulp", ulp: 0.5, vectorUlp: 0.5 },
    },
    () => value,
  );
}

const trigonometric: readonly Primitive[] = [
  onReal("sin", [], "The sine of an angle in radians.", "sin(0) = 0", f.sin, complexSin),
  onReal("cos", [], "The cosine of an angle in radians.", "cos(0) = 1", f.cos, complexCos),
  onReal("tan", [], "The tangent of an angle in radians.", "tan(0) = 0", f.tan),
  onReal("sec", [], "1 / cos(x).", "sec(0) = 1", f.sec),
  onReal("csc", [], "1 / sin(x).", "csc(pi() / 2) = 1", f.csc),
  onReal("cot", [], "1 / tan(x).", "cot(pi() / 4) = 1.0000000000000002", f.cot),
  onReal("asin", ["arcsin"], "The angle in [-π/2, π/2] with this sine.", "asin(0) = 0", f.asin),
  onReal("acos", ["arccos"], "The angle in [0, π] with this cosine.", "acos(1) = 0", f.acos),
  onReal("atan", ["arctan"], "The angle in (-π/2, π/2) with this tangent.", "atan(0) = 0", f.atan),
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
      samples: twoReals,
      bound: oneUlp,
    },
    ([y, x]) => binary({ real: f.atan2 }, y, x),
  ),
  onReal("radians", ["deg_to_rad"], "Degrees to radians.", "radians(180) = pi()", f.radians),
  onReal("degrees", ["rad_to_deg"], "Radians to degrees.", "degrees(pi()) = 180", f.degrees),
];

const hyperbolic: readonly Primitive[] = [
  onReal("sinh", [], "The hyperbolic sine.", "sinh(0) = 0", f.sinh),
  onReal("cosh", [], "The hyperbolic cosine.", "cosh(0) = 1", f.cosh),
  onReal("tanh", [], "The hyperbolic tangent.", "tanh(0) = 0", f.tanh),
  onReal("asinh", ["arcsinh"], "The inverse of sinh.", "asinh(0) = 0", f.asinh),
  onReal("acosh", ["arccosh"], "The inverse of cosh; NaN below 1.", "acosh(1) = 0", f.acosh),
  onReal("atanh", ["arctanh"], "The inverse of tanh; NaN outside [-1, 1].", "atanh(0) = 0", f.atanh),
];

const exponential: readonly Primitive[] = [
  onReal("exp", [], "e to the power x.", "exp(0) = 1", f.exp, complexExp),
  onReal("exp2", [], "2 to the power x.", "exp2(10) = 1024", f.exp2),
  onReal("expm1", [], "exp(x) - 1, accurate near 0.", "expm1(0) = 0", f.expm1),
  onReal("ln", ["log"], "The natural logarithm; -inf at 0, NaN below.", "ln(1) = 0", f.ln, complexLog),
  onReal("log10", [], "The logarithm to base 10.", "log10(1000) = 3", f.log10),
  onReal("log2", [], "The logarithm to base 2.", "log2(8) = 3", f.log2),
  onReal("log1p", [], "ln(1 + x), accurate near 0.", "log1p(0) = 0", f.log1p),
  onReal("cbrt", [], "The cube root, negative numbers included.", "cbrt(-27) = -3", f.cbrt),
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
      bound: { kind: "ulp", ulp: 1, vectorUlp: 4 },
    },
    ([x, n], context) => {
      const base = realOf(x);
      const index = integerOf(n);
      if (base === undefined || index === undefined) return declined;
      if (index === 0n) return context.fail("KL0506", "there is no root with index 0");
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
