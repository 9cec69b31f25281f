/** Programs with turns in lanes, as wide as it takes for lanes to be worth while in all of them. */
import { checkLoop } from "../../src/loop/check.ts";
import { evaluateLoop, type LoopOutcome } from "../../src/loop/evaluate.ts";
import type { LoopValue } from "../../src/loop/evaluate-expression.ts";
import type { LoopProgram } from "../../src/loop/loop.ts";
import { passesFor, runPasses } from "../../src/loop/passes/index.ts";
import { printLoop } from "../../src/loop/print.ts";
import { visitStmts } from "../../src/loop/walk.ts";
import type { Type } from "../../src/types/type.ts";
import { elementary, lowerDefinition, template } from "./loop.ts";

/** The definition with all passes, for a machine whose registers have this many lanes. */
export function laneProgram(text: string, name: string, types: readonly Type[], lanes: number): LoopProgram {
  return withLanes(lowerDefinition(text, name, types, false).program, lanes);
}

/** The same of a program on which no pass has run. */
export function withLanes(scalar: LoopProgram, lanes: number): LoopProgram {
  const program = runPasses(passesFor({ target: { lanes } }), scalar);
  const broken = checkLoop(program);
  if (broken.length > 0) throw new Error(`${broken.join("\n")}\n${printLoop(program)}`);
  return program;
}

export function runLoop(program: LoopProgram, ...args: readonly LoopValue[]): LoopOutcome {
  return evaluateLoop(program, args, { elementary, template });
}

/** How many loops of the program run in lanes. */
export function lanesIn(program: LoopProgram): number {
  let count = 0;
  for (const fn of program.functions)
    visitStmts(fn.body, (stmt) => {
      if (stmt.kind === "lanes") count += 1;
    });
  return count;
}
