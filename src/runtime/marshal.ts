/**
 * Values ↔ the slots of a frame, following `Layout` (loop/layout.ts) and `frameLayout` (emit/frame.ts).
 *
 * Encoding answers whether the values have a native form: an integer beyond 64 bits, or a value that is not of the shape the
 * kernel was made for, has none, and the call is interpreted. Decoding builds the values that the evaluator would have built:
 * ℝ arrays as `Float64Array`, everything else as tagged values.
 */
import { CompilerBug } from "../base/outcome.ts";
import type { FrameSlot } from "../emit/frame.ts";
import { fieldValue, gridOf } from "../interpret/field.ts";
import { type Numbers, SparseMatrix, sparseFormOf, sparseOf, sparseValue } from "../interpret/sparse.ts";
import { type ComplexValue, type ListValue, unitValue, type Value } from "../interpret/value.ts";
import {
  type DataForm,
  type DataLayout,
  hasTag,
  isDataLayout,
  itemTypes,
  type TupleLayout,
} from "../loop/data.ts";
import { type Extent, fixedComponents, type Layout } from "../loop/layout.ts";
import type { ElementScalar } from "../loop/loop.ts";
import { isSparseLayout, type SparseLayout } from "../loop/sparse-layout.ts";
import type { Type } from "../types/type.ts";
import type { Elements, Frame } from "./frame.ts";

type ArrayLayout = Layout & { readonly kind: "array" };
type ArraySlot = FrameSlot & { readonly kind: "array" };

/** Why a value cannot be passed. */
export type Misfit = "overflow" | "shape";

/** Thrown inside this file only, caught by `encode`. */
class MisfitError extends Error {
  readonly misfit: Misfit;
  constructor(misfit: Misfit) {
    super(misfit);
    this.misfit = misfit;
  }
}

/** Takes slots in order. */
class SlotReader {
  readonly #slots: readonly FrameSlot[];
  #next = 0;
  constructor(slots: readonly FrameSlot[]) {
    this.#slots = slots;
  }
  take<K extends FrameSlot["kind"]>(kind: K): FrameSlot & { readonly kind: K } {
    const slot = this.#slots[this.#next];
    this.#next += 1;
    if (slot?.kind !== kind) throw new CompilerBug(`a frame has no ${kind} at slot ${this.#next - 1}`);
    return slot as FrameSlot & { readonly kind: K }; // its kind was just compared
  }
}

/** Writes the arguments; says why where they do not fit. */
export function encode(
  frame: Frame,
  slots: readonly FrameSlot[],
  layouts: readonly Layout[],
  values: readonly Value[],
): Misfit | undefined {
  if (values.length !== layouts.length) return "shape";
  const reader = new SlotReader(slots);
  try {
    for (const [i, layout] of layouts.entries()) encodeValue(frame, reader, layout, values[i] ?? unitValue);
    return undefined;
  } catch (error) {
    if (error instanceof MisfitError) return error.misfit;
    throw error;
  }
}

function encodeValue(frame: Frame, slots: SlotReader, layout: Layout, value: Value): void {
  switch (layout.kind) {
    case "unit":
      return;
    case "scalar": {
      const { word } = slots.take("scalar");
      if (layout.scalar === "f64") frame.setReal(word, asReal(value));
      else if (layout.scalar === "i64") frame.setInteger(word, asInteger(value));
      else frame.setInteger(word, asBool(value) ? 1n : 0n);
      return;
    }
    case "text":
      frame.setInteger(slots.take("scalar").word, frame.textNumber(asText(value)));
      return;
    case "complex": {
      const { re, im } = asComplex(value);
      frame.setReal(slots.take("scalar").word, re);
      frame.setReal(slots.take("scalar").word, im);
      return;
    }
    case "tuple": {
      if (isSparseLayout(layout)) {
        encodeSparse(frame, slots, layout, value);
        return;
      }
      const items = partsOfTuple(value, layout);
      for (const [i, item] of layout.items.entries()) encodeValue(frame, slots, item, items(i));
      return;
    }
    case "array":
      encodeArray(frame, slots, layout, value);
  }
}

/** The arrays of a sparse matrix are made once for a value, and then passed where they lie. */
function encodeSparse(frame: Frame, slots: SlotReader, { sparse: info }: SparseLayout, value: Value): void {
  const own = sparseOf(value);
  if (own === undefined || sparseFormOf(value)?.data !== info.data) throw new MisfitError("shape");
  const { stated } = own;
  const code = (extent: Extent, size: number | undefined, least: number): bigint => {
    const wanted = extent === "run-time" ? size : extent;
    if (wanted !== undefined && (size === undefined ? least > wanted : size !== wanted))
      throw new MisfitError("shape");
    return BigInt(wanted ?? -1 - least);
  };
  frame.setInteger(slots.take("scalar").word, code(info.rows, stated.rows, own.height));
  frame.setInteger(slots.take("scalar").word, code(info.columns, stated.columns, own.width));
  const sized = info.rows === "run-time" ? own : own.withSizes({ rows: info.rows, columns: stated.columns });
  const { pointers, columns } = sized.words;
  frame.setInteger(slots.take("extent").word, BigInt(pointers.length));
  frame.passIntegers(slots.take("array").word, pointers);
  frame.setInteger(slots.take("extent").word, BigInt(columns.length));
  frame.passIntegers(slots.take("array").word, columns);
  passNumbers(frame, slots, info.entry, sized.values);
}

function passNumbers(frame: Frame, slots: SlotReader, entry: Layout, values: Numbers): void {
  const components = fixedComponents(entry) ?? [];
  if (values instanceof Float64Array && entry.kind === "scalar" && entry.scalar === "f64") {
    frame.passReals(slots.take("array").word, values, 0, values.length);
    return;
  }
  const targets = components.map((c) => frame.allocate(slots.take("array").word, c.element, values.length));
  for (let k = 0; k < values.length; k += 1) storeElement(frame, entry, values[k] ?? 0, targets, 0, k);
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

/** Positions, which are below 2³¹, out of 64-bit words of a machine that puts the low halves first, as the frame does. */
function lowWords(words: Elements): Int32Array {
  const halves = new Int32Array(words.buffer, words.byteOffset, 2 * words.length);
  return Int32Array.from({ length: words.length }, (_, k) => halves[2 * k] ?? 0);
}

function encodeArray(frame: Frame, slots: SlotReader, layout: ArrayLayout, value: Value): void {
  const array = asArray(value, layout.extents);
  for (const [axis, extent] of layout.extents.entries()) {
    const actual = array.extents[axis] ?? 0;
    if (extent === "run-time") frame.setInteger(slots.take("extent").word, BigInt(actual));
    else if (extent !== actual) throw new MisfitError("shape");
  }
  const components = fixedComponents(layout.element) ?? [];
  const [only] = components;
  if (array.items instanceof Float64Array && layout.element.kind === "scalar" && only?.element === "f64") {
    frame.passReals(slots.take("array").word, array.items, array.start, array.count);
    return;
  }
  const targets = components.map((component) =>
    frame.allocate(slots.take("array").word, component.element, array.count * component.count),
  );
  for (let i = 0; i < array.count; i += 1) {
    storeElement(frame, layout.element, array.items[array.start + i] ?? unitValue, targets, 0, i);
  }
}

/** Writes one element into the arrays from component `c` on; the number of the component after it. */
function storeElement(
  frame: Frame,
  layout: Layout,
  value: Value,
  targets: readonly Elements[],
  c: number,
  index: number,
): number {
  switch (layout.kind) {
    case "unit":
      return c;
    case "scalar":
      storeScalar(targets[c], index, value);
      return c + 1;
    case "text":
      storeScalar(targets[c], index, frame.textNumber(asText(value)));
      return c + 1;
    case "complex": {
      const { re, im } = asComplex(value);
      storeScalar(targets[c], index, re);
      storeScalar(targets[c + 1], index, im);
      return c + 2;
    }
    case "tuple": {
      const items = partsOfTuple(value, layout);
      return layout.items.reduce(
        (next, item, i) => storeElement(frame, item, items(i), targets, next, index),
        c,
      );
    }
    case "array": {
      const array = asArray(value, layout.extents);
      if (layout.extents.some((extent, axis) => extent !== array.extents[axis]))
        throw new MisfitError("shape");
      for (let i = 0; i < array.count; i += 1) {
        const item = array.items[array.start + i] ?? unitValue;
        storeElement(frame, layout.element, item, targets, c, index * array.count + i);
      }
      return c + componentCount(layout);
    }
  }
}

function storeScalar(target: Elements | undefined, index: number, value: Value): void {
  if (target instanceof Float64Array) target[index] = asReal(value);
  else if (target instanceof BigInt64Array) target[index] = asInteger(value);
  else if (target !== undefined) target[index] = asBool(value) ? 1 : 0;
}

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

function componentCount(layout: Layout): number {
  return fixedComponents(layout)?.length ?? 0;
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

// Values taken apart; what is not of the expected kind has no native form.

function asReal(value: Value): number {
  if (typeof value !== "number") throw new MisfitError("shape");
  return value;
}

function asInteger(value: Value): bigint {
  if (typeof value !== "bigint") throw new MisfitError("shape");
  if (BigInt.asIntN(64, value) !== value) throw new MisfitError("overflow");
  return value;
}

function asText(value: Value): string {
  if (typeof value !== "string") throw new MisfitError("shape");
  return value;
}

function asBool(value: Value): boolean {
  if (typeof value !== "boolean") throw new MisfitError("shape");
  return value;
}

function asComplex(value: Value): Pick<ComplexValue, "re" | "im"> {
  if (typeof value === "object" && value.kind === "complex") return value;
  throw new MisfitError("shape");
}

function dataOf(form: DataForm, items: readonly Value[]): Value {
  const tag = hasTag(form) ? Number(items[0]) : 0;
  const variant = form.constructors[tag];
  if (variant === undefined) throw new CompilerBug(`${form.name} has no constructor ${tag}`);
  const fields = variant.places.map((place) => items[place] ?? unitValue);
  return { kind: "data", data: form.name, constructor: variant.name, fields };
}

function partsOfTuple(value: Value, layout: TupleLayout): (i: number) => Value {
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

function asArray(value: Value, extents: readonly unknown[]): ArrayParts {
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
