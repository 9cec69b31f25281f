/** Integers that are known while compiling: what makes `eye(3)`, `nth(xs, 0)` and `zeros(n, 2 * n)` have static sizes (T7). */
import { dimValue } from "../types/dim.ts";
import { asMatrix, asSequence } from "../types/flow.ts";
import type { CoreExpr } from "./core.ts";
import type { World } from "./frame.ts";

/** Powers beyond this one are not computed here. */
const greatestPower = 64n;

/** Expressions deeper than this are not looked into. */
const deepest = 8;

export function knownInteger(
  world: World,
  node: CoreExpr | undefined,
  depth: number = deepest,
): bigint | undefined {
  if (node === undefined || depth === 0) return undefined;
  switch (node.kind) {
    case "literal":
      return literalInteger(node);
    case "var":
      return world.integers.get(node.id);
    case "constant":
      return world.constants.integer(node.id);
    case "coerce":
      return knownInteger(world, node.value, depth - 1);
    case "prim": {
      const size = sizeOfArgument(node);
      if (size !== undefined) return BigInt(size);
      const compute = operations.get(node.name);
      const [a, b] = [...node.args.map((arg) => knownInteger(world, arg, depth - 1)), undefined];
      return compute === undefined || node.args.length !== 2 || a === undefined || b === undefined
        ? undefined
        : compute(a, b);
    }
    default:
      return undefined;
  }
}

function literalInteger(node: CoreExpr & { readonly kind: "literal" }): bigint | undefined {
  const { literal } = node;
  if (literal.kind === "integer") return literal.value;
  return literal.kind === "real" && Number.isSafeInteger(literal.value) ? BigInt(literal.value) : undefined;
}

const operations: ReadonlyMap<string, (a: bigint, b: bigint) => bigint | undefined> = new Map([
  ["plus", (a: bigint, b: bigint) => a + b],
  ["minus", (a: bigint, b: bigint) => a - b],
  ["times", (a: bigint, b: bigint) => a * b],
  ["power", (a: bigint, b: bigint) => (b >= 0n && b <= greatestPower ? a ** b : undefined)],
]);

/** `length(v)`, `nrows(A)`, `ncols(A)` where the type shows it. */
function sizeOfArgument(node: CoreExpr & { readonly kind: "prim" }): number | undefined {
  const type = node.args[0]?.type;
  if (type === undefined || node.args.length !== 1) return undefined;
  if (node.name === "length") return asSequence(type)?.length;
  const shape = asMatrix(type);
  if (shape === undefined) return undefined;
  if (node.name === "nrows") return dimValue(shape.rows);
  return node.name === "ncols" ? dimValue(shape.columns) : undefined;
}
