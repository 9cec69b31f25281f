/**
 * `--ieee-div`: a real divided by zero is ±∞ or NaN. Drops the tests of real divisors; those of integers (`mod`, `int_div`)
 * stay, since no integer answers them. Not among the ordinary passes: it changes what a program means, when asked.
 */
import { failures } from "../../primitives/failures.ts";
import type { LoopProgram, Stmt } from "../loop.ts";
import { mapBlocks } from "../walk.ts";
import type { LoopPass } from "./pass.ts";

export const ieeeDivision: LoopPass = {
  name: "ieee-division",
  description: "Let real divisors be zero.",
  run: (program) => ({
    ...program,
    functions: program.functions.map((fn) => ({ ...fn, body: relax(program, fn.body) })),
  }),
};

function relax(program: LoopProgram, block: readonly Stmt[]): readonly Stmt[] {
  return block
    .filter((stmt) => !isRealDivisorTest(program, stmt))
    .map((stmt) => mapBlocks(stmt, (inner) => relax(program, inner)));
}

/** The sentence tells the two kinds of zero divisors apart, also where a test was decided while lowering. */
function isRealDivisorTest(program: LoopProgram, stmt: Stmt): boolean {
  if (stmt.kind !== "check" && stmt.kind !== "fail") return false;
  return program.sites[stmt.site]?.message === failures.division.text;
}
