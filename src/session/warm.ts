/**
 * A warm start: the values of a program whose libraries are all in the cache, without parser, checker or compiler.
 *
 * In: a believed record (early.ts). Out: how many values were printed. Whatever is not plain success (a library gone, an
 * overflow, an error of the program) leaves the rest to the compiler, which computes it anew and reports.
 */
import { Interrupted, ProgramError } from "../base/outcome.ts";
import type { Store } from "../cache/store.ts";
import type { Value } from "../interpret/value.ts";
import { CancelWord } from "../runtime/cancel.ts";
import { Kernel } from "../runtime/kernel.ts";
import { loadNative, type Native } from "../runtime/native.ts";
import type { EarlyRecord, EarlyStep } from "./early.ts";

export interface WarmValue {
  readonly value: Value;
  readonly step: EarlyStep;
  readonly runMs: number;
}

export interface WarmRun {
  /** Values yielded before the run ended. */
  readonly done: number;
  readonly ended: "complete" | "hand over" | Interrupted["reason"];
}

/** Runs the steps in order, giving each value to `show` as soon as it is there. */
export async function runWarm(
  store: Store,
  record: EarlyRecord,
  show: (value: WarmValue) => void,
): Promise<WarmRun> {
  const native = loadNative();
  if (!native.ok) return { done: 0, ended: "hand over" };
  const cancel = new CancelWord(native.value);
  const interrupt = (): void => cancel.request("cancel");
  process.on("SIGINT", interrupt);
  const timer =
    record.timeout === undefined ? undefined : setTimeout(() => cancel.request("timeout"), record.timeout);
  let done = 0;
  try {
    for (const step of record.steps) {
      const value = await runStep(native.value, store, cancel, step);
      if (value === undefined) return { done, ended: "hand over" };
      show(value);
      done += 1;
    }
    return { done, ended: "complete" };
  } catch (problem) {
    if (problem instanceof Interrupted) return { done, ended: problem.reason };
    if (problem instanceof ProgramError) return { done, ended: "hand over" };
    throw problem;
  } finally {
    clearTimeout(timer);
    process.off("SIGINT", interrupt);
  }
}

async function runStep(
  native: Native,
  store: Store,
  cancel: CancelWord,
  step: EarlyStep,
): Promise<WarmValue | undefined> {
  const entry = store.get(step.key);
  if (entry === undefined) return undefined;
  const library = native.open(entry.path);
  if (!library.ok) return undefined;
  const kernel = new Kernel({
    native,
    library: library.value,
    signature: step.signature,
    resultType: step.type,
    cancel,
  });
  const start = performance.now();
  const result = await kernel.run([]);
  return result.kind === "value"
    ? { value: result.value, step, runMs: performance.now() - start }
    : undefined;
}
