/**
 * Takes away the checks that ranges make needless. Where a loop keeps some for want of bounds on the ℤ parameters, a second
 * copy of the body assumes that they are within ±2^k, and the function chooses between the two when it is entered.
 */
import { and, compare, i64, local } from "../expr.ts";
import type { LocalId, LoopExpr, LoopFunction, LoopProgram, Stmt } from "../loop.ts";
import { renameLocals } from "../rename.ts";
import { visitStmts } from "../walk.ts";
import { overflowChecks, sharpen } from "./intervals.ts";
import type { LoopPass } from "./pass.ts";
import { int, type Range } from "./range.ts";

/** Bounds tried, largest first: 2^15 leaves room for four factors, as in a sum over a sum of products. */
const assumedBits = [31n, 24n, 20n, 15n];

/** A body of more statements than this is not written twice. */
const versionedStatements = 400;

export const overflow: LoopPass = {
  name: "overflow",
  description: "Drop checks that ranges decide; version loops on the size of ℤ parameters.",
  run: (program: LoopProgram) => ({
    ...program,
    functions: program.functions.map((fn) => versioned({ ...fn, body: sharpen(fn, new Map()) })),
  }),
};

function versioned(fn: LoopFunction): LoopFunction {
  const params = fn.params.filter((p) => p.type === "i64");
  if (params.length === 0 || overflowChecks(fn.body) === 0 || !isWorthwhile(fn.body)) return fn;
  for (const bits of assumedBits) {
    const bound = 2n ** bits;
    const ranges = new Map<LocalId, Range>(params.map((p) => [p.id, int(-bound, bound)]));
    const fast = sharpen(fn, ranges);
    if (overflowChecks(fast) > 0) continue;
    const condition = params
      .map((p) => inside(local(p.id, "i64"), bound))
      .reduce((all, one) => and(all, one));
    const slow = renameLocals(
      fn.body,
      fn.params.map((p) => p.id),
    );
    return { ...fn, body: [{ kind: "if", condition, then: fast, else: slow }] };
  }
  return fn;
}

function inside(e: LoopExpr, bound: bigint): LoopExpr {
  return and(compare("ge", e, i64(-bound)), compare("le", e, i64(bound)));
}

/** Has a counted loop, and is not too long to be written twice. */
function isWorthwhile(body: readonly Stmt[]): boolean {
  let count = 0;
  let loops = false;
  visitStmts(body, (stmt) => {
    count += 1;
    if (stmt.kind === "for") loops = true;
  });
  return loops && count <= versionedStatements;
}
