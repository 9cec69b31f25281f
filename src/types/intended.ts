/**
 * Texts that are right but hardly meant: an equation at the top of a file where other languages define, a name declared twice.
 *
 * In: what a program declares. Out: warnings with what was probably meant; the meaning stays what it is.
 */
import { type Diagnostic, warning } from "../base/diagnostic.ts";
import type { PrimitiveTable } from "../primitives/primitive.ts";
import type { Call, Define, Expr, Name } from "../syntax/ast.ts";
import { printExpr } from "../syntax/print.ts";
import { freeNames, freeOccurrencesOfDefine } from "../syntax/resolve.ts";
import type { Environment } from "./environment.ts";

type Names = Pick<Environment, "definition" | "constructorNamed" | "isStructureOperation" | "signature">;

/** `x = 5` or `f(x) = x + 1` where nothing declares the name on the left. */
export interface Equation {
  readonly name: Name;
  /** Nothing but the name stands on the left. */
  readonly isName: boolean;
  readonly expr: Expr;
  /** `define f(x) = x + 1` */
  readonly definition: string;
}

/** The equation that an expression at the top is, where a definition may be meant. */
export function equationAtTop(expr: Expr, env: Names, table: PrimitiveTable): Equation | undefined {
  const sides = writtenEquation(expr);
  if (sides === undefined) return undefined;
  const { left, right } = sides;
  const name = left.kind === "call" ? left.callee : left;
  if (name.kind !== "name" || (left.kind === "call" && !takesParameters(left))) return undefined;
  if (isDeclared(name.name, env, table)) return undefined;
  const isName = left.kind === "name";
  return { name, isName, expr, definition: `define ${printExpr(left)} = ${shortened(printExpr(right))}` };
}

/** Equations at the top of the program's files that look like definitions, by what they would define. */
export function equationsByName(env: Environment, table: PrimitiveTable): ReadonlyMap<string, Equation> {
  return new Map(
    env.expressions.flatMap(({ value }) => {
      const equation = equationAtTop(value, env, table);
      return equation === undefined ? [] : [[equation.name.name, equation] as const];
    }),
  );
}

/** A single `=`: `f(x) == 3` asks. */
function writtenEquation(expr: Expr): { readonly left: Name | Call; readonly right: Expr } | undefined {
  if (expr.kind !== "call" || expr.callee.kind !== "name" || expr.callee.name !== "equals") return undefined;
  const { start, end } = expr.callee.span;
  const [left, right] = expr.args;
  if (end - start !== 1 || left === undefined || right === undefined) return undefined;
  return left.kind === "name" || left.kind === "call" ? { left, right } : undefined;
}

/** `f(x, y)`: nothing but different names between the parentheses. */
function takesParameters({ args, named }: Call): boolean {
  const names = args.flatMap((arg) => (arg.kind === "name" ? arg.name : []));
  return named.length === 0 && names.length === args.length && new Set(names).size === names.length;
}

/** Names that mean something without being declared (language.md §8, T11). */
const constants: ReadonlySet<string> = new Set(["pi", "tau", "π", "i", "e", "it", "true", "false"]);

function isDeclared(name: string, env: Names, table: PrimitiveTable): boolean {
  return (
    !/^\p{L}/u.test(name) ||
    constants.has(name) ||
    table.has(name) ||
    env.definition(name) !== undefined ||
    env.constructorNamed(name) !== undefined ||
    env.signature(name) !== undefined ||
    env.isStructureOperation(name)
  );
}

const longestShown = 60;

function shortened(text: string): string {
  return text.length <= longestShown && !text.includes("\n") ? text : "…";
}

/** An equation between names: it is printed as it stands, which nobody writes for its own sake. */
export function definesNothing({ name, expr, definition }: Equation): Diagnostic {
  return warning("KL0023", "this is an equation: it defines nothing", expr.span, {
    hint:
      expr.span.start === name.span.start && name.name === "define"
        ? "a definition is `define name = value`"
        : `did you mean \`${definition}\`?`,
  });
}

/** An undeclared call that an equation elsewhere seems to define. */
export function withEquation(problem: Diagnostic, equation: Equation): Diagnostic {
  const { expr, definition } = equation;
  const { start, end, file } = problem.primary.span;
  const isItself = file === expr.span.file && expr.span.start <= start && end <= expr.span.end;
  return {
    ...problem,
    related: isItself
      ? problem.related
      : [...problem.related, { span: expr.span, message: "an equation, which defines nothing" }],
    hint: `did you mean \`${definition}\`?`,
  };
}

/** Of two definitions in one file the later one counts (language.md §5): the first is lost without a word. */
export function definedTwice(definitions: readonly Define[]): readonly Diagnostic[] {
  const first = new Map<string, Define>();
  const problems: Diagnostic[] = [];
  for (const define of definitions) {
    const key = `${define.nameSpan.file} ${define.name}`;
    const before = first.get(key);
    first.set(key, define);
    if (before === undefined) continue;
    problems.push(
      warning("KL0103", `\`${define.name}\` is defined twice`, define.nameSpan, {
        label: "this one counts",
        related: [{ span: before.nameSpan, message: "the first one is never used" }],
        hint: "give one of them another name, or remove it",
      }),
    );
  }
  return problems;
}

/**
 * Imports add to one scope, and the program's own definition counts, for the library too (language.md §5, §13). That is said
 * where a definition of the library that the program reaches now calls the program's.
 */
export function replacedInLibrary(
  env: Environment,
  isLibrary: (file: string) => boolean,
): readonly Diagnostic[] {
  const own = env.replaced.flatMap((define) => {
    const now = env.definition(define.name);
    const isOwn = now !== undefined && isLibrary(define.nameSpan.file) && !isLibrary(now.nameSpan.file);
    return isOwn ? [{ define, now }] : [];
  });
  if (own.length === 0) return [];
  const reached = reachedDefinitions(env, isLibrary);
  return own.flatMap(({ define, now }) => {
    const caller = reached.find(
      (other) =>
        isLibrary(other.nameSpan.file) &&
        freeOccurrencesOfDefine(other).some(({ name }) => name === now.name),
    );
    if (caller === undefined) return [];
    const title = `this replaces \`${now.name}\` of the library, which \`${caller.name}\` there calls`;
    const problem = warning("KL0104", title, now.nameSpan, {
      notes: [
        `${libraryName(define.nameSpan.file)} defines it too; all imports share one scope, where the program's own counts`,
      ],
      hint: "give it another name, unless the library is meant to call it",
    });
    return [problem];
  });
}

/** From `stdlib/` on, as an import names it. */
function libraryName(file: string): string {
  return file.slice(Math.max(0, file.lastIndexOf("stdlib/")));
}

/** What the program's own definitions, expressions and examples come to. */
function reachedDefinitions(env: Environment, isLibrary: (file: string) => boolean): readonly Define[] {
  const names = [
    ...env.definitions.filter((define) => !isLibrary(define.nameSpan.file)).map((define) => define.name),
    ...env.expressions
      .filter(({ span }) => !isLibrary(span.file))
      .flatMap(({ value }) => [...freeNames(value)]),
  ];
  const reached = new Map<string, Define>();
  for (let name = names.pop(); name !== undefined; name = names.pop()) {
    const define = reached.has(name) ? undefined : env.definition(name);
    if (define === undefined) continue;
    reached.set(name, define);
    names.push(...freeOccurrencesOfDefine(define).map((occurrence) => occurrence.name));
  }
  return [...reached.values()];
}
