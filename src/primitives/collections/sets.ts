/**
 * Sets, of any values with a decided equality, and their complements (`collections.ts`). An element that is a function or
 * depends on a free name leaves the call as it is.
 */
import * as collection from "../../interpret/collections.ts";
import { isOrdered } from "../../interpret/order.ts";
import type { SetValue, Value } from "../../interpret/value.ts";
import type { Lowering } from "../../loop/lowering.ts";
import { bool, data, integer, list, never, type Type } from "../../types/type.ts";
import { elements, isList, listFrom } from "../arrays.ts";
import { definePrimitive, type RowSpec } from "../define.ts";
import {
  type Declined,
  declined,
  type EvaluationContext,
  type Primitive,
  type TypeRule,
} from "../primitive.ts";
import { isCon, notAccepted, sequence, typed } from "../typing.ts";
import {
  lowerCardinality,
  lowerComplement,
  lowerDifference,
  lowerEmptySet,
  lowerInSet,
  lowerIntersect,
  lowerSetElements,
  lowerSetOf,
  lowerSingleton,
  lowerSubset,
  lowerUnion,
} from "./lower-sets.ts";

export function isSet(v: Value | undefined): v is SetValue {
  return typeof v === "object" && v.kind === "set";
}

const setType = (element: Type): Type => data("Set", [element]);

function elementOf(type: Type | undefined): Type | undefined {
  return type?.kind === "con" && type.name === "Set" ? type.args[0] : undefined;
}

/** An element and a set, or the other way round where `last` is false. */
export const itemAndSet =
  (result: (element: Type) => Type): TypeRule =>
  ([x, s], context) => {
    const own = elementOf(s);
    if (x === undefined || own === undefined) return notAccepted;
    const element = context.join(x, own);
    return typed([element, setType(element)], result(element));
  };

const onSets =
  (result: (element: Type) => Type): TypeRule =>
  (args, context) => {
    const own = args.map(elementOf);
    if (!own.every((t) => t !== undefined)) return notAccepted;
    const element = own.reduce((a, b) => context.join(a, b), never);
    return typed(
      args.map(() => setType(element)),
      result(element),
    );
  };

type Run = (args: readonly Value[], context: EvaluationContext) => Value | Declined;

function define(spec: Omit<RowSpec, "yields" | "bound">, run: Run): Primitive {
  return definePrimitive({ ...spec, yields: true, bound: { kind: "exact" } }, run);
}

/** Elements that have a place in a set. */
function withItem(by: (x: Value, s: SetValue) => Value): Run {
  return ([x, s]) => (x !== undefined && isSet(s) && isOrdered(x) ? by(x, s) : declined);
}

function onTwo(
  name: string,
  summary: string,
  example: string,
  by: (a: SetValue, b: SetValue) => SetValue,
  lower: Lowering,
): Primitive {
  return define(
    {
      name,
      arity: 2,
      overloads: ["∀(a). Set(a) × Set(a) → Set(a)"],
      rule: onSets(setType),
      doc: { summary, example },
      lower,
    },
    ([a, b]) => (isSet(a) && isSet(b) ? by(a, b) : declined),
  );
}

function listed(s: SetValue, context: EvaluationContext): readonly Value[] {
  return s.complement
    ? context.fail("KL0506", "the complement of a set has no end of elements")
    : collection.itemsOfSet(s);
}

export const sets: readonly Primitive[] = [
  define(
    {
      name: "empty_set",
      arity: 0,
      bare: true,
      overloads: ["Set(a)"],
      rule: () => typed([], setType(never)),
      doc: { summary: "The set without elements.", example: "in_set(1, empty_set()) = false" },
      lower: lowerEmptySet,
    },
    () => collection.emptySet,
  ),
  define(
    {
      name: "singleton",
      arity: 1,
      overloads: ["∀(a). a → Set(a)"],
      rule: ([x]) => (x === undefined ? notAccepted : typed([x], setType(x))),
      doc: { summary: "The set of one element.", example: "singleton(1) = insert(1, empty_set())" },
      lower: lowerSingleton,
    },
    ([x]) => (x !== undefined && isOrdered(x) ? collection.setOf([x]) : declined),
  ),
  define(
    {
      name: "set_of",
      arity: 1,
      overloads: ["∀(a). List(a) → Set(a)"],
      rule: ([xs], context) => {
        const own = sequence(xs, context);
        return own === undefined ? notAccepted : typed([own.param], setType(own.element));
      },
      doc: { summary: "The set of a list's elements.", example: "set_of([2, 1, 2]) = set_of([1, 2])" },
      lower: lowerSetOf,
    },
    ([xs]) => {
      const items = isList(xs) ? elements(xs) : undefined;
      return items?.every(isOrdered) ? collection.setOf(items) : declined;
    },
  ),
  define(
    {
      name: "set_elements",
      arity: 1,
      overloads: ["∀(a). Set(a) → List(a)"],
      rule: onSets(list),
      doc: {
        summary: "The elements of a set, in ascending order.",
        example: "set_elements(set_of([3, 1, 2])) = [1, 2, 3]",
        raises: "the complement of a set (KL0506)",
      },
      lower: lowerSetElements,
    },
    ([s], context) => (isSet(s) ? listFrom(listed(s, context)) : declined),
  ),
  define(
    {
      name: "cardinality",
      aliases: ["card"],
      arity: 1,
      overloads: ["∀(a). Set(a) → ℤ"],
      rule: onSets(() => integer),
      doc: {
        summary: "How many elements.",
        example: "cardinality(set_of([1, 1, 2])) = 2",
        raises: "the complement of a set (KL0506)",
      },
      lower: lowerCardinality,
    },
    ([s], context) => (isSet(s) ? BigInt(listed(s, context).length) : declined),
  ),
  define(
    {
      name: "in_set",
      arity: 2,
      overloads: ["∀(a). a × Set(a) → Bool"],
      rule: itemAndSet(() => bool),
      doc: { summary: "Whether x is an element.", example: "in_set(2, set_of([1, 2])) = true" },
      lower: lowerInSet,
    },
    withItem((x, s) => collection.hasItem(s, x)),
  ),
  onTwo(
    "union",
    "The elements of either.",
    "union(set_of([1]), set_of([2])) = set_of([1, 2])",
    collection.union,
    lowerUnion,
  ),
  onTwo(
    "intersect",
    "The elements of both.",
    "intersect(set_of([1, 2]), set_of([2, 3])) = set_of([2])",
    collection.intersection,
    lowerIntersect,
  ),
  onTwo(
    "difference",
    "The elements of the first that the second lacks.",
    "difference(set_of([1, 2]), set_of([2, 3])) = set_of([1])",
    collection.difference,
    lowerDifference,
  ),
  define(
    {
      name: "complement",
      arity: 1,
      overloads: ["∀(a). Set(a) → Set(a)"],
      rule: onSets(setType),
      doc: {
        summary: "Everything that is no element.",
        example: "in_set(3, complement(set_of([1, 2]))) = true",
      },
      lower: lowerComplement,
    },
    ([s]) => (isSet(s) ? collection.complementOf(s) : declined),
  ),
  define(
    {
      name: "subset",
      arity: 2,
      overloads: ["∀(a). Set(a) × Set(a) → Bool"],
      rule: onSets(() => bool),
      doc: {
        summary: "Whether every element of the first is one of the second.",
        example: "subset(set_of([1]), set_of([1, 2])) = true",
      },
      lower: lowerSubset,
    },
    ([a, b]) => (isSet(a) && isSet(b) ? collection.isSubset(a, b) : declined),
  ),
];

/** For `insert` and `remove`, which sets share with maps. */
export const setInsert = withItem((x, s) => collection.withItem(s, x));
export const setRemove = withItem((x, s) => collection.withoutItem(s, x));
export const isSetType = (type: Type | undefined): boolean => isCon(type, "Set");
export { setType };
