/** What each function can do, from its statements and its callees: printers pass a context only where one is needed. */
import type { LoopFnId, LoopFunction, LoopProgram, Stmt } from "../loop.ts";
import { visitStmts } from "../walk.ts";
import type { LoopPass } from "./pass.ts";

/** A loop of at most this many trips ends by itself soon enough. */
const smallTrips = 100_000;

interface Facts {
  readonly fails: boolean;
  readonly loops: boolean;
  readonly allocates: boolean;
  readonly callees: readonly LoopFnId[];
}

export const effects: LoopPass = {
  name: "effects",
  description: "Find which functions can fail, recurse, run long or allocate.",
  run: (program) => ({ ...program, functions: program.functions.map((fn) => withEffects(program, fn)) }),
};

function factsOf(fn: LoopFunction): Facts {
  let fails = false;
  let allocates = false;
  const callees: LoopFnId[] = [];
  visitStmts(fn.body, (stmt) => {
    if (stmt.kind === "check" || stmt.kind === "checked" || stmt.kind === "fail") fails = true;
    if (stmt.kind === "allocate" && stmt.output === undefined) allocates = true;
    if (stmt.kind === "call") callees.push(stmt.fn);
  });
  return { fails, allocates, callees, loops: trips(fn.body) > smallTrips };
}

/** A bound on how many statements' turns the block takes; infinite for loops without a bound. */
function trips(block: readonly Stmt[]): number {
  let most = 1;
  for (const stmt of block) {
    if (stmt.kind === "while" || stmt.kind === "loop") return Number.POSITIVE_INFINITY;
    if (stmt.kind === "template") most = Math.max(most, stmt.work ?? Number.POSITIVE_INFINITY);
    if (stmt.kind === "for")
      most = Math.max(most, (stmt.trips ?? Number.POSITIVE_INFINITY) * trips(stmt.body));
    if (stmt.kind === "if") most = Math.max(most, trips(stmt.then), trips(stmt.else));
  }
  return most;
}

function withEffects(program: LoopProgram, fn: LoopFunction): LoopFunction {
  const facts = new Map(program.functions.map((f) => [f.id, factsOf(f)]));
  const reached = new Set<LoopFnId>();
  const open: LoopFnId[] = [...(facts.get(fn.id)?.callees ?? [])];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (reached.has(next)) continue;
    reached.add(next);
    open.push(...(facts.get(next)?.callees ?? []));
  }
  const recursive = reached.has(fn.id);
  const all = [fn.id, ...reached].flatMap((id) => facts.get(id) ?? []);
  const cyclic = [...reached].some((id) => reaches(facts, id));
  return {
    ...fn,
    recursive,
    fails: recursive || cyclic || all.some((f) => f.fails),
    polls: recursive || cyclic || all.some((f) => f.loops),
    allocates: all.some((f) => f.allocates),
  };
}

function reaches(facts: ReadonlyMap<LoopFnId, Facts>, id: LoopFnId): boolean {
  const seen = new Set<LoopFnId>();
  const open = [...(facts.get(id)?.callees ?? [])];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next === id) return true;
    if (seen.has(next)) continue;
    seen.add(next);
    open.push(...(facts.get(next)?.callees ?? []));
  }
  return false;
}
