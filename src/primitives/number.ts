/** The numeric tower as rows use it: arithmetic of the evaluator under the rows' names, levels, powers of anything. */
import type { Level } from "../interpret/arithmetic.ts";
import { rationalValue as fraction, type Numeric } from "../interpret/number.ts";
import { complexValue as complexNumber } from "../interpret/value.ts";

export * from "../interpret/arithmetic.ts";
export type { Numeric } from "../interpret/number.ts";
export { gcd, isNumeric as isNumber, magnitude, rationalValue as fraction } from "../interpret/number.ts";
export { complexValue as complexNumber } from "../interpret/value.ts";

/** 0 or 1 of a level. */
export function ofLevel(level: Level, n: 0 | 1): Numeric {
  switch (level) {
    case 0:
      return BigInt(n);
    case 1:
      return fraction(BigInt(n), 1n);
    case 2:
      return n;
    case 3:
      return complexNumber(n, 0);
  }
}

/** x^k by repeated squaring; k ≥ 0, `one` is the value for k = 0. */
export function powerBy<T>(x: T, k: bigint, one: T, multiply: (a: T, b: T) => T): T {
  let result: T | undefined;
  let square = x;
  for (let left = k; ; ) {
    if ((left & 1n) === 1n) result = result === undefined ? square : multiply(result, square);
    left >>= 1n;
    if (left === 0n) return result ?? one;
    square = multiply(square, square);
  }
}
