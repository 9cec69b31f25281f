/**
 * Run-time values of the evaluator, of constants and of everything that crosses between tiers.
 *
 * ℤ is `bigint`, ℝ is `number`, Bool is `boolean`, String is `string`; the rest are tagged objects. A value carries its
 * numeric kind, so code typed `any` dispatches on it.
 */
import type { FnId } from "../core/core.ts";
import type { Expr } from "../syntax/ast.ts";
import type { LambdaId } from "../types/type.ts";

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
}
export interface RecordValue {
  readonly kind: "record";
  readonly fields: ReadonlyMap<string, Value>;
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
