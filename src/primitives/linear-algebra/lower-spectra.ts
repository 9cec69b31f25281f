/** Native eigenvalues and eigenvectors of real matrices whose sizes are known, by the templates of symmetric and of general ones. */
import { layoutFor } from "../../loop/activation.ts";
import { type ArrayLayout, bufferArray } from "../../loop/arrays.ts";
import { fixedFactors } from "../../loop/budget.ts";
import { compare, constIndex, index, load } from "../../loop/expr.ts";
import type { LocalId } from "../../loop/loop.ts";
import type { LoopBuilder, Lowered, Lowering, LoweringCall } from "../../loop/lowering.ts";
import { nativeRows } from "../decompositions.ts";
import { matrixOf } from "../matrices/lower-products.ts";
import { arrays, firstBuffer, realInMemory } from "./lower-systems.ts";

const nothing: Lowered = { kind: "unit" };

/** The matrix in memory, and its side. */
function squareOf(build: LoopBuilder, value: Lowered): { readonly a: LocalId; readonly n: number } {
  const a = realInMemory(build, matrixOf(build, value));
  const [rows = 0, columns = 0] = a.extents.map(constIndex);
  if (rows === 0 || rows !== columns)
    return build.unsupported("eigenvalues of a matrix whose sizes are not known");
  return { a: firstBuffer(a), n: rows };
}

/** The layouts of the parts of a fixed list. */
function layoutsOf(build: LoopBuilder, result: LoweringCall["result"]): readonly ArrayLayout[] {
  const layout = layoutFor(build, result);
  const items = layout.kind === "tuple" ? layout.items : [layout];
  return items.map((item) => (item.kind === "array" ? item : build.unsupported("matrices of this form")));
}

interface Symmetric {
  readonly n: number;
  readonly values: LocalId;
  /** Empty where they are not asked for. */
  readonly vectors: LocalId;
}

/** What is wrong with a matrix that has none is for the evaluator to say. */
function symmetric(build: LoopBuilder, value: Lowered, vectors: 0 | 1): Symmetric {
  if (build.fixedOrder) return build.unsupported("eigenvalues under --reproducible");
  const { a, n } = squareOf(build, value);
  const values = build.allocate("w", "f64", index(n));
  const q = build.allocate("q", "f64", index(vectors * n * n));
  const few = n <= fixedFactors ? n : 0;
  const room = few > 0 ? 24 * n + 176 : (n + 40) * (n + 64);
  const work = build.allocate("work", "f64", index(room));
  build.template("eigh_f64", { vectors, few }, [
    ...arrays(a, values, q, work),
    { kind: "scalar", value: index(n) },
  ]);
  const first = build.atom(load(values, "f64", index(0)));
  build.unless(compare("eq", first, first), "domain");
  return { n, values, vectors: q };
}

interface General {
  readonly n: number;
  readonly re: LocalId;
  readonly im: LocalId;
  /** What the form asks for: the orthogonal and the triangular factor, or the parts of the eigenvectors; else empty. */
  readonly parts: readonly [LocalId, LocalId];
}

/** `form`: 0 eigenvalues, 1 the Schur form, 2 eigenvectors. */
function general(build: LoopBuilder, value: Lowered, form: 0 | 1 | 2): General {
  if (build.fixedOrder) return build.unsupported("eigenvalues under --reproducible");
  const { a, n } = squareOf(build, value);
  if (n > nativeRows) return build.unsupported(`eigenvalues of more than ${nativeRows} rows`);
  const [re, im] = [build.allocate("re", "f64", index(n)), build.allocate("im", "f64", index(n))];
  const count = index(form === 0 ? 0 : n * n);
  const parts = [build.allocate("x", "f64", count), build.allocate("y", "f64", count)] as const;
  const few = n <= fixedFactors ? n : 0;
  const room = few > 0 ? 16 * n + 208 : (2 * n + 64) * (n + 40);
  const work = build.allocate("work", "f64", index(room));
  build.template("eig_f64", { form, few }, [
    ...arrays(a, re, im, ...parts, work),
    { kind: "scalar", value: index(n) },
  ]);
  const first = build.atom(load(re, "f64", index(0)));
  build.unless(compare("eq", first, first), "domain");
  return { n, re, im, parts };
}

export const lowerEigenvalues: Lowering = ({ args: [value = nothing], build, result }) => {
  const [list] = layoutsOf(build, result);
  const { n, re, im } = general(build, value, 0);
  return list === undefined ? nothing : bufferArray(list, [index(n)], [re, im]);
};

export const lowerEig: Lowering = ({ args: [value = nothing], build, result }) => {
  const [list, vectors] = layoutsOf(build, result);
  if (list === undefined || vectors === undefined) return build.unsupported("matrices of this form");
  const { n, re, im, parts } = general(build, value, 2);
  const sides = vectors.extents.map(() => index(n));
  return {
    kind: "tuple",
    items: [bufferArray(list, [index(n)], [re, im]), bufferArray(vectors, sides, parts)],
  };
};

export const lowerSchur: Lowering = ({ args: [value = nothing], build, result }) => {
  const [left, middle, list] = layoutsOf(build, result);
  if (left === undefined || middle === undefined || list === undefined)
    return build.unsupported("matrices of this form");
  const { n, re, im, parts } = general(build, value, 1);
  const square = [index(n), index(n)];
  return {
    kind: "tuple",
    items: [
      bufferArray(left, square, [parts[0]]),
      bufferArray(middle, square, [parts[1]]),
      bufferArray(list, [index(n)], [re, im]),
    ],
  };
};

export const lowerSymmetricEigenvalues: Lowering = ({ args: [value = nothing], build, result }) => {
  const [list] = layoutsOf(build, result);
  const { n, values } = symmetric(build, value, 0);
  return list === undefined ? nothing : bufferArray(list, [index(n)], [values]);
};

export const lowerSymmetricEigen: Lowering = ({ args: [value = nothing], build, result }) => {
  const [list, square] = layoutsOf(build, result);
  if (list === undefined || square === undefined) return build.unsupported("matrices of this form");
  const { n, values, vectors } = symmetric(build, value, 1);
  return {
    kind: "tuple",
    items: [bufferArray(list, [index(n)], [values]), bufferArray(square, [index(n), index(n)], [vectors])],
  };
};
