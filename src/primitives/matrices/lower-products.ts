/**
 * Native matrix products and what is built on them. Small ones of scalars are written out; real ones in memory are the
 * template `matmul_fixed_f64` where their sizes are known and small, `matmul_f64` else; the rest are loops.
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
  isInMemory,
  itemsArray,
  pullArray,
  scalar,
  sizeOf,
  writeElement,
} from "../../loop/arrays.ts";
import { unrolledScalars } from "../../loop/budget.ts";
import { conform } from "../../loop/convert.ts";
import { add, binary, compare, constIndex, div, i64, index, mul } from "../../loop/expr.ts";
import type { Layout } from "../../loop/layout.ts";
import type { LoopExpr } from "../../loop/loop.ts";
import type { LoopBuilder, Lowered, LoweredArray, Lowering, LoweringCall } from "../../loop/lowering.ts";
import { reduce } from "../collections/lower-reductions.ts";
import { failures } from "../failures.ts";
import { combine, combineNumbers } from "../numbers/lower-numbers.ts";
import { type Addend, type Factor, templateColumn, templateProduct } from "./lower-real-products.ts";

const nothing: Lowered = { kind: "unit" };

/** A matrix, or rows of one length, as a matrix. */
export function matrixOf(build: LoopBuilder, value: Lowered): LoweredArray {
  const array = arrayOf(build, value);
  if (array.extents.length === 2) return array;
  const element = array.layout.element;
  if (element.kind !== "array") return build.unsupported("lists where a matrix is needed");
  const layout: ArrayLayout = { kind: "array", element: element.element, extents: ["run-time", "run-time"] };
  return arrayOf(build, conform(build, array, layout));
}

function isMatrix(value: Lowered): boolean {
  return value.kind === "array" && (value.extents.length === 2 || value.layout.element.kind === "array");
}

/** The matrix product; a plain list is a column on the right and a row on the left. */
export function lowerProduct(call: LoweringCall): Lowered {
  const { args, result, build } = call;
  const [a = nothing, b = nothing] = args;
  const layout = layoutFor(build, result);
  if (layout.kind !== "array") return build.unsupported("products of this form");
  if (isMatrix(a) && isMatrix(b))
    return multiplyMatrices(build, layout, matrixOf(build, a), matrixOf(build, b));
  if (isMatrix(a)) return matrixVector(build, layout, matrixOf(build, a), arrayOf(build, b));
  return vectorMatrix(build, layout, arrayOf(build, a), matrixOf(build, b));
}

function extentsOf(a: LoweredArray): readonly [LoopExpr, LoopExpr] {
  return [a.extents[0] ?? index(0), a.extents[1] ?? index(0)];
}

function checkInner(build: LoopBuilder, columns: LoopExpr, rows: LoopExpr): void {
  build.check(compare("eq", columns, rows), "dimension", failures.inner.text, [columns, rows]);
}

/** The sum over the inner index of products of entries. */
function inner(
  build: LoopBuilder,
  layout: Layout,
  count: LoopExpr,
  left: (k: LoopExpr) => Lowered,
  right: (k: LoopExpr) => Lowered,
): Lowered {
  return reduce(build, "plus", layout, index(0), count, (k) =>
    combine(build, "times", layout, left(k), right(k)),
  );
}

function forced(build: LoopBuilder, a: LoweredArray): LoweredArray {
  return arrayOf(build, force(build, a));
}

/** The product, with the matrix that it is added to or that is subtracted from it, or the number that it is multiplied by. */
export function multiplyMatrices(
  build: LoopBuilder,
  layout: ArrayLayout,
  a: LoweredArray,
  b: LoweredArray,
  addend?: Addend | Factor,
): LoweredArray {
  const [m, inside] = extentsOf(a);
  const [rows, n] = extentsOf(b);
  checkInner(build, inside, rows);
  const [x, y] = [forced(build, a), forced(build, b)];
  const entry = (i: LoopExpr, j: LoopExpr): Lowered =>
    inner(
      build,
      layout.element,
      inside,
      (k) => cellAt(x, i, k),
      (k) => cellAt(y, k, j),
    );
  const size = constIndex(mul(m, n));
  const depth = constIndex(inside);
  const real = layout.element.kind === "scalar" && layout.element.scalar === "f64";
  const inRegisters = !isInMemory(x) || !isInMemory(y);
  // `entry` takes its multiply-adds from the budget itself.
  const small = size !== undefined && depth !== undefined && size <= unrolledScalars && size * depth <= 216;
  const written = small && (inRegisters || !real);
  if (!written && real && !build.fixedOrder)
    return templateProduct(build, layout, x, y, [m, inside, n], addend);
  const product = (written ? writtenOut : loopProduct)(build, layout, [m, n], entry);
  return addend === undefined ? product : joined(build, layout, product, addend);
}

function joined(
  build: LoopBuilder,
  layout: ArrayLayout,
  product: LoweredArray,
  beside: Addend | Factor,
): LoweredArray {
  if (beside.sum === "s * P") return arrayOf(build, combine(build, "times", layout, beside.scalar, product));
  const { sum, matrix } = beside;
  const [first, second] = sum === "C - P" ? [matrix, product] : [product, matrix];
  return arrayOf(build, combine(build, sum === "P + C" ? "plus" : "minus", layout, first, second));
}

function writtenOut(
  build: LoopBuilder,
  layout: ArrayLayout,
  extents: readonly [LoopExpr, LoopExpr],
  entry: (i: LoopExpr, j: LoopExpr) => Lowered,
): LoweredArray {
  const [m, n] = [constIndex(extents[0]) ?? 0, constIndex(extents[1]) ?? 0];
  const items = Array.from({ length: m * n }, (_, p) =>
    force(build, entry(index(Math.floor(p / n)), index(p % n))),
  );
  return itemsArray(build, layout, extents, items);
}

function loopProduct(
  build: LoopBuilder,
  layout: ArrayLayout,
  extents: readonly [LoopExpr, LoopExpr],
  entry: (i: LoopExpr, j: LoopExpr) => Lowered,
): LoweredArray {
  const [m, n] = extents;
  const buffers = allocateFor(build, layout, build.atom(mul(m, n)));
  build.loop(index(0), m, true, (i) => {
    build.loop(index(0), n, true, (j) => {
      writeElement(build, layout.element, buffers, build.atom(add(mul(i, n), j)), entry(i, j));
    });
  });
  return bufferArray(layout, extents, buffers);
}

function vectorOf(
  build: LoopBuilder,
  layout: ArrayLayout,
  length: LoopExpr,
  entry: (i: LoopExpr) => Lowered,
): LoweredArray {
  const size = constIndex(length);
  if (size !== undefined && size <= unrolledScalars)
    return itemsArray(
      build,
      layout,
      [length],
      Array.from({ length: size }, (_, i) => force(build, entry(index(i)))),
    );
  return inMemory(build, pullArray(layout, [length], entry, { cheap: false, total: true }));
}

function matrixVector(
  build: LoopBuilder,
  layout: ArrayLayout,
  a: LoweredArray,
  b: LoweredArray,
): LoweredArray {
  const [m, inside] = extentsOf(a);
  checkInner(build, inside, sizeOf(b));
  const [x, y] = [forced(build, a), forced(build, b)];
  if (isForTemplate(build, layout, m, inside)) return templateColumn(build, layout, x, y, [m, inside], false);
  return vectorOf(build, layout, m, (i) =>
    inner(
      build,
      layout.element,
      inside,
      (k) => cellAt(x, i, k),
      (k) => y.at(k),
    ),
  );
}

/** Matrices that may live in scalars are multiplied there. */
function isForTemplate(build: LoopBuilder, { element }: ArrayLayout, m: LoopExpr, n: LoopExpr): boolean {
  const size = constIndex(mul(m, n));
  const real = element.kind === "scalar" && element.scalar === "f64";
  return real && !build.fixedOrder && (size === undefined || size > unrolledScalars);
}

/** A row is multiplied as a column, by the matrix with rows and columns exchanged. */
function vectorMatrix(
  build: LoopBuilder,
  layout: ArrayLayout,
  a: LoweredArray,
  b: LoweredArray,
): LoweredArray {
  const [inside, n] = extentsOf(b);
  checkInner(build, sizeOf(a), inside);
  const [x, y] = [forced(build, a), forced(build, b)];
  if (isForTemplate(build, layout, inside, n)) return templateColumn(build, layout, y, x, [n, inside], true);
  return vectorOf(build, layout, n, (j) =>
    inner(
      build,
      layout.element,
      inside,
      (k) => x.at(k),
      (k) => cellAt(y, k, j),
    ),
  );
}

export function identity(
  build: LoopBuilder,
  layout: ArrayLayout,
  extents: readonly LoopExpr[],
): LoweredArray {
  const columns = extents[1] ?? index(1);
  const cell = (i: LoopExpr, j: LoopExpr): Lowered => {
    const diagonal = compare("eq", i, j);
    const one = diagonal.kind === "const" ? diagonal.value === true : undefined;
    const value: LoopExpr =
      one === undefined
        ? { kind: "select", type: "i64", condition: diagonal, then: i64(1n), else: i64(0n) }
        : i64(one ? 1n : 0n);
    return conform(build, scalar(value), layout.element);
  };
  return {
    ...pullArray(layout, extents, (p) => cell(div(p, columns), binary("rem", p, columns)), {
      cheap: true,
      total: true,
    }),
    cell,
  };
}

// ------------------------------------------------------------------------------------------- dot, det, trace

export const lowerDot: Lowering = ({ args: [a = nothing, b = nothing], result, build }) => {
  const [x, y] = [arrayOf(build, a), arrayOf(build, b)];
  const [n, m] = [sizeOf(x), sizeOf(y)];
  build.check(compare("eq", n, m), "dimension", failures.lengths.text, [n, m]);
  return inner(
    build,
    layoutFor(build, result),
    build.atom(n),
    (k) => x.at(k),
    (k) => y.at(k),
  );
};

export const lowerCross: Lowering = ({ args: [a = nothing, b = nothing], result, build }) => {
  const layout = layoutFor(build, result);
  const [x, y] = [forced(build, arrayOf(build, a)), forced(build, arrayOf(build, b))];
  const [n, m] = [sizeOf(x), sizeOf(y)];
  build.check(compare("eq", n, index(3)), "dimension", failures.lengths.text, [n, m]);
  build.check(compare("eq", m, index(3)), "dimension", failures.lengths.text, [n, m]);
  if (layout.kind !== "array") return build.unsupported("products of this form");
  const part = (i: number, j: number): Lowered =>
    force(
      build,
      combineNumbers(
        build,
        "minus",
        combineNumbers(build, "times", x.at(index(i)), y.at(index(j))),
        combineNumbers(build, "times", x.at(index(j)), y.at(index(i))),
      ),
    );
  return itemsArray(build, layout, [index(3)], [part(1, 2), part(2, 0), part(0, 1)]);
};

export function checkSquare(build: LoopBuilder, a: LoweredArray): void {
  const [m, n] = extentsOf(a);
  build.check(compare("eq", m, n), "dimension", failures.square.text, [m, n]);
}

export const lowerTrace: Lowering = ({ args: [a = nothing], result, build }) => {
  const x = matrixOf(build, a);
  checkSquare(build, x);
  const layout = layoutFor(build, result);
  return reduce(build, "plus", layout, index(0), extentsOf(x)[0], (k) => cellAt(x, k, k));
};
