/** One expression run to its value: by the kernel that was asked for, else by the evaluator, which a kernel may overtake (0021). */
import type { CoreFunction } from "../core/core.ts";
import type { Machine, Rival } from "../interpret/machine.ts";
import type { Value } from "../interpret/value.ts";
import type { BuiltKernel } from "./kernels.ts";
import type { NativeCode } from "./native-code.ts";

export interface Runners {
  readonly machine: Machine;
  readonly native: NativeCode;
  /** When the evaluator has to end, by the host's clock. */
  readonly deadline: number | undefined;
}

export interface RanEntry {
  readonly value: Value;
  readonly runMs: number;
  /** The kernel that computed all of it. */
  readonly kernel: BuiltKernel | undefined;
  readonly cached: boolean;
  readonly compileMs: number;
}

/** `asked`: the kernel of the whole expression that was waited for. */
export async function runEntry(
  { machine, native, deadline }: Runners,
  entry: CoreFunction,
  args: readonly Value[],
  asked: BuiltKernel | undefined,
): Promise<RanEntry> {
  const start = performance.now();
  let kernel = asked;
  const run = async (found: BuiltKernel): Promise<Value | undefined> => {
    const result = await found.kernel.run(args);
    kernel = result.kind === "value" ? found : undefined;
    if (result.kind === "value") return result.value;
    native.rerun(entry, result.reason);
    return undefined;
  };
  const direct = asked === undefined ? undefined : await run(asked);
  const rival = rivalOf(native.beside(entry), run);
  const value = direct ?? (await interpret(machine, entry, args, deadline, rival));
  const runMs = performance.now() - start;
  const { milliseconds: compileMs, compiled } = native.takeCompileTime(kernel ?? asked);
  return { value, runMs, kernel, cached: !compiled, compileMs };
}

/** By the plain evaluator alone. */
export async function runInterpreted(
  machine: Machine,
  entry: CoreFunction,
  args: readonly Value[],
  deadline: number | undefined,
): Promise<RanEntry> {
  const start = performance.now();
  const value = await interpret(machine, entry, args, deadline, undefined);
  return { value, runMs: performance.now() - start, kernel: undefined, cached: true, compileMs: 0 };
}

function interpret(
  machine: Machine,
  entry: CoreFunction,
  args: readonly Value[],
  deadline: number | undefined,
  rival: Rival | undefined,
): Promise<Value> {
  return machine.run(entry.id, args, {
    ...(deadline === undefined ? {} : { deadline }),
    ...(rival === undefined ? {} : { rival }),
  });
}

/** A kernel that is made while the evaluator works overtakes it. */
function rivalOf(
  made: (() => BuiltKernel | undefined) | undefined,
  run: (kernel: BuiltKernel) => Promise<Value | undefined>,
): Rival | undefined {
  if (made === undefined) return undefined;
  return () => {
    const kernel = made();
    return kernel === undefined ? undefined : () => run(kernel);
  };
}
