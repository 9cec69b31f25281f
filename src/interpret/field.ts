/** Values of `Field(n₁, …, n_k)`: the sizes of the grid, and its real entries in row-major order. */
import { realsOf } from "./list.ts";
import { type DataValue, dataValue, type Value } from "./value.ts";

export interface Grid {
  readonly sizes: readonly number[];
  /** Not to be written. */
  readonly items: Float64Array;
}

export function gridSize(sizes: readonly number[]): number {
  return sizes.reduce((product, n) => product * n, 1);
}

export function fieldValue({ sizes, items }: Grid): DataValue {
  const shape = { kind: "list", items: sizes.map(BigInt), start: 0, length: sizes.length } as const;
  return dataValue("Field", "Field", [shape, { kind: "list", items, start: 0, length: items.length }]);
}

/** Undefined for every other value. */
export function gridOf(value: Value | undefined): Grid | undefined {
  if (typeof value !== "object" || value.kind !== "data") return undefined;
  if (value.data !== "Field" || value.constructor !== "Field") return undefined;
  const [shape, entries] = value.fields;
  if (typeof shape !== "object" || shape.kind !== "list") return undefined;
  if (typeof entries !== "object" || entries.kind !== "list") return undefined;
  const items = entries.length === 0 ? new Float64Array() : realsOf(entries);
  const sizes = Array.from({ length: shape.length }, (_, k) => Number(shape.items[shape.start + k]));
  return items === undefined || items.length !== gridSize(sizes) ? undefined : { sizes, items };
}
