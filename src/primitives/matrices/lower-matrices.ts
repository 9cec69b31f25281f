/** Native matrices: made from entries, read, changed in places and rearranged; most are rules on row and column. */
import { layoutFor } from "../../loop/activation.ts";
import {
  type ArrayLayout,
  allocateFor,
  arrayOf,
  bufferArray,
  cellArray,
  cellAt,
  force,
  itemsArray,
  pullArray,
  scalar,
  sizeOf,
  unrolled,
  writeElement,
} from "../../loop/arrays.ts";
import { conform, integerOf } from "../../loop/convert.ts";
import { add, and, compare, constBool, convert, i64, index, mul, select } from "../../loop/expr.ts";
import type { LoopExpr } from "../../loop/loop.ts";
import type { LoopBuilder, Lowered, LoweredArray, Lowering, LoweringCall } from "../../loop/lowering.ts";
import { checkedPosition, joined, matrixRow } from "../collections/lower-lists.ts";
import { failures } from "../failures.ts";
import { combine } from "../numbers/lower-numbers.ts";
import { identity, matrixOf } from "./lower-products.ts";

const nothing: Lowered = { kind: "unit" };
const cheapAndTotal = { cheap: true, total: true };

function arrayLayout({ build, result }: LoweringCall): ArrayLayout {
  const layout = layoutFor(build, result);
  return layout.kind === "array" ? layout : build.unsupported("matrices of this form");
}

function rowsAndColumns(a: LoweredArray): readonly [LoopExpr, LoopExpr] {
  return [a.extents[0] ?? index(0), a.extents[1] ?? index(0)];
}

/** The matrix, its entries computed: they will be read in another order or more than once. */
function held(build: LoopBuilder, value: Lowered): LoweredArray {
  return arrayOf(build, force(build, matrixOf(build, value)));
}

// ------------------------------------------------------------------------------------------------------ making

function sizeArgument(build: LoopBuilder, value: Lowered | undefined): LoopExpr {
  const n = build.atom(integerOf(build, value ?? nothing));
  build.check(compare("gt", n, i64(0n)), "domain", failures.size.text, [n]);
  build.check(compare("le", n, i64(46340n)), "overflow", "");
  return convert("index", n);
}

export const lowerMatrixValue: Lowering = (call) => {
  const { args, build } = call;
  const [m = nothing, n = nothing, ...rest] = args;
  const layout = arrayLayout(call);
  const [rows, columns] = [m, n].map((x) => {
    const size = build.atom(integerOf(build, x));
    build.check(compare("ge", size, i64(0n)), "domain", failures.negative.text, [size]);
    return build.atom(convert("index", size));
  }) as [LoopExpr, LoopExpr];
  const [only] = rest;
  const entries =
    only?.kind === "array" && rest.length === 1
      ? only
      : itemsArray(build, { ...layout, extents: [rest.length] }, [index(rest.length)], rest);
  const wanted = mul(rows, columns);
  build.check(compare("eq", wanted, sizeOf(entries)), "dimension", failures.entries.text, [
    wanted,
    sizeOf(entries),
  ]);
  return conform(build, reshaped(build, entries, layout, [rows, columns]), layout);
};

function reshaped(
  build: LoopBuilder,
  entries: LoweredArray,
  layout: ArrayLayout,
  extents: readonly LoopExpr[],
): LoweredArray {
  const shape: ArrayLayout = { ...layout, element: entries.layout.element };
  if (entries.items !== undefined) return itemsArray(build, shape, extents, entries.items);
  if (entries.buffers !== undefined) return bufferArray(shape, extents, entries.buffers, entries.offset);
  return pullArray(shape, extents, entries.at, { cheap: entries.cheap, total: entries.total });
}

export const lowerVectorValue: Lowering = (call) => {
  const { args, build } = call;
  const [n = nothing, xs = nothing] = args;
  const array = arrayOf(build, xs);
  const length = build.atom(integerOf(build, n));
  const size = sizeOf(array);
  build.check(compare("eq", length, convert("i64", size)), "dimension", failures.entries.text, [
    length,
    size,
  ]);
  return conform(build, array, arrayLayout(call));
};

export const lowerMatrixOfRows: Lowering = (call) =>
  conform(call.build, matrixOf(call.build, call.args[0] ?? nothing), arrayLayout(call));

export const lowerEye: Lowering = (call) => {
  const n = sizeArgument(call.build, call.args[0]);
  return identity(call.build, arrayLayout(call), [n, n]);
};

export function lowerFilled(value: bigint): Lowering {
  return (call) => {
    const { args, build } = call;
    const layout = arrayLayout(call);
    const rows = sizeArgument(build, args[0]);
    const columns = args[1] === undefined ? rows : sizeArgument(build, args[1]);
    const entry = conform(build, scalar(i64(value)), layout.element);
    return pullArray(layout, [rows, columns], () => entry, cheapAndTotal);
  };
}

export const lowerDiagonalMatrix: Lowering = (call) => {
  const { args, build } = call;
  const xs = arrayOf(build, force(build, args[0] ?? nothing));
  const layout = arrayLayout(call);
  const zero = conform(build, scalar(i64(0n)), layout.element);
  const n = sizeOf(xs);
  const cell = (i: LoopExpr, j: LoopExpr): Lowered => choose(build, compare("eq", i, j), xs.at(i), zero);
  return cellArray(layout, [n, n], cell, cheapAndTotal);
};

/** One of two numbers. */
function choose(build: LoopBuilder, condition: LoopExpr, a: Lowered, b: Lowered): Lowered {
  const known = constBool(condition);
  if (known !== undefined) return known ? a : b;
  if (a.kind === "scalar" && b.kind === "scalar") return scalar(select(condition, a.value, b.value));
  if (a.kind === "complex" && b.kind === "complex")
    return { kind: "complex", re: select(condition, a.re, b.re), im: select(condition, a.im, b.im) };
  return build.unsupported("matrices of this form");
}

// ----------------------------------------------------------------------------------------------------- reading

export const lowerSize: Lowering = (call) => {
  const { args, build } = call;
  const extents = matrixOf(build, args[0] ?? nothing).extents.map((e) => scalar(convert("i64", e)));
  return itemsArray(build, arrayLayout(call), [index(2)], extents);
};

export function lowerExtent(k: 0 | 1): Lowering {
  return ({ args: [a = nothing], build }) => scalar(convert("i64", rowsAndColumns(matrixOf(build, a))[k]));
}

export const lowerEntry: Lowering = ({ args: [a = nothing, i = nothing, j = nothing], build }) => {
  const x = held(build, a);
  const [rows, columns] = rowsAndColumns(x);
  const row = checkedPosition(build, integerOf(build, i), rows, failures.row.text);
  const column = checkedPosition(build, integerOf(build, j), columns, failures.column.text);
  return cellAt(x, row, column);
};

export const lowerRow: Lowering = ({ args: [a = nothing, i = nothing], build }) =>
  matrixRow(build, held(build, a), integerOf(build, i));

export const lowerColumn: Lowering = (call) => {
  const { args, build } = call;
  const x = held(build, args[0] ?? nothing);
  const [rows, columns] = rowsAndColumns(x);
  const j = checkedPosition(build, integerOf(build, args[1] ?? nothing), columns, failures.column.text);
  return pullArray(arrayLayout(call), [rows], (i) => cellAt(x, i, j), cheapAndTotal);
};

export const lowerDiagonal: Lowering = (call) => {
  const { args, build } = call;
  const x = held(build, args[0] ?? nothing);
  const [rows, columns] = rowsAndColumns(x);
  build.check(compare("eq", rows, columns), "dimension", failures.square.text, [rows, columns]);
  return pullArray(arrayLayout(call), [rows], (i) => cellAt(x, i, i), cheapAndTotal);
};

// ---------------------------------------------------------------------------------------------------- changing

/** The matrix with other entries where `where` holds. */
function changed(
  call: LoweringCall,
  x: LoweredArray,
  where: (i: LoopExpr, j: LoopExpr) => LoopExpr,
  entry: (i: LoopExpr, j: LoopExpr) => Lowered,
): Lowered {
  const { build } = call;
  const layout = arrayLayout(call);
  const cell = (i: LoopExpr, j: LoopExpr): Lowered =>
    choose(
      build,
      where(i, j),
      conform(build, entry(i, j), layout.element),
      conform(build, cellAt(x, i, j), layout.element),
    );
  return cellArray(layout, rowsAndColumns(x), cell, { cheap: false, total: true });
}

export const lowerSetElement: Lowering = (call) => {
  const { args, build } = call;
  const [a = nothing, i = nothing, j = nothing, v = nothing] = args;
  const x = held(build, a);
  const [rows, columns] = rowsAndColumns(x);
  const r = checkedPosition(build, integerOf(build, i), rows, failures.row.text);
  const c = checkedPosition(build, integerOf(build, j), columns, failures.column.text);
  const value = force(build, v);
  return changed(
    call,
    x,
    (p, q) => and(compare("eq", p, r), compare("eq", q, c)),
    () => value,
  );
};

function checkLength(build: LoopBuilder, wanted: LoopExpr, xs: LoweredArray): void {
  build.check(compare("eq", wanted, sizeOf(xs)), "dimension", failures.lengths.text, [wanted, sizeOf(xs)]);
}

export function lowerSetLine(across: boolean): Lowering {
  return (call) => {
    const { args, build } = call;
    const [a = nothing, at = nothing, line = nothing] = args;
    const x = held(build, a);
    const [rows, columns] = rowsAndColumns(x);
    const failure = across ? failures.row : failures.column;
    const place = checkedPosition(build, integerOf(build, at), across ? rows : columns, failure.text);
    const xs = arrayOf(build, force(build, line));
    checkLength(build, across ? columns : rows, xs);
    // Off the line the entry is not used; its position is inside all the same.
    return changed(
      call,
      x,
      (i, j) => compare("eq", across ? i : j, place),
      (i, j) => xs.at(across ? j : i),
    );
  };
}

// ------------------------------------------------------------------------------------------------- rearranging

export const lowerTranspose: Lowering = (call) => {
  const { args, build } = call;
  const x = held(build, args[0] ?? nothing);
  const [rows, columns] = rowsAndColumns(x);
  const layout = arrayLayout(call);
  const view = cellArray(layout, [columns, rows], (i, j) => cellAt(x, j, i), cheapAndTotal);
  const flipped: LoweredArray = {
    ...view,
    transposed: x,
    ...(x.zeros === undefined ? {} : { zeros: x.zeros === "above" ? "below" : "above" }),
  };
  return x.items === undefined ? flipped : (unrolled(build, flipped) ?? flipped);
};

export const lowerDagger: Lowering = (call) => {
  const flipped = lowerTranspose(call);
  if (flipped.kind !== "array" || flipped.layout.element.kind !== "complex") return flipped;
  const { build } = call;
  const conjugate = (z: Lowered): Lowered =>
    z.kind === "complex" ? { ...z, im: { kind: "unary", op: "neg", type: "f64", value: z.im } } : z;
  const [rows, columns] = rowsAndColumns(flipped);
  const cell = (i: LoopExpr, j: LoopExpr): Lowered => conjugate(cellAt(flipped, i, j));
  return force(build, cellArray(flipped.layout, [rows, columns], cell, cheapAndTotal));
};

/** A list as a matrix of one row or one column. */
function line(build: LoopBuilder, value: Lowered, across: boolean): LoweredArray {
  const xs = arrayOf(build, force(build, value));
  const n = sizeOf(xs);
  const layout: ArrayLayout = { ...xs.layout, extents: ["run-time", "run-time"] };
  return reshaped(build, xs, layout, across ? [index(1), n] : [n, index(1)]);
}

function below(call: LoweringCall, x: LoweredArray, y: LoweredArray): Lowered {
  const { build } = call;
  const [m, n] = rowsAndColumns(x);
  const [p, q] = rowsAndColumns(y);
  build.check(compare("eq", n, q), "dimension", failures.columns.text, [n, q]);
  const layout = arrayLayout(call);
  const flat: ArrayLayout = { ...layout, extents: ["run-time"] };
  return reshaped(build, joined(build, flat, [x, y]), layout, [build.atom(add(m, p)), n]);
}

function beside(call: LoweringCall, x: LoweredArray, y: LoweredArray): Lowered {
  const { build } = call;
  const [m, n] = rowsAndColumns(x);
  const [p, q] = rowsAndColumns(y);
  build.check(compare("eq", m, p), "dimension", failures.rows.text, [m, p]);
  const layout = arrayLayout(call);
  const columns = build.atom(add(n, q));
  const buffers = allocateFor(build, layout, build.atom(mul(m, columns)));
  const write = (part: LoweredArray, width: LoopExpr, start: LoopExpr): void => {
    build.loop(index(0), m, true, (i) => {
      build.loop(index(0), width, true, (j) => {
        const entry = conform(build, cellAt(part, i, j), layout.element);
        writeElement(build, layout.element, buffers, add(mul(i, columns), add(start, j)), entry);
      });
    });
  };
  write(x, n, index(0));
  write(y, q, n);
  return bufferArray(layout, [m, columns], buffers);
}

type Direction = "down" | "right";

const stacked = { down: below, right: beside } as const;

export function lowerStack(direction: Direction): Lowering {
  return (call) => {
    const [a = nothing, b = nothing] = call.args;
    return stacked[direction](call, held(call.build, a), held(call.build, b));
  };
}

/** A matrix and a list that becomes a row or column of it; `first`: the list comes first. */
export function lowerExtend(along: "row" | "column", first: boolean): Lowering {
  const stack = along === "row" ? below : beside;
  return (call) => {
    const [a = nothing, b = nothing] = call.args;
    const { build } = call;
    const extra = line(build, first ? a : b, along === "row");
    const x = held(build, first ? b : a);
    return first ? stack(call, extra, x) : stack(call, x, extra);
  };
}

export const lowerSetDiagonal: Lowering = (call) => {
  const { args, build } = call;
  const x = held(build, args[0] ?? nothing);
  const [rows, columns] = rowsAndColumns(x);
  build.check(compare("eq", rows, columns), "dimension", failures.square.text, [rows, columns]);
  const xs = arrayOf(build, force(build, args[1] ?? nothing));
  checkLength(build, rows, xs);
  return changed(
    call,
    x,
    (i, j) => compare("eq", i, j),
    (i) => xs.at(i),
  );
};

export function lowerSumOrDifference(op: "plus" | "minus"): Lowering {
  return (call) => {
    const [a = nothing, b = nothing] = call.args;
    const { build } = call;
    return combine(build, op, arrayLayout(call), matrixOf(build, a), matrixOf(build, b));
  };
}

/** The scalar may stand on either side. */
export const lowerScalarMultiply: Lowering = (call) => {
  const [a = nothing, b = nothing] = call.args;
  return combine(call.build, "times", arrayLayout(call), a, b);
};
