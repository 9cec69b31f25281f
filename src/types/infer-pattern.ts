/**
 * Patterns: what they demand of the value they are matched with, and the types of the names they bind.
 *
 * A pattern that cannot match the value's type is no problem (the case is never taken); it only gives form to values whose
 * type is open.
 */
import { warning } from "../base/diagnostic.ts";
import { unreachable } from "../base/outcome.ts";
import type { Pattern } from "../syntax/ast.ts";
import { isSequence } from "./explain.ts";
import { wrongConstructor } from "./infer-call.ts";
import { bindLocal, type Inference, opened } from "./inference.ts";
import { nearest } from "./nearest.ts";
import { printType } from "./print.ts";
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
      warnOfForm(pattern, type, inference);
      bindParts(pattern.items, type, inference, bound, (parts) => tuple(parts));
      return;
    case "list":
      warnOfForm(pattern, type, inference);
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

/** A tuple's pattern never matches a list, nor a list's a tuple. */
function warnOfForm(
  pattern: Extract<Pattern, { kind: "tuple" | "list" }>,
  type: Type,
  { solver, problems }: Inference,
): void {
  const value = solver.read(type);
  const hint =
    pattern.kind === "tuple" ? isSequence(value) && listPattern : value.kind === "tuple" && tuplePattern;
  if (hint === false) return;
  const title = `a ${pattern.kind} pattern does not match a ${printType(value)}`;
  problems.push(warning("KL0402", title, pattern.span, { hint }));
}

export const listPattern = "a list or vector is matched by [a, b]";
export const tuplePattern = "a tuple is matched by (a, b)";

/** A constructor that the value's type does not have never matches. */
function warnOfConstructor(
  { name, span }: Extract<Pattern, { kind: "constructor" }>,
  type: Type,
  { solver, env, problems }: Inference,
): void {
  const value = solver.read(type);
  const declared = value.kind === "con" ? env.data(value.name) : undefined;
  if (declared === undefined || declared.constructors.some((c) => c.name === name)) return;
  const names = declared.constructors.map((c) => c.name);
  const similar = nearest(name, names);
  problems.push(
    warning("KL0402", `\`${name}\` is not a constructor of \`${declared.decl.name}\``, span, {
      notes: [`its constructors are ${names.join(", ")}`],
      ...(similar === undefined ? {} : { hint: `did you mean \`${similar}\`?` }),
    }),
  );
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
  warnOfConstructor(pattern, type, inference);
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
