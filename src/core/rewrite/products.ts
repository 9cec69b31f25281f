/** Products of matrices in Core: `A * B`, `multiply(A, B)`, a list on either side. */
import { equalTypes } from "../../types/traverse.ts";
import type { CoreExpr } from "../core.ts";
import type { Scene } from "./rewrite.ts";
import { type Shape, shapeOf } from "./shapes.ts";

/** Up to so many columns a product is written out for its size, and computed whole: `fixedProduct.columns` of loop/budget.ts. */
export const writtenOutColumns = 32;

export interface MatrixProduct {
  readonly left: CoreExpr;
  readonly right: CoreExpr;
  readonly leftShape: Shape;
  readonly rightShape: Shape;
}

/** The node as a product of two matrices, or of a matrix and a list, of known sizes and one kind of numbers. */
export function matrixProduct(node: CoreExpr, scene: Pick<Scene, "rowOf">): MatrixProduct | undefined {
  const row = scene.rowOf(node);
  if (node.kind !== "prim" || (row !== "times" && row !== "multiply")) return undefined;
  const [left, right] = node.args;
  const [leftShape, rightShape] = [left && shapeOf(left.type), right && shapeOf(right.type)];
  if (left === undefined || right === undefined || leftShape === undefined || rightShape === undefined)
    return undefined;
  if (leftShape.form === "list" && rightShape.form === "list") return undefined;
  const element = shapeOf(node.type)?.element;
  const alike =
    element !== undefined && [leftShape, rightShape].every((shape) => equalTypes(shape.element, element));
  return alike ? { left, right, leftShape, rightShape } : undefined;
}

/** Whether only half of a product is computed, since it is that of a matrix and its own transpose. */
export function isHalved({ left, right, rightShape }: MatrixProduct, scene: Scene): boolean {
  const isTransposeOf = (a: CoreExpr, b: CoreExpr): boolean => {
    const viewed = scene.view(a);
    const inner = viewed.kind === "prim" && scene.rowOf(viewed) === "transpose" ? viewed.args[0] : undefined;
    return inner?.kind === "var" && b.kind === "var" && inner.id === b.id;
  };
  return rightShape.columns > writtenOutColumns && (isTransposeOf(left, right) || isTransposeOf(right, left));
}
