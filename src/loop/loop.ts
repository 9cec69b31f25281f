/**
 * Loop: what C, Rust and wasm are printed from. First order, structured control flow, scalars and flat arrays.
 *
 * Expressions are total and pure; everything that can fail, loop, allocate or call is a statement, in the order in which
 * it happens. There is no undefined behaviour: plain i64 arithmetic is emitted only where an interval proves it, `checked`
 * stands everywhere else, and an index is either proved or tested by a `check` before it. No text of a target in it.
 */
import type { Brand } from "../base/brand.ts";
import type { Span } from "../base/span.ts";
import type { Layout } from "./layout.ts";

export type LocalId = Brand<number, "LocalId">;
export type LoopFnId = Brand<number, "LoopFnId">;

/** `index`: a size or position, 0 … 2³¹−1, whose arithmetic was proved not to overflow. */
export type Scalar = "f64" | "i64" | "bool" | "index";
/** Arrays are pointer and length; contiguous. */
export type LoopType = Scalar | { readonly array: ElementScalar };
export type ElementScalar = "f64" | "i64" | "bool";

export interface LoopProgram {
  readonly functions: readonly LoopFunction[];
  readonly entry: LoopFnId;
  /** How the entry's flat parameters and results make up language values. */
  readonly params: readonly Layout[];
  readonly result: Layout;
  /** More functions seen from outside, where one library serves several expressions. */
  readonly others?: readonly LoopEntry[];
  /** Index = the site number that a failing kernel reports. */
  readonly sites: readonly Site[];
  /** Index = the number that stands for this text; those of arguments that are none of these have later ones. */
  readonly texts: readonly string[];
}

/** A function seen from outside. */
export interface LoopEntry {
  readonly id: LoopFnId;
  readonly params: readonly Layout[];
  readonly result: Layout;
}

export function entriesOf(program: LoopProgram): readonly LoopEntry[] {
  const { entry, params, result, others = [] } = program;
  return [{ id: entry, params, result }, ...others];
}

/** A place that can fail, with the sentence for it. */
export interface Site {
  readonly span: Span;
  readonly status: Status;
  /** Text of the error, notes on lines of their own; `{0}`, `{1}` stand for the two i64 details recorded with the status. */
  readonly message: string;
  /** The call is run again in the evaluator, which says what is wrong; a library that has none returns this. */
  readonly alone?: Status;
}

/** Codes are part of the ABI (emit/abi.ts gives their numbers). */
export type Status =
  | "ok"
  | "overflow"
  | "division"
  | "index"
  | "dimension"
  | "depth"
  | "domain"
  | "match"
  /** A value of another kind than its place takes. */
  | "kind"
  | "cancelled"
  | "memory";

export interface Local {
  readonly id: LocalId;
  readonly name: string;
  readonly type: LoopType;
}

export interface LoopFunction {
  readonly id: LoopFnId;
  readonly name: string;
  readonly params: readonly Local[];
  readonly results: readonly LoopType[];
  /** The results that are written to memory of the caller; `passes/placement.ts` says which. */
  readonly outputs: readonly Output[];
  readonly body: readonly Stmt[];
  readonly span: Span;
  /** Set by `passes/effects.ts`: it or a callee can fail, recurses, loops without a small static bound. */
  readonly fails: boolean;
  readonly recursive: boolean;
  readonly polls: boolean;
  readonly allocates: boolean;
  /** It or a callee has a parallel call. */
  readonly shares?: boolean;
  readonly turns?: Turns;
}

/**
 * It runs the turns of a loop from its first parameter up to its second (`passes/parallel.ts`). What parts of the range write is
 * apart, so they may run side by side, each with an arena of its own.
 */
export interface Turns {
  /** The arrays among its parameters that it writes to; nothing else that it is given stands for one of them. */
  readonly written: readonly LocalId[];
}

/** A result, by its position, for which the caller has made room. */
export interface Output {
  readonly result: number;
  /** Elements. */
  readonly length: number;
}

export type BinaryOp =
  | "add"
  | "sub"
  | "mul"
  | "div"
  | "rem"
  | "min"
  | "max"
  | "pow"
  | "and"
  | "or"
  | "xor"
  /** Of the 64 bits of an i64: what leaves at one end is lost, zeros come in at the other. */
  | "shl"
  | "shr"
  | "atan2"
  | "hypot";
export type UnaryOp = "neg" | "not" | "abs" | "sqrt" | "floor" | "ceil" | "round" | "trunc";
export type CompareOp = "eq" | "ne" | "lt" | "le" | "gt" | "ge";

export type LoopExpr =
  | { readonly kind: "const"; readonly type: Scalar; readonly value: number | bigint | boolean }
  | { readonly kind: "local"; readonly type: Scalar; readonly id: LocalId }
  | { readonly kind: "unary"; readonly op: UnaryOp; readonly type: Scalar; readonly value: LoopExpr }
  /** On i64: proved not to overflow, divisors proved non-zero. On f64: IEEE, never contracted. */
  | {
      readonly kind: "binary";
      readonly op: BinaryOp;
      readonly type: Scalar;
      readonly left: LoopExpr;
      readonly right: LoopExpr;
    }
  /** `a·b + c` in one rounding: only where the row's specification is an error bound. */
  | {
      readonly kind: "fma";
      readonly type: "f64";
      /** In one rounding on every machine: what is lost without is needed. Else, without hardware for it, in two. */
      readonly exact?: true;
      readonly a: LoopExpr;
      readonly b: LoopExpr;
      readonly c: LoopExpr;
    }
  | {
      readonly kind: "compare";
      readonly op: CompareOp;
      readonly type: "bool";
      readonly left: LoopExpr;
      readonly right: LoopExpr;
    }
  | {
      readonly kind: "select";
      readonly type: Scalar;
      readonly condition: LoopExpr;
      readonly then: LoopExpr;
      readonly else: LoopExpr;
    }
  /** i64 → f64 (nearest), index ↔ i64, bool → i64; f64 → i64 only of an integral value in range. */
  | { readonly kind: "convert"; readonly type: Scalar; readonly value: LoopExpr }
  /** The same 64 bits: f64 ↔ i64. */
  | { readonly kind: "reinterpret"; readonly type: "f64" | "i64"; readonly value: LoopExpr }
  | { readonly kind: "load"; readonly type: ElementScalar; readonly array: LocalId; readonly index: LoopExpr }
  | { readonly kind: "length"; readonly type: "index"; readonly array: LocalId }
  /** An elementary function by the name of its row: `exp`, `sin`, …; f64 → f64. */
  | {
      readonly kind: "elementary";
      readonly type: "f64";
      readonly name: string;
      readonly args: readonly LoopExpr[];
    };

export type Stmt =
  /** Declares; without a value the local is assigned before its first use on every path. */
  | { readonly kind: "declare"; readonly local: Local; readonly value?: LoopExpr }
  | { readonly kind: "assign"; readonly id: LocalId; readonly value: LoopExpr }
  /** Makes array local `id` stand for what `from` stands for. */
  | { readonly kind: "alias"; readonly id: LocalId; readonly from: LocalId }
  | { readonly kind: "store"; readonly array: LocalId; readonly index: LoopExpr; readonly value: LoopExpr }
  /** i64 arithmetic that fails with `overflow` (or `division`) at `site`; `result` was declared before. */
  | {
      readonly kind: "checked";
      readonly result: LocalId;
      readonly op: "add" | "sub" | "mul" | "neg" | "abs" | "div" | "rem" | "pow" | "from-f64";
      readonly left: LoopExpr;
      readonly right?: LoopExpr;
      readonly site: number;
      /** Recorded now, acted on at the end of the enclosing loop nest: lets the loop be vectorised. */
      readonly sticky: boolean;
    }
  /** Fails at `site` where `ok` is false. `details` (at most two, i64) fill the site's message. */
  | {
      readonly kind: "check";
      readonly ok: LoopExpr;
      readonly site: number;
      readonly details: readonly LoopExpr[];
      readonly sticky: boolean;
    }
  | { readonly kind: "fail"; readonly site: number; readonly details: readonly LoopExpr[] }
  /** `for (counter = from; counter < to; counter += 1)`; bounds are evaluated once. `counter` is index or i64. */
  | {
      readonly kind: "for";
      readonly counter: Local;
      readonly from: LoopExpr;
      readonly to: LoopExpr;
      readonly body: readonly Stmt[];
      /** Iterations are independent but for reductions specified by an error bound. */
      readonly independent: boolean;
      /** A static bound on the trip count, where known. */
      readonly trips?: number;
      /** How many to reckon with, where the bound is far from it. The loop then leaves looking at the cancel word to the one around it. */
      readonly turns?: number;
    }
  | { readonly kind: "while"; readonly condition: LoopExpr; readonly body: readonly Stmt[] }
  /**
   * The body for `width` lanes side by side, all of which take each statement together; `lane` is a lane's number. A local that is
   * declared inside has a value in each lane. `if` (without `else`) and `while` go on where the condition holds in any lane. There
   * are declarations, assignments, stores at `[lane]`, and these inside `if`, `while` and a `for` with the same bounds in all
   * lanes. Nothing fails: i64 wraps, and what is computed in a lane where it has no meaning is not stored.
   */
  | { readonly kind: "lanes"; readonly lane: Local; readonly width: number; readonly body: readonly Stmt[] }
  /** Runs until a `return` or `break`; `continue` starts it again. Tail calls become this. */
  | { readonly kind: "loop"; readonly body: readonly Stmt[] }
  | { readonly kind: "continue" }
  | { readonly kind: "break" }
  | {
      readonly kind: "if";
      readonly condition: LoopExpr;
      readonly then: readonly Stmt[];
      readonly else: readonly Stmt[];
    }
  /** A fresh array in the call's arena (or on the stack where small and of known length); contents undefined. */
  | {
      readonly kind: "allocate";
      readonly local: Local;
      readonly length: LoopExpr;
      readonly staticLength?: number;
      readonly recycled?: Recycled;
      /** It is made in the caller's memory for the result of this position. */
      readonly output?: number;
    }
  /** Where a result is an output of the callee, its local is an array that was allocated for it just before. */
  | {
      readonly kind: "call";
      readonly fn: LoopFnId;
      readonly args: readonly Operand[];
      readonly results: readonly LocalId[];
      /** The callee has `turns`: where there are threads, parts of the range may run side by side. */
      readonly parallel?: Parallel;
    }
  /** A hand-shaped kernel of templates/, by name; its header states parameters and meaning. */
  | {
      readonly kind: "template";
      readonly name: string;
      readonly holes: Readonly<Record<string, number | string>>;
      readonly args: readonly Operand[];
      /** Operations it takes at most, where known: one that ends soon is not asked to look at the cancel word. */
      readonly work?: number;
    }
  | { readonly kind: "return"; readonly values: readonly Operand[] };

export interface Parallel {
  /** What one turn costs, in operations, at a guess. */
  readonly cost: number;
}

/**
 * Where an array that a loop makes in every turn gets its memory: it is that of a local of `pool` that no local of `live`
 * stands for, made longer where it is too short. There is one more in the pool than can be live, so one is always free.
 */
export interface Recycled {
  readonly pool: readonly LocalId[];
  readonly live: readonly LocalId[];
}

/** What is passed: a scalar expression or a whole array; a template that only reads it may be given it from a place on. */
export type Operand =
  | { readonly kind: "scalar"; readonly value: LoopExpr }
  | { readonly kind: "array"; readonly id: LocalId; readonly from?: LoopExpr };
