/** Which types have one form that a checker may rely on. */
import type { Environment } from "./environment.ts";
import { typeParts } from "./traverse.ts";
import type { Type } from "./type.ts";

export function mentionsFunction(type: Type): boolean {
  return type.kind === "function" || type.kind === "closure" || typeParts(type).some(mentionsFunction);
}

const fixedForms: ReadonlySet<string> = new Set([
  ...["ℤ", "ℚ", "ℝ", "ℂ", "Bool", "String", "Unit", "List", "Vector", "Matrix"],
]);

/** Values of other families (sets, grids, bit vectors) are written and used in several ways. */
export function hasFixedForm(type: Type, env: Environment): boolean {
  if (type.kind === "con" && !fixedForms.has(type.name) && env.data(type.name) === undefined) return false;
  return typeParts(type).every((part) => hasFixedForm(part, env));
}
