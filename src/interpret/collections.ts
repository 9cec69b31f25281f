/**
 * Sets and maps. A set is given by its elements or, as the complement of a set, by what it does not contain; both forms are
 * closed under union, intersection and difference. Iteration is in the order of `order.ts`, so that what prints and what is
 * computed does not depend on how a set or map came to be.
 */
import { compareValues } from "./order.ts";
import { entriesOf, find, fromSorted, type Order, withEntry, withoutKey } from "./tree.ts";
import type { MapValue, SetValue, Value } from "./value.ts";
import { VersionedMap } from "./versioned-map.ts";

/** Callers let only values with a place in the order in. */
const order: Order = (a, b) => compareValues(a, b) ?? 0;

// ---- sets ------------------------------------------------------------------------------------------------

export const emptySet: SetValue = { kind: "set", items: undefined, complement: false };

export function setOf(items: Iterable<Value>): SetValue {
  const sorted = [...items].sort(order);
  const distinct = sorted.filter((item, i) => i === 0 || order(item, sorted[i - 1] ?? item) !== 0);
  return finite(distinct);
}

/** In order; of a complement, what it does not contain. */
export function itemsOfSet(set: SetValue): readonly Value[] {
  return entriesOf(set.items).map(([item]) => item);
}

export function hasItem(set: SetValue, item: Value): boolean {
  return (find(set.items, item, order) !== undefined) !== set.complement;
}

export function withItem(set: SetValue, item: Value): SetValue {
  return set.complement ? without(set, item) : including(set, item);
}
export function withoutItem(set: SetValue, item: Value): SetValue {
  return set.complement ? including(set, item) : without(set, item);
}
function including(set: SetValue, item: Value): SetValue {
  return find(set.items, item, order) ? set : { ...set, items: withEntry(set.items, item, true, order) };
}
function without(set: SetValue, item: Value): SetValue {
  return { ...set, items: withoutKey(set.items, item, order) };
}

export function complementOf(set: SetValue): SetValue {
  return { ...set, complement: !set.complement };
}

export function intersection(a: SetValue, b: SetValue): SetValue {
  if (a.complement && b.complement) return complementOf(finite(merged(a, b, true, true)));
  if (a.complement) return finite(merged(b, a, true, false));
  if (b.complement) return finite(merged(a, b, true, false));
  return finite(merged(a, b, false, false));
}
export function union(a: SetValue, b: SetValue): SetValue {
  return complementOf(intersection(complementOf(a), complementOf(b)));
}
export function difference(a: SetValue, b: SetValue): SetValue {
  return intersection(a, complementOf(b));
}
/** The universe is taken as without end: a complement is never empty. */
export function isSubset(a: SetValue, b: SetValue): boolean {
  const rest = difference(a, b);
  return !rest.complement && rest.items === undefined;
}

function finite(sorted: readonly Value[]): SetValue {
  return { kind: "set", items: fromSorted(sorted.map((item) => [item, true])), complement: false };
}

/** What the listed items have in common, with those listed only in the first or only in the second, as asked. */
function merged(a: SetValue, b: SetValue, onlyA: boolean, onlyB: boolean): Value[] {
  const [xs, ys] = [itemsOfSet(a), itemsOfSet(b)];
  const both = onlyA === onlyB;
  const kept: Value[] = [];
  for (let i = 0, j = 0; i < xs.length || j < ys.length; ) {
    const [x, y] = [xs[i], ys[j]];
    const side = y === undefined ? -1 : x === undefined ? 1 : order(x, y);
    const [keep, item] = side === 0 ? [both, x] : side < 0 ? [onlyA, x] : [onlyB, y];
    if (keep && item !== undefined) kept.push(item);
    if (side <= 0) i += 1;
    if (side >= 0) j += 1;
  }
  return kept;
}

// ---- maps ------------------------------------------------------------------------------------------------

export const emptyMap: MapValue = mapOf([]);

/** Of equal keys the last one counts. */
export function mapOf(entries: Iterable<readonly [Value, Value]>): MapValue {
  return { kind: "map", entries: VersionedMap.of(entries, order) };
}

export function entriesOfMap(map: MapValue): readonly (readonly [Value, Value])[] {
  return map.entries.entries();
}
export function sizeOfMap(map: MapValue): number {
  return map.entries.size;
}
export function valueAt(map: MapValue, key: Value): Value | undefined {
  return map.entries.get(key);
}
export function withValueAt(map: MapValue, key: Value, value: Value): MapValue {
  return { kind: "map", entries: map.entries.with(key, value) };
}
export function withoutValueAt(map: MapValue, key: Value): MapValue {
  return { kind: "map", entries: map.entries.without(key) };
}
