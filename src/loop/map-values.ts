/** Maps and sets as a whole, while lowering: whether two are equal, and the same under wider types. */

import { force } from "./arrays.ts";
import { conform } from "./convert.ts";
import { bool, compare, i64 } from "./expr.ts";
import type { Layout } from "./layout.ts";
import type { LoopExpr } from "./loop.ts";
import type { LoopBuilder, Lowered } from "./lowering.ts";
import { mapBuilder } from "./map-changes.ts";
import { isMapLayout, type MapLayout, sameMaps } from "./map-layout.ts";
import { keyWords } from "./map-words.ts";
import {
  complementOf,
  eachLive,
  find,
  isComplement,
  isFound,
  keyAt,
  keyCount,
  mapOf,
  mapView,
  valueAt,
} from "./maps.ts";
import { assignCell, joinCell } from "./parts.ts";

const skip = (): void => {};

/** Whether a value of this layout is a map or a set, or has one in it. */
export function holdsMap(layout: Layout): boolean {
  return layout.kind === "tuple" && (isMapLayout(layout) || layout.items.some(holdsMap));
}

/** As many keys, and for each of the first a pair of the second that `same` accepts. */
export function equalMaps(
  build: LoopBuilder,
  layout: MapLayout,
  [left, right]: readonly [Lowered, Lowered],
  same: (a: Lowered, b: Lowered) => LoopExpr,
): LoopExpr {
  const { map: info } = layout;
  const [a, b] = [mapView(build, layout, left), mapView(build, layout, right)];
  const equal = build.local("equal", "bool", compare("eq", a.code, b.code));
  const differ = (): void => build.assign(equal, bool(false));
  const compareEntries = (): void =>
    eachLive(build, a, (e) => {
      const key = force(build, keyAt(build, a, e));
      const entry = find(build, b, keyWords(build, info, key));
      build.branch(
        isFound(entry),
        () => {
          build.branch(same(key, keyAt(build, b, entry)), skip, differ);
          if (info.form === "map")
            build.branch(same(valueAt(build, a, e), valueAt(build, b, entry)), skip, differ);
        },
        differ,
      );
    });
  build.branch(build.read(equal), compareEntries, skip);
  build.settle(equal);
  return build.read(equal);
}

/** A value that holds maps, where a coercion changes the types of their keys or values. */
export function convertMaps(build: LoopBuilder, value: Lowered, from: Layout, to: Layout): Lowered {
  if (!holdsMap(from) || from.kind !== "tuple" || to.kind !== "tuple" || value.kind !== "tuple")
    return conform(build, value, to);
  if (isMapLayout(from) && isMapLayout(to)) return convertMap(build, value, from, to);
  const items = value.items.map((item, k) => {
    const [own, wanted] = [from.items[k], to.items[k]];
    return own === undefined || wanted === undefined ? item : convertMaps(build, item, own, wanted);
  });
  return { kind: "tuple", items };
}

function convertMap(build: LoopBuilder, value: Lowered, from: MapLayout, to: MapLayout): Lowered {
  // A map of no keys at all has no types in it.
  if (sameMaps(from.map, to.map) || from.map.keyType.kind === "never") return value;
  const view = mapView(build, from, value);
  const made = mapBuilder(build, to.map, build.atom(keyCount(view)));
  eachLive(build, view, (e) => {
    const key = keyAt(build, view, e);
    for (const part of integersIn(key)) checkExact(build, part, from, to);
    const wanted = force(build, conform(build, valueAt(build, view, e), to.map.value));
    made.put(conform(build, key, to.map.key), to.map.form === "set" ? undefined : wanted);
  });
  const cell = joinCell(build, to, "converted");
  const plain = made.finish();
  const keys = mapView(build, to, plain);
  build.branch(
    isComplement(view.code),
    () => assignCell(cell, mapOf(keys, build.atom(complementOf(keys.code)))),
    () => assignCell(cell, plain),
  );
  return cell.settled();
}

function integersIn(key: Lowered): readonly LoopExpr[] {
  if (key.kind === "scalar") return key.value.type === "i64" ? [key.value] : [];
  return key.kind === "tuple" ? key.items.flatMap(integersIn) : [];
}

/** Large integers may become one real: which value is kept then, the evaluator knows. */
function checkExact(build: LoopBuilder, key: LoopExpr, from: MapLayout, to: MapLayout): void {
  if (sameMaps({ ...from.map, valueType: to.map.valueType }, to.map)) return;
  const most = i64(2n ** 53n);
  const least = i64(-(2n ** 53n));
  build.unless(compare("le", key, most), "kind");
  build.unless(compare("ge", key, least), "kind");
}
