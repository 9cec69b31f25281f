/**
 * The operators of the language in one table (language.md §2). The parser asks it what a symbol means, the
 * printer how an operation is written; nothing else knows a precedence.
 *
 * Levels are those of language.md §2: a larger level binds tighter. Operators build calls of named operations;
 * a custom operator calls its own symbol.
 */

import type { Name } from "./ast.ts";

export type Associativity = "left" | "right" | "none";

export interface InfixOperator {
  readonly level: number;
  readonly associativity: Associativity;
  /** The name that is called: `plus` for `+`, the symbol itself for a custom operator. */
  readonly operation: string;
}

/** Levels that the printer needs by name; those of the infix operators lie between them. */
export const level = {
  ascription: 1,
  /** `if`, `let`, `λ` and quantifiers reach as far right as they can: never an operand without parentheses. */
  reaching: 1.5,
  lowestInfix: 2,
  comparison: 6,
  additive: 7,
  power: 9,
  postfix: 10,
  prefix: 11,
  atom: 12,
} as const;

/** Rows of `level, associativity, operation, spellings`; the first spelling is the one that is printed. */
const infixRows: readonly (readonly [number, Associativity, string, readonly string[]])[] = [
  [2, "left", "iff", ["↔", "⇔", "⟺"]],
  [3, "left", "implies", ["→", "⇒", "⟹"]],
  [4, "left", "logical_or", ["∨", "or", "||"]],
  [5, "left", "logical_and", ["∧", "and", "&&"]],
  [level.comparison, "none", "equals", ["=", "=="]],
  [level.comparison, "none", "neq", ["≠", "!="]],
  [level.comparison, "none", "less_than", ["<"]],
  [level.comparison, "none", "greater_than", [">"]],
  [level.comparison, "none", "leq", ["≤", "<="]],
  [level.comparison, "none", "geq", ["≥", ">="]],
  [level.comparison, "none", "in_set", ["∈"]],
  [level.comparison, "none", "subset", ["⊆"]],
  [level.additive, "left", "plus", ["+"]],
  [level.additive, "left", "minus", ["-"]],
  [8, "left", "times", ["*", "×", "·"]],
  [8, "left", "divide", ["/"]],
  [level.power, "right", "power", ["^"]],
];

/** One character each, at the level of `+`, left associative, without a built-in meaning. */
const customSymbols = "•∘∗⋆⊗⊕⊙⊛⊘⊚⊝⊞⊟⊠⊡⨀⨁⨂⨃⨄⊓⊔⊎⊍∪∩⋃⋂△▽";

const prefixRows: readonly (readonly [string, readonly string[]])[] = [
  ["negate", ["-"]],
  ["logical_not", ["¬", "not"]],
  ["sqrt", ["√"]],
  ["gradient", ["∇"]],
  ["Integrate", ["∫"]],
  ["Sum", ["Σ"]],
  ["Product", ["Π"]],
  ["DoubleIntegral", ["∬"]],
  ["TripleIntegral", ["∭"]],
  ["LineIntegral", ["∮"]],
  ["SurfaceIntegral", ["∯"]],
];

const postfixRows: readonly (readonly [string, readonly string[]])[] = [
  ["factorial", ["!"]],
  ["transpose", ["ᵀ"]],
  ["dagger", ["†"]],
];

export interface BigOperator {
  readonly operation: string;
  /** How the operator is written with its arguments in parentheses. */
  readonly written: string;
  /** Position in the call of each argument as written: `Σ(from, to, body)` is `sum_bounds(body, from, to)`. */
  readonly order: readonly number[];
  /** The arguments as written, for messages. */
  readonly arguments: string;
}

/** Operators that reorder the arguments in their parentheses. */
export const bigOperators: ReadonlyMap<string, BigOperator> = new Map([
  ["Σ", { operation: "sum_bounds", written: "Σ", order: [2, 0, 1], arguments: "from, to, body" }],
  ["Π", { operation: "prod_bounds", written: "Π", order: [2, 0, 1], arguments: "from, to, body" }],
  [
    "∫",
    { operation: "int_bounds", written: "∫", order: [2, 0, 1, 3], arguments: "from, to, body, variable" },
  ],
  ["lim", { operation: "lim", written: "lim", order: [2, 0, 1], arguments: "variable, target, body" }],
]);

function spellings<T>(rows: readonly (readonly [T, readonly string[]])[]): ReadonlyMap<string, T> {
  return new Map(rows.flatMap(([meaning, symbols]) => symbols.map((symbol) => [symbol, meaning] as const)));
}

const infixTable: readonly (readonly [InfixOperator, readonly string[]])[] = [
  ...infixRows.map(
    ([level, associativity, operation, symbols]) => [{ level, associativity, operation }, symbols] as const,
  ),
  ...[...customSymbols].map(
    (symbol) => [{ level: level.additive, associativity: "left", operation: symbol }, [symbol]] as const,
  ),
];

/** Infix operators by spelling. */
export const infixOperators: ReadonlyMap<string, InfixOperator> = spellings(infixTable);
/** Operation of each prefix operator, by spelling. */
export const prefixOperators: ReadonlyMap<string, string> = spellings(prefixRows);
/** Operation of each postfix operator, by spelling. */
export const postfixOperators: ReadonlyMap<string, string> = spellings(postfixRows);

function printed(rows: readonly (readonly [string, readonly string[]])[]): ReadonlyMap<string, string> {
  return new Map(rows.map(([operation, [symbol = operation]]) => [operation, symbol]));
}

/** How an operation is written between, before or after its operands, by operation. */
export const infixSpelling: ReadonlyMap<string, InfixOperator & { readonly symbol: string }> = new Map(
  infixTable.map(([operator, [symbol = operator.operation]]) => [
    operator.operation,
    { ...operator, symbol },
  ]),
);
export const prefixSpelling: ReadonlyMap<string, string> = printed(prefixRows);
export const postfixSpelling: ReadonlyMap<string, string> = printed(postfixRows);

/**
 * Whether this callee was written as an operator: `a / b` divides, even where a parameter is named `divide`. Its span then
 * covers the symbol, not the name.
 */
export function isOperator({ name, span }: Name): boolean {
  const isOperation = infixSpelling.has(name) || prefixSpelling.has(name) || postfixSpelling.has(name);
  return isOperation && span.end - span.start < name.length;
}

/**
 * The operation an operator symbol stands for where it is named, not applied: `(+)` is `plus`, `(⊗)` itself.
 * Signatures and definitions (`operation (×) : …`) keep the symbol; this maps it to what infix forms call.
 */
export function operationOf(symbol: string): string | undefined {
  return infixOperators.get(symbol)?.operation ?? postfixOperators.get(symbol) ?? prefixOperators.get(symbol);
}
