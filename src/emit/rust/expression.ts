/** Loop expressions as Rust. Arithmetic never panics: what Loop has proved not to overflow is written as wrapping. */
import { CompilerBug, unreachable } from "../../base/outcome.ts";
import type { BinaryOp, ElementScalar, LoopExpr, LoopType, Scalar, UnaryOp } from "../../loop/loop.ts";
import { elementarySymbol } from "../elementary.ts";
import { isLogical, type PlannedFunction } from "../plan.ts";
import { comparisonSigns, decimal } from "../text.ts";

export interface ExpressionContext {
  readonly fn: Pick<PlannedFunction, "nameOf" | "typeOf">;
  readonly fusesMultiplyAdd: boolean;
}

export function rustScalar(type: Scalar): string {
  return type === "index" ? "i64" : type;
}

/** How an element lies in memory. */
export function rustElement(type: ElementScalar): string {
  return type === "bool" ? "u8" : type;
}

export function rustType(type: LoopType): string {
  return typeof type === "object" ? `*mut ${rustElement(type.array)}` : rustScalar(type);
}

export function rustExpression(expr: LoopExpr, context: ExpressionContext): string {
  const print = (e: LoopExpr): string => rustExpression(e, context);
  switch (expr.kind) {
    case "const":
      return rustConstant(expr.type, expr.value);
    case "local":
      return context.fn.nameOf(expr.id);
    case "unary":
      return rustUnary(expr.op, expr.type, print(expr.value));
    case "binary":
      return rustBinary(expr.op, expr.type, print(expr.left), print(expr.right));
    case "fma": {
      const [a, b, c] = [print(expr.a), print(expr.b), print(expr.c)];
      return context.fusesMultiplyAdd || expr.exact ? `kleis_fma(${a}, ${b}, ${c})` : `(${a} * ${b} + ${c})`;
    }
    case "compare":
      return `(${print(expr.left)} ${comparisonSigns[expr.op]} ${print(expr.right)})`;
    case "select":
      return `(if ${print(expr.condition)} { ${print(expr.then)} } else { ${print(expr.else)} })`;
    case "convert":
      return rustConvert(expr.type, expr.value.type, print(expr.value));
    case "reinterpret":
      return expr.type === "i64"
        ? `(${print(expr.value)}.to_bits() as i64)`
        : `f64::from_bits(${print(expr.value)} as u64)`;
    case "load": {
      const element = `*${context.fn.nameOf(expr.array)}.offset(${print(expr.index)} as isize)`;
      return expr.type === "bool" ? `(${element} != 0)` : `(${element})`;
    }
    case "length":
      return `${context.fn.nameOf(expr.array)}_n`;
    case "elementary":
      return `${elementarySymbol(expr.name, expr.args.length)}(${expr.args.map(print).join(", ")})`;
    default:
      return unreachable(expr);
  }
}

function rustConstant(type: Scalar, value: number | bigint | boolean): string {
  switch (type) {
    case "f64":
      return rustDouble(Number(value));
    case "i64":
    case "index":
      return BigInt(value) < 0n ? `(${BigInt(value)}i64)` : `${BigInt(value)}i64`;
    case "bool":
      return value ? "true" : "false";
  }
}

function rustDouble(value: number): string {
  if (Number.isNaN(value)) return "f64::NAN";
  if (!Number.isFinite(value)) return value > 0 ? "f64::INFINITY" : "f64::NEG_INFINITY";
  const text = `${decimal(value)}f64`;
  return text.startsWith("-") ? `(${text})` : text;
}

function rustUnary(op: UnaryOp, type: Scalar, value: string): string {
  if (op === "not") return `(!${value})`;
  if (type !== "f64") {
    if (op === "neg") return `${value}.wrapping_neg()`;
    return op === "abs" ? `${value}.wrapping_abs()` : value;
  }
  switch (op) {
    case "neg":
      return `(-${value})`;
    case "abs":
      return `${value}.abs()`;
    case "sqrt":
    case "floor":
    case "ceil":
    case "trunc":
    case "round":
      return `kleis_${op}(${value})`;
  }
}

function rustBinary(op: BinaryOp, type: Scalar, left: string, right: string): string {
  const infix = (symbol: string): string => `(${left} ${symbol} ${right})`;
  const call = (name: string): string => `${name}(${left}, ${right})`;
  const method = (name: string): string => `${left}.${name}(${right})`;
  const real = type === "f64";
  if (isLogical(op))
    return type === "bool" ? infix(op === "and" ? "&&" : "||") : infix(op === "and" ? "&" : "|");
  switch (op) {
    case "add":
      return real ? infix("+") : method("wrapping_add");
    case "sub":
      return real ? infix("-") : method("wrapping_sub");
    case "mul":
      return real ? infix("*") : method("wrapping_mul");
    // A divisor of 0 is excluded by Loop, but Rust would still test for it and panic.
    case "div":
      return real ? infix("/") : call("kleis_div_i64");
    case "rem":
      return call(real ? "fmod" : "kleis_rem_i64");
    case "xor":
      return infix("^");
    case "shl":
    case "shr":
      return `(((${left} as u64) ${op === "shl" ? "<<" : ">>"} ${right}) as i64)`;
    case "min":
    case "max":
      return real ? call(`kleis_${op}_f64`) : call(`kleis_${op}_i64`);
    case "pow":
      return call(real ? "pow" : "kleis_pow_i64");
    case "atan2":
    case "hypot":
      return call(op);
  }
}

function rustConvert(to: Scalar, from: Scalar, value: string): string {
  if (rustScalar(to) === rustScalar(from)) return value;
  if (to === "bool") throw new CompilerBug(`${from} does not convert to bool`);
  if (from === "f64") return `${value}.to_int_unchecked::<i64>()`;
  return from === "bool" && to === "f64" ? `(${value} as i64 as f64)` : `(${value} as ${rustScalar(to)})`;
}
