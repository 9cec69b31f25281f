/**
 * Arithmetic on literals, done while compiling where the result is the same on every tier: exact on ℤ, one IEEE operation
 * on ℝ. So `-1` is a literal and `2 * pi` a number.
 */
import type { Span } from "../base/span.ts";
import { integerLiteral, realLiteral } from "./build.ts";
import type { CoreExpr } from "./core.ts";

/** Integers that stay small stay readable; larger products are left to run time. */
const greatest = 2n ** 62n;

export function foldLiterals(row: string, args: readonly CoreExpr[], span: Span): CoreExpr | undefined {
  const values = args.map(literalNumber);
  const [a, b] = values;
  if (typeof a === "bigint" && typeof b === "bigint" && values.length === 2) {
    const result = integers.get(row)?.(a, b);
    return result === undefined || result > greatest || result < -greatest
      ? undefined
      : integerLiteral(result, span);
  }
  if (typeof a === "number" && typeof b === "number" && values.length === 2) {
    const result = reals.get(row)?.(a, b);
    return result === undefined ? undefined : realLiteral(result, span);
  }
  if (row !== "negate" || values.length !== 1 || a === undefined) return undefined;
  return typeof a === "bigint" ? integerLiteral(-a, span) : realLiteral(-a, span);
}

const integers: ReadonlyMap<string, (a: bigint, b: bigint) => bigint | undefined> = new Map([
  ["plus", (a: bigint, b: bigint) => a + b],
  ["minus", (a: bigint, b: bigint) => a - b],
  ["times", (a: bigint, b: bigint) => a * b],
  // `10^7` is a bound like any other. A larger exponent is out of reach of what stays readable, unless the base is 0 or ±1.
  ["power", (a: bigint, b: bigint) => (b >= 0n && b <= 62n ? a ** b : undefined)],
]);

const reals: ReadonlyMap<string, (a: number, b: number) => number> = new Map([
  ["plus", (a: number, b: number) => a + b],
  ["minus", (a: number, b: number) => a - b],
  ["times", (a: number, b: number) => a * b],
]);

function literalNumber(node: CoreExpr): bigint | number | undefined {
  if (node.kind !== "literal") return undefined;
  const { literal } = node;
  return literal.kind === "integer" || literal.kind === "real" ? literal.value : undefined;
}
