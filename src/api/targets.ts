/** Arrays of the caller that take a result: `kernel.into(out, …)`. */
import { at } from "../interpret/list.ts";
import { toReal } from "../interpret/number.ts";
import type { Value } from "../interpret/value.ts";
import type { FixedArray } from "../runtime/decode.ts";
import type { Elements } from "../runtime/frame.ts";
import { described } from "./to-kleis.ts";

/** An array, or for a result of several parts one for each. */
export type Target = Elements | readonly Target[];

/** The arrays in which native code can leave a result of this form. Throws where they are of another kind or size. */
export function arraysOf(out: Target, wanted: readonly FixedArray[]): readonly Elements[] {
  const arrays = flat(out);
  if (arrays.length !== wanted.length)
    throw new TypeError(`the result consists of ${wanted.length} arrays, got ${arrays.length}`);
  for (const [i, { element, length }] of wanted.entries()) {
    const kind = arrayKinds[element];
    const array = arrays[i];
    if (!(array instanceof kind)) throw new TypeError(`the result needs a ${kind.name}`);
    if (array.length !== length) throw sizes(length, array.length);
  }
  return arrays;
}

/** Throws where the arrays for the parts of one result share memory. */
export function checkApart(out: Target): void {
  if (!isArray(out)) return;
  const arrays = flat(out).filter((array) => ArrayBuffer.isView(array));
  const ends = new Map<ArrayBufferLike, number>();
  for (const { buffer, byteOffset, byteLength } of arrays.toSorted((a, b) => a.byteOffset - b.byteOffset)) {
    if (byteOffset < (ends.get(buffer) ?? 0) && byteLength > 0)
      throw new RangeError("two of the arrays for the result share memory");
    ends.set(buffer, byteOffset + byteLength);
  }
}

const arrayKinds = { f64: Float64Array, i64: BigInt64Array, bool: Uint8Array } as const;

function flat(out: Target): readonly Elements[] {
  return isArray(out) ? out.flatMap(flat) : [out];
}

function isArray(out: Target): out is readonly Target[] {
  return Array.isArray(out);
}

/** Copies a value that was computed elsewhere. */
export function fill(out: Target, value: Value): void {
  if (isArray(out)) fillParts(out, value);
  else fillArray(out, value);
}

function fillArray(out: Elements, value: Value): void {
  const items = itemsOf(value);
  if (items === undefined) throw new TypeError("the result is no array");
  if (!ArrayBuffer.isView(out)) throw new TypeError(`the result needs an array, got ${described(out)}`);
  if (items.length !== out.length) throw sizes(items.length, out.length);
  if (out instanceof Float64Array && items instanceof Float64Array) out.set(items);
  else for (const [i, item] of items.entries()) store(out, i, item);
}

function fillParts(out: readonly Target[], value: Value): void {
  const parts = typeof value === "object" && value.kind === "tuple" ? value.items : itemsOf(value);
  if (parts === undefined) throw new TypeError("the result has no parts");
  if (parts.length !== out.length)
    throw new TypeError(`the result consists of ${parts.length} arrays, got ${out.length}`);
  for (const [i, part] of parts.entries()) {
    const target = out[i];
    if (target !== undefined) fill(target, part);
  }
}

function itemsOf(value: Value): readonly Value[] | Float64Array | undefined {
  if (typeof value !== "object") return undefined;
  if (value.kind === "matrix") return value.items;
  if (value.kind !== "list") return undefined;
  const { items, start, length } = value;
  if (items instanceof Float64Array) return items.subarray(start, start + length);
  return Array.from({ length }, (_, i) => at(value, i));
}

function store(out: Elements, index: number, item: Value): void {
  if (out instanceof BigInt64Array && typeof item === "bigint" && BigInt.asIntN(64, item) === item)
    out[index] = item;
  else if (out instanceof Uint8Array && typeof item === "boolean") out[index] = item ? 1 : 0;
  else if (out instanceof Float64Array && typeof item !== "boolean") out[index] = real(item);
  else throw new TypeError(`the result does not fit into a ${out.constructor.name}`);
}

function real(item: Value): number {
  const value = typeof item === "number" ? item : typeof item === "bigint" ? toReal(item) : undefined;
  if (typeof value !== "number") throw new TypeError("the result does not fit into a Float64Array");
  return value;
}

function sizes(needed: number, got: number): RangeError {
  return new RangeError(`the result has ${needed} elements, the array for it ${got}`);
}

/** Whether two arrays share memory. */
export function overlap(a: Elements, b: Elements): boolean {
  return (
    a.buffer === b.buffer &&
    a.byteOffset < b.byteOffset + b.byteLength &&
    b.byteOffset < a.byteOffset + a.byteLength
  );
}
