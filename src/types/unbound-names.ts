/**
 * Names that nothing defines stay symbolic; these are the ones that were hardly meant to: `x²`, `A^T`, the `np` of
 * `np.zeros(3)`. In: the name and what is known here. Out: a warning; the meaning stays what it is.
 */
import { type Diagnostic, warning } from "../base/diagnostic.ts";
import type { PrimitiveTable } from "../primitives/primitive.ts";
import type { Call, Name } from "../syntax/ast.ts";
import { isOperator } from "../syntax/operators.ts";
import type { Environment } from "./environment.ts";
import { nearest } from "./nearest.ts";
import type { Type } from "./type.ts";

export type IsKnown = (name: string) => boolean;

/** What a program's text and the language define; local names aside. */
export function definedNames(env: Environment, table: PrimitiveTable): IsKnown {
  return (name) =>
    env.definition(name) !== undefined ||
    env.constructorNamed(name) !== undefined ||
    table.has(name) ||
    /^(?:pi|tau|π|i|it|[Tt]rue|[Ff]alse)$/.test(name);
}

/** `x²` where `x` means something. */
export function noPower({ name, span }: Name, isKnown: IsKnown): Diagnostic | undefined {
  const [, base = "", digits = ""] = /^(.*?)([⁰¹²³⁴-⁹]+)$/u.exec(name) ?? [];
  if (base === "" || !isKnown(base)) return undefined;
  const power = `${base}^${digits.normalize("NFKC")}`;
  return warning("KL0101", `\`${name}\` is a name of its own, which is not defined`, span, {
    notes: ["superscript digits are part of a name"],
    fix: { span, replacement: power, description: `write ${power}` },
  });
}

/** What other languages call so without declaring it, and how it is had here. */
const valuesElsewhere: Readonly<Record<string, string>> = {
  PI: "the number is π, or pi",
  Pi: "the number is π, or pi",
  Inf: "infinity has no name: 1e308 * 10 is infinite",
  inf: "infinity has no name, though it prints so: 1e308 * 10 is infinite",
  Infinity: "infinity has no name: 1e308 * 10 is infinite",
  NaN: "this has no name, though it prints so: sqrt(-1) is NaN",
  nan: "this has no name: sqrt(-1) is NaN",
  null: "what may be missing is an Option: Some(x) or None",
  NULL: "what may be missing is an Option: Some(x) or None",
  undefined: "what may be missing is an Option: Some(x) or None",
  TRUE: "the value is true",
  FALSE: "the value is false",
};

/** `PI`, and `thetta` where `theta` is defined: a name that stays symbolic and was hardly meant to. */
export function noSymbol({ name, span }: Name, defined: Iterable<string>): Diagnostic | undefined {
  const hint = Object.hasOwn(valuesElsewhere, name) ? valuesElsewhere[name] : misspelt(name, defined);
  if (hint === undefined) return undefined;
  return warning("KL0101", `\`${name}\` is not defined, and stands for itself`, span, { hint });
}

/** Short names, and names that differ in a number, a subscript or capitals, are different quantities. */
function misspelt(name: string, defined: Iterable<string>): string | undefined {
  if (name.length < 4) return undefined;
  const letters = (text: string): string => text.toLowerCase().replaceAll(/[^\p{L}]/gu, "");
  const others = [...defined].filter((other) => other.length >= 4 && letters(other) !== letters(name));
  const meant = nearest(name, others, 1);
  return meant === undefined ? undefined : `did you mean \`${meant}\`?`;
}

/** `A^T` of a matrix, where nothing is called `T`. */
export function noTranspose(call: Call, base: Type | undefined, isKnown: IsKnown): Diagnostic | undefined {
  const [, exponent] = call.args;
  if (exponent?.kind !== "name" || !/^[TH]$/.test(exponent.name) || isKnown(exponent.name)) return undefined;
  if (call.callee.kind !== "name" || call.callee.name !== "power") return undefined;
  if (base?.kind !== "con" || base.name !== "Matrix") return undefined;
  return warning(
    "KL0101",
    `\`${exponent.name}\` is not defined, and this power stays as it is`,
    exponent.span,
    {
      hint: "the transpose is Aᵀ, or transpose(A)",
    },
  );
}

/** `np.zeros(3)`: the call of `zeros` with an undefined name before it. */
export function noModule({ callee, args }: Call, isKnown: IsKnown): Diagnostic | undefined {
  const [target] = args;
  if (callee.kind !== "name" || target?.kind !== "name" || isOperator(callee)) return undefined;
  if (target.span.end + 1 !== callee.span.start || isKnown(target.name)) return undefined;
  const { name } = callee;
  if (!/^[\p{L}_]/u.test(name)) return undefined;
  const others = args.length === 1 ? "" : ", …";
  return warning("KL0101", `\`${target.name}\` is not defined`, target.span, {
    notes: [`x.${name}(…) is ${name}(x, …): this is ${name}(${target.name}${others})`],
    hint: `a function is called without what it comes from: ${name}(…)`,
  });
}
