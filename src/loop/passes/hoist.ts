/**
 * Moves allocations out of loops, so that a long loop takes no more memory than one turn of it.
 *
 * Only an array that a turn of the loop cannot hand to the next one moves: it is read, written and given to templates, but
 * nothing else stands for it, no function receives it, and its length is known before the loop.
 */
import type { LocalId, LoopProgram, Operand, Stmt } from "../loop.ts";
import { assignedBy, mapBlocks, visitExpr, visitStmts } from "../walk.ts";
import type { LoopPass } from "./pass.ts";

export const hoist: LoopPass = {
  name: "hoist",
  description: "Allocate before a loop what each of its turns would allocate anew.",
  run: (program: LoopProgram) => ({
    ...program,
    functions: program.functions.map((fn) => ({ ...fn, body: hoistFrom(fn.body, escaping(fn.body)) })),
  }),
};

type Allocate = Stmt & { readonly kind: "allocate" };

function hoistFrom(block: readonly Stmt[], kept: ReadonlySet<LocalId>): readonly Stmt[] {
  return block.flatMap((stmt): readonly Stmt[] => {
    if (stmt.kind !== "for" && stmt.kind !== "loop" && stmt.kind !== "while")
      return [mapBlocks(stmt, (inner) => hoistFrom(inner, kept))];
    const inside = changedIn(stmt);
    const moved: Allocate[] = [];
    visitStmts([stmt], (inner) => {
      if (inner.kind === "allocate" && !kept.has(inner.local.id) && isKnownBefore(inner, inside))
        moved.push(inner);
    });
    const gone = new Set(moved.map((m) => m.local.id));
    // What stays may still leave an inner loop.
    const [left] = without([stmt], gone);
    return left === undefined ? moved : [...moved, mapBlocks(left, (inner) => hoistFrom(inner, kept))];
  });
}

function changedIn(loop: Stmt): ReadonlySet<LocalId> {
  const changed = new Set<LocalId>();
  visitStmts([loop], (stmt) => {
    for (const id of assignedBy(stmt)) changed.add(id);
  });
  return changed;
}

function isKnownBefore(allocate: Allocate, changed: ReadonlySet<LocalId>): boolean {
  let known = true;
  visitExpr(allocate.length, (e) => {
    if (e.kind === "local" && changed.has(e.id)) known = false;
    if (e.kind === "load" || e.kind === "length") known = false;
  });
  return known;
}

function without(block: readonly Stmt[], gone: ReadonlySet<LocalId>): readonly Stmt[] {
  return block
    .filter((stmt) => stmt.kind !== "allocate" || !gone.has(stmt.local.id))
    .map((stmt) => mapBlocks(stmt, (inner) => without(inner, gone)));
}

/** Arrays that something else may stand for: aliased, passed to a function, or returned. */
function escaping(block: readonly Stmt[]): ReadonlySet<LocalId> {
  const found = new Set<LocalId>();
  const see = (operands: readonly Operand[]): void => {
    for (const operand of operands) if (operand.kind === "array") found.add(operand.id);
  };
  visitStmts(block, (stmt) => {
    if (stmt.kind === "alias") {
      found.add(stmt.from);
      found.add(stmt.id);
    }
    if (stmt.kind === "call") {
      see(stmt.args);
      for (const id of stmt.results) found.add(id);
    }
    if (stmt.kind === "return") see(stmt.values);
  });
  return found;
}
