/**
 * The type a value shows: for dispatch on run-time values and for messages. Elements are
 * joined. What a value does not hold (type arguments of data, the code of a function) is
 * left out or `any`.
 */
import { unreachable } from "../base/outcome.ts";
import { constantDim } from "../types/dim.ts";
import { join } from "../types/flow.ts";
import * as types from "../types/type.ts";
import { elements } from "./list.ts";
import type { Value } from "./value.ts";

export function typeOfValue(value: Value): types.Type {
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
  switch (value.kind) {
    case "unit":
      return types.unit;
    case "rational":
      return types.rational;
    case "complex":
      return types.complex;
    case "list":
      return types.vector(constantDim(value.length), elementType(elements(value)));
    case "matrix":
      return types.matrix(constantDim(value.rows), constantDim(value.columns), elementType(value.items));
    case "tuple":
      return types.tuple(value.items.map(typeOfValue));
    case "data":
      return types.data(value.data, []);
    case "record": {
      const fields = [...value.fields].sort(([a], [b]) => (a < b ? -1 : 1));
      return { kind: "record", fields: fields.map(([name, v]) => ({ name, type: typeOfValue(v) })) };
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

function elementType(items: Iterable<Value>): types.Type {
  if (items instanceof Float64Array) return items.length === 0 ? types.never : types.real;
  let joined: types.Type = types.never;
  for (const item of items) {
    joined = join(joined, typeOfValue(item));
    if (joined.kind === "any") return joined;
  }
  return joined;
}
