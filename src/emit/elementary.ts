/**
 * What computes an elementary function in native code, by the name of its row: the C library where it stays within the row's
 * bound, else our own (c/elementary.ts, rust/elementary.ts).
 */
import { CompilerBug } from "../base/outcome.ts";

const unary: ReadonlyMap<string, string> = new Map([
  ...(
    "exp expm1 log2 log10 log1p cbrt sin cos tan asin acos atan sinh cosh tanh asinh acosh atanh erf erfc tgamma lgamma " +
    "exp2"
  )
    .split(" ")
    .map((name): [string, string] => [name, name]),
  ["ln", "log"],
  ["log", "log"],
  ["gamma", "tgamma"],
  ["arcsin", "asin"],
  ["arccos", "acos"],
  ["arctan", "atan"],
]);

const binary = new Set(["pow", "fmod", "atan2", "hypot"]);

/** Measured beyond 1 ULP in glibc. */
const own: ReadonlySet<string> = new Set([
  "sinh",
  "cosh",
  "tanh",
  "asinh",
  "acosh",
  "atanh",
  "cbrt",
  "log10",
]);

/** The function that computes row `name` on `arity` doubles. */
export function elementarySymbol(name: string, arity: number): string {
  const symbol = arity === 1 ? unary.get(name) : binary.has(name) ? name : undefined;
  if (symbol === undefined) throw new CompilerBug(`no elementary function ${name} of ${arity} arguments`);
  return own.has(symbol) ? `kleis_${symbol}` : symbol;
}

/** The symbols that the text calls, with the number of their arguments; the printers declare just these. */
export function librarySymbols(text: string): readonly { readonly name: string; readonly arity: number }[] {
  const called = (name: string): boolean => new RegExp(`(?<![\\w.])${name}\\(`).test(text);
  return [
    ...[...new Set(unary.values())].map((name) => ({ name, arity: 1 })),
    ...[...binary].map((name) => ({ name, arity: 2 })),
  ].filter(({ name }) => called(name));
}
