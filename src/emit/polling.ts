/**
 * How much a stretch of Loop runs at most, and so where the cancel word has to be read.
 */
import type { LoopFnId, Stmt } from "../loop/loop.ts";

/** A call of a function that does not poll itself is taken to cost this many statements. */
const callWork = 256;

/** A bound on the statements that run, without end where a loop or call has no known one. */
export function workOf(stmts: readonly Stmt[], polls: (fn: LoopFnId) => boolean): number {
  let work = 0;
  for (const stmt of stmts) {
    switch (stmt.kind) {
      case "for":
        work += 1 + (stmt.turns ?? stmt.trips ?? Infinity) * workOf(stmt.body, polls);
        break;
      case "if":
        work += 1 + Math.max(workOf(stmt.then, polls), workOf(stmt.else, polls));
        break;
      case "lanes":
        work += stmt.width * workOf(stmt.body, polls);
        break;
      case "while":
      case "loop":
        return Infinity;
      case "template":
        work += stmt.work ?? Infinity;
        break;
      case "call":
        work += polls(stmt.fn) ? Infinity : callWork;
        break;
      default:
        work += 1;
    }
  }
  return work;
}
