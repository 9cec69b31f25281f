/** What is known of locals where a condition holds, or does not. */
import type { CompareOp, LoopExpr } from "../loop.ts";
import { rangeOf } from "./expression-ranges.ts";
import type { State } from "./intervals.ts";
import { type IntRange, intersectInt, largest, type Range, smallest } from "./range.ts";

const opposite = { lt: "ge", le: "gt", gt: "le", ge: "lt", eq: "ne", ne: "eq" } as const;

const mirrored = { lt: "gt", le: "ge", gt: "lt", ge: "le", eq: "eq", ne: "ne" } as const;

/** Narrows the ranges of locals by a condition that is known to hold, or not to. */
export function refine(state: State, condition: LoopExpr, holds: boolean): void {
  if (condition.kind === "local") state.set(condition.id, { kind: "bool", value: holds });
  if (condition.kind === "unary" && condition.op === "not") {
    refine(state, condition.value, !holds);
    return;
  }
  if (condition.kind === "binary" && condition.op === (holds ? "and" : "or")) {
    refine(state, condition.left, holds);
    refine(state, condition.right, holds);
    return;
  }
  if (condition.kind !== "compare") return;
  const op = holds ? condition.op : opposite[condition.op];
  refineSide(state, condition.left, op, rangeOf(state, condition.right));
  refineSide(state, condition.right, mirrored[op], rangeOf(state, condition.left));
}

function refineSide(state: State, e: LoopExpr, op: CompareOp, limit: Range): void {
  const target = e.kind === "convert" && e.value.kind === "local" && e.value.type !== "f64" ? e.value : e;
  if (target.kind !== "local" || limit.kind !== "int") return;
  const range = state.get(target.id);
  if (range?.kind !== "int") return;
  const bounds = boundsBy(op, range, limit);
  if (bounds.lo <= bounds.hi) state.set(target.id, { ...range, ...bounds });
}

function boundsBy(
  op: CompareOp,
  range: IntRange,
  limit: IntRange,
): { readonly lo: bigint; readonly hi: bigint } {
  const { lo, hi } = range;
  const atMost = (most: bigint) => ({ lo, hi: smallest(hi, most) });
  const atLeast = (least: bigint) => ({ lo: largest(lo, least), hi });
  switch (op) {
    case "lt":
      return atMost(limit.hi - 1n);
    case "le":
      return atMost(limit.hi);
    case "gt":
      return atLeast(limit.lo + 1n);
    case "ge":
      return atLeast(limit.lo);
    case "eq":
      return intersectInt(range, limit);
    case "ne":
      if (limit.lo !== limit.hi) return { lo, hi };
      return { lo: lo === limit.lo ? lo + 1n : lo, hi: hi === limit.hi ? hi - 1n : hi };
  }
}
