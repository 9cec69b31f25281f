/** Plans of several functions for one library compiled ahead of time, with the names they share. */
import type { LoopProgram } from "../loop/loop.ts";
import type { KernelSource } from "./abi.ts";
import { type ExportedFunction, type Interface, interfaceOf } from "./exports.ts";
import { libraryNames } from "./library-names.ts";
import { nameSupply } from "./names.ts";
import { type LibraryNeeds, needsOf } from "./needs.ts";
import type { Plan } from "./plan.ts";
import { planProgram } from "./planner.ts";
import type { CodegenOptions } from "./target.ts";

export interface CompiledLibrary {
  readonly source: KernelSource;
  readonly header: string;
  /** Names of functions whose types have no place in the interface. */
  readonly left: readonly string[];
}

export interface PlannedLibrary {
  readonly interfaces: readonly (Interface & { readonly plan: Plan })[];
  readonly plans: readonly Plan[];
  readonly needs: LibraryNeeds;
  readonly left: readonly string[];
}

export function planLibrary(functions: readonly ExportedFunction[], options: CodegenOptions): PlannedLibrary {
  const fresh = nameSupply();
  const all = functions.map((fn) => ({ fn, found: interfaceOf(fn, fresh(fn.name)) }));
  const known = all.flatMap(({ found }) => (found === undefined ? [] : [found]));
  const names = libraryNames(known.map((each) => each.name));
  const interfaces = known.map((each) => ({
    ...each,
    plan: planProgram(withoutEvaluator(each.fn.program), options, names),
  }));
  const plans = interfaces.map((each) => each.plan);
  const programs = known.map((each) => each.fn.program);
  const left = all.flatMap(({ fn, found }) => (found === undefined ? [fn.name] : []));
  return { interfaces, plans, needs: needsOf(plans, programs, options), left };
}

/** Nobody runs a call of the library again: what is wrong is said at once. */
export function withoutEvaluator(program: LoopProgram): LoopProgram {
  return { ...program, sites: program.sites.map((site) => ({ ...site, status: site.alone ?? site.status })) };
}
