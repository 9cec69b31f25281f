/** Where the bounds of ranges go while the analysis of a loop without a known number of turns looks for ones that hold. */
import type { LoopExpr, Stmt } from "../loop.ts";
import { exprsOf, visitExpr, visitStmts } from "../walk.ts";
import { int, largest, type Range, real, smallest } from "./range.ts";

/** Moves of a bound that stop at the next limit, before it is given up. */
export const limitedMoves = 2;

/** What integers are compared with in a loop: where a count that goes up to it ends. (Blanchet et al. 2003, thresholds.) */
export function limitsIn(loop: Stmt, rangeOf: (e: LoopExpr) => Range): readonly bigint[] {
  const limits = new Set<bigint>();
  const see = (e: LoopExpr): void => {
    if (e.kind !== "compare" || (e.left.type !== "i64" && e.left.type !== "index")) return;
    for (const side of [rangeOf(e.left), rangeOf(e.right)])
      if (side.kind === "int") limits.add(side.lo).add(side.hi);
  };
  visitStmts([loop], (inner) => {
    for (const e of exprsOf(inner)) visitExpr(e, see);
  });
  return [...limits];
}

/** A bound that moves goes on to the next limit. */
export function widenTo(held: Range, end: Range, limits: readonly bigint[]): Range {
  if (held.kind !== "int" || end.kind !== "int") return giveUp(held, end);
  const given = giveUp(held, end);
  if (given.kind !== "int") return given;
  const above = smallest(given.hi, ...limits.filter((limit) => limit >= end.hi));
  const below = largest(given.lo, ...limits.filter((limit) => limit <= end.lo));
  return int(end.lo < held.lo ? below : held.lo, end.hi > held.hi ? above : held.hi);
}

export function withoutBase(range: Range): Range {
  return range.kind === "int" ? int(range.lo, range.hi) : range;
}

export function giveUp(held: Range, end: Range): Range {
  if (held.kind === "int" && end.kind === "int") {
    const lowest = held.lo >= 0n && end.lo >= 0n ? 0n : -(2n ** 63n);
    return int(end.lo < held.lo ? lowest : held.lo, end.hi > held.hi ? 2n ** 63n - 1n : held.hi);
  }
  if (held.kind === "real" && end.kind === "real")
    return real(
      end.lo < held.lo ? Number.NEGATIVE_INFINITY : held.lo,
      end.hi > held.hi ? Number.POSITIVE_INFINITY : held.hi,
    );
  return { kind: "bool" };
}
