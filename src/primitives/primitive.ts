/**
 * The row: everything about one built-in in one place (name, type, doc, meaning, native code, error bound, samples).
 * From a row follow its type, the evaluator's and the compiled meaning, the reference page, its documentation test and
 * the comparison between tiers. `infer`, `specialise`, `lower` and the evaluator receive the table as an argument.
 */
import type { Span } from "../base/span.ts";
import type { Value } from "../interpret/value.ts";
import type { Lowering } from "../loop/lowering.ts";
import type { Figure } from "../plots/figure.ts";
import type { SparseShape } from "../types/sparse.ts";
import type { Type } from "../types/type.ts";
import type { Decompositions } from "./decompositions.ts";

export interface Primitive {
  /** The name operators build and programs call: `plus`, `list_map`. */
  readonly name: string;
  readonly aliases: readonly string[];
  readonly type: Signature;
  readonly doc: Documentation;
  /**
   * The row is an addition to the language's reference (`factorial`, `repeat`, `dot`): a definition of that name in the
   * program is used instead, so that no accepted file changes its meaning. Absent: the built-in comes first (T12).
   */
  readonly yields?: boolean;
  /** The name alone means the call without arguments: `empty_set`. */
  readonly bare?: boolean;
  /** Output, files, the clock. Such a row is never lowered, folded or repeated. */
  readonly effect: boolean;
  /** What the row means; `declines` means: not for these values, try the program's own definition of that name. */
  readonly evaluate: Evaluate;
  /** Native code, where there is some. Called by `loop/lower.ts` with the specialised argument types. */
  readonly lower?: Lowering;
  readonly bound?: ErrorBound;
  readonly samples?: () => readonly (readonly Value[])[];
}

export interface Documentation {
  /** One sentence. */
  readonly summary: string;
  /** `dot([1, 2], [3, 4]) = 11`: run as a test. Empty only for effects. */
  readonly example: string;
  readonly shapes?: string;
  readonly raises?: string;
  readonly source?: string;
}

/**
 * The type of a row. `overloads` are type schemes in Kleis notation, tried in order against the argument types, each
 * argument flowing into its parameter by the coercions of T2/T6 ("∀(n p m : Nat)(a b). Matrix(m, n, a) × Matrix(n, p, b) →
 * Matrix(m, p, times(a, b))": the name of a row applied to types in a result is the type of that operation).
 * `rule`, where given, decides instead and is the truth; `overloads` then serve inference on open types and the docs.
 */
export interface Signature {
  readonly arity: { readonly least: number; readonly most: number };
  readonly overloads: readonly string[];
  readonly rule?: TypeRule;
}

/** Forward typing on concrete argument types. */
export type TypeRule = (args: readonly Type[], context: TypingContext) => Typing;

export type Typing =
  /** `params`: what each argument is coerced to. For an argument that is a function: its type, unchanged. */
  | { readonly kind: "typed"; readonly params: readonly Type[]; readonly result: Type }
  /** This row does not take arguments of these types: `implements`, the program's definition, or the error follow. */
  | { readonly kind: "declined"; readonly reason?: string; readonly hint?: string }
  /** Certain to fail, whatever the values: two known dimensions differ. */
  | {
      readonly kind: "mismatch";
      readonly title: string;
      readonly notes: readonly string[];
      readonly hint?: string;
    }
  /** Decided at run time. */
  | { readonly kind: "dynamic" };

export interface TypingContext {
  /** The type of calling argument `index` (a function) on arguments of these types; registers that instance as its callback. */
  applyArgument(index: number, args: readonly Type[]): Type;
  /** As `applyArgument`, the parameter at `loop` being fed the result until its type is stable (accumulators of folds). */
  fixpoint(index: number, args: readonly Type[], loop: number, start: Type): Type;
  /** The type of another row, or of `implements`, on these types: `a + b` for the elements of a sum. */
  operation(name: string, args: readonly Type[]): Typing;
  /** The literal value of argument `index` where the program has a literal integer there (T7: `eye(3)`, `nth(xs, 0)`). */
  literal(index: number): bigint | undefined;
  /** The least type both flow into; `any` where no rule joins them. */
  join(a: Type, b: Type): Type;
  /** What the type of a sparse matrix says, undefined for other types. */
  sparse(type: Type | undefined): SparseShape | undefined;
  /** The dimension that argument `index` denotes (`eye(n)` with `n` a dimension), unknown otherwise. */
  dimension(index: number): import("../types/dim.ts").Dim;
}

/**
 * A row's meaning. First-order rows return; rows that call functions are generators, so that the evaluator keeps its
 * own stack: `const y = yield call(f, [x])`.
 */
export type Evaluate =
  | {
      readonly kind: "plain";
      readonly run: (args: readonly Value[], context: EvaluationContext) => Value | Declined;
    }
  | {
      readonly kind: "calling";
      readonly run: (
        args: readonly Value[],
        context: EvaluationContext,
      ) => Generator<CallRequest, Value | Declined, Value>;
    };

export interface CallRequest {
  readonly callee: Value;
  /** Which argument of the row `callee` is, so that its typed instance runs; undefined for other functions. */
  readonly argument?: number;
  readonly args: readonly Value[];
}

export interface Declined {
  readonly kind: "declined";
}
export const declined: Declined = { kind: "declined" };

export interface EvaluationContext {
  readonly span: Span;
  /** The result type that specialisation found; `any` in dynamic code. */
  readonly result: Type;
  /** Writes a line of program output. */
  readonly out: (text: string) => void;
  /** The text of a file; throws a ProgramError where unreadable. */
  readonly readFile: (path: string) => string;
  /** Creates or replaces a file; throws a ProgramError where it cannot be written. */
  readonly writeFile: (path: string, text: string) => void;
  /** Who decomposes matrices: Schur forms, eigenvectors, singular values. */
  readonly decompositions: Decompositions;
  /** Another number at each call. */
  readonly fresh: () => number;
  /** Milliseconds. */
  readonly now: () => number;
  /** Throws where the evaluation is over time or shall end; asked between the parts of long work. */
  readonly look: () => void;
  /** Takes a picture, to be drawn when the surroundings come to it; absent: pictures are made for nobody. */
  readonly picture?: (figure: Figure) => void;
  /** Throws a ProgramError with this code and title at the call's place. */
  readonly fail: (code: `KL${number}`, title: string, hint?: string) => never;
  /** Applies another row: `+` inside `sum`. */
  readonly operate: (name: string, args: readonly Value[]) => Value;
}

/** How far a floating-point result may be from the exact one. */
export type ErrorBound =
  | { readonly kind: "exact" }
  | { readonly kind: "ulp"; readonly ulp: number; readonly vectorUlp: number }
  /** γ_k · Σ|terms|, k as a function of the sizes. */
  | { readonly kind: "gamma"; readonly terms: string }
  /** The measure named in words is at most factor · n · u, n the larger side, u = 2^-53. */
  | { readonly kind: "backward"; readonly factor: number; readonly measure: string };

/** Every row by its name and by each of its aliases. */
export type PrimitiveTable = ReadonlyMap<string, Primitive>;
