/**
 * Maps from keys to values, and the two rows they share with sets: `insert(x, s)`, `insert(m, k, v)`, `remove(x, s)`,
 * `remove(m, k)`. Keys are any values with a decided equality; adding and removing leave the old map as it was.
 */
import * as collection from "../../interpret/collections.ts";
import { isOrdered } from "../../interpret/order.ts";
import { type MapValue, tupleValue, type Value } from "../../interpret/value.ts";
import type { Lowering } from "../../loop/lowering.ts";
import { bool, data, integer, list, never, type Type } from "../../types/type.ts";
import { elements, isList, isTuple, listFrom } from "../arrays.ts";
import { definePrimitive, type RowSpec } from "../define.ts";
import { failures, failWith } from "../failures.ts";
import {
  type Declined,
  declined,
  type EvaluationContext,
  type Primitive,
  type TypeRule,
} from "../primitive.ts";
import { firstOf, notAccepted, pairOf, sequence, typed } from "../typing.ts";
import {
  lowerEntries,
  lowerHasKey,
  lowerInsert,
  lowerKeys,
  lowerLookup,
  lowerMapFrom,
  lowerMapSize,
  lowerRemove,
  lowerValues,
} from "./lower-maps.ts";
import { isSet, itemAndSet, setInsert, setRemove, setType } from "./sets.ts";

function isMap(v: Value | undefined): v is MapValue {
  return typeof v === "object" && v.kind === "map";
}

interface MapType {
  readonly key: Type;
  readonly value: Type;
}
function mapType(key: Type, value: Type): Type {
  return data("Map", [key, value]);
}
function asMap(type: Type | undefined): MapType | undefined {
  if (type?.kind !== "con" || type.name !== "Map") return undefined;
  const [key, value] = type.args;
  return key && value && { key, value };
}

/** A map and a key; more arguments are values of the map. */
const mapAndKey =
  (result: (map: MapType, key: Type, value: Type) => Type): TypeRule =>
  ([m, k, ...values], context) => {
    const own = asMap(m);
    if (own === undefined || k === undefined) return notAccepted;
    const key = context.join(own.key, k);
    const value = values.reduce((a, b) => context.join(a, b), own.value);
    return typed([mapType(key, value), key, ...values.map(() => value)], result(own, key, value));
  };

const onMap =
  (result: (map: MapType) => Type): TypeRule =>
  ([m]) => {
    const own = asMap(m);
    return own === undefined || m === undefined ? notAccepted : typed([m], result(own));
  };

type Run = (args: readonly Value[], context: EvaluationContext) => Value | Declined;

function define(spec: Omit<RowSpec, "yields" | "bound">, run: Run): Primitive {
  return definePrimitive({ ...spec, yields: true, bound: { kind: "exact" } }, run);
}

/** A key and its value: a pair, or a list of two. */
function entryOf(v: Value): readonly [Value, Value] | undefined {
  const [key, value, ...more] = isTuple(v) ? v.items : isList(v) && v.length === 2 ? elements(v) : [];
  return key === undefined || value === undefined || more.length > 0 || !isOrdered(key)
    ? undefined
    : [key, value];
}

const mapFrom = define(
  {
    name: "map_from",
    arity: [0, 1],
    overloads: ["∀(k v). List((k, v)) → Map(k, v)"],
    rule: ([xs], context) => {
      if (xs === undefined) return typed([], mapType(never, never));
      const own = sequence(xs, context);
      if (own === undefined) return notAccepted;
      if (own.element.kind === "never") return typed([own.param], mapType(never, never));
      const pair =
        own.element.kind === "tuple" || own.element.kind === "fixed" ? own.element.items : undefined;
      const row = pair === undefined ? sequence(own.element, context) : undefined;
      const [key, value] = pair?.length === 2 ? pair : [row?.element, row?.element];
      return key === undefined || value === undefined ? notAccepted : typed([own.param], mapType(key, value));
    },
    doc: {
      summary: "The map of a list of pairs; of equal keys the last one counts.",
      example: 'lookup(map_from([("a", 1), ("b", 2)]), "b") = 2',
    },
    lower: lowerMapFrom,
  },
  ([xs]) => {
    if (xs === undefined) return collection.emptyMap;
    if (!isList(xs)) return declined;
    const entries = elements(xs).map(entryOf);
    return entries.every((entry) => entry !== undefined) ? collection.mapOf(entries) : declined;
  },
);

const lookup = define(
  {
    name: "lookup",
    arity: [2, 3],
    overloads: ["∀(k v). Map(k, v) × k → v", "∀(k v). Map(k, v) × k × v → v"],
    rule: mapAndKey((_, __, value) => value),
    doc: {
      summary: "The value at a key; where the map has none, the third argument.",
      example: "lookup(map_from([(1, 10)]), 2, 0) = 0",
      raises: "a key the map does not have, without a third argument (KL0502)",
    },
    lower: lowerLookup,
  },
  ([m, k, otherwise], context) => {
    if (!isMap(m) || k === undefined || !isOrdered(k)) return declined;
    return collection.valueAt(m, k) ?? otherwise ?? failWith(context, failures.noKey);
  },
);

const insert = define(
  {
    name: "insert",
    arity: [2, 3],
    overloads: ["∀(a). a × Set(a) → Set(a)", "∀(k v). Map(k, v) × k × v → Map(k, v)"],
    rule: (args, context) =>
      args.length === 2
        ? itemAndSet(setType)(args, context)
        : mapAndKey((_, key, value) => mapType(key, value))(args, context),
    doc: {
      summary: "The set with one more element; the map with a value at a key.",
      example: "insert(2, set_of([1])) = set_of([1, 2])",
    },
    lower: lowerInsert,
  },
  (args, context) => {
    const [m, k, v] = args;
    if (v === undefined) return setInsert(args, context);
    return isMap(m) && k !== undefined && isOrdered(k) ? collection.withValueAt(m, k, v) : declined;
  },
);

const remove = define(
  {
    name: "remove",
    arity: 2,
    overloads: ["∀(a). a × Set(a) → Set(a)", "∀(k v). Map(k, v) × k → Map(k, v)"],
    rule: firstOf(
      itemAndSet(setType),
      mapAndKey((_, key, value) => mapType(key, value)),
    ),
    doc: {
      summary: "The set without an element; the map without a key.",
      example: "remove(1, set_of([1, 2])) = set_of([2])",
    },
    lower: lowerRemove,
  },
  (args, context) => {
    const [m, k] = args;
    if (isSet(k)) return setRemove(args, context);
    return isMap(m) && k !== undefined && isOrdered(k) ? collection.withoutValueAt(m, k) : declined;
  },
);

const hasKey = define(
  {
    name: "has_key",
    arity: 2,
    overloads: ["∀(k v). Map(k, v) × k → Bool"],
    rule: mapAndKey(() => bool),
    doc: {
      summary: "Whether the map has a value at the key.",
      example: "has_key(map_from([(1, 10)]), 1) = true",
    },
    lower: lowerHasKey,
  },
  ([m, k]) =>
    isMap(m) && k !== undefined && isOrdered(k) ? collection.valueAt(m, k) !== undefined : declined,
);

/** What a map holds, as one value. */
function content(
  name: string,
  summary: string,
  example: string,
  overload: string,
  result: (map: MapType) => Type,
  by: (entries: readonly (readonly [Value, Value])[]) => Value,
  lower: Lowering,
): Primitive {
  return define(
    { name, arity: 1, overloads: [overload], rule: onMap(result), doc: { summary, example }, lower },
    ([m]) => (isMap(m) ? by(collection.entriesOfMap(m)) : declined),
  );
}

export const maps: readonly Primitive[] = [
  mapFrom,
  lookup,
  insert,
  remove,
  hasKey,
  content(
    "keys",
    "The keys, in ascending order.",
    "keys(map_from([(2, 20), (1, 10)])) = [1, 2]",
    "∀(k v). Map(k, v) → List(k)",
    ({ key }) => list(key),
    (entries) => listFrom(entries.map(([key]) => key)),
    lowerKeys,
  ),
  content(
    "values",
    "The values, in the order of their keys.",
    "values(map_from([(2, 20), (1, 10)])) = [10, 20]",
    "∀(k v). Map(k, v) → List(v)",
    ({ value }) => list(value),
    (entries) => listFrom(entries.map(([, value]) => value)),
    lowerValues,
  ),
  content(
    "entries",
    "The pairs of keys and values, in the order of the keys.",
    "entries(map_from([(1, 10)])) = [(1, 10)]",
    "∀(k v). Map(k, v) → List((k, v))",
    ({ key, value }) => list(pairOf(key, value)),
    (entries) => listFrom(entries.map((entry) => tupleValue(...entry))),
    lowerEntries,
  ),
  define(
    {
      name: "map_size",
      arity: 1,
      overloads: ["∀(k v). Map(k, v) → ℤ"],
      rule: onMap(() => integer),
      doc: { summary: "How many keys.", example: "map_size(map_from([(1, 10), (2, 20)])) = 2" },
      lower: lowerMapSize,
    },
    ([m]) => (isMap(m) ? BigInt(collection.sizeOfMap(m)) : declined),
  ),
];
