/**
 * Rows by themselves: expressions of calls evaluated straight through the table, and rules asked for types, without any
 * of the stages in between.
 */
import { error } from "../../src/base/diagnostic.ts";
import { ProgramError } from "../../src/base/outcome.ts";
import { noSpan } from "../../src/base/span.ts";
import type { FnId } from "../../src/core/core.ts";
import { equalValues } from "../../src/interpret/equal.ts";
import { listOf } from "../../src/interpret/list.ts";
import {
  type FunctionValue,
  symbolValue,
  termValue,
  tupleValue,
  type Value,
} from "../../src/interpret/value.ts";
import { type Decompositions, ownDecompositions } from "../../src/primitives/decompositions.ts";
import type { EvaluationContext, TypingContext } from "../../src/primitives/primitive.ts";
import { createPrimitiveTable } from "../../src/primitives/table.ts";
import type { Expr } from "../../src/syntax/ast.ts";
import { parseExpression, parseType } from "../../src/syntax/parse.ts";
import { unknownDim } from "../../src/types/dim.ts";
import { join } from "../../src/types/flow.ts";
import { createTypeScope, noTypeDeclarations, typeFromSyntax } from "../../src/types/from-syntax.ts";
import { printType } from "../../src/types/print.ts";
import { typeOfCall } from "../../src/types/signature.ts";
import { any, type Type } from "../../src/types/type.ts";

export const table = createPrimitiveTable();

type Scope = ReadonlyMap<string, Value>;
type Body = (args: readonly Value[]) => Value;

/** What the callbacks of one evaluation do, by the `fn` of their values, and who decomposes matrices in it. */
class Functions {
  readonly #bodies: Body[] = [];
  readonly decompositions: Decompositions;
  /** Of rows whose result may be of any type. */
  context: EvaluationContext | undefined;
  constructor(decompositions: Decompositions = ownDecompositions) {
    this.decompositions = decompositions;
  }
  add(arity: number, body: Body): FunctionValue {
    this.#bodies.push(body);
    const fn = (this.#bodies.length - 1) as FnId; // ids are given out here only
    return { kind: "function", name: "λ", fn, captures: [], arity, partial: true };
  }
  call(callee: Value, args: readonly Value[]): Value {
    const body =
      typeof callee === "object" && callee.kind === "function" ? this.#bodies[callee.fn] : undefined;
    if (body === undefined) throw new Error("a row called something that is no function");
    return body(args);
  }
}

const printed: string[] = [];

/** One context serves all that rows apply to entry after entry. */
function contextOf(result: Type, functions: Functions): EvaluationContext {
  if (result !== any) return newContext(result, functions);
  functions.context ??= newContext(any, functions);
  return functions.context;
}

function newContext(result: Type, functions: Functions): EvaluationContext {
  return {
    span: noSpan,
    result,
    out: (text) => printed.push(text),
    readFile: (path) => `text of ${path}`,
    writeFile: (path, text) => printed.push(`${path}: ${text}`),
    decompositions: functions.decompositions,
    fresh: () => printed.length,
    now: () => 1500,
    look: () => undefined,
    fail: (code, title) => {
      throw new ProgramError(error(code, title, noSpan));
    },
    operate: (name, args) => answer(name, args, functions, any),
  };
}

/** What the row says; a term where it declines, as in the evaluator. */
function answer(name: string, args: readonly Value[], functions: Functions, result: Type): Value {
  const row = table.get(name);
  if (row === undefined) throw new Error(`there is no row ${name}`);
  const context = contextOf(result, functions);
  const value =
    row.evaluate.kind === "plain"
      ? row.evaluate.run(args, context)
      : drive(row.evaluate.run(args, context), functions);
  return typeof value === "object" && value.kind === "declined" ? termValue(name, args) : value;
}

/** As `answer`, for rows that are expected to take their arguments. */
function run(name: string, args: readonly Value[], functions: Functions, result: Type): Value {
  const value = answer(name, args, functions, result);
  if (typeof value === "object" && value.kind === "term" && value.name === name)
    throw new Error(`${name} declines`);
  return value;
}

function drive<R>(
  generator: Generator<{ callee: Value; args: readonly Value[] }, R, Value>,
  functions: Functions,
): R {
  let turn = generator.next();
  while (turn.done !== true) turn = generator.next(functions.call(turn.value.callee, turn.value.args));
  return turn.value;
}

/** The value of a row on values; `result` is the type specialisation would have found. */
export function evaluateRow(
  name: string,
  args: readonly Value[],
  result: Type = any,
  decompositions: Decompositions = ownDecompositions,
): Value {
  return run(name, args, new Functions(decompositions), result);
}

/** The value of an expression made of literals, lists, tuples, lambdas and calls of rows. */
export function evaluate(text: string): Value {
  const { value, problems } = parseExpression("test", text);
  if (problems.length > 0) throw new Error(`${text}: ${problems[0]?.title}`);
  return meaningOf(value, new Map(), new Functions());
}

/** Names whose calls the syntax takes apart before any row is asked. */
export const specialForms: ReadonlySet<string> = new Set(["specialize"]);

/** The two sides of `l = r`, both evaluated. */
export function sides(text: string): readonly [Value, Value] {
  const { value } = parseExpression("test", text);
  const [left, right] = value.kind === "call" ? value.args : [];
  if (left === undefined || right === undefined) throw new Error(`not an equality: ${text}`);
  return [meaningOf(left, new Map(), new Functions()), meaningOf(right, new Map(), new Functions())];
}

export function holds(text: string): boolean {
  const [left, right] = sides(text);
  return equalValues(left, right) === true;
}

const names: ReadonlyMap<string, Value> = new Map<string, Value>([
  ["true", true],
  ["false", false],
  ["Nil", listOf([])],
]);

function meaningOf(expr: Expr, scope: Scope, functions: Functions): Value {
  const each = (items: readonly Expr[]): readonly Value[] =>
    items.map((item) => meaningOf(item, scope, functions));
  switch (expr.kind) {
    case "number":
      return /[.eE]/.test(expr.text) ? Number(expr.text) : BigInt(expr.text);
    case "string":
      return expr.value;
    case "name":
      return scope.get(expr.name) ?? names.get(expr.name) ?? symbolValue(expr.name);
    case "list":
      return listOf(each(expr.items));
    case "tuple":
      return tupleValue(...each(expr.items));
    case "lambda":
      return functions.add(expr.params.length, (args) => {
        const inner = new Map(scope);
        for (const [i, param] of expr.params.entries()) inner.set(param.name, args[i] ?? false);
        return meaningOf(expr.body, inner, functions);
      });
    case "call":
      if (expr.callee.kind !== "name") throw new Error("only calls of names");
      return run(expr.callee.name, each(expr.args), functions, any);
    default:
      throw new Error(`not in examples: ${expr.kind}`);
  }
}

// ------------------------------------------------------------------------------------------------------- types

export function typeNamed(text: string): Type {
  const { value } = parseType("test", text);
  return typeFromSyntax(value, createTypeScope(noTypeDeclarations)).value;
}

/** An argument of a rule: a type, a literal integer, or a function by what it gives for its arguments. */
export type Argument = string | bigint | ((args: readonly Type[]) => Type);

/** What a row answers to arguments: the printed result type, or the kind of refusal. */
export function typing(name: string, ...args: readonly Argument[]): string {
  const row = table.get(name);
  if (row === undefined) throw new Error(`there is no row ${name}`);
  const types = args.map((arg): Type => {
    if (typeof arg === "string") return typeNamed(arg);
    return typeof arg === "bigint"
      ? typeNamed("ℤ")
      : { kind: "function", params: [], result: any, effect: false };
  });
  const answer = typeOfCall(row.type, types, typingContext(args));
  return answer.kind === "typed" ? printType(answer.result) : answer.kind;
}

function typingContext(args: readonly Argument[]): TypingContext {
  const apply = (index: number, given: readonly Type[]): Type => {
    const f = args[index];
    return typeof f === "function" ? f(given) : any;
  };
  const literal = (index: number): bigint | undefined => {
    const arg = args[index];
    return typeof arg === "bigint" ? arg : undefined;
  };
  return {
    applyArgument: apply,
    fixpoint: (index, given, loop, start) => {
      const next = join(start, apply(index, given.with(loop, start)));
      return join(next, apply(index, given.with(loop, next)));
    },
    operation: (name, given) => {
      const row = table.get(name);
      return row === undefined ? { kind: "declined" } : typeOfCall(row.type, given, typingContext([]));
    },
    literal,
    join,
    sparse: () => undefined,
    dimension: () => unknownDim,
  };
}
