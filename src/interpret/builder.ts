/**
 * What compiling one function carries along: where its variables live, how many places a frame needs, and which expressions
 * are pure enough to run without a step of their own.
 */

import { CompilerBug } from "../base/outcome.ts";
import type { CoreExpr, CoreVar, VarId } from "../core/core.ts";
import { partsOf } from "../core/traverse.ts";
import type { Linker } from "./code.ts";
import { needsSteps } from "./rows.ts";
import { isWatched } from "./watch.ts";

export interface Builder {
  readonly link: Linker;
  readonly places: Map<VarId, number>;
  /** Places that a frame needs so far. */
  size: number;
  /** How deep the closure of a pure expression nests; `Infinity` where the expression needs steps. */
  readonly depths: Map<CoreExpr, number>;
}

/** Pure expressions nest closures on Node's stack, so their depth is bounded; what lies deeper gets a step. */
const deepestPure = 100;

export function newBuilder(link: Linker): Builder {
  return { link, places: new Map(), size: 0, depths: new Map() };
}

export function placeOf(b: Builder, id: VarId): number {
  const place = b.places.get(id);
  if (place === undefined) throw new CompilerBug(`variable ${id} is read where it is not bound`);
  return place;
}

export function bindAt(b: Builder, variable: CoreVar, place: number): void {
  b.places.set(variable.id, place);
  reserve(b, place + 1);
}

export function reserve(b: Builder, size: number): void {
  if (size > b.size) b.size = size;
}

export function isPure(b: Builder, e: CoreExpr): boolean {
  return pureDepth(b, e) < Infinity;
}

/** How deep the closures of the expression nest; `Infinity` where it needs steps. */
export function pureDepth(b: Builder, e: CoreExpr): number {
  const known = b.depths.get(e);
  if (known !== undefined) return known;
  let found = ownDepth(b, e);
  for (const part of partsOf(e)) found = Math.max(found, 1 + pureDepth(b, part));
  const bounded = found > deepestPure ? Infinity : found;
  b.depths.set(e, bounded);
  return bounded;
}

/** The depth of the node itself, apart from its parts. */
function ownDepth(b: Builder, e: CoreExpr): number {
  if (e.kind === "constant") return 1 + b.link.constant(e.id).depth();
  if (b.link.hooks.watch !== undefined && isWatched(e)) return Infinity;
  return callsSomething(b, e) ? Infinity : 1;
}

function callsSomething(b: Builder, e: CoreExpr): boolean {
  switch (e.kind) {
    case "call":
    case "apply":
      return true;
    case "prim":
      return needsSteps(b.link, e);
    default:
      return false;
  }
}
