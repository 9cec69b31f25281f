/** The nodes of declarations and statements, from the pieces that grammar.peggy matched. */
import { type Diagnostic, warning } from "../base/diagnostic.ts";
import type { Span } from "../base/span.ts";
import type {
  Annotation,
  DataDecl,
  Define,
  Expr,
  ImplementsDecl,
  ImplementsMember,
  Item,
  OperationDecl,
  Param,
  Statement,
  StructureDecl,
  StructureMember,
  TypeAlias,
  TypeExpr,
  TypeParam,
  Variant,
} from "./ast.ts";
import { given } from "./given.ts";
import { freeOccurrences } from "./resolve.ts";
import { docAbove } from "./source-text.ts";

interface NamedPlace {
  readonly name: string;
  readonly span: Span;
}

/** An assert counts as a statement of its block only (language.md §14): inside an expression nobody reads what it says. */
function hiddenAsserts(text: string, value: Expr): readonly Diagnostic[] {
  if (!text.slice(value.span.start, value.span.end).includes("assert")) return [];
  return freeOccurrences(value)
    .filter((occurrence) => occurrence.name === "assert")
    .map(({ span }) =>
      warning("KL0021", "this `assert` checks nothing", span, {
        label: "inside an expression",
        hint: "an assert is a statement of the block: bind what it needs with `let name = …`, and write it on its own",
      }),
    );
}

export function declarationNodes(text: string, problems: Diagnostic[]) {
  return {
    expressionStatement(value: Expr, span: Span): Statement {
      if (value.kind === "name" && (value.name === "assert" || value.name === "verify")) {
        problems.push(
          warning("KL0021", `this \`${value.name}\` checks nothing`, span, {
            label: "read as a name on its own",
            hint: "write assert(claim)",
          }),
        );
      } else problems.push(...hiddenAsserts(text, value));
      return { kind: "expression", value, span };
    },
    item: (item: Item, annotations: readonly Annotation[], start: number): Item =>
      completed(text, item, annotations, start),
    define: (
      name: NamedPlace,
      params: readonly Param[] | null,
      result: TypeExpr | null,
      body: Expr,
      span: Span,
    ): Define => ({
      kind: "define",
      name: name.name,
      nameSpan: name.span,
      ...given("params", params),
      ...given("result", result),
      body,
      annotations: [],
      span,
    }),
    data: (
      name: NamedPlace,
      params: readonly TypeParam[],
      variants: readonly Variant[],
      span: Span,
    ): DataDecl => ({
      kind: "data",
      name: name.name,
      nameSpan: name.span,
      params,
      variants,
      annotations: [],
      span,
    }),
    alias: (name: NamedPlace, params: readonly TypeParam[], type: TypeExpr, span: Span): TypeAlias => ({
      kind: "alias",
      name: name.name,
      nameSpan: name.span,
      params,
      type,
      annotations: [],
      span,
    }),
    operation: (name: NamedPlace, type: TypeExpr, span: Span): OperationDecl => ({
      kind: "operation",
      name: name.name,
      nameSpan: name.span,
      type,
      annotations: [],
      span,
    }),
    structure: (
      name: NamedPlace,
      params: readonly TypeParam[],
      base: TypeExpr | null,
      over: TypeExpr | null,
      members: readonly StructureMember[],
      span: Span,
    ): StructureDecl => ({
      kind: "structure",
      name: name.name,
      nameSpan: name.span,
      params,
      ...given("extends", base),
      ...given("over", over),
      members,
      annotations: [],
      span,
    }),
    implements: (
      name: NamedPlace,
      args: readonly TypeExpr[],
      over: TypeExpr | null,
      where: ImplementsDecl["where"],
      members: readonly ImplementsMember[],
      span: Span,
    ): ImplementsDecl => ({
      kind: "implements",
      structure: name.name,
      structureSpan: name.span,
      args,
      ...given("over", over),
      where,
      members,
      annotations: [],
      span,
    }),
    implementation: (
      name: string,
      params: readonly Param[] | null,
      body: Expr,
      span: Span,
    ): ImplementsMember => ({
      kind: "operation",
      name,
      ...given("params", params),
      body,
      span,
    }),
    letStatement: (name: string, annotation: TypeExpr | null, value: Expr | null, span: Span): Statement => ({
      kind: "let",
      name,
      ...given("annotation", annotation),
      ...given("value", value),
      span,
    }),
  };
}

/** Annotations stand before the item, the comment that documents it above or below them. */
function completed(text: string, item: Item, annotations: readonly Annotation[], start: number): Item {
  switch (item.kind) {
    case "import":
    case "implements":
    case "example":
    case "expression":
      return annotations.length === 0 ? item : { ...item, annotations };
    default: {
      const doc = docAbove(text, start) ?? docAbove(text, item.span.start);
      return { ...item, annotations, ...(doc === undefined ? {} : { doc }) };
    }
  }
}
