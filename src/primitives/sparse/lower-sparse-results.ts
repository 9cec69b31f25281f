/**
 * Native operations whose result is another sparse matrix: transpose, sum and difference, the product of two. Sizes of the
 * result that are not known beforehand are counted in a pass of their own.
 */
import { allocateFor, arrayOf, bufferArray, force, sizeOf, writeElement } from "../../loop/arrays.ts";
import { conform } from "../../loop/convert.ts";
import {
  add,
  and,
  binary,
  compare,
  convert,
  i64,
  index,
  load,
  maxIndex,
  not,
  or,
  select,
} from "../../loop/expr.ts";
import type { LoopExpr } from "../../loop/loop.ts";
import type { LoopBuilder, Lowered, LoweredArray, Lowering, LoweringCall } from "../../loop/lowering.ts";
import { assignCell, carriedCell } from "../../loop/parts.ts";
import {
  codedSize,
  columnAt,
  copied,
  countingSort,
  countUp,
  eachInRow,
  entryArray,
  fitsCode,
  isStated,
  rowWords,
  type SparseView,
  sparseOf,
  sumUp,
  valueAt,
  widthOf,
  wordArray,
  zeroWords,
} from "../../loop/sparse.ts";
import type { SparseInfo } from "../../loop/sparse-layout.ts";
import { failures } from "../failures.ts";
import { combineNumbers, neutralOf } from "../numbers/lower-numbers.ts";
import {
  denseTimesSparse,
  lowerSparseScaling,
  sparseTimesDense,
  sparseTimesVector,
  vectorTimesSparse,
  viewOf,
} from "./lower-sparse.ts";

const nothing: Lowered = { kind: "unit" };

function viewsOf(call: LoweringCall): readonly [SparseView, SparseView] {
  const [a, b] = [viewOf(call, 0), viewOf(call, 1)];
  return a === undefined || b === undefined ? call.build.unsupported("sums of this form") : [a, b];
}

/** The product with whatever stands on the other side. */
export const lowerSparseProduct: Lowering = (call) => {
  const { args, build } = call;
  const [a, b] = [viewOf(call, 0), viewOf(call, 1)];
  const [left = nothing, right = nothing] = args;
  if (a !== undefined && b !== undefined) return sparseTimesSparse(build, a, b);
  if (a !== undefined)
    return isMatrix(right)
      ? sparseTimesDense(call, a, right)
      : sparseTimesVector(call, a, arrayOf(build, right));
  if (b === undefined) return build.unsupported("products of this form");
  return isMatrix(left) ? denseTimesSparse(call, left, b) : vectorTimesSparse(call, arrayOf(build, left), b);
};

function isMatrix(value: Lowered): boolean {
  return value.kind === "array" && (value.extents.length === 2 || value.layout.element.kind === "array");
}

/** `*`: also with a number. */
export const lowerSparseTimes: Lowering = (call) =>
  call.args.some((arg) => arg.kind === "scalar" || arg.kind === "complex")
    ? lowerSparseScaling("times")(call)
    : lowerSparseProduct(call);

// --------------------------------------------------------------------------------------------------- transpose

/** Rows that are still without their order: what a pass of counting gives. */
interface Rows {
  readonly height: LoopExpr;
  readonly pointers: LoweredArray;
  readonly entries: LoweredArray;
}

/** Rows and columns exchanged, by counting: columns ascend in the rows of the result, whatever their order was. */
function exchanged(build: LoopBuilder, view: SparseView, width: LoopExpr): Rows {
  const count = build.atom(sizeOf(view.entries), "n");
  const order = countingSort(build, count, width, (k) => columnAt(view, k));
  const rows = rowWords(build, view);
  const pointerCount = build.atom(add(width, index(1)));
  const pointers = zeroWords(build, pointerCount);
  build.loop(index(0), count, false, (k) => countUp(build, pointers, add(columnAt(view, k), index(1))));
  sumUp(build, pointers, width);
  const from = (k: LoopExpr): LoopExpr => convert("index", load(order, "i64", k));
  const columns = copied(build, count, (k) => load(rows, "i64", from(k)));
  const { entry } = view.info;
  const values = allocateFor(build, { kind: "array", element: entry, extents: ["run-time"] }, count);
  build.loop(index(0), count, true, (k) => {
    writeElement(build, entry, values, k, valueAt(view, build.atom(from(k))));
  });
  return {
    height: width,
    pointers: wordArray(pointers, pointerCount),
    entries: entryArray(view, count, [columns, ...values]),
  };
}

export const lowerSparseTranspose: Lowering = (call) => {
  const view = viewOf(call, 0);
  if (view === undefined) return call.build.unsupported("sparse matrices of this form");
  const rows = exchanged(call.build, view, call.build.atom(widthOf(view)));
  return sparseOf({ ...rows, rowsCode: view.columnsCode, columnsCode: view.rowsCode });
};

// --------------------------------------------------------------------------------------------------------- sums

/** The code of a size that two matrices share: the stated one, else what both need. */
function sharedCode(
  build: LoopBuilder,
  a: LoopExpr,
  b: LoopExpr,
  failure: { readonly text: string },
): LoopExpr {
  const [statedA, statedB] = [isStated(a), isStated(b)];
  const both = and(statedA, statedB);
  build.check(or(not(both), compare("eq", a, b)), "dimension", failure.text, [a, b]);
  build.unless(or(not(statedA), fitsCode(b, a)), "dimension");
  build.unless(or(not(statedB), fitsCode(a, b)), "dimension");
  return build.atom(select(statedA, a, select(statedB, b, binary("min", a, b))));
}

export function lowerSparseCombination(op: "plus" | "minus"): Lowering {
  return (call) => {
    const { build } = call;
    const [a, b] = viewsOf(call);
    const rowsCode = sharedCode(build, a.rowsCode, b.rowsCode, failures.rows);
    const columnsCode = sharedCode(build, a.columnsCode, b.columnsCode, failures.columns);
    // Rows that only one of two unstated sizes has: seldom, and the evaluator does it.
    build.unless(compare("eq", a.height, b.height), "dimension");
    const { entry } = a.info;
    const most = build.atom(add(convert("i64", sizeOf(a.entries)), convert("i64", sizeOf(b.entries))));
    build.unless(compare("le", most, i64(BigInt(maxIndex))), "memory");
    const buffers = allocateFor(build, entryArray(a, index(0), []).layout, convert("index", most));
    const [columns, ...values] = buffers;
    const pointerCount = build.atom(add(a.height, index(1)));
    const pointers = zeroWords(build, pointerCount);
    const kept = build.local("kept", "index", index(0));
    build.loop(index(0), a.height, false, (i) => {
      mergeRows(build, [a, b], i, (column, x, y) => {
        const place = build.atom(build.read(kept));
        if (columns !== undefined) build.store(columns, place, column);
        writeElement(build, entry, values, place, combineNumbers(build, op, x, y));
        build.assign(kept, add(place, index(1)));
      });
      build.store(pointers, add(i, index(1)), convert("i64", build.read(kept)));
    });
    build.settle(kept);
    return sparseOf({
      rowsCode,
      columnsCode,
      pointers: wordArray(pointers, pointerCount),
      entries: entryArray(a, build.read(kept), buffers),
    });
  };
}

/** Beyond every column. */
const noColumn = i64(BigInt(maxIndex));

/** Visits the columns of row i of either matrix, in order, with the values there: zero where one has none. */
function mergeRows(
  build: LoopBuilder,
  views: readonly [SparseView, SparseView],
  i: LoopExpr,
  visit: (column: LoopExpr, x: Lowered, y: Lowered) => void,
): void {
  const sides = views.map((view) => {
    const pointer = (at: LoopExpr): LoopExpr => {
      const word = view.pointers.at(at);
      return convert("index", word.kind === "scalar" ? word.value : i64(0n));
    };
    const next = build.local("next", "index", pointer(i));
    const end = build.atom(pointer(add(i, index(1))), "end");
    return { view, next, end };
  });
  const [left, right] = sides;
  if (left === undefined || right === undefined) return;
  const heads = sides.map(() => build.local("column", "i64", noColumn));
  build.forever((leave) => {
    const more = (side: typeof left): LoopExpr => compare("lt", build.read(side.next), side.end);
    build.branch(or(more(left), more(right)), () => {}, leave);
    sides.forEach((side, s) => {
      const head = heads[s] ?? side.next;
      build.assign(head, noColumn);
      build.branch(
        more(side),
        () => build.assign(head, convert("i64", columnAt(side.view, build.read(side.next)))),
        () => {},
      );
    });
    const [c = noColumn, d = noColumn] = heads.map((head) => build.atom(build.read(head)));
    const least = build.atom(binary("min", c, d));
    const taken = sides.map((side, s) => {
      const { entry } = side.view.info;
      const value = carriedCell(build, entry, neutralOf(build, "plus", entry), "value");
      build.branch(
        compare("eq", s === 0 ? c : d, least),
        () => {
          assignCell(value, valueAt(side.view, build.read(side.next)));
          build.assign(side.next, add(build.read(side.next), index(1)));
        },
        () => {},
      );
      return value.settled();
    });
    visit(least, taken[0] ?? nothing, taken[1] ?? nothing);
  });
}

// ------------------------------------------------------------------------------------------------------ products

/** Gustavson's: first how many columns each row has, then their sums, then their order by exchanging twice. */
function sparseTimesSparse(build: LoopBuilder, a: SparseView, b: SparseView): Lowered {
  checkInner(build, a.columnsCode, b.rowsCode);
  const width = build.atom(widthOf(b));
  const { pointers, total } = countColumns(build, a, b, width);
  const info = infoOfProduct(a, b);
  const layout = entryArray(info, index(0), []).layout;
  const buffers = allocateFor(build, layout, total);
  const [columns, ...values] = buffers;
  const place = copied(build, width, () => i64(-1n));
  const sums = bufferArray({ ...layout, element: info.entry }, [total], values);
  const next = build.local("next", "i64", i64(0n));
  build.loop(index(0), a.height, false, (i) => {
    const start = build.atom(build.read(next), "start");
    eachPair(build, [a, b], i, (k, l) => {
      const j = build.atom(columnAt(b, l));
      const factor = combineNumbers(build, "times", valueAt(a, k), valueAt(b, l));
      const term = force(build, conform(build, factor, info.entry));
      const held = build.atom(load(place, "i64", j));
      build.branch(
        compare("lt", held, start),
        () => {
          const at = build.atom(convert("index", build.read(next)));
          build.store(place, j, build.read(next));
          if (columns !== undefined) build.store(columns, at, convert("i64", j));
          writeElement(build, info.entry, values, at, term);
          build.assign(next, add(build.read(next), i64(1n)));
        },
        () => {
          const at = build.atom(convert("index", held));
          writeElement(build, info.entry, values, at, combineNumbers(build, "plus", sums.at(at), term));
        },
      );
    });
  });
  const raw: SparseView = {
    info,
    rowsCode: a.rowsCode,
    columnsCode: b.columnsCode,
    height: a.height,
    pointers,
    entries: entryArray(info, total, buffers),
  };
  const turned = exchanged(build, raw, width);
  const ordered = exchanged(build, { ...raw, ...turned }, a.height);
  return sparseOf({ ...ordered, rowsCode: a.rowsCode, columnsCode: b.columnsCode });
}

function checkInner(build: LoopBuilder, columns: LoopExpr, rows: LoopExpr): void {
  const fits = select(
    isStated(rows),
    fitsCode(columns, rows),
    or(not(isStated(columns)), fitsCode(rows, columns)),
  );
  build.check(fits, "dimension", failures.inner.text, [codedSize(columns), codedSize(rows)]);
}

/** Visits the pairs of an entry in row i of a and one in the row of b that it names. */
function eachPair(
  build: LoopBuilder,
  [a, b]: readonly [SparseView, SparseView],
  i: LoopExpr,
  visit: (k: LoopExpr, l: LoopExpr) => void,
): void {
  eachInRow(build, a, i, (k) => {
    const row = build.atom(columnAt(a, k));
    // Where no size is stated, b may have fewer rows.
    build.branch(
      compare("lt", row, b.height),
      () => eachInRow(build, b, row, (l) => visit(k, l)),
      () => {},
    );
  });
}

function countColumns(
  build: LoopBuilder,
  a: SparseView,
  b: SparseView,
  width: LoopExpr,
): { readonly pointers: LoweredArray; readonly total: LoopExpr } {
  const seen = copied(build, width, () => i64(-1n));
  const count = build.atom(add(a.height, index(1)));
  const pointers = zeroWords(build, count);
  const total = build.local("total", "i64", i64(0n));
  build.loop(index(0), a.height, false, (i) => {
    eachPair(build, [a, b], i, (_, l) => {
      const j = build.atom(columnAt(b, l));
      build.branch(
        compare("ne", load(seen, "i64", j), convert("i64", i)),
        () => {
          build.store(seen, j, convert("i64", i));
          build.assign(total, add(build.read(total), i64(1n)));
        },
        () => {},
      );
    });
    build.store(pointers, add(i, index(1)), build.read(total));
  });
  build.settle(total);
  build.unless(compare("le", build.read(total), i64(BigInt(maxIndex))), "memory");
  return { pointers: wordArray(pointers, count), total: build.atom(convert("index", build.read(total))) };
}

/** The form of the side whose entries are the wider ones. */
function infoOfProduct(a: SparseView, b: SparseView): SparseInfo {
  const rank = ({ info: { entry } }: SparseView): number =>
    entry.kind === "complex" ? 2 : entry.kind === "scalar" && entry.scalar === "f64" ? 1 : 0;
  return rank(a) >= rank(b) ? a.info : b.info;
}
