/**
 * Powers and the square root. A natural literal exponent keeps the type of the base, so ℤ and ℚ stay exact and matrices stay
 * matrices; any other exponent gives ℝ, or ℂ (T10).
 */
import type { Value } from "../../interpret/value.ts";
import { integer } from "../../types/type.ts";
import { asMatrix } from "../arrays.ts";
import { definePrimitive } from "../define.ts";
import { matrixPower } from "../matrices/matrix-power.ts";
import { binary, complexNumber, integerOf, magnitude, multiplication, powerBy, unary } from "../number.ts";
import type { Declined, EvaluationContext, Primitive, TypeRule } from "../primitive.ts";
import { oneReal } from "../samples.ts";
import {
  decline,
  isInteger,
  isNumeric,
  levelOfType,
  matrixParam,
  matrixShape,
  notAccepted,
  numericRule,
  typed,
  typeOfLevel,
} from "../typing.ts";
import { complexPower, complexSqrt } from "./complex-functions.ts";
import { lowerPower, lowerSqrt } from "./lower-arithmetic.ts";
import { pow } from "./real-functions.ts";

const exact = { kind: "exact" } as const;

const powerRule: TypeRule = ([base, exponent], context) => {
  const k = context.literal(1);
  const natural = k !== undefined && k >= 0n;
  const shape = matrixShape(base, context);
  if (shape !== undefined && isInteger(exponent)) {
    const level = levelOfType(shape.element);
    if (level === undefined) return notAccepted;
    if (shape.rows !== undefined && shape.columns !== undefined && shape.rows !== shape.columns)
      return decline("only a square matrix has powers");
    const entries = natural ? shape.element : typeOfLevel(Math.max(level, 2));
    return typed([matrixParam(shape, entries), integer], matrixParam(shape, entries));
  }
  if (!isNumeric(base) || !isNumeric(exponent) || base === undefined) return notAccepted;
  if (natural && levelOfType(exponent) === 0) return typed([base, integer], base);
  return numericRule(2, 3)([base, exponent ?? base], context);
};

const largestPowerBits = 2n ** 27n;
/** From here on a power takes more than some milliseconds. */
const longPowerBits = 2n ** 19n;

function power(
  base: Value | undefined,
  exponent: Value | undefined,
  context: EvaluationContext,
): Value | Declined {
  const matrix = asMatrix(base);
  const k = integerOf(exponent);
  if (matrix !== undefined && k !== undefined) return matrixPower(matrix, k, context);
  if (typeof exponent === "bigint" && exponent >= 0n) return naturalPower(base, exponent, context);
  return binary({ real: pow, complex: complexPower }, base, exponent);
}

function naturalPower(base: Value | undefined, k: bigint, context: EvaluationContext): Value | Declined {
  const integerPower = (a: bigint): bigint => {
    const bits = BigInt(magnitude(a).toString(2).length - 1);
    if (bits * k > largestPowerBits) context.fail("KL0507", "the power has too many digits");
    if (bits * k < longPowerBits) return a ** k;
    return powerBy(a, k, 1n, (x, y) => {
      context.look();
      return x * y;
    });
  };
  return unary(
    {
      integer: integerPower,
      rational: (a) => ({
        kind: "rational",
        numerator: integerPower(a.numerator),
        denominator: integerPower(a.denominator),
      }),
      real: (a) => realPower(a, k),
      complex: (a) => powerBy(a, k, complexNumber(1, 0), multiplication.complex),
    },
    base,
  );
}

/** x² is one rounding as a product; other exponents go through `pow`. */
function realPower(x: number, k: bigint): number {
  return k === 2n ? x * x : pow(x, Number(k));
}

const powerRow = definePrimitive(
  {
    name: "power",
    aliases: ["pow"],
    arity: 2,
    overloads: [
      "ℤ × ℤ → ℝ",
      "ℝ × ℝ → ℝ",
      "ℂ × ℂ → ℂ",
      "∀(n : Nat)(a). Matrix(n, n, a) × ℤ → Matrix(n, n, a)",
    ],
    rule: powerRule,
    doc: {
      summary:
        "The power: a natural literal exponent keeps the type of the base (matrices too), any other gives ℝ or ℂ.",
      example: "power(2, 100) = 1267650600228229401496703205376",
    },
    lower: lowerPower,
    bound: { kind: "ulp", ulp: 1, vectorUlp: 4 },
  },
  ([a, b], context) => power(a, b, context),
);

const sqrt = definePrimitive(
  {
    name: "sqrt",
    arity: 1,
    overloads: ["ℝ → ℝ", "ℂ → ℂ"],
    rule: numericRule(2, 3),
    doc: { summary: "The square root; NaN for a negative real.", example: "sqrt(16) = 4" },
    lower: lowerSqrt,
    samples: oneReal,
    bound: exact,
  },
  ([a]) => unary({ real: Math.sqrt, complex: complexSqrt }, a),
);

export const powers: readonly Primitive[] = [powerRow, sqrt];
