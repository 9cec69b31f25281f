/**
 * What a row's `lower` sees: its arguments as `Lowered` values and a builder that appends statements.
 *
 * Arrays are *pulled*: an array is its extents and a function from an index to an element, so `list_map` over `range`
 * inside `sum` is one loop without a buffer; `materialise` writes one out where it is needed twice or has to be passed.
 */
import type { Type } from "../types/type.ts";
import type { Layout } from "./layout.ts";
import type { LocalId, LoopExpr, Scalar } from "./loop.ts";

export type Lowered =
  | { readonly kind: "scalar"; readonly value: LoopExpr }
  | { readonly kind: "unit" }
  | { readonly kind: "complex"; readonly re: LoopExpr; readonly im: LoopExpr }
  | { readonly kind: "tuple"; readonly items: readonly Lowered[] }
  | LoweredArray;

export interface LoweredArray {
  readonly kind: "array";
  readonly layout: Layout & { readonly kind: "array" };
  /** One index expression per extent; constants where the extent is known. */
  readonly extents: readonly LoopExpr[];
  /** The element at flat (row-major) position `i`. May append statements to the builder's current block. */
  readonly at: (i: LoopExpr) => Lowered;
  /** Reading an element costs no more than a load, so it may be read twice. */
  readonly cheap: boolean;
  /** One array per component, where it lies in memory already. */
  readonly buffers?: readonly LocalId[];
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

export interface LoopBuilder {
  local(name: string, type: Scalar, value?: LoopExpr): LocalId;
  assign(id: LocalId, value: LoopExpr): void;
  read(id: LocalId): LoopExpr;
  loop(from: LoopExpr, to: LoopExpr, independent: boolean, body: (i: LoopExpr) => void): void;
  branch(condition: LoopExpr, then: () => void, otherwise: () => void): void;
  check(
    ok: LoopExpr,
    status: import("./loop.ts").Status,
    message: string,
    details?: readonly LoopExpr[],
  ): void;
  /** i64 arithmetic with an overflow check. */
  checked(
    op: "add" | "sub" | "mul" | "neg" | "abs" | "div" | "rem" | "pow" | "from-f64",
    left: LoopExpr,
    right?: LoopExpr,
  ): LoopExpr;
  materialise(value: Lowered): Lowered;
  unsupported(what: string): never;
}
