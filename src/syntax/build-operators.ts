/**
 * Flat operands and operators → a tree, by the precedences of operators.ts; the same for dimension expressions.
 */
import { cover, type Span } from "../base/span.ts";
import type { Expr, TypeExpr } from "./ast.ts";
import { type Associativity, infixOperators, level } from "./operators.ts";

export interface OperatorToken {
  readonly symbol: string;
  readonly span: Span;
}

export interface Tail<Operand> {
  readonly operator: OperatorToken;
  readonly operand: Operand;
}

type OnChain = (earlier: OperatorToken, later: OperatorToken) => void;

/** `onChain` hears of operators that do not associate and stand in a row; they are read from the left. */
export function infixTree(head: Expr, tail: readonly Tail<Expr>[], onChain: OnChain): Expr {
  return climb(head, tail, infixRank, infixCall, onChain);
}

interface Rank {
  readonly level: number;
  readonly associativity: Associativity;
}

const custom: Rank = { level: level.additive, associativity: "left" };

function infixRank(symbol: string): Rank {
  return infixOperators.get(symbol) ?? custom;
}

/** Whether the operator takes its operands before one of this level does. */
export function bindsTighter(symbol: string, than: number): boolean {
  return infixRank(symbol).level > than;
}

function infixCall(operator: OperatorToken, left: Expr, right: Expr): Expr {
  const operation = infixOperators.get(operator.symbol)?.operation ?? operator.symbol;
  return operatorCall(operation, operator, [left, right], cover(left.span, right.span));
}

export function operatorCall(name: string, operator: OperatorToken, args: readonly Expr[], span: Span): Expr {
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
  onChain: OnChain,
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
export function typeInfixTree(head: TypeExpr, tail: readonly Tail<TypeExpr>[]): TypeExpr {
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
