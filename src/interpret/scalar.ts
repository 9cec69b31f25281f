/**
 * Arithmetic and comparisons on ℤ and ℝ without a row's call: the same results, faster.
 *
 * Each computes where both operands are numbers of the host and the result is certain to be that of the row; everything
 * else (large integers, a zero divisor, free names) goes to `slow`, which asks the row. Operands and results of ℤ are
 * compact.
 */
import type { Pure } from "./thread.ts";
import type { Value } from "./value.ts";

/** The row itself, on operands in the form of their places. */
export type Slow = (x: Value, y: Value) => Value;

/** An operation on two parts. */
export type Binary = (a: Pure, b: Pure, slow: Slow) => Pure;
type Operation = (x: number, y: number) => Value;

/** The sum, difference or product of safe integers is exact where it is a safe integer; `+ 0` makes -0 zero. */
function integerArithmetic(operation: (x: number, y: number) => number): Binary {
  return (a, b, slow) => (frame) => {
    const x = a(frame);
    const y = b(frame);
    if (typeof x === "number" && typeof y === "number") {
      const result = operation(x, y);
      if (result <= Number.MAX_SAFE_INTEGER && result >= -Number.MAX_SAFE_INTEGER) return result + 0;
    }
    return slow(x, y);
  };
}

function onNumbers(operation: Operation): Binary {
  return (a, b, slow) => (frame) => {
    const x = a(frame);
    const y = b(frame);
    return typeof x === "number" && typeof y === "number" ? operation(x, y) : slow(x, y);
  };
}

const comparisons: readonly (readonly [string, Binary])[] = [
  ["equals", onNumbers((x, y) => x === y)],
  ["neq", onNumbers((x, y) => x !== y)],
  ["less_than", onNumbers((x, y) => x < y)],
  ["leq", onNumbers((x, y) => x <= y)],
  ["greater_than", onNumbers((x, y) => x > y)],
  ["geq", onNumbers((x, y) => x >= y)],
];

/** A zero divisor is the row's affair. */
function unlessZero(operation: (x: number, y: number) => number): Binary {
  return (a, b, slow) => (frame) => {
    const x = a(frame);
    const y = b(frame);
    return typeof x === "number" && typeof y === "number" && y !== 0 ? operation(x, y) : slow(x, y);
  };
}

/** By the row's name, for two operands of type ℤ. */
export const integerOperations: ReadonlyMap<string, Binary> = new Map([
  ["plus", integerArithmetic((x, y) => x + y)],
  ["minus", integerArithmetic((x, y) => x - y)],
  ["times", integerArithmetic((x, y) => x * y)],
  ["mod", unlessZero((x, y) => (x % y) + 0)],
  ...comparisons,
]);

/** By the row's name, for two operands of type ℝ. */
export const realOperations: ReadonlyMap<string, Binary> = new Map([
  ["plus", onNumbers((x, y) => x + y)],
  ["minus", onNumbers((x, y) => x - y)],
  ["times", onNumbers((x, y) => x * y)],
  ["divide", unlessZero((x, y) => x / y)],
  ...comparisons,
]);
