/** Who calls whom among the functions of a Loop program; each body is looked at once. */
import type { LoopFnId, LoopFunction, LoopProgram } from "../loop.ts";
import { visitStmts } from "../walk.ts";

export interface Callees {
  /** What its own statements call. */
  direct(fn: LoopFnId): readonly LoopFnId[];
  /** All that a call of it can come to; itself among them where it recurses. */
  reached(fn: LoopFnId): ReadonlySet<LoopFnId>;
}

export function calleesIn(program: LoopProgram): Callees {
  const called = new Map(program.functions.map((fn) => [fn.id, calledBy(fn)]));
  const known = new Map<LoopFnId, ReadonlySet<LoopFnId>>();
  const direct = (fn: LoopFnId): readonly LoopFnId[] => called.get(fn) ?? [];
  const reached = (fn: LoopFnId): ReadonlySet<LoopFnId> => {
    const before = known.get(fn);
    if (before !== undefined) return before;
    const found = reachedFrom(fn, direct);
    known.set(fn, found);
    return found;
  };
  return { direct, reached };
}

function reachedFrom(fn: LoopFnId, direct: Callees["direct"]): ReadonlySet<LoopFnId> {
  const found = new Set<LoopFnId>();
  const open = [...direct(fn)];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (found.has(next)) continue;
    found.add(next);
    open.push(...direct(next));
  }
  return found;
}

function calledBy(fn: LoopFunction): readonly LoopFnId[] {
  const found: LoopFnId[] = [];
  visitStmts(fn.body, (stmt) => {
    if (stmt.kind === "call") found.push(stmt.fn);
  });
  return found;
}
