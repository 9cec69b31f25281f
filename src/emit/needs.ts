/** What the functions of a library use, and so what has to stand before them. */
import type { LoopProgram } from "../loop/loop.ts";
import type { Plan } from "./plan.ts";
import type { CodegenOptions } from "./target.ts";
import { teamTemplates } from "./template.ts";

export interface LibraryNeeds {
  readonly context: boolean;
  readonly arena: boolean;
  readonly stack: boolean;
  readonly polls: boolean;
  /** There are parallel calls. */
  readonly shares: boolean;
  /** Threads that it starts itself, more than one. */
  readonly threads?: number;
  /** Parts of a product need memory of their own. */
  readonly scratch: boolean;
}

export function needsOf(
  plans: readonly Plan[],
  programs: readonly LoopProgram[],
  options: CodegenOptions,
): LibraryNeeds {
  const functions = plans.flatMap((plan) => plan.functions);
  const shares = functions.some((fn) => fn.turns !== undefined);
  const scratch = plans.some((plan) => plan.templates.some(({ template }) => teamTemplates.has(template)));
  const { threads = 1 } = options;
  return {
    context: functions.some((fn) => fn.context),
    arena: programs.some((program) => program.functions.some((fn) => fn.allocates)),
    stack: functions.some((fn) => fn.guardsStack),
    polls: functions.some((fn) => fn.polls),
    shares,
    ...(threads > 1 && (shares || scratch) ? { threads } : {}),
    scratch,
  };
}
