/**
 * What an input takes from the inputs before it: the last result, and values of constants.
 *
 * `it` is a value, not an expression. A scalar is put into the text as a literal; other data become arguments of the input;
 * a function belongs to the program it came from, and is computed again from its expression.
 */
import type { Value } from "../../interpret/value.ts";
import type { Define, Expr, Item } from "../../syntax/ast.ts";
import { freeNames, freeOccurrencesOfDefine } from "../../syntax/resolve.ts";
import type { Type } from "../../types/type.ts";
import { quote } from "./quote.ts";
import { isLarge, isPlainData } from "./values.ts";

/** A value that still means something when the program has changed. */
export interface Held {
  readonly value: Value;
  readonly type: Type;
}

/** With the expression that computes it again. */
export interface LastResult extends Held {
  readonly expr: Expr;
}

export interface Past {
  /** Undefined too where the program defines `it`. */
  readonly it: LastResult | undefined;
  readonly kept: ReadonlyMap<string, Held>;
  readonly constant: (name: string) => Define | undefined;
  /** Compiled code would compute constants again: large ones are handed on. */
  readonly handsOn: boolean;
}

/** What an input is called with, by the names it uses for it. */
export function handed(expr: Expr, past: Past): ReadonlyMap<string, Held> {
  const given = new Map<string, Held>();
  for (const name of freeNames(expr)) {
    const held = name === "it" && past.it !== undefined ? lastGiven(past.it, expr) : keptGiven(name, past);
    if (held !== undefined) given.set(name, held);
  }
  return given;
}

function lastGiven(last: LastResult, expr: Expr): Held | undefined {
  const given = isPlainData(last.value, last.type) && quote(last.value, expr.span) === undefined;
  return given ? last : undefined;
}

function keptGiven(name: string, past: Past): Held | undefined {
  const held = past.handsOn ? past.kept.get(name) : undefined;
  return held !== undefined && isLarge(held.value) ? held : undefined;
}

/** The expression with what it mentions of `it`, and of the constant it is about to replace, put in. */
export function closed(expr: Expr, past: Past, replaced?: string): Expr {
  const names = freeNames(expr);
  const { it } = past;
  const withIt =
    it !== undefined && names.has("it") ? letIn("it", quote(it.value, expr.span) ?? it.expr, expr) : expr;
  const define = replaced !== undefined && names.has(replaced) ? past.constant(replaced) : undefined;
  if (define === undefined) return withIt;
  const value = past.kept.get(define.name)?.value;
  const literal = value === undefined ? undefined : quote(value, expr.span);
  return letIn(define.name, literal ?? bodyOf(define), withIt);
}

/** A definition that mentions the last result means what that is now. */
export function settled(item: Item, past: Past): Item {
  if (item.kind !== "define" || !freeOccurrencesOfDefine(item).some((found) => found.name === "it"))
    return item;
  return { ...item, body: closed(item.body, past) };
}

function bodyOf({ body, result, span }: Define): Expr {
  return result === undefined ? body : { kind: "ascription", value: body, type: result, span };
}

function letIn(name: string, value: Expr, body: Expr): Expr {
  const { span } = body;
  return { kind: "let", pattern: { kind: "bind", name, span }, value, body, span };
}
