/**
 * Runs straight code on numbers: what it means on a machine with a fused multiply-add, which there is none of here. Operations
 * are those of loop/evaluate.ts, on numbers, 64-bit integers and truth values.
 */
import { bitsOf, fromBits } from "../../base/double-bits.ts";
import { CompilerBug } from "../../base/outcome.ts";
import { foldBits, foldCompare, foldInteger, foldReal } from "../expr.ts";
import type { BinaryOp, LocalId, LoopExpr } from "../loop.ts";
import { fusedMultiplyAdd } from "./fused.ts";
import { reproducibleName, rowOf } from "./names.ts";
import { type StraightCode, straightCode } from "./reproducible.ts";
import { turnPart } from "./turns.ts";

type Scalar = number | bigint | boolean;

export function evaluateStraight({ params, values, result }: StraightCode, args: readonly number[]): number {
  const held = new Map<LocalId, Scalar>(params.map((param, k) => [param.id, args[k] ?? Number.NaN]));
  for (const { local, value } of values) held.set(local.id, evaluate(value, held));
  return Number(evaluate(result, held));
}

function evaluate(e: LoopExpr, held: ReadonlyMap<LocalId, Scalar>): Scalar {
  const of = (inner: LoopExpr): Scalar => evaluate(inner, held);
  switch (e.kind) {
    case "const":
      return e.value;
    case "local":
      return held.get(e.id) ?? Number.NaN;
    case "fma":
      return fusedMultiplyAdd(Number(of(e.a)), Number(of(e.b)), Number(of(e.c)));
    case "compare":
      return foldCompare(e.op, of(e.left) as number, of(e.right) as number);
    case "select":
      return of(of(e.condition) === true ? e.then : e.else);
    case "convert":
      return e.type === "i64" ? BigInt(of(e.value) as bigint) : Number(of(e.value));
    case "reinterpret":
      return e.type === "i64" ? bitsOf(Number(of(e.value))) : fromBits(BigInt(of(e.value) as bigint));
    case "unary":
      return unary(e.op, of(e.value));
    case "binary":
      return binary(e.op, of(e.left), of(e.right));
    case "elementary": {
      const args = e.args.map((arg) => Number(of(arg)));
      if (e.name !== reproducibleName("turn")) return evaluateStraight(straightCode(rowOf(e.name)), args);
      const [x = Number.NaN, part = 0] = args;
      return Number.isFinite(x) ? turnPart(x, part) : Number.NaN;
    }
    default:
      throw new CompilerBug(`${e.kind} in an elementary function`);
  }
}

function unary(op: string, x: Scalar): Scalar {
  if (typeof x === "boolean") return !x;
  if (typeof x === "bigint") return BigInt.asIntN(64, op === "not" ? ~x : -x);
  switch (op) {
    case "neg":
      return -x;
    case "abs":
      return Math.abs(x);
    case "sqrt":
      return Math.sqrt(x);
    case "floor":
      return Math.floor(x);
    default:
      throw new CompilerBug(`${op} in an elementary function`);
  }
}

function binary(op: BinaryOp, a: Scalar, b: Scalar): Scalar {
  if (typeof a === "boolean") return op === "and" ? a && b === true : a || b === true;
  const both = typeof a === "bigint" && typeof b === "bigint";
  const value = both ? (foldInteger(op, a, b) ?? foldBits(op, a, b)) : foldReal(op, Number(a), Number(b));
  if (value === undefined) throw new CompilerBug(`${op} in an elementary function`);
  return typeof value === "bigint" ? BigInt.asIntN(64, value) : value;
}
