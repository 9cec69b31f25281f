/**
 * Runs the rewrites over a function: from the outside in and again from the inside out, until none applies; then what is
 * computed twice is shared, what is left is joined with the sums around it, and products with structure are named.
 * In: a function as specialised. Out: one with the same parameters, result and meaning, and what was done.
 *
 * Variables are unique in a function, so a variable that is used once may be seen through to its value; a value that nobody
 * needs any more is dropped.
 */
import type { PrimitiveTable } from "../../primitives/primitive.ts";
import type { ConstantId, CoreConstant, CoreExpr, CoreFunction, VarId } from "../core.ts";
import { mapParts, subexpressions } from "../traverse.ts";
import type { Applied, Prim, Rewrite, RewriteSettings, Scene } from "./rewrite.ts";
import { elementOf, isExact } from "./shapes.ts";
import { shareProducts, sharing } from "./shared.ts";
import { structuredProducts } from "./structure.ts";
import { lastRewrites, rewrites } from "./table.ts";
import { isStraight, isTotal, type Totality } from "./totality.ts";

export interface Rewritten {
  readonly fn: CoreFunction;
  readonly applied: readonly Applied[];
}

export interface RewriteWorld extends RewriteSettings {
  readonly table: PrimitiveTable;
  readonly constant: (id: ConstantId) => CoreConstant | undefined;
}

/** Passes after which the rest is left as it is; each but the last one has changed something. */
const patience = 8;

export function rewriteFunction(fn: CoreFunction, world: RewriteWorld): Rewritten {
  const facts: Totality = { rowOf: (node) => rowOf(node, world.table), constant: world.constant };
  const applied: Applied[] = [];
  let body = fn.body;
  for (let pass = 0; pass < patience; pass++) {
    const before = applied.length;
    body = runPass(body, rewrites, world, facts, applied);
    if (applied.length === before) break;
  }
  const shared = shareProducts(body, facts);
  applied.push(...shared.places.map((span) => ({ rewrite: sharing, span })));
  body = runPass(shared.body, lastRewrites, world, facts, applied);
  if (!world.fixedOrder) applied.push(...structuredProducts(body, facts.rowOf));
  return applied.length === 0 ? { fn, applied } : { fn: { ...fn, body }, applied };
}

function rowOf(node: CoreExpr, table: PrimitiveTable): string | undefined {
  if (node.kind !== "prim" || node.fallback === true) return undefined;
  return table.get(node.name)?.name;
}

/** What reads its argument, or nothing, and makes each entry when it is asked for. */
const viewRows: ReadonlySet<string> = new Set(["transpose", "eye", "zeros", "diag_matrix"]);

interface Definition {
  readonly value: CoreExpr;
  readonly body: CoreExpr;
}

function runPass(
  root: CoreExpr,
  choice: readonly Rewrite[],
  world: RewriteWorld,
  facts: Totality,
  applied: Applied[],
): CoreExpr {
  const definitions = new Map<VarId, Definition>();
  const uses = countUses(root);
  /** Values that may fail and were seen through: dropped where that use was their only one. */
  const moved = new Set<VarId>();

  const isView = (node: CoreExpr): boolean => {
    if (node.kind === "coerce") return isView(node.value);
    const row = facts.rowOf(node);
    const atoms = node.kind === "prim" && node.args.every((a) => a.kind === "var" || a.kind === "literal");
    return atoms && row !== undefined && viewRows.has(row);
  };
  const scene: Scene = {
    rowOf: facts.rowOf,
    isTotal: (node) => isTotal(node, facts),
    isNative: (row) => world.table.get(row)?.lower !== undefined,
    view: (node) => {
      const value = node.kind === "var" ? definitions.get(node.id)?.value : undefined;
      if (node.kind !== "var" || value === undefined || !isTotal(value, facts)) return node;
      return uses.get(node.id) === 1 || isView(value) ? scene.view(value) : node;
    },
    viewFailing: (node) => {
      const definition = node.kind === "var" ? definitions.get(node.id) : undefined;
      if (node.kind !== "var" || definition === undefined || uses.get(node.id) !== 1) return node;
      if (!isStraight(definition.body, facts)) return node;
      moved.add(node.id);
      return definition.value;
    },
  };

  const improve = (node: CoreExpr): CoreExpr => {
    let current = node;
    for (let round = 0; round < patience && current.kind === "prim"; round++) {
      const next = firstThatApplies(current, choice, scene, world, applied);
      if (next === undefined) break;
      current = next;
    }
    return current;
  };
  const rewrite = (node: CoreExpr): CoreExpr => {
    if (node.kind === "let") {
      const value = rewrite(node.value);
      definitions.set(node.bound.id, { value, body: node.body });
      const body = rewrite(node.body);
      return value === node.value && body === node.body ? node : { ...node, value, body };
    }
    const outer = improve(node);
    const inner = mapParts(outer, rewrite);
    return inner === outer ? outer : improve(inner);
  };
  return withoutUnused(rewrite(root), (value, id) => moved.has(id) || isTotal(value, facts));
}

function firstThatApplies(
  node: Prim,
  choice: readonly Rewrite[],
  scene: Scene,
  settings: RewriteSettings,
  applied: Applied[],
): CoreExpr | undefined {
  for (const rewrite of choice) {
    if (!isAllowed(rewrite, node, settings)) continue;
    const next = rewrite.apply(node, scene);
    if (next === undefined) continue;
    applied.push({ rewrite, span: node.span });
    return next;
  }
  return undefined;
}

/** A rewrite that may change last digits is taken where there are none. */
function isAllowed(rewrite: Rewrite, node: Prim, { fixedOrder }: RewriteSettings): boolean {
  return rewrite.rounding === "same bits" || !fixedOrder || isExact(elementOf(node.type));
}

function countUses(root: CoreExpr): ReadonlyMap<VarId, number> {
  const uses = new Map<VarId, number>();
  for (const node of subexpressions(root))
    if (node.kind === "var") uses.set(node.id, (uses.get(node.id) ?? 0) + 1);
  return uses;
}

function withoutUnused(root: CoreExpr, mayGo: (value: CoreExpr, id: VarId) => boolean): CoreExpr {
  const uses = countUses(root);
  let dropped = false;
  const clean = (node: CoreExpr): CoreExpr => {
    if (node.kind === "let" && !uses.has(node.bound.id) && mayGo(node.value, node.bound.id)) {
      dropped = true;
      return clean(node.body);
    }
    return mapParts(node, clean);
  };
  const cleaned = clean(root);
  return dropped ? withoutUnused(cleaned, mayGo) : cleaned;
}
