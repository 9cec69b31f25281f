/** What both printers begin with: the plan of a program, what the text around it has to have, and what is seen from outside. */
import type { LoopProgram } from "../loop/loop.ts";
import type { KernelSignature } from "./abi.ts";
import { type LibraryNeeds, needsOf } from "./needs.ts";
import type { ExportedKernel, Plan } from "./plan.ts";
import { planProgram } from "./planner.ts";
import type { CodegenOptions } from "./target.ts";

export interface PlannedLibrary {
  readonly plan: Plan;
  readonly needs: LibraryNeeds;
  /** In the order of the signatures. */
  readonly kernels: readonly ExportedKernel[];
}

export function planLibrary(
  program: LoopProgram,
  signatures: readonly KernelSignature[],
  options: CodegenOptions,
): PlannedLibrary {
  const plan = planProgram(program, options);
  const kernels = plan.entries.flatMap((entry, k) => {
    const signature = signatures[k];
    return signature === undefined ? [] : [{ entry, signature }];
  });
  return { plan, needs: needsOf([plan], [program], options), kernels };
}
