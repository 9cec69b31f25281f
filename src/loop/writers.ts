/** Which functions write to arrays of their callers. */
import type { LocalId, LoopFnId, LoopFunction, LoopProgram } from "./loop.ts";
import { visitStmts } from "./walk.ts";

/**
 * Functions that write to memory they are given, themselves or by handing it on: those of maps. Turns of a loop write only to
 * what their caller has just made.
 */
export function writersTo(program: LoopProgram): ReadonlySet<LoopFnId> {
  const writers = new Set<LoopFnId>();
  for (let before = -1; before < writers.size; ) {
    before = writers.size;
    for (const fn of program.functions)
      if (fn.turns === undefined && !writers.has(fn.id) && writesToParams(fn, writers)) writers.add(fn.id);
  }
  return writers;
}

function writesToParams(fn: LoopFunction, writers: ReadonlySet<LoopFnId>): boolean {
  const given = new Set<LocalId>(fn.params.map((param) => param.id));
  let writes = false;
  for (let round = 0; round < 2; round += 1)
    visitStmts(fn.body, (stmt) => {
      if (stmt.kind === "alias" && given.has(stmt.from)) given.add(stmt.id);
      if (stmt.kind === "store" && given.has(stmt.array)) writes = true;
      if (stmt.kind !== "call") return;
      const handsOn = stmt.args.some((arg) => arg.kind === "array" && given.has(arg.id));
      if (handsOn && writers.has(stmt.fn)) writes = true;
      if (handsOn) for (const result of stmt.results) given.add(result);
    });
  return writes;
}
