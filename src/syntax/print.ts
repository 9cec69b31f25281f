/**
 * Expressions and patterns → source text (types: print-type.ts).
 *
 * `parse(print(tree))` is the tree again, spans apart. Parentheses stand only where the grammar needs them, and
 * around a prefix operand of `^` or of a postfix mark, which reads `(-x)^2` for what is also `-x^2`.
 * Left spines (`1 + 1 + …`, thousands of terms) are printed by a loop; other nesting recurses.
 */
import { unreachable } from "../base/outcome.ts";
import type { Call, Expr, NamedArgument, Param, Pattern, TypeExpr } from "./ast.ts";
import {
  bigOperators,
  type InfixOperator,
  infixSpelling,
  level,
  operationOf,
  postfixSpelling,
  prefixSpelling,
} from "./operators.ts";
import { printGroups, printType, quote } from "./print-type.ts";

export { printType } from "./print-type.ts";

export function printExpr(expr: Expr): string {
  return expression(expr, level.ascription);
}

// ---- expressions -----------------------------------------------------------------------------------------

/** The level at which a tree can be read back; one that wants a tighter place gets parentheses. */
function levelOf(expr: Expr): number {
  switch (expr.kind) {
    case "ascription":
      return level.ascription;
    case "if":
    case "let":
    case "lambda":
    case "quantifier":
      // They reach as far to the right as they can, so they are never an operand without parentheses.
      return level.reaching;
    case "call":
      return operatorForm(expr)?.level ?? level.atom;
    case "match":
      return level.prefix;
    case "number":
    case "string":
    case "name":
    case "list":
    case "tuple":
    case "index":
    case "field":
      return level.atom;
    default:
      return unreachable(expr);
  }
}

/** Text that can stand where the grammar reads `atLeast`. */
function expression(expr: Expr, atLeast: number): string {
  const text = bare(expr);
  return levelOf(expr) < atLeast ? `(${text})` : text;
}

/** A comparison stands bare where no dot could be taken for the one that begins the body, and no postfix mark or match is in it. */
function whereCondition(expr: Expr): string {
  const text = printExpr(expr);
  return levelOf(expr) >= level.lowestInfix && /^[^.!ᵀ†{]*$/.test(text) ? text : `(${text})`;
}

function bare(expr: Expr): string {
  switch (expr.kind) {
    case "number":
      return expr.text;
    case "string":
      return quote(expr.value);
    case "name":
      return name(expr.name);
    case "call":
      return call(expr);
    case "list":
      return `[${expressions(expr.items)}]`;
    case "tuple":
      return `(${expressions(expr.items)})`;
    case "lambda":
      return `λ ${expr.params.length === 0 ? "()" : expr.params.map(lambdaParam).join(" ")} . ${printExpr(expr.body)}`;
    case "let":
      return `let ${printPattern(expr.pattern)}${annotation(expr.annotation)} = ${printExpr(expr.value)} in ${printExpr(expr.body)}`;
    case "if":
      return `if ${printExpr(expr.condition)} then ${printExpr(expr.then)} else ${printExpr(expr.else)}`;
    case "match":
      return `match ${printExpr(expr.scrutinee)} { ${expr.cases
        .map(
          (c) =>
            `${printPattern(c.pattern)}${c.guard ? ` if ${printExpr(c.guard)}` : ""} => ${printExpr(c.body)}`,
        )
        .join(" | ")} }`;
    case "quantifier":
      return `${expr.quantifier === "forall" ? "∀" : "∃"}${printGroups(expr.groups)}${
        expr.where ? ` where ${whereCondition(expr.where)}` : ""
      }. ${printExpr(expr.body)}`;
    case "ascription":
      return `${expression(expr.value, level.lowestInfix)} : ${printType(expr.type)}`;
    case "index":
      return `${target(expr.target)}[${expressions(expr.indices)}]`;
    case "field":
      return `${target(expr.target)}.${expr.name}`;
    default:
      return unreachable(expr);
  }
}

function expressions(items: readonly Expr[]): string {
  return items.map(printExpr).join(", ");
}

/** A name, or an operator that stands as one: `(⊗)`. */
function name(text: string): string {
  return operationOf(text) === undefined || /^[\p{L}_]/u.test(text) ? text : `(${text})`;
}

/** What an index, a field or a further argument list may follow directly. */
function target(expr: Expr): string {
  return levelOf(expr) < level.atom || expr.kind === "number" ? `(${bare(expr)})` : bare(expr);
}

// ---- calls and operators ---------------------------------------------------------------------------------

type OperatorForm =
  | {
      readonly form: "prefix" | "postfix";
      readonly level: number;
      readonly symbol: string;
      readonly operand: Expr;
    }
  | {
      readonly form: "infix";
      readonly operator: InfixOperator;
      readonly level: number;
      readonly symbol: string;
      readonly left: Expr;
      readonly right: Expr;
    };

/** How a call is written with an operator, if it is. */
function operatorForm(expr: Expr): OperatorForm | undefined {
  if (expr.kind !== "call" || expr.callee.kind !== "name" || expr.named.length > 0) return undefined;
  const operation = expr.callee.name;
  const [first, second, ...others] = expr.args;
  if (first === undefined || others.length > 0) return undefined;
  if (second !== undefined) {
    const operator = infixSpelling.get(operation);
    if (operator === undefined) return undefined;
    const { level, symbol } = operator;
    return { form: "infix", operator, level, symbol, left: first, right: second };
  }
  // `Σ f` and its like stay calls, `Sum(f)`: shorter to read than a rule about their operands.
  if (operation === "negate" || operation === "logical_not") {
    const symbol = prefixSpelling.get(operation) ?? operation;
    return { form: "prefix", level: level.prefix, symbol, operand: first };
  }
  const symbol = postfixSpelling.get(operation);
  return symbol === undefined ? undefined : { form: "postfix", level: level.postfix, symbol, operand: first };
}

function call(expr: Call): string {
  const form = operatorForm(expr);
  switch (form?.form) {
    case undefined:
      return plainCall(expr);
    case "prefix":
      return `${form.symbol}${expression(form.operand, level.prefix)}`;
    case "postfix":
      return `${base(form.operand)}${form.symbol}`;
    case "infix":
      return infix(expr);
  }
}

/** `((a + b) + c) + d`: walks down the left operands, then joins what they were applied to. */
function infix(expr: Expr): string {
  const parts: string[] = [];
  let node = expr;
  let atLeast: number = level.lowestInfix;
  for (;;) {
    const form = operatorForm(node);
    if (form?.form !== "infix" || form.level < atLeast) break;
    const { associativity } = form.operator;
    const right = expression(form.right, associativity === "right" ? form.level : form.level + 1);
    if (form.level === level.power) return [base(form.left), "^", right, ...parts.reverse()].join("");
    parts.push(` ${form.symbol} ${right}`);
    node = form.left;
    atLeast = associativity === "left" ? form.level : form.level + 1;
  }
  return [expression(node, atLeast), ...parts.reverse()].join("");
}

/** What `^` or a postfix mark applies to: anything marked before, but a prefixed operand in parentheses. */
function base(expr: Expr): string {
  return operatorForm(expr)?.form === "postfix" ? bare(expr) : expression(expr, level.atom);
}

function plainCall(expr: Call): string {
  const { callee, named } = expr;
  if (callee.kind !== "name") {
    // `p.x(3)` is a method call; a function kept in a field is `(p.x)(3)`.
    const head = callee.kind === "field" ? `(${bare(callee)})` : target(callee);
    return `${head}${argumentList(expr.args, named)}`;
  }
  const operation = callee.name;
  const big = [...bigOperators.values()].find((o) => o.operation === operation);
  if (big === undefined || expr.args.length !== big.order.length) {
    return `${name(operation)}${argumentList(expr.args, named)}`;
  }
  const written = expr.args.map((_, i) => expr.args[big.order.indexOf(i)] ?? callee);
  return `${big.written}${argumentList(written, named)}`;
}

export function argumentList(args: readonly Expr[], named: readonly NamedArgument[]): string {
  return `(${[...args.map(positional), ...named.map(namedArgument)].join(", ")})`;
}

/** `f((x = 1))` passes a comparison, `f(x = 1)` a named argument. */
function positional(expr: Expr): string {
  const text = printExpr(expr);
  return /^[\p{L}_][\p{L}\p{N}_]* = /u.test(text) ? `(${text})` : text;
}

function namedArgument(argument: NamedArgument): string {
  return `${argument.name} = ${printExpr(argument.value)}`;
}

export function printParam(param: Param): string {
  return `${param.name}${annotation(param.annotation)}`;
}

function lambdaParam(param: Param): string {
  return param.annotation === undefined ? param.name : `(${printParam(param)})`;
}

function annotation(type: TypeExpr | undefined): string {
  return type === undefined ? "" : ` : ${printType(type)}`;
}

// ---- patterns --------------------------------------------------------------------------------------------

export function printPattern(pattern: Pattern): string {
  switch (pattern.kind) {
    case "wildcard":
      return "_";
    case "bind":
      return pattern.name;
    case "number":
      return pattern.text;
    case "string":
      return quote(pattern.value);
    case "constructor":
      return pattern.args.length === 0 ? pattern.name : `${pattern.name}(${patterns(pattern.args)})`;
    case "tuple":
      return `(${patterns(pattern.items)})`;
    case "list":
      return `[${patterns(pattern.items)}]`;
    case "as": {
      const inner = printPattern(pattern.pattern);
      return `${pattern.pattern.kind === "as" ? `(${inner})` : inner} as ${pattern.name}`;
    }
    default:
      return unreachable(pattern);
  }
}

function patterns(items: readonly Pattern[]): string {
  return items.map(printPattern).join(", ");
}
