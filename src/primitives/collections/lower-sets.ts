/** Native sets and their complements. */
import { arrayOf, scalar } from "../../loop/arrays.ts";
import { conform } from "../../loop/convert.ts";
import { bool, compare, i64, not } from "../../loop/expr.ts";
import type { LoopExpr } from "../../loop/loop.ts";
import type { LoopBuilder, Lowered, Lowering, LoweringCall } from "../../loop/lowering.ts";
import { mapBuilder, withKey } from "../../loop/map-changes.ts";
import { inOrder } from "../../loop/map-order.ts";
import { keyWords } from "../../loop/map-words.ts";
import {
  complementOf,
  eachLive,
  emptyMap,
  find,
  isComplement,
  isFound,
  keyAt,
  keyCount,
  type MapView,
  mapOf,
  mapView,
} from "../../loop/maps.ts";
import { assignCell, type Cell, joinCell } from "../../loop/parts.ts";
import { resultLayout } from "./lower-list-parts.ts";
import { keyOf, mapLayoutOf, setOfList, viewOf } from "./lower-maps.ts";

const nothing: Lowered = { kind: "unit" };
const skip = (): void => {};

export const lowerEmptySet: Lowering = ({ build }) => emptyMap(build);

export const lowerSingleton: Lowering = ({ args: [x = nothing], build, result }) => {
  const { map: info } = mapLayoutOf(build, result);
  const made = mapBuilder(build, info, i64(1n));
  made.put(conform(build, x, info.key), undefined);
  return made.finish();
};

export const lowerSetOf: Lowering = ({ args: [xs = nothing], build, result }) => {
  const { map: info } = mapLayoutOf(build, result);
  if (info.keyType.kind === "never") return emptyMap(build);
  return setOfList(build, info, arrayOf(build, xs));
};

/** The elements of a complement are an error, which the evaluator has the words for. */
function listedOf(call: LoweringCall): MapView {
  const view = viewOf(call, 0);
  call.build.unless(not(isComplement(view.code)), "domain");
  return view;
}

export const lowerSetElements: Lowering = (call) => {
  const view = listedOf(call);
  return inOrder(call.build, view, resultLayout(call), (e) => keyAt(call.build, view, e));
};

export const lowerCardinality: Lowering = (call) => scalar(listedOf(call).code);

export const lowerInSet: Lowering = (call) => {
  const view = viewOf(call, 1);
  return scalar(isMember(call.build, view, find(call.build, view, keyOf(call, view, 0))));
};

/** Listed, or in the complement of what is listed. */
function isMember(build: LoopBuilder, view: MapView, entry: LoopExpr): LoopExpr {
  return build.atom(compare("ne", convertBool(isFound(entry)), convertBool(isComplement(view.code))));
}

function convertBool(e: LoopExpr): LoopExpr {
  return { kind: "convert", type: "i64", value: e };
}

function complemented(build: LoopBuilder, view: MapView): MapView {
  return { ...view, code: build.atom(complementOf(view.code)) };
}

export const lowerComplement: Lowering = (call) => {
  const view = viewOf(call, 0);
  return mapOf(view, call.build.atom(complementOf(view.code)));
};

export const lowerIntersect: Lowering = (call) => intersection(call.build, viewOf(call, 0), viewOf(call, 1));

export const lowerDifference: Lowering = (call) =>
  intersection(call.build, viewOf(call, 0), complemented(call.build, viewOf(call, 1)));

export const lowerUnion: Lowering = (call) => {
  const { build } = call;
  const [a, b] = [complemented(build, viewOf(call, 0)), complemented(build, viewOf(call, 1))];
  const neither = mapView(build, a.layout, intersection(build, a, b));
  return mapOf(neither, build.atom(complementOf(neither.code)));
};

/** Elements listed in one of the sets are looked for in the other; of two complements, what both list is left out. */
function intersection(build: LoopBuilder, a: MapView, b: MapView): Lowered {
  const cell = joinCell(build, a.layout, "both");
  build.branch(
    isComplement(a.code),
    () =>
      build.branch(
        isComplement(b.code),
        () => assignCell(cell, bothListed(build, a, b)),
        () => assignCell(cell, membersOf(build, b, a)),
      ),
    () => assignCell(cell, membersOf(build, a, b)),
  );
  return cell.settled();
}

/** What is listed in `a` and an element of `b`. */
function membersOf(build: LoopBuilder, a: MapView, b: MapView): Lowered {
  const { map: info } = a.layout;
  const made = mapBuilder(build, info, build.atom(keyCount(a)));
  eachLive(build, a, (e) => {
    const x = keyAt(build, a, e);
    const inOther = isMember(build, b, find(build, b, keyWords(build, info, x)));
    build.branch(inOther, () => made.put(x, undefined), skip);
  });
  return made.finish();
}

/** The complement of everything that either lists: `a` with each of the other's. */
function bothListed(build: LoopBuilder, a: MapView, b: MapView): Lowered {
  const { map: info } = a.layout;
  const all: Cell = joinCell(build, a.layout, "all");
  assignCell(all, mapOf(a, a.code));
  eachLive(build, b, (e) => {
    const own = mapView(build, a.layout, all.read());
    assignCell(all, withKey(build, own, keyWords(build, info, keyAt(build, b, e)), false));
  });
  return all.settled();
}

/** The universe is taken as without end: a complement is never within a set of listed elements. */
export const lowerSubset: Lowering = (call) => {
  const { build } = call;
  const [a, b] = [viewOf(call, 0), viewOf(call, 1)];
  const within = build.local("within", "bool", bool(true));
  const all = (listed: MapView, seen: (entry: LoopExpr) => LoopExpr, other: MapView): void =>
    eachLive(build, listed, (e) => {
      const key = keyWords(build, listed.layout.map, keyAt(build, listed, e));
      build.branch(seen(find(build, other, key)), skip, () => build.assign(within, bool(false)));
    });
  build.branch(
    isComplement(a.code),
    () =>
      build.branch(
        isComplement(b.code),
        () => all(b, isFound, a),
        () => build.assign(within, bool(false)),
      ),
    () => all(a, (entry) => isMember(build, b, entry), b),
  );
  build.settle(within);
  return scalar(build.read(within));
};
