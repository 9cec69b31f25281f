/** Core nodes, made. In: parts. Out: nodes whose types follow from the parts where they can. */
import type { Diagnostic } from "../base/diagnostic.ts";
import type { Span } from "../base/span.ts";
import { any, bool, integer, never, real, string, type Type, tuple, unit } from "../types/type.ts";
import type { CoreExpr, CoreVar, FnId, Literal } from "./core.ts";

export function literal(value: Literal, span: Span): CoreExpr {
  return { kind: "literal", literal: value, type: literalType(value), span };
}

export function literalType(value: Literal): Type {
  switch (value.kind) {
    case "integer":
      return integer;
    case "real":
      return real;
    case "bool":
      return bool;
    case "string":
      return string;
    case "unit":
      return unit;
  }
}

export function integerLiteral(value: bigint | number, span: Span): CoreExpr {
  return literal({ kind: "integer", value: BigInt(value) }, span);
}

export function realLiteral(value: number, span: Span): CoreExpr {
  return literal({ kind: "real", value }, span);
}

export function boolLiteral(value: boolean, span: Span): CoreExpr {
  return literal({ kind: "bool", value }, span);
}

export function variable(bound: CoreVar, span: Span): CoreExpr {
  return { kind: "var", id: bound.id, type: bound.type, span };
}

export function letIn(bound: CoreVar, value: CoreExpr, body: CoreExpr, span: Span): CoreExpr {
  return { kind: "let", bound, value, body, type: body.type, span };
}

export function call(fn: FnId, args: readonly CoreExpr[], type: Type, span: Span): CoreExpr {
  return { kind: "call", fn, args, tail: false, type, span };
}

export function prim(
  name: string,
  args: readonly CoreExpr[],
  type: Type,
  span: Span,
  callbacks: readonly (FnId | undefined)[] = args.map(() => undefined),
): CoreExpr {
  return { kind: "prim", name, args, callbacks, type, span };
}

export function apply(callee: CoreExpr, args: readonly CoreExpr[], type: Type, span: Span): CoreExpr {
  return { kind: "apply", callee, args, tail: false, type, span };
}

export function tupleOf(items: readonly CoreExpr[], span: Span): CoreExpr {
  return { kind: "tuple", items, type: tuple(items.map((item) => item.type)), span };
}

export function term(name: string, args: readonly CoreExpr[], span: Span): CoreExpr {
  return { kind: "term", name, args, type: any, span };
}

export function symbol(name: string, span: Span): CoreExpr {
  return { kind: "symbol", name, type: any, span };
}

export function failure(problem: Diagnostic, span: Span): CoreExpr {
  return { kind: "fail", problem, type: never, span };
}

/** Costs nothing to evaluate twice and has no effect. */
export function isAtomic(node: CoreExpr): boolean {
  return node.kind === "var" || node.kind === "literal" || node.kind === "constant" || node.kind === "symbol";
}
