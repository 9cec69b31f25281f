/**
 * What computes an elementary function in native code, by the name of its row: the C library where it stays within the row's
 * bound, else our own (loop/elementary/reproducible.ts).
 */
import { CompilerBug } from "../base/outcome.ts";
import { reproducibleName, rowOf } from "../loop/elementary/names.ts";
import { alwaysOwn, reproducibleFunctions, straightCode } from "../loop/elementary/reproducible.ts";
import type { LocalId, LoopExpr, LoopType, Scalar } from "../loop/loop.ts";
import { visitExpr } from "../loop/walk.ts";
import type { Lines } from "./text.ts";

const unary: ReadonlyMap<string, string> = new Map([
  ..."exp exp2 expm1 log2 log1p sin cos tan asin acos atan"
    .split(" ")
    .map((name): [string, string] => [name, name]),
  ["ln", "log"],
  ["log", "log"],
  ["arcsin", "asin"],
  ["arccos", "acos"],
  ["arctan", "atan"],
]);

const binary = new Set(["pow", "fmod", "atan2", "hypot"]);

/** The function that computes row `name` on `arity` doubles. */
export function elementarySymbol(name: string, arity: number): string {
  if (name.startsWith(reproducibleName(""))) return `kleis_${name}`;
  if (alwaysOwn.has(name)) return `kleis_${reproducibleName(name)}`;
  const symbol = arity === 1 ? unary.get(name) : binary.has(name) ? name : undefined;
  if (symbol === undefined) throw new CompilerBug(`no elementary function ${name} of ${arity} arguments`);
  return symbol;
}

/** What prints expressions: the names of locals, which are all scalars. */
interface Printer {
  readonly fn: { readonly nameOf: (id: LocalId) => string; readonly typeOf: (id: LocalId) => LoopType };
  readonly fusesMultiplyAdd: true;
}

/** How a language writes a function of doubles. */
export interface FunctionStyle {
  readonly expression: (e: LoopExpr, context: Printer) => string;
  readonly declaration: (name: string, type: Scalar, value: string) => string;
  readonly head: (name: string, params: readonly string[]) => string;
}

const symbolOf = (name: string): string => `kleis_${reproducibleName(name)}`;

/** The functions of that kind that the program of one calls, which call none. */
function calledBy(name: string): readonly string[] {
  const found = new Set<string>();
  const { values, result } = straightCode(name);
  for (const e of [...values.map(({ value }) => value), result])
    visitExpr(e, (inner) => {
      if (inner.kind === "elementary" && reproducibleFunctions.has(rowOf(inner.name)))
        found.add(rowOf(inner.name));
    });
  return [...found];
}

/** The functions with one program for every tier that the text calls. */
export function reproducibleText(text: string, style: FunctionStyle): Lines {
  const called = (name: string): boolean => text.includes(`${symbolOf(name)}(`);
  const used = [...reproducibleFunctions].filter(called);
  return [...new Set([...used.flatMap(calledBy), ...used])].flatMap((name) => {
    const symbol = symbolOf(name);
    const { params, values, result } = straightCode(name);
    const locals = new Map(
      [...params, ...values.map(({ local }) => local)].map((local) => [local.id, local]),
    );
    const fn = {
      nameOf: (id: LocalId) => locals.get(id)?.name ?? "",
      typeOf: (id: LocalId): LoopType => locals.get(id)?.type ?? "f64",
    };
    const print = (e: LoopExpr): string => style.expression(e, { fn, fusesMultiplyAdd: true });
    return [
      "",
      `${style.head(
        symbol,
        params.map((param) => param.name),
      )} {`,
      ...values.map(({ local, value }) => `  ${style.declaration(local.name, value.type, print(value))}`),
      `  return ${print(result)};`,
      "}",
    ];
  });
}

/** The symbols that the text calls, with the number of their arguments; the printers declare just these. */
export function librarySymbols(text: string): readonly { readonly name: string; readonly arity: number }[] {
  const called = (name: string): boolean => new RegExp(`(?<![\\w.])${name}\\(`).test(text);
  return [
    ...[...new Set(unary.values())].map((name) => ({ name, arity: 1 })),
    ...[...binary].map((name) => ({ name, arity: 2 })),
  ].filter(({ name }) => called(name));
}
