/**
 * Products that a function computes twice are computed once: (A·B)·x + (A·B)·y, where the order of the chain left A·B.
 *
 * Condition   the two are the same expression of the same variables, always evaluated (no branch stands before one of them) and total.
 * Error       none: the same operations on the same values give the same bits.
 *
 * Only products, traces of products and determinants: sums and products entry by entry are fused into the loops that use them, and
 * to keep them would cost more memory traffic than the arithmetic saves.
 */
import type { Span } from "../../base/span.ts";
import { typeKey } from "../../types/traverse.ts";
import { letIn, variable } from "../build.ts";
import type { CoreExpr, CoreVar, VarId } from "../core.ts";
import { mapParts, partsOf } from "../traverse.ts";
import type { Rewrite } from "./rewrite.ts";
import { shapeOf } from "./shapes.ts";
import { isTotal, type Totality } from "./totality.ts";

export const sharing: Pick<Rewrite, "name" | "says"> = {
  name: "common subexpression",
  says: "a product that occurs twice is computed once",
};

export interface Shared {
  readonly body: CoreExpr;
  readonly places: readonly Span[];
}

/** Specialisation numbers its variables from 0 on; these are below, so that no two meet in a function. */
const firstId = -1;

export function shareProducts(root: CoreExpr, facts: Totality): Shared {
  const places: Span[] = [];
  let nextId = firstId;
  const fresh = (type: CoreVar["type"]): CoreVar => {
    const id = nextId as VarId; // the brand's source beside specialisation's own counter
    nextId -= 1;
    return { id, name: "shared", type };
  };
  const region = (start: CoreExpr): CoreExpr => {
    const counts = countKeys(start, facts);
    const known = new Map<string, CoreVar>();
    const take = (node: CoreExpr, pending: [CoreVar, CoreExpr][]): CoreExpr => {
      const key = keyOfShared(node, facts);
      const before = key === undefined ? undefined : known.get(key);
      if (before !== undefined) {
        places.push(node.span);
        return variable(before, node.span);
      }
      const parts = (): CoreExpr => mapAlways(node, (part) => take(part, pending), region);
      if (key === undefined || (counts.get(key) ?? 0) < 2) return parts();
      const bound = fresh(node.type);
      pending.push([bound, parts()]);
      known.set(key, bound);
      return variable(bound, node.span);
    };
    const walk = (node: CoreExpr): CoreExpr => {
      const pending: [CoreVar, CoreExpr][] = [];
      if (node.kind !== "let") return around(pending, take(node, pending));
      const key = keyOfShared(node.value, facts);
      const named = key !== undefined && !known.has(key);
      const value = named
        ? mapAlways(node.value, (part) => take(part, pending), region)
        : take(node.value, pending);
      if (named) known.set(key, node.bound);
      const body = walk(node.body);
      return around(pending, value === node.value && body === node.body ? node : { ...node, value, body });
    };
    return walk(start);
  };
  return { body: region(root), places };
}

/** The bindings of a statement stand before it. */
function around(pending: readonly (readonly [CoreVar, CoreExpr])[], body: CoreExpr): CoreExpr {
  return pending.reduceRight((inner, [bound, value]) => letIn(bound, value, inner, value.span), body);
}

/** Changes the parts that are always evaluated; the others are regions of their own. */
function mapAlways(
  node: CoreExpr,
  always: (part: CoreExpr) => CoreExpr,
  apart: (part: CoreExpr) => CoreExpr,
): CoreExpr {
  const certain = new Set(certainParts(node));
  return mapParts(node, (part) => (certain.has(part) ? always(part) : apart(part)));
}

/** The parts of a node that are evaluated whenever it is, and outside of what it binds. */
function certainParts(node: CoreExpr): readonly CoreExpr[] {
  switch (node.kind) {
    case "if":
      return [node.condition];
    case "logic":
      return [node.left];
    case "match":
      return [node.scrutinee];
    case "let":
      return [];
    default:
      return partsOf(node);
  }
}

/** How often each shared form occurs in the statements of a region; inside of one that was seen before nothing counts again. */
function countKeys(start: CoreExpr, facts: Totality): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  const count = (node: CoreExpr): void => {
    const key = keyOfShared(node, facts);
    if (key !== undefined) {
      const seen = counts.get(key) ?? 0;
      counts.set(key, seen + 1);
      if (seen > 0) return;
    }
    for (const part of certainParts(node)) count(part);
  };
  let rest = start;
  for (; rest.kind === "let"; rest = rest.body) count(rest.value);
  count(rest);
  return counts;
}

const sharedRows: ReadonlySet<string> = new Set([
  "times",
  "multiply",
  "multiply_add",
  "multiply_subtract",
  "negated_multiply_add",
  "scaled_product",
  "trace_product",
  "det",
  "dot",
]);

/** A text that is the same for the same computation, of what is worth sharing. */
function keyOfShared(node: CoreExpr, facts: Totality): string | undefined {
  const row = facts.rowOf(node);
  if (node.kind !== "prim" || row === undefined || !sharedRows.has(row)) return undefined;
  const containers = node.args.filter((arg) => shapeOf(arg.type) !== undefined).length;
  if (containers < (row === "det" ? 1 : 2) || !isTotal(node, facts)) return undefined;
  return keyOf(node, facts);
}

function keyOf(node: CoreExpr, facts: Totality): string {
  const parts = partsOf(node).map((part) => keyOf(part, facts));
  return `${labelOf(node, facts)}:${typeKey(node.type)}(${parts.join(",")})`;
}

function labelOf(node: CoreExpr, facts: Totality): string {
  switch (node.kind) {
    case "var":
      return `v${node.id}`;
    case "constant":
      return `c${node.id}`;
    case "literal":
      return literalText(node.literal);
    case "prim":
      return facts.rowOf(node) ?? node.name;
    default:
      return node.kind;
  }
}

function literalText(literal: (CoreExpr & { readonly kind: "literal" })["literal"]): string {
  if (literal.kind === "unit") return "unit";
  const isMinusZero = Object.is(literal.value, -0);
  return `${literal.kind} ${isMinusZero ? "-0" : JSON.stringify(String(literal.value))}`;
}
