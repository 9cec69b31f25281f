/** What Loop's expressions mean, with `bigint` for i64: the half of the evaluator (evaluate.ts) that computes without changing anything. */
import { bitsOf, fromBits } from "../base/double-bits.ts";
import { CompilerBug } from "../base/outcome.ts";
import { fusedMultiplyAdd } from "./elementary/fused.ts";
import type { Context } from "./evaluate.ts";
import { foldBits, foldCompare, foldInteger, foldReal, maxI64, minI64 } from "./expr.ts";
import type { BinaryOp, LocalId, LoopExpr, UnaryOp } from "./loop.ts";

export type LoopScalar = number | bigint | boolean;

export interface LoopArray {
  readonly items: LoopScalar[];
}

export type LoopValue = LoopScalar | LoopArray;

type TemplateHoles = Readonly<Record<string, number | string>>;

/** What the program needs from outside: elementary functions by row name and templates by name. */
export interface LoopWorld {
  readonly elementary: (name: string, args: readonly number[]) => number;
  readonly template: (name: string, args: readonly LoopValue[], holes: TemplateHoles) => void;
}

export type Frame = Map<LocalId, LoopValue>;

export function arrayAt(frame: Frame, id: LocalId): LoopArray {
  const value = frame.get(id);
  if (typeof value === "object") return value;
  throw new CompilerBug(`local ${id} is not an array`);
}

export function storeAt(array: LoopArray, at: number, value: LoopScalar): void {
  if (!(at >= 0 && at < array.items.length))
    throw new CompilerBug(`a store at ${at} of ${array.items.length}`);
  array.items[at] = value;
}

function loadAt(array: LoopArray, at: number): LoopScalar {
  const value = array.items[at];
  if (value === undefined)
    throw new CompilerBug(`a load at ${at} of ${array.items.length}, or before a store`);
  return value;
}

export function numberOf(v: LoopScalar): number {
  return Number(v);
}

export function big(v: LoopScalar): bigint {
  return typeof v === "bigint" ? v : BigInt(v);
}

export function evaluateExpr(context: Context, e: LoopExpr): LoopScalar {
  const x = (inner: LoopExpr): LoopScalar => evaluateExpr(context, inner);
  switch (e.kind) {
    case "const":
      return e.value;
    case "local": {
      const value = context.frame.get(e.id);
      if (value === undefined || typeof value === "object")
        throw new CompilerBug(`local ${e.id} has no value`);
      return value;
    }
    case "unary":
      return wrapped(context, evaluateUnary(e.op, x(e.value)));
    case "binary":
      return evaluateBinary(e.op, e.type === "index", x(e.left), x(e.right), context.wraps === true);
    case "fma":
      return multiplyAdd(e.exact === true, x(e.a), x(e.b), x(e.c));
    case "compare":
      return foldCompare(e.op, x(e.left), x(e.right));
    case "select":
      return x(e.condition) === true ? x(e.then) : x(e.else);
    case "convert":
      return e.type === "i64" ? big(x(e.value)) : numberOf(x(e.value));
    case "reinterpret":
      return reinterpreted(e.type, x(e.value));
    case "load":
      return loadAt(arrayAt(context.frame, e.array), numberOf(x(e.index)));
    case "length":
      return arrayAt(context.frame, e.array).items.length;
    case "elementary":
      return context.world.elementary(
        e.name,
        e.args.map((a) => numberOf(x(a))),
      );
  }
}

function reinterpreted(type: "f64" | "i64", value: LoopScalar): LoopScalar {
  return type === "i64" ? bitsOf(numberOf(value)) : fromBits(big(value));
}

function evaluateUnary(op: UnaryOp, v: LoopScalar): LoopScalar {
  if (op === "not") return typeof v === "bigint" ? ~v : v !== true;
  if (typeof v === "bigint") return op === "neg" ? -v : op === "abs" && v < 0n ? -v : v;
  const x = numberOf(v);
  switch (op) {
    case "neg":
      return -x;
    case "abs":
      return Math.abs(x);
    case "sqrt":
      return Math.sqrt(x);
    case "floor":
      return Math.floor(x);
    case "ceil":
      return Math.ceil(x);
    case "trunc":
      return Math.trunc(x);
    case "round": {
      const whole = Math.trunc(x);
      return Math.abs(x - whole) >= 0.5 ? whole + Math.sign(x) : whole;
    }
  }
}

function wrapped(context: Context, value: LoopScalar): LoopScalar {
  return context.wraps === true && typeof value === "bigint" ? BigInt.asIntN(64, value) : value;
}

function evaluateBinary(
  op: BinaryOp,
  isIndex: boolean,
  a: LoopScalar,
  b: LoopScalar,
  wraps: boolean,
): LoopScalar {
  if (typeof a === "boolean" || typeof b === "boolean") {
    if (op === "and") return a === true && b === true;
    return op === "or" ? a === true || b === true : a !== b;
  }
  if (typeof a === "bigint" && typeof b === "bigint") return plainInteger(op, a, b, wraps);
  if (isIndex) return Number(plainInteger(op, BigInt(a), BigInt(b), wraps));
  return foldReal(op, Number(a), Number(b)) ?? otherReal(op, Number(a), Number(b));
}

/** Plain integer arithmetic was proved to stay in range; here that is held against it. */
function plainInteger(op: BinaryOp, a: bigint, b: bigint, wraps: boolean): bigint {
  const exact = foldInteger(op, a, b) ?? foldBits(op, a, b);
  if (exact === undefined) throw new CompilerBug(`no integer ${op}`);
  if (wraps) return BigInt.asIntN(64, exact);
  if (exact < minI64 || exact > maxI64) throw new CompilerBug(`${a} ${op} ${b} overflows without a check`);
  return exact;
}

function otherReal(op: BinaryOp, a: number, b: number): number {
  switch (op) {
    case "rem":
      return a % b;
    case "min":
      return Math.min(a, b);
    case "max":
      return Math.max(a, b);
    case "pow":
      return a ** b;
    case "atan2":
      return Math.atan2(a, b);
    case "hypot":
      return Math.hypot(a, b);
    default:
      throw new CompilerBug(`no real ${op}`);
  }
}

function multiplyAdd(exact: boolean, a: LoopScalar, b: LoopScalar, c: LoopScalar): number {
  const [x, y, z] = [numberOf(a), numberOf(b), numberOf(c)];
  return exact ? fusedMultiplyAdd(x, y, z) : x * y + z;
}
