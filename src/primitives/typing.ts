/**
 * Words in which rules are written: forward typing on concrete types.
 *
 * A concrete dimension is a number or unknown (T7), so dimensions here are `number | undefined`; two known ones that
 * differ are certain to fail, one unknown is checked at run time by the row's `evaluate`.
 */
import { constantDim, type Dim, dimValue, unknownDim } from "../types/dim.ts";
import {
  any,
  complex,
  integer,
  list,
  matrix,
  rational,
  real,
  type Type,
  tuple,
  vector,
} from "../types/type.ts";
import type { Level } from "./number.ts";
import type { TypeRule, Typing, TypingContext } from "./primitive.ts";

export type Size = number | undefined;

// ----------------------------------------------------------------------------------------------------- answers

export function typed(params: readonly Type[], result: Type): Typing {
  return { kind: "typed", params, result };
}
export const notAccepted: Typing = { kind: "declined" };
export function decline(reason: string, hint?: string): Typing {
  return { kind: "declined", reason, ...(hint === undefined ? {} : { hint }) };
}
export function mismatch(title: string, notes: readonly string[], hint?: string): Typing {
  return { kind: "mismatch", title, notes, ...(hint === undefined ? {} : { hint }) };
}
/** The first rule that accepts. A certain mismatch ends the search: the shapes were right, the sizes were not. */
export function firstOf(...rules: readonly TypeRule[]): TypeRule {
  return (args, context) => {
    let last: Typing = notAccepted;
    for (const rule of rules) {
      const typing = rule(args, context);
      if (typing.kind !== "declined") return typing;
      if (typing.reason !== undefined || last.kind !== "declined") last = typing;
    }
    return last;
  };
}

// ----------------------------------------------------------------------------------------------------- numbers

const tower: readonly Type[] = [integer, rational, real, complex];

export function levelOfType(type: Type | undefined): Level | undefined {
  if (type?.kind !== "con") return undefined;
  const level = tower.findIndex((t) => t.kind === "con" && t.name === type.name);
  return level < 0 ? undefined : (level as Level);
}
export function typeOfLevel(level: number): Type {
  return tower[level] ?? any;
}
export function isNumeric(type: Type | undefined): boolean {
  return levelOfType(type) !== undefined;
}
export function joinNumeric(a: Type | undefined, b: Type | undefined): Type | undefined {
  const x = levelOfType(a);
  const y = levelOfType(b);
  return x === undefined || y === undefined ? undefined : typeOfLevel(Math.max(x, y) as Level);
}

/**
 * All arguments flow into one level; the result is that level, or `result`. `least` and `most` bound the level. Where a
 * real is needed a ℂ is taken and checked at run time to have imaginary part 0 (T11).
 */
export function numericRule(least: Level, most: Level, result?: Type): TypeRule {
  return (args) => {
    let level = least;
    for (const arg of args) {
      const own = levelOfType(arg);
      if (own === undefined || (own > most && most < 2)) return notAccepted;
      if (own > level) level = Math.min(own, most) as Level;
    }
    const type = typeOfLevel(level);
    return typed(
      args.map(() => type),
      result ?? type,
    );
  };
}

/** A fixed signature: numbers flow up, and down into a narrower number where T10 says so (checked at run time). */
export function accepts(params: readonly Type[], result: Type): TypeRule {
  return (args) =>
    args.every((arg, i) => flowsInto(arg, params[i]))
      ? typed(params.slice(0, args.length), result)
      : notAccepted;
}

export function isCon(type: Type | undefined, name: string): boolean {
  return type?.kind === "con" && type.name === name;
}

/** Any real number may stand where an integer or a real is wanted. */
function flowsInto(arg: Type, param: Type | undefined): boolean {
  if (param === undefined) return false;
  const from = levelOfType(arg);
  const to = levelOfType(param);
  if (from !== undefined && to !== undefined) return from <= Math.max(to, 2);
  return arg.kind === "con" && param.kind === "con" && arg.name === param.name && param.args.length === 0;
}

/** A size, position or exponent: ℤ, or a wider real number checked at run time. */
export function isInteger(type: Type | undefined): boolean {
  const level = levelOfType(type);
  return level !== undefined && level <= 2;
}

// --------------------------------------------------------------------------------------------------- sequences

export interface Sequence {
  readonly element: Type;
  readonly length: Size;
  /** The type the argument is given to the row as. */
  readonly param: Type;
}

type Joining = Pick<TypingContext, "join">;

export function sizeOf(dim: Dim | undefined): Size {
  return dim === undefined ? undefined : dimValue(dim);
}
export function dimOf(size: Size): Dim {
  return size === undefined ? unknownDim : constantDim(size);
}
function sizeArgument(type: Type | undefined): Size {
  return type?.kind === "dim" ? sizeOf(type.dim) : undefined;
}

/** A list or vector (T5); a fixed list is seen as the list of what its parts join to (T8). */
export function sequence(type: Type | undefined, context: Joining): Sequence | undefined {
  if (type?.kind === "fixed") {
    const element = type.items.reduce((a, b) => context.join(a, b));
    return { element, length: type.items.length, param: vector(constantDim(type.items.length), element) };
  }
  if (type?.kind !== "con") return undefined;
  if (type.name === "List") return { element: type.args[0] ?? any, length: undefined, param: type };
  if (type.name === "Vector")
    return { element: type.args[1] ?? any, length: sizeArgument(type.args[0]), param: type };
  return undefined;
}

/** A vector where the length is known, a list where it is not. */
export function sequenceOf(length: Size, element: Type): Type {
  return length === undefined ? list(element) : vector(constantDim(length), element);
}

/** The sequence with another element type: same form and length. */
export function withElement(seq: Sequence, element: Type): Type {
  return sequenceOf(seq.length, element);
}

// ---------------------------------------------------------------------------------------------------- matrices

export interface MatrixShape {
  readonly rows: Size;
  readonly columns: Size;
  readonly element: Type;
  /** It is a list of rows, not a Matrix. */
  readonly asRows: boolean;
}

/** A Matrix, or a list of rows (T6). */
export function matrixShape(type: Type | undefined, context: Joining): MatrixShape | undefined {
  if (type?.kind === "con" && type.name === "Matrix")
    return {
      rows: sizeArgument(type.args[0]),
      columns: sizeArgument(type.args[1]),
      element: type.args[2] ?? any,
      asRows: false,
    };
  const outer = sequence(type, context);
  const inner = outer && sequence(outer.element, context);
  if (outer === undefined || inner === undefined) return undefined;
  if (sequence(inner.element, context) !== undefined) return undefined;
  return { rows: outer.length, columns: inner.length, element: inner.element, asRows: true };
}

export function matrixOf(rows: Size, columns: Size, element: Type): Type {
  return matrix(dimOf(rows), dimOf(columns), element);
}
export function matrixParam(shape: MatrixShape, element: Type = shape.element): Type {
  return matrixOf(shape.rows, shape.columns, element);
}

/** What two sizes that must agree are: undefined in `size` where neither is known. */
export function agree(a: Size, b: Size): { readonly ok: boolean; readonly size: Size } {
  if (a === undefined || b === undefined) return { ok: true, size: a ?? b };
  return { ok: a === b, size: a };
}

export function shapeText(shape: { readonly rows: Size; readonly columns: Size }): string {
  return `Matrix(${shape.rows ?? "?"}, ${shape.columns ?? "?"})`;
}

/** The size an argument denotes where the program says so: a literal or a dimension (T7). */
export function staticSize(index: number, context: TypingContext): Size {
  const literal = context.literal(index);
  if (literal !== undefined) return literal >= 0n && literal < 2n ** 31n ? Number(literal) : undefined;
  return sizeOf(context.dimension(index));
}

// --------------------------------------------------------------------------------------------------- functions

export function isFunction(type: Type | undefined): boolean {
  return type?.kind === "closure" || type?.kind === "function" || type?.kind === "any";
}

/** The type of an operation between element types; `any` where that is decided at run time, undefined where refused. */
export function operationType(name: string, args: readonly Type[], context: TypingContext): Type | undefined {
  const typing = operation(name, args, context);
  return typing?.result;
}

/** As `operationType`, with what the operands are coerced to. */
export function operation(
  name: string,
  args: readonly Type[],
  context: TypingContext,
): { readonly params: readonly Type[]; readonly result: Type } | undefined {
  if (args.some((t) => t.kind === "any")) return { params: args, result: any };
  const typing = context.operation(name, args);
  switch (typing.kind) {
    case "typed":
      return typing;
    case "dynamic":
      return { params: args, result: any };
    case "declined":
    case "mismatch":
      return undefined;
  }
}

export function pairOf(a: Type, b: Type): Type {
  return tuple([a, b]);
}
