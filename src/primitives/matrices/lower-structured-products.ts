/**
 * Native products with a matrix that is added or subtracted, which the templates read where they write, or with a number, and by
 * a diagonal matrix: a rule for each entry.
 */
import { layoutFor } from "../../loop/activation.ts";
import { type ArrayLayout, arrayOf, cellArray, cellAt, force, sizeOf } from "../../loop/arrays.ts";
import { compare, index } from "../../loop/expr.ts";
import type { LoopExpr } from "../../loop/loop.ts";
import type { LoopBuilder, Lowered, LoweredArray, Lowering, LoweringCall } from "../../loop/lowering.ts";
import { failures } from "../failures.ts";
import { combine } from "../numbers/lower-numbers.ts";
import { matrixOf, multiplyMatrices } from "./lower-products.ts";
import type { ProductSum } from "./lower-real-products.ts";

const nothing: Lowered = { kind: "unit" };

function arrayLayout({ build, result }: LoweringCall): ArrayLayout {
  const layout = layoutFor(build, result);
  return layout.kind === "array" ? layout : build.unsupported("products of this form");
}

function extentsOf(a: LoweredArray): readonly [LoopExpr, LoopExpr] {
  return [a.extents[0] ?? index(0), a.extents[1] ?? index(0)];
}

export function lowerProductSum(sum: ProductSum): Lowering {
  return (call) => {
    const { args, build } = call;
    const [a, b, c] = [0, 1, 2].map((k) => matrixOf(build, args[k] ?? nothing)) as [
      LoweredArray,
      LoweredArray,
      LoweredArray,
    ];
    const layout = arrayLayout(call);
    const sizes = [extentsOf(a)[0], extentsOf(b)[1]];
    extentsOf(c).forEach((extent, k) => {
      const wanted = sizes[k] ?? index(0);
      const failure = k === 0 ? failures.rows : failures.columns;
      build.check(compare("eq", wanted, extent), "dimension", failure.text, [wanted, extent]);
    });
    return multiplyMatrices(build, layout, a, b, { sum, matrix: c });
  };
}

export const lowerScaledProduct: Lowering = (call) => {
  const { args, build } = call;
  const [s = nothing, left = nothing, right = nothing] = args;
  const [a, b] = [matrixOf(build, left), matrixOf(build, right)];
  return multiplyMatrices(build, arrayLayout(call), a, b, { sum: "s * P", scalar: force(build, s) });
};

/** Whether the diagonal matrix stands on the left of a matrix, and scales its rows, or on the right. */
export type ScaledLines = "rows" | "columns";

export function lowerScaling(lines: ScaledLines): Lowering {
  return (call) => {
    const { args, build } = call;
    const [v = nothing, a = nothing] = lines === "rows" ? args : [args[1], args[0]];
    const layout = arrayLayout(call);
    const factors = arrayOf(build, force(build, v));
    if (layout.extents.length === 1) {
      const xs = arrayOf(build, a);
      checkFactors(build, factors, sizeOf(xs));
      return combine(build, "times", layout, factors, xs);
    }
    const x = matrixOf(build, a);
    const [rows, columns] = extentsOf(x);
    checkFactors(build, factors, lines === "rows" ? rows : columns);
    const cell = (i: LoopExpr, j: LoopExpr): Lowered =>
      combine(build, "times", layout.element, factors.at(lines === "rows" ? i : j), cellAt(x, i, j));
    return cellArray(layout, [rows, columns], cell, { cheap: false, total: x.total });
  };
}

function checkFactors(build: LoopBuilder, factors: LoweredArray, wanted: LoopExpr): void {
  const found = sizeOf(factors);
  build.check(compare("eq", found, wanted), "dimension", failures.lengths.text, [found, wanted]);
}
