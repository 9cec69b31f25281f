/**
 * Maps and sets while lowering: looking up, adding and taking out, going through the keys. The layout is in map-layout.ts.
 *
 * A map never changes, its words do: they grow where a new entry follows the newest one, which older maps do not see, since
 * they know how many entries are theirs. Where a map is not the newest of its words, or these are full, what is its own is
 * copied to new ones first.
 */

import { pullArray, scalar, scalarOf } from "./arrays.ts";
import {
  add,
  and,
  binary,
  bool,
  compare,
  convert,
  i64,
  index,
  load,
  maxIndex,
  mul,
  not,
  select,
  sub,
} from "./expr.ts";
import type { LocalId, LoopExpr } from "./loop.ts";
import type { LoopBuilder, Lowered, SharedFunction } from "./lowering.ts";
import { array, keyOperands, scalarOperand, sharedFunction, type Write } from "./map-functions.ts";
import {
  entryWords,
  growth,
  leastCapacity,
  type MapInfo,
  type MapLayout,
  mapHeader,
  wordCount,
} from "./map-layout.ts";
import { hashOf, isKeyAt, type KeyWord, keyWords, readWords } from "./map-words.ts";
import { words } from "./sparse-layout.ts";

export const nothing = (): void => {};
export const zero = i64(0n);
export const one = i64(1n);

/** The words of a map, and how many entries there are its own. */
export interface Table {
  readonly words: LocalId;
  /** i64, an atom. */
  readonly top: LoopExpr;
}

/** A map or set as lowering sees it. */
export interface MapView extends Table {
  readonly layout: MapLayout;
  /** How many keys; of a complement −1 − what it leaves out. */
  readonly code: LoopExpr;
}

export function mapView(build: LoopBuilder, layout: MapLayout, value: Lowered): MapView {
  const [top, code, table] = value.kind === "tuple" ? value.items : [];
  const own = table?.kind === "array" ? table.buffers?.[0] : undefined;
  if (top === undefined || code === undefined || own === undefined)
    return build.unsupported("maps of this form");
  const atom = (part: Lowered): LoopExpr => build.atom(scalarOf(build, part));
  return { layout, top: atom(top), code: atom(code), words: own };
}

export function mapOf({ words: table, top }: Table, code: LoopExpr): Lowered {
  const length: LoopExpr = { kind: "length", type: "index", array: table };
  const own = pullArray(words, [length], (i) => scalar(load(table, "i64", i)), { cheap: true, total: true });
  return { kind: "tuple", items: [scalar(top), scalar(code), { ...own, buffers: [table] }] };
}

export function wholeOf(view: MapView): Lowered {
  return mapOf(view, view.code);
}

/** How many keys are listed. */
export function keyCount({ code }: MapView): LoopExpr {
  return select(isComplement(code), complementOf(code), code);
}
export function isComplement(code: LoopExpr): LoopExpr {
  return compare("lt", code, zero);
}
export function complementOf(code: LoopExpr): LoopExpr {
  return sub(i64(-1n), code);
}

// ------------------------------------------------------------------------------------------------------ words

function header(table: LocalId, place: number): LoopExpr {
  return load(table, "i64", index(place));
}

/** Where entry `e` begins, an atom. */
export function entryPlace(build: LoopBuilder, info: MapInfo, table: LocalId, e: LoopExpr): LoopExpr {
  const place = add(header(table, mapHeader.origin), mul(e, i64(BigInt(entryWords(info)))));
  return build.atom(convert("index", place), "entry");
}

/** The word of a slot, and how far up in it the slot lies. */
function slotPlace(slot: LoopExpr): { readonly place: LoopExpr; readonly shift: LoopExpr } {
  return {
    place: convert("index", add(binary("shr", slot, one), i64(BigInt(mapHeader.slots)))),
    shift: binary("shl", binary("and", slot, one), i64(5n)),
  };
}

function slotAt(table: LocalId, slot: LoopExpr): LoopExpr {
  const { place, shift } = slotPlace(slot);
  return binary("and", binary("shr", load(table, "i64", place), shift), i64(0xffff_ffffn));
}

/** Gives a slot that holds `before` another entry. */
export function setSlot(
  build: LoopBuilder,
  table: LocalId,
  slot: LoopExpr,
  before: LoopExpr,
  entry: LoopExpr,
): void {
  const { place, shift } = slotPlace(slot);
  const at = build.atom(place);
  const change = binary("shl", binary("xor", before, entry), shift);
  build.store(table, at, binary("xor", load(table, "i64", at), change));
}

export function isRemoved(link: LoopExpr): LoopExpr {
  return compare("ne", binary("and", link, one), zero);
}
function beforeIt(link: LoopExpr): LoopExpr {
  return binary("shr", link, one);
}

/** Repeats until `done`, which is looked at first. */
function until(build: LoopBuilder, done: () => LoopExpr, step: () => void): void {
  build.forever((leave) => {
    build.branch(done(), leave, nothing);
    step();
  });
}

interface Found {
  /** The newest entry of the key, whosever it is; 0 where there is none. */
  readonly entry: LoopExpr;
  /** Its slot, or the one that waits for it. */
  readonly slot: LoopExpr;
}

export function probe(build: LoopBuilder, info: MapInfo, table: LocalId, key: readonly KeyWord[]): Found {
  const mask = build.atom(header(table, mapHeader.mask), "mask");
  const hash = hashOf(build, key);
  const slot = build.local("slot", "i64", binary("and", hash.start, mask));
  const entry = build.local("newest", "i64", zero);
  build.forever((leave) => {
    build.assign(entry, slotAt(table, build.read(slot)));
    build.branch(compare("eq", build.read(entry), zero), leave, nothing);
    const base = entryPlace(build, info, table, build.read(entry));
    build.branch(isKeyAt(table, add(base, index(1)), key), leave, nothing);
    build.assign(slot, binary("and", add(build.read(slot), hash.step), mask));
  });
  build.settle(slot);
  build.settle(entry);
  return { entry: build.read(entry), slot: build.read(slot) };
}

/** The entry of a key in this map, where its value is; 0 where the map has no such key. */
export function find(build: LoopBuilder, view: MapView, key: readonly KeyWord[]): LoopExpr {
  return entryOf(build, view.layout.map, view, key);
}

export function entryOf(build: LoopBuilder, info: MapInfo, table: Table, key: readonly KeyWord[]): LoopExpr {
  const fn = sharedFunction(
    "find",
    info,
    ["top"],
    ["i64"],
    (inner, { words: table, scalars: [last = zero], key: own }) => [
      foundIn(inner, info, { words: table, top: last }, own),
    ],
  );
  return build.shared(fn, [array(table.words), scalarOperand(table.top), ...keyOperands(key)])[0] ?? zero;
}

function foundIn(
  build: LoopBuilder,
  info: MapInfo,
  { words: table, top: last }: Table,
  key: readonly KeyWord[],
): LoopExpr {
  const newest = probe(build, info, table, key);
  const entry = build.local("found", "i64", newest.entry);
  const link = (): LoopExpr => load(table, "i64", entryPlace(build, info, table, build.read(entry)));
  until(
    build,
    () => compare("le", build.read(entry), last),
    () => build.assign(entry, beforeIt(link())),
  );
  build.branch(
    compare("ne", build.read(entry), zero),
    () => build.branch(isRemoved(link()), () => build.assign(entry, zero), nothing),
    nothing,
  );
  build.settle(entry);
  return build.read(entry);
}

export function isFound(entry: LoopExpr): LoopExpr {
  return compare("ne", entry, zero);
}

export function keyAt(
  build: LoopBuilder,
  { layout: { map: info }, words: table }: MapView,
  e: LoopExpr,
): Lowered {
  return readWords(build, info.key, table, build.atom(add(entryPlace(build, info, table, e), index(1))));
}

export function valueAt(
  build: LoopBuilder,
  { layout: { map: info }, words: table }: MapView,
  e: LoopExpr,
): Lowered {
  const place = add(entryPlace(build, info, table, e), index(1 + wordCount(info.key)));
  return readWords(build, info.value, table, build.atom(place));
}

// ------------------------------------------------------------------------------------------------------ tables

/** Words without entries, with room for at least so many. */
export function freshTable(build: LoopBuilder, info: MapInfo, room: LoopExpr): LocalId {
  const [capacity = zero] = build.shared(capacityFor, [scalarOperand(build.atom(room))]);
  const slots = i64(BigInt(mapHeader.slots));
  const length = build.atom(add(add(capacity, slots), mul(capacity, i64(BigInt(entryWords(info))))));
  build.unless(compare("le", length, i64(BigInt(maxIndex))), "memory");
  const table = build.allocate("table", "i64", convert("index", length));
  build.shared(emptied(info), [array(table), scalarOperand(capacity)]);
  return table;
}

/** The least power of two that is enough. */
const capacityFor: SharedFunction = {
  key: "map capacity",
  name: "map_capacity",
  params: [{ name: "wanted", type: "i64" }],
  results: ["i64"],
  write(build, [wanted]) {
    const capacity = build.local("capacity", "i64", i64(BigInt(leastCapacity)));
    until(
      build,
      () => compare("ge", build.read(capacity), wanted === undefined ? zero : build.read(wanted)),
      () => build.assign(capacity, add(build.read(capacity), build.read(capacity))),
    );
    return [build.read(capacity)];
  },
};

/** Writes the header and empty slots: two of them, half of a word each, for every entry. */
function emptied(info: MapInfo): SharedFunction {
  return sharedFunction(
    "empty",
    info,
    ["capacity"],
    [],
    (build, { words: table, scalars: [capacity = zero] }) => {
      const entries = build.atom(add(capacity, i64(BigInt(mapHeader.slots))));
      build.store(table, index(mapHeader.used), zero);
      build.store(table, index(mapHeader.mask), sub(add(capacity, capacity), one));
      build.store(table, index(mapHeader.capacity), capacity);
      build.store(table, index(mapHeader.origin), sub(entries, i64(BigInt(entryWords(info)))));
      build.loop(index(mapHeader.slots), convert("index", entries), true, (i) => build.store(table, i, zero));
      return [];
    },
  );
}

/** No keys, and one slot: so it is a map of any types. */
export function emptyMap(build: LoopBuilder): Lowered {
  const table = build.allocate("table", "i64", index(mapHeader.slots + 1));
  for (let k = 0; k <= mapHeader.slots; k += 1) build.store(table, index(k), zero);
  return mapOf({ words: table, top: zero }, zero);
}

/** Words in which an entry may follow the last one of the map: its own, or a copy of what is in it. */
export function withRoom(build: LoopBuilder, view: MapView): Table {
  const { words: own, top } = view;
  const table = build.arrayLocal("table", { array: "i64" });
  const last = build.local("last", "i64");
  const newest = compare("eq", header(own, mapHeader.used), top);
  build.branch(
    and(newest, compare("lt", top, header(own, mapHeader.capacity))),
    () => {
      build.alias(table, own);
      build.assign(last, top);
    },
    () => {
      const count = build.atom(keyCount(view));
      const copy = freshTable(build, view.layout.map, build.atom(mul(count, i64(growth))));
      build.shared(copying(view.layout), [array(own), scalarOperand(top), scalarOperand(count), array(copy)]);
      build.alias(table, copy);
      build.assign(last, count);
    },
  );
  build.settle(last);
  return { words: table, top: build.read(last) };
}

/** Copies what is in a map of so many keys to an empty table. */
function copying(layout: MapLayout): SharedFunction {
  const write: Write = (build, { words: table, scalars: [last = zero, code = zero], other }) => {
    if (other !== undefined) copyLive(build, { layout, words: table, top: last, code }, other);
    return [];
  };
  return sharedFunction("copy", layout.map, ["top", "count"], [], write, { other: true });
}

function copyLive(build: LoopBuilder, view: MapView, copy: LocalId): void {
  const { map: info } = view.layout;
  const mask = build.atom(header(copy, mapHeader.mask), "mask");
  const last = build.local("last", "i64", zero);
  eachLive(build, view, (e) => {
    const key = keyWords(build, info, keyAt(build, view, e));
    const hash = hashOf(build, key);
    const slot = build.local("slot", "i64", binary("and", hash.start, mask));
    until(
      build,
      () => compare("eq", slotAt(copy, build.read(slot)), zero),
      () => build.assign(slot, binary("and", add(build.read(slot), hash.step), mask)),
    );
    build.assign(last, add(build.read(last), one));
    setSlot(build, copy, build.read(slot), zero, build.read(last));
    const [from, to] = [
      entryPlace(build, info, view.words, e),
      entryPlace(build, info, copy, build.read(last)),
    ];
    build.store(copy, to, zero);
    for (let k = 1; k < entryWords(info); k += 1)
      build.store(copy, add(to, index(k)), load(view.words, "i64", add(from, index(k))));
  });
  build.store(copy, index(mapHeader.used), build.read(last));
}

/** Visits the entries that hold a key of the map, in the order in which they were put in. */
export function eachLive(build: LoopBuilder, view: MapView, visit: (e: LoopExpr) => void): void {
  const { words: table, top } = view;
  const { map: info } = view.layout;
  const count = build.atom(keyCount(view));
  const whole = build.atom(compare("eq", top, count));
  const end = build.atom(convert("index", add(top, one)));
  const gone = build.allocate("gone", "bool", build.atom(select(whole, index(0), end)));
  build.branch(whole, nothing, () => {
    build.loop(index(0), end, true, (i) => build.store(gone, i, bool(false)));
    build.loop(index(1), end, false, (i) => {
      const link = build.atom(load(table, "i64", entryPlace(build, info, table, convert("i64", i))));
      build.store(gone, build.atom(convert("index", beforeIt(link))), bool(true));
      build.branch(isRemoved(link), () => build.store(gone, i, bool(true)), nothing);
    });
  });
  build.loop(index(1), end, false, (i) => {
    const live = build.local("live", "bool", bool(true));
    build.branch(whole, nothing, () => build.assign(live, not(load(gone, "bool", i))));
    build.branch(build.read(live), () => visit(build.atom(convert("i64", i))), nothing);
  });
}
