/**
 * Arguments of a call that goes on while the caller's program runs: their numbers in memory of the call's own. What the caller
 * resizes or transfers meanwhile is gone, and native code would read where nothing is. Shared memory stays where it lies.
 */
import type { Value } from "../interpret/value.ts";

export function inOwnMemory(value: Value): Value {
  if (typeof value !== "object") return value;
  switch (value.kind) {
    case "list":
    case "matrix":
      return { ...value, items: ownItems(value.items) };
    case "tuple":
      return { ...value, items: value.items.map(inOwnMemory) };
    case "data":
      // Sparse matrices copy when they are made.
      return value.sparse === undefined ? { ...value, fields: value.fields.map(inOwnMemory) } : value;
    case "record":
      return {
        ...value,
        fields: new Map([...value.fields].map(([name, field]) => [name, inOwnMemory(field)])),
      };
    default:
      return value;
  }
}

function ownItems(items: readonly Value[] | Float64Array): readonly Value[] | Float64Array {
  if (!(items instanceof Float64Array)) return items.map(inOwnMemory);
  return items.buffer instanceof ArrayBuffer ? new Float64Array(items) : items;
}
