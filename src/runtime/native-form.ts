/**
 * Values taken apart for a kernel. What is not of the expected kind has no native form, and neither has an integer beyond 64 bits:
 * the call is then interpreted.
 */
import { CompilerBug } from "../base/outcome.ts";
import { emptyMap, emptySet } from "../interpret/collections.ts";
import { fieldValue, gridOf } from "../interpret/field.ts";
import { SparseMatrix, sparseValue } from "../interpret/sparse.ts";
import { type ComplexValue, type ListValue, unitValue, type Value } from "../interpret/value.ts";
import { type DataForm, type DataLayout, hasTag, isDataLayout, type TupleLayout } from "../loop/data.ts";
import type { Layout } from "../loop/layout.ts";
import { isMapLayout } from "../loop/map-layout.ts";
import { isSparseLayout, type SparseLayout } from "../loop/sparse-layout.ts";

/** Why a value cannot be passed. */
export type Misfit = "overflow" | "shape";

/** Caught by `encode`. */
export class MisfitError extends Error {
  readonly misfit: Misfit;
  constructor(misfit: Misfit) {
    super(misfit);
    this.misfit = misfit;
  }
}

export function asReal(value: Value): number {
  if (typeof value !== "number") throw new MisfitError("shape");
  return value;
}

export function asInteger(value: Value): bigint {
  if (typeof value !== "bigint") throw new MisfitError("shape");
  if (BigInt.asIntN(64, value) !== value) throw new MisfitError("overflow");
  return value;
}

export function asText(value: Value): string {
  if (typeof value !== "string") throw new MisfitError("shape");
  return value;
}

export function asBool(value: Value): boolean {
  if (typeof value !== "boolean") throw new MisfitError("shape");
  return value;
}

export function asComplex(value: Value): Pick<ComplexValue, "re" | "im"> {
  if (typeof value === "object" && value.kind === "complex") return value;
  throw new MisfitError("shape");
}

export function partsOfTuple(value: Value, layout: TupleLayout): (i: number) => Value {
  return isDataLayout(layout) ? partsOfData(value, layout) : asTuple(value, layout.items.length);
}

/** Tag and fields as the layout has them; the fields of other constructors are zero. */
function partsOfData(value: Value, { data, items }: DataLayout): (i: number) => Value {
  if (typeof value !== "object" || value.kind !== "data" || value.data !== data.name)
    throw new MisfitError("shape");
  const tag = data.constructors.findIndex((c) => c.name === value.constructor);
  const variant = data.constructors[tag];
  if (variant === undefined) throw new MisfitError("shape");
  const parts: (Value | undefined)[] = items.map(() => undefined);
  if (hasTag(data)) parts[0] = BigInt(tag);
  variant.places.forEach((place, i) => {
    parts[place] = value.fields[i];
  });
  return (i) => parts[i] ?? paddingOf(items[i] ?? { kind: "unit" });
}

function paddingOf(layout: Layout): Value {
  switch (layout.kind) {
    case "unit":
      return unitValue;
    case "scalar":
      return { f64: 0, i64: 0n, bool: false }[layout.scalar];
    case "text":
      return "";
    case "complex":
      return { kind: "complex", re: 0, im: 0 };
    case "tuple": {
      if (isMapLayout(layout)) return layout.map.form === "map" ? emptyMap : emptySet;
      if (isSparseLayout(layout)) return emptySparse(layout);
      const items = layout.items.map(paddingOf);
      return isDataLayout(layout) ? dataOf(layout.data, items) : { kind: "tuple", items };
    }
    case "array": {
      const extents = layout.extents.map((e) => (e === "run-time" ? 0 : e));
      const [rows = 0, columns = 0] = extents;
      const count = extents.reduce((product, extent) => product * extent, 1);
      const items = Array.from({ length: count }, () => paddingOf(layout.element));
      if (extents.length === 2) return { kind: "matrix", rows, columns, items };
      if (extents.length > 2) return fieldValue({ sizes: extents, items: new Float64Array(count) });
      return { kind: "list", items, start: 0, length: count };
    }
  }
}

function emptySparse({ sparse: info }: SparseLayout): Value {
  const [rows, columns] = [info.rows, info.columns].map((e) => (e === "run-time" ? undefined : e));
  const triplets = { rows: new Float64Array(), columns: new Float64Array(), values: new Float64Array() };
  return sparseValue(info, new SparseMatrix({ rows, columns }, { triplets }));
}

/** The parts of a tuple, a fixed list or a closure. */
function asTuple(value: Value, count: number): (i: number) => Value {
  const list = partsOf(value);
  if (list === undefined || list.length !== count) throw new MisfitError("shape");
  return (i) => list.items[list.start + i] ?? unitValue;
}

function partsOf(value: Value): Pick<ListValue, "items" | "start" | "length"> | undefined {
  if (typeof value !== "object") return undefined;
  if (value.kind === "list") return value;
  if (value.kind === "tuple") return { items: value.items, start: 0, length: value.items.length };
  if (value.kind === "closure") return { items: value.captures, start: 0, length: value.captures.length };
  return undefined;
}

interface ArrayParts {
  readonly items: readonly Value[] | Float64Array;
  readonly start: number;
  readonly count: number;
  readonly extents: readonly number[];
}

export function asArray(value: Value, extents: readonly unknown[]): ArrayParts {
  if (typeof value === "object" && value.kind === "list" && extents.length === 1)
    return { items: value.items, start: value.start, count: value.length, extents: [value.length] };
  if (typeof value === "object" && value.kind === "matrix" && extents.length === 2) {
    const { rows, columns, items } = value;
    return { items, start: 0, count: rows * columns, extents: [rows, columns] };
  }
  const grid = gridOf(value);
  if (grid !== undefined && grid.sizes.length === extents.length)
    return { items: grid.items, start: 0, count: grid.items.length, extents: grid.sizes };
  throw new MisfitError("shape");
}

/** The value of a data type whose tag and fields these are. */
export function dataOf(form: DataForm, items: readonly Value[]): Value {
  const tag = hasTag(form) ? Number(items[0]) : 0;
  const variant = form.constructors[tag];
  if (variant === undefined) throw new CompilerBug(`${form.name} has no constructor ${tag}`);
  const fields = variant.places.map((place) => items[place] ?? unitValue);
  return { kind: "data", data: form.name, constructor: variant.name, fields };
}
