/**
 * s·A·B in one pass: the templates for products multiply by the number where they write, and there is no matrix s·A.
 *
 * Condition   real matrices of known sizes; s·A, or A·B, is not needed elsewhere, and s is always a number. A sum around it takes the
 *             product first (product-sum.ts).
 * Error       γ_{k+1} |s||A||B| wherever the number is multiplied in: one rounding more than the product. Barring overflow and
 *             underflow, of s·A too, which is not computed.
 * Gain        a matrix less in memory, and a pass over it.
 */
import { equalTypes } from "../../types/traverse.ts";
import { real } from "../../types/type.ts";
import { prim } from "../build.ts";
import type { CoreExpr } from "../core.ts";
import { matrixProduct } from "./products.ts";
import type { Prim, Rewrite, Scene } from "./rewrite.ts";
import { scaling } from "./scaling.ts";
import { shapeOf } from "./shapes.ts";

export const scaledProduct: Rewrite = {
  name: "number times a product",
  says: "s*A*B is computed at once: the product is multiplied by s where it is written",
  rounding: "within the bound",
  apply: (node, scene) => {
    const shape = shapeOf(node.type);
    if (shape?.form !== "matrix" || !equalTypes(shape.element, real)) return undefined;
    const parts = ofProduct(node, scene) ?? ofFactor(node, scene);
    if (parts === undefined || !scene.isNative("scaled_product")) return undefined;
    return prim("scaled_product", parts, node.type, node.span);
  },
};

/** s·(A·B). */
function ofProduct(node: Prim, scene: Scene): readonly CoreExpr[] | undefined {
  const scaled = scaling(node, scene);
  const product = scaled && matricesOf(scene.view(scaled.matrix), scene);
  return product && [scaled.scalar, ...product];
}

/** (s·A)·B, A·(s·B). */
function ofFactor(node: Prim, scene: Scene): readonly CoreExpr[] | undefined {
  const [left, right] = matricesOf(node, scene) ?? [];
  if (left === undefined || right === undefined) return undefined;
  const first = scaling(scene.view(left), scene);
  if (first !== undefined) return [first.scalar, first.matrix, right];
  const second = scaling(scene.view(right), scene);
  return second && [second.scalar, left, second.matrix];
}

function matricesOf(node: CoreExpr, scene: Scene): readonly [CoreExpr, CoreExpr] | undefined {
  const product = matrixProduct(node, scene);
  if (product === undefined || product.leftShape.form === "list" || product.rightShape.form === "list")
    return undefined;
  return [product.left, product.right];
}
