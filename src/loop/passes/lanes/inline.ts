/** A call's body in place of the call, for code that is to run in lanes. */
import { zero } from "../../expr.ts";
import type { Local, LocalId, LoopFnId, LoopFunction, LoopType, Stmt } from "../../loop.ts";
import { renameStmt } from "../../rename.ts";
import { visitStmts } from "../../walk.ts";
import { sharpenBlock } from "../intervals.ts";

export interface Inlined {
  /** Declares the parameters; every path ends in a `return` or fails. */
  readonly body: readonly Stmt[];
}

export type Fresh = (name: string, type: LoopType) => Local;

/** Calls in one turn; one that calls itself comes to this soon. */
const inlinedCalls = 8;

export function inlining(
  functions: ReadonlyMap<LoopFnId, LoopFunction>,
  fresh: Fresh,
): (call: Stmt & { readonly kind: "call" }) => Inlined | undefined {
  let calls = 0;
  return (call) => {
    const fn = functions.get(call.fn);
    if (fn === undefined || calls >= inlinedCalls) return undefined;
    if (fn.params.some((param) => typeof param.type === "object")) return undefined;
    if (fn.results.some((type) => typeof type === "object")) return undefined;
    calls += 1;
    return { body: sharpenBlock(withParameters(fn, call, fresh)) };
  };
}

/** What is known of the arguments may make checks needless. */
function withParameters(
  fn: LoopFunction,
  call: Stmt & { readonly kind: "call" },
  fresh: Fresh,
): readonly Stmt[] {
  const ids = new Map<LocalId, LocalId>();
  const params = fn.params.map((param, k): Stmt => {
    const local = fresh(param.name, param.type);
    ids.set(param.id, local.id);
    const arg = call.args[k];
    const value = arg?.kind === "scalar" ? arg.value : zero("i64");
    return { kind: "declare", local, value };
  });
  for (const local of localsOf(fn.body)) ids.set(local.id, fresh(local.name, local.type).id);
  const rename = (id: LocalId): LocalId => ids.get(id) ?? id;
  return [...params, ...fn.body.map((stmt) => renameStmt(stmt, rename))];
}

/** The locals that a block declares. */
export function localsOf(block: readonly Stmt[]): readonly Local[] {
  const found: Local[] = [];
  visitStmts(block, (stmt) => {
    if (stmt.kind === "declare" || stmt.kind === "allocate") found.push(stmt.local);
    if (stmt.kind === "for") found.push(stmt.counter);
    if (stmt.kind === "lanes") found.push(stmt.lane);
  });
  return found;
}
