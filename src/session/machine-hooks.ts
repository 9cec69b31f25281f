/** What the evaluator asks of a session: the world, the program's definitions for run-time values, and native code. */
import { totalmem } from "node:os";
import { getHeapStatistics } from "node:v8";
import { error } from "../base/diagnostic.ts";
import { ProgramError } from "../base/outcome.ts";
import type { Specialiser } from "../core/specialise.ts";
import type { MachineHooks } from "../interpret/machine.ts";
import { typeOfValue } from "../interpret/type-of.ts";
import type { Host } from "../toolchain/host.ts";
import type { Environment } from "../types/environment.ts";

export interface Surroundings {
  readonly host: Host;
  readonly environment: Environment;
  readonly specialiser: Specialiser;
  readonly out: (text: string) => void;
  readonly fresh: () => number;
  readonly picture: MachineHooks["picture"];
  readonly cancelled: () => boolean;
  readonly native: MachineHooks["native"];
  readonly kept: NonNullable<MachineHooks["kept"]>;
  readonly decompositions: NonNullable<MachineHooks["decompositions"]>;
}

/** Share of the heap that values may fill: what the host needs itself has to fit beside them. */
const fullHeap = 0.8;

/** Beyond its limit V8 ends the process, so the evaluation has to end before. `memory`: of the machine, in bytes. */
function crowded(memory: number): boolean {
  const heap = getHeapStatistics();
  return heap.used_heap_size > fullHeap * heap.heap_size_limit || heap.external_memory > memory / 2;
}

export function machineHooks(s: Surroundings): MachineHooks {
  const { host, environment, specialiser } = s;
  // The first look comes before anything has run, and asking V8 for the first time costs milliseconds.
  let looked = false;
  // Asking the system for it reads a file.
  let memory: number | undefined;
  return {
    out: s.out,
    readFile: (path, span) => {
      const read = host.files.readText(path);
      if (read.ok) return read.value;
      throw new ProgramError(error("KL0703", `cannot read ${path}`, span, { notes: [read.error.message] }));
    },
    writeFile: (path, text, span) => {
      const written = host.files.replace(path, text);
      if (written.ok) return;
      const notes = [written.error.message];
      throw new ProgramError(error("KL0702", `cannot write ${path}`, span, { notes }));
    },
    fresh: s.fresh,
    now: () => host.now(),
    ...(s.picture === undefined ? {} : { picture: s.picture }),
    cancelled: s.cancelled,
    crowded: () => {
      const again = looked;
      looked = true;
      if (!again) return false;
      memory ??= totalmem();
      return crowded(memory);
    },
    // A macrotask: timers and signals are served before the evaluation goes on.
    pause: () => new Promise((resolve) => setImmediate(resolve)),
    native: s.native,
    kept: s.kept,
    decompositions: s.decompositions,
    defines: (name, arity) =>
      (environment.definition(name)?.params?.length ?? -1) === arity ||
      environment.instancesOf(name).length > 0,
    definition: (name, args, result) =>
      specialiser.fallback(
        name,
        args.map((value) => typeOfValue(value, specialiser.program.dataTypes)),
        result,
        args.map((value) => (typeof value === "object" && value.kind === "symbol" ? value.name : undefined)),
      ),
    unknownCall: (lambda) => specialiser.dynamicFunction(lambda),
  };
}
