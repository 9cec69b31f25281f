/**
 * The plain evaluator: an abstract machine over Core with its own stack.
 *
 * In: a Core program (which may grow), the table of rows, hooks to the world. Out: values of calls. Functions are compiled
 * to steps at their first call. An evaluation runs in slices, between which the host serves timers and signals; every
 * 4,096 steps it looks at the clock and at the cancel flag. Recursion takes heap, never Node's stack.
 */
import { CompilerBug } from "../base/outcome.ts";
import type { Span } from "../base/span.ts";
import type { ConstantId, FnId } from "../core/core.ts";
import { frameFor } from "./calls.ts";
import type { Code, MachineSettings, Meter } from "./code.ts";
import { beyondHost, outOfMemory, tooLarge } from "./failures.ts";
import { look, type MachineHooks, stepsPerLook } from "./hooks.ts";
import { createLinker } from "./link.ts";
import { halt, type Step, Thread } from "./thread.ts";
import type { Value } from "./value.ts";

export type { MachineHooks, NativeFunction, NativeResult } from "./hooks.ts";
export { interpretInstead } from "./hooks.ts";

export interface RunOptions {
  /** By `hooks.now`, in milliseconds; after it the evaluation is interrupted. */
  readonly deadline?: number;
  /** Asked between slices: who can give the value sooner by now. */
  readonly rival?: Rival;
}

/** Undefined until somebody else is ready; what is then called gives the value, or undefined where it cannot finish. */
export type Rival = () => (() => Promise<Value | undefined>) | undefined;

export interface Machine {
  /** Runs a function on values; pauses now and then so that timers and signals are served. */
  readonly run: (fn: FnId, args: readonly Value[], options?: RunOptions) => Promise<Value>;
  /** Runs without pausing and without native code: for folding and tests. */
  readonly runSync: (fn: FnId, args: readonly Value[], options?: RunOptions) => Value;
  /** An evaluation that the caller drives slice by slice. */
  readonly start: (fn: FnId, args: readonly Value[], options?: RunOptions) => Evaluation;
  /** How often a function has been called. */
  readonly calls: (fn: FnId) => number;
  /** The value of a constant, if it was evaluated. */
  readonly valueOf: (constant: ConstantId) => Value | undefined;
}

export interface Evaluation {
  /** Runs at most about so many steps. `waiting`: native code runs elsewhere, `settled` tells when it is done. */
  readonly runSlice: (steps: number) => "done" | "paused" | "waiting";
  readonly settled: () => Promise<void>;
  /** The value, once done. */
  readonly value: () => Value;
}

/** Milliseconds between two pauses: compilers that are run beside the evaluation wait for one a dozen times. */
const sliceTime = 4;

export function createMachine(settings: MachineSettings): Machine {
  const { hooks } = settings;
  const link = createLinker(settings);

  function begin(fn: FnId, args: readonly Value[], options: RunOptions, native: boolean): Run {
    const code = link.code(fn);
    if (args.length !== code.fn.params.length)
      throw new CompilerBug(`'${code.fn.name}' is run with ${args.length} arguments`);
    code.calls += 1;
    return new Run(code, args, native, link.meter, hooks, options.deadline ?? Infinity);
  }

  async function run(fn: FnId, args: readonly Value[], options: RunOptions = {}): Promise<Value> {
    const evaluation = begin(fn, args, options, true);
    let { rival } = options;
    for (;;) {
      const until = hooks.now() + sliceTime;
      let state = evaluation.runSlice(stepsPerLook);
      while (state === "paused" && hooks.now() < until) state = evaluation.runSlice(stepsPerLook);
      if (state === "done") return evaluation.value();
      if (state === "waiting") await evaluation.settled();
      else await hooks.pause();
      const overtake = rival?.();
      if (overtake === undefined) continue;
      rival = undefined;
      const value = await overtake();
      if (value !== undefined) return value;
    }
  }

  function runSync(fn: FnId, args: readonly Value[], options: RunOptions = {}): Value {
    const evaluation = begin(fn, args, options, false);
    while (evaluation.runSlice(stepsPerLook) === "paused");
    return evaluation.value();
  }

  return {
    run,
    runSync,
    start: (fn, args, options = {}) => begin(fn, args, options, true),
    calls: (fn) => link.code(fn).calls,
    valueOf: (constant) => link.constant(constant).value,
  };
}

class Run implements Evaluation {
  private readonly thread: Thread;
  private step: Step;
  private readonly meter: Meter;
  private readonly hooks: MachineHooks;
  private readonly deadline: number;
  private readonly place: Span;

  constructor(
    code: Code,
    args: readonly Value[],
    native: boolean,
    meter: Meter,
    hooks: MachineHooks,
    deadline: number,
  ) {
    this.thread = new Thread(native);
    this.thread.frame = frameFor(code, [], args);
    this.step = code.entry;
    this.meter = meter;
    this.hooks = hooks;
    this.deadline = deadline;
    this.place = code.fn.span;
  }

  runSlice(steps: number): "done" | "paused" | "waiting" {
    if (this.thread.suspension !== undefined) return "waiting";
    for (let left = steps; left > 0 && this.step !== halt; left -= stepsPerLook) {
      look(this.hooks, this.deadline);
      if (this.hooks.crowded?.() === true) throw outOfMemory(this.place);
      this.advance(Math.min(left, stepsPerLook));
    }
    if (this.thread.suspension !== undefined) return "waiting";
    return this.step === halt ? "done" : "paused";
  }

  private advance(steps: number): void {
    const { meter, thread } = this;
    let { step } = this;
    meter.fuel = steps;
    meter.deadline = this.deadline;
    try {
      while (step !== halt && meter.fuel > 0) {
        meter.fuel -= 1;
        step = step(thread);
      }
    } catch (failure) {
      throw this.explained(failure);
    }
    this.step = step;
  }

  /** A number or list beyond what the host can hold is the program's affair. */
  private explained(failure: unknown): unknown {
    return beyondHost(failure) ? tooLarge(this.place) : failure;
  }

  async settled(): Promise<void> {
    const { suspension } = this.thread;
    if (suspension === undefined) return;
    const result = await suspension.promise;
    this.thread.suspension = undefined;
    this.step = suspension.resume(result);
  }

  value(): Value {
    return this.thread.taken();
  }
}
