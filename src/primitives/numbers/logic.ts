/**
 * Logic on Booleans. The operators `∧` and `∨` short-circuit and never reach these rows; the calls by name do.
 */

import type { Lowering } from "../../loop/lowering.ts";
import { bool } from "../../types/type.ts";
import { definePrimitive } from "../define.ts";
import { declined, type Primitive } from "../primitive.ts";
import { accepts } from "../typing.ts";
import { lowerAnd, lowerIff, lowerImplies, lowerNot, lowerOr, lowerXor } from "./lower-logic.ts";

function connective(
  name: string,
  aliases: readonly string[],
  summary: string,
  example: string,
  holds: (a: boolean, b: boolean) => boolean,
  lower: Lowering,
): Primitive {
  return definePrimitive(
    {
      name,
      aliases,
      arity: 2,
      yields: name === "logical_xor",
      overloads: ["Bool × Bool → Bool"],
      rule: accepts([bool, bool], bool),
      doc: { summary, example },
      lower,
      bound: { kind: "exact" },
    },
    ([a, b]) => (typeof a === "boolean" && typeof b === "boolean" ? holds(a, b) : declined),
  );
}

export const logic: readonly Primitive[] = [
  connective("logical_and", ["and"], "Both.", "logical_and(true, false) = false", (a, b) => a && b, lowerAnd),
  connective(
    "logical_or",
    ["or"],
    "At least one.",
    "logical_or(true, false) = true",
    (a, b) => a || b,
    lowerOr,
  ),
  connective(
    "logical_xor",
    ["xor"],
    "Exactly one.",
    "logical_xor(true, false) = true",
    (a, b) => a !== b,
    lowerXor,
  ),
  connective(
    "implies",
    [],
    "The second, if the first.",
    "implies(true, false) = false",
    (a, b) => !a || b,
    lowerImplies,
  ),
  connective("iff", [], "Both or neither.", "iff(false, false) = true", (a, b) => a === b, lowerIff),
  definePrimitive(
    {
      name: "logical_not",
      aliases: ["not"],
      arity: 1,
      overloads: ["Bool → Bool"],
      rule: accepts([bool], bool),
      doc: { summary: "The opposite.", example: "logical_not(true) = false" },
      lower: lowerNot,
      bound: { kind: "exact" },
    },
    ([a]) => (typeof a === "boolean" ? !a : declined),
  ),
];
