/**
 * Products of real matrices in memory, by template: `matmul_fixed_f64` where their sizes are known and small, `matmul_f64` else. A
 * factor that is the transpose of a matrix in memory is read there; of a matrix and its own transpose half is computed, zeros of
 * a triangular factor are not multiplied. Products with a list are `gemv_f64`.
 */
import { CompilerBug } from "../../base/outcome.ts";
import {
  type ArrayLayout,
  allocateFor,
  arrayOf,
  bufferArray,
  fromStart,
  isInMemory,
  writeElement,
} from "../../loop/arrays.ts";
import { fixedProduct, productWork, shortProduct } from "../../loop/budget.ts";
import { conform } from "../../loop/convert.ts";
import { and, compare, constIndex, convert, f64, index, mul, or, select } from "../../loop/expr.ts";
import type { LocalId, LoopExpr, Operand } from "../../loop/loop.ts";
import type { LoopBuilder, Lowered, LoweredArray } from "../../loop/lowering.ts";

/** How a product P and a matrix C are joined. */
export type ProductSum = "P + C" | "C - P" | "P - C";

export interface Addend {
  readonly sum: ProductSum;
  readonly matrix: LoweredArray;
}

/** A number that a product is multiplied by. */
export interface Factor {
  readonly sum: "s * P";
  readonly scalar: Lowered;
}

/** What the templates call it. */
const adds = { "P + C": 1, "C - P": 2, "P - C": 3, "s * P": 4 } as const;

export function templateProduct(
  build: LoopBuilder,
  layout: ArrayLayout,
  a: LoweredArray,
  b: LoweredArray,
  sizes: readonly [LoopExpr, LoopExpr, LoopExpr],
  addend?: Addend | Factor,
): LoweredArray {
  const [m, , n] = sizes;
  const fixed = fixedSizes(sizes);
  const [x, y] = fixed === undefined ? [factor(a), factor(b)] : [asItIs(a), asItIs(b)];
  const [left, right] = [operandOf(build, layout, x.array), operandOf(build, layout, y.array)];
  const before = addend && besideOf(build, layout, addend);
  const out = allocateFor(build, layout, build.atom(mul(m, n)));
  // Where nothing is added any array may stand there.
  const arrays = [left, right, ...resultOf(out), before ?? left];
  const how = addend === undefined ? {} : { adds: adds[addend.sum] };
  if (fixed === undefined) {
    const scalars = sizes.map((value): Operand => ({ kind: "scalar", value }));
    const work = build.allocate("work", "f64", build.atom(workspace(sizes, x.transposed)));
    // Of one matrix and its transpose; with another one it need not be symmetric.
    const isGram = addend === undefined && x.transposed !== y.transposed && isSameArray(left, right);
    const symmetric = build.usesStructure && isGram;
    build.template(
      "matmul_f64",
      {
        ...knownSizes(sizes),
        ...(x.transposed ? { left: 1 } : {}),
        ...(y.transposed ? { right: 1 } : {}),
        ...(symmetric ? { symmetric: 1 } : {}),
        ...zerosOf(build, "left_zeros", a),
        ...zerosOf(build, "right_zeros", b),
        ...how,
      },
      [...arrays, ...scalars, { kind: "array", id: work }],
    );
  } else build.template("matmul_fixed_f64", { ...fixed, ...how }, arrays, fixed.m * fixed.k * fixed.n);
  const product = bufferArray(layout, [m, n], out);
  // Sums of zeros times numbers, or of nothing.
  const isTriangular = a.zeros !== undefined && a.zeros === b.zeros && addend === undefined;
  return isTriangular ? { ...product, zeros: a.zeros } : product;
}

/** On which side of the diagonal of a factor, as it stands in the product, the template need not multiply. */
function zerosOf(
  build: LoopBuilder,
  hole: string,
  { zeros }: LoweredArray,
): Readonly<Record<string, number>> {
  return zeros === undefined || !build.usesStructure ? {} : { [hole]: zeros === "above" ? 1 : 2 };
}

/** The product of a matrix, or of its transpose where `flipped`, and a column: m × k by k. */
export function templateColumn(
  build: LoopBuilder,
  layout: ArrayLayout,
  a: LoweredArray,
  x: LoweredArray,
  [m, k]: readonly [LoopExpr, LoopExpr],
  flipped: boolean,
): LoweredArray {
  const { array, transposed: isView } = factor(a);
  const transposed = isView !== flipped;
  const [left, right] = [operandOf(build, layout, array), operandOf(build, layout, x)];
  const out = allocateFor(build, layout, build.atom(m));
  const arrays = [left, right, ...resultOf(out)];
  const sizes = transposed ? [k, m] : [m, k];
  const [rows = 0, columns = 0] = sizes.map((size) => constIndex(size) ?? 0);
  const work = rows * columns;
  build.template(
    "gemv_f64",
    { m: rows, n: columns, ...(transposed ? { transposed: 1 } : {}) },
    [...arrays, ...sizes.map((value): Operand => ({ kind: "scalar", value }))],
    work > 0 && work <= shortProduct ? work : undefined,
  );
  return bufferArray(layout, [m], out);
}

/** The matrix, or the number, in memory. */
function besideOf(build: LoopBuilder, layout: ArrayLayout, beside: Addend | Factor): Operand {
  if (beside.sum !== "s * P") return operandOf(build, layout, beside.matrix);
  const one: ArrayLayout = { ...layout, extents: [1] };
  const buffers = allocateFor(build, one, index(1));
  writeElement(build, layout.element, buffers, index(0), conform(build, beside.scalar, layout.element));
  return operandOf(build, one, bufferArray(one, [index(1)], buffers));
}

/** A matrix, or the one that lies in memory and whose transpose it is. */
interface Operated {
  readonly array: LoweredArray;
  readonly transposed: boolean;
}

function asItIs(array: LoweredArray): Operated {
  return { array, transposed: false };
}

function factor(array: LoweredArray): Operated {
  const { transposed } = array;
  return transposed !== undefined && isInMemory(transposed)
    ? { array: transposed, transposed: true }
    : asItIs(array);
}

/** A factor as the template reads it: a real array in memory, which may begin within another one. */
function operandOf(build: LoopBuilder, layout: ArrayLayout, x: LoweredArray): Operand {
  const reals = arrayOf(build, conform(build, x, { ...x.layout, element: layout.element }));
  const { buffers, offset } = reals.buffers === undefined ? fromStart(build, reals) : reals;
  const [id] = buffers ?? [];
  if (id === undefined) throw new CompilerBug("a real array has one buffer");
  return { kind: "array", id, ...(offset === undefined ? {} : { from: build.atom(offset) }) };
}

function resultOf(out: readonly LocalId[]): readonly Operand[] {
  return out.map((id) => ({ kind: "array", id }));
}

/** From its start; of arrays that begin within one nothing is said. */
function isSameArray(a: Operand, b: Operand): boolean {
  if (a.kind === "scalar" || b.kind === "scalar" || a.from !== undefined || b.from !== undefined)
    return false;
  return a.id === b.id;
}

/** What the template for sizes of any kind is told of them: those that are known. */
function knownSizes(sizes: readonly LoopExpr[]): Readonly<Record<string, number>> {
  const [m = 0, k = 0, n = 0] = sizes.map((size) => constIndex(size) ?? 0);
  return { m, k, n };
}

/** Doubles of memory that a large product wants for copies. */
function workspace(sizes: readonly LoopExpr[], transposed: boolean): LoopExpr {
  const [m = f64(1), k = f64(1), n = f64(1)] = sizes.map((size) => convert("f64", size));
  const operations = mul(mul(m, k), n);
  const { doubles, from, transposed: early } = productWork;
  const copies = compare("ge", operations, f64(from));
  const copiesEarly = and(compare("gt", m, f64(early.rows)), compare("ge", operations, f64(early.from)));
  return select(transposed ? or(copies, copiesEarly) : copies, index(doubles), index(0));
}

interface FixedSizes extends Readonly<Record<string, number>> {
  readonly m: number;
  readonly k: number;
  readonly n: number;
}

/** The sizes, where they are known and the template for known sizes takes them. */
function fixedSizes(sizes: readonly LoopExpr[]): FixedSizes | undefined {
  const [m = 0, k = 0, n = 0] = sizes.map((size) => constIndex(size) ?? 0);
  const fits = m <= fixedProduct.rows && n <= fixedProduct.columns && k * n <= fixedProduct.rightElements;
  return m * k * n > 0 && fits ? { m, k, n } : undefined;
}
