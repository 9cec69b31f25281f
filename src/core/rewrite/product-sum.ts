/**
 * A·B + C, A·B − C and C − A·B in one pass: the templates for products write the sum where they would write the product.
 *
 * Condition   matrices of reals of known sizes; the product is not needed elsewhere, and is not one of which half is computed
 *             (Aᵀ·A): that saves more than a pass.
 * Error       γ_k |A||B| + u |result|, that of the product and of the sum after it, as it is written: C comes last. A product whose inner size
 *             is larger than 128 adds to it a stretch at a time, each with a rounding of its own: ⌈k/128⌉·u |C| instead of u |C|,
 *             which for |C| within |A||B| stays within γ_{k+1} (|A||B| + |C|), the bound of the row.
 * Gain        a matrix less in memory, and a pass over it.
 */
import { equalTypes } from "../../types/traverse.ts";
import { real } from "../../types/type.ts";
import { prim } from "../build.ts";
import type { CoreExpr } from "../core.ts";
import { isHalved, matrixProduct } from "./products.ts";
import type { Rewrite, Scene } from "./rewrite.ts";
import { shapeOf } from "./shapes.ts";

export const productSum: Rewrite = {
  name: "sum with a product",
  says: "A*B + C is computed at once: C is added where the product is written",
  rounding: "within the bound",
  apply: (node, scene) => {
    const operation = operationOf(scene.rowOf(node));
    const [left, right] = node.args;
    const shape = shapeOf(node.type);
    if (operation === undefined || left === undefined || right === undefined) return undefined;
    if (shape?.form !== "matrix" || !equalTypes(shape.element, real)) return undefined;
    const joined = (product: CoreExpr, other: CoreExpr, row: string): CoreExpr | undefined => {
      const factors = realFactors(product, scene);
      if (factors === undefined || !equalTypes(other.type, node.type)) return undefined;
      return scene.isNative(row) ? prim(row, [...factors, other], node.type, node.span) : undefined;
    };
    const [first, second] =
      operation === "plus" ? ["multiply_add", "multiply_add"] : ["multiply_subtract", "negated_multiply_add"];
    return joined(left, right, first) ?? joined(right, left, second);
  },
};

function operationOf(row: string | undefined): "plus" | "minus" | undefined {
  if (row === "plus" || row === "matrix_add") return "plus";
  return row === "minus" || row === "matrix_sub" ? "minus" : undefined;
}

/** The matrices whose product a node is, where the sum is worth joining to it. */
function realFactors(node: CoreExpr, scene: Scene): readonly [CoreExpr, CoreExpr] | undefined {
  const product = matrixProduct(scene.view(node), scene);
  if (product === undefined || product.leftShape.form === "list" || product.rightShape.form === "list")
    return undefined;
  return isHalved(product, scene) ? undefined : [product.left, product.right];
}
