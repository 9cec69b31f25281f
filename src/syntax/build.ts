/**
 * The nodes whose making needs more than a record: what grammar.peggy calls.
 *
 * In: matched pieces. Out: nodes of ast.ts. Problems that do not stop the parser (a chain of comparisons, a call
 * that begins on a new line) go to `problems`; a rule that matched and was then abandoned may have reported too, so
 * parse.ts drops repetitions.
 */
import { type Diagnostic, error, warning } from "../base/diagnostic.ts";
import { cover, type Span } from "../base/span.ts";
import type {
  Call,
  Expr,
  MatchCase,
  NamedArgument,
  Param,
  Pattern,
  QuantifiedGroup,
  TypeExpr,
} from "./ast.ts";
import { declarationNodes } from "./build-declarations.ts";
import {
  bindsTighter,
  infixTree,
  type OperatorToken,
  operatorCall,
  type Tail,
  typeInfixTree,
} from "./build-operators.ts";
import { letPattern, namePattern } from "./build-patterns.ts";
import { given } from "./given.ts";
import {
  bigOperators,
  infixOperators,
  level,
  operationOf,
  postfixOperators,
  prefixOperators,
} from "./operators.ts";
import { beginsLine, decodeText } from "./source-text.ts";

interface Located {
  readonly span: Span;
}
interface NamedPlace extends Located {
  readonly name: string;
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

/** The annotations that a later stage acts on. */
export const knownAnnotations: ReadonlySet<string> = new Set(["compile", "gpu", "memo", "inline"]);

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
    for (const [i, { operator, operand }] of tail.entries()) {
      if (operator.symbol === "-") warnOfContinuation(operator.span.start, "read as a subtraction");
      if (operator.symbol === "^") warnOfMinus(tail[i - 1]?.operand ?? head, operand);
    }
    return infixTree(head, tail, (earlier, later) => {
      problems.push(chainedComparison(earlier, later, unchained(text, head, tail, earlier, later)));
    });
  }

  /** `-x^2` is `(-x)^2`, which hardly anybody means; an odd exponent makes no difference. */
  function warnOfMinus(base: Expr, exponent: Expr): void {
    const { start } = base.span;
    const [inside] = base.kind === "call" ? base.args : [];
    if (inside === undefined || text[start] !== "-") return;
    if (exponent.kind === "number" && /^\d*[13579]$/.test(exponent.text)) return;
    const power = text.slice(inside.span.start, exponent.span.end);
    problems.push(
      warning("KL0022", "this minus belongs to the base of the power", spanOf(start, start + 1), {
        label: `read as (-${text.slice(inside.span.start, inside.span.end)})${text.slice(base.span.end, exponent.span.end)}`,
        hint: `write -(${power}) for the negative of the power; parentheses around the base keep this meaning`,
      }),
    );
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
    typeInfix: typeInfixTree,

    ...declarationNodes(text, problems),
  };
}

function chainedComparison(earlier: OperatorToken, later: OperatorToken, instead: string): Diagnostic {
  return error("KL0007", "comparisons cannot be chained", later.span, {
    label: "a second comparison",
    related: [{ span: earlier.span, message: "the first one" }],
    hint: `write ${instead}, or put one comparison in parentheses`,
  });
}

/** What a hint can show of the program's text. */
const longestShown = 60;

/** `a < b < c` as two comparisons of the same operands. */
function unchained(
  text: string,
  head: Expr,
  tail: readonly Tail<Expr>[],
  earlier: OperatorToken,
  later: OperatorToken,
): string {
  const operands = [head, ...tail.map(({ operand }) => operand)];
  const operators = tail.map(({ operator }) => operator);
  const [first, second] = [operators.indexOf(earlier), operators.indexOf(later)];
  const binds = (operator: OperatorToken | undefined) =>
    operator !== undefined && bindsTighter(operator.symbol, level.comparison);
  let [from, to] = [first, second + 1];
  while (binds(operators[from - 1])) from -= 1;
  while (binds(operators[to])) to += 1;
  const between = (i: number, j: number) =>
    text.slice(operands[i]?.span.start ?? 0, operands[j]?.span.end ?? 0);
  const middle = between(first + 1, second);
  const whole = `${between(from, first)} ${earlier.symbol} ${middle} ∧ ${middle} ${later.symbol} ${between(second + 1, to)}`;
  return whole.length > longestShown || whole.includes("\n")
    ? `a ${earlier.symbol} b ∧ b ${later.symbol} c`
    : whole;
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
