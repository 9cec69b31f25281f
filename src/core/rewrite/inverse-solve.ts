/**
 * inv(A)·b = solve(A, b), inv(A)·B = solve(A, B): a third of the work for a list, and the smaller error.
 *
 * Condition   the right side is real, and is no matrix of one column, whose product is one too; the inverse is not needed elsewhere, and nothing that could fail or be skipped stands between
 *             it and the product, so that a singular A is the same error (KL0506) at the same place: both rows find it in
 *             the same factors. `solve` has native code.
 * Error       ‖Ax − b‖ ≤ 4·n·u·‖A‖‖x‖, the bound of `solve`; with the inverse the residual may grow by κ(A) (Higham 2002, §14.1).
 */
import { equalTypes } from "../../types/traverse.ts";
import { real } from "../../types/type.ts";
import { prim } from "../build.ts";
import { matrixProduct } from "./products.ts";
import type { Rewrite } from "./rewrite.ts";

export const solveForInverse: Rewrite = {
  name: "inverse times a right side",
  says: "inv(A)*b is solve(A, b): the inverse is not computed",
  rounding: "within the bound",
  apply: (node, scene) => {
    const product = matrixProduct(node, scene);
    if (product === undefined || !scene.isNative("solve")) return undefined;
    const { form, columns } = product.rightShape;
    if (form === "matrix" && columns === 1) return undefined;
    if (!equalTypes(product.rightShape.element, real) || !scene.isTotal(product.right)) return undefined;
    const inverse = scene.viewFailing(product.left);
    const [matrix] = inverse.kind === "prim" ? inverse.args : [];
    if (scene.rowOf(inverse) !== "inv" || matrix === undefined) return undefined;
    return prim("solve", [matrix, product.right], node.type, inverse.span);
  },
};
