/**
 * Identities and zeros that need no arithmetic.
 *
 * I·A = A·I = A    Exact on ℤ and ℚ. On ℝ the product of the matrices as they are has the same finite entries (sums of one term and
 *                  of zeros); an infinite entry would spread as NaN through 0·∞, which the bound of a product leaves open, so
 *                  that these two are not taken under `--reproducible`.
 * A − 0 = A        The same bits on ℝ: x − 0 is x for every x, −0, ∞ and NaN included.
 * A + 0 = A        On exact numbers alone: −0 + 0 is 0 in IEEE arithmetic.
 * (Aᵀ)ᵀ = A        No arithmetic.
 *
 * 0·A stays a product: 0·∞ and 0·NaN are NaN.
 */
import { equalTypes } from "../../types/traverse.ts";
import type { CoreExpr } from "../core.ts";
import { matrixProduct } from "./products.ts";
import type { Rewrite, Scene } from "./rewrite.ts";
import { isExact, shapeOf } from "./shapes.ts";

/** `eye(n)` or `zeros(m, n)`, also as a matrix of a wider kind of numbers. */
function isFilled(node: CoreExpr | undefined, row: "eye" | "zeros", scene: Scene): boolean {
  if (node === undefined || shapeOf(node.type)?.form !== "matrix") return false;
  const seen = scene.view(node);
  const inner = seen.kind === "coerce" && seen.coercion === "promote" ? scene.view(seen.value) : seen;
  return scene.rowOf(inner) === row;
}

function sameType(node: CoreExpr, kept: CoreExpr | undefined): CoreExpr | undefined {
  return kept !== undefined && equalTypes(node.type, kept.type) ? kept : undefined;
}

export const identityFactor: Rewrite = {
  name: "identity factor",
  says: "eye(n)*A is A: there is nothing to multiply",
  rounding: "within the bound",
  apply: (node, scene) => {
    const product = matrixProduct(node, scene);
    if (product === undefined) return undefined;
    if (isFilled(product.left, "eye", scene)) return sameType(node, product.right);
    return isFilled(product.right, "eye", scene) ? sameType(node, product.left) : undefined;
  },
};

export const zeroTerm: Rewrite = {
  name: "zero term",
  says: "a matrix of zeros is not added or subtracted",
  rounding: "same bits",
  apply: (node, scene) => {
    const [a, b] = node.args;
    const row = scene.rowOf(node);
    const shape = shapeOf(node.type);
    if (shape?.form !== "matrix") return undefined;
    if (row === "minus" || row === "matrix_sub")
      return isFilled(b, "zeros", scene) ? sameType(node, a) : undefined;
    if ((row !== "plus" && row !== "matrix_add") || !isExact(shape.element)) return undefined;
    if (isFilled(b, "zeros", scene)) return sameType(node, a);
    return isFilled(a, "zeros", scene) ? sameType(node, b) : undefined;
  },
};

export const transposedTwice: Rewrite = {
  name: "transpose of a transpose",
  says: "transpose(transpose(A)) is A",
  rounding: "same bits",
  apply: (node, scene) => {
    const [argument] = node.args;
    if (scene.rowOf(node) !== "transpose" || argument === undefined) return undefined;
    const inner = scene.view(argument);
    return inner.kind === "prim" && scene.rowOf(inner) === "transpose"
      ? sameType(node, inner.args[0])
      : undefined;
  },
};
