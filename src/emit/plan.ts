/**
 * A Loop program with every decision of the printers taken, and none of their spelling: names, where arrays lie, where the
 * cancel word is read, which failures are remembered and where they are tested. C and Rust are two spellings of a `Plan`.
 */
import type {
  BinaryOp,
  ElementScalar,
  Local,
  LocalId,
  LoopExpr,
  LoopType,
  Operand,
  Parallel,
  Stmt,
  Turns,
} from "../loop/loop.ts";
import type { KernelSignature } from "./abi.ts";

export interface Plan {
  /** Callees may come after callers. */
  readonly functions: readonly PlannedFunction[];
  readonly entry: PlannedFunction;
  /** All that are seen from outside, `entry` first. */
  readonly entries: readonly PlannedFunction[];
  readonly templates: readonly TemplateInstance[];
}

export interface PlannedFunction {
  readonly name: string;
  readonly params: readonly Local[];
  /** What it returns, without its outputs. */
  readonly results: readonly LoopType[];
  /** Further parameters: memory of the caller. */
  readonly outputs: readonly PlannedOutput[];
  readonly body: readonly Planned[];
  /** Takes the context: it can fail, recurse, poll or allocate; callers test the status after it. */
  readonly context: boolean;
  /** Only the exported function calls it, and is to contain it: compilers judge its size before they know its loops' bounds. */
  readonly inlined: boolean;
  /** Has a `guard`. */
  readonly guardsStack: boolean;
  readonly polls: boolean;
  /** No store goes to memory that another parameter names, so parameters may be read in any order with stores. */
  readonly ownsWhatItWrites: boolean;
  /** It can be given parts of a range on several threads, by the function `partName`. */
  readonly turns?: Turns;
  readonly nameOf: (id: LocalId) => string;
  readonly typeOf: (id: LocalId) => LoopType;
}

/** A result, by its position among all results, that the function writes to the memory of this parameter. */
export interface PlannedOutput {
  readonly result: number;
  readonly name: string;
  readonly element: ElementScalar;
}

/** A function as it is seen from outside. */
export interface ExportedKernel {
  readonly entry: PlannedFunction;
  readonly signature: KernelSignature;
}

/** One instantiated template: `name` is what its function is called here. */
export interface TemplateInstance {
  readonly template: string;
  readonly name: string;
  readonly holes: Readonly<Record<string, number | string>>;
}

/** What happens where an operation fails. */
export type Failure =
  /** Leaves the function at once; `flags` that were raised earlier in the nest go first. */
  | {
      readonly kind: "leave";
      readonly status: number;
      readonly site: number;
      readonly flags: readonly FlagTest[];
    }
  /** Raises a flag, tested after the loop nest. */
  | { readonly kind: "raise"; readonly flag: string };

/** An i64 whose sign bit says that an operation of this site failed. */
export interface FlagTest {
  readonly flag: string;
  readonly status: number;
  readonly site: number;
}

export type CheckedOp = Extract<Stmt, { kind: "checked" }>["op"];

/** A place that `break` leaves through or `continue` resumes at, where the nearest loop is not meant. */
export type Label = string;

export type Planned =
  | { readonly kind: "declare"; readonly local: Local; readonly value?: LoopExpr }
  | { readonly kind: "assign"; readonly id: LocalId; readonly value: LoopExpr }
  | { readonly kind: "alias"; readonly id: LocalId; readonly from: LocalId }
  | { readonly kind: "store"; readonly array: LocalId; readonly index: LoopExpr; readonly value: LoopExpr }
  | {
      readonly kind: "checked";
      readonly result: LocalId;
      readonly op: CheckedOp;
      readonly left: LoopExpr;
      readonly right?: LoopExpr;
      /** Undefined: overflow wraps. */
      readonly overflow?: Failure;
      /** What a zero divisor, a negative exponent or a number that is no integer does. */
      readonly invalid: Failure;
    }
  | {
      readonly kind: "check";
      readonly ok: LoopExpr;
      readonly details: readonly LoopExpr[];
      readonly failure: Failure;
    }
  | {
      readonly kind: "fail";
      readonly details: readonly LoopExpr[];
      readonly failure: Failure & { readonly kind: "leave" };
    }
  | {
      readonly kind: "for";
      readonly counter: Local;
      readonly from: LoopExpr;
      readonly to: LoopExpr;
      readonly body: readonly Planned[];
      /** Iterations between two looks at the cancel word; undefined: the body looks itself, or need not. */
      readonly strip?: number;
      readonly label?: Label;
    }
  | { readonly kind: "while"; readonly condition: LoopExpr; readonly body: readonly Planned[] }
  | { readonly kind: "loop"; readonly body: readonly Planned[] }
  /** `together` of the `width` lanes lie in one vector. */
  | {
      readonly kind: "lanes";
      readonly lane: Local;
      readonly width: number;
      readonly together: number;
      readonly body: readonly Planned[];
    }
  | { readonly kind: "break"; readonly label?: Label }
  | { readonly kind: "continue" }
  | {
      readonly kind: "if";
      readonly condition: LoopExpr;
      readonly then: readonly Planned[];
      readonly else: readonly Planned[];
    }
  /** Reads the cancel word and leaves where it is set. */
  | { readonly kind: "poll" }
  /** Compares the stack with its limit and leaves where it is used up. */
  | { readonly kind: "guard" }
  | { readonly kind: "flags"; readonly flags: readonly string[] }
  | { readonly kind: "test-flags"; readonly tests: readonly FlagTest[] }
  /** An array in this function's frame. */
  | { readonly kind: "stack-array"; readonly local: Local; readonly length: number }
  /** An array in the caller's memory for a result: the parameter of this name. */
  | {
      readonly kind: "output-array";
      readonly local: Local;
      readonly output: string;
      readonly length: LoopExpr;
    }
  /** An array in the call's arena; leaves with status `memory` where there is none. */
  | { readonly kind: "arena-array"; readonly local: Local; readonly length: LoopExpr }
  /**
   * An array in the memory of the first of `pool` that none of `live` stands for, or where that is too short in longer
   * memory that takes its place; then the arena's state is remembered anew under these `marks`, so that it stays.
   */
  | {
      readonly kind: "recycled-array";
      readonly local: Local;
      readonly length: LoopExpr;
      readonly pool: readonly LocalId[];
      readonly live: readonly LocalId[];
      readonly marks: readonly string[];
    }
  /** Remembers the arena's state, or returns to it: what was cut from it since is gone. */
  | { readonly kind: "mark" | "release"; readonly name: string }
  | {
      readonly kind: "call";
      readonly name: string;
      readonly context: boolean;
      readonly results: readonly LocalId[];
      readonly args: readonly Operand[];
      /** Arrays to which the callee writes its outputs. */
      readonly rooms: readonly LocalId[];
      readonly flags: readonly FlagTest[];
      /** Where there are threads, they share the range of the first two arguments. */
      readonly parallel?: Parallel;
    }
  | {
      readonly kind: "template";
      readonly name: string;
      readonly args: readonly Operand[];
      readonly polls: boolean;
      /** It takes the address of a team of threads, or 0. */
      readonly team: boolean;
    }
  | { readonly kind: "return"; readonly values: readonly Operand[] };

const freeOperations: ReadonlySet<BinaryOp> = new Set(["add", "sub", "mul", "div", "and", "or"]);

/** Real arithmetic and comparisons of locals, which may be computed where nothing asks for them. */
export function isFree(e: LoopExpr): boolean {
  switch (e.kind) {
    case "const":
    case "local":
      return true;
    case "unary":
    case "reinterpret":
      return isFree(e.value);
    case "compare":
      return isFree(e.left) && isFree(e.right);
    case "binary":
      return freeOperations.has(e.op) && e.type !== "i64" && isFree(e.left) && isFree(e.right);
    default:
      return false;
  }
}

/** Operations whose right operand must not be computed where the left one decides. */
export function isLogical(op: BinaryOp): op is "and" | "or" {
  return op === "and" || op === "or";
}
