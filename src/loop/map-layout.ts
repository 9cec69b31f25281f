/**
 * The layout of maps and sets (docs/adr/0019-maps.md): a log of what was put in and taken out, with a hash table over it.
 *
 * A value is three parts: how many entries of the log are its own; how many keys it has (a complement: −1 − what it leaves
 * out); one array of words, which it may share with older and newer maps:
 *
 *     [used, mask, capacity, origin]  [mask + 1 slots, two in a word]  [capacity entries of (link, key words, value words)]
 *
 * Entries count from 1: entry e lies at origin + e times the words of one. A slot names the newest entry of its key, 0 where there is none; collisions go to the next slot. The
 * link of an entry is twice the entry that its key had before (0: none), plus one where the key was taken out.
 */
import { compareTexts } from "../base/text-order.ts";
import { typeKey } from "../types/traverse.ts";
import type { Type } from "../types/type.ts";
import { type DataForm, isDataLayout } from "./data.ts";
import { fixedComponents, type Layout } from "./layout.ts";
import { words } from "./sparse-layout.ts";

/** What a layout says of a map or set beyond its parts. A set has values of no words. */
export interface MapInfo {
  readonly form: "map" | "set";
  readonly key: Layout;
  readonly keyType: Type;
  readonly value: Layout;
  readonly valueType: Type;
}

export type MapLayout = Layout & { readonly kind: "tuple"; readonly map: MapInfo };

export function isMapLayout(layout: Layout): layout is MapLayout {
  return layout.kind === "tuple" && layout.map !== undefined;
}

const whole: Layout = { kind: "scalar", scalar: "i64" };

export function mapLayout(map: MapInfo): MapLayout {
  return { kind: "tuple", items: [whole, whole, words], map };
}

/** Places in the words. */
export const mapHeader = { used: 0, mask: 1, capacity: 2, origin: 3, slots: 4 } as const;

/** One scalar of a key. Keys are compared part by part, in this order. */
export interface KeyPart {
  readonly element: "f64" | "i64" | "bool" | "text";
  /** Of a constructor's number: its place among the names, by which such values are ordered. */
  readonly ranks?: readonly number[];
}

/** Functions and fields have no place in the order of keys. */
export function isKeyType(type: Type): boolean {
  if (type.kind === "con")
    return type.name !== "Field" && type.args.every((arg) => arg.kind === "dim" || isKeyType(arg));
  const items = type.kind === "tuple" || type.kind === "fixed" ? type.items : undefined;
  return type.kind === "never" || items?.every(isKeyType) === true;
}

/** The scalars of a key; undefined where such values are no keys in native code. */
export function keyParts(layout: Layout): readonly KeyPart[] | undefined {
  switch (layout.kind) {
    case "unit":
      return [];
    case "scalar":
      return [{ element: layout.scalar }];
    case "text":
      return [{ element: "text" }];
    case "complex":
      return [{ element: "f64" }, { element: "f64" }];
    case "tuple": {
      if (layout.sparse !== undefined || layout.map !== undefined) return undefined;
      if (isDataLayout(layout)) {
        const { constructors } = layout.data;
        if (constructors.length > 1) return tagParts(layout.data);
        if (constructors.some(({ types }) => !types.every(isKeyType))) return undefined;
      }
      const parts = layout.items.map(keyParts);
      const known = parts.filter((part) => part !== undefined);
      return known.length < parts.length ? undefined : known.flat();
    }
    case "array": {
      const element = keyParts(layout.element);
      const [size] = layout.extents;
      if (element === undefined || typeof size !== "number" || layout.extents.length > 1) return undefined;
      return Array.from({ length: size }, () => element).flat();
    }
  }
}

/** Values of a type with several constructors are ordered by their names; only those without fields are keys here. */
function tagParts({ constructors }: DataForm): readonly KeyPart[] | undefined {
  if (constructors.some(({ places }) => places.length > 0)) return undefined;
  const names = constructors.map(({ name }) => name).sort(compareTexts);
  return [{ element: "i64", ranks: constructors.map(({ name }) => names.indexOf(name)) }];
}

/** Keys of more scalars than this are compared too slowly to be written out. */
export const longestKey = 16;

/** Words of a value. */
export function wordCount(layout: Layout): number {
  return (fixedComponents(layout) ?? []).reduce((sum, { count }) => sum + count, 0);
}

/** Words from one entry to the next. */
export function entryWords(info: MapInfo): number {
  return 1 + wordCount(info.key) + wordCount(info.value);
}

/** Values of the same types lie in the same way. */
export function sameMaps(a: MapInfo, b: MapInfo): boolean {
  return typeKey(a.keyType) === typeKey(b.keyType) && typeKey(a.valueType) === typeKey(b.valueType);
}

/** Zeros that are the keys of a map have one sign. */
export function hasPlainZeros(info: MapInfo): boolean {
  return info.form === "map" && info.key.kind === "scalar" && info.key.scalar === "f64";
}

/**
 * The hash of a key, modulo 2³²: each word is `low ⊕ high·upper`, and joins those before it by `·join ⊕`; then `shifts` bring
 * high bits down. So integers that follow each other lie side by side, and multiples of a power of two do not pile up. The
 * way on from a slot that is taken is `(hash·join >> step) | 1` slots long (double hashing; Knuth, TAOCP 3, §6.4): in a dense run
 * of keys the next free slot would be far.
 */
export const hashing = { join: 0x045d9f3b, upper: 0x119de1f3, shifts: [7, 14], step: 11 } as const;

/** The bits of every NaN that is a key. */
export const nanBits = 0x7ff8_0000_0000_0000n;

/** The least capacity of a table that grows; it has twice as many slots. */
export const leastCapacity = 8;

/**
 * Room for so many times the keys that are copied. Memory that no entry reaches is never touched, and what is copied again and
 * again is: 10⁵ keys put in one by one take 4.7 MB where a table grows by 4, 6.5 where by 2.
 */
export const growth = 4n;
