/**
 * Diagonal matrices as the lists they are made of.
 *
 * D·A, A·D     the rows, or the columns, of A scaled: m·n multiplications instead of m²·n, and no matrix D. So for lists: D·x, x·D.
 * D·E          the diagonal matrix of the products of their entries.
 * Dᵀ           D: no arithmetic.
 *
 * Condition   D is `diag_matrix` of a list that always arrives; entries of one kind of numbers.
 * Error       each entry is one product, rounded once: γ₁ |D||A|. The same finite entries as by the product of the matrices as they
 *             are, whose sums have one term and zeros beside it; an infinite entry no longer spreads as NaN through 0·∞, which the
 *             bound of a product leaves open, so that the products are not taken under `--reproducible`.
 */
import { equalTypes } from "../../types/traverse.ts";
import { prim } from "../build.ts";
import type { CoreExpr } from "../core.ts";
import { matrixProduct } from "./products.ts";
import type { Rewrite, Scene } from "./rewrite.ts";
import { listType, shapeOf } from "./shapes.ts";

/** The list of which a node is the diagonal matrix. */
export function diagonalOf(node: CoreExpr, scene: Scene): CoreExpr | undefined {
  const seen = scene.view(node);
  const [list] = seen.kind === "prim" && scene.rowOf(seen) === "diag_matrix" ? seen.args : [];
  const shape = list && shapeOf(list.type);
  const element = shapeOf(node.type)?.element;
  if (list === undefined || shape?.form !== "list" || element === undefined) return undefined;
  return equalTypes(shape.element, element) && scene.isTotal(list) ? list : undefined;
}

export const diagonalFactor: Rewrite = {
  name: "diagonal factor",
  says: "a product with diag_matrix(v) scales rows or columns: there is no matrix product",
  rounding: "within the bound",
  apply: (node, scene) => {
    const product = matrixProduct(node, scene);
    if (product === undefined || !scene.isNative("scale_rows") || !scene.isNative("scale_columns"))
      return undefined;
    const { left, right } = product;
    const [v, w] = [diagonalOf(left, scene), diagonalOf(right, scene)];
    if (v !== undefined && w !== undefined) {
      const element = product.leftShape.element;
      const entries = prim("scale_rows", [v, w], listType(product.leftShape.rows, element), node.span);
      return prim("diag_matrix", [entries], node.type, node.span);
    }
    if (v !== undefined) return prim("scale_rows", [v, right], node.type, node.span);
    return w === undefined ? undefined : prim("scale_columns", [left, w], node.type, node.span);
  },
};

export const diagonalTransposed: Rewrite = {
  name: "transpose of a diagonal matrix",
  says: "the transpose of diag_matrix(v) is the same matrix",
  rounding: "same bits",
  apply: (node, scene) => {
    const [argument] = node.args;
    if (scene.rowOf(node) !== "transpose" || argument === undefined) return undefined;
    return diagonalOf(argument, scene) !== undefined && equalTypes(argument.type, node.type)
      ? argument
      : undefined;
  },
};
