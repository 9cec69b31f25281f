/**
 * A·B·C·… multiplied in the order that takes the fewest multiplications, found from the known sizes by dynamic programming.
 * A list at an end makes every product with it a matrix-vector product: (A·B)·x = A·(B·x). Numbers among the factors are
 * multiplied in at the end: (s·A)·x = s·(A·x).
 *
 * A diagonal matrix scales rows or columns (diagonal.ts), which is counted so.
 *
 * Condition   all sizes are known; intermediate products are not needed elsewhere; the new order is less work.
 * Error       In every order |computed − exact| ≤ γ_{k₁+k₂+…} |A|·|B|·|C|…, kᵢ the inner sizes (Higham 2002, §3.5, applied to each
 *             product in turn): the bound is that of the order as written. Barring overflow and underflow.
 * Source      Cormen et al., Introduction to Algorithms, §14.2.
 */
import type { Type } from "../../types/type.ts";
import { prim } from "../build.ts";
import type { CoreExpr } from "../core.ts";
import { diagonalOf } from "./diagonal.ts";
import { matrixProduct } from "./products.ts";
import type { Rewrite, Scene } from "./rewrite.ts";
import { scaling } from "./scaling.ts";
import { listType, matrixType, type Shape, shapeOf } from "./shapes.ts";

/** Longer chains stay as written: the search takes the cube of their length. */
const longestChain = 40;

interface Factor {
  readonly node: CoreExpr;
  readonly shape: Shape;
  readonly diagonal: boolean;
}

interface Chain {
  readonly factors: Factor[];
  readonly scalars: CoreExpr[];
  /** Multiplications as written. */
  work: number;
}

export const bestOrder: Rewrite = {
  name: "order of a chain",
  says: "a chain of products is computed in the order that takes the fewest multiplications for these sizes",
  rounding: "within the bound",
  apply: (node, scene) => {
    const outer = shapeOf(node.type);
    if (outer === undefined || matrixProduct(node, scene) === undefined) return undefined;
    const chain: Chain = { factors: [], scalars: [], work: 0 };
    flatten(node, "alone", chain, scene);
    const { factors, scalars } = chain;
    if (factors.length < (scalars.length > 0 ? 2 : 3) || factors.length > longestChain) return undefined;
    const plan = cheapest(factors);
    const work = plan.work + scalars.length * outer.rows * outer.columns;
    if (work >= chain.work) return undefined;
    const product = build(plan, factors, outer.element, node.span);
    return scalars.reduce(
      (result, factor) => prim("times", [factor, result], result.type, node.span),
      product,
    );
  },
};

/** What the shape of a product says about where it may stand in a chain: lists only at its ends. */
type Place = "alone" | "left" | "right";

function flatten(node: CoreExpr, place: Place, chain: Chain, scene: Scene): void {
  const seen = scene.view(node);
  const product = matrixProduct(seen, scene);
  const scaled = product === undefined ? scaling(seen, scene) : undefined;
  if (scaled !== undefined && place !== "alone") {
    const size = shapeOf(seen.type);
    chain.scalars.push(scaled.scalar);
    chain.work += (size?.rows ?? 0) * (size?.columns ?? 0);
    flatten(scaled.matrix, place, chain, scene);
    return;
  }
  if (product !== undefined && standsHere(product.leftShape, product.rightShape, place)) {
    const { left, right, leftShape, rightShape } = product;
    const { rows, columns } = leftShape.form === "list" ? { rows: 1, columns: leftShape.rows } : leftShape;
    const [v, w] = [left, right].map((factor) => diagonalOf(factor, scene) !== undefined);
    chain.work += workOf(rows, columns, rightShape.columns, v === true, w === true);
    flatten(left, "left", chain, scene);
    flatten(right, "right", chain, scene);
    return;
  }
  const shape = shapeOf(node.type);
  if (shape !== undefined)
    chain.factors.push({ node, shape, diagonal: diagonalOf(node, scene) !== undefined });
}

/** Multiplications of an m × k by a k × n matrix, each of which may be diagonal. */
function workOf(m: number, k: number, n: number, left: boolean, right: boolean): number {
  if (left && right) return k;
  return left || right ? m * n : m * k * n;
}

/** A product with a list on its right is a column: it cannot stand on the left of another matrix. */
function standsHere(left: Shape, right: Shape, place: Place): boolean {
  if (place === "left") return right.form === "matrix";
  return place === "alone" || left.form === "matrix";
}

/** d₀, d₁, …: factor i is a dᵢ × dᵢ₊₁ matrix. */
function boundaries(factors: readonly Factor[]): readonly number[] {
  const first = factors[0]?.shape;
  const start = first === undefined || first.form === "list" ? 1 : first.rows;
  return [
    start,
    ...factors.map(({ shape }, i) => (shape.form === "list" && i === 0 ? shape.rows : shape.columns)),
  ];
}

/** The product of the factors from `from` up to, not including, `to`; `left` and `right` where it has more than one. */
interface Plan {
  readonly from: number;
  readonly to: number;
  readonly work: number;
  readonly diagonal: boolean;
  readonly left?: Plan;
  readonly right?: Plan;
}

function cheapest(factors: readonly Factor[]): Plan {
  const sizes = boundaries(factors);
  const best = new Map<string, Plan>();
  const plan = (from: number, to: number): Plan => {
    const key = `${from} ${to}`;
    const known = best.get(key);
    if (known !== undefined) return known;
    const one = from + 1 === to;
    const diagonal = factors.slice(from, to).every((factor) => factor.diagonal);
    let found: Plan = { from, to, work: one ? 0 : Number.POSITIVE_INFINITY, diagonal };
    for (let middle = from + 1; middle < to; middle++) {
      const [left, right] = [plan(from, middle), plan(middle, to)];
      const [m = 0, k = 0, n = 0] = [from, middle, to].map((border) => sizes[border]);
      const work = left.work + right.work + workOf(m, k, n, left.diagonal, right.diagonal);
      if (work < found.work) found = { from, to, work, diagonal, left, right };
    }
    best.set(key, found);
    return found;
  };
  return plan(0, factors.length);
}

function build(plan: Plan, factors: readonly Factor[], element: Type, span: CoreExpr["span"]): CoreExpr {
  const [first, last] = [factors[plan.from], factors[plan.to - 1]];
  if (first === undefined || last === undefined) throw new RangeError("a chain without factors");
  if (plan.left === undefined || plan.right === undefined) return first.node;
  const args = [build(plan.left, factors, element, span), build(plan.right, factors, element, span)];
  const type =
    last.shape.form === "list" && plan.to === factors.length
      ? listType(first.shape.rows, element)
      : first.shape.form === "list" && plan.from === 0
        ? listType(last.shape.columns, element)
        : matrixType(first.shape.rows, last.shape.columns, element);
  return prim("times", args, type, span);
}
