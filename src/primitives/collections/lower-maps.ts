/** Native maps, and what they share with sets. */
import { layoutFor } from "../../loop/activation.ts";
import { arrayOf, force, scalar, traverse } from "../../loop/arrays.ts";
import { conform } from "../../loop/convert.ts";
import { index } from "../../loop/expr.ts";
import type { LoopExpr } from "../../loop/loop.ts";
import type { LoopBuilder, Lowered, LoweredArray, Lowering, LoweringCall } from "../../loop/lowering.ts";
import { mapBuilder, roomFor, withKey, withValue } from "../../loop/map-changes.ts";
import { isMapLayout, type MapInfo, type MapLayout } from "../../loop/map-layout.ts";
import { inOrder } from "../../loop/map-order.ts";
import { type KeyWord, keyWords } from "../../loop/map-words.ts";
import { emptyMap, find, isFound, keyAt, keyCount, type MapView, mapView, valueAt } from "../../loop/maps.ts";
import { assignCell, joinCell } from "../../loop/parts.ts";
import type { Type } from "../../types/type.ts";
import { failures } from "../failures.ts";
import { resultLayout } from "./lower-list-parts.ts";

const nothing: Lowered = { kind: "unit" };

export function mapLayoutOf(build: LoopBuilder, type: Type | undefined): MapLayout {
  const layout = type === undefined ? undefined : layoutFor(build, type);
  return layout !== undefined && isMapLayout(layout) ? layout : build.unsupported("maps of this form");
}

/** Argument `i`, a map or a set. */
export function viewOf({ build, args, argTypes }: LoweringCall, i: number): MapView {
  return mapView(build, mapLayoutOf(build, argTypes[i]), args[i] ?? nothing);
}

/** Argument `i` as a key of the map or an element of the set. */
export function keyOf({ build, args }: LoweringCall, view: MapView, i: number): readonly KeyWord[] {
  const { map: info } = view.layout;
  return keyWords(build, info, conform(build, args[i] ?? nothing, info.key));
}

function valueFor({ build, args }: LoweringCall, { layout: { map: info } }: MapView, i: number): Lowered {
  return force(build, conform(build, args[i] ?? nothing, info.value));
}

export const lowerMapFrom: Lowering = (call) => {
  const { args, build, result } = call;
  const { map: info } = mapLayoutOf(build, result);
  const [xs] = args;
  if (xs === undefined || info.keyType.kind === "never") return emptyMap(build);
  const pairs = listOf(build, xs);
  const made = mapBuilder(build, info, roomFor(build, pairs));
  traverse(build, pairs, false, (_, pair) => {
    const [key = nothing, value = nothing] = partsOfPair(build, pair);
    made.put(conform(build, key, info.key), force(build, conform(build, value, info.value)));
  });
  return made.finish();
};

/** A list of known length may lie in a tuple: its elements have several types. */
function listOf(build: LoopBuilder, xs: Lowered): LoweredArray {
  return xs.kind === "tuple" ? build.unsupported("maps of pairs of different types") : arrayOf(build, xs);
}

function partsOfPair(build: LoopBuilder, pair: Lowered): readonly Lowered[] {
  if (pair.kind === "tuple" && pair.items.length === 2) return pair.items;
  const isPair = pair.kind === "array" && pair.layout.extents.length === 1 && pair.layout.extents[0] === 2;
  return isPair ? [pair.at(index(0)), pair.at(index(1))] : build.unsupported("lists that are no pairs");
}

export const lowerLookup: Lowering = (call) => {
  const { args, build, result } = call;
  const view = viewOf(call, 0);
  const entry = find(build, view, keyOf(call, view, 1));
  const layout = layoutFor(build, result);
  const found = (): Lowered => conform(build, valueAt(build, view, entry), layout);
  if (args[2] === undefined) {
    build.check(isFound(entry), "index", failures.noKey.text);
    return found();
  }
  const otherwise = force(build, conform(build, args[2], layout));
  const cell = joinCell(build, layout, "value");
  build.branch(
    isFound(entry),
    () => assignCell(cell, found()),
    () => assignCell(cell, otherwise),
  );
  return cell.settled();
};

export const lowerHasKey: Lowering = (call) => {
  const view = viewOf(call, 0);
  return scalar(isFound(find(call.build, view, keyOf(call, view, 1))));
};

/** `insert(x, s)` or `insert(m, k, v)`. */
export const lowerInsert: Lowering = (call) => {
  const { args, build } = call;
  if (args.length === 2) return lowerMember(true)(call);
  const view = viewOf(call, 0);
  return withValue(build, view, keyOf(call, view, 1), valueFor(call, view, 2));
};

/** `remove(x, s)` or `remove(m, k)`. */
export const lowerRemove: Lowering = (call) => {
  const { argTypes, build } = call;
  const [m] = argTypes.map((type) => layoutFor(build, type));
  if (m === undefined || !isMapLayout(m) || m.map.form === "set") return lowerMember(false)(call);
  const view = viewOf(call, 0);
  return withKey(build, view, keyOf(call, view, 1), false);
};

/** An element and a set. */
function lowerMember(isMember: boolean): Lowering {
  return (call) => {
    const view = viewOf(call, 1);
    return withKey(call.build, view, keyOf(call, view, 0), isMember);
  };
}

type Read = (build: LoopBuilder, view: MapView, e: LoopExpr) => Lowered;

function lowerContent(read: Read): Lowering {
  return (call) => {
    const { build } = call;
    const view = viewOf(call, 0);
    return inOrder(build, view, resultLayout(call), (e) => read(build, view, e));
  };
}

export const lowerKeys: Lowering = lowerContent(keyAt);
export const lowerValues: Lowering = lowerContent(valueAt);
export const lowerEntries: Lowering = lowerContent((build, view, e) => ({
  kind: "tuple",
  items: [keyAt(build, view, e), valueAt(build, view, e)],
}));

export const lowerMapSize: Lowering = (call) => scalar(keyCount(viewOf(call, 0)));

/** The set of the elements of a list. */
export function setOfList(build: LoopBuilder, info: MapInfo, xs: LoweredArray): Lowered {
  const made = mapBuilder(build, info, roomFor(build, xs));
  traverse(build, xs, false, (_, x) => made.put(conform(build, x, info.key), undefined));
  return made.finish();
}
