/** Powers of a square matrix by repeated squaring; a negative exponent inverts first, 0 gives the identity. */
import type { MatrixValue } from "../interpret/value.ts";
import { buildMatrix, entry } from "./arrays.ts";
import { failures, failWith } from "./failures.ts";
import { invert } from "./lu.ts";
import { magnitude, powerBy } from "./number.ts";
import type { EvaluationContext } from "./primitive.ts";
import { multiplyMatrices } from "./products.ts";

export function matrixPower(a: MatrixValue, k: bigint, context: EvaluationContext): MatrixValue {
  if (a.rows !== a.columns) failWith(context, failures.square, a.rows, a.columns);
  const base = k < 0n ? invert(a, context) : a;
  const real = a.rows > 0 && typeof entry(base, 0) === "number";
  const [zero, one] = real ? [0, 1] : [0n, 1n];
  const identity = buildMatrix(a.rows, a.rows, (i, j) => (i === j ? one : zero));
  return powerBy(base, magnitude(k), identity, (x, y) => multiplyMatrices(x, y, context));
}
