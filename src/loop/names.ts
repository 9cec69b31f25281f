/**
 * By which names an array may be known: an `alias` gives it another, and so may a call that it is passed to, for what comes
 * back may be what went in. Without regard to order, so a name counts wherever in the function it is given.
 */
import type { LocalId, Stmt } from "./loop.ts";
import { visitStmts } from "./walk.ts";

/** The names that a local hands its array on to at once. */
export type ArrayNames = ReadonlyMap<LocalId, readonly LocalId[]>;

export function arrayNames(block: readonly Stmt[]): ArrayNames {
  const names = new Map<LocalId, LocalId[]>();
  const give = (from: LocalId, id: LocalId): void => {
    const known = names.get(from);
    if (known === undefined) names.set(from, [id]);
    else known.push(id);
  };
  visitStmts(block, (stmt) => {
    if (stmt.kind === "alias") give(stmt.from, stmt.id);
    if (stmt.kind === "call")
      for (const arg of stmt.args)
        if (arg.kind === "array") for (const result of stmt.results) give(arg.id, result);
  });
  return names;
}

/** Every name of what `id` stands for, itself among them. */
export function namesOf(id: LocalId, names: ArrayNames): ReadonlySet<LocalId> {
  const found = new Set<LocalId>();
  const pending = [id];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (found.has(next)) continue;
    found.add(next);
    pending.push(...(names.get(next) ?? []));
  }
  return found;
}
