/** Names in patterns: which bind, which are constructors. */
import type { Span } from "../base/span.ts";
import type { Pattern } from "./ast.ts";

export function namePattern(name: string, args: readonly Pattern[] | null, span: Span): Pattern {
  if (args !== null) return { kind: "constructor", name, args, span };
  if (name === "_") return { kind: "wildcard", span };
  if (name === "true") return { kind: "constructor", name: "True", args: [], span };
  if (name === "false") return { kind: "constructor", name: "False", args: [], span };
  return /^\p{Lu}/u.test(name) ? { kind: "constructor", name, args: [], span } : { kind: "bind", name, span };
}

/** In a `let` a bare name is a variable whatever its initial: `let (Q, R) = qr(A) in …` (language.md §3). */
export function letPattern(pattern: Pattern): Pattern {
  switch (pattern.kind) {
    case "constructor":
      if (pattern.args.length > 0) return { ...pattern, args: pattern.args.map(letPattern) };
      return pattern.name === "True" || pattern.name === "False"
        ? pattern
        : { kind: "bind", name: pattern.name, span: pattern.span };
    case "tuple":
    case "list":
      return { ...pattern, items: pattern.items.map(letPattern) };
    case "as":
      return { ...pattern, pattern: letPattern(pattern.pattern) };
    default:
      return pattern;
  }
}
