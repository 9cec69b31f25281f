/** `@compile(backend = "rust")` as data: the annotations of a definition that later stages act on. */
import type { Annotation, Expr } from "../syntax/ast.ts";
import type { CoreAnnotation } from "./core.ts";

type Option = string | number | boolean;

export function coreAnnotations(annotations: readonly Annotation[]): readonly CoreAnnotation[] {
  return annotations.map(({ name, named, span }) => ({
    name,
    options: new Map(
      named.flatMap((option) => {
        const value = optionValue(option.value);
        return value === undefined ? [] : [[option.name, value] as const];
      }),
    ),
    span,
  }));
}

/** Options are literals and bare words. */
function optionValue(expr: Expr): Option | undefined {
  switch (expr.kind) {
    case "string":
      return expr.value;
    case "number":
      return Number(expr.text);
    case "name":
      if (expr.name === "True" || expr.name === "true") return true;
      if (expr.name === "False" || expr.name === "false") return false;
      return expr.name;
    default:
      return undefined;
  }
}
