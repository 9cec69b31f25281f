/**
 * The type a value shows: for dispatch on run-time values and for messages. Elements are
 * joined. What a value does not hold (type arguments of data, the code of a function) is
 * `any`.
 */
import { unreachable } from "../base/outcome.ts";
import type { CoreData } from "../core/core.ts";
import { constantDim, type Dim, unknownDim } from "../types/dim.ts";
import { join } from "../types/flow.ts";
import { matchTypes } from "../types/match.ts";
import { sparseType } from "../types/sparse.ts";
import { substituteType } from "../types/traverse.ts";
import * as types from "../types/type.ts";
import { entriesOfMap, itemsOfSet } from "./collections.ts";
import { gridOf } from "./field.ts";
import { elements } from "./list.ts";
import type { DataValue, Value } from "./value.ts";

export type DataTypes = ReadonlyMap<string, CoreData>;

/** Levels of data that are looked into. */
const deepestLook = 32;

/** `dataTypes` tells the type arguments of data; without it they are left out. */
export function typeOfValue(value: Value, dataTypes: DataTypes = new Map()): types.Type {
  return look(value, dataTypes, deepestLook);
}

function look(value: Value, dataTypes: DataTypes, depth: number): types.Type {
  switch (typeof value) {
    case "bigint":
      return types.integer;
    case "number":
      return types.real;
    case "boolean":
      return types.bool;
    case "string":
      return types.string;
    default:
  }
  if (depth === 0) return types.any;
  const inside = (part: Value) => look(part, dataTypes, depth - 1);
  switch (value.kind) {
    case "unit":
      return types.unit;
    case "rational":
      return types.rational;
    case "complex":
      return types.complex;
    case "list":
      return types.vector(constantDim(value.length), elementType(elements(value), inside));
    case "matrix": {
      const element = elementType(value.items, inside);
      return types.matrix(constantDim(value.rows), constantDim(value.columns), element);
    }
    case "tuple":
      return types.tuple(value.items.map(inside));
    case "data":
      return dataType(value, dataTypes.get(value.data), inside);
    case "record": {
      const fields = [...value.fields].sort(([a], [b]) => (a < b ? -1 : 1));
      return { kind: "record", fields: fields.map(([name, v]) => ({ name, type: inside(v) })) };
    }
    case "bits":
      return types.data("BitVec", [{ kind: "dim", dim: constantDim(value.width) }]);
    case "set":
      return types.data("Set", [elementType(itemsOfSet(value), inside)]);
    case "map": {
      const entries = entriesOfMap(value);
      const column = (i: 0 | 1) =>
        elementType(
          entries.map((entry) => entry[i]),
          inside,
        );
      return types.data("Map", [column(0), column(1)]);
    }
    case "function":
      return types.fn(new Array<types.Type>(value.arity).fill(types.any), types.any);
    case "closure":
    case "symbol":
    case "term":
    case "formula":
    case "text":
      return types.any;
    default:
      return unreachable(value);
  }
}

function elementType(items: Iterable<Value>, inside: (item: Value) => types.Type): types.Type {
  if (items instanceof Float64Array) return items.length === 0 ? types.never : types.real;
  let joined: types.Type = types.never;
  for (const item of items) {
    joined = join(joined, inside(item));
    if (joined.kind === "any") return joined;
  }
  return joined;
}

/** The type's parameters are what makes the declared types of the fields those of the values. */
function dataType(
  value: DataValue,
  declared: CoreData | undefined,
  inside: (field: Value) => types.Type,
): types.Type {
  if (declared === undefined && value.data === "NDArray") {
    const entries = inside(value.fields[1] ?? false);
    return types.data(value.data, [entries.kind === "con" ? (entries.args[1] ?? types.any) : types.any]);
  }
  const grid = declared === undefined ? gridOf(value) : undefined;
  if (grid !== undefined)
    return types.data(
      value.data,
      grid.sizes.map((size): types.Type => ({ kind: "dim", dim: constantDim(size) })),
    );
  if (declared?.sparse !== undefined && value.sparse !== undefined) {
    const { rows, columns } = value.sparse.stated;
    return sparseType(value.data, sizeDim(rows), sizeDim(columns));
  }
  const variant = declared?.constructors.find((c) => c.name === value.constructor);
  if (declared === undefined || variant === undefined) return types.data(value.data, []);
  const match = matchTypes(variant.fieldTypes, value.fields.map(inside), "exact");
  const found = match.kind === "matched" ? substituteType(declared.type, match.substitution) : declared.type;
  const rest = match.kind === "matched" ? types.never : types.any;
  return substituteType(found, { type: () => rest, dim: () => unknownDim });
}

function sizeDim(size: number | undefined): Dim {
  return size === undefined ? unknownDim : constantDim(size);
}
