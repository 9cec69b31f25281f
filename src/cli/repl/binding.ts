/** `let x = e`, `let x : T = e` at the prompt, where no `in` follows: a binding that lasts. */
import { type Diagnostic, isError } from "../../base/diagnostic.ts";
import type { Expr, TypeExpr } from "../../syntax/ast.ts";
import { parseExpression, parseType } from "../../syntax/parse.ts";

export interface BindingText {
  readonly name: string;
  readonly type: string | undefined;
  readonly value: string;
  /** Where type and value begin in the text. */
  readonly typeAt: number;
  readonly valueAt: number;
}

export interface Binding {
  readonly name: string;
  readonly type: TypeExpr | undefined;
  readonly value: Expr;
  readonly problems: readonly Diagnostic[];
}

/** Made when it is used: letters of every script take V8 a quarter of a millisecond. */
const form = (): RegExp => /^(\s*(?:let\s+)?)([\p{L}_][\p{L}\p{N}_]*)(?:(\s*:\s*)([^=]+?))?\s*=(?!=)\s*/u;

/** `x = e` with or without a type. `let`: only behind that word. */
export function bindingOf(text: string, word: "let" | "none"): BindingText | undefined {
  const found = form().exec(text);
  if (found === null) return undefined;
  const [whole, before = "", name = "", colon = "", type] = found;
  if (word === "let" && before.trim() !== "let") return undefined;
  const typeAt = before.length + name.length + colon.length;
  return { name, type, typeAt, value: text.slice(whole.length), valueAt: whole.length };
}

/** A `let` that is complete without an `in`. */
export function lastingLet(file: string, text: string): Binding | undefined {
  const written = bindingOf(text, "let");
  const binding = written && parseBinding(file, text, written);
  return binding?.problems.some(isError) === false ? binding : undefined;
}

/** Parsed where it stands, so that messages point into the line as it was typed. */
export function parseBinding(file: string, text: string, binding: BindingText): Binding {
  const value = parseExpression(file, `${blank(text, binding.valueAt)}${binding.value}`);
  const type =
    binding.type === undefined ? undefined : parseType(file, `${blank(text, binding.typeAt)}${binding.type}`);
  return {
    name: binding.name,
    type: type?.value,
    value: value.value,
    problems: [...(type?.problems ?? []), ...value.problems],
  };
}

function blank(text: string, length: number): string {
  return text.slice(0, length).replace(/[^\n]/g, " ");
}
