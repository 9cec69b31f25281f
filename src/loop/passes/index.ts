/** The passes over Loop, in the order in which they run. Each leaves a program that `check.ts` accepts. */
import type { LoopProgram } from "../loop.ts";
import { effects } from "./effects.ts";
import { hoist } from "./hoist.ts";
import { overflow } from "./overflow.ts";
import type { LoopPass } from "./pass.ts";
import { recycle } from "./recycle.ts";
import { sticky } from "./sticky.ts";
import { tidy } from "./tidy.ts";

export const passes: readonly LoopPass[] = [overflow, tidy, hoist, sticky, effects, recycle];

export function runPasses(list: readonly LoopPass[], program: LoopProgram): LoopProgram {
  return list.reduce((current, pass) => pass.run(current), program);
}
