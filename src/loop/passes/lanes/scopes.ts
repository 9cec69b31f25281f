/**
 * Where lanes are while code is written for them: each place where they part is a scope with a mask, a bool local that tells which
 * of them are there.
 */
import { binary, local as read, select, unary } from "../../expr.ts";
import { exprProblem } from "../../lanes.ts";
import type { Local, LocalId, LoopExpr, Stmt } from "../../loop.ts";
import { exprsOf, visitExpr, visitStmts } from "../../walk.ts";
import type { Fresh, Inlined } from "./inline.ts";

/** Why there are no lanes: it stays as it is. */
export class Unfit extends Error {}

export interface MaskRequest {
  readonly code: readonly Stmt[];
  /** The lanes that take part. */
  readonly mask: LocalId;
  /** Locals that have a value in each lane already. */
  readonly inputs: readonly LocalId[];
  /** Locals of the code that are read after it. */
  readonly outputs: readonly LocalId[];
  readonly fresh: Fresh;
  readonly inline: (call: Stmt & { readonly kind: "call" }) => Inlined | undefined;
}

export interface Scope {
  readonly kind: "strip" | "call" | "loop" | "turn" | "if";
  readonly mask: LocalId;
  /** It has the mask around: no lane leaves it before all of it is done. */
  readonly ends?: boolean;
  readonly outer: Scope | undefined;
  /** How often each local is read inside a loop. */
  readonly reads?: ReadonlyMap<LocalId, number>;
  /** What a call gives to. */
  readonly results?: readonly LocalId[];
}

export interface Writer extends MaskRequest {
  readonly home: Map<LocalId, Scope>;
  readonly reads: Map<LocalId, number>;
  readonly varying: Set<LocalId>;
  readonly bad: Local;
  troubles: boolean;
}

export function readsIn(block: readonly Stmt[]): Map<LocalId, number> {
  const reads = new Map<LocalId, number>();
  visitStmts(block, (stmt) => {
    for (const e of exprsOf(stmt))
      visitExpr(e, (part) => {
        if (part.kind === "local") reads.set(part.id, (reads.get(part.id) ?? 0) + 1);
      });
  });
  return reads;
}

export function value(writer: Writer, e: LoopExpr, scope: Scope): LoopExpr {
  visitExpr(e, (part) => {
    const problem = exprProblem(part, undefined, writer.varying);
    if (problem !== undefined) throw new Unfit(problem);
    // Where no lane is, a load may be out of range.
    if (part.kind === "load" && scope.kind !== "strip") throw new Unfit("a load under a condition");
  });
  return e;
}

export function declare(writer: Writer, local: Local, e: LoopExpr, scope: Scope, out: Stmt[]): void {
  writer.home.set(local.id, scope);
  writer.varying.add(local.id);
  out.push({ kind: "declare", local, value: e });
}

export function named(writer: Writer, name: string, e: LoopExpr, scope: Scope, out: Stmt[]): LoopExpr {
  const local = writer.fresh(name, e.type);
  declare(writer, local, e, scope, out);
  return read(local.id, e.type);
}

export function maskOf(scope: Scope): LoopExpr {
  return read(scope.mask, "bool");
}

/** A mask of its own: the lanes of `scope` where `e` holds. */
export function newMask(writer: Writer, name: string, e: LoopExpr, scope: Scope, out: Stmt[]): LocalId {
  const local = writer.fresh(name, "bool");
  declare(writer, local, e, scope, out);
  return local.id;
}

export function assign(writer: Writer, id: LocalId, e: LoopExpr, scope: Scope, out: Stmt[]): void {
  const home = writer.home.get(id);
  if (home === undefined) throw new Unfit("a change of what is known outside");
  const kept = isNeededElsewhere(writer, id, home, scope);
  out.push({ kind: "assign", id, value: kept ? select(maskOf(scope), e, read(id, e.type)) : e });
}

/** A lane that is not here may still read what the local was. */
function isNeededElsewhere(writer: Writer, id: LocalId, home: Scope, scope: Scope): boolean {
  for (let at: Scope | undefined = scope; at !== undefined && at !== home; at = at.outer) {
    if (at.ends === true) continue;
    if (at.kind !== "loop") return true;
    // Who has left a loop reads what is read outside of it.
    if ((writer.reads.get(id) ?? 0) > (at.reads?.get(id) ?? 0)) return true;
  }
  return false;
}

// ── leaving ─────────────────────────────────────────────────────────────────────────────────────────────────────────

/** The lanes that are here are no longer in any scope up to the nearest of this kind. */
export function leave(scope: Scope, to: "call" | "loop" | "turn", out: Stmt[]): void {
  for (let at: Scope | undefined = scope.outer, last = scope; ; last = at, at = at.outer) {
    if (last.kind === to || (to === "turn" && last.kind === "loop")) break;
    if (at === undefined) throw new Unfit(`a way out of the loop around`);
    without(at, maskOf(scope), out);
  }
  if (scope.kind !== "if") without(scope, maskOf(scope), out);
}

function without(scope: Scope, gone: LoopExpr, out: Stmt[]): void {
  if (scope.ends === true) return;
  out.push({ kind: "assign", id: scope.mask, value: binary("and", maskOf(scope), unary("not", gone)) });
}

/** Lanes in which `failed` holds leave everything. */
export function trouble(writer: Writer, failed: LoopExpr, scope: Scope, out: Stmt[]): void {
  writer.troubles = true;
  const gone = read(newMask(writer, "failed", binary("and", maskOf(scope), failed), scope, out), "bool");
  out.push({
    kind: "assign",
    id: writer.bad.id,
    value: binary("or", read(writer.bad.id, "bool"), gone),
  });
  for (let at: Scope | undefined = scope; at !== undefined; at = at.outer) without(at, gone, out);
}
