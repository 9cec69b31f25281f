/** Maps and sets in the words that native code has for them (loop/map-layout.ts), and back. */
import { entriesOfMap, itemsOfSet } from "../interpret/collections.ts";
import { unitValue, type Value } from "../interpret/value.ts";
import { fixedComponents, type Layout } from "../loop/layout.ts";
import type { ElementScalar } from "../loop/loop.ts";
import {
  entryWords,
  hashing,
  hasPlainZeros,
  type KeyPart,
  keyParts,
  type MapInfo,
  mapHeader,
  nanBits,
  wordCount,
} from "../loop/map-layout.ts";
import type { Elements } from "./frame.ts";
import {
  asArray,
  asBool,
  asComplex,
  asInteger,
  asReal,
  asText,
  MisfitError,
  partsOfTuple,
} from "./native-form.ts";

/** The parts of a value, as its layout has them. */
export interface MapWords {
  readonly top: bigint;
  readonly code: bigint;
  readonly words: BigInt64Array;
}

/** The entries fill their words, so native code copies them before it adds any: arguments are never written to. */
export function encodeMap(info: MapInfo, value: Value, textNumber: (text: string) => bigint): MapWords {
  const [entries, complement] = entriesOf(info, value);
  const count = entries.length;
  const slots = slotCount(count);
  const stride = entryWords(info);
  const first = mapHeader.slots + Math.ceil(slots / 2);
  const words = new BigInt64Array(first + count * stride);
  words[mapHeader.used] = BigInt(count);
  words[mapHeader.mask] = BigInt(slots - 1);
  words[mapHeader.capacity] = BigInt(count);
  words[mapHeader.origin] = BigInt(first - stride);
  const target: WordTarget = { words, reals: new Float64Array(words.buffer), textNumber };
  const halves = new Int32Array(words.buffer);
  const slotsAt = 2 * mapHeader.slots;
  const parts = keyParts(info.key) ?? [];
  const keyLength = wordCount(info.key);
  for (const [k, [key, item]] of entries.entries()) {
    const base = first + k * stride + 1;
    putWords(target, info.key, base, hasPlainZeros(info) && key === 0 ? 0 : key);
    for (const [i, part] of parts.entries())
      if (part.element === "f64" && Number.isNaN(target.reals[base + i])) words[base + i] = nanBits;
    if (info.form === "map") putWords(target, info.value, base + keyLength, item);
    const hash = hashOf(halves, target.reals, parts, base);
    let slot = hash & (slots - 1);
    while (halves[slotsAt + slot] !== 0) slot = (slot + stepOf(hash)) & (slots - 1);
    halves[slotsAt + slot] = k + 1;
  }
  return { top: BigInt(count), code: BigInt(complement ? -1 - count : count), words };
}

function entriesOf(info: MapInfo, value: Value): [readonly (readonly [Value, Value])[], boolean] {
  if (typeof value === "object" && value.kind === "map" && info.form === "map")
    return [entriesOfMap(value), false];
  if (typeof value !== "object" || value.kind !== "set" || info.form !== "set")
    throw new MisfitError("shape");
  return [itemsOfSet(value).map((item) => [item, unitValue]), value.complement];
}

/** A power of two, at least twice as many as keys. */
function slotCount(keys: number): number {
  let slots = 1;
  while (slots < 2 * keys) slots *= 2;
  return slots;
}

/** As native code has it, modulo 2³². */
function hashOf(halves: Int32Array, reals: Float64Array, parts: readonly KeyPart[], base: number): number {
  let hash = 0;
  for (const [i, { element }] of parts.entries()) {
    const zero = element === "f64" && reals[base + i] === 0;
    const [low, high] = zero ? [0, 0] : [halves[2 * (base + i)] ?? 0, halves[2 * (base + i) + 1] ?? 0];
    hash = Math.imul(hash, hashing.join) ^ low ^ Math.imul(high, hashing.upper);
  }
  for (const shift of hashing.shifts) hash ^= hash >>> shift;
  return hash;
}

function stepOf(hash: number): number {
  return (Math.imul(hash, hashing.join) >>> hashing.step) | 1;
}

interface WordTarget {
  readonly words: BigInt64Array;
  /** The same memory. */
  readonly reals: Float64Array;
  readonly textNumber: (text: string) => bigint;
}

function putWords(target: WordTarget, layout: Layout, base: number, value: Value): void {
  const { words, reals } = target;
  switch (layout.kind) {
    case "unit":
      return;
    case "scalar":
      if (layout.scalar === "f64") reals[base] = asReal(value);
      else words[base] = layout.scalar === "i64" ? asInteger(value) : asBool(value) ? 1n : 0n;
      return;
    case "text":
      words[base] = target.textNumber(asText(value));
      return;
    case "complex": {
      const { re, im } = asComplex(value);
      reals[base] = re;
      reals[base + 1] = im;
      return;
    }
    case "tuple": {
      const parts = partsOfTuple(value, layout);
      let next = base;
      for (const [i, item] of layout.items.entries()) {
        putWords(target, item, next, parts(i));
        next += wordCount(item);
      }
      return;
    }
    case "array": {
      const array = asArray(value, layout.extents);
      if (layout.extents.some((extent, axis) => extent !== array.extents[axis]))
        throw new MisfitError("shape");
      const length = wordCount(layout.element);
      for (let i = 0; i < array.count; i += 1)
        putWords(target, layout.element, base + i * length, array.items[array.start + i] ?? unitValue);
    }
  }
}

// ------------------------------------------------------------------------------------------------------ back

/** The entries of a map as the elements of arrays, one for each component of its keys and of its values. */
export interface MapEntries {
  readonly count: number;
  readonly keys: readonly Elements[];
  readonly values: readonly Elements[];
}

export function decodeEntries(info: MapInfo, top: number, words: BigInt64Array): MapEntries {
  const places = liveEntries(info, top, words);
  const reals = new Float64Array(words.buffer, words.byteOffset, words.length);
  const spread = (layout: Layout, offset: number): readonly Elements[] => {
    const targets = (fixedComponents(layout) ?? []).map((c) =>
      elementsFor(c.element, c.count * places.length),
    );
    for (const [i, place] of places.entries())
      spreadWords({ words, reals }, layout, place + offset, targets, 0, i);
    return targets;
  };
  return {
    count: places.length,
    keys: spread(info.key, 1),
    values: spread(info.value, 1 + wordCount(info.key)),
  };
}

function elementsFor(element: ElementScalar, length: number): Elements {
  if (element === "f64") return new Float64Array(length);
  return element === "i64" ? new BigInt64Array(length) : new Uint8Array(length);
}

/** Where the entries begin that hold a key, in the order in which they were put in. */
function liveEntries(info: MapInfo, top: number, words: BigInt64Array): readonly number[] {
  if (top === 0) return [];
  const stride = entryWords(info);
  const first = Number(words[mapHeader.origin]) + stride;
  const links = Array.from({ length: top }, (_, k) => Number(words[first + k * stride]));
  const gone = new Uint8Array(top + 1);
  for (const [k, link] of links.entries()) {
    gone[Math.floor(link / 2)] = 1;
    if (link % 2 === 1) gone[k + 1] = 1;
  }
  return links.flatMap((_, k) => (gone[k + 1] === 0 ? [first + k * stride] : []));
}

/** Element `index` of the component arrays from `c` on; the number of the component after it. */
function spreadWords(
  source: { readonly words: BigInt64Array; readonly reals: Float64Array },
  layout: Layout,
  base: number,
  targets: readonly Elements[],
  c: number,
  index: number,
): number {
  const put = (at: number, word: number): void => {
    const target = targets[at];
    if (target instanceof Float64Array) target[index] = source.reals[word] ?? 0;
    else if (target instanceof BigInt64Array) target[index] = source.words[word] ?? 0n;
    else if (target !== undefined) target[index] = source.words[word] === 0n ? 0 : 1;
  };
  switch (layout.kind) {
    case "unit":
      return c;
    case "scalar":
    case "text":
      put(c, base);
      return c + 1;
    case "complex":
      put(c, base);
      put(c + 1, base + 1);
      return c + 2;
    case "tuple": {
      let [next, word] = [c, base];
      for (const item of layout.items) {
        next = spreadWords(source, item, word, targets, next, index);
        word += wordCount(item);
      }
      return next;
    }
    case "array": {
      const count = layout.extents.reduce<number>((n, e) => n * (e === "run-time" ? 0 : e), 1);
      const length = wordCount(layout.element);
      for (let i = 0; i < count; i += 1)
        spreadWords(source, layout.element, base + i * length, targets, c, index * count + i);
      return c + (fixedComponents(layout.element)?.length ?? 0);
    }
  }
}
