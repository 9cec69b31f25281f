/** Exact fractions. The operators act on them too; these are the names the language's files use. */
import type { RationalValue, Value } from "../../interpret/value.ts";
import { bool, integer, rational, type Type } from "../../types/type.ts";
import { definePrimitive } from "../define.ts";
import { failures, failWith } from "../failures.ts";
import {
  addition,
  binary,
  division,
  fraction,
  integerOf,
  isNumber,
  isZero,
  magnitude,
  multiplication,
  negation,
  subtraction,
  unary,
} from "../number.ts";
import { declined, type Primitive } from "../primitive.ts";
import { accepts, numericRule } from "../typing.ts";

const construct = definePrimitive(
  {
    name: "rational",
    aliases: ["Rational"],
    arity: 2,
    overloads: ["ℤ × ℤ → ℚ"],
    rule: accepts([integer, integer], rational),
    doc: {
      summary: "The exact fraction p/q in lowest terms.",
      example: "rational(2, 4) + rational(1, 3) = rational(5, 6)",
      raises: "Division by zero (KL0501)",
    },
    bound: { kind: "exact" },
  },
  ([p, q], context) => {
    const numerator = integerOf(p);
    const denominator = integerOf(q);
    if (numerator === undefined || denominator === undefined) return declined;
    if (denominator === 0n) failWith(context, failures.division);
    return fraction(numerator, denominator);
  },
);

type Two = (a: RationalValue, b: RationalValue) => Value;

function onTwo(name: string, summary: string, example: string, run: Two, result: Type = rational): Primitive {
  return definePrimitive(
    {
      name,
      arity: 2,
      yields: true,
      overloads: [`ℚ × ℚ → ${result === bool ? "Bool" : "ℚ"}`],
      rule: numericRule(1, 1, result),
      doc: { summary, example },
      bound: { kind: "exact" },
    },
    ([a, b], context) => {
      if (name === "rational_div" && b !== undefined && isNumber(b) && isZero(b))
        failWith(context, failures.division);
      return binary({ rational: run }, a, b);
    },
  );
}

function onOne(
  name: string,
  summary: string,
  example: string,
  run: (a: RationalValue) => Value,
  result: Type = rational,
): Primitive {
  return definePrimitive(
    {
      name,
      arity: 1,
      yields: true,
      overloads: [`ℚ → ${result === rational ? "ℚ" : "ℤ"}`],
      rule: numericRule(1, 1, result),
      doc: { summary, example },
      bound: { kind: "exact" },
    },
    ([a], context) => {
      if (name === "rational_inv" && a !== undefined && isNumber(a) && isZero(a))
        failWith(context, failures.division);
      return unary({ rational: run }, a);
    },
  );
}

const difference = (a: RationalValue, b: RationalValue): bigint =>
  a.numerator * b.denominator - b.numerator * a.denominator;

export const rationals: readonly Primitive[] = [
  construct,
  onTwo(
    "rational_add",
    "The sum.",
    "rational_add(rational(1, 2), rational(1, 3)) = rational(5, 6)",
    addition.rational,
  ),
  onTwo(
    "rational_sub",
    "The difference.",
    "rational_sub(rational(1, 2), rational(1, 3)) = rational(1, 6)",
    subtraction.rational,
  ),
  onTwo(
    "rational_mul",
    "The product.",
    "rational_mul(rational(1, 2), rational(2, 3)) = rational(1, 3)",
    multiplication.rational,
  ),
  onTwo(
    "rational_div",
    "The quotient.",
    "rational_div(rational(1, 2), rational(2, 3)) = rational(3, 4)",
    division.rational,
  ),
  onTwo(
    "rational_lt",
    "Whether the first is below the second.",
    "rational_lt(rational(1, 3), rational(1, 2)) = true",
    (a, b) => difference(a, b) < 0n,
    bool,
  ),
  onTwo(
    "rational_le",
    "Whether the first is at most the second.",
    "rational_le(rational(1, 2), rational(1, 2)) = true",
    (a, b) => difference(a, b) <= 0n,
    bool,
  ),
  onTwo(
    "rational_gt",
    "Whether the first is above the second.",
    "rational_gt(rational(1, 2), rational(1, 3)) = true",
    (a, b) => difference(a, b) > 0n,
    bool,
  ),
  onTwo(
    "rational_ge",
    "Whether the first is at least the second.",
    "rational_ge(rational(1, 2), rational(1, 3)) = true",
    (a, b) => difference(a, b) >= 0n,
    bool,
  ),
  onTwo(
    "min_rational",
    "The smaller.",
    "min_rational(rational(1, 2), rational(1, 3)) = rational(1, 3)",
    (a, b) => (difference(a, b) <= 0n ? a : b),
  ),
  onTwo(
    "max_rational",
    "The larger.",
    "max_rational(rational(1, 2), rational(1, 3)) = rational(1, 2)",
    (a, b) => (difference(a, b) >= 0n ? a : b),
  ),
  onTwo(
    "midpoint",
    "The fraction half way between.",
    "midpoint(rational(1, 2), rational(1, 3)) = rational(5, 12)",
    (a, b) => multiplication.rational(addition.rational(a, b), fraction(1n, 2n)),
  ),
  onOne("neg_rational", "The negative.", "neg_rational(rational(1, 2)) = rational(-1, 2)", negation.rational),
  onOne("rational_inv", "1 / x.", "rational_inv(rational(2, 3)) = rational(3, 2)", (a) =>
    fraction(a.denominator, a.numerator),
  ),
  onOne("abs_rational", "The absolute value.", "abs_rational(rational(-1, 2)) = rational(1, 2)", (a) => ({
    ...a,
    numerator: magnitude(a.numerator),
  })),
  onOne("numer", "The numerator in lowest terms.", "numer(rational(2, 4)) = 1", (a) => a.numerator, integer),
  onOne(
    "denom",
    "The denominator in lowest terms, positive.",
    "denom(rational(2, 4)) = 2",
    (a) => a.denominator,
    integer,
  ),
  onOne(
    "sign_rational",
    "-1, 0 or 1.",
    "sign_rational(rational(-1, 2)) = -1",
    (a) => BigInt(a.numerator < 0n ? -1 : a.numerator > 0n ? 1 : 0),
    integer,
  ),
  onOne("int_to_rational", "An integer as a fraction.", "int_to_rational(3) = rational(3, 1)", (a) => a),
  onOne(
    "nat_to_rational",
    "A natural number as a fraction.",
    "nat_to_rational(3) = rational(3, 1)",
    (a) => a,
  ),
];
