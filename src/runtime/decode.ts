/**
 * The slots of a frame → values, following `Layout` (loop/layout.ts) and `frameLayout` (emit/frame.ts): those that the evaluator would
 * have built, ℝ arrays as `Float64Array`, everything else as tagged values. And the memory that results of known size need before.
 */
import { CompilerBug } from "../base/outcome.ts";
import type { FrameSlot } from "../emit/frame.ts";
import { complementOf, mapOf, setOf } from "../interpret/collections.ts";
import { fieldValue } from "../interpret/field.ts";
import { SparseMatrix, sparseValue } from "../interpret/sparse.ts";
import { unitValue, type Value } from "../interpret/value.ts";
import { isDataLayout, itemTypes, type TupleLayout } from "../loop/data.ts";
import { fixedComponents, type Layout } from "../loop/layout.ts";
import type { ElementScalar } from "../loop/loop.ts";
import { isMapLayout, type MapLayout } from "../loop/map-layout.ts";
import { isSparseLayout, type SparseLayout } from "../loop/sparse-layout.ts";
import type { Type } from "../types/type.ts";
import type { Elements, Frame } from "./frame.ts";
import { decodeEntries } from "./maps.ts";
import { dataOf } from "./native-form.ts";
import { type ArrayLayout, type ArraySlot, componentCount, SlotReader } from "./slots.ts";

/** Memory for those results whose size the caller knows; one entry for each array slot, undefined where the kernel keeps it. */
export type ResultArrays = readonly (Elements | undefined)[];

export function provideResults(frame: Frame, slots: readonly FrameSlot[]): ResultArrays {
  return slots
    .filter((slot): slot is ArraySlot => slot.kind === "array")
    .map(({ word, element, length }) =>
      length.words.length > 0 ? undefined : frame.allocate(word, element, length.constant),
    );
}

/** The arrays a result consists of, where it is nothing but arrays of sizes that the caller knows. */
export function fixedArrays(slots: readonly FrameSlot[]): readonly FixedArray[] | undefined {
  const arrays = slots.flatMap((slot): readonly FixedArray[] =>
    slot.kind === "array" && slot.length.words.length === 0
      ? [{ element: slot.element, length: slot.length.constant, word: slot.word }]
      : [],
  );
  return arrays.length === slots.length && arrays.length > 0 ? arrays : undefined;
}

export interface FixedArray {
  readonly element: ElementScalar;
  readonly length: number;
  readonly word: number;
}

/** Reads the result of a call that ended well. What the kernel kept has to be released afterwards. */
export function decode(
  frame: Frame,
  slots: readonly FrameSlot[],
  provided: ResultArrays,
  layout: Layout,
  type: Type,
): Value {
  let arrays = 0;
  const source: ResultSource = {
    frame,
    slots: new SlotReader(slots),
    nextArray: (slot) => {
      const own = provided[arrays];
      arrays += 1;
      return own === undefined
        ? frame.fetch(slot.word, slot.element, lengthOf(frame, slot))
        : frame.detach(own);
    },
  };
  return decodeValue(source, layout, type);
}

interface ResultSource {
  readonly frame: Frame;
  readonly slots: SlotReader;
  readonly nextArray: (slot: ArraySlot) => Elements;
}

function lengthOf(frame: Frame, slot: ArraySlot): number {
  return slot.length.words.reduce((product, word) => product * frame.size(word), slot.length.constant);
}

function decodeValue(source: ResultSource, layout: Layout, type: Type): Value {
  const { frame, slots } = source;
  switch (layout.kind) {
    case "unit":
      return unitValue;
    case "scalar": {
      const { word } = slots.take("scalar");
      if (layout.scalar === "f64") return frame.real(word);
      return layout.scalar === "i64" ? frame.integer(word) : frame.integer(word) !== 0n;
    }
    case "text":
      return frame.text(frame.integer(slots.take("scalar").word));
    case "complex": {
      const re = frame.real(slots.take("scalar").word);
      return { kind: "complex", re, im: frame.real(slots.take("scalar").word) };
    }
    case "tuple": {
      if (isMapLayout(layout)) return decodeMap(source, layout);
      if (isSparseLayout(layout)) return decodeSparse(source, layout);
      const types = partTypes(type, layout);
      return tupleOf(
        type,
        layout,
        layout.items.map((item, i) => decodeValue(source, item, typeAt(types, i))),
      );
    }
    case "array": {
      const extents = layout.extents.map((extent) =>
        extent === "run-time" ? frame.size(slots.take("extent").word) : extent,
      );
      const components = fixedComponents(layout.element) ?? [];
      const arrays = components.map(() => source.nextArray(slots.take("array")));
      return arrayOf(frame, type, layout, extents, arrays, 0, 0);
    }
  }
}

/** The array whose elements start at element `first` of the component arrays from `c` on. */
function arrayOf(
  frame: Frame,
  type: Type,
  layout: ArrayLayout,
  extents: readonly number[],
  arrays: readonly Elements[],
  c: number,
  first: number,
): Value {
  const count = extents.reduce((product, extent) => product * extent, 1);
  const own = arrays[c];
  if (type.kind === "con" && type.name === "Field" && own instanceof Float64Array)
    return fieldValue({ sizes: extents, items: own.slice(first, first + count) });
  const elementType = elementTypeOf(type);
  const reals = layout.element.kind === "scalar" ? arrays[c] : undefined;
  const [rows = 0, columns = 0] = extents;
  if (extents.length === 2) {
    const items =
      reals instanceof Float64Array
        ? reals.slice(first, first + count)
        : loadElements(frame, elementType, layout.element, arrays, c, first, count);
    return { kind: "matrix", rows, columns, items };
  }
  if (reals instanceof Float64Array) return { kind: "list", items: reals, start: first, length: count };
  const items = loadElements(frame, elementType, layout.element, arrays, c, first, count);
  return { kind: "list", items, start: 0, length: count };
}

function loadElements(
  frame: Frame,
  type: Type,
  layout: Layout,
  arrays: readonly Elements[],
  c: number,
  first: number,
  count: number,
): readonly Value[] {
  return Array.from({ length: count }, (_, i) => loadElement(frame, type, layout, arrays, c, first + i));
}

function loadElement(
  frame: Frame,
  type: Type,
  layout: Layout,
  arrays: readonly Elements[],
  c: number,
  index: number,
): Value {
  switch (layout.kind) {
    case "unit":
      return unitValue;
    case "scalar": {
      const value = arrays[c]?.[index] ?? 0;
      return layout.scalar === "bool" ? value !== 0 : value;
    }
    case "text":
      return frame.text(BigInt(arrays[c]?.[index] ?? 0));
    case "complex":
      return { kind: "complex", re: Number(arrays[c]?.[index]), im: Number(arrays[c + 1]?.[index]) };
    case "tuple": {
      const types = partTypes(type, layout);
      let next = c;
      const items = layout.items.map((item, i) => {
        const part = loadElement(frame, typeAt(types, i), item, arrays, next, index);
        next += componentCount(item);
        return part;
      });
      return tupleOf(type, layout, items);
    }
    case "array": {
      const extents = layout.extents.map((extent) => (extent === "run-time" ? 0 : extent));
      const count = extents.reduce((product, extent) => product * extent, 1);
      return arrayOf(frame, type, layout, extents, arrays, c, index * count);
    }
  }
}

function decodeSparse(source: ResultSource, { sparse: info }: SparseLayout): Value {
  const { frame, slots } = source;
  const size = (): number | undefined => {
    const code = Number(frame.integer(slots.take("scalar").word));
    return code < 0 ? undefined : code;
  };
  const stated = { rows: size(), columns: size() };
  slots.take("extent");
  const pointers = lowWords(source.nextArray(slots.take("array")));
  const count = frame.size(slots.take("extent").word);
  const columns = lowWords(source.nextArray(slots.take("array")));
  const parts = (fixedComponents(info.entry) ?? []).map(() => source.nextArray(slots.take("array")));
  const [only] = parts;
  const values =
    info.entry.kind === "scalar" && only instanceof Float64Array
      ? only
      : loadElements(frame, info.entryType, info.entry, parts, 0, 0, count);
  return sparseValue(info, new SparseMatrix(stated, { compressed: { pointers, columns, values } }));
}

function decodeMap(source: ResultSource, { map: info }: MapLayout): Value {
  const { frame, slots } = source;
  const top = frame.size(slots.take("scalar").word);
  const complement = frame.integer(slots.take("scalar").word) < 0n;
  slots.take("extent");
  const words = source.nextArray(slots.take("array"));
  if (!(words instanceof BigInt64Array)) throw new CompilerBug("a map without its words");
  const { count, keys, values } = decodeEntries(info, top, words);
  const keyAt = (i: number): Value => loadElement(frame, info.keyType, info.key, keys, 0, i);
  if (info.form === "set") {
    const items = setOf(Array.from({ length: count }, (_, i) => keyAt(i)));
    return complement ? complementOf(items) : items;
  }
  const entry = (i: number): readonly [Value, Value] => [
    keyAt(i),
    loadElement(frame, info.valueType, info.value, values, 0, i),
  ];
  return mapOf(Array.from({ length: count }, (_, i) => entry(i)));
}

/** Positions, which are below 2³¹, out of 64-bit words of a machine that puts the low halves first, as the frame does. */
function lowWords(words: Elements): Int32Array {
  const halves = new Int32Array(words.buffer, words.byteOffset, 2 * words.length);
  return Int32Array.from({ length: words.length }, (_, k) => halves[2 * k] ?? 0);
}

// The types that layouts forget.

function partTypes(type: Type, layout: TupleLayout): readonly Type[] {
  if (isDataLayout(layout)) return itemTypes(layout);
  if (type.kind === "tuple" || type.kind === "fixed") return type.items;
  if (type.kind === "closure") return type.captures;
  throw new CompilerBug(`a tuple of the type ${type.kind}`);
}

function typeAt(types: readonly Type[], i: number): Type {
  const type = types[i];
  if (type === undefined) throw new CompilerBug(`a tuple has no part ${i}`);
  return type;
}

/** The element is the last argument of List, Vector and Matrix. */
function elementTypeOf(type: Type): Type {
  const element = type.kind === "con" ? type.args.at(-1) : undefined;
  if (element === undefined) throw new CompilerBug(`an array of the type ${type.kind}`);
  return element;
}

function tupleOf(type: Type, layout: TupleLayout, items: readonly Value[]): Value {
  if (isDataLayout(layout)) return dataOf(layout.data, items);
  if (type.kind === "closure") return { kind: "closure", lambda: type.lambda, captures: items };
  if (type.kind === "fixed") return { kind: "list", items, start: 0, length: items.length };
  return { kind: "tuple", items };
}
