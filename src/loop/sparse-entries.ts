/** Sparse matrices in native code, from lists of triples and back to them. */
import {
  allocateFor,
  arrayOf,
  bufferArray,
  inMemory,
  pullArray,
  scalar,
  scalarOf,
  sizeOf,
  writeElement,
} from "./arrays.ts";
import { sparseRows } from "./budget.ts";
import { add, and, binary, bool, compare, convert, i64, index, load, or, sub } from "./expr.ts";
import type { Extent } from "./layout.ts";
import type { LocalId, LoopExpr } from "./loop.ts";
import type { LoopBuilder, Lowered, LoweredArray } from "./lowering.ts";
import { assignCell, joinCell } from "./parts.ts";
import {
  columnWord,
  countingSort,
  countUp,
  rowWords,
  type SparseView,
  sparseOf,
  sumUp,
  unstated,
  valueAt,
  wordArray,
  zeroWords,
} from "./sparse.ts";
import { entryLayout, type SparseInfo, type SparseLayout, tripleLayout } from "./sparse-layout.ts";

/** The list of triples, which has to be written for its rows. */
export function triplesOf(build: LoopBuilder, view: SparseView): LoweredArray {
  const count = build.atom(sizeOf(view.entries), "n");
  const rows = rowWords(build, view);
  const at = (k: LoopExpr): Lowered => {
    const column = scalar(columnWord(view.entries, k));
    return { kind: "tuple", items: [scalar(load(rows, "i64", k)), column, valueAt(view, k)] };
  };
  return pullArray(tripleLayout(view.info.entry), [count], at, { cheap: true, total: true });
}

/** A list of triples, read one by one. */
interface Triples {
  readonly count: LoopExpr;
  readonly row: (k: LoopExpr) => LoopExpr;
  readonly column: (k: LoopExpr) => LoopExpr;
  readonly value: (k: LoopExpr) => Lowered;
  readonly list: LoweredArray;
}

function readTriples(build: LoopBuilder, given: Lowered): Triples {
  const list = inMemory(build, arrayOf(build, given));
  const part = (k: LoopExpr, i: number): Lowered => {
    const triple = list.at(k);
    return (triple.kind === "tuple" ? triple.items[i] : undefined) ?? { kind: "unit" };
  };
  return {
    list,
    count: build.atom(sizeOf(list), "n"),
    row: (k) => scalarOf(build, part(k, 0)),
    column: (k) => scalarOf(build, part(k, 1)),
    value: (k) => part(k, 2),
  };
}

/** The matrix of a list of entries; those at one position are added up in the order of the list. */
export function sparseFromTriples(
  build: LoopBuilder,
  { sparse: info }: SparseLayout,
  given: Lowered,
): Lowered {
  const triples = readTriples(build, given);
  const seen = lookThrough(build, triples);
  const size = (extent: Extent, least: LoopExpr): LoopExpr => {
    if (extent === "run-time") return build.atom(convert("index", least));
    build.unless(compare("le", least, i64(BigInt(extent))), "index");
    return index(extent);
  };
  const [height, width] = [size(info.rows, seen.height), size(info.columns, seen.width)];
  const pointerCount = build.atom(add(height, index(1)));
  const pointers = zeroWords(build, pointerCount);
  const cell = joinCell(build, entryLayout(info.entry), "entries");
  build.branch(
    seen.ordered,
    () => {
      build.loop(index(0), triples.count, false, (k) =>
        countUp(build, pointers, add(convert("index", triples.row(k)), index(1))),
      );
      const [, ...buffers] = triples.list.buffers ?? [];
      assignCell(cell, bufferArray(entryLayout(info.entry), [triples.count], buffers, triples.list.offset));
    },
    () => assignCell(cell, merged(build, info, triples, [height, width], pointers)),
  );
  sumUp(build, pointers, height);
  const code = (extent: Extent, least: LoopExpr): LoopExpr =>
    extent === "run-time" ? build.atom(unstated(least)) : i64(BigInt(extent));
  return sparseOf({
    rowsCode: code(info.rows, seen.height),
    columnsCode: code(info.columns, seen.width),
    pointers: wordArray(pointers, pointerCount),
    entries: arrayOf(build, cell.settled()),
  });
}

/** The least sizes, and whether the entries are in order already. Positions that are none are told by the evaluator. */
function lookThrough(
  build: LoopBuilder,
  { count, row, column }: Triples,
): { readonly height: LoopExpr; readonly width: LoopExpr; readonly ordered: LoopExpr } {
  const minusOne = i64(-1n);
  const lastRow = build.local("lastRow", "i64", minusOne);
  const lastColumn = build.local("lastColumn", "i64", minusOne);
  const height = build.local("height", "i64", minusOne);
  const width = build.local("width", "i64", minusOne);
  const ordered = build.local("ordered", "bool", bool(true));
  build.loop(index(0), count, false, (k) => {
    const [i, j] = [build.atom(row(k)), build.atom(column(k))];
    build.unless(and(compare("ge", i, i64(0n)), compare("ge", j, i64(0n))), "kind");
    const most = i64(BigInt(sparseRows));
    build.unless(and(compare("lt", i, most), compare("lt", j, most)), "memory");
    const [before, at] = [build.read(lastRow), build.read(lastColumn)];
    const after = or(compare("gt", i, before), and(compare("eq", i, before), compare("gt", j, at)));
    build.assign(ordered, and(build.read(ordered), after));
    build.assign(lastRow, i);
    build.assign(lastColumn, j);
    build.assign(height, binary("max", build.read(height), i));
    build.assign(width, binary("max", build.read(width), j));
  });
  for (const id of [height, width, ordered]) build.settle(id);
  return {
    height: build.atom(add(build.read(height), i64(1n))),
    width: build.atom(add(build.read(width), i64(1n))),
    ordered: build.read(ordered),
  };
}

/** The entries in order, those at one position added up, counted by row into `pointers`. */
function merged(
  build: LoopBuilder,
  info: SparseInfo,
  { count, row, column, value }: Triples,
  [height, width]: readonly [LoopExpr, LoopExpr],
  pointers: LocalId,
): LoweredArray {
  const byColumn = countingSort(build, count, width, (k) => convert("index", column(k)));
  const byRow = countingSort(
    build,
    count,
    height,
    (k) => convert("index", row(k)),
    (t) => convert("index", load(byColumn, "i64", t)),
  );
  const layout = entryLayout(info.entry);
  const buffers = allocateFor(build, layout, count);
  const [columns, ...values] = buffers;
  const kept = build.local("kept", "index", index(0));
  const lastRow = build.local("lastRow", "i64", i64(-1n));
  const lastColumn = build.local("lastColumn", "i64", i64(-1n));
  build.loop(index(0), count, false, (t) => {
    const k = build.atom(convert("index", load(byRow, "i64", t)));
    const [i, j] = [build.atom(row(k)), build.atom(column(k))];
    const again = and(compare("eq", i, build.read(lastRow)), compare("eq", j, build.read(lastColumn)));
    build.branch(
      again,
      () => {
        const place = build.atom(sub(build.read(kept), index(1)));
        const before = bufferArray({ ...layout, element: info.entry }, [count], values).at(place);
        writeElement(build, info.entry, values, place, plus(build, before, value(k)));
      },
      () => {
        const place = build.atom(build.read(kept));
        if (columns !== undefined) build.store(columns, place, j);
        writeElement(build, info.entry, values, place, value(k));
        countUp(build, pointers, add(convert("index", i), index(1)));
        build.assign(kept, add(place, index(1)));
        build.assign(lastRow, i);
        build.assign(lastColumn, j);
      },
    );
  });
  build.settle(kept);
  return bufferArray(layout, [build.read(kept)], buffers);
}

/** The sum of two entries. */
function plus(build: LoopBuilder, a: Lowered, b: Lowered): Lowered {
  if (a.kind === "complex" && b.kind === "complex")
    return { kind: "complex", re: add(a.re, b.re), im: add(a.im, b.im) };
  const [x, y] = [scalarOf(build, a), scalarOf(build, b)];
  return scalar(x.type === "i64" ? build.checked("add", x, y) : add(x, y));
}
