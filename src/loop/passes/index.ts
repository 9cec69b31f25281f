/** The passes over Loop, in the order in which they run. Each leaves a program that `check.ts` accepts. */
import type { LoopProgram } from "../loop.ts";
import { effects } from "./effects.ts";
import { hoist } from "./hoist.ts";
import { ieeeDivision } from "./ieee-division.ts";
import { lanesPass } from "./lanes/index.ts";
import { overflow } from "./overflow.ts";
import { parallel } from "./parallel.ts";
import type { LoopPass } from "./pass.ts";
import { placement } from "./placement.ts";
import { recycle } from "./recycle.ts";
import { sameBits } from "./same-bits.ts";
import { sticky } from "./sticky.ts";
import { tidy } from "./tidy.ts";
import { vectorElementary } from "./vector-elementary.ts";

/** `registerLanes`: f64 in one vector register. */
function passesWith(registerLanes: number): readonly LoopPass[] {
  return [
    overflow,
    tidy,
    // Before allocations leave loops: each part of a range has arrays of its own.
    parallel,
    hoist,
    sticky,
    vectorElementary,
    placement,
    lanesPass(registerLanes),
    effects,
    recycle,
  ];
}

/** Where nothing is known of what is compiled for. */
const usualLanes = 4;

export const passes: readonly LoopPass[] = passesWith(usualLanes);

/** What was asked of the numbers: each choice adds or leaves out a pass. */
export interface Meaning {
  readonly ieeeDivision?: boolean;
  readonly floatModel?: "ieee" | "reproducible" | "fast-math";
  /** Matrix algebra on Core before anything is lowered (core/rewrite). */
  readonly rewrite?: boolean;
  readonly target?: { readonly lanes: number };
  /** 1: no threads are ever there to share work. */
  readonly threads?: number;
}

/** Passes that change the meaning, as asked for, come before those that keep it. */
export function passesFor({
  ieeeDivision: divides = false,
  floatModel = "ieee",
  target,
  threads,
}: Meaning): readonly LoopPass[] {
  const all = passesWith(target?.lanes ?? usualLanes);
  const passes = threads === 1 ? all.filter((pass) => pass !== parallel) : all;
  // In lanes an elementary function has other bits than outside of a loop.
  const kept =
    floatModel === "reproducible"
      ? passes.map((pass) => (pass === vectorElementary ? sameBits : pass))
      : passes;
  return divides ? [ieeeDivision, ...kept] : kept;
}

export function runPasses(list: readonly LoopPass[], program: LoopProgram): LoopProgram {
  return list.reduce((current, pass) => pass.run(current), program);
}
