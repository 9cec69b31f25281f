/** What each function can do, from its statements and its callees: printers pass a context only where one is needed. */
import type { LoopFnId, LoopFunction, Stmt } from "../loop.ts";
import { visitStmts } from "../walk.ts";
import { type Callees, calleesIn } from "./callees.ts";
import type { LoopPass } from "./pass.ts";

/** A loop of at most this many trips ends by itself soon enough. */
const smallTrips = 100_000;

interface Facts {
  readonly fails: boolean;
  readonly loops: boolean;
  readonly allocates: boolean;
  readonly shares: boolean;
}

export const effects: LoopPass = {
  name: "effects",
  description: "Find which functions can fail, recurse, run long, allocate or share work.",
  run: (program) => {
    const facts = new Map(program.functions.map((fn) => [fn.id, factsOf(fn)]));
    const callees = calleesIn(program);
    return { ...program, functions: program.functions.map((fn) => withEffects(fn, facts, callees)) };
  },
};

function factsOf(fn: LoopFunction): Facts {
  let fails = false;
  let allocates = false;
  let shares = false;
  visitStmts(fn.body, (stmt) => {
    if (stmt.kind === "check" || stmt.kind === "checked" || stmt.kind === "fail") fails = true;
    if (stmt.kind === "allocate" && stmt.output === undefined) allocates = true;
    if (stmt.kind === "call" && stmt.parallel !== undefined) shares = true;
  });
  return { fails, allocates, shares, loops: trips(fn.body) > smallTrips };
}

/** A bound on how many statements' turns the block takes; infinite for loops without a bound. */
function trips(block: readonly Stmt[]): number {
  let most = 1;
  for (const stmt of block) {
    if (stmt.kind === "while" || stmt.kind === "loop") return Number.POSITIVE_INFINITY;
    if (stmt.kind === "template") most = Math.max(most, stmt.work ?? Number.POSITIVE_INFINITY);
    if (stmt.kind === "for")
      most = Math.max(most, (stmt.trips ?? Number.POSITIVE_INFINITY) * trips(stmt.body));
    if (stmt.kind === "lanes") most = Math.max(most, trips(stmt.body));
    if (stmt.kind === "if") most = Math.max(most, trips(stmt.then), trips(stmt.else));
  }
  return most;
}

function withEffects(fn: LoopFunction, facts: ReadonlyMap<LoopFnId, Facts>, callees: Callees): LoopFunction {
  const reached = callees.reached(fn.id);
  const recursive = reached.has(fn.id);
  const cyclic = [...reached].some((id) => callees.reached(id).has(id));
  const all = [fn.id, ...reached].flatMap((id) => facts.get(id) ?? []);
  return {
    ...fn,
    recursive,
    fails: recursive || cyclic || all.some((f) => f.fails),
    polls: recursive || cyclic || all.some((f) => f.loops),
    allocates: all.some((f) => f.allocates),
    ...(all.some((f) => f.shares) ? { shares: true } : {}),
  };
}
