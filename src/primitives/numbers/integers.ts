/** Number theory and counting on exact integers. */

import type { Lowering } from "../../loop/lowering.ts";
import { integer } from "../../types/type.ts";
import { definePrimitive } from "../define.ts";
import { failures, failWith } from "../failures.ts";
import { gcd, integerOf, magnitude } from "../number.ts";
import { declined, type EvaluationContext, type Primitive } from "../primitive.ts";
import { accepts } from "../typing.ts";
import { lowerBinomial, lowerFactorial, lowerGcd, lowerLcm, lowerPermutation } from "./lower-integers.ts";

/** A product of more factors than this is long work. */
const many = 1024n;

/** a · (a+1) · … · b, by halves, so that the factors of each product have about equal lengths. */
function productOf(a: bigint, b: bigint, look: () => void): bigint {
  if (b - a > many) look();
  if (a > b) return 1n;
  if (b - a < 8n) {
    let result = a;
    for (let k = a + 1n; k <= b; k++) result *= k;
    return result;
  }
  const middle = (a + b) / 2n;
  const [lower, upper] = [productOf(a, middle, look), productOf(middle + 1n, b, look)];
  if (b - a > many) look();
  return lower * upper;
}

const largestFactorial = 1_000_000n;

function counted(n: bigint, context: EvaluationContext): bigint {
  if (n < 0n) failWith(context, failures.negative, n);
  if (n > largestFactorial) context.fail("KL0507", `${n} is too large for exact counting`);
  return n;
}

/** n! / (n - k)!, 0 for k > n. */
function arrangements(n: bigint, k: bigint, look: () => void): bigint {
  return k > n ? 0n : productOf(n - k + 1n, n, look);
}

function choices(n: bigint, k: bigint, look: () => void): bigint {
  const few = k > n - k ? n - k : k;
  return few < 0n ? 0n : arrangements(n, few, look) / productOf(1n, few, look);
}

function onTwo(
  name: string,
  aliases: readonly string[],
  summary: string,
  example: string,
  lower: Lowering,
  run: (a: bigint, b: bigint, context: EvaluationContext) => bigint,
): Primitive {
  return definePrimitive(
    {
      name,
      aliases,
      arity: 2,
      yields: true,
      overloads: ["ℤ × ℤ → ℤ"],
      rule: accepts([integer, integer], integer),
      doc: { summary, example },
      lower,
      bound: { kind: "exact" },
    },
    ([a, b], context) => {
      const x = integerOf(a);
      const y = integerOf(b);
      return x === undefined || y === undefined ? declined : run(x, y, context);
    },
  );
}

const factorial = definePrimitive(
  {
    name: "factorial",
    arity: 1,
    yields: true,
    overloads: ["ℤ → ℤ"],
    rule: accepts([integer], integer),
    doc: {
      summary: "1 · 2 · … · n; also written n!.",
      example: "factorial(20) = 2432902008176640000",
      raises: "a negative number (KL0506)",
    },
    lower: lowerFactorial,
    bound: { kind: "exact" },
  },
  ([n], context) => {
    const k = integerOf(n);
    return k === undefined ? declined : productOf(1n, counted(k, context), context.look);
  },
);

export const integers: readonly Primitive[] = [
  factorial,
  onTwo(
    "binomial",
    ["choose"],
    "The ways to choose k of n.",
    "binomial(5, 2) = 10",
    lowerBinomial,
    (n, k, context) => choices(counted(n, context), counted(k, context), context.look),
  ),
  onTwo(
    "permutation",
    [],
    "The ways to arrange k of n.",
    "permutation(5, 2) = 20",
    lowerPermutation,
    (n, k, context) => arrangements(counted(n, context), counted(k, context), context.look),
  ),
  onTwo("gcd", [], "The greatest common divisor.", "gcd(12, 18) = 6", lowerGcd, gcd),
  onTwo("lcm", [], "The least common multiple.", "lcm(4, 6) = 12", lowerLcm, (a, b) => {
    const common = gcd(a, b);
    const multiple = common === 0n ? 0n : (a / common) * b;
    return magnitude(multiple);
  }),
];
