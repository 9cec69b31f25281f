/**
 * Patterns: what they demand of the value they are matched with, and the types of the names they bind.
 *
 * A pattern that cannot match the value's type is no problem (the case is never taken); it only gives form to values whose
 * type is open.
 */
import { unreachable } from "../base/outcome.ts";
import type { Pattern } from "../syntax/ast.ts";
import { wrongConstructor } from "./infer-call.ts";
import { bindLocal, type Inference, opened } from "./inference.ts";
import { any, bool, list, type Type, tuple } from "./type.ts";

/** Binds the names of a pattern; gives them back for `unbindLocals`. */
export function bindPattern(pattern: Pattern, type: Type, inference: Inference): readonly string[] {
  const bound: string[] = [];
  bind(pattern, type, inference, bound);
  return bound;
}

function bind(pattern: Pattern, type: Type, inference: Inference, bound: string[]): void {
  switch (pattern.kind) {
    case "wildcard":
    case "number":
    case "string":
      return;
    case "bind":
      bindLocal(inference, pattern.name, type, pattern.span);
      bound.push(pattern.name);
      return;
    case "as":
      bind(pattern.pattern, type, inference, bound);
      bindLocal(inference, pattern.name, type, pattern.span);
      bound.push(pattern.name);
      return;
    case "constructor":
      bindConstructor(pattern, type, inference, bound);
      return;
    case "tuple":
      bindParts(pattern.items, type, inference, bound, (parts) => tuple(parts));
      return;
    case "list":
      bindParts(pattern.items, type, inference, bound, (parts) => ({ kind: "fixed", items: parts }));
      return;
    default:
      unreachable(pattern);
  }
}

function bindParts(
  patterns: readonly Pattern[],
  type: Type,
  inference: Inference,
  bound: string[],
  form: (parts: readonly Type[]) => Type,
): void {
  const parts = patterns.map(() => inference.solver.fresh());
  if (parts.length > 0) inference.solver.flow(type, form(parts));
  patterns.forEach((p, i) => {
    bind(p, parts[i] ?? any, inference, bound);
  });
}

function bindConstructor(
  pattern: Extract<Pattern, { kind: "constructor" }>,
  type: Type,
  inference: Inference,
  bound: string[],
): void {
  const { name, args } = pattern;
  const { solver, env } = inference;
  const variant = env.constructorNamed(name);
  const declared = variant === undefined ? undefined : env.data(variant.data);
  if (variant !== undefined && declared !== undefined) {
    const parts = opened(tuple([declared.type, ...variant.fields.map((f) => f.type)]), inference);
    const [whole = declared.type, ...fields] = parts.kind === "tuple" ? parts.items : [];
    solver.flow(type, whole);
    if (args.length !== fields.length) {
      inference.problems.push(wrongConstructor(variant, args.length, pattern.span));
    }
    args.forEach((arg, i) => {
      bind(arg, fields[i] ?? any, inference, bound);
    });
    return;
  }
  if (name === "Cons" || name === "Nil") {
    const element = solver.fresh();
    solver.flow(type, list(element));
    const fields = [element, list(element)];
    args.forEach((arg, i) => {
      bind(arg, fields[i] ?? any, inference, bound);
    });
    return;
  }
  if (/^(Pair|Tuple[345])$/.test(name)) {
    bindParts(args, type, inference, bound, (parts) => tuple(parts));
    return;
  }
  if (name === "True" || name === "False") solver.flow(type, bool);
  for (const arg of args) bind(arg, any, inference, bound);
}
