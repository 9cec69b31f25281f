/**
 * Which arrays of a function may lie in its frame: small ones of known length that nothing outlives. Everything else goes
 * to the call's arena.
 *
 * An array outlives its block where it is returned, or where a local declared outside the block comes to stand for it (by
 * `alias`, or as the result of a call it was passed to).
 */
import type { LocalId, LoopFnId, LoopFunction, LoopType, Stmt } from "../loop/loop.ts";
import { arrayNames, namesOf } from "../loop/names.ts";
import { visitStmts } from "../loop/walk.ts";
import { stackArrayBytes } from "./target.ts";

/** The locals of `allocate` statements that lie in the frame. */
export function stackArrays(fn: LoopFunction): ReadonlySet<LocalId> {
  const flow = arrayFlow(fn);
  const chosen = new Set<LocalId>();
  let bytes = 0;
  for (const candidate of flow.candidates) {
    const size = candidate.bytes;
    if (bytes + size > stackArrayBytes || outlives(candidate, flow)) continue;
    bytes += size;
    chosen.add(candidate.id);
  }
  return chosen;
}

interface Candidate {
  readonly id: LocalId;
  readonly block: Block;
  readonly bytes: number;
}

/** A block by the chain of blocks around it. */
type Block = readonly number[];

interface ArrayFlow {
  readonly candidates: readonly Candidate[];
  /** `from` may be known by these other names. */
  readonly names: ReadonlyMap<LocalId, readonly LocalId[]>;
  readonly declaredIn: ReadonlyMap<LocalId, Block>;
  readonly returned: ReadonlySet<LocalId>;
}

function outlives(candidate: Candidate, flow: ArrayFlow): boolean {
  const seen = new Set<LocalId>();
  const pending = [candidate.id];
  for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
    if (seen.has(id)) continue;
    seen.add(id);
    const block = flow.declaredIn.get(id);
    if (flow.returned.has(id) || block === undefined || !isWithin(block, candidate.block)) return true;
    pending.push(...(flow.names.get(id) ?? []));
  }
  return false;
}

function isWithin(inner: Block, outer: Block): boolean {
  return outer.every((step, i) => inner[i] === step);
}

function arrayFlow(fn: LoopFunction): ArrayFlow {
  const candidates: Candidate[] = [];
  const names = new Map<LocalId, LocalId[]>();
  const declaredIn = new Map<LocalId, Block>();
  const returned = new Set<LocalId>();
  let blocks = 0;

  const named = (from: LocalId, id: LocalId): void => {
    names.set(from, [...(names.get(from) ?? []), id]);
  };
  const visit = (stmts: readonly Stmt[], block: Block): void => {
    for (const stmt of stmts) visitStmt(stmt, block);
  };
  const inner = (stmts: readonly Stmt[], block: Block): void => {
    blocks += 1;
    visit(stmts, [...block, blocks]);
  };
  const visitStmt = (stmt: Stmt, block: Block): void => {
    switch (stmt.kind) {
      case "declare":
        if (typeof stmt.local.type === "object") declaredIn.set(stmt.local.id, block);
        return;
      case "allocate": {
        declaredIn.set(stmt.local.id, block);
        const { staticLength, recycled, output } = stmt;
        if (staticLength !== undefined && recycled === undefined && output === undefined)
          candidates.push({ id: stmt.local.id, block, bytes: staticLength * elementBytes(stmt.local.type) });
        return;
      }
      case "alias":
        named(stmt.from, stmt.id);
        return;
      case "call":
        for (const arg of stmt.args)
          if (arg.kind === "array")
            for (const result of stmt.results) if (declaredIn.has(result)) named(arg.id, result);
        return;
      case "return":
        for (const value of stmt.values) if (value.kind === "array") returned.add(value.id);
        return;
      case "if":
        inner(stmt.then, block);
        inner(stmt.else, block);
        return;
      case "for":
      case "while":
      case "loop":
        inner(stmt.body, block);
        return;
      default:
        return;
    }
  };
  visit(fn.body, []);
  return { candidates, names, declaredIn, returned };
}

/**
 * No array that comes into being in this block is known by a name from outside it. (Recycled memory is older than the
 * block, or is taken out of what is released when it grows.)
 */
export function keepsNothing(
  block: readonly Stmt[],
  isArray: (id: LocalId) => boolean,
  makesArrays: (fn: LoopFnId) => boolean,
): boolean {
  const inside = declaredIn(block);
  const stays = (name: LocalId): boolean => !isArray(name) || inside.has(name);
  const made: LocalId[] = [];
  visitStmts(block, (stmt) => {
    if (stmt.kind === "allocate" && stmt.recycled === undefined && stmt.output === undefined)
      made.push(stmt.local.id);
    if (stmt.kind === "call" && makesArrays(stmt.fn)) made.push(...stmt.results);
  });
  const names = arrayNames(block);
  return made.every((id) => [...namesOf(id, names)].every(stays));
}

/** The locals declared anywhere in the block. */
export function declaredIn(block: readonly Stmt[]): ReadonlySet<LocalId> {
  const inside = new Set<LocalId>();
  visitStmts(block, (stmt) => {
    if (stmt.kind === "declare" || stmt.kind === "allocate") inside.add(stmt.local.id);
  });
  return inside;
}

export function elementBytes(type: LoopType): number {
  return typeof type === "object" && type.array === "bool" ? 1 : 8;
}
