/** Values put back into program text: what a binding mentions of the last result is what it was then. */

import type { Span } from "../../base/span.ts";
import type { Value } from "../../interpret/value.ts";
import type { Expr } from "../../syntax/ast.ts";

/** A scalar as a literal; undefined where there is none for it. */
export function quote(value: Value, span: Span): Expr | undefined {
  switch (typeof value) {
    case "bigint":
      return value < 0n ? negative(String(-value), span) : { kind: "number", text: String(value), span };
    case "number":
      return real(value, span);
    case "boolean":
      return { kind: "name", name: value ? "True" : "False", span };
    case "string":
      return { kind: "string", value, span };
    default:
      return undefined;
  }
}

function real(value: number, span: Span): Expr | undefined {
  if (!Number.isFinite(value) || Object.is(value, -0)) return undefined;
  const digits = String(Math.abs(value));
  const text = /[.e]/.test(digits) ? digits : `${digits}.0`;
  return value < 0 ? negative(text, span) : { kind: "number", text, span };
}

function negative(text: string, span: Span): Expr {
  const number: Expr = { kind: "number", text, span };
  return { kind: "call", callee: { kind: "name", name: "negate", span }, args: [number], named: [], span };
}
