/** The keys of a map in ascending order, while lowering: the numbers of its entries, sorted by merging from the bottom up. */
import { pullArray } from "./arrays.ts";
import { add, and, binary, bool, compare, convert, index, load } from "./expr.ts";
import type { Layout } from "./layout.ts";
import type { LocalId, LoopExpr } from "./loop.ts";
import type { LoopBuilder, Lowered, LoweredArray } from "./lowering.ts";
import { array, scalarOperand, sharedFunction } from "./map-functions.ts";
import { isBefore } from "./map-words.ts";
import { eachLive, entryPlace, keyCount, type MapView } from "./maps.ts";

const nothing = (): void => {};

/** A list of what `read` makes of each entry, in the order of the keys. */
export function inOrder(
  build: LoopBuilder,
  view: MapView,
  layout: Layout & { readonly kind: "array" },
  read: (e: LoopExpr) => Lowered,
): LoweredArray {
  const count = build.atom(convert("index", keyCount(view)), "n");
  const order = sortedEntries(build, view, count);
  const at = (i: LoopExpr): Lowered => read(build.atom(load(order, "i64", i)));
  return pullArray(layout, [count], at, { cheap: true, total: true });
}

/** The numbers of the entries, in the order of their keys. */
function sortedEntries(build: LoopBuilder, { layout, words, top, code }: MapView, count: LoopExpr): LocalId {
  const listed = build.allocate("order", "i64", count);
  const fn = sharedFunction(
    "order",
    layout.map,
    ["top", "code"],
    [],
    (inner, { words: table, scalars: [last, own], other }) => {
      if (last !== undefined && own !== undefined && other !== undefined)
        writeOrder(inner, { layout, words: table, top: last, code: own }, other);
      return [];
    },
    { other: true },
  );
  build.shared(fn, [array(words), scalarOperand(top), scalarOperand(code), array(listed)]);
  return listed;
}

function writeOrder(build: LoopBuilder, view: MapView, listed: LocalId): void {
  const filled = build.local("filled", "index", index(0));
  const sorted = build.local("sorted", "bool", bool(true));
  const before = (a: LoopExpr, b: LoopExpr): LoopExpr => keyBefore(build, view, a, b);
  eachLive(build, view, (e) => {
    const at = build.atom(build.read(filled));
    build.branch(
      compare("gt", at, index(0)),
      () => {
        const last = build.atom(load(listed, "i64", binary("max", binary("sub", at, index(1)), index(0))));
        build.assign(sorted, and(build.read(sorted), before(last, e)));
      },
      nothing,
    );
    build.store(listed, at, e);
    build.assign(filled, add(at, index(1)));
  });
  build.settle(sorted);
  build.settle(filled);
  build.branch(build.read(sorted), nothing, () => mergeSort(build, listed, build.read(filled), before));
}

function keyBefore(build: LoopBuilder, view: MapView, a: LoopExpr, b: LoopExpr): LoopExpr {
  const { map: info } = view.layout;
  const [x, y] = [a, b].map((e) => build.atom(add(entryPlace(build, info, view.words, e), index(1))));
  return x === undefined || y === undefined ? bool(false) : isBefore(build, info, view.words, x, y);
}

/** Runs of `width` entries are in order and become runs of twice as many in the other array. */
function mergeSort(
  build: LoopBuilder,
  listed: LocalId,
  count: LoopExpr,
  before: (a: LoopExpr, b: LoopExpr) => LoopExpr,
): void {
  const order = build.holdArray(listed);
  const other = build.holdArray(build.allocate("merged", "i64", count));
  const width = build.local("width", "index", index(1));
  build.forever((leave) => {
    build.branch(compare("ge", build.read(width), count), leave, nothing);
    const from = build.local("from", "index", index(0));
    build.forever((end) => {
      build.branch(compare("ge", build.read(from), count), end, nothing);
      const first = build.atom(build.read(from));
      const middle = build.atom(binary("min", add(first, build.read(width)), count));
      const last = build.atom(binary("min", add(middle, build.read(width)), count));
      mergeRuns(build, { order, other, first, middle, last }, before);
      build.assign(from, last);
    });
    const held = build.holdArray(order);
    build.alias(order, other);
    build.alias(other, held);
    build.assign(width, add(build.read(width), build.read(width)));
  });
  // Where the other array has them they are copied; else onto themselves.
  build.loop(index(0), count, false, (i) => build.store(listed, i, load(order, "i64", i)));
}

interface Runs {
  readonly order: LocalId;
  readonly other: LocalId;
  readonly first: LoopExpr;
  readonly middle: LoopExpr;
  readonly last: LoopExpr;
}

function mergeRuns(
  build: LoopBuilder,
  { order, other, first, middle, last }: Runs,
  before: (a: LoopExpr, b: LoopExpr) => LoopExpr,
): void {
  const left = build.local("left", "index", first);
  const right = build.local("right", "index", middle);
  build.loop(first, last, false, (k) => {
    const takesRight = build.local("takesRight", "bool", compare("ge", build.read(left), middle));
    const both = and(compare("lt", build.read(left), middle), compare("lt", build.read(right), last));
    build.branch(
      both,
      () => {
        const [a, b] = [left, right].map((side) => build.atom(load(order, "i64", build.read(side))));
        if (a !== undefined && b !== undefined) build.assign(takesRight, before(b, a));
      },
      nothing,
    );
    const take = (side: LocalId): void => {
      const at = build.atom(build.read(side));
      build.store(other, k, load(order, "i64", at));
      build.assign(side, add(at, index(1)));
    };
    build.branch(
      build.read(takesRight),
      () => take(right),
      () => take(left),
    );
  });
}
