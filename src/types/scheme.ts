/**
 * Type schemes: `∀ vars dims. constraints ⇒ type`. What is decided only where a definition is used (T1) stays in the
 * scheme as a constraint.
 */
import type { Span } from "../base/span.ts";
import type { Type, TypeVarId } from "./type.ts";

export interface Scheme {
  readonly vars: readonly TypeVarId[];
  readonly dims: readonly string[];
  readonly constraints: readonly SchemeConstraint[];
  readonly type: Type;
}

export type SchemeConstraint =
  /** The operation takes these arguments and gives `result`: `Plus(a, b, c)`. */
  | {
      readonly kind: "operation";
      readonly operation: string;
      readonly args: readonly Type[];
      readonly result: Type;
      readonly span: Span;
    }
  /** A value of type `source` goes where `target` is wanted (T2). */
  | { readonly kind: "flow"; readonly source: Type; readonly target: Type; readonly span: Span };

/** A type without variables as a scheme. */
export function monotype(type: Type): Scheme {
  return { vars: [], dims: [], constraints: [], type };
}
