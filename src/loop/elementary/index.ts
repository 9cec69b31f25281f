/**
 * The elementary functions that have a vector version: within 4 ULP, without a branch. test/numerics/vector.test.ts holds
 * each to that; the C library keeps to 1 ULP, and serves everything that does not run in lanes.
 */
import type { LoopExpr } from "../loop.ts";
import { anyReal, type RealRange } from "../passes/range.ts";
import { digamma } from "./digamma.ts";
import { erf, erfc } from "./error-function.ts";
import { cosh, exp, exp2, expm1, sinh, tanh } from "./exponential.ts";
import { gamma, lgamma } from "./gamma.ts";
import { acosh, asinh, atanh } from "./inverse-hyperbolic.ts";
import { acos, asin, atan, atan2 } from "./inverse-trigonometric.ts";
import { ln, log1p, log2, log10 } from "./logarithm.ts";
import { nthRoot } from "./nth-root.ts";
import { pow } from "./power.ts";
import { cbrt, hypot } from "./roots.ts";
import { close, cot, csc, sec } from "./tight.ts";
import { cos, reach, sin, tan } from "./trigonometric.ts";
import type { Let } from "./writing.ts";

export interface VectorFunction {
  /** `known`: between what the arguments are, or NaN. */
  readonly write: (name: Let, args: readonly LoopExpr[], known?: readonly RealRange[]) => LoopExpr;
  readonly arity: number;
  /** It is right for |x| up to this only. */
  readonly reach?: number;
}

type Unary = (name: Let, x: LoopExpr, known: RealRange) => LoopExpr;
type Binary = (name: Let, x: LoopExpr, y: LoopExpr) => LoopExpr;

export const missing: LoopExpr = { kind: "const", type: "f64", value: Number.NaN };
const one = (f: Unary): VectorFunction => ({
  arity: 1,
  write: (name, [x = missing], [known = anyReal] = []) => f(name, x, known),
});
const two = (f: Binary): VectorFunction => ({
  arity: 2,
  write: (name, [x = missing, y = missing]) => f(name, x, y),
});

export const vectorFunctions: ReadonlyMap<string, VectorFunction> = new Map<string, VectorFunction>([
  ["exp", one(exp)],
  ["exp2", one(exp2)],
  ["expm1", one(expm1)],
  ["ln", one(ln)],
  ["log", one(ln)],
  ["log2", one(log2)],
  ["log10", one(log10)],
  ["log1p", one(log1p)],
  ["sin", { ...one(sin), reach }],
  ["cos", { ...one(cos), reach }],
  ["tan", { ...one(tan), reach }],
  ["sec", { ...one(sec), reach: close }],
  ["csc", { ...one(csc), reach: close }],
  ["cot", { ...one(cot), reach: close }],
  ["asin", one(asin)],
  ["acos", one(acos)],
  ["atan", one(atan)],
  ["atan2", two(atan2)],
  ["sinh", one(sinh)],
  ["cosh", one(cosh)],
  ["tanh", one(tanh)],
  ["asinh", one(asinh)],
  ["acosh", one(acosh)],
  ["atanh", one(atanh)],
  ["cbrt", one(cbrt)],
  ["erf", one(erf)],
  ["erfc", one(erfc)],
  ["gamma_func", one(gamma)],
  ["lgamma", one(lgamma)],
  ["digamma", one(digamma)],
  ["nth_root", two(nthRoot)],
  ["hypot", two(hypot)],
  ["pow", two(pow)],
]);

/** 1 over a function, which twice its error would be too much for: Loop writes it as a quotient. */
export const reciprocals: ReadonlyMap<string, string> = new Map([
  ["cos", "sec"],
  ["sin", "csc"],
  ["tan", "cot"],
]);
