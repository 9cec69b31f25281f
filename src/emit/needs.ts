/** What the functions of a library use, and so what has to stand before them. */
import type { LoopProgram } from "../loop/loop.ts";
import type { Plan } from "./plan.ts";

export interface LibraryNeeds {
  readonly context: boolean;
  readonly arena: boolean;
  readonly stack: boolean;
  readonly polls: boolean;
}

export function needsOf(plans: readonly Plan[], programs: readonly LoopProgram[]): LibraryNeeds {
  const functions = plans.flatMap((plan) => plan.functions);
  return {
    context: functions.some((fn) => fn.context),
    arena: programs.some((program) => program.functions.some((fn) => fn.allocates)),
    stack: functions.some((fn) => fn.guardsStack),
    polls: functions.some((fn) => fn.polls),
  };
}
