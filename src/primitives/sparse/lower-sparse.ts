/**
 * Native operations on sparse matrices: the loops of sparse-algebra.ts over compressed rows. Each runs over the entries in
 * the order of the evaluator, so both give the same bits.
 */
import { layoutFor } from "../../loop/activation.ts";
import {
  type ArrayLayout,
  allocateFor,
  arrayOf,
  bufferArray,
  cellAt,
  force,
  inMemory,
  itemsArray,
  pullArray,
  scalar,
  scalarOf,
  sizeOf,
  writeElement,
} from "../../loop/arrays.ts";
import { conform, integerOf } from "../../loop/convert.ts";
import {
  add,
  and,
  binary,
  compare,
  convert,
  f64,
  i64,
  index,
  maxIndex,
  mul,
  not,
  or,
  select,
} from "../../loop/expr.ts";
import type { Layout } from "../../loop/layout.ts";
import { isLayout, layoutOf } from "../../loop/layout.ts";
import type { LoopExpr } from "../../loop/loop.ts";
import type { LoopBuilder, Lowered, LoweredArray, Lowering, LoweringCall } from "../../loop/lowering.ts";
import { assignCell, carriedCell } from "../../loop/parts.ts";
import {
  codedSize,
  columnAt,
  eachInRow,
  fitsCode,
  isStated,
  type SparseView,
  sparseView,
  valueAt,
  widthOf,
  withValues,
} from "../../loop/sparse.ts";
import { triplesOf } from "../../loop/sparse-entries.ts";
import { isSparseLayout } from "../../loop/sparse-layout.ts";
import { failures } from "../failures.ts";
import { matrixOf } from "../matrices/lower-products.ts";
import { combineNumbers, negateNumber, neutralOf } from "../numbers/lower-numbers.ts";

const nothing: Lowered = { kind: "unit" };

/** The argument as a sparse matrix; undefined where it is none. */
export function viewOf({ args, argTypes, build }: LoweringCall, i: number): SparseView | undefined {
  const type = argTypes[i];
  const layout = type && layoutOf(type, build.dataTypes);
  return layout !== undefined && isLayout(layout) && isSparseLayout(layout)
    ? sparseView(build, layout, force(build, args[i] ?? nothing))
    : undefined;
}

/** The only argument. */
function onView(lower: (view: SparseView, call: LoweringCall) => Lowered): Lowering {
  return (call) => {
    const view = viewOf(call, 0);
    return view === undefined ? call.build.unsupported("sparse matrices of this form") : lower(view, call);
  };
}

function arrayLayoutOf({ build, result }: LoweringCall): ArrayLayout {
  const layout = layoutFor(build, result);
  return layout.kind === "array" ? layout : build.unsupported("products of this form");
}

// --------------------------------------------------------------------------------------------------- products

/** The size a code stands for, or demands at least, is that of the other side. */
function checkInner(build: LoopBuilder, code: LoopExpr, size: LoopExpr, details: readonly LoopExpr[]): void {
  const known = build.atom(convert("i64", size));
  build.check(fitsCode(code, known), "dimension", failures.inner.text, details);
}

/** A · x, row by row. */
export function sparseTimesVector(call: LoweringCall, a: SparseView, x: LoweredArray): Lowered {
  const { build } = call;
  const layout = arrayLayoutOf(call);
  const size = build.atom(sizeOf(x));
  checkInner(build, a.columnsCode, size, [codedSize(a.columnsCode), size]);
  const factors = inMemory(build, x);
  const row = (i: LoopExpr): Lowered => {
    const sum = carriedCell(build, layout.element, neutralOf(build, "plus", layout.element), "sum");
    eachInRow(build, a, i, (k) => {
      const term = combineNumbers(build, "times", valueAt(a, k), factors.at(columnAt(a, k)));
      assignCell(sum, sumOf(build, layout.element, sum.read(), term));
    });
    return sum.settled();
  };
  return inMemory(build, pullArray(layout, [a.height], row, { cheap: false, total: true }));
}

function sumOf(build: LoopBuilder, layout: Layout, sum: Lowered, term: Lowered): Lowered {
  return combineNumbers(build, "plus", sum, conform(build, term, layout));
}

/** Memory full of zeros. */
function zeros(build: LoopBuilder, layout: ArrayLayout, extents: readonly LoopExpr[]): LoweredArray {
  const wide = extents.map((e) => convert("i64", e)).reduce((product, e) => mul(product, e), i64(1n));
  build.unless(compare("le", wide, i64(BigInt(maxIndex))), "memory");
  const count = build.atom(convert("index", wide));
  const buffers = allocateFor(build, layout, count);
  const zero = neutralOf(build, "plus", layout.element);
  build.loop(index(0), count, true, (i) => writeElement(build, layout.element, buffers, i, zero));
  return bufferArray(layout, extents, buffers);
}

function addAt(build: LoopBuilder, target: LoweredArray, position: LoopExpr, term: Lowered): void {
  const { element } = target.layout;
  const place = build.atom(position);
  const sum = sumOf(build, element, target.at(place), term);
  writeElement(build, element, target.buffers ?? [], place, sum);
}

/** x · A: the rows scaled and added up. */
export function vectorTimesSparse(call: LoweringCall, x: LoweredArray, a: SparseView): Lowered {
  const { build } = call;
  const size = build.atom(sizeOf(x));
  checkInner(build, a.rowsCode, size, [size, codedSize(a.rowsCode)]);
  const factors = inMemory(build, x);
  const out = zeros(build, arrayLayoutOf(call), [build.atom(widthOf(a))]);
  build.loop(index(0), a.height, false, (i) =>
    eachInRow(build, a, i, (k) => {
      addAt(build, out, columnAt(a, k), combineNumbers(build, "times", factors.at(i), valueAt(a, k)));
    }),
  );
  return out;
}

export function sparseTimesDense(call: LoweringCall, a: SparseView, dense: Lowered): Lowered {
  const { build } = call;
  const b = inMemory(build, matrixOf(build, dense));
  const [rows = index(0), columns = index(0)] = b.extents.map((e) => build.atom(e));
  checkInner(build, a.columnsCode, rows, [codedSize(a.columnsCode), rows]);
  const out = zeros(build, arrayLayoutOf(call), [a.height, columns]);
  build.loop(index(0), a.height, false, (i) =>
    eachInRow(build, a, i, (k) => {
      const row = build.atom(columnAt(a, k));
      const factor = force(build, valueAt(a, k));
      build.loop(index(0), columns, false, (j) =>
        addAt(build, out, add(mul(i, columns), j), combineNumbers(build, "times", factor, cellAt(b, row, j))),
      );
    }),
  );
  return out;
}

export function denseTimesSparse(call: LoweringCall, dense: Lowered, b: SparseView): Lowered {
  const { build } = call;
  const a = inMemory(build, matrixOf(build, dense));
  const [rows = index(0), columns = index(0)] = a.extents.map((e) => build.atom(e));
  checkInner(build, b.rowsCode, columns, [columns, codedSize(b.rowsCode)]);
  const width = build.atom(widthOf(b));
  const out = zeros(build, arrayLayoutOf(call), [rows, width]);
  build.loop(index(0), rows, false, (i) =>
    build.loop(index(0), b.height, false, (row) => {
      const factor = force(build, cellAt(a, i, row));
      eachInRow(build, b, row, (k) =>
        addAt(
          build,
          out,
          add(mul(i, width), columnAt(b, k)),
          combineNumbers(build, "times", factor, valueAt(b, k)),
        ),
      );
    }),
  );
  return out;
}

// ------------------------------------------------------------------------------------------------ values alone

/** A number and a matrix, in either order; no entry is added or lost. */
export function lowerSparseScaling(op: "times" | "divide"): Lowering {
  return (call) => {
    const { args, build } = call;
    const [left, right] = [viewOf(call, 0), viewOf(call, 1)];
    const view = left ?? right;
    if (view === undefined) return build.unsupported("products of this form");
    const { entry } = view.info;
    const scale = force(build, args[left === undefined ? 0 : 1] ?? nothing);
    const change = (x: Lowered): Lowered => {
      const [a, b] = left === undefined ? [scale, x] : [x, scale];
      return conform(build, combineNumbers(build, op, a, b), entry);
    };
    // A zero divisor is one also where there is no entry.
    if (op === "divide") combineNumbers(build, op, scalar(f64(1)), scale);
    return withValues(build, view, change);
  };
}

export const lowerSparseNegate: Lowering = onView((view, { build }) =>
  withValues(build, view, (x) => negateNumber(build, x)),
);

export const lowerSparseSum: Lowering = onView((view, { build, result }) => {
  const layout = layoutFor(build, result);
  const sum = carriedCell(build, layout, neutralOf(build, "plus", layout), "sum");
  build.loop(index(0), build.atom(sizeOf(view.entries)), false, (k) =>
    assignCell(sum, combineNumbers(build, "plus", sum.read(), valueAt(view, k))),
  );
  return sum.settled();
});

// ------------------------------------------------------------------------------------------- sizes and positions

export const lowerSparseRows: Lowering = onView((view) => scalar(convert("i64", view.height)));
export const lowerSparseColumns: Lowering = onView((view) => scalar(codedSize(view.columnsCode)));

export const lowerSparseSize: Lowering = onView((view, call) => {
  const { build } = call;
  const items = [convert("i64", view.height), codedSize(view.columnsCode)].map((e) => scalar(build.atom(e)));
  return itemsArray(build, arrayLayoutOf(call), [index(2)], items);
});

export const lowerStoredEntries: Lowering = (call) => {
  const { args, build } = call;
  const view = viewOf(call, 0);
  if (view !== undefined) return scalar(convert("i64", sizeOf(view.entries)));
  const a = arrayOf(build, force(build, matrixOf(build, args[0] ?? nothing)));
  const count = build.local("stored", "i64", i64(0n));
  build.loop(index(0), build.atom(sizeOf(a)), false, (p) => {
    const one = select(isZero(build, a.at(p)), i64(0n), i64(1n));
    build.assign(count, add(build.read(count), one));
  });
  build.settle(count);
  return scalar(build.read(count));
};

function isZero(build: LoopBuilder, value: Lowered): LoopExpr {
  if (value.kind === "complex") return and(compare("eq", value.re, f64(0)), compare("eq", value.im, f64(0)));
  const number = scalarOf(build, value);
  return compare("eq", number, number.type === "f64" ? f64(0) : i64(0n));
}

export const lowerTriplets: Lowering = (call) => {
  const { args, build } = call;
  const view = viewOf(call, 0);
  if (view !== undefined) return triplesOf(build, view);
  const layout = arrayLayoutOf(call);
  const a = arrayOf(build, force(build, matrixOf(build, args[0] ?? nothing)));
  const [rows = index(0), columns = index(0)] = a.extents;
  const buffers = allocateFor(build, layout, build.atom(sizeOf(a)));
  const kept = build.local("kept", "index", index(0));
  build.loop(index(0), rows, false, (i) =>
    build.loop(index(0), columns, false, (j) => {
      const value = force(build, cellAt(a, i, j));
      build.branch(
        isZero(build, value),
        () => {},
        () => {
          const position = [i, j].map((e) => scalar(convert("i64", e)));
          const triple: Lowered = { kind: "tuple", items: [...position, value] };
          writeElement(build, layout.element, buffers, build.read(kept), triple);
          build.assign(kept, add(build.read(kept), index(1)));
        },
      );
    }),
  );
  build.settle(kept);
  return bufferArray(layout, [build.read(kept)], buffers);
};

/** The entries of a sparse argument. */
export function triplesOfArgument(call: LoweringCall, i: number): LoweredArray | undefined {
  const view = viewOf(call, i);
  return view && triplesOf(call.build, view);
}

/** The entry in row i and column j, or zero. */
function entryAt(build: LoopBuilder, view: SparseView, i: LoopExpr, j: LoopExpr): Lowered {
  const { entry } = view.info;
  const found = carriedCell(build, entry, neutralOf(build, "plus", entry), "entry");
  eachInRow(build, view, i, (k) =>
    build.branch(
      compare("eq", columnAt(view, k), j),
      () => assignCell(found, valueAt(view, k)),
      () => {},
    ),
  );
  return found.settled();
}

export const lowerSparseEntry: Lowering = onView((view, { args, build }) => {
  const inside = (value: Lowered | undefined, size: LoopExpr, text: string): LoopExpr => {
    const place = build.atom(integerOf(build, value ?? nothing));
    const count = build.atom(size);
    build.check(and(compare("ge", place, i64(0n)), compare("lt", place, count)), "index", text, [
      place,
      count,
    ]);
    return build.atom(convert("index", place));
  };
  const i = inside(args[1], convert("i64", view.height), failures.row.text);
  const j = inside(args[2], codedSize(view.columnsCode), failures.column.text);
  return entryAt(build, view, i, j);
});

export const lowerSparseDiagonal: Lowering = onView((view, call) => {
  const { build } = call;
  const layout = arrayLayoutOf(call);
  const count = build.atom(binary("min", view.height, widthOf(view)));
  const at = (i: LoopExpr): Lowered => {
    const place = build.atom(i);
    return entryAt(build, view, place, place);
  };
  return inMemory(build, pullArray(layout, [count], at, { cheap: false, total: true }));
});

export const lowerSparseTrace: Lowering = onView((view, { build, result }) => {
  const [rows, columns] = [view.rowsCode, view.columnsCode];
  const stated = and(isStated(rows), isStated(columns));
  build.check(or(not(stated), compare("eq", rows, columns)), "dimension", failures.square.text, [
    rows,
    columns,
  ]);
  const layout = layoutFor(build, result);
  const count = build.atom(binary("min", view.height, widthOf(view)));
  const sum = carriedCell(build, layout, neutralOf(build, "plus", layout), "sum");
  build.loop(index(0), count, false, (i) =>
    assignCell(sum, combineNumbers(build, "plus", sum.read(), entryAt(build, view, i, i))),
  );
  return sum.settled();
});

export const lowerDense: Lowering = (call) => {
  const { build } = call;
  const layout = arrayLayoutOf(call);
  const view = viewOf(call, 0);
  if (view === undefined) return conform(build, matrixOf(build, call.args[0] ?? nothing), layout);
  const width = build.atom(widthOf(view));
  const out = zeros(build, layout, [view.height, width]);
  build.loop(index(0), view.height, true, (i) =>
    eachInRow(build, view, i, (k) =>
      writeElement(
        build,
        layout.element,
        out.buffers ?? [],
        add(mul(i, width), columnAt(view, k)),
        valueAt(view, k),
      ),
    ),
  );
  return out;
};
