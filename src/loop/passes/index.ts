/** The passes over Loop, in the order in which they run. Each leaves a program that `check.ts` accepts. */
import type { LoopProgram } from "../loop.ts";
import { effects } from "./effects.ts";
import { hoist } from "./hoist.ts";
import { ieeeDivision } from "./ieee-division.ts";
import { overflow } from "./overflow.ts";
import type { LoopPass } from "./pass.ts";
import { placement } from "./placement.ts";
import { recycle } from "./recycle.ts";
import { sticky } from "./sticky.ts";
import { tidy } from "./tidy.ts";
import { vectorElementary } from "./vector-elementary.ts";

export const passes: readonly LoopPass[] = [
  overflow,
  tidy,
  hoist,
  sticky,
  vectorElementary,
  placement,
  effects,
  recycle,
];

/** What was asked of the numbers: each choice adds or leaves out a pass. */
export interface Meaning {
  readonly ieeeDivision?: boolean;
  readonly floatModel?: "ieee" | "reproducible" | "fast-math";
  /** Matrix algebra on Core before anything is lowered (core/rewrite). */
  readonly rewrite?: boolean;
}

/** Passes that change the meaning, as asked for, come before those that keep it. */
export function passesFor({
  ieeeDivision: divides = false,
  floatModel = "ieee",
}: Meaning): readonly LoopPass[] {
  // In lanes an elementary function has other bits than outside of a loop.
  const kept = floatModel === "reproducible" ? passes.filter((pass) => pass !== vectorElementary) : passes;
  return divides ? [ieeeDivision, ...kept] : kept;
}

export function runPasses(list: readonly LoopPass[], program: LoopProgram): LoopProgram {
  return list.reduce((current, pass) => pass.run(current), program);
}
