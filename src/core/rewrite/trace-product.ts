/**
 * trace(A·B) = Σᵢⱼ aᵢⱼ bⱼᵢ: n·k multiplications instead of n²·k, and no product in memory. With B = Aᵀ it is the sum of the
 * squares of the entries of A.
 *
 * Condition   the product is not needed elsewhere.
 * Error       γ_{nk} Σ|aᵢⱼ bⱼᵢ| in any order (Higham 2002, §3.1); the product and then the trace give γ_{n+k} with the same sum, so
 *             both are within the bound of `trace_product`, which states it.
 */
import { prim } from "../build.ts";
import { matrixProduct } from "./products.ts";
import type { Rewrite } from "./rewrite.ts";

export const traceOfProduct: Rewrite = {
  name: "trace of a product",
  says: "trace(A*B) is the sum of the products of the entries of A and Bᵀ: the matrix A*B is not computed",
  rounding: "within the bound",
  apply: (node, scene) => {
    const [argument] = node.args;
    if (scene.rowOf(node) !== "trace" || argument === undefined || !scene.isNative("trace_product"))
      return undefined;
    const product = matrixProduct(scene.view(argument), scene);
    if (product === undefined || product.leftShape.form === "list" || product.rightShape.form === "list")
      return undefined;
    return prim("trace_product", [product.left, product.right], node.type, node.span);
  },
};
