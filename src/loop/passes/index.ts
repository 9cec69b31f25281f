/** The passes over Loop, in the order in which they run. Each leaves a program that `check.ts` accepts. */
import type { LoopProgram } from "../loop.ts";
import { effects } from "./effects.ts";
import type { LoopPass } from "./pass.ts";

export const passes: readonly LoopPass[] = [effects];

export function runPasses(list: readonly LoopPass[], program: LoopProgram): LoopProgram {
  return list.reduce((current, pass) => pass.run(current), program);
}
