/** Values put back into program text: what a binding mentions of the last result is what it was then. */

import type { Span } from "../../base/span.ts";
import type { Value } from "../../interpret/value.ts";
import type { Define, Expr } from "../../syntax/ast.ts";
import { typeParts } from "../../types/traverse.ts";
import type { Type } from "../../types/type.ts";

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

/** Whether a value says nothing of code: functions name functions of the program they came from. */
export function isPlainData(value: Value, type: Type): boolean {
  return !mentionsCode(type) && holdsNoFunction(value);
}

function mentionsCode(type: Type): boolean {
  return type.kind === "closure" || type.kind === "function" || typeParts(type).some(mentionsCode);
}

function holdsNoFunction(value: Value): boolean {
  if (typeof value !== "object") return true;
  switch (value.kind) {
    case "closure":
    case "function":
      return false;
    case "list":
    case "matrix":
    case "tuple":
      return value.items instanceof Float64Array || value.items.every(holdsNoFunction);
    case "data":
      return value.fields.every(holdsNoFunction);
    case "record":
      return [...value.fields.values()].every(holdsNoFunction);
    case "term":
      return value.args.every(holdsNoFunction);
    default:
      return true;
  }
}

/** Scalars are worth more as constants: `eye(n)` has a known size. */
export function isLarge(value: Value): boolean {
  const few = 16;
  if (typeof value !== "object") return false;
  if (value.kind === "list") return value.length > few;
  return value.kind === "matrix" && value.rows * value.columns > few;
}

export function bodyOf({ body, result, span }: Define): Expr {
  return result === undefined ? body : { kind: "ascription", value: body, type: result, span };
}

export function letIn(name: string, value: Expr, body: Expr): Expr {
  const { span } = body;
  return { kind: "let", pattern: { kind: "bind", name, span }, value, body, span };
}
