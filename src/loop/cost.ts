/** What a stretch of Loop costs, in operations, at a guess: whether threads are worth waking, not what anything means. */
import type { LoopExpr, LoopFnId, LoopFunction, Stmt } from "./loop.ts";
import { childExprs, exprsOf } from "./walk.ts";

/** An elementary function, in lanes. */
const elementaryCost = 20;
const divisionCost = 4;
/** Turns of a loop of which nothing is known. */
const usualTurns = 16;
/** Calls are followed this far; one beyond costs this much. */
const followedCalls = 3;
const callCost = 32;
const allocationCost = 50;
const templateCost = 10_000;

/** Beyond it, everything is much: counts of turns are multiplied with it. */
const largestCost = 2 ** 30;

type Functions = ReadonlyMap<LoopFnId, LoopFunction>;

export function costOf(block: readonly Stmt[], functions: Functions, depth = 0): number {
  let cost = 0;
  for (const stmt of block) {
    for (const e of exprsOf(stmt)) cost += exprCost(e);
    cost += ownCost(stmt, functions, depth);
  }
  return Math.min(largestCost, cost);
}

function ownCost(stmt: Stmt, functions: Functions, depth: number): number {
  switch (stmt.kind) {
    case "for":
      return turnsOf(stmt) * costOf(stmt.body, functions, depth);
    case "while":
    case "loop":
      return usualTurns * costOf(stmt.body, functions, depth);
    case "lanes":
      return stmt.width * costOf(stmt.body, functions, depth);
    case "if":
      return Math.max(costOf(stmt.then, functions, depth), costOf(stmt.else, functions, depth));
    case "call": {
      const callee = functions.get(stmt.fn);
      return callee === undefined || depth >= followedCalls
        ? callCost
        : costOf(callee.body, functions, depth + 1);
    }
    case "template":
      return stmt.work ?? templateCost;
    case "allocate":
      return allocationCost;
    case "store":
    case "checked":
      return 1;
    default:
      return 0;
  }
}

/** A bound that is not the number itself may be far from it. */
function turnsOf({ from, to, turns, trips }: Stmt & { readonly kind: "for" }): number {
  return turns ?? (from.kind === "const" && to.kind === "const" ? trips : undefined) ?? usualTurns;
}

function exprCost(e: LoopExpr): number {
  // Positions are for addressing modes and counters to compute.
  if (e.type === "index") return 0;
  let cost = e.kind === "const" || e.kind === "local" ? 0 : 1;
  if (e.kind === "elementary" || (e.kind === "binary" && e.op === "pow")) cost = elementaryCost;
  else if (isSlow(e)) cost = divisionCost;
  for (const child of childExprs(e)) cost += exprCost(child);
  return cost;
}

function isSlow(e: LoopExpr): boolean {
  return (
    (e.kind === "binary" && (e.op === "div" || e.op === "rem")) || (e.kind === "unary" && e.op === "sqrt")
  );
}
