/**
 * The tree that the parser builds: what the text says, with a span on every node and nothing resolved.
 *
 * Operators are calls: `a + b` and `plus(a, b)` are the same tree, a `call` whose callee is the name `plus`
 * (language.md §2). A literal keeps its text. Readonly data; every pass is a function over it.
 */
import type { Span } from "../base/span.ts";

// ---- expressions -----------------------------------------------------------------------------------------

export type Expr =
  | NumberLiteral
  | StringLiteral
  | Name
  | Call
  | ListExpr
  | TupleExpr
  | Lambda
  | Let
  | If
  | Match
  | Quantifier
  | Ascription
  | Index
  | Field;

/** `text` is the source spelling; a text without `.`, `e` and `E` is an integer literal. */
export interface NumberLiteral {
  readonly kind: "number";
  readonly text: string;
  readonly span: Span;
}
/** `value` has its escapes decoded. */
export interface StringLiteral {
  readonly kind: "string";
  readonly value: string;
  readonly span: Span;
}
export interface Name {
  readonly kind: "name";
  readonly name: string;
  readonly span: Span;
}
/**
 * `f(x, y, k = 1)`, every operator, and `x.f(y)` (which is `f(x, y)`). All named arguments stand in `named`,
 * in order; semantically they are one last argument `record(…)`.
 */
export interface Call {
  readonly kind: "call";
  readonly callee: Expr;
  readonly args: readonly Expr[];
  readonly named: readonly NamedArgument[];
  readonly span: Span;
}
export interface NamedArgument {
  readonly name: string;
  readonly value: Expr;
  readonly span: Span;
}
export interface ListExpr {
  readonly kind: "list";
  readonly items: readonly Expr[];
  readonly span: Span;
}
/** `()` is Unit (no items); two items are Pair, three Tuple3, … */
export interface TupleExpr {
  readonly kind: "tuple";
  readonly items: readonly Expr[];
  readonly span: Span;
}
export interface Lambda {
  readonly kind: "lambda";
  readonly params: readonly Param[];
  readonly body: Expr;
  readonly span: Span;
}
export interface Let {
  readonly kind: "let";
  readonly pattern: Pattern;
  readonly annotation?: TypeExpr;
  readonly value: Expr;
  readonly body: Expr;
  readonly span: Span;
}
export interface If {
  readonly kind: "if";
  readonly condition: Expr;
  readonly then: Expr;
  readonly else: Expr;
  readonly span: Span;
}
export interface Match {
  readonly kind: "match";
  readonly scrutinee: Expr;
  readonly cases: readonly MatchCase[];
  readonly span: Span;
}
export interface MatchCase {
  readonly pattern: Pattern;
  readonly guard?: Expr;
  readonly body: Expr;
  readonly span: Span;
}
/** A proposition: kept and printed, never evaluated. */
export interface Quantifier {
  readonly kind: "quantifier";
  readonly quantifier: "forall" | "exists";
  readonly groups: readonly QuantifiedGroup[];
  readonly where?: Expr;
  readonly body: Expr;
  readonly span: Span;
}
export interface QuantifiedGroup {
  readonly names: readonly string[];
  readonly type: TypeExpr;
  readonly span: Span;
}
export interface Ascription {
  readonly kind: "ascription";
  readonly value: Expr;
  readonly type: TypeExpr;
  readonly span: Span;
}
/** `xs[i]`, `A[i, j]`; 0-based. */
export interface Index {
  readonly kind: "index";
  readonly target: Expr;
  readonly indices: readonly Expr[];
  readonly span: Span;
}
/** `p.x` without an argument list. */
export interface Field {
  readonly kind: "field";
  readonly target: Expr;
  readonly name: string;
  readonly nameSpan: Span;
  readonly span: Span;
}

export interface Param {
  readonly name: string;
  readonly annotation?: TypeExpr;
  readonly span: Span;
}

// ---- patterns --------------------------------------------------------------------------------------------

export type Pattern =
  | { readonly kind: "wildcard"; readonly span: Span }
  /** A lower-case name, or (in a `let`) any bare name. */
  | { readonly kind: "bind"; readonly name: string; readonly span: Span }
  | { readonly kind: "number"; readonly text: string; readonly span: Span }
  | { readonly kind: "string"; readonly value: string; readonly span: Span }
  /** `Name`, `Name(p, …)`; also `True` and `False`. */
  | {
      readonly kind: "constructor";
      readonly name: string;
      readonly args: readonly Pattern[];
      readonly span: Span;
    }
  | { readonly kind: "tuple"; readonly items: readonly Pattern[]; readonly span: Span }
  | { readonly kind: "list"; readonly items: readonly Pattern[]; readonly span: Span }
  | { readonly kind: "as"; readonly pattern: Pattern; readonly name: string; readonly span: Span };

// ---- types as written ------------------------------------------------------------------------------------

/** Types, kinds and dimension expressions as the text has them; `types/` gives them meaning. */
export type TypeExpr =
  | { readonly kind: "type-name"; readonly name: string; readonly span: Span }
  | { readonly kind: "type-number"; readonly text: string; readonly span: Span }
  | { readonly kind: "type-string"; readonly value: string; readonly span: Span }
  | {
      readonly kind: "type-call";
      readonly name: string;
      readonly args: readonly TypeExpr[];
      readonly span: Span;
    }
  /** `A × B`, `(A, B)`; no items is `()`. */
  | { readonly kind: "type-product"; readonly items: readonly TypeExpr[]; readonly span: Span }
  | { readonly kind: "type-arrow"; readonly from: TypeExpr; readonly to: TypeExpr; readonly span: Span }
  | {
      readonly kind: "type-forall";
      readonly groups: readonly QuantifiedGroup[];
      readonly body: TypeExpr;
      readonly span: Span;
    }
  /** A dimension expression with an operator; `min max gcd lcm` are `type-call`s. */
  | {
      readonly kind: "type-operator";
      readonly operator: "+" | "-" | "*" | "/" | "^";
      readonly left: TypeExpr;
      readonly right: TypeExpr;
      readonly span: Span;
    };

// ---- declarations ----------------------------------------------------------------------------------------

export interface Program {
  readonly file: string;
  /** `false`: the text has no call of `specialize`. Absent: not known. */
  readonly specializes?: boolean;
  readonly items: readonly Item[];
}

export type Item =
  | Import
  | Define
  | DataDecl
  | TypeAlias
  | OperationDecl
  | StructureDecl
  | ImplementsDecl
  | Example
  /** A bare top-level expression: evaluated and printed by `eval`. */
  | {
      readonly kind: "expression";
      readonly value: Expr;
      readonly annotations: readonly Annotation[];
      readonly span: Span;
    };

/** `@name` or `@name(args)`: `@compile(backend="rust")` has one named argument. */
export interface Annotation {
  readonly name: string;
  readonly args: readonly Expr[];
  readonly named: readonly NamedArgument[];
  readonly span: Span;
}

export interface Import {
  readonly kind: "import";
  readonly path: string;
  readonly annotations: readonly Annotation[];
  readonly span: Span;
}

/** `params` is absent for a constant, empty for `define f() = e`. */
export interface Define {
  readonly kind: "define";
  readonly name: string;
  readonly nameSpan: Span;
  readonly params?: readonly Param[];
  readonly result?: TypeExpr;
  readonly body: Expr;
  readonly annotations: readonly Annotation[];
  /** The text of the `///` or `//` comment lines directly above. */
  readonly doc?: string;
  readonly span: Span;
}

export interface TypeParam {
  readonly name: string;
  readonly kind?: TypeExpr;
  readonly span: Span;
}
export interface Variant {
  readonly name: string;
  readonly fields: readonly VariantField[];
  readonly span: Span;
}
export interface VariantField {
  readonly name?: string;
  readonly type: TypeExpr;
  readonly span: Span;
}
export interface DataDecl {
  readonly kind: "data";
  readonly name: string;
  readonly nameSpan: Span;
  readonly params: readonly TypeParam[];
  readonly variants: readonly Variant[];
  readonly annotations: readonly Annotation[];
  readonly doc?: string;
  readonly span: Span;
}
export interface TypeAlias {
  readonly kind: "alias";
  readonly name: string;
  readonly nameSpan: Span;
  readonly params: readonly TypeParam[];
  readonly type: TypeExpr;
  readonly annotations: readonly Annotation[];
  readonly doc?: string;
  readonly span: Span;
}
export interface OperationDecl {
  readonly kind: "operation";
  readonly name: string;
  readonly nameSpan: Span;
  readonly type: TypeExpr;
  readonly annotations: readonly Annotation[];
  readonly doc?: string;
  readonly span: Span;
}
export interface StructureDecl {
  readonly kind: "structure";
  readonly name: string;
  readonly nameSpan: Span;
  readonly params: readonly TypeParam[];
  readonly extends?: TypeExpr;
  readonly over?: TypeExpr;
  readonly members: readonly StructureMember[];
  readonly annotations: readonly Annotation[];
  readonly doc?: string;
  readonly span: Span;
}
export type StructureMember =
  | { readonly kind: "operation"; readonly name: string; readonly type: TypeExpr; readonly span: Span }
  | { readonly kind: "element"; readonly name: string; readonly type: TypeExpr; readonly span: Span }
  | { readonly kind: "field"; readonly name: string; readonly type: TypeExpr; readonly span: Span }
  | { readonly kind: "axiom"; readonly name: string; readonly proposition: Expr; readonly span: Span }
  | Define
  | {
      readonly kind: "nested";
      readonly name: string;
      readonly type: TypeExpr;
      readonly members: readonly StructureMember[];
      readonly span: Span;
    };
export interface ImplementsDecl {
  readonly kind: "implements";
  readonly structure: string;
  readonly structureSpan: Span;
  readonly args: readonly TypeExpr[];
  readonly over?: TypeExpr;
  readonly where: readonly {
    readonly name: string;
    readonly args: readonly TypeExpr[];
    readonly span: Span;
  }[];
  readonly members: readonly ImplementsMember[];
  readonly annotations: readonly Annotation[];
  readonly span: Span;
}
export type ImplementsMember =
  | { readonly kind: "element"; readonly name: string; readonly value: Expr; readonly span: Span }
  /** `operation f = g`: `body` is the name `g` and `params` is absent. */
  | {
      readonly kind: "operation";
      readonly name: string;
      readonly params?: readonly Param[];
      readonly body: Expr;
      readonly span: Span;
    }
  | { readonly kind: "verify"; readonly name: string; readonly span: Span };

export interface Example {
  readonly kind: "example";
  readonly name: string;
  readonly statements: readonly Statement[];
  readonly annotations: readonly Annotation[];
  /** The word `example`. */
  readonly nameSpan: Span;
  readonly span: Span;
}
export type Statement =
  /** Without a value: a free symbol of that type. */
  | {
      readonly kind: "let";
      readonly name: string;
      readonly annotation?: TypeExpr;
      readonly value?: Expr;
      readonly span: Span;
    }
  | { readonly kind: "assert"; readonly condition: Expr; readonly span: Span }
  | { readonly kind: "expression"; readonly value: Expr; readonly span: Span };
