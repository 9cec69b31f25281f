/** A number times a matrix in Core. */
import { equalTypes } from "../../types/traverse.ts";
import type { CoreExpr } from "../core.ts";
import type { Scene } from "./rewrite.ts";
import { shapeOf } from "./shapes.ts";

export interface Scaling {
  readonly scalar: CoreExpr;
  readonly matrix: CoreExpr;
}

/** s·M or M·s with a number of the entries' own kind that always arrives. */
export function scaling(node: CoreExpr, scene: Pick<Scene, "rowOf" | "isTotal">): Scaling | undefined {
  const [a, b] = node.kind === "prim" ? node.args : [];
  const shape = shapeOf(node.type);
  if (scene.rowOf(node) !== "times" || a === undefined || b === undefined || shape?.form !== "matrix")
    return undefined;
  const isScalar = (x: CoreExpr): boolean => equalTypes(x.type, shape.element) && scene.isTotal(x);
  if (isScalar(a) && equalTypes(b.type, node.type)) return { scalar: a, matrix: b };
  return isScalar(b) && equalTypes(a.type, node.type) ? { scalar: b, matrix: a } : undefined;
}
