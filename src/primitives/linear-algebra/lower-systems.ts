/** Native linear systems, inverses and determinants of real matrices, by the templates of triangular factors. */
import { layoutFor } from "../../loop/activation.ts";
import {
  type ArrayLayout,
  allocateFor,
  arrayOf,
  type BufferedArray,
  bufferArray,
  force,
  fromStart,
  scalar,
  sizeOf,
} from "../../loop/arrays.ts";
import { fixedSystem } from "../../loop/budget.ts";
import { conform } from "../../loop/convert.ts";
import { add, compare, constIndex, f64, index, mul } from "../../loop/expr.ts";
import type { Layout } from "../../loop/layout.ts";
import type { LocalId, LoopExpr, Operand } from "../../loop/loop.ts";
import type { LoopBuilder, Lowered, LoweredArray, Lowering, LoweringCall } from "../../loop/lowering.ts";
import { type Failure, failures } from "../failures.ts";
import { checkSquare, matrixOf } from "../matrices/lower-products.ts";
import { combine } from "../numbers/lower-numbers.ts";

const real: Layout = { kind: "scalar", scalar: "f64" };
const nothing: Lowered = { kind: "unit" };

function rowsOf(a: LoweredArray): LoopExpr {
  return a.extents[0] ?? index(0);
}

export function realLayout({ build, result }: LoweringCall): ArrayLayout {
  const layout = layoutFor(build, result);
  const isReal =
    layout.kind === "array" && layout.element.kind === "scalar" && layout.element.scalar === "f64";
  return isReal ? layout : build.unsupported("linear systems of entries that are not real");
}

/** The numbers as doubles in memory, where a template reads them. */
export function realInMemory(build: LoopBuilder, a: LoweredArray): BufferedArray {
  return fromStart(build, arrayOf(build, conform(build, a, { ...a.layout, element: real })));
}

export function firstBuffer(a: BufferedArray): LocalId {
  const [id] = a.buffers;
  if (id === undefined) throw new Error("a real array lies in one buffer");
  return id;
}

export function arrays(...ids: readonly LocalId[]): readonly Operand[] {
  return ids.map((id) => ({ kind: "array", id }));
}

function loaded(array: LocalId, at: number): LoopExpr {
  return { kind: "load", type: "f64", array, index: index(at) };
}

/** What the template says of the matrix: its determinant, and 1 where it is singular. */
type Info = LocalId;

/** a · x = b with `r` columns in x; the right sides are the identity where there is no b. */
function factorAndSolve(
  build: LoopBuilder,
  a: BufferedArray,
  b: LocalId | undefined,
  x: LocalId | undefined,
  r: LoopExpr,
): Info {
  const n = rowsOf(a);
  const [rows = 0, columns] = [constIndex(n), constIndex(r)];
  const info = build.allocate("info", "f64", index(2));
  const matrix = firstBuffer(a);
  const inverse = b === undefined && x !== undefined ? 1 : 0;
  const [right, solution] = [b ?? matrix, x ?? info];
  if (rows >= 1 && rows <= fixedSystem && columns !== undefined && columns <= fixedSystem) {
    const holes = { n: rows, r: columns, inverse };
    build.template(
      "solve_fixed_f64",
      holes,
      arrays(matrix, right, solution, info),
      rows * rows * (rows + columns),
    );
    return info;
  }
  const lu = build.allocate("lu", "f64", build.atom(mul(n, n)));
  const sizes = [n, r].map((value): Operand => ({ kind: "scalar", value }));
  build.template("solve_f64", { inverse }, [...arrays(matrix, right, solution, lu, info), ...sizes]);
  return info;
}

interface RightSides {
  readonly a: BufferedArray;
  /** None: the identity. */
  readonly b?: BufferedArray;
  readonly columns: LoopExpr;
  readonly failure?: Failure;
}

/** The solutions in memory; fails where the matrix is singular. */
export function solveColumns(
  build: LoopBuilder,
  layout: ArrayLayout,
  { a, b, columns, failure = failures.singular }: RightSides,
): readonly LocalId[] {
  const out = allocateFor(build, layout, build.atom(mul(rowsOf(a), columns)));
  const info = factorAndSolve(build, a, b && firstBuffer(b), out[0], columns);
  build.check(compare("eq", loaded(info, 1), f64(0)), "domain", failure.text);
  return out;
}

/** One right side as a list, or the columns of a matrix. */
export const lowerSolve: Lowering = (call) => {
  const { args, build } = call;
  const [left = nothing, right = nothing] = args;
  const layout = realLayout(call);
  const a = realInMemory(build, matrixOf(build, left));
  checkSquare(build, a);
  const n = rowsOf(a);
  const b = realInMemory(build, arrayOf(build, right));
  if (layout.extents.length === 1) {
    const count = sizeOf(b);
    build.check(compare("eq", n, count), "dimension", failures.lengths.text, [n, count]);
    return bufferArray(layout, [n], solveColumns(build, layout, { a, b, columns: index(1) }));
  }
  const [rows = n, columns = index(1)] = b.extents;
  build.check(compare("eq", n, rows), "dimension", failures.rows.text, [n, rows]);
  return bufferArray(layout, [n, columns], solveColumns(build, layout, { a, b, columns }));
};

/** Of a square matrix of reals. */
export function inverseOf(build: LoopBuilder, layout: ArrayLayout, matrix: LoweredArray): LoweredArray {
  const a = realInMemory(build, matrix);
  return bufferArray(layout, a.extents, solveColumns(build, layout, { a, columns: rowsOf(a) }));
}

export const lowerInverse: Lowering = (call) => {
  const { args, build } = call;
  const layout = realLayout(call);
  const a = matrixOf(build, args[0] ?? nothing);
  checkSquare(build, a);
  return inverseOf(build, layout, a);
};

export const lowerCholesky: Lowering = (call) => {
  const { args, build } = call;
  const layout = realLayout(call);
  const a = realInMemory(build, matrixOf(build, args[0] ?? nothing));
  checkSquare(build, a);
  const n = rowsOf(a);
  const out = allocateFor(build, layout, build.atom(mul(n, n)));
  const info = build.allocate("info", "f64", index(1));
  const [l = info] = out;
  const rows = constIndex(n) ?? 0;
  if (rows >= 1 && rows <= fixedSystem)
    build.template("cholesky_fixed_f64", { n: rows }, arrays(firstBuffer(a), l, info), rows ** 3);
  else {
    const work = build.allocate("work", "f64", build.atom(mul(add(n, index(32)), add(n, index(48)))));
    build.template("cholesky_f64", {}, [
      ...arrays(firstBuffer(a), l, work, info),
      { kind: "scalar", value: n },
    ]);
  }
  build.check(compare("eq", loaded(info, 0), f64(0)), "domain", failures.notDefinite.text);
  return { ...bufferArray(layout, a.extents, out), zeros: "above" };
};

export const lowerDet: Lowering = ({ args: [a = nothing], result, build }) => {
  const x = arrayOf(build, force(build, matrixOf(build, a)));
  checkSquare(build, x);
  const layout = layoutFor(build, result);
  const n = constIndex(rowsOf(x));
  const at = (k: number): Lowered => x.at(index(k));
  const pairs = (p: number, q: number, r: number, s: number): Lowered =>
    force(
      build,
      combine(
        build,
        "minus",
        layout,
        combine(build, "times", layout, at(p), at(q)),
        combine(build, "times", layout, at(r), at(s)),
      ),
    );
  if (n === 1) return at(0);
  if (n === 2) return pairs(0, 3, 1, 2);
  if (n === 3) {
    const by = (k: number, minor: Lowered): Lowered => combine(build, "times", layout, at(k), minor);
    const first = combine(build, "minus", layout, by(0, pairs(4, 8, 5, 7)), by(1, pairs(3, 8, 5, 6)));
    return combine(build, "plus", layout, first, by(2, pairs(3, 7, 4, 6)));
  }
  if (layout.kind !== "scalar" || layout.scalar !== "f64")
    return build.unsupported("exact determinants of matrices larger than 3 by 3");
  const info = factorAndSolve(build, realInMemory(build, x), undefined, undefined, index(0));
  return scalar(build.atom(loaded(info, 0)));
};
