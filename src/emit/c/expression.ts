/** Loop expressions as C. They are pure, so the order of evaluation within one is free. */
import { CompilerBug, unreachable } from "../../base/outcome.ts";
import type { BinaryOp, ElementScalar, LoopExpr, LoopType, Scalar, UnaryOp } from "../../loop/loop.ts";
import { elementarySymbol } from "../elementary.ts";
import { isFree, isLogical, type PlannedFunction } from "../plan.ts";
import { bare, comparisonSigns, decimal } from "../text.ts";

/** What an expression needs to be printed: the names of its function's locals, and whether the target fuses. */
export interface ExpressionContext {
  readonly fn: Pick<PlannedFunction, "nameOf" | "typeOf">;
  readonly fusesMultiplyAdd: boolean;
}

export function cScalar(type: Scalar): string {
  switch (type) {
    case "f64":
      return "double";
    case "i64":
    case "index":
      return "i64";
    case "bool":
      return "_Bool";
  }
}

/** How an element lies in memory. */
export function cElement(type: ElementScalar): string {
  return type === "bool" ? "u8" : cScalar(type);
}

export function cType(type: LoopType): string {
  return typeof type === "object" ? `${cElement(type.array)} *` : `${cScalar(type)} `;
}

export function cExpression(expr: LoopExpr, context: ExpressionContext): string {
  const print = (e: LoopExpr): string => cExpression(e, context);
  switch (expr.kind) {
    case "const":
      return cConstant(expr.type, expr.value);
    case "local":
      return context.fn.nameOf(expr.id);
    case "unary":
      return cUnary(expr.op, expr.type, print(expr.value));
    case "binary":
      // Without a branch gcc makes lanes of it.
      if (isLogical(expr.op) && isFree(expr.right))
        return `(${print(expr.left)} ${expr.op === "and" ? "&" : "|"} ${print(expr.right)})`;
      return cBinary(expr.op, expr.type, print(expr.left), print(expr.right));
    case "fma": {
      const [a, b, c] = [print(expr.a), print(expr.b), print(expr.c)];
      return context.fusesMultiplyAdd || expr.exact
        ? `__builtin_fma(${a}, ${b}, ${c})`
        : `(${a} * ${b} + ${c})`;
    }
    case "compare":
      return `(${print(expr.left)} ${comparisonSigns[expr.op]} ${print(expr.right)})`;
    case "select":
      return `(${print(expr.condition)} ? ${print(expr.then)} : ${print(expr.else)})`;
    case "convert":
      return cConvert(expr.type, expr.value.type, print(expr.value));
    case "reinterpret":
      return expr.type === "i64"
        ? `(i64)kleis_bits(${print(expr.value)})`
        : `kleis_double((u64)${print(expr.value)})`;
    case "load": {
      const element = `${context.fn.nameOf(expr.array)}[${bare(print(expr.index))}]`;
      return expr.type === "bool" ? `(${element} != 0)` : element;
    }
    case "length":
      return `${context.fn.nameOf(expr.array)}_n`;
    case "elementary":
      return `${elementarySymbol(expr.name, expr.args.length)}(${expr.args.map(print).join(", ")})`;
    default:
      return unreachable(expr);
  }
}

export function cConstant(type: Scalar, value: number | bigint | boolean): string {
  switch (type) {
    case "f64":
      return cDouble(Number(value));
    case "i64":
    case "index":
      return cInteger(BigInt(value));
    case "bool":
      return value ? "1" : "0";
  }
}

function cDouble(value: number): string {
  if (Number.isNaN(value)) return '__builtin_nan("")';
  if (!Number.isFinite(value)) return value > 0 ? "__builtin_inf()" : "(-__builtin_inf())";
  return value < 0 || Object.is(value, -0) ? `(${decimal(value)})` : decimal(value);
}

function cInteger(value: bigint): string {
  if (value === -(2n ** 63n)) return "(-9223372036854775807LL - 1)";
  return value < 0n ? `(${value}LL)` : `${value}LL`;
}

function cUnary(op: UnaryOp, type: Scalar, value: string): string {
  if (op === "not") return type === "bool" ? `(!${value})` : `(~${value})`;
  if (op === "neg") return `(-${value})`;
  if (type !== "f64") return op === "abs" ? `kleis_abs_i64(${value})` : value;
  switch (op) {
    case "abs":
      return `__builtin_fabs(${value})`;
    case "sqrt":
    case "floor":
    case "ceil":
    case "trunc":
      return `__builtin_${op}(${value})`;
    case "round":
      return `kleis_round(${value})`;
  }
}

function cBinary(op: BinaryOp, type: Scalar, left: string, right: string): string {
  const infix = (symbol: string): string => `(${left} ${symbol} ${right})`;
  const call = (name: string): string => `${name}(${left}, ${right})`;
  const real = type === "f64";
  if (isLogical(op))
    return type === "bool" ? infix(op === "and" ? "&&" : "||") : infix(op === "and" ? "&" : "|");
  switch (op) {
    case "add":
      return infix("+");
    case "sub":
      return infix("-");
    case "mul":
      return infix("*");
    case "div":
      return infix("/");
    case "rem":
      return real ? call("fmod") : infix("%");
    case "xor":
      return infix("^");
    case "shl":
    case "shr":
      return `(i64)((u64)${left} ${op === "shl" ? "<<" : ">>"} ${right})`;
    case "min":
    case "max":
      return call(`kleis_${op}_${real ? "f64" : "i64"}`);
    case "pow":
      return call(real ? "pow" : "kleis_pow_i64");
    case "atan2":
    case "hypot":
      return call(op);
  }
}

function cConvert(to: Scalar, from: Scalar, value: string): string {
  if (cScalar(to) === cScalar(from)) return value;
  if (to === "bool") throw new CompilerBug(`${from} does not convert to bool`);
  return `(${cScalar(to)})${value}`;
}
