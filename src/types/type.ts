/**
 * The type language on one page. Types are readonly data; equal types are structurally equal.
 *
 * Concrete types (no `var`) are what specialisation, the evaluator and the back ends see. Two members exist
 * for them alone: `closure`, the type of one particular lambda with the types of what it captured (so that a
 * call of it is a direct call), and `never`, the type of no value (the element type of `[]`).
 */
import type { Brand } from "../base/brand.ts";
import type { Dim } from "./dim.ts";

export type TypeVarId = Brand<number, "TypeVarId">;
/** Ids are plain numbers; this is the one place that makes them. */
export function typeVarId(n: number): TypeVarId {
  return n as TypeVarId;
}
export type LambdaId = Brand<number, "LambdaId">;

export type Type =
  /** ℤ ℚ ℝ ℂ Bool String Unit, List(T), Vector(n, T), Matrix(m, n, T), Set(T), BitVec(n) and every data type. */
  | { readonly kind: "con"; readonly name: string; readonly args: readonly Type[] }
  /** Two or more parts; Unit is the `con` "Unit". */
  | { readonly kind: "tuple"; readonly items: readonly Type[] }
  /** `[T₁, …, Tₙ]`: a list literal whose elements do not join (T8). */
  | { readonly kind: "fixed"; readonly items: readonly Type[] }
  /** Named arguments; fields sorted by name. */
  | { readonly kind: "record"; readonly fields: readonly RecordField[] }
  /** Full parameter list, not curried. */
  | {
      readonly kind: "function";
      readonly params: readonly Type[];
      readonly result: Type;
      readonly effect: boolean;
    }
  | {
      readonly kind: "closure";
      readonly lambda: LambdaId;
      readonly arity: number;
      readonly captures: readonly Type[];
    }
  | { readonly kind: "var"; readonly id: TypeVarId; readonly name?: string }
  /** A dimension standing as a type argument; kind Nat. */
  | { readonly kind: "dim"; readonly dim: Dim }
  | { readonly kind: "text"; readonly value: string }
  /** No rule joins what meets here: that code is interpreted and dispatches on run-time values (T4). */
  | { readonly kind: "any" }
  | { readonly kind: "never" };

export interface RecordField {
  readonly name: string;
  readonly type: Type;
}

export type Kind =
  | { readonly kind: "Type" }
  | { readonly kind: "Nat" }
  | { readonly kind: "String" }
  | { readonly kind: "arrow"; readonly from: Kind; readonly to: Kind };

/** ℕ and ℤ are one type (T10). */
export const integer: Type = { kind: "con", name: "ℤ", args: [] };
export const rational: Type = { kind: "con", name: "ℚ", args: [] };
export const real: Type = { kind: "con", name: "ℝ", args: [] };
export const complex: Type = { kind: "con", name: "ℂ", args: [] };
export const bool: Type = { kind: "con", name: "Bool", args: [] };
export const string: Type = { kind: "con", name: "String", args: [] };
export const unit: Type = { kind: "con", name: "Unit", args: [] };
export const any: Type = { kind: "any" };
export const never: Type = { kind: "never" };

export function list(element: Type): Type {
  return { kind: "con", name: "List", args: [element] };
}
export function vector(length: Dim, element: Type): Type {
  return { kind: "con", name: "Vector", args: [{ kind: "dim", dim: length }, element] };
}
export function matrix(rows: Dim, columns: Dim, element: Type): Type {
  return {
    kind: "con",
    name: "Matrix",
    args: [{ kind: "dim", dim: rows }, { kind: "dim", dim: columns }, element],
  };
}
export function data(name: string, args: readonly Type[]): Type {
  return { kind: "con", name, args };
}
export function tuple(items: readonly Type[]): Type {
  return { kind: "tuple", items };
}
export function fn(params: readonly Type[], result: Type, effect = false): Type {
  return { kind: "function", params, result, effect };
}
