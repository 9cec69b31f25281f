/** a·b + c in one rounding, for which there is no operation here. */
import { bitsOf, fromBits } from "../../base/double-bits.ts";

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
