/**
 * Constraints and type schemes.
 *
 * A scheme is `∀ vars dims. constraints ⇒ type`: what is decided only where a definition is used (T1) stays in it. Every
 * constraint knows where it comes from, so that a problem found late is explained at the place that asked.
 */
import type { Span } from "../base/span.ts";
import type { Type, TypeVarId } from "./type.ts";

export interface Scheme {
  readonly vars: readonly TypeVarId[];
  readonly dims: readonly string[];
  readonly constraints: readonly Constraint[];
  readonly type: Type;
}

export type Constraint =
  /** The operation takes these arguments and gives `result`: `Plus(a, b, c)`. */
  | {
      readonly kind: "operation";
      readonly operation: string;
      readonly args: readonly Type[];
      readonly result: Type;
      readonly site: CallSite;
    }
  /** A value of type `source` goes where `target` is wanted (T2). */
  | { readonly kind: "flow"; readonly source: Type; readonly target: Type }
  /** A function value that is not known while inferring is called. */
  | { readonly kind: "apply"; readonly callee: Type; readonly args: readonly Type[]; readonly result: Type }
  /** A call of an annotated definition: dimensions and annotations are compared with the arguments. */
  | {
      readonly kind: "call";
      readonly written: WrittenSignature;
      readonly args: readonly Type[];
      /** With the signature's dimension variables, which the arguments decide. */
      readonly declared: Type;
      readonly result: Type;
      readonly site: CallSite;
    }
  /** `r.x` */
  | { readonly kind: "field"; readonly target: Type; readonly name: string; readonly result: Type }
  /** A list literal: its elements join, or it has a type per position (T8). */
  | { readonly kind: "list"; readonly items: readonly Type[]; readonly result: Type };

export type OperationConstraint = Extract<Constraint, { kind: "operation" }>;
export type CallConstraint = Extract<Constraint, { kind: "call" }>;

/** What the text says about a definition or a constructor; undefined where it says nothing. */
export interface WrittenSignature {
  readonly name: string;
  readonly params: readonly WrittenParam[];
  readonly span: Span;
  /** Declared without a body: only the dimensions of its arguments are compared. */
  readonly open?: boolean;
}

export interface WrittenParam {
  readonly name: string | undefined;
  readonly type: Type | undefined;
  readonly span: Span;
}

export interface CallSite {
  readonly span: Span;
  readonly args: readonly Operand[];
  /** The calls of polymorphic definitions that led here, innermost first. */
  readonly within: readonly { readonly name: string; readonly span: Span }[];
  /** Indexing and the like: what is refused here is decided at run time. */
  readonly lenient?: boolean;
}

/** An argument as the text has it, for explanations and for what literals decide (T7). */
export interface Operand {
  readonly span: Span;
  /** Its name, where it is one, and the place that gave that name its type. */
  readonly name?: string;
  readonly declared?: Span;
  readonly literal?: bigint;
}

/** A type without variables as a scheme. */
export function monotype(type: Type): Scheme {
  return { vars: [], dims: [], constraints: [], type };
}

/** Every type in a constraint, inputs before outputs. */
export function constraintTypes(c: Constraint): readonly Type[] {
  return [...constraintInputs(c), constraintOutput(c)];
}

/** What decides the constraint. */
export function constraintInputs(c: Constraint): readonly Type[] {
  switch (c.kind) {
    case "operation":
    case "call":
      return c.args;
    case "flow":
      return [c.source];
    case "apply":
      return [c.callee, ...c.args];
    case "field":
      return [c.target];
    case "list":
      return c.items;
  }
}

/** What the constraint decides. */
export function constraintOutput(c: Constraint): Type {
  return c.kind === "flow" ? c.target : c.result;
}

export function mapConstraint(c: Constraint, f: (type: Type) => Type): Constraint {
  switch (c.kind) {
    case "operation":
      return { ...c, args: c.args.map(f), result: f(c.result) };
    case "call":
      return { ...c, args: c.args.map(f), declared: f(c.declared), result: f(c.result) };
    case "flow":
      return { kind: "flow", source: f(c.source), target: f(c.target) };
    case "apply":
      return { kind: "apply", callee: f(c.callee), args: c.args.map(f), result: f(c.result) };
    case "field":
      return { ...c, target: f(c.target), result: f(c.result) };
    case "list":
      return { kind: "list", items: c.items.map(f), result: f(c.result) };
  }
}
