/**
 * A failure inside a definition of the library, seen from the program: its reader wants the own call first, and the place in
 * the library beside it.
 */
import type { Diagnostic } from "../base/diagnostic.ts";
import type { Span } from "../base/span.ts";
import type { Define, Expr, Name } from "../syntax/ast.ts";
import { freeOccurrences, freeOccurrencesOfDefine } from "../syntax/resolve.ts";
import type { Environment } from "../types/environment.ts";

/** `expr` was being evaluated. A problem of the program's own text stays as it is. */
export function seenFromProgram(
  problem: Diagnostic,
  expr: Expr,
  environment: Environment,
  isLibrary: (file: string) => boolean,
): Diagnostic {
  const { span } = problem.primary;
  if (!isLibrary(span.file) || isLibrary(expr.span.file)) return problem;
  const failing = environment.definitions.find((define) => contains(define.span, span));
  const call = failing && onlyCall(failing, expr, environment, isLibrary);
  return {
    ...problem,
    primary: { span: call?.span ?? expr.span, message: "" },
    related: [...problem.related, { span, message: failing ? `here, in \`${failing.name}\`` : "here" }],
  };
}

function contains(outer: Span, inner: Span): boolean {
  return outer.file === inner.file && outer.start <= inner.start && inner.end <= outer.end;
}

/** Where the program calls what comes to the failing definition; nothing where several places do. */
function onlyCall(
  failing: Define,
  expr: Expr,
  environment: Environment,
  isLibrary: (file: string) => boolean,
): Name | undefined {
  const calls: Name[] = [];
  const seen = new Set<Define>();
  const todo = [...freeOccurrences(expr)];
  for (let use = todo.pop(); use !== undefined; use = todo.pop()) {
    const define = environment.definition(use.name);
    if (define === undefined) continue;
    if (isLibrary(define.nameSpan.file)) {
      if (reaches(define, failing, environment)) calls.push(use);
    } else if (!seen.has(define)) {
      seen.add(define);
      todo.push(...freeOccurrencesOfDefine(define));
    }
  }
  return calls.length === 1 ? calls[0] : undefined;
}

function reaches(from: Define, target: Define, environment: Environment): boolean {
  const seen = new Set([from]);
  for (const define of seen) {
    if (define === target) return true;
    for (const { name } of freeOccurrencesOfDefine(define)) {
      const next = environment.definition(name);
      if (next !== undefined) seen.add(next);
    }
  }
  return false;
}
