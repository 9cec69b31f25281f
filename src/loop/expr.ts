/**
 * Constructors of Loop expressions. They fold constants and drop neutral elements where the value stays the same bit
 * for bit, so lowering may compose freely and the printed code stays short.
 */
import type { BinaryOp, CompareOp, LocalId, LoopExpr, Scalar, UnaryOp } from "./loop.ts";

export const minI64 = -(2n ** 63n);
export const maxI64 = 2n ** 63n - 1n;
/** Largest `index` (loop.ts). */
export const maxIndex = 2 ** 31 - 1;

export type Const = LoopExpr & { readonly kind: "const" };

export function f64(value: number): LoopExpr {
  return { kind: "const", type: "f64", value };
}
export function i64(value: bigint): LoopExpr {
  return { kind: "const", type: "i64", value };
}
export function index(value: number): LoopExpr {
  return { kind: "const", type: "index", value };
}
export function bool(value: boolean): LoopExpr {
  return { kind: "const", type: "bool", value };
}
export function local(id: LocalId, type: Scalar): LoopExpr {
  return { kind: "local", type, id };
}
export function load(array: LocalId, type: "f64" | "i64" | "bool", at: LoopExpr): LoopExpr {
  return { kind: "load", type, array, index: at };
}
export function elementary(name: string, ...args: readonly LoopExpr[]): LoopExpr {
  return { kind: "elementary", type: "f64", name, args };
}

/** The zero of a scalar type. */
export function zero(type: Scalar): LoopExpr {
  switch (type) {
    case "f64":
      return f64(0);
    case "i64":
      return i64(0n);
    case "index":
      return index(0);
    case "bool":
      return bool(false);
  }
}

export function one(type: "f64" | "i64" | "index"): LoopExpr {
  return type === "f64" ? f64(1) : type === "i64" ? i64(1n) : index(1);
}

/** The value of a constant index, undefined for other expressions. */
export function constIndex(e: LoopExpr): number | undefined {
  return e.kind === "const" && e.type === "index" && typeof e.value === "number" ? e.value : undefined;
}
export function constInt(e: LoopExpr): bigint | undefined {
  if (e.kind !== "const") return undefined;
  if (e.type === "i64" && typeof e.value === "bigint") return e.value;
  return e.type === "index" && typeof e.value === "number" ? BigInt(e.value) : undefined;
}
export function constReal(e: LoopExpr): number | undefined {
  return e.kind === "const" && e.type === "f64" && typeof e.value === "number" ? e.value : undefined;
}
export function constBool(e: LoopExpr): boolean | undefined {
  return e.kind === "const" && typeof e.value === "boolean" ? e.value : undefined;
}

/** An integer constant of type i64 or index; undefined where it does not fit the type. */
export function integer(type: "i64" | "index", value: bigint): LoopExpr | undefined {
  if (type === "i64") return value >= minI64 && value <= maxI64 ? i64(value) : undefined;
  return value >= 0n && value <= BigInt(maxIndex) ? index(Number(value)) : undefined;
}

/** The operations of IEEE; the others have no value here. */
export function foldReal(op: BinaryOp, a: number, b: number): number | undefined {
  switch (op) {
    case "add":
      return a + b;
    case "sub":
      return a - b;
    case "mul":
      return a * b;
    case "div":
      return a / b;
    default:
      return undefined;
  }
}

/** Exact; no value for a zero divisor and for operations on bits. */
export function foldInteger(op: BinaryOp, a: bigint, b: bigint): bigint | undefined {
  switch (op) {
    case "add":
      return a + b;
    case "sub":
      return a - b;
    case "mul":
      return a * b;
    case "div":
      return b === 0n ? undefined : a / b;
    case "rem":
      return b === 0n ? undefined : a % b;
    case "min":
      return a < b ? a : b;
    case "max":
      return a > b ? a : b;
    default:
      return undefined;
  }
}

/** The operations on the bits of an i64; the others have no value here. */
export function foldBits(op: BinaryOp, a: bigint, b: bigint): bigint | undefined {
  switch (op) {
    case "and":
      return a & b;
    case "or":
      return a | b;
    case "xor":
      return a ^ b;
    case "shl":
      return BigInt.asIntN(64, a << b);
    case "shr":
      return BigInt.asIntN(64, BigInt.asUintN(64, a) >> b);
    default:
      return undefined;
  }
}

/** `e + 0`, `e * 1` and their like on integers. */
export function neutral(op: BinaryOp, left: LoopExpr, right: LoopExpr): LoopExpr | undefined {
  const a = constInt(left);
  const b = constInt(right);
  if (b === 0n && (op === "add" || op === "sub")) return left;
  if (a === 0n && op === "add") return right;
  if (b === 1n && (op === "mul" || op === "div")) return left;
  if (a === 1n && op === "mul") return right;
  if ((a === 0n || b === 0n) && op === "mul") return a === 0n ? left : right;
  return undefined;
}

function constantBinary(op: BinaryOp, left: LoopExpr, right: LoopExpr): LoopExpr | undefined {
  const x = constReal(left);
  const y = constReal(right);
  if (x !== undefined && y !== undefined) {
    const value = foldReal(op, x, y);
    return value === undefined ? undefined : f64(value);
  }
  if (left.type !== "i64" && left.type !== "index") return undefined;
  const a = constInt(left);
  const b = constInt(right);
  const value = a === undefined || b === undefined ? undefined : foldInteger(op, a, b);
  return value === undefined ? neutral(op, left, right) : integer(left.type, value);
}

/** `a op b`; both of one type. On i64 and index the caller knows that it cannot overflow. */
export function binary(op: BinaryOp, left: LoopExpr, right: LoopExpr): LoopExpr {
  return constantBinary(op, left, right) ?? { kind: "binary", op, type: left.type, left, right };
}
export function add(left: LoopExpr, right: LoopExpr): LoopExpr {
  return binary("add", left, right);
}
export function sub(left: LoopExpr, right: LoopExpr): LoopExpr {
  return binary("sub", left, right);
}
export function mul(left: LoopExpr, right: LoopExpr): LoopExpr {
  return binary("mul", left, right);
}
export function div(left: LoopExpr, right: LoopExpr): LoopExpr {
  return binary("div", left, right);
}

export function unary(op: UnaryOp, value: LoopExpr): LoopExpr {
  const known = constBool(value);
  if (op === "not" && known !== undefined) return bool(!known);
  const x = constReal(value);
  if (op === "neg" && x !== undefined) return f64(-x);
  if (op === "abs" && x !== undefined) return f64(Math.abs(x));
  if (op === "sqrt" && x !== undefined) return f64(Math.sqrt(x));
  return { kind: "unary", op, type: value.type, value };
}
export function not(value: LoopExpr): LoopExpr {
  return unary("not", value);
}
export function neg(value: LoopExpr): LoopExpr {
  return unary("neg", value);
}

export function foldCompare<T extends number | bigint | boolean>(op: CompareOp, a: T, b: T): boolean {
  switch (op) {
    case "eq":
      return a === b;
    case "ne":
      return a !== b;
    case "lt":
      return a < b;
    case "le":
      return a <= b;
    case "gt":
      return a > b;
    case "ge":
      return a >= b;
  }
}

export function compare(op: CompareOp, left: LoopExpr, right: LoopExpr): LoopExpr {
  if (left.kind === "const" && right.kind === "const" && left.type === right.type) {
    const a = typeof left.value === "boolean" ? Number(left.value) : left.value;
    const b = typeof right.value === "boolean" ? Number(right.value) : right.value;
    return bool(foldCompare(op, a, b));
  }
  return { kind: "compare", op, type: "bool", left, right };
}

export function and(left: LoopExpr, right: LoopExpr): LoopExpr {
  const a = constBool(left);
  const b = constBool(right);
  if (a !== undefined) return a ? right : left;
  if (b !== undefined) return b ? left : right;
  return { kind: "binary", op: "and", type: "bool", left, right };
}
export function or(left: LoopExpr, right: LoopExpr): LoopExpr {
  const a = constBool(left);
  const b = constBool(right);
  if (a !== undefined) return a ? left : right;
  if (b !== undefined) return b ? right : left;
  return { kind: "binary", op: "or", type: "bool", left, right };
}

export function select(condition: LoopExpr, then: LoopExpr, otherwise: LoopExpr): LoopExpr {
  const known = constBool(condition);
  if (known !== undefined) return known ? then : otherwise;
  return { kind: "select", type: then.type, condition, then, else: otherwise };
}

export function convert(type: Scalar, value: LoopExpr): LoopExpr {
  if (value.type === type) return value;
  const known = constInt(value);
  if (known !== undefined) {
    if (type === "f64") return f64(Number(known));
    if (type === "i64" || type === "index") return integer(type, known) ?? { kind: "convert", type, value };
  }
  const inner = value.kind === "convert" ? value.value : undefined;
  if (inner !== undefined && inner.type === type && type === "index") return inner;
  return { kind: "convert", type, value };
}

/** The number of nodes: a measure of how much code an expression is. */
export function costOf(e: LoopExpr): number {
  switch (e.kind) {
    case "const":
    case "local":
    case "length":
      return 0;
    case "unary":
    case "convert":
    case "reinterpret":
      return 1 + costOf(e.value);
    case "binary":
    case "compare":
      return 1 + costOf(e.left) + costOf(e.right);
    case "fma":
      return 1 + costOf(e.a) + costOf(e.b) + costOf(e.c);
    case "select":
      return 1 + costOf(e.condition) + costOf(e.then) + costOf(e.else);
    case "load":
      return 1 + costOf(e.index);
    case "elementary":
      return 10 + e.args.reduce((sum, a) => sum + costOf(a), 0);
  }
}
