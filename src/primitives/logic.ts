/**
 * Logic on Booleans. The operators `∧` and `∨` short-circuit and never reach these rows; the calls by name do.
 */
import { bool } from "../types/type.ts";
import { definePrimitive } from "./define.ts";
import { declined, type Primitive } from "./primitive.ts";
import { accepts } from "./typing.ts";

function connective(
  name: string,
  aliases: readonly string[],
  summary: string,
  example: string,
  holds: (a: boolean, b: boolean) => boolean,
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
      bound: { kind: "exact" },
    },
    ([a, b]) => (typeof a === "boolean" && typeof b === "boolean" ? holds(a, b) : declined),
  );
}

export const logic: readonly Primitive[] = [
  connective("logical_and", ["and"], "Both.", "logical_and(true, false) = false", (a, b) => a && b),
  connective("logical_or", ["or"], "At least one.", "logical_or(true, false) = true", (a, b) => a || b),
  connective("logical_xor", ["xor"], "Exactly one.", "logical_xor(true, false) = true", (a, b) => a !== b),
  connective("implies", [], "The second, if the first.", "implies(true, false) = false", (a, b) => !a || b),
  connective("iff", [], "Both or neither.", "iff(false, false) = true", (a, b) => a === b),
  definePrimitive(
    {
      name: "logical_not",
      aliases: ["not"],
      arity: 1,
      overloads: ["Bool → Bool"],
      rule: accepts([bool], bool),
      doc: { summary: "The opposite.", example: "logical_not(true) = false" },
      bound: { kind: "exact" },
    },
    ([a]) => (typeof a === "boolean" ? !a : declined),
  ),
];
