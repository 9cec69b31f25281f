/** Powers of a square matrix by repeated squaring; a negative exponent inverts first, 0 gives the identity. */
import type { MatrixValue } from "../../interpret/value.ts";
import { buildMatrix, entry } from "../arrays.ts";
import { failures, failWith } from "../failures.ts";
import { invert } from "../linear-algebra/lu.ts";
import { magnitude, powerBy } from "../number.ts";
import type { EvaluationContext } from "../primitive.ts";
import { multiplyMatrices } from "./products.ts";

export function matrixPower(a: MatrixValue, k: bigint, context: EvaluationContext): MatrixValue {
  if (a.rows !== a.columns) failWith(context, failures.square, a.rows, a.columns);
  const base = k < 0n ? invert(a, context) : a;
  const real = a.rows > 0 && typeof entry(base, 0) === "number";
  const [zero, one] = real ? [0, 1] : [0n, 1n];
  const identity = buildMatrix(a.rows, a.rows, (i, j) => (i === j ? one : zero));
  return powerBy(base, magnitude(k), identity, (x, y) => {
    context.look();
    if (digits(x) + digits(y) > mostDigits) context.fail("KL0507", "the power has too many digits");
    return multiplyMatrices(x, y, context);
  });
}

/** Hexadecimal digits of an exact entry, beyond which one multiplication takes seconds. */
const mostDigits = 2 ** 20;

/** Of the longest exact entry; floating-point numbers do not grow. */
function digits(a: MatrixValue): number {
  let most = 0;
  for (let i = 0; i < a.items.length; i += 1) {
    const v = entry(a, i);
    if (typeof v === "bigint") most = Math.max(most, hexDigits(v));
    else if (typeof v === "object" && v.kind === "rational")
      most = Math.max(most, hexDigits(v.numerator), hexDigits(v.denominator));
  }
  return most;
}

function hexDigits(n: bigint): number {
  return n < 2n ** 64n && n > -(2n ** 64n) ? 16 : n.toString(16).length;
}
