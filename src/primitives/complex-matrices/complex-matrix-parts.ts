/**
 * Complex matrices as the language's files write them: `[A, B]`, or a pair, for A + iB.
 *
 * A row on them is composed of rows on real matrices, and the composition is written once: it is run on values to
 * evaluate, and on types to find the type. Both parts are brought to one kind of number first.
 */
import { CompilerBug } from "../../base/outcome.ts";
import type { MatrixValue, TupleValue, Value } from "../../interpret/value.ts";
import { constantDim } from "../../types/dim.ts";
import { any, type Type, tuple, vector } from "../../types/type.ts";
import { asMatrix, element, isList, isTuple, listFrom } from "../arrays.ts";
import { definePrimitive } from "../define.ts";
import { failures, failWith } from "../failures.ts";
import { isNumber } from "../number.ts";
import {
  type Declined,
  declined,
  type ErrorBound,
  type EvaluationContext,
  type Primitive,
  type TypeRule,
  type Typing,
  type TypingContext,
} from "../primitive.ts";
import {
  agree,
  isInteger,
  levelOfType,
  type MatrixShape,
  matrixOf,
  matrixShape,
  mismatch,
  notAccepted,
  sequence,
  sequenceOf,
  shapeText,
  typed,
  typeOfLevel,
} from "../typing.ts";

/** Another row, on values or on types. */
export type Operation<T> = (name: string, ...args: readonly T[]) => T;
export interface Parts<T> {
  readonly re: T;
  readonly im: T;
}

/** What a row means: `m` are its complex matrices, `plain` its other arguments. */
export type Composition =
  | {
      readonly gives: "pair" | "list";
      readonly by: <T>(op: Operation<T>, m: readonly Parts<T>[], plain: readonly T[]) => Parts<T>;
    }
  | {
      readonly gives: "one";
      readonly by: <T>(op: Operation<T>, m: readonly Parts<T>[], plain: readonly T[]) => T;
    };

/** Where a complex matrix stands, and where a real number or an integer. */
export type Argument = "matrix" | "real" | "integer";

// ---------------------------------------------------------------------------------------------------- values

export interface MatrixParts extends Parts<MatrixValue> {
  /** It was written as a pair, and so is what comes of it. */
  readonly pair: boolean;
}

/** A + iB of numeric parts of one shape. */
export function partsOf(v: Value | undefined): MatrixParts | undefined {
  const items = isTuple(v) ? v.items : isList(v) && v.length === 2 ? [element(v, 0), element(v, 1)] : [];
  const [re, im] = items.map(asMatrix);
  if (items.length !== 2 || re === undefined || im === undefined) return undefined;
  if (re.rows !== im.rows || re.columns !== im.columns) return undefined;
  return [...re.items, ...im.items].every(isNumber) ? { re, im, pair: isTuple(v) } : undefined;
}

export function pairValue(re: Value, im: Value, pair: boolean): Value {
  return pair ? ({ kind: "tuple", items: [re, im] } satisfies TupleValue) : listFrom([re, im]);
}

// ----------------------------------------------------------------------------------------------------- types

export interface PartsType {
  readonly shape: MatrixShape;
  readonly pair: boolean;
}

/** The shape of both parts, with the wider of their kinds of numbers, at least `least`. */
export function partsType(
  type: Type | undefined,
  least: number,
  context: TypingContext,
): PartsType | undefined {
  const items = type?.kind === "tuple" || type?.kind === "fixed" ? type.items : undefined;
  const whole = items === undefined ? sequence(type, context) : undefined;
  if (whole !== undefined && !agree(whole.length, 2).ok) return undefined;
  const [a, b] = (items ?? [whole?.element, whole?.element]).map((t) => matrixShape(t, context));
  if (a === undefined || b === undefined || (items !== undefined && items.length !== 2)) return undefined;
  const [x, y] = [levelOfType(a.element), levelOfType(b.element)];
  if (x === undefined || y === undefined || Math.max(x, y) > 2) return undefined;
  const [rows, columns] = [agree(a.rows, b.rows), agree(a.columns, b.columns)];
  if (!rows.ok || !columns.ok) return undefined;
  const element = typeOfLevel(Math.max(x, y, least));
  return {
    shape: { rows: rows.size, columns: columns.size, element, asRows: false },
    pair: type?.kind === "tuple",
  };
}

/** The parameter a complex matrix is given to a row as. */
export function partsParam(type: Type, { shape }: PartsType, element: Type = shape.element): Type {
  const part = matrixOf(shape.rows, shape.columns, element);
  if (type.kind === "tuple") return tuple([part, part]);
  return type.kind === "fixed" ? { kind: "fixed", items: [part, part] } : vector(constantDim(2), part);
}

export function pairType(re: Type, im: Type, pair: boolean): Type {
  return pair ? tuple([re, im]) : { kind: "fixed", items: [re, im] };
}

/** The composition on types: the first operation that is not typed decides. */
function typesOf(
  composition: Composition,
  m: readonly Parts<Type>[],
  plain: readonly Type[],
  pair: boolean,
  context: TypingContext,
): { readonly result: Type } | Exclude<Typing, { kind: "typed" }> {
  let failed: Exclude<Typing, { kind: "typed" }> | undefined;
  const op: Operation<Type> = (name, ...args) => {
    if (failed !== undefined) return any;
    const typing = context.operation(name, args);
    if (typing.kind === "typed") return typing.result;
    failed = typing;
    return any;
  };
  const result = resultType(composition, op, m, plain, pair, context);
  return failed ?? { result };
}

function resultType(
  composition: Composition,
  op: Operation<Type>,
  m: readonly Parts<Type>[],
  plain: readonly Type[],
  pair: boolean,
  context: TypingContext,
): Type {
  if (composition.gives === "one") return composition.by(op, m, plain);
  const { re, im } = composition.by(op, m, plain);
  return composition.gives === "list" ? sequenceOf(2, context.join(re, im)) : pairType(re, im, pair);
}

// ------------------------------------------------------------------------------------------------------ rows

export interface ComposedRow {
  readonly name: string;
  readonly aliases?: readonly string[];
  readonly args: readonly Argument[];
  /** 2: the parts are taken as reals. */
  readonly least: 0 | 2;
  readonly square?: boolean;
  readonly overload: string;
  readonly summary: string;
  readonly example: string;
  readonly bound?: ErrorBound;
}

export function compose(row: ComposedRow, composition: Composition): Primitive {
  return definePrimitive(
    {
      name: row.name,
      aliases: row.aliases ?? [],
      arity: row.args.length,
      overloads: [row.overload],
      rule: ruleOf(row, composition),
      doc: { summary: row.summary, example: row.example },
      ...(row.bound === undefined ? {} : { bound: row.bound }),
    },
    (args, context) => run(row, composition, args, context),
  );
}

function ruleOf({ args: wanted, least, square }: ComposedRow, composition: Composition): TypeRule {
  return (args, context) => {
    const matrices = args.flatMap((type, i) =>
      wanted[i] === "matrix" ? [partsType(type, least, context)] : [],
    );
    const plain = args.filter((_, i) => wanted[i] !== "matrix");
    if (!matrices.every((m) => m !== undefined)) return notAccepted;
    if (!args.every((type, i) => wanted[i] === "matrix" || fits(type, wanted[i]))) return notAccepted;
    const crooked = matrices.find(({ shape }) => square && !agree(shape.rows, shape.columns).ok);
    if (crooked !== undefined)
      return mismatch("a square matrix is needed", [`this is a ${shapeText(crooked.shape)}`]);
    const element = matrices.map((m) => m.shape.element).reduce((a, b) => context.join(a, b));
    const parts = matrices.map(({ shape }): Parts<Type> => {
      const part = matrixOf(shape.rows, shape.columns, element);
      return { re: part, im: part };
    });
    const found = typesOf(composition, parts, plain, matrices[0]?.pair === true, context);
    if (!("result" in found)) return found;
    const params = args.map((type, i) => {
      const own = wanted[i] === "matrix" ? partsType(type, least, context) : undefined;
      return own === undefined ? type : partsParam(type, own, element);
    });
    return typed(params, found.result);
  };
}

function fits(type: Type, wanted: Argument | undefined): boolean {
  const level = levelOfType(type);
  return wanted === "integer" ? isInteger(type) : level !== undefined && level <= 2;
}

function run(
  { args: wanted, square }: ComposedRow,
  composition: Composition,
  args: readonly Value[],
  context: EvaluationContext,
): Value | Declined {
  const matrices = args.flatMap((v, i) => (wanted[i] === "matrix" ? [partsOf(v)] : []));
  const plain = args.filter((_, i) => wanted[i] !== "matrix");
  if (!matrices.every((m) => m !== undefined) || !plain.every(isNumber)) return declined;
  const crooked = matrices.find(({ re }) => square && re.rows !== re.columns);
  if (crooked !== undefined) failWith(context, failures.square, crooked.re.rows, crooked.re.columns);
  const op: Operation<Value> = (name, ...operands) => context.operate(name, operands);
  if (composition.gives === "one") return composition.by(op, matrices, plain);
  const { re, im } = composition.by(op, matrices, plain);
  return composition.gives === "list" ? listFrom([re, im]) : pairValue(re, im, matrices[0]?.pair === true);
}

// ----------------------------------------------------------------------------------------------- compositions

export function realified<T>(op: Operation<T>, { re, im }: Parts<T>): T {
  return op("vstack", op("hstack", re, op("negate", im)), op("hstack", im, re));
}
export function complexified<T>(op: Operation<T>, whole: T): Parts<T> {
  const parts = op("complexify", whole);
  return { re: op("cmat_real", parts), im: op("cmat_imag", parts) };
}

/** Parts by a function of the parts. */
export function pair(
  by: <T>(op: Operation<T>, m: readonly Parts<T>[], plain: readonly T[]) => Parts<T>,
): Composition {
  return { gives: "pair", by };
}
/** An argument that the number of arguments promises. */
export function given<T>(argument: T | undefined): T {
  if (argument === undefined) throw new CompilerBug("a row on complex matrices without its argument");
  return argument;
}
