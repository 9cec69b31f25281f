/**
 * The elementary functions that have a vector version: within 4 ULP, without a branch. test/numerics/vector.test.ts holds
 * each to that; the C library keeps to 1 ULP, and serves everything that does not run in lanes.
 */
import type { LoopExpr } from "../loop.ts";
import { cosh, exp, exp2, expm1, sinh, tanh } from "./exponential.ts";
import { ln, log2 } from "./logarithm.ts";
import { cos, reach, sin } from "./trigonometric.ts";
import type { Let } from "./writing.ts";

export interface VectorFunction {
  readonly write: (name: Let, x: LoopExpr) => LoopExpr;
  /** It is right for |x| up to this only. */
  readonly reach?: number;
}

export const vectorFunctions: ReadonlyMap<string, VectorFunction> = new Map<string, VectorFunction>([
  ["exp", { write: exp }],
  ["exp2", { write: exp2 }],
  ["expm1", { write: expm1 }],
  ["ln", { write: ln }],
  ["log", { write: ln }],
  ["log2", { write: log2 }],
  ["sin", { write: sin, reach }],
  ["cos", { write: cos, reach }],
  ["tanh", { write: tanh }],
  ["sinh", { write: sinh }],
  ["cosh", { write: cosh }],
]);
