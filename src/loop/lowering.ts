/**
 * What a row's `lower` sees: its arguments as `Lowered` values and a builder that appends statements.
 *
 * Arrays are *pulled*: an array is its extents and a function from an index to an element, so `list_map` over `range`
 * inside `sum` is one loop without a buffer; `materialise` writes one out where it is needed twice or has to be passed.
 * Arrays of small known length are `items`: one value per element, held in scalars.
 */
import type { Type } from "../types/type.ts";
import type { DataTypes } from "./data.ts";
import type { Layout } from "./layout.ts";
import type { LocalId, LoopExpr, LoopType, Operand, Scalar, Status, Stmt } from "./loop.ts";

export type Lowered =
  | LoweredScalar
  | { readonly kind: "unit" }
  | LoweredText
  | LoweredComplex
  | { readonly kind: "tuple"; readonly items: readonly Lowered[] }
  | LoweredArray;

export interface LoweredScalar {
  readonly kind: "scalar";
  readonly value: LoopExpr;
}

/** A string: the number of its text. Two are equal where their numbers are; nothing else is known of them. */
export interface LoweredText {
  readonly kind: "text";
  readonly number: LoopExpr;
}

export interface LoweredComplex {
  readonly kind: "complex";
  readonly re: LoopExpr;
  readonly im: LoopExpr;
}

export interface LoweredArray {
  readonly kind: "array";
  readonly layout: Layout & { readonly kind: "array" };
  /** One index expression per extent; constants where the extent is known. */
  readonly extents: readonly LoopExpr[];
  /** The element at flat (row-major) position `i`. May append statements to the builder's current block. */
  readonly at: (i: LoopExpr) => Lowered;
  /** The element of a matrix at row `i`, column `j`, where that is simpler than the flat position. */
  readonly cell?: (i: LoopExpr, j: LoopExpr) => Lowered;
  /** The element of a field by its position along every axis, where the edges have a rule of their own. */
  readonly point?: (axes: readonly AxisPosition[]) => Lowered;
  /** Reading an element costs no more than a load, so it may be read twice. */
  readonly cheap: boolean;
  /** No element can fail (but for overflow, which runs again elsewhere): elements may be left uncomputed. */
  readonly total: boolean;
  /** Every element as a value, for arrays of small known length. */
  readonly items?: readonly Lowered[];
  /** One array per component, where it lies in memory already. */
  readonly buffers?: readonly LocalId[];
  /** Where the elements of `items` lie in memory as well, from its start: arguments of a kernel that are read one by one. */
  readonly stored?: readonly LocalId[];
  /** The position in `buffers` of the first element; 0 where absent. */
  readonly offset?: LoopExpr;
  /** The matrix of which this one is only a view, rows and columns exchanged. */
  readonly transposed?: LoweredArray;
  /** A matrix that by its making has nothing but zeros on one side of its diagonal. */
  readonly zeros?: Zeros;
}

/** Above the diagonal of a lower triangular matrix, below that of an upper one. */
export type Zeros = "above" | "below";

/** Where along an axis; the two conditions are constants where the place tells. */
export interface AxisPosition {
  readonly at: LoopExpr;
  readonly isFirst: LoopExpr;
  readonly isLast: LoopExpr;
}

export interface LoweringCall {
  readonly args: readonly Lowered[];
  readonly argTypes: readonly Type[];
  readonly result: Type;
  readonly build: LoopBuilder;
  /** Runs callback `argument` (inlined) on lowered arguments. */
  readonly callback: (argument: number, args: readonly Lowered[]) => Lowered;
}

/** Thrown through `build.unsupported`: this shape has no native code; the text fits "JIT does not yet support X". */
export type Lowering = (call: LoweringCall) => Lowered;

export type CheckedOp = "add" | "sub" | "mul" | "neg" | "abs" | "div" | "rem" | "pow" | "from-f64";

/** Statements emitted aside, to be looked at and dropped. */
export interface Probe {
  /** Statements and expression nodes: how much code one evaluation is. */
  readonly cost: number;
  /** It can fail for another reason than overflow. */
  readonly fails: boolean;
  /** It calls an elementary function, or one of the program. */
  readonly calls: boolean;
}

/** Code that is too long to stand wherever it is needed. It may write to the arrays it is given. */
export interface SharedFunction {
  readonly key: string;
  readonly name: string;
  readonly params: readonly { readonly name: string; readonly type: LoopType }[];
  readonly results: readonly Scalar[];
  /** Gives the results, from the locals that the parameters are. */
  readonly write: (build: LoopBuilder, params: readonly LocalId[]) => readonly LoopExpr[];
}

export interface LoopBuilder {
  /** The data types of the program, for layouts. */
  readonly dataTypes: DataTypes;
  /** `--reproducible`: sums go from left to right, and products are rounded before they are added. */
  readonly fixedOrder: boolean;
  /** What is known of factors, that one is triangular or the other's transpose, may be used: not under `--no-rewrite`. */
  readonly usesStructure: boolean;
  /** The number of a text that the program contains. */
  text(text: string): number;
  local(name: string, type: Scalar, value?: LoopExpr): LocalId;
  /** An array local that stands for nothing until an `alias`. */
  arrayLocal(name: string, type: LoopType & { readonly array: unknown }): LocalId;
  assign(id: LocalId, value: LoopExpr): void;
  alias(id: LocalId, from: LocalId): void;
  /** A fresh name for what `id` stands for now. */
  holdArray(id: LocalId): LocalId;
  read(id: LocalId): LoopExpr;
  /** No assignment to it follows: reading it is an atom from now on. */
  settle(id: LocalId): void;
  /** The same value as an expression that may be repeated: itself, or a fresh local. */
  atom(value: LoopExpr, name?: string): LoopExpr;
  /** A fresh array of `length` elements. */
  allocate(name: string, element: "f64" | "i64" | "bool", length: LoopExpr): LocalId;
  store(array: LocalId, index: LoopExpr, value: LoopExpr): void;
  /** `turns`: about how many, where that is not known but a loop around it is the one to be interrupted. */
  loop(from: LoopExpr, to: LoopExpr, independent: boolean, body: (i: LoopExpr) => void, turns?: number): void;
  /** Runs `body` until it calls `leave`. */
  forever(body: (leave: () => void) => void): void;
  branch(condition: LoopExpr, then: () => void, otherwise: () => void): void;
  check(ok: LoopExpr, status: Status, message: string, details?: readonly LoopExpr[]): void;
  /** Without `ok` the evaluator runs the call again, to say what is wrong or to go on; a library that has none returns `alone`. */
  unless(ok: LoopExpr, alone: Status): void;
  fail(status: Status, message: string, details?: readonly LoopExpr[]): void;
  /** i64 arithmetic with an overflow check. */
  checked(op: CheckedOp, left: LoopExpr, right?: LoopExpr): LoopExpr;
  template(
    name: string,
    holes: Readonly<Record<string, number | string>>,
    args: readonly Operand[],
    work?: number,
  ): void;
  /** A call of a function that is written once for all that name it by the same key; its results are atoms. */
  shared(fn: SharedFunction, args: readonly Operand[]): readonly LoopExpr[];
  materialise(value: Lowered): Lowered;
  /** What `body` would emit; nothing stays. */
  probe(body: () => void): Probe;
  /** Takes `operations` from the budget for straight-line code; false: too much, write a loop. */
  unroll(operations: number): boolean;
  /** The outermost block of the function. */
  readonly root: Scope;
  /** The block being written. */
  scope(): Scope;
  /** Appends to `scope`: a block around the current one, before the statement being written, or one put aside. */
  inScope<T>(scope: Scope, body: () => T): T;
  unsupported(what: string): never;
}

export type Scope = Stmt[];
