/** Values → the slots of a frame, following `Layout` (loop/layout.ts) and `frameLayout` (emit/frame.ts). */
import type { FrameSlot } from "../emit/frame.ts";
import { type Numbers, sparseFormOf, sparseOf } from "../interpret/sparse.ts";
import { unitValue, type Value } from "../interpret/value.ts";
import { type Extent, fixedComponents, type Layout } from "../loop/layout.ts";
import { isMapLayout } from "../loop/map-layout.ts";
import { isSparseLayout, type SparseLayout } from "../loop/sparse-layout.ts";
import type { Elements, Frame } from "./frame.ts";
import { encodeMap } from "./maps.ts";
import {
  asArray,
  asBool,
  asComplex,
  asInteger,
  asReal,
  asText,
  type Misfit,
  MisfitError,
  partsOfTuple,
} from "./native-form.ts";
import { type ArrayLayout, componentCount, SlotReader } from "./slots.ts";

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
      if (isMapLayout(layout)) {
        const { top, code, words } = encodeMap(layout.map, value, (text) => frame.textNumber(text));
        frame.setInteger(slots.take("scalar").word, top);
        frame.setInteger(slots.take("scalar").word, code);
        frame.setInteger(slots.take("extent").word, BigInt(words.length));
        frame.passIntegers(slots.take("array").word, words);
        return;
      }
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
