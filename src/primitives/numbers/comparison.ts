/**
 * Comparisons. `=` and `≠` take any two values: numbers by value, compounds structurally, and stay symbolic where free
 * names decide; the orderings take real numbers (and texts, by their characters).
 */

import { compareTexts } from "../../base/text-order.ts";
import { equalValues } from "../../interpret/equal.ts";
import type { Lowering } from "../../loop/lowering.ts";
import { bool, string } from "../../types/type.ts";
import { definePrimitive } from "../define.ts";
import { compare, isNumber, realOf } from "../number.ts";
import { declined, type Primitive, type TypeRule } from "../primitive.ts";
import { twoNumbers } from "../samples.ts";
import { accepts, firstOf, joinNumeric, notAccepted, numericRule, typed } from "../typing.ts";
import { lowerEquals, lowerNotEquals, lowerOrder } from "./lower-comparison.ts";

/** Two numbers meet on one level; anything else is compared as it is. */
const equalityRule: TypeRule = (args, context) => {
  const [a, b] = args;
  if (a === undefined || b === undefined) return notAccepted;
  const number = joinNumeric(a, b);
  if (number !== undefined) return typed([number, number], bool);
  const joined = context.join(a, b);
  return typed(joined.kind === "any" ? args : [joined, joined], bool);
};

function equality(
  name: string,
  aliases: readonly string[],
  whenEqual: boolean,
  example: string,
  lower: Lowering,
): Primitive {
  return definePrimitive(
    {
      name,
      aliases,
      arity: 2,
      overloads: ["∀(a b). a × b → Bool"],
      rule: equalityRule,
      doc: {
        summary: `Whether two values are ${whenEqual ? "equal" : "different"}: by value, structurally; NaN differs from everything.`,
        example,
      },
      lower,
      samples: twoNumbers,
      bound: { kind: "exact" },
    },
    ([a, b]) => {
      if (a === undefined || b === undefined) return declined;
      const verdict = equalValues(a, b);
      return verdict === undefined ? declined : verdict === whenEqual;
    },
  );
}

const orderRule: TypeRule = firstOf(numericRule(0, 2, bool), accepts([string, string], bool));

function ordering(
  name: string,
  aliases: readonly string[],
  summary: string,
  example: string,
  holds: (order: number) => boolean,
  lower: Lowering,
): Primitive {
  return definePrimitive(
    {
      name,
      aliases,
      arity: 2,
      overloads: ["ℝ × ℝ → Bool", "String × String → Bool"],
      rule: orderRule,
      doc: { summary, example },
      lower,
      samples: twoNumbers,
      bound: { kind: "exact" },
    },
    ([a, b]) => {
      if (typeof a === "string" && typeof b === "string") return holds(compareTexts(a, b));
      if (a === undefined || b === undefined || !isNumber(a) || !isNumber(b)) return declined;
      const order = compare(a, b);
      // Two real numbers without an order: one is NaN, and every comparison is false.
      if (order !== undefined) return holds(order);
      return realOf(a) !== undefined && realOf(b) !== undefined ? false : declined;
    },
  );
}

export const comparison: readonly Primitive[] = [
  equality("equals", ["eq"], true, "equals([1, 2], [1.0, 2.0]) = true", lowerEquals),
  equality("neq", [], false, "neq(1, 2) = true", lowerNotEquals),
  ordering(
    "less_than",
    ["lt"],
    "Whether the first is below the second.",
    "less_than(1, 2) = true",
    (o) => o < 0,
    lowerOrder("lt"),
  ),
  ordering(
    "leq",
    ["le", "less_or_equal"],
    "Whether the first is at most the second.",
    "leq(2, 2) = true",
    (o) => o <= 0,
    lowerOrder("le"),
  ),
  ordering(
    "greater_than",
    ["gt"],
    "Whether the first is above the second.",
    "greater_than(1, 2) = false",
    (o) => o > 0,
    lowerOrder("gt"),
  ),
  ordering(
    "geq",
    ["ge", "greater_or_equal"],
    "Whether the first is at least the second.",
    "geq(2, 3) = false",
    (o) => o >= 0,
    lowerOrder("ge"),
  ),
];
