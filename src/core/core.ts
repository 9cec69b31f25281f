/**
 * Core: what every tier runs. A typed λ-calculus after resolution and specialisation.
 *
 * Guarantees (checked by `check.ts`):
 *   - every type is concrete (no `var`); `any` marks what dispatches on run-time values;
 *   - coercions are `coerce` nodes: the type of an argument is the type of the parameter it fills;
 *   - a call of a known function is `call` with the id of its instance; a lambda is a function whose first
 *     parameters are its captures, and a value of `closure` type is exactly the tuple of those captures;
 *   - overloads and `implements` are chosen; names are unique within a function (`VarId`).
 */
import type { Brand } from "../base/brand.ts";
import type { Diagnostic } from "../base/diagnostic.ts";
import type { Span } from "../base/span.ts";
import type { Expr } from "../syntax/ast.ts";
import type { Type } from "../types/type.ts";

export type FnId = Brand<number, "FnId">;
export type VarId = Brand<number, "VarId">;
export type ConstantId = Brand<number, "ConstantId">;

export interface CoreProgram {
  /** Every instance reached so far; grows while a session lives, ids are never reused. */
  readonly functions: ReadonlyMap<FnId, CoreFunction>;
  /** `define x = …`: evaluated once, at first use. */
  readonly constants: ReadonlyMap<ConstantId, CoreConstant>;
  readonly dataTypes: ReadonlyMap<string, CoreData>;
}

/** What stages that follow a program from an entry ask of it. */
export interface CoreSource {
  readonly functions: Pick<CoreProgram["functions"], "get">;
  readonly constants: Pick<CoreProgram["constants"], "get">;
  readonly dataTypes: CoreProgram["dataTypes"];
}

export interface CoreVar {
  readonly id: VarId;
  readonly name: string;
  readonly type: Type;
}

export interface CoreFunction {
  readonly id: FnId;
  /** The definition's name, or `λ` with its place for a lambda. */
  readonly name: string;
  /** For a lambda: its captures, then its own parameters. */
  readonly params: readonly CoreVar[];
  /** How many of `params` are captures. */
  readonly captures: number;
  readonly result: Type;
  readonly body: CoreExpr;
  readonly span: Span;
  /** Prints, reads files or the clock, itself or through what it calls. */
  readonly effect: boolean;
  /** `@compile`, `@gpu`, `@memo` with their options. */
  readonly annotations: readonly CoreAnnotation[];
  /** This instance is the one for unknown types: parameters are `any`. */
  readonly dynamic: boolean;
}

export interface CoreAnnotation {
  readonly name: string;
  readonly options: ReadonlyMap<string, string | number | boolean>;
  readonly span: Span;
}

export interface CoreConstant {
  readonly id: ConstantId;
  readonly name: string;
  readonly type: Type;
  readonly body: CoreExpr;
  readonly effect: boolean;
  readonly span: Span;
}

export interface CoreData {
  readonly name: string;
  /** Applied to its own parameters: type variables and dimension variables. */
  readonly type: Type;
  readonly constructors: readonly CoreConstructor[];
  /** The type of the entries of a sparse matrix (types/sparse.ts). */
  readonly sparse?: Type;
}

export interface CoreConstructor {
  readonly name: string;
  readonly tag: number;
  readonly arity: number;
  readonly fieldNames: readonly (string | undefined)[];
  /** In terms of the data type's parameters: what a coercion of `Option(ℤ)` to `Option(ℝ)` does to a field. */
  readonly fieldTypes: readonly Type[];
}

export type Literal =
  | { readonly kind: "integer"; readonly value: bigint }
  | { readonly kind: "real"; readonly value: number }
  | { readonly kind: "bool"; readonly value: boolean }
  | { readonly kind: "string"; readonly value: string }
  | { readonly kind: "unit" };

interface Node {
  readonly type: Type;
  readonly span: Span;
}

export type CoreExpr =
  | (Node & { readonly kind: "literal"; readonly literal: Literal })
  | (Node & { readonly kind: "var"; readonly id: VarId })
  | (Node & { readonly kind: "constant"; readonly id: ConstantId })
  | (Node & {
      readonly kind: "let";
      readonly bound: CoreVar;
      readonly value: CoreExpr;
      readonly body: CoreExpr;
    })
  | (Node & {
      readonly kind: "if";
      readonly condition: CoreExpr;
      readonly then: CoreExpr;
      readonly else: CoreExpr;
    })
  /** Direct call of an instance; for a known closure the captures come first. `tail`: in tail position. */
  | (Node & {
      readonly kind: "call";
      readonly fn: FnId;
      readonly args: readonly CoreExpr[];
      readonly tail: boolean;
    })
  /**
   * A built-in, by the name of its row. Arguments that are functions are values (usually of `closure` type);
   * `callbacks[i]` is the instance to run for the i-th argument where that is a known closure, specialised at the types
   * the row passes it (`undefined` for other arguments). Typed `any`, it dispatches at run time (functions among its arguments are boxed
   * then): the row if it takes the values; else, also where no row has that name, what `Specialiser.fallback` gives for the
   * types of the values; else an inert term. `fallback`: the program defines this name too, so that values which the row
   * declines or fails on go to that definition (T12): code that cannot do so must not be made of it.
   */
  | (Node & {
      readonly kind: "prim";
      readonly name: string;
      readonly args: readonly CoreExpr[];
      readonly callbacks: readonly (FnId | undefined)[];
      readonly fallback?: boolean;
    })
  /** `∧` and `∨`: the right side is evaluated only where it decides. Typed `any` where a side is: it may stay a term. */
  | (Node & {
      readonly kind: "logic";
      readonly operator: "and" | "or";
      readonly left: CoreExpr;
      readonly right: CoreExpr;
    })
  /** A lambda, or a definition used as a value: its captures, evaluated. `type` is a `closure`. */
  | (Node & { readonly kind: "closure"; readonly captures: readonly CoreExpr[] })
  /** Reads capture `index` out of a closure value. */
  | (Node & { readonly kind: "capture"; readonly closure: CoreExpr; readonly index: number })
  /** A call of a function value that is not known while compiling (`any` or an arrow type). */
  | (Node & {
      readonly kind: "apply";
      readonly callee: CoreExpr;
      readonly args: readonly CoreExpr[];
      readonly tail: boolean;
    })
  | (Node & { readonly kind: "list"; readonly items: readonly CoreExpr[] })
  | (Node & { readonly kind: "tuple"; readonly items: readonly CoreExpr[] })
  | (Node & {
      readonly kind: "construct";
      readonly data: string;
      readonly constructor: string;
      readonly args: readonly CoreExpr[];
    })
  /** Named arguments of a call, gathered. */
  | (Node & {
      readonly kind: "record";
      readonly fields: readonly { readonly name: string; readonly value: CoreExpr }[];
    })
  /** `p.x` of a data value or a record; `index` is the field's position, undefined where found at run time. */
  | (Node & {
      readonly kind: "field";
      readonly target: CoreExpr;
      readonly name: string;
      readonly index: number | undefined;
    })
  | (Node & { readonly kind: "match"; readonly scrutinee: CoreExpr; readonly cases: readonly CoreCase[] })
  | (Node & { readonly kind: "coerce"; readonly coercion: Coercion; readonly value: CoreExpr })
  /** A free name: a symbolic value. */
  | (Node & { readonly kind: "symbol"; readonly name: string })
  /** An undeclared upper-case call, or one kept symbolic: inert. */
  | (Node & { readonly kind: "term"; readonly name: string; readonly args: readonly CoreExpr[] })
  /** A quantified formula: never evaluated. */
  | (Node & { readonly kind: "formula"; readonly formula: Expr })
  /** A place that is certain to fail when reached, with the reason; typed `never`. */
  | (Node & { readonly kind: "fail"; readonly problem: Diagnostic });

export interface CoreCase {
  readonly pattern: CorePattern;
  readonly guard?: CoreExpr;
  readonly body: CoreExpr;
  readonly span: Span;
}

/** `type` is the type of the value matched there. */
export type CorePattern =
  | { readonly kind: "wildcard"; readonly type: Type }
  | { readonly kind: "bind"; readonly bound: CoreVar; readonly type: Type }
  | { readonly kind: "literal"; readonly literal: Literal; readonly type: Type }
  | {
      readonly kind: "construct";
      readonly data: string;
      readonly constructor: string;
      readonly args: readonly CorePattern[];
      readonly type: Type;
    }
  | { readonly kind: "tuple"; readonly items: readonly CorePattern[]; readonly type: Type }
  /** A list of exactly this length; `Nil` is the empty one. */
  | { readonly kind: "list"; readonly items: readonly CorePattern[]; readonly type: Type }
  | { readonly kind: "cons"; readonly head: CorePattern; readonly tail: CorePattern; readonly type: Type }
  /** An undeclared upper-case constructor: matches inert terms of that name. */
  | {
      readonly kind: "term";
      readonly name: string;
      readonly args: readonly CorePattern[];
      readonly type: Type;
    }
  | { readonly kind: "as"; readonly pattern: CorePattern; readonly bound: CoreVar; readonly type: Type };

/**
 * How a value of one type becomes one of another (T2, T6, T7, T10). Parts of type `never` hold no value. `from` is the type of the operand and `to` that of the
 * node; both are in the nodes, so a coercion only says what kind it is.
 */
export type Coercion =
  /** ℤ → ℚ → ℝ → ℂ, elementwise through lists, vectors, matrices and tuples; never fails. */
  | "promote"
  /** ℝ → ℤ, ℂ → ℝ and the like: checked at run time ("expected an integer, got 1.5"). */
  | "narrow"
  /** Rows to Matrix, Vector(n) to List, List to Vector(n), `?` to a known dimension: checked where lengths are not known. */
  | "reshape"
  /**
   * Anything into `any`, or a closure into an arrow type. Only closures change: they become function values whose code is
   * `Specialiser.dynamicFunction` of their lambda.
   */
  | "box"
  /** Out of `any`, with a run-time check of the type; symbols and terms pass as they are. */
  | "unbox"
  /** Entering a ℕ parameter, field or dimension: checks ≥ 0. */
  | "natural";
