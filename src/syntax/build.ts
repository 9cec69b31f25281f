/**
 * The nodes whose making needs more than a record: what grammar.peggy calls.
 *
 * In: matched pieces. Out: nodes of ast.ts. Operators arrive flat and get their shape here. Problems that do
 * not stop the parser (a chain of comparisons, a call that begins on a new line) go to `problems`; a rule that
 * matched and was then abandoned may have reported too, so `parse.ts` drops repetitions.
 */
import { type Diagnostic, error, warning } from "../base/diagnostic.ts";
import { cover, type Span } from "../base/span.ts";
import type {
  Annotation,
  Call,
  DataDecl,
  Define,
  Expr,
  ImplementsDecl,
  ImplementsMember,
  Item,
  MatchCase,
  NamedArgument,
  OperationDecl,
  Param,
  Pattern,
  QuantifiedGroup,
  Statement,
  StructureDecl,
  StructureMember,
  TypeAlias,
  TypeExpr,
  TypeParam,
  Variant,
} from "./ast.ts";
import { docAbove } from "./doc-comment.ts";
import {
  type Associativity,
  bigOperators,
  infixOperators,
  level,
  operationOf,
  postfixOperators,
  prefixOperators,
} from "./operators.ts";

interface Located {
  readonly span: Span;
}
interface NamedPlace extends Located {
  readonly name: string;
}
export interface OperatorToken extends Located {
  readonly symbol: string;
}
interface Tail<Operand> {
  readonly operator: OperatorToken;
  readonly operand: Operand;
}
interface ArgumentList extends Located {
  readonly args: readonly Expr[];
  readonly named: readonly NamedArgument[];
}
type Access = Located &
  (
    | { readonly kind: "call"; readonly list: ArgumentList }
    | { readonly kind: "index"; readonly indices: readonly Expr[] }
    | { readonly kind: "method"; readonly name: NamedPlace; readonly list: ArgumentList }
    | { readonly kind: "field"; readonly name: NamedPlace }
  );

export type NodeBuilder = ReturnType<typeof nodeBuilder>;

/** Words that begin an operand. No other word is reserved. */
const operandWords: ReadonlySet<string> = new Set([
  "let",
  "if",
  "match",
  "lambda",
  "not",
  "forall",
  "exists",
]);

/** `λ`, `Σ` and `Π` are letters, but at the start of an operand they begin a lambda or a big operator. */
function isExpressionName(word: string): boolean {
  const first = word.charAt(0);
  return first !== "λ" && first !== "Σ" && first !== "Π" && !operandWords.has(word);
}

const knownAnnotations: ReadonlySet<string> = new Set(["compile", "gpu", "memo", "inline"]);

/** The functions that grammar.peggy calls, for one text. */
export function nodeBuilder(file: string, text: string, problems: Diagnostic[]) {
  const spanOf = (start: number, end: number): Span => ({ file, start, end });

  /** In code nothing says where a line ends an expression, so a line that only looks like a new one is named. */
  function warnOfContinuation(start: number, what: string): void {
    if (start === 0 || text[start - 1] !== "\n") return;
    problems.push(
      warning("KL0018", "this line continues the expression above", spanOf(start, start + 1), {
        label: what,
        hint: "indent it, or end the line above with `;` to begin a new expression",
      }),
    );
  }

  function infix(head: Expr, tail: readonly Tail<Expr>[]): Expr {
    for (const { operator } of tail) {
      if (operator.symbol === "-") warnOfContinuation(operator.span.start, "read as a subtraction");
    }
    return climb(head, tail, infixRank, infixCall, (earlier, later) => {
      problems.push(chainedComparison(earlier, later));
    });
  }

  function bigOperator(symbol: string, list: ArgumentList, span: Span): Expr {
    const operator = bigOperators.get(symbol);
    const { args, named } = list;
    const operatorSpan = spanOf(span.start, span.start + symbol.length);
    const callOf = (name: string, ordered: readonly Expr[]): Call => ({
      kind: "call",
      callee: { kind: "name", name, span: operatorSpan },
      args: ordered,
      named,
      span,
    });
    if (operator !== undefined && args.length === operator.order.length) {
      return callOf(
        operator.operation,
        operator.order.flatMap((i) => args[i] ?? []),
      );
    }
    const prefix = prefixOperators.get(symbol);
    if (prefix === undefined) return callOf(symbol, args);
    if (args.length !== 1) {
      problems.push(
        error("KL0017", `\`${symbol}\` does not take ${args.length} arguments`, list.span, {
          hint: `write ${symbol}(${operator?.arguments ?? "f"}), or ${symbol}(f) for the operator itself`,
        }),
      );
    }
    return callOf(prefix, args);
  }

  function argumentList(list: readonly (Expr | NamedArgument)[], span: Span): ArgumentList {
    const isNamed = (a: Expr | NamedArgument): a is NamedArgument => !("kind" in a);
    return {
      args: list.filter((a): a is Expr => !isNamed(a)),
      named: list.filter(isNamed),
      span,
    };
  }

  return {
    // ---- questions of the grammar ----
    beginsLine: (offset: number): boolean => beginsLine(text, offset),
    endsNumber: (offset: number): boolean => !/^(?!ᵀ)[\p{L}\p{N}_]/u.test(text.slice(offset, offset + 2)),
    isInfix: (symbol: string): boolean => infixOperators.has(symbol),
    isOperator: (symbol: string): boolean => operationOf(symbol) !== undefined,
    isExpressionName,
    isKnownAnnotation: (name: string): boolean => knownAnnotations.has(name),

    // ---- expressions ----
    infix,
    bigOperator,
    prefix: (operator: OperatorToken, operand: Expr, span: Span): Expr =>
      operatorCall(prefixOperators.get(operator.symbol) ?? operator.symbol, operator, [operand], span),
    postfix: (head: Expr, tail: readonly { mark: OperatorToken; accesses: readonly Access[] }[]): Expr =>
      tail.reduce<Expr>((operand, { mark, accesses }) => {
        const operation = postfixOperators.get(mark.symbol) ?? mark.symbol;
        return access(operatorCall(operation, mark, [operand], cover(operand.span, mark.span)), accesses);
      }, head),
    access,
    arguments: (list: readonly (Expr | NamedArgument)[], span: Span): ArgumentList =>
      argumentList(list, span),
    call(callee: Expr, list: ArgumentList, span: Span): Expr {
      warnOfContinuation(list.span.start, "read as the arguments of the name above");
      return { kind: "call", callee, args: list.args, named: list.named, span };
    },
    operatorName: (symbol: string, span: Span): Expr => ({
      kind: "name",
      name: operationOf(symbol) ?? symbol,
      span,
    }),
    parenthesised: (head: Expr, tail: readonly Expr[], span: Span): Expr =>
      tail.length === 0 ? { ...head, span } : { kind: "tuple", items: [head, ...tail], span },
    let: (pattern: Pattern, annotation: TypeExpr | null, value: Expr, body: Expr, span: Span): Expr => ({
      kind: "let",
      pattern: letPattern(pattern),
      ...given("annotation", annotation),
      value,
      body,
      span,
    }),
    matchCase: (pattern: Pattern, guard: Expr | null, body: Expr, span: Span): MatchCase => ({
      pattern,
      ...given("guard", guard),
      body,
      span,
    }),
    quantifier: (
      quantifier: "forall" | "exists",
      groups: readonly QuantifiedGroup[],
      where: Expr | null,
      body: Expr,
      span: Span,
    ): Expr => ({ kind: "quantifier", quantifier, groups, ...given("where", where), body, span }),
    param: (name: string, annotation: TypeExpr | null, span: Span): Param => ({
      name,
      ...given("annotation", annotation),
      span,
    }),
    text: decodeText,

    // ---- patterns ----
    namePattern: (name: string, args: readonly Pattern[] | null, span: Span): Pattern =>
      namePattern(name, args, span),
    tuplePattern(items: readonly Pattern[], span: Span): Pattern {
      const [only] = items;
      return items.length === 1 && only !== undefined ? { ...only, span } : { kind: "tuple", items, span };
    },

    // ---- types ----
    arrow: (from: TypeExpr, to: TypeExpr | null, span: Span): TypeExpr =>
      to === null ? from : { kind: "type-arrow", from, to, span },
    typeName(
      name: string,
      list: { readonly args: readonly TypeExpr[]; readonly span: Span } | null,
      span: Span,
    ): TypeExpr {
      if (list === null) return { kind: "type-name", name, span };
      warnOfContinuation(list.span.start, "read as the arguments of the type above");
      return { kind: "type-call", name, args: list.args, span };
    },
    typeParenthesised(items: readonly TypeExpr[], span: Span): TypeExpr {
      const [only] = items;
      return items.length === 1 && only !== undefined
        ? { ...only, span }
        : { kind: "type-product", items, span };
    },
    typeInfix,

    // ---- declarations ----
    item: (item: Item, annotations: readonly Annotation[], start: number): Item =>
      annotated(item, annotations, docAbove(text, start) ?? docAbove(text, item.span.start)),
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

/** An optional property: absent where the grammar matched nothing. */
function given<Key extends string, T>(key: Key, value: T | null): { readonly [K in Key]?: T } {
  return value === null ? {} : ({ [key]: value } as { readonly [K in Key]?: T });
}

function annotated(item: Item, annotations: readonly Annotation[], doc: string | undefined): Item {
  switch (item.kind) {
    case "import":
    case "implements":
    case "example":
    case "expression":
      return annotations.length === 0 ? item : { ...item, annotations };
    default:
      return { ...item, annotations, ...(doc === undefined ? {} : { doc }) };
  }
}

// ---- operators -------------------------------------------------------------------------------------------

interface Rank {
  readonly level: number;
  readonly associativity: Associativity;
}

const custom: Rank = { level: level.additive, associativity: "left" };

function infixRank(symbol: string): Rank {
  return infixOperators.get(symbol) ?? custom;
}

function infixCall(operator: OperatorToken, left: Expr, right: Expr): Expr {
  const operation = infixOperators.get(operator.symbol)?.operation ?? operator.symbol;
  return operatorCall(operation, operator, [left, right], cover(left.span, right.span));
}

function operatorCall(name: string, operator: OperatorToken, args: readonly Expr[], span: Span): Expr {
  return { kind: "call", callee: { kind: "name", name, span: operator.span }, args, named: [], span };
}

/**
 * Precedence climbing with a stack of our own: linear in the number of operands, however they nest. A chain of
 * non-associative operators is reported and read from the left.
 */
function climb<Operand>(
  head: Operand,
  tail: readonly Tail<Operand>[],
  rankOf: (symbol: string) => Rank,
  join: (operator: OperatorToken, left: Operand, right: Operand) => Operand,
  onChain: (earlier: OperatorToken, later: OperatorToken) => void,
): Operand {
  const waiting: { readonly left: Operand; readonly operator: OperatorToken; readonly rank: Rank }[] = [];
  let right = head;
  for (const { operator, operand } of tail) {
    const rank = rankOf(operator.symbol);
    for (let top = waiting.at(-1); top !== undefined; top = waiting.at(-1)) {
      if (top.rank.level < rank.level) break;
      if (top.rank.level === rank.level && rank.associativity === "right") break;
      if (top.rank.level === rank.level && rank.associativity === "none") onChain(top.operator, operator);
      right = join(top.operator, top.left, right);
      waiting.pop();
    }
    waiting.push({ left: right, operator, rank });
    right = operand;
  }
  for (let top = waiting.pop(); top !== undefined; top = waiting.pop()) {
    right = join(top.operator, top.left, right);
  }
  return right;
}

function chainedComparison(earlier: OperatorToken, later: OperatorToken): Diagnostic {
  return error("KL0007", "comparisons cannot be chained", later.span, {
    label: "a second comparison",
    related: [{ span: earlier.span, message: "the first one" }],
    hint: `write a ${earlier.symbol} b ∧ b ${later.symbol} c, or put one comparison in parentheses`,
  });
}

// ---- accesses --------------------------------------------------------------------------------------------

function access(head: Expr, accesses: readonly Access[]): Expr {
  let target = head;
  for (const step of accesses) {
    const span = cover(target.span, step.span);
    switch (step.kind) {
      case "call":
        target = { kind: "call", callee: target, args: step.list.args, named: step.list.named, span };
        break;
      case "index":
        target = { kind: "index", target, indices: step.indices, span };
        break;
      case "method":
        target = {
          kind: "call",
          callee: { kind: "name", name: step.name.name, span: step.name.span },
          args: [target, ...step.list.args],
          named: step.list.named,
          span,
        };
        break;
      case "field":
        target = { kind: "field", target, name: step.name.name, nameSpan: step.name.span, span };
        break;
    }
  }
  return target;
}

// ---- patterns --------------------------------------------------------------------------------------------

function namePattern(name: string, args: readonly Pattern[] | null, span: Span): Pattern {
  if (args !== null) return { kind: "constructor", name, args, span };
  if (name === "_") return { kind: "wildcard", span };
  if (name === "true") return { kind: "constructor", name: "True", args: [], span };
  if (name === "false") return { kind: "constructor", name: "False", args: [], span };
  return /^\p{Lu}/u.test(name) ? { kind: "constructor", name, args: [], span } : { kind: "bind", name, span };
}

/** In a `let` a bare name is a variable whatever its initial: `let (Q, R) = qr(A) in …` (language.md §3). */
function letPattern(pattern: Pattern): Pattern {
  switch (pattern.kind) {
    case "constructor":
      if (pattern.args.length > 0) return { ...pattern, args: pattern.args.map(letPattern) };
      return pattern.name === "True" || pattern.name === "False"
        ? pattern
        : { kind: "bind", name: pattern.name, span: pattern.span };
    case "tuple":
    case "list":
      return { ...pattern, items: pattern.items.map(letPattern) };
    case "as":
      return { ...pattern, pattern: letPattern(pattern.pattern) };
    default:
      return pattern;
  }
}

// ---- types -----------------------------------------------------------------------------------------------

type DimensionOperator = Extract<TypeExpr, { readonly kind: "type-operator" }>["operator"];

const dimensionRanks: Readonly<Record<DimensionOperator, Rank>> = {
  "+": { level: 1, associativity: "left" },
  "-": { level: 1, associativity: "left" },
  "*": { level: 2, associativity: "left" },
  "/": { level: 2, associativity: "left" },
  "^": { level: 3, associativity: "right" },
};

function isDimensionOperator(symbol: string): symbol is DimensionOperator {
  return symbol in dimensionRanks;
}

/** `A × B × C` is one flat product of dimension expressions and types. */
function typeInfix(head: TypeExpr, tail: readonly Tail<TypeExpr>[]): TypeExpr {
  const factors: { readonly head: TypeExpr; readonly tail: Tail<TypeExpr>[] }[] = [{ head, tail: [] }];
  for (const step of tail) {
    if (step.operator.symbol === "×") factors.push({ head: step.operand, tail: [] });
    else factors.at(-1)?.tail.push(step);
  }
  const items = factors.map((factor) =>
    climb(factor.head, factor.tail, dimensionRank, dimensionOperation, () => {}),
  );
  const [first = head] = items;
  if (items.length === 1) return first;
  return { kind: "type-product", items, span: cover(first.span, (items.at(-1) ?? first).span) };
}

function dimensionRank(symbol: string): Rank {
  return isDimensionOperator(symbol) ? dimensionRanks[symbol] : dimensionRanks["+"];
}

function dimensionOperation(operator: OperatorToken, left: TypeExpr, right: TypeExpr): TypeExpr {
  const symbol = isDimensionOperator(operator.symbol) ? operator.symbol : "+";
  return { kind: "type-operator", operator: symbol, left, right, span: cover(left.span, right.span) };
}

// ---- text ------------------------------------------------------------------------------------------------

/** Escapes `\n \t \" \\`; an unknown escape keeps its backslash. */
function decodeText(raw: string): string {
  return raw.replace(/\\([\s\S])/g, (whole, character: string) => {
    switch (character) {
      case "n":
        return "\n";
      case "t":
        return "\t";
      case '"':
      case "\\":
        return character;
      default:
        return whole;
    }
  });
}

/** Whether only white space and comments stand between the offset and the start of its line, a `;` or a `}`. */
function beginsLine(text: string, offset: number): boolean {
  let i = offset;
  while (i > 0) {
    const before = text.charAt(i - 1);
    if (before === "\n" || before === ";" || before === "}") return true;
    if (before === "/" && text.charAt(i - 2) === "*") i = Math.max(0, text.lastIndexOf("/*", i - 3));
    else if (/\s/.test(before)) i -= 1;
    else return false;
  }
  return true;
}
