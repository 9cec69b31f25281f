/** Maps and sets with more or fewer keys than before, and those made of a list, while lowering. */
import { sizeOf } from "./arrays.ts";
import { add, bool, compare, convert, i64, index, load, not, select, sub } from "./expr.ts";
import type { LoopExpr } from "./loop.ts";
import type { LoopBuilder, Lowered } from "./lowering.ts";
import { array, keyOperands, scalarOperand, sharedFunction, type Write } from "./map-functions.ts";
import { type MapInfo, mapHeader } from "./map-layout.ts";
import { type KeyWord, keyWords, writeWords } from "./map-words.ts";
import {
  complementOf,
  entryOf,
  entryPlace,
  find,
  freshTable,
  isComplement,
  isFound,
  isRemoved,
  type MapView,
  mapOf,
  nothing,
  one,
  probe,
  setSlot,
  type Table,
  wholeOf,
  withRoom,
  zero,
} from "./maps.ts";
import { assignCell, joinCell } from "./parts.ts";

/** A key to be put in or taken out. `value` and `key` are forced. */
export interface Change {
  readonly key: readonly KeyWord[];
  readonly removed: boolean | LoopExpr;
  readonly value?: Lowered;
}

/** Puts an entry behind the last one of words that have room; whether the key was in the map before. */
export function append(build: LoopBuilder, info: MapInfo, table: Table, change: Change): LoopExpr {
  const { key, removed, value } = change;
  const flag = typeof removed === "boolean" ? i64(removed ? 1n : 0n) : convert("i64", removed);
  const fn = sharedFunction("append", info, ["top", "flag"], ["bool", "index"], writeEntry(info));
  const operands = [table.top, flag].map(scalarOperand);
  const [was = bool(false), base = index(0)] = build.shared(fn, [
    array(table.words),
    ...operands,
    ...keyOperands(key),
  ]);
  if (value !== undefined)
    writeWords(build, info.value, table.words, build.atom(add(base, index(1 + key.length))), value);
  return was;
}

/** Everything of an entry but its value. */
const writeEntry =
  (info: MapInfo): Write =>
  (build, { words: table, scalars: [last = zero, flag = zero], key }) => {
    const { entry: before, slot } = probe(build, info, table, key);
    const was = build.local("was", "bool", bool(false));
    build.branch(
      compare("ne", before, zero),
      () => build.assign(was, not(isRemoved(load(table, "i64", entryPlace(build, info, table, before))))),
      nothing,
    );
    build.settle(was);
    const next = build.atom(add(last, one));
    const base = entryPlace(build, info, table, next);
    build.store(table, base, add(add(before, before), flag));
    key.forEach(({ word }, k) => {
      build.store(table, add(base, index(k + 1)), word);
    });
    setSlot(build, table, slot, before, next);
    build.store(table, index(mapHeader.used), next);
    return [build.read(was), base];
  };

/** The map with a value at a key. */
export function withValue(
  build: LoopBuilder,
  view: MapView,
  key: readonly KeyWord[],
  value: Lowered,
): Lowered {
  const room = withRoom(build, view);
  const was = append(build, view.layout.map, room, { key, removed: false, value });
  const count = build.atom(add(view.code, select(was, zero, one)));
  return mapOf({ words: room.words, top: build.atom(add(room.top, one)) }, count);
}

/**
 * The map without a key; the set with or without an element: a complement lists what it lacks. Where it is so already, the
 * value itself.
 */
export function withKey(
  build: LoopBuilder,
  view: MapView,
  key: readonly KeyWord[],
  isMember: boolean,
): Lowered {
  const listed = isFound(find(build, view, key));
  const complement = build.atom(isComplement(view.code));
  const wanted = isMember ? build.atom(not(complement)) : complement;
  const cell = joinCell(build, view.layout, "changed");
  build.branch(
    compare("eq", convert("i64", listed), convert("i64", wanted)),
    () => assignCell(cell, wholeOf(view)),
    () => {
      const room = withRoom(build, view);
      append(build, view.layout.map, room, { key, removed: not(wanted) });
      const grown = select(wanted, one, i64(-1n));
      const code = add(view.code, select(complement, sub(zero, grown), grown));
      assignCell(cell, mapOf({ words: room.words, top: build.atom(add(room.top, one)) }, build.atom(code)));
    },
  );
  return cell.settled();
}

/** A map in the making, of which nobody else knows: entries are put in one by one, `room` of them at most. */
export interface MapBuilder {
  put(key: Lowered, value: Lowered | undefined): void;
  /** `complement`: of the keys that were put in. */
  finish(complement?: boolean): Lowered;
}

/** Of equal keys the last value counts; a set keeps the first of equal elements. */
export function mapBuilder(build: LoopBuilder, info: MapInfo, room: LoopExpr): MapBuilder {
  const table = freshTable(build, info, room);
  const top = build.local("top", "i64", zero);
  const count = build.local("count", "i64", zero);
  const putIn = (key: readonly KeyWord[], value: Lowered | undefined): void => {
    const last = build.atom(build.read(top));
    const was = append(
      build,
      info,
      { words: table, top: last },
      { key, removed: false, ...(value && { value }) },
    );
    build.assign(top, add(last, one));
    build.assign(count, add(build.read(count), select(was, zero, one)));
  };
  return {
    put(given, value) {
      const key = keyWords(build, info, given);
      if (info.form === "map") putIn(key, value);
      else {
        const entry = entryOf(build, info, { words: table, top: build.atom(build.read(top)) }, key);
        build.branch(isFound(entry), nothing, () => putIn(key, undefined));
      }
    },
    finish(complement = false) {
      build.settle(top);
      build.settle(count);
      const keys = build.read(count);
      return mapOf({ words: table, top: build.read(top) }, complement ? complementOf(keys) : keys);
    },
  };
}

/** The size of a list as the number of entries to make room for. */
export function roomFor(build: LoopBuilder, array: Lowered & { readonly kind: "array" }): LoopExpr {
  return build.atom(convert("i64", sizeOf(array)));
}
