/**
 * Run-time values of the evaluator, of constants and of everything that crosses between tiers.
 *
 * ℤ is `bigint`, ℝ is `number`, Bool is `boolean`, String is `string`; the rest are tagged objects. A value carries its
 * numeric kind, so code typed `any` dispatches on it. Lists and matrices have their helpers in `list.ts`, the numeric
 * tower in `number.ts`.
 */
import type { FnId } from "../core/core.ts";
import type { Expr } from "../syntax/ast.ts";
import type { LambdaId } from "../types/type.ts";
import type { SparseMatrix } from "./sparse.ts";
import type { Tree } from "./tree.ts";
import type { VersionedMap } from "./versioned-map.ts";

export type Value =
  | bigint
  | number
  | boolean
  | string
  | Unit
  | RationalValue
  | ComplexValue
  | ListValue
  | MatrixValue
  | TupleValue
  | DataValue
  | RecordValue
  | BitsValue
  | SetValue
  | MapValue
  | ClosureValue
  | FunctionValue
  | SymbolValue
  | TermValue
  | FormulaValue
  | TextValue;

export interface Unit {
  readonly kind: "unit";
}
/** Lowest terms, denominator > 0. */
export interface RationalValue {
  readonly kind: "rational";
  readonly numerator: bigint;
  readonly denominator: bigint;
}
export interface ComplexValue {
  readonly kind: "complex";
  readonly re: number;
  readonly im: number;
}
/**
 * Lists and vectors. Elements are `items[start .. start+length)`, so that `tail` and slices share storage; never
 * written after construction. A `Float64Array` holds ℝ elements only.
 */
export interface ListValue {
  readonly kind: "list";
  readonly items: readonly Value[] | Float64Array;
  readonly start: number;
  readonly length: number;
}
/** Row-major, `rows * columns` elements. */
export interface MatrixValue {
  readonly kind: "matrix";
  readonly rows: number;
  readonly columns: number;
  readonly items: readonly Value[] | Float64Array;
}
/** Two to five parts (Pair, Tuple3, …). */
export interface TupleValue {
  readonly kind: "tuple";
  readonly items: readonly Value[];
}
export interface DataValue {
  readonly kind: "data";
  readonly data: string;
  readonly constructor: string;
  readonly fields: readonly Value[];
  /** What the value is as a matrix, where its type has the shape of a sparse one (`sparse.ts`). */
  readonly sparse?: SparseMatrix;
}
export interface RecordValue {
  readonly kind: "record";
  readonly fields: ReadonlyMap<string, Value>;
}
/** A bit vector: 0 ≤ value < 2^width. */
export interface BitsValue {
  readonly kind: "bits";
  readonly width: number;
  readonly value: bigint;
}
/** The listed items, or everything but these (`collections.ts`). */
export interface SetValue {
  readonly kind: "set";
  readonly items: Tree<true>;
  readonly complement: boolean;
}
export interface MapValue {
  readonly kind: "map";
  readonly entries: VersionedMap;
}
/** A value of `closure` type: the code is known from the type, only the captures are data. */
export interface ClosureValue {
  readonly kind: "closure";
  readonly lambda: LambdaId;
  readonly captures: readonly Value[];
}
/** A boxed function: what a closure becomes when it enters `any` or an arrow type. Runs the instance for unknown types. */
export interface FunctionValue {
  readonly kind: "function";
  readonly name: string;
  readonly fn: FnId;
  readonly captures: readonly Value[];
  /** Parameters still to be given. */
  readonly arity: number;
  /** Lambdas take fewer arguments and give a lambda; definitions do not. */
  readonly partial: boolean;
}
export interface SymbolValue {
  readonly kind: "symbol";
  readonly name: string;
}
/** An unevaluated call, also of an operator: `x + 1` is `plus(x, 1)`. */
export interface TermValue {
  readonly kind: "term";
  readonly name: string;
  readonly args: readonly Value[];
}
export interface FormulaValue {
  readonly kind: "formula";
  readonly formula: Expr;
}
/** `typst_raw`: text that prints without quotes. */
export interface TextValue {
  readonly kind: "text";
  readonly text: string;
}

export const unitValue: Unit = { kind: "unit" };

// ---- constructors ----------------------------------------------------------------------------------------

export function complexValue(re: number, im: number): ComplexValue {
  return { kind: "complex", re, im };
}
export function tupleValue(...items: readonly Value[]): TupleValue {
  return { kind: "tuple", items };
}
export function dataValue(data: string, variant: string, fields: readonly Value[] = []): DataValue {
  return { kind: "data", data, constructor: variant, fields };
}
export function recordValue(fields: Iterable<readonly [string, Value]>): RecordValue {
  return { kind: "record", fields: new Map(fields) };
}
export function bitsValue(width: number, value: bigint): BitsValue {
  return { kind: "bits", width, value: BigInt.asUintN(width, value) };
}
export function symbolValue(name: string): SymbolValue {
  return { kind: "symbol", name };
}
export function termValue(name: string, args: readonly Value[]): TermValue {
  return { kind: "term", name, args };
}
export function textValue(text: string): TextValue {
  return { kind: "text", text };
}

// ---- questions -------------------------------------------------------------------------------------------

export function isList(value: Value): value is ListValue {
  return typeof value === "object" && value.kind === "list";
}
export function isMatrix(value: Value): value is MatrixValue {
  return typeof value === "object" && value.kind === "matrix";
}
export function isTuple(value: Value): value is TupleValue {
  return typeof value === "object" && value.kind === "tuple";
}
export function isData(value: Value, variant?: string): value is DataValue {
  return (
    typeof value === "object" &&
    value.kind === "data" &&
    (variant === undefined || value.constructor === variant)
  );
}
/** Something that can be called. */
export function isFunction(value: Value): value is ClosureValue | FunctionValue {
  return typeof value === "object" && (value.kind === "closure" || value.kind === "function");
}
/** Stands for a value that is not known: a free name, or a call of one that stays as it is. */
export function isSymbolic(value: Value): value is SymbolValue | TermValue | FormulaValue {
  return (
    typeof value === "object" &&
    (value.kind === "symbol" || value.kind === "term" || value.kind === "formula")
  );
}
