/**
 * Products whose factors say by their making that half of the work is none. The expression stays; lowering knows the same of what it
 * multiplies (`zeros` and `transposed` of a lowered array) and tells the template.
 *
 * L·B, U·B, A·L, A·U   L is `cholesky(A)`, U the second part of `qr(A)`, or one is the transpose of the other kind. Steps of the
 *                      inner product in which a row of tiles, or a column of them, has nothing but zeros are left out.
 * A·Aᵀ, Aᵀ·A           symmetric: one side of the diagonal is computed, the other copied.
 *
 * Condition   real matrices, of more columns than the products that are written out for their size take.
 * Error       the bound of the product: terms that are left out are zeros times numbers. An infinite entry that only meets zeros no
 *             longer becomes NaN through 0·∞, which the bound leaves open. Under `--reproducible` products are loops.
 */
import { equalTypes } from "../../types/traverse.ts";
import { real } from "../../types/type.ts";
import type { CoreExpr, CorePattern, VarId } from "../core.ts";
import { partsOf } from "../traverse.ts";
import { matrixProduct, writtenOutColumns } from "./products.ts";
import type { Applied, Rewrite, Scene } from "./rewrite.ts";
import { shapeOf } from "./shapes.ts";

type Triangle = "lower" | "upper";

const triangular: Pick<Rewrite, "name" | "says"> = {
  name: "triangular factor",
  says: `the zeros of a triangular factor are not multiplied where the product has more than ${writtenOutColumns} columns`,
};

const symmetric: Pick<Rewrite, "name" | "says"> = {
  name: "product with its own transpose",
  says: `half of a matrix times its own transpose is computed, where it has more than ${writtenOutColumns} columns`,
};

const opposite = { lower: "upper", upper: "lower" } as const;

/** Sums with a product, whose first two arguments are its factors. */
const sums: ReadonlySet<string> = new Set(["multiply_add", "multiply_subtract", "negated_multiply_add"]);
const scaled = "scaled_product";

export function structuredProducts(root: CoreExpr, rowOf: Scene["rowOf"]): readonly Applied[] {
  const triangles = new Map<VarId, Triangle>();
  /** What is the transpose of which variable. */
  const transposes = new Map<VarId, VarId>();
  const found: Applied[] = [];

  const argumentOf = (node: CoreExpr, row: string): CoreExpr | undefined =>
    node.kind === "prim" && rowOf(node) === row ? node.args[0] : undefined;
  const triangleOf = (node: CoreExpr): Triangle | undefined => {
    if (node.kind === "var") return triangles.get(node.id);
    if (argumentOf(node, "cholesky") !== undefined) return "lower";
    const inner = argumentOf(node, "transpose");
    const triangle = inner && triangleOf(inner);
    return triangle && opposite[triangle];
  };
  const transposeOf = (node: CoreExpr): VarId | undefined => {
    if (node.kind === "var") return transposes.get(node.id);
    const inner = argumentOf(node, "transpose");
    return inner?.kind === "var" ? inner.id : undefined;
  };
  const learn = (bound: VarId, value: CoreExpr): void => {
    const [triangle, transpose] = [triangleOf(value), transposeOf(value)];
    if (triangle !== undefined) triangles.set(bound, triangle);
    if (transpose !== undefined) transposes.set(bound, transpose);
  };
  const learnParts = (pattern: CorePattern, scrutinee: CoreExpr): void => {
    const upper = pattern.kind === "list" && argumentOf(scrutinee, "qr") ? pattern.items[1] : undefined;
    if (upper?.kind === "bind") triangles.set(upper.bound.id, "upper");
  };
  const factorsOf = (node: CoreExpr): readonly [CoreExpr, CoreExpr] | undefined => {
    const [left, right] = node.kind === "prim" ? node.args.slice(rowOf(node) === scaled ? 1 : 0) : [];
    const shape = shapeOf(node.type);
    if (left === undefined || right === undefined || shape?.form !== "matrix") return undefined;
    if (!equalTypes(shape.element, real)) return undefined;
    const row = rowOf(node) ?? "";
    const isProduct = matrixProduct(node, { rowOf }) !== undefined || sums.has(row) || row === scaled;
    return isProduct ? [left, right] : undefined;
  };
  const areTransposes = (a: CoreExpr, b: CoreExpr): boolean => {
    const [first, second] = [transposeOf(a), transposeOf(b)];
    return (b.kind === "var" && first === b.id) || (a.kind === "var" && second === a.id);
  };
  const visit = (node: CoreExpr): void => {
    if (node.kind === "let") learn(node.bound.id, node.value);
    if (node.kind === "match") for (const { pattern } of node.cases) learnParts(pattern, node.scrutinee);
    const factors = factorsOf(node);
    if (factors?.some((factor) => triangleOf(factor) !== undefined))
      found.push({ rewrite: triangular, span: node.span });
    else if (factors !== undefined && !sums.has(rowOf(node) ?? "") && areTransposes(...factors))
      found.push({ rewrite: symmetric, span: node.span });
    partsOf(node).forEach(visit);
  };
  visit(root);
  return found;
}
