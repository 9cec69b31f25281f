/** Special functions with a settled meaning: error functions, gamma and beta. */
import type { Lowering } from "../../loop/lowering.ts";
import { real } from "../../types/type.ts";
import { definePrimitive } from "../define.ts";
import { binary, unary } from "../number.ts";
import type { Primitive } from "../primitive.ts";
import { numericRule } from "../typing.ts";
import { lowerElementary } from "./lower-elementary.ts";
import * as f from "./special-functions.ts";

function onReal(
  name: string,
  summary: string,
  example: string,
  source: string,
  ulp: number,
  run: (x: number) => number,
  native?: { readonly lower: Lowering; readonly vectorUlp: number },
): Primitive {
  return definePrimitive(
    {
      name,
      arity: 1,
      yields: true,
      overloads: ["ℝ → ℝ"],
      rule: numericRule(2, 2, real),
      doc: { summary, example, source },
      ...(native === undefined ? {} : { lower: native.lower }),
      bound: { kind: "ulp", ulp, vectorUlp: native?.vectorUlp ?? ulp },
    },
    ([x]) => unary({ real: run }, x),
  );
}

export const specialFunctions: readonly Primitive[] = [
  onReal("erf", "The error function, 2/√π ∫₀ˣ e^(-t²) dt.", "erf(0) = 0", "DLMF §7.2", 1, f.erf, {
    lower: lowerElementary("erf"),
    vectorUlp: 4,
  }),
  onReal("erfc", "1 - erf(x), accurate for large x.", "erfc(0) = 1", "DLMF §7.2", 1, f.erfc, {
    lower: lowerElementary("erfc"),
    vectorUlp: 4,
  }),
  onReal(
    "gamma_func",
    "The gamma function; gamma_func(n + 1) = n!; infinite at 0, NaN at the other poles.",
    "gamma_func(5) = 24",
    "DLMF §5.2",
    1,
    f.gamma,
    { lower: lowerElementary("gamma_func"), vectorUlp: 1 },
  ),
  onReal(
    "lgamma",
    "ln |Γ(x)|, beside its zeros below 0 to 1e-16; infinite at the poles of Γ.",
    "lgamma(1) = 0",
    "DLMF §5.5, §5.11",
    1,
    f.lgamma,
    { lower: lowerElementary("lgamma"), vectorUlp: 1 },
  ),
  onReal(
    "digamma",
    "The logarithmic derivative of the gamma function; beside its zeros below 0 to 1e-15. NaN at its poles 0, -1, -2 and so on.",
    "digamma(0.5) = -1.9635100260214235",
    "DLMF §5.5, §5.11",
    3,
    f.digamma,
    { lower: lowerElementary("digamma"), vectorUlp: 3 },
  ),
  definePrimitive(
    {
      name: "beta",
      arity: 2,
      yields: true,
      overloads: ["ℝ × ℝ → ℝ"],
      rule: numericRule(2, 2),
      doc: {
        summary: "Γ(a)·Γ(b) / Γ(a + b); its error bound holds for positive a and b.",
        example: "beta(2, 3) = 1 / 12",
        source: "DLMF §5.12",
      },
      lower: lowerElementary("beta"),
      bound: { kind: "ulp", ulp: 2, vectorUlp: 2 },
    },
    ([a, b]) => binary({ real: f.beta }, a, b),
  ),
];
