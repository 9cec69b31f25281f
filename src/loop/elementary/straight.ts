/**
 * Runs straight code on numbers: what it means on a machine with a fused multiply-add, which there is none of here. Operations
 * are those of loop/evaluate.ts, on numbers, 64-bit integers and truth values.
 */
import { bitsOf, fromBits } from "../../base/double-bits.ts";
import { CompilerBug } from "../../base/outcome.ts";
import { foldBits, foldCompare, foldInteger, foldReal } from "../expr.ts";
import type { BinaryOp, LocalId, LoopExpr } from "../loop.ts";
import type { StraightCode } from "./reproducible.ts";
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
      const [x = Number.NaN, part = 0] = e.args.map((arg) => Number(of(arg)));
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

// ── a·b + c in one rounding ─────────────────────────────────────────────────────────────────────────────────────────

const splitter = 2 ** 27 + 1;
/** Where products by splitting are exact. */
const [least, most] = [2 ** -400, 2 ** 400];
const ordinary = (x: number): boolean => Math.abs(x) < most && (Math.abs(x) > least || x === 0);

export function fusedMultiplyAdd(a: number, b: number, c: number): number {
  if (a === 0 || b === 0) return a * b + c;
  if (ordinary(a) && ordinary(b) && ordinary(c)) return fusedOrdinary(a, b, c);
  const finite = Number.isFinite(a) && Number.isFinite(b) && Number.isFinite(c);
  return finite ? fusedExact(a, b, c) : a * b + c;
}

function twoSum(a: number, b: number): readonly [number, number] {
  const sum = a + b;
  const rest = sum - a;
  return [sum, a - (sum - rest) + (b - rest)];
}

/** Boldo and Melquiond 2008: the small parts are added with rounding to odd, so that the last rounding is the only one. */
function fusedOrdinary(a: number, b: number, c: number): number {
  const product = a * b;
  const [p, q] = [splitter * a, splitter * b];
  const [aHigh, bHigh] = [p - (p - a), q - (q - b)];
  const [aLow, bLow] = [a - aHigh, b - bHigh];
  const low = aHigh * bHigh - product + aHigh * bLow + aLow * bHigh + aLow * bLow;
  const [s, t] = twoSum(c, low);
  const [high, middle] = twoSum(product, s);
  const [sum, rest] = twoSum(middle, t);
  return high + (rest === 0 ? sum : roundedToOdd(sum, rest));
}

/** The neighbour of `sum` in the direction of `rest` where its last bit is 0. */
function roundedToOdd(sum: number, rest: number): number {
  const bits = bitsOf(sum);
  if (bits & 1n) return sum;
  return fromBits(sum > 0 === rest > 0 ? bits + 1n : bits - 1n);
}

/** Any finite numbers: exactly, then rounded once. */
function fusedExact(a: number, b: number, c: number): number {
  const [x, y, z] = [exactly(a), exactly(b), exactly(c)];
  const [exponent, third] = [x.exponent + y.exponent, z.exponent];
  const lowest = Math.min(exponent, third);
  const shifted = (mantissa: bigint, by: number): bigint => mantissa << BigInt(by - lowest);
  const sum = shifted(x.mantissa * y.mantissa, exponent) + shifted(z.mantissa, third);
  return sum === 0n ? a * b + c : rounded(sum, lowest);
}

interface Exact {
  readonly mantissa: bigint;
  readonly exponent: number;
}

function exactly(x: number): Exact {
  const bits = BigInt.asUintN(64, bitsOf(x));
  const field = Number((bits >> 52n) & 0x7ffn);
  const fraction = bits & (2n ** 52n - 1n);
  const size = field === 0 ? fraction : fraction | (2n ** 52n);
  return { mantissa: x < 0 ? -size : size, exponent: Math.max(field, 1) - 1075 };
}

/** mantissa·2^exponent to nearest, ties to even. */
function rounded(mantissa: bigint, exponent: number): number {
  const size = mantissa < 0n ? -mantissa : mantissa;
  const length = size.toString(2).length;
  const drop = Math.max(0, length - 53, -1074 - exponent);
  const half = drop === 0 ? 0n : 1n << BigInt(drop - 1);
  const kept = size >> BigInt(drop);
  const rest = size - (kept << BigInt(drop));
  const up = rest > half || (rest === half && half > 0n && (kept & 1n) === 1n) ? 1n : 0n;
  const value = Number(kept + up);
  // Two steps: the power alone may be out of range.
  const power = exponent + drop;
  const first = Math.max(-1000, Math.min(1000, power));
  const result = value * 2 ** first * 2 ** (power - first);
  return mantissa < 0n ? -result : result;
}
