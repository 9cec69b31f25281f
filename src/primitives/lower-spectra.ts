/** Native eigenvalues and eigenvectors of real matrices whose sizes are known, by the templates of symmetric and of general ones. */
import { layoutFor } from "../loop/activation.ts";
import { type ArrayLayout, bufferArray } from "../loop/arrays.ts";
import { compare, constIndex, index, load } from "../loop/expr.ts";
import type { LocalId } from "../loop/loop.ts";
import type { LoopBuilder, Lowered, Lowering, LoweringCall } from "../loop/lowering.ts";
import { matrixOf } from "./lower-products.ts";
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
  const { a, n } = squareOf(build, value);
  const values = build.allocate("w", "f64", index(n));
  const q = build.allocate("q", "f64", index(vectors * n * n));
  const work = build.allocate("work", "f64", index((n + 40) * (n + 64)));
  build.template("eigh_f64", { vectors }, [
    ...arrays(a, values, q, work),
    { kind: "scalar", value: index(n) },
  ]);
  const first = build.atom(load(values, "f64", index(0)));
  build.unless(compare("eq", first, first), "domain");
  return { n, values, vectors: q };
}

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
