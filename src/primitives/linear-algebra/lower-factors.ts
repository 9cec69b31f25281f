/**
 * Native orthogonal factors and singular values of real matrices, by the templates of reflections and of sweeps, and what follows
 * from them. A matrix with more rows than columns has the singular values of its triangular factor, one with more columns
 * those of its transpose.
 */
import { layoutFor } from "../../loop/activation.ts";
import {
  type ArrayLayout,
  type BufferedArray,
  bufferArray,
  inMemory,
  pullArray,
  scalar,
} from "../../loop/arrays.ts";
import { fixedFactors } from "../../loop/budget.ts";
import { add, compare, constIndex, div, f64, i64, index, mul, select } from "../../loop/expr.ts";
import type { Layout } from "../../loop/layout.ts";
import type { LocalId, LoopExpr, Operand } from "../../loop/loop.ts";
import type { LoopBuilder, Lowered, LoweredArray, Lowering, LoweringCall } from "../../loop/lowering.ts";
import { matrixOf, multiplyMatrices } from "../matrices/lower-products.ts";
import { arrays, firstBuffer, realInMemory } from "./lower-systems.ts";

/** As many reflections as are not worth joining (`qr_f64_few`): code for more is left out. */
const fewReflections = 12;
const nothing: Lowered = { kind: "unit" };
const real: Layout = { kind: "scalar", scalar: "f64" };
const matrixLayout: ArrayLayout = { kind: "array", element: real, extents: ["run-time", "run-time"] };

function sizesOf(a: LoweredArray): readonly [LoopExpr, LoopExpr] {
  return [a.extents[0] ?? index(0), a.extents[1] ?? index(0)];
}

function scalars(...values: readonly LoopExpr[]): readonly Operand[] {
  return values.map((value) => ({ kind: "scalar", value }));
}

function load(array: LocalId, at: LoopExpr): LoopExpr {
  return { kind: "load", type: "f64", array, index: at };
}

interface Factors {
  /** m × c. */
  readonly q: LocalId;
  /** min(m, n) × n. */
  readonly r: LocalId;
}

function reflections(build: LoopBuilder, a: BufferedArray, k: LoopExpr, columns: LoopExpr): Factors {
  // Sums in vectors have other bits than the evaluator's.
  if (build.fixedOrder) return build.unsupported("orthogonal factors under --reproducible");
  const [m, n] = sizesOf(a);
  const q = build.allocate("q", "f64", build.atom(mul(m, columns)));
  const r = build.allocate("r", "f64", build.atom(mul(k, n)));
  const [rows = 0, all = 0, kept] = [m, n, columns].map(constIndex);
  if (rows >= 1 && rows <= fixedFactors && all >= 1 && all <= fixedFactors && kept === Math.min(rows, all)) {
    build.template("qr_fixed_f64", { m: rows, n: all }, arrays(firstBuffer(a), q, r), rows * rows * all);
    return { q, r };
  }
  const wide = add(add(mul(n, index(2)), columns), index(64));
  const work = build.allocate("work", "f64", build.atom(add(mul(add(m, index(96)), wide), index(8192))));
  const size = constIndex(k);
  const small = size !== undefined && size <= fewReflections ? 1 : 0;
  build.template("qr_f64", { small }, [...arrays(firstBuffer(a), q, r, work), ...scalars(m, n, columns)]);
  return { q, r };
}

export const lowerQr: Lowering = ({ args: [value = nothing], build, result }) => {
  const [left, right] = layoutsOf(build, result);
  const a = realInMemory(build, matrixOf(build, value));
  const [m, n] = sizesOf(a);
  const k = build.atom(select(compare("lt", m, n), m, n));
  const { q, r } = reflections(build, a, k, k);
  const upper: LoweredArray = { ...bufferArray(right, [k, n], [r]), zeros: "below" };
  return { kind: "tuple", items: [bufferArray(left, [m, k], [q]), upper] };
};

/** Those of the arrays in a fixed list. */
function layoutsOf(
  build: LoopBuilder,
  result: LoweringCall["result"],
): readonly [ArrayLayout, ArrayLayout, ArrayLayout] {
  const layout = layoutFor(build, result);
  const items = layout.kind === "tuple" ? layout.items : [];
  const at = (k: number): ArrayLayout => {
    const item = items[k];
    return item?.kind === "array" ? item : matrixLayout;
  };
  return [at(0), at(1), at(2)];
}

interface Singular {
  /** Falling. */
  readonly values: LocalId;
  readonly count: number;
  readonly rows: number;
  readonly columns: number;
  /** Orthogonal, m × m and n × n; only where they are asked for. */
  readonly vectors?: { readonly u: LoweredArray; readonly vt: LoweredArray };
}

function singularValues(build: LoopBuilder, value: Lowered, vectors: 0 | 1): Singular {
  const a = realInMemory(build, matrixOf(build, value));
  const [rows = 0, columns = 0] = sizesOf(a).map(constIndex);
  if (rows === 0 || columns === 0)
    return build.unsupported("singular values of a matrix whose sizes are not known");
  if (rows >= columns) return { ...tall(build, a, rows, columns, vectors), rows, columns };
  const turned = tall(build, realInMemory(build, exchanged(build, a)), columns, rows, vectors);
  const { vectors: found } = turned;
  const back = found && { u: exchanged(build, found.vt), vt: exchanged(build, found.u) };
  return { ...turned, ...(back && { vectors: back }), rows, columns };
}

/** Rows and columns exchanged, in memory. */
function exchanged(build: LoopBuilder, a: LoweredArray): LoweredArray {
  const [m, n] = sizesOf(a);
  const [rows, columns] = [constIndex(m) ?? 0, constIndex(n) ?? 0];
  const layout: ArrayLayout = { ...matrixLayout, extents: [columns, rows] };
  const out = build.allocate("a", "f64", index(rows * columns));
  const [from] = realInMemory(build, a).buffers;
  if (from === undefined) return build.unsupported("matrices of this form");
  build.loop(index(0), n, true, (i) =>
    build.loop(index(0), m, true, (j) => {
      build.store(out, build.atom(add(mul(i, m), j)), load(from, build.atom(add(mul(j, n), i))));
    }),
  );
  return bufferArray(layout, [n, m], [out]);
}

/** m ≥ n: the singular values of a, or of its triangular factor. */
function tall(
  build: LoopBuilder,
  a: BufferedArray,
  m: number,
  n: number,
  vectors: 0 | 1,
): Pick<Singular, "values" | "count" | "vectors"> {
  const square = (side: number, buffer: LocalId): LoweredArray =>
    bufferArray(realLayout(side, side), [index(side), index(side)], [buffer]);
  if (m === n) {
    const { values, u, vt } = sweeps(build, firstBuffer(a), n, vectors);
    return { values, count: n, ...(vectors === 1 && { vectors: { u: square(n, u), vt: square(n, vt) } }) };
  }
  const { q, r } = reflections(build, a, index(n), index(vectors * m));
  const { values, u, vt } = sweeps(build, r, n, vectors);
  if (vectors === 0) return { values, count: n };
  // The columns of q beyond those of r stay; the others are turned.
  const first = pullArray(
    realLayout(m, n),
    [index(m), index(n)],
    (p) =>
      scalar(
        load(
          q,
          build.atom(
            add(mul(div(p, index(n)), index(m)), {
              kind: "binary",
              op: "rem",
              type: "index",
              left: p,
              right: index(n),
            }),
          ),
        ),
      ),
    { cheap: false, total: true },
  );
  const turned = realInMemory(
    build,
    multiplyMatrices(build, realLayout(m, n), inMemory(build, first), square(n, u)),
  );
  const from = firstBuffer(turned);
  build.loop(index(0), index(m), true, (i) =>
    build.loop(index(0), index(n), true, (l) => {
      build.store(q, build.atom(add(mul(i, index(m)), l)), load(from, build.atom(add(mul(i, index(n)), l))));
    }),
  );
  return { values, count: n, vectors: { u: square(m, q), vt: square(n, vt) } };
}

const realLayout = (rows: number, columns: number): ArrayLayout => ({
  ...matrixLayout,
  extents: [rows, columns],
});

/** Of a square matrix; the factors are empty where they are not asked for. */
function sweeps(
  build: LoopBuilder,
  a: LocalId,
  n: number,
  vectors: 0 | 1,
): { readonly values: LocalId; readonly u: LocalId; readonly vt: LocalId } {
  if (build.fixedOrder) return build.unsupported("singular values under --reproducible");
  const values = build.allocate("s", "f64", index(n));
  const u = build.allocate("u", "f64", index(vectors * n * n));
  const vt = build.allocate("vt", "f64", index(vectors * n * n));
  const work = build.allocate("work", "f64", index((2 * n + 64) * (n + 40)));
  build.template("svd_f64", { vectors }, [...arrays(a, values, u, vt, work), ...scalars(index(n))]);
  return { values, u, vt };
}

export const lowerSvd: Lowering = ({ args: [value = nothing], build, result }) => {
  const [, list] = layoutsOf(build, result);
  const { values, count, vectors } = singularValues(build, value, 1);
  if (vectors === undefined) return build.unsupported("matrices of this form");
  return { kind: "tuple", items: [vectors.u, bufferArray(list, [index(count)], [values]), vectors.vt] };
};

export const lowerSingularValues: Lowering = ({ args: [value = nothing], build, result }) => {
  const layout = layoutFor(build, result);
  if (layout.kind !== "array") return build.unsupported("matrices of this form");
  const { values, count } = singularValues(build, value, 0);
  return bufferArray(layout, [index(count)], [values]);
};

export const lowerRank: Lowering = ({ args: [value = nothing], build }) => {
  const { values, count, rows, columns } = singularValues(build, value, 0);
  const largest = mul(f64(Math.max(rows, columns)), load(values, index(0)));
  const least = build.atom(mul(largest, f64(Number.EPSILON)));
  const rank = build.local("rank", "i64", i64(0n));
  build.loop(index(0), index(count), false, (i) => {
    const counts = compare("gt", load(values, i), least);
    build.assign(rank, add(build.read(rank), select(counts, i64(1n), i64(0n))));
  });
  build.settle(rank);
  return scalar(build.read(rank));
};

/** Where the smallest value is only rounding, whether it is 0 is for the evaluator to say. */
export const lowerCondition: Lowering = ({ args: [value = nothing], build }) => {
  const { values, count, rows, columns } = singularValues(build, value, 0);
  const [largest, smallest] = [index(0), index(count - 1)].map((at) => build.atom(load(values, at)));
  if (largest === undefined || smallest === undefined) return build.unsupported("matrices of this form");
  const least = mul(mul(f64(Math.max(rows, columns)), largest), f64(Number.EPSILON));
  build.unless(compare("gt", smallest, least), "domain");
  return scalar(build.atom(div(largest, smallest)));
};
