/** Native linear systems, inverses and determinants of real matrices, by the templates of triangular factors. */
import { layoutFor } from "../loop/activation.ts";
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
  traverse,
  writeElement,
} from "../loop/arrays.ts";
import { fixedSystem } from "../loop/budget.ts";
import { conform } from "../loop/convert.ts";
import { add, compare, constIndex, div, f64, index, mul, sub, unary } from "../loop/expr.ts";
import type { Layout } from "../loop/layout.ts";
import type { LocalId, LoopExpr, Operand } from "../loop/loop.ts";
import type { LoopBuilder, Lowered, LoweredArray, Lowering, LoweringCall } from "../loop/lowering.ts";
import { failures } from "./failures.ts";
import { combine } from "./lower-numbers.ts";
import { checkSquare, matrixOf } from "./lower-products.ts";

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
  r: number,
): Info {
  const n = constIndex(rowsOf(a)) ?? 0;
  if (n < 1 || n > fixedSystem) return build.unsupported("linear systems of this size");
  const info = build.allocate("info", "f64", index(2));
  const matrix = firstBuffer(a);
  const inverse = b === undefined && r > 0 ? 1 : 0;
  build.template(
    "solve_fixed_f64",
    { n, r, inverse },
    arrays(matrix, b ?? matrix, x ?? info, info),
    n * n * (n + r),
  );
  return info;
}

function checkRegular(build: LoopBuilder, info: Info): void {
  build.check(compare("eq", loaded(info, 1), f64(0)), "domain", failures.singular.text);
}

export const lowerSolve: Lowering = (call) => {
  const { args, build } = call;
  const [left = nothing, right = nothing] = args;
  const layout = realLayout(call);
  const a = realInMemory(build, matrixOf(build, left));
  checkSquare(build, a);
  const n = rowsOf(a);
  const b = realInMemory(build, arrayOf(build, right));
  const count = sizeOf(b);
  build.check(compare("eq", n, count), "dimension", failures.lengths.text, [n, count]);
  const out = allocateFor(build, layout, n);
  checkRegular(build, factorAndSolve(build, a, firstBuffer(b), out[0], 1));
  return bufferArray(layout, [n], out);
};

export const lowerInverse: Lowering = (call) => {
  const { args, build } = call;
  const layout = realLayout(call);
  const a = realInMemory(build, matrixOf(build, args[0] ?? nothing));
  checkSquare(build, a);
  const n = constIndex(rowsOf(a)) ?? 0;
  const out = allocateFor(build, layout, index(n * n));
  checkRegular(build, factorAndSolve(build, a, undefined, out[0], n));
  return bufferArray(layout, a.extents, out);
};

export const lowerCholesky: Lowering = (call) => {
  const { args, build } = call;
  const layout = realLayout(call);
  const a = realInMemory(build, matrixOf(build, args[0] ?? nothing));
  checkSquare(build, a);
  const n = constIndex(rowsOf(a)) ?? 0;
  if (n < 1 || n > fixedSystem) return build.unsupported("Cholesky factors of this size");
  const out = allocateFor(build, layout, index(n * n));
  const info = build.allocate("info", "f64", index(1));
  const [l = info] = out;
  build.template("cholesky_fixed_f64", { n }, arrays(firstBuffer(a), l, info), n ** 3);
  build.check(compare("eq", loaded(info, 0), f64(0)), "domain", failures.notDefinite.text);
  return bufferArray(layout, a.extents, out);
};

/** The determinant by triangular factors; undefined where the size is for a loop. */
function determinantByTemplate(build: LoopBuilder, matrix: LoweredArray): LoopExpr | undefined {
  const n = constIndex(rowsOf(matrix)) ?? 0;
  if (n < 1 || n > fixedSystem) return undefined;
  const info = factorAndSolve(build, realInMemory(build, matrix), undefined, undefined, 0);
  return build.atom(loaded(info, 0));
}

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
  return scalar(determinantByTemplate(build, x) ?? determinantByFactors(build, x));
};

/** Elimination with partial pivoting on a copy: the product of the pivots, with the sign of the exchanges. */
function determinantByFactors(build: LoopBuilder, a: LoweredArray): LoopExpr {
  const n = rowsOf(a);
  const lu = build.allocate("lu", "f64", build.atom(mul(n, n)));
  traverse(build, a, true, (i, x) => writeElement(build, { kind: "scalar", scalar: "f64" }, [lu], i, x));
  const at = (i: LoopExpr, j: LoopExpr): LoopExpr => ({
    kind: "load",
    type: "f64",
    array: lu,
    index: add(mul(i, n), j),
  });
  const det = build.local("det", "f64", f64(1));
  build.loop(index(0), n, false, (k) => {
    const pivot = build.local("pivot", "index", k);
    build.loop(add(k, index(1)), n, false, (i) => {
      const larger = compare("gt", unary("abs", at(i, k)), unary("abs", at(build.read(pivot), k)));
      build.branch(
        larger,
        () => build.assign(pivot, i),
        () => {},
      );
    });
    const head = build.atom(at(build.read(pivot), k), "head");
    const moved = compare("ne", build.read(pivot), k);
    build.branch(
      moved,
      () => {
        build.loop(k, n, true, (j) => {
          const held = build.atom(at(k, j));
          const other = build.atom(at(build.read(pivot), j));
          build.store(lu, add(mul(k, n), j), other);
          build.store(lu, add(mul(build.read(pivot), n), j), held);
        });
        build.assign(det, unary("neg", build.read(det)));
      },
      () => {},
    );
    build.assign(det, mul(build.read(det), head));
    eliminate(build, n, k, head, at, (i, j, e) => build.store(lu, add(mul(i, n), j), e));
  });
  build.settle(det);
  return build.read(det);
}

function eliminate(
  build: LoopBuilder,
  n: LoopExpr,
  k: LoopExpr,
  head: LoopExpr,
  at: (i: LoopExpr, j: LoopExpr) => LoopExpr,
  put: (i: LoopExpr, j: LoopExpr, e: LoopExpr) => void,
): void {
  build.branch(
    compare("ne", head, f64(0)),
    () =>
      build.loop(add(k, index(1)), n, true, (i) => {
        const factor = build.atom(div(at(i, k), head), "factor");
        build.loop(add(k, index(1)), n, true, (j) => put(i, j, sub(at(i, j), mul(factor, at(k, j)))));
      }),
    () => {},
  );
}
