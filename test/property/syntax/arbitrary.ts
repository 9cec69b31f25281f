/** Random syntax trees, as the parser could have made them (spans are all alike). */
import fc from "fast-check";
import { noSpan } from "../../../src/base/span.ts";
import type { Expr, Item, Pattern, Statement, StructureMember, TypeExpr } from "../../../src/syntax/ast.ts";
import { printExpr } from "../../../src/syntax/print.ts";

const span = noSpan;

const lower = fc.constantFrom(
  "x",
  "y",
  "f",
  "g",
  "ψ",
  "x₁",
  "_t",
  "acc",
  "data",
  "type",
  "in",
  "then",
  "pi",
  "x²",
);
const upper = fc.constantFrom("A", "Some", "Ωm", "Tree", "ℝ");
const anyName = fc.oneof(lower, upper);
const called = fc.oneof(
  anyName,
  fc.constantFrom(
    "plus",
    "minus",
    "times",
    "divide",
    "power",
    "negate",
    "equals",
    "less_than",
    "logical_and",
  ),
  fc.constantFrom("logical_or", "logical_not", "implies", "iff", "factorial", "transpose", "⊗", "∘", "Sum"),
  fc.constantFrom("sum_bounds", "prod_bounds", "int_bounds", "lim", "in_set", "gradient", "sqrt"),
);
const numberText = fc.constantFrom("0", "1", "007", "2.0", "1e6", "3.25E-2", "12345678901234567890");
const text = fc.string({ unit: fc.constantFrom("a", '"', "\\", "\n", "\t", "n", "λ", " ", "'") });

function some<T>(value: fc.Arbitrary<T>, minLength = 0, maxLength = 3): fc.Arbitrary<T[]> {
  return fc.array(value, { minLength, maxLength });
}

function optional<Key extends string, T>(key: Key, value: fc.Arbitrary<T>): fc.Arbitrary<{ [K in Key]?: T }> {
  return fc
    .option(value, { nil: undefined })
    .map((v) => (v === undefined ? {} : { [key]: v }) as { [K in Key]?: T });
}

// ---- types -----------------------------------------------------------------------------------------------

/** Dimension operators occur only among the arguments of a type. */
const types = fc.letrec<{ type: TypeExpr; argument: TypeExpr }>((tie) => {
  const type: fc.Arbitrary<TypeExpr> = tie("type");
  const argument: fc.Arbitrary<TypeExpr> = tie("argument");
  const leaf: fc.Arbitrary<TypeExpr> = fc.oneof(
    anyName.map((name): TypeExpr => ({ kind: "type-name", name, span })),
    fc.constantFrom("0", "3", "64").map((t): TypeExpr => ({ kind: "type-number", text: t, span })),
    text.map((value): TypeExpr => ({ kind: "type-string", value, span })),
  );
  const typeCall = fc
    .tuple(anyName, some(tie("argument"), 1))
    .map(([name, args]): TypeExpr => ({ kind: "type-call", name, args, span }));
  const compound = (inner: fc.Arbitrary<TypeExpr>): fc.Arbitrary<TypeExpr>[] => [
    fc
      .oneof(fc.constant<TypeExpr[]>([]), some(inner, 2))
      .map((items): TypeExpr => ({ kind: "type-product", items, span })),
    fc.tuple(inner, inner).map(([from, to]): TypeExpr => ({ kind: "type-arrow", from, to, span })),
    fc.tuple(some(anyName, 1), leaf, type).map(
      ([names, type, body]): TypeExpr => ({
        kind: "type-forall",
        groups: [{ names, type, span }],
        body,
        span,
      }),
    ),
  ];
  return {
    type: fc.oneof({ depthSize: "small", withCrossShrink: true }, leaf, typeCall, ...compound(type)),
    argument: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      leaf,
      typeCall,
      fc
        .tuple(
          fc.constantFrom("+" as const, "-" as const, "*" as const, "/" as const, "^" as const),
          tie("argument"),
          tie("argument"),
        )
        .map(([operator, left, right]): TypeExpr => ({ kind: "type-operator", operator, left, right, span })),
      ...compound(argument),
    ),
  };
});

export const typeExpr: fc.Arbitrary<TypeExpr> = types.type;
export const typeArgument: fc.Arbitrary<TypeExpr> = types.argument;

// ---- patterns --------------------------------------------------------------------------------------------

/** `bare` names bind whatever their initial in a `let`; in a `match` an upper-case one is a constructor. */
function patterns(inLet: boolean): fc.Arbitrary<Pattern> {
  const binds = inLet ? anyName : lower;
  return fc.letrec<{ pattern: Pattern }>((tie) => ({
    pattern: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      binds.map((name): Pattern => ({ kind: "bind", name, span })),
      fc.constant<Pattern>({ kind: "wildcard", span }),
      numberText.map((t): Pattern => ({ kind: "number", text: t, span })),
      text.map((value): Pattern => ({ kind: "string", value, span })),
      fc
        .tuple(upper, some(tie("pattern"), inLet ? 1 : 0))
        .map(([name, args]): Pattern => ({ kind: "constructor", name, args, span })),
      fc
        .oneof(fc.constant<Pattern[]>([]), some(tie("pattern"), 2))
        .map((items): Pattern => ({ kind: "tuple", items, span })),
      some(tie("pattern")).map((items): Pattern => ({ kind: "list", items, span })),
      fc
        .tuple(tie("pattern"), lower)
        .map(([pattern, name]): Pattern => ({ kind: "as", pattern, name, span })),
    ),
  })).pattern;
}

// ---- expressions -----------------------------------------------------------------------------------------

const param = fc.tuple(anyName, optional("annotation", typeExpr)).map(([name, a]) => ({ name, ...a, span }));

export const expr: fc.Arbitrary<Expr> = fc.letrec<{ expr: Expr }>((tie) => {
  const e = tie("expr");
  const named = fc.tuple(lower, e).map(([name, value]) => ({ name, value, span }));
  const operator = fc.tuple(called, some(e, 1, 2));
  return {
    expr: fc.oneof(
      { depthSize: "medium", withCrossShrink: true },
      anyName.map((name): Expr => ({ kind: "name", name, span })),
      numberText.map((t): Expr => ({ kind: "number", text: t, span })),
      text.map((value): Expr => ({ kind: "string", value, span })),
      fc.constantFrom("⊗", "∪").map((name): Expr => ({ kind: "name", name, span })),
      operator.map(
        ([name, args]): Expr => ({
          kind: "call",
          callee: { kind: "name", name, span },
          args,
          named: [],
          span,
        }),
      ),
      fc.tuple(called, some(e, 0, 4), some(named, 0, 2)).map(
        ([name, args, n]): Expr => ({
          kind: "call",
          callee: { kind: "name", name, span },
          args,
          named: n,
          span,
        }),
      ),
      fc.tuple(e, some(e)).map(([callee, args]): Expr => ({ kind: "call", callee, args, named: [], span })),
      some(e).map((items): Expr => ({ kind: "list", items, span })),
      fc.oneof(fc.constant<Expr[]>([]), some(e, 2)).map((items): Expr => ({ kind: "tuple", items, span })),
      fc.tuple(some(param), e).map(([params, body]): Expr => ({ kind: "lambda", params, body, span })),
      fc
        .tuple(patterns(true), optional("annotation", typeExpr), e, e)
        .map(([pattern, a, value, body]): Expr => ({ kind: "let", pattern, ...a, value, body, span })),
      fc
        .tuple(e, e, e)
        .map(([condition, then, no]): Expr => ({ kind: "if", condition, then, else: no, span })),
      fc.tuple(e, some(fc.tuple(patterns(false), optional("guard", e), e), 1)).map(
        ([scrutinee, cases]): Expr => ({
          kind: "match",
          scrutinee,
          cases: cases.map(([pattern, guard, body]) => ({ pattern, ...guard, body, span })),
          span,
        }),
      ),
      fc
        .tuple(
          fc.constantFrom("forall" as const, "exists" as const),
          some(anyName, 1),
          typeExpr,
          optional("where", e),
          e,
        )
        .map(
          ([quantifier, names, type, where, body]): Expr => ({
            kind: "quantifier",
            quantifier,
            groups: [{ names, type, span }],
            ...where,
            body,
            span,
          }),
        ),
      fc.tuple(e, typeExpr).map(([value, type]): Expr => ({ kind: "ascription", value, type, span })),
      fc.tuple(e, some(e, 1)).map(([target, indices]): Expr => ({ kind: "index", target, indices, span })),
      fc
        .tuple(e, lower)
        .map(([target, name]): Expr => ({ kind: "field", target, name, nameSpan: span, span })),
    ),
  };
}).expr;

// ---- declarations ----------------------------------------------------------------------------------------

const opName = fc.oneof(anyName, fc.constantFrom("+", "×", "⊗", "≤", "¬"));
const typeParams = some(
  fc.tuple(anyName, optional("kind", typeExpr)).map(([name, k]) => ({ name, ...k, span })),
);
const annotations = some(
  fc
    .tuple(fc.constantFrom("compile", "memo", "gpu"), some(expr, 0, 2), some(fc.tuple(lower, expr), 0, 1))
    .map(([name, args, named]) => ({
      name,
      args,
      named: named.map(([n, value]) => ({ name: n, value, span })),
      span,
    })),
  0,
  2,
);
const doc = optional("doc", fc.constantFrom("What it does.", "Two\nlines."));

const define = fc
  .tuple(opName, optional("params", some(param)), optional("result", typeExpr), expr)
  .map(([name, p, r, body]) => ({
    kind: "define" as const,
    name,
    nameSpan: span,
    ...p,
    ...r,
    body,
    annotations: [],
    span,
  }));

const member: fc.Arbitrary<StructureMember> = fc.letrec<{ member: StructureMember }>((tie) => ({
  member: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc
      .tuple(opName, typeExpr)
      .map(([name, type]): StructureMember => ({ kind: "operation", name, type, span })),
    fc
      .tuple(anyName, typeExpr)
      .map(([name, type]): StructureMember => ({ kind: "element", name, type, span })),
    fc.tuple(anyName, typeExpr).map(([name, type]): StructureMember => ({ kind: "field", name, type, span })),
    fc
      .tuple(anyName, expr)
      .map(([name, proposition]): StructureMember => ({ kind: "axiom", name, proposition, span })),
    define,
    fc
      .tuple(anyName, typeExpr, some(tie("member")))
      .map(([name, type, members]): StructureMember => ({ kind: "nested", name, type, members, span })),
  ),
})).member;

const statement: fc.Arbitrary<Statement> = fc.oneof(
  fc
    .tuple(anyName, optional("annotation", typeExpr), expr)
    .map(([name, a, value]): Statement => ({ kind: "let", name, ...a, value, span })),
  fc
    .tuple(anyName, typeExpr)
    .map(([name, annotation]): Statement => ({ kind: "let", name, annotation, span })),
  expr.map((condition): Statement => ({ kind: "assert", condition, span })),
  // What begins with `in` gives that to the `let` before it.
  expr
    .filter((value) => !/^in(?![\p{L}\p{N}_])/u.test(printExpr(value)))
    .map((value): Statement => ({ kind: "expression", value, span })),
);

export const item: fc.Arbitrary<Item> = fc.oneof(
  text.map((path): Item => ({ kind: "import", path, annotations: [], span })),
  fc.tuple(define, annotations, doc).map(([d, a, c]): Item => ({ ...d, annotations: a, ...c })),
  fc
    .tuple(
      anyName,
      typeParams,
      some(
        fc
          .tuple(
            anyName,
            some(fc.tuple(optional("name", lower), typeExpr).map(([n, type]) => ({ ...n, type, span }))),
          )
          .map(([name, fields]) => ({ name, fields, span })),
        1,
      ),
      doc,
    )
    .map(
      ([name, params, variants, c]): Item => ({
        kind: "data",
        name,
        nameSpan: span,
        params,
        variants,
        annotations: [],
        ...c,
        span,
      }),
    ),
  fc.tuple(anyName, typeParams, typeExpr).map(
    ([name, params, type]): Item => ({
      kind: "alias",
      name,
      nameSpan: span,
      params,
      type,
      annotations: [],
      span,
    }),
  ),
  fc
    .tuple(opName, typeExpr)
    .map(([name, type]): Item => ({ kind: "operation", name, nameSpan: span, type, annotations: [], span })),
  fc.tuple(anyName, typeParams, optional("extends", typeExpr), optional("over", typeExpr), some(member)).map(
    ([name, params, e, o, members]): Item => ({
      kind: "structure",
      name,
      nameSpan: span,
      params,
      ...e,
      ...o,
      members,
      annotations: [],
      span,
    }),
  ),
  fc
    .tuple(
      anyName,
      some(typeExpr, 1),
      optional("over", typeExpr),
      some(fc.tuple(anyName, some(typeExpr, 1)).map(([name, args]) => ({ name, args, span }))),
      some(
        fc.oneof(
          fc.tuple(anyName, expr).map(([name, value]) => ({ kind: "element" as const, name, value, span })),
          fc
            .tuple(opName, optional("params", some(param)), expr)
            .map(([name, p, body]) => ({ kind: "operation" as const, name, ...p, body, span })),
          anyName.map((name) => ({ kind: "verify" as const, name, span })),
        ),
      ),
    )
    .map(
      ([structure, args, o, where, members]): Item => ({
        kind: "implements",
        structure,
        structureSpan: span,
        args,
        ...o,
        where,
        members,
        annotations: [],
        span,
      }),
    ),
  fc.tuple(text, some(statement, 0, 4)).map(
    ([name, statements]): Item => ({
      kind: "example",
      name,
      statements,
      annotations: [],
      nameSpan: span,
      span,
    }),
  ),
  fc
    .tuple(expr, annotations)
    .map(([value, a]): Item => ({ kind: "expression", value, annotations: a, span })),
);
