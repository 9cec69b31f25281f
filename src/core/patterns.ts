/**
 * Patterns at a type. In: a pattern and the type of what is matched. Out: the Core pattern, every part with its type, and
 * the names it binds. A pattern that cannot match a value of that type binds its names at `never`, so its branch is dead.
 */
import { type Diagnostic, error } from "../base/diagnostic.ts";
import { unreachable } from "../base/outcome.ts";
import type { Pattern } from "../syntax/ast.ts";
import { constantDim } from "../types/dim.ts";
import { asMatrix, asSequence } from "../types/flow.ts";
import { any, integer, list, never, real, type Type, vector } from "../types/type.ts";
import { fieldTypes, tupleSize } from "./construct.ts";
import type { CorePattern, CoreVar, Literal } from "./core.ts";
import { type Frame, report } from "./frame.ts";
import { numberLiteral } from "./numbers.ts";

export interface TypedPattern {
  readonly pattern: CorePattern;
  readonly bound: readonly CoreVar[];
}

export function typePattern(frame: Frame, pattern: Pattern, type: Type): TypedPattern {
  const bound: CoreVar[] = [];
  return { pattern: convert(frame, pattern, type, bound), bound };
}

type ConstructorPattern = Extract<Pattern, { kind: "constructor" }>;

function convert(frame: Frame, pattern: Pattern, type: Type, bound: CoreVar[]): CorePattern {
  const inside = (p: Pattern, t: Type) => convert(frame, p, t, bound);
  switch (pattern.kind) {
    case "wildcard":
      return { kind: "wildcard", type };
    case "bind": {
      if (pattern.name === "true" || pattern.name === "false") return truth(pattern.name === "true", type);
      const variable = frame.world.newVar(pattern.name, type);
      bound.push(variable);
      return { kind: "bind", bound: variable, type };
    }
    case "number":
      return {
        kind: "literal",
        literal: numberLiteral(pattern.text) ?? { kind: "real", value: Number.NaN },
        type,
      };
    case "string":
      return { kind: "literal", literal: { kind: "string", value: pattern.value }, type };
    case "constructor":
      return convertConstructor(frame, pattern, type, bound);
    case "tuple":
      return convertTuple(frame, pattern.items, type, bound);
    case "list":
      return convertList(frame, pattern.items, type, bound);
    case "as": {
      const inner = inside(pattern.pattern, type);
      const variable = frame.world.newVar(pattern.name, type);
      bound.push(variable);
      return { kind: "as", pattern: inner, bound: variable, type };
    }
    default:
      return unreachable(pattern);
  }
}

function truth(value: boolean, type: Type): CorePattern {
  const literal: Literal = { kind: "bool", value };
  return { kind: "literal", literal, type };
}

function convertTuple(frame: Frame, items: readonly Pattern[], type: Type, bound: CoreVar[]): CorePattern {
  if (items.length === 0) return { kind: "literal", literal: { kind: "unit" }, type };
  const types = type.kind === "tuple" && type.items.length === items.length ? type.items : undefined;
  const other = type.kind === "any" ? any : never;
  const parts = items.map((p, i) => convert(frame, p, types?.[i] ?? other, bound));
  return { kind: "tuple", items: parts, type };
}

function convertList(frame: Frame, items: readonly Pattern[], type: Type, bound: CoreVar[]): CorePattern {
  const parts = items.map((p, i) => convert(frame, p, itemType(type, i, items.length), bound));
  return { kind: "list", items: parts, type };
}

/** The type of item `index` of a list that has `length` items. */
function itemType(type: Type, index: number, length: number): Type {
  if (type.kind === "any") return any;
  if (type.kind === "fixed") return type.items.length === length ? (type.items[index] ?? never) : never;
  const sequence = asSequence(type);
  if (sequence === undefined) return rowOf(type) ?? never;
  return sequence.length === undefined || sequence.length === length ? sequence.element : never;
}

/** Rows of a Matrix are not its items: a list pattern does not match it. */
function rowOf(type: Type): Type | undefined {
  return asMatrix(type) === undefined ? undefined : never;
}

// ---- constructors --------------------------------------------------------------------------------------

function convertConstructor(
  frame: Frame,
  pattern: ConstructorPattern,
  type: Type,
  bound: CoreVar[],
): CorePattern {
  const { name, args } = pattern;
  const declared = frame.world.environment.constructorNamed(name);
  if (declared === undefined) return convertBuiltIn(frame, pattern, type, bound);
  if (args.length !== declared.fields.length)
    report(frame, constructorArity(pattern, declared.fields.length));
  const data = frame.world.environment.data(declared.data);
  const types =
    data === undefined || (type.kind !== "any" && !isData(type, data.name))
      ? args.map(() => never)
      : fieldTypes(data, declared, type);
  const parts = args.map((p, i) => convert(frame, p, types[i] ?? never, bound));
  return { kind: "construct", data: declared.data, constructor: name, args: parts, type };
}

function isData(type: Type, name: string): boolean {
  return type.kind === "con" && type.name === name;
}

function constructorArity(pattern: ConstructorPattern, wanted: number): Diagnostic {
  const count = `${wanted} ${wanted === 1 ? "argument" : "arguments"}`;
  return error(
    "KL0202",
    `Constructor ${pattern.name} expects ${count}, got ${pattern.args.length}`,
    pattern.span,
  );
}

function convertBuiltIn(
  frame: Frame,
  pattern: ConstructorPattern,
  type: Type,
  bound: CoreVar[],
): CorePattern {
  const { name, args } = pattern;
  const [first, second] = args;
  if ((name === "True" || name === "False") && args.length === 0) return truth(name === "True", type);
  if (name === "Nil" && args.length === 0) return { kind: "list", items: [], type };
  if (name === "Unit" && args.length === 0) return convertTuple(frame, [], type, bound);
  if (name === "Cons" && first !== undefined && second !== undefined && args.length === 2)
    return {
      kind: "cons",
      head: convert(frame, first, headType(type), bound),
      tail: convert(frame, second, tailType(type), bound),
      type,
    };
  if (tupleSize(name) === args.length) return convertTuple(frame, args, type, bound);
  const parts = shapeParts(name, args.length, type);
  if (parts !== undefined)
    return {
      kind: "construct",
      data: name,
      constructor: name,
      args: args.map((p, i) => convert(frame, p, parts[i] ?? never, bound)),
      type,
    };
  return { kind: "term", name, args: args.map((p) => convert(frame, p, any, bound)), type };
}

/** What `Matrix(m, n, xs)`, `Vector(n, xs)` and `Complex(re, im)` take apart; `data` and `constructor` are then that name. */
function shapeParts(name: string, count: number, type: Type): readonly Type[] | undefined {
  const matrix = asMatrix(type);
  if (name === "Matrix" && count === 3 && matrix !== undefined)
    return [integer, integer, list(matrix.element)];
  const sequence = asSequence(type);
  if (name === "Vector" && count === 2 && sequence !== undefined) return [integer, list(sequence.element)];
  if (name === "Complex" && count === 2 && isData(type, "ℂ")) return [real, real];
  return undefined;
}

function headType(type: Type): Type {
  if (type.kind === "any") return any;
  if (type.kind === "fixed") return type.items[0] ?? never;
  const sequence = asSequence(type);
  return sequence === undefined || sequence.length === 0 ? never : sequence.element;
}

function tailType(type: Type): Type {
  if (type.kind === "any") return any;
  if (type.kind === "fixed")
    return type.items.length === 0 ? never : { kind: "fixed", items: type.items.slice(1) };
  const sequence = asSequence(type);
  if (sequence === undefined || sequence.length === 0) return never;
  return sequence.length === undefined ? type : vector(constantDim(sequence.length - 1), sequence.element);
}
