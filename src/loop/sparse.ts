/** Sparse matrices while lowering: their parts, counting and sorting, other sizes. The layout is in sparse-layout.ts. */
import {
  allocateFor,
  arrayOf,
  bufferArray,
  inMemory,
  scalar,
  scalarOf,
  sizeOf,
  writeElement,
} from "./arrays.ts";
import { add, and, compare, constInt, convert, i64, index, load, or, select, sub } from "./expr.ts";
import type { Extent } from "./layout.ts";
import type { LocalId, LoopExpr } from "./loop.ts";
import type { LoopBuilder, Lowered, LoweredArray } from "./lowering.ts";
import { assignCell, joinCell } from "./parts.ts";
import { entryLayout, type SparseInfo, type SparseLayout, sparseLayout, words } from "./sparse-layout.ts";

/** A sparse matrix as lowering sees it. */
export interface SparseView {
  readonly info: SparseInfo;
  readonly rowsCode: LoopExpr;
  readonly columnsCode: LoopExpr;
  /** The number of rows. */
  readonly height: LoopExpr;
  readonly pointers: LoweredArray;
  readonly entries: LoweredArray;
}

export function sparseView(build: LoopBuilder, { sparse: info }: SparseLayout, value: Lowered): SparseView {
  const [rows, columns, pointers, entries] = value.kind === "tuple" ? value.items : [];
  if (rows === undefined || columns === undefined || pointers === undefined || entries === undefined)
    return build.unsupported("sparse matrices of this form");
  const known = (extent: Extent, code: Lowered): LoopExpr =>
    extent === "run-time" ? scalarOf(build, code) : i64(BigInt(extent));
  const pointerArray = arrayOf(build, pointers);
  const height =
    info.rows === "run-time" ? build.atom(sub(sizeOf(pointerArray), index(1)), "rows") : index(info.rows);
  return {
    info,
    rowsCode: build.atom(known(info.rows, rows)),
    columnsCode: build.atom(known(info.columns, columns)),
    height,
    pointers: inMemory(build, pointerArray),
    entries: inMemory(build, arrayOf(build, entries)),
  };
}

export function sparseOf({
  rowsCode,
  columnsCode,
  pointers,
  entries,
}: Omit<SparseView, "info" | "height">): Lowered {
  return { kind: "tuple", items: [scalar(rowsCode), scalar(columnsCode), pointers, entries] };
}

/** The size that a code stands for. */
export function codedSize(code: LoopExpr): LoopExpr {
  return select(isStated(code), code, sub(i64(-1n), code));
}

export function isStated(code: LoopExpr): LoopExpr {
  return compare("ge", code, i64(0n));
}

/** The code of a size that no type states. */
export function unstated(size: LoopExpr): LoopExpr {
  return sub(i64(-1n), size);
}

/** Whether the size fits: the stated one, or at least what the entries need. */
export function fitsCode(code: LoopExpr, size: LoopExpr): LoopExpr {
  return or(
    compare("eq", code, size),
    and(compare("lt", code, i64(0n)), compare("le", sub(i64(-1n), code), size)),
  );
}

/** The number of columns. */
export function widthOf(view: SparseView): LoopExpr {
  return convert("index", codedSize(view.columnsCode));
}

// ---------------------------------------------------------------------------------------------------- entries

export function pointerAt({ pointers }: SparseView, i: LoopExpr): LoopExpr {
  return wordAt(pointers, i);
}

function wordAt(array: LoweredArray, i: LoopExpr): LoopExpr {
  const value = array.at(i);
  return convert("index", value.kind === "scalar" ? value.value : i64(0n));
}

export function columnAt({ entries }: SparseView, k: LoopExpr): LoopExpr {
  return convert("index", columnWord(entries, k));
}

export function columnWord(entries: LoweredArray, k: LoopExpr): LoopExpr {
  const entry = entries.at(k);
  const column = entry.kind === "tuple" ? entry.items[0] : undefined;
  return column?.kind === "scalar" ? column.value : i64(0n);
}

export function valueAt({ entries }: SparseView, k: LoopExpr): Lowered {
  const entry = entries.at(k);
  return (entry.kind === "tuple" ? entry.items[1] : undefined) ?? { kind: "unit" };
}

/** Visits the entries of row i, in order. */
export function eachInRow(
  build: LoopBuilder,
  view: SparseView,
  i: LoopExpr,
  visit: (k: LoopExpr) => void,
): void {
  const from = build.atom(pointerAt(view, i), "from");
  const to = build.atom(pointerAt(view, add(i, index(1))), "to");
  build.loop(from, to, false, visit, rowEntries);
}

/** What a row is taken to have: the loop over the rows looks at the cancel word. */
const rowEntries = 16;

/** The row of every entry. */
export function rowWords(build: LoopBuilder, view: SparseView): LocalId {
  const rows = build.allocate("rows", "i64", build.atom(sizeOf(view.entries), "n"));
  build.loop(index(0), view.height, true, (i) =>
    eachInRow(build, view, i, (k) => build.store(rows, k, convert("i64", i))),
  );
  return rows;
}

/** The same positions with other values. */
export function withValues(
  build: LoopBuilder,
  view: SparseView,
  change: (value: Lowered) => Lowered,
): Lowered {
  const layout = entryLayout(view.info.entry);
  const count = build.atom(sizeOf(view.entries), "n");
  const [columns] = view.entries.buffers ?? [];
  const values = allocateFor(build, { ...layout, element: view.info.entry }, count);
  build.loop(index(0), count, true, (k) => {
    writeElement(build, view.info.entry, values, k, change(valueAt(view, k)));
  });
  const { offset } = view.entries;
  const shared =
    columns !== undefined && offset === undefined
      ? columns
      : copied(build, count, (k) => columnWord(view.entries, k));
  return sparseOf({ ...view, entries: bufferArray(layout, [count], [shared, ...values]) });
}

export function copied(build: LoopBuilder, count: LoopExpr, word: (k: LoopExpr) => LoopExpr): LocalId {
  const target = build.allocate("words", "i64", count);
  build.loop(index(0), count, true, (k) => build.store(target, k, word(k)));
  return target;
}

export function zeroWords(build: LoopBuilder, count: LoopExpr): LocalId {
  return copied(build, count, () => i64(0n));
}

export function wordArray(buffer: LocalId, count: LoopExpr): LoweredArray {
  return bufferArray(words, [count], [buffer]);
}

export function entryArray(
  view: Pick<SparseView, "info"> | SparseInfo,
  count: LoopExpr,
  buffers: readonly LocalId[],
): LoweredArray {
  return bufferArray(entryLayout("info" in view ? view.info.entry : view.entry), [count], buffers);
}

/** Adds one to a word. */
export function countUp(build: LoopBuilder, counts: LocalId, at: LoopExpr): void {
  const place = build.atom(at);
  build.store(counts, place, add(load(counts, "i64", place), i64(1n)));
}

/** Counts, one place to the right, become where each begins. */
export function sumUp(build: LoopBuilder, counts: LocalId, size: LoopExpr): void {
  build.loop(index(0), size, false, (i) => {
    build.store(counts, add(i, index(1)), add(load(counts, "i64", add(i, index(1))), load(counts, "i64", i)));
  });
}

/** The numbers 0 … count - 1 in the order of their keys, equal keys in the order of `source`. Linear in count + size. */
export function countingSort(
  build: LoopBuilder,
  count: LoopExpr,
  size: LoopExpr,
  key: (k: LoopExpr) => LoopExpr,
  source: (t: LoopExpr) => LoopExpr = (t) => t,
): LocalId {
  const next = zeroWords(build, build.atom(add(size, index(1))));
  build.loop(index(0), count, false, (k) => countUp(build, next, add(key(k), index(1))));
  sumUp(build, next, size);
  const order = build.allocate("order", "i64", count);
  build.loop(index(0), count, false, (t) => {
    const k = build.atom(source(t));
    const of = build.atom(key(k));
    const place = build.atom(load(next, "i64", of));
    build.store(order, convert("index", place), convert("i64", k));
    build.store(next, of, add(place, i64(1n)));
  });
  return order;
}

// ------------------------------------------------------------------------------------------------------ sizes

/** The matrix under the sizes of another layout, which hold its entries; what does not fit is told by the evaluator. */
export function withSizes(build: LoopBuilder, items: readonly Lowered[], to: SparseLayout): Lowered {
  const { rows, columns } = to.sparse;
  const view = sparseView(build, sparseLayout({ ...to.sparse, rows: "run-time", columns: "run-time" }), {
    kind: "tuple",
    items,
  });
  const code = (extent: Extent, own: LoopExpr): LoopExpr => {
    if (extent === "run-time" || constInt(own) === BigInt(extent)) return own;
    build.unless(fitsCode(own, i64(BigInt(extent))), "dimension");
    return i64(BigInt(extent));
  };
  const rowsCode = code(rows, view.rowsCode);
  const columnsCode = code(columns, view.columnsCode);
  const pointers =
    rows === "run-time" || constInt(view.rowsCode) === BigInt(rows)
      ? view.pointers
      : withRows(build, view, index(rows));
  return sparseOf({ rowsCode, columnsCode, pointers, entries: view.entries });
}

/** The pointers of a matrix with so many rows, the last of them without entries. */
export function withRows(build: LoopBuilder, view: SparseView, rows: LoopExpr): LoweredArray {
  const cell = joinCell(build, words, "pointers");
  build.branch(
    compare("eq", view.height, rows),
    () => assignCell(cell, view.pointers),
    () => {
      const count = build.atom(add(rows, index(1)));
      const last = build.atom(convert("i64", sizeOf(view.entries)));
      const buffer = build.allocate("pointers", "i64", count);
      build.loop(index(0), count, true, (i) => {
        const inside = compare("le", i, view.height);
        const place = select(inside, i, view.height);
        build.store(buffer, i, select(inside, convert("i64", wordAt(view.pointers, place)), last));
      });
      assignCell(cell, wordArray(buffer, count));
    },
  );
  return arrayOf(build, cell.settled());
}
