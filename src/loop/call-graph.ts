/**
 * Who calls whom among Core functions: which recurse, how large they are, how often a variable is used. Decides what is
 * inlined and which tail calls become jumps; says nothing about types.
 */
import type { ConstantId, CoreExpr, CoreFunction, CoreSource, FnId, VarId } from "../core/core.ts";
import { subexpressions } from "../core/traverse.ts";

export interface CallGraph {
  /** The function can reach itself, through callbacks too. */
  recursive(fn: FnId): boolean;
  /** Core nodes of its body. */
  size(fn: FnId): number;
  /** What `fn` may jump to instead of calling: itself first, where it calls itself in tail position. */
  jumps(fn: FnId): readonly FnId[];
  /** The constants that the function or what it calls mentions. */
  constants(fn: FnId): readonly ConstantId[];
}

interface Facts {
  readonly size: number;
  readonly callees: ReadonlySet<FnId>;
  readonly tailCallees: ReadonlySet<FnId>;
  readonly constants: ReadonlySet<ConstantId>;
}

/** More functions than this are not merged into one loop. */
const mergedFunctions = 8;

export function createCallGraph(program: CoreSource): CallGraph {
  const facts = new Map<FnId, Facts>();
  const reach = new Map<FnId, ReadonlySet<FnId>>();

  function factsOf(fn: FnId): Facts {
    const known = facts.get(fn);
    if (known !== undefined) return known;
    const made = collectFacts(program.functions.get(fn));
    facts.set(fn, made);
    return made;
  }
  function reachable(fn: FnId): ReadonlySet<FnId> {
    const known = reach.get(fn);
    if (known !== undefined) return known;
    const seen = new Set<FnId>();
    const open = [...factsOf(fn).callees];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (seen.has(next)) continue;
      seen.add(next);
      open.push(...factsOf(next).callees);
    }
    reach.set(fn, seen);
    return seen;
  }
  function jumps(fn: FnId): readonly FnId[] {
    const group: FnId[] = [];
    const open = [fn];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (group.includes(next)) continue;
      group.push(next);
      for (const callee of factsOf(next).tailCallees)
        if (callee === fn || (reachable(callee).has(fn) && reachable(fn).has(callee))) open.push(callee);
    }
    if (group.length <= mergedFunctions && group.some((g) => factsOf(g).tailCallees.has(fn))) return group;
    return factsOf(fn).tailCallees.has(fn) ? [fn] : [];
  }
  return {
    recursive: (fn) => reachable(fn).has(fn),
    size: (fn) => factsOf(fn).size,
    jumps,
    constants: (fn) => [...new Set([fn, ...reachable(fn)].flatMap((f) => [...factsOf(f).constants]))],
  };
}

function collectFacts(fn: CoreFunction | undefined): Facts {
  const callees = new Set<FnId>();
  const tailCallees = new Set<FnId>();
  const constants = new Set<ConstantId>();
  let size = 0;
  for (const e of fn === undefined ? [] : subexpressions(fn.body)) {
    size += 1;
    if (e.kind === "call") {
      callees.add(e.fn);
      if (e.tail) tailCallees.add(e.fn);
    }
    if (e.kind === "constant") constants.add(e.id);
    if (e.kind === "prim")
      for (const callback of e.callbacks) if (callback !== undefined) callees.add(callback);
  }
  return { size, callees, tailCallees, constants };
}

/** Used more than once, or inside a function that may run more than once. */
export function isReused(id: VarId, scope: CoreExpr): boolean {
  return (usesIn(scope).get(id) ?? 0) > 1;
}

/** The same of the name that a let binds. The lets of a chain are counted together: a long one would be read for each of them. */
export function isBoundForMore(
  e: CoreExpr & { readonly kind: "let" },
  known: WeakMap<CoreExpr, ReadonlyMap<VarId, number>>,
): boolean {
  let uses = known.get(e.body);
  if (uses === undefined) {
    uses = usesIn(e.body);
    for (let body = e.body; body.kind === "let"; body = body.body) known.set(body.body, uses);
  }
  return (uses.get(e.bound.id) ?? 0) > 1;
}

/** How often each name is used; being captured by a function counts twice. */
function usesIn(scope: CoreExpr): ReadonlyMap<VarId, number> {
  const uses = new Map<VarId, number>();
  const add = (id: VarId, count: number): void => void uses.set(id, (uses.get(id) ?? 0) + count);
  for (const e of subexpressions(scope)) {
    if (e.kind === "var") add(e.id, 1);
    if (e.kind === "closure") for (const id of namesIn(e.captures)) add(id, 2);
  }
  return uses;
}

function namesIn(expressions: readonly CoreExpr[]): ReadonlySet<VarId> {
  const names = new Set<VarId>();
  for (const expression of expressions)
    for (const inner of subexpressions(expression)) if (inner.kind === "var") names.add(inner.id);
  return names;
}
