/**
 * Which functions run natively, and from when on.
 *
 * Per function: untried → building → native, or refused for a reason that is told once. What is asked for (`--compile`,
 * `@compile`) is waited for at its first call, and so is what is known to cost many times the compiler; everything else is
 * interpreted until its library is there. What is only called often is left to the evaluator until that has been at work for
 * about as long as a library takes. A function that overflowed 64 bits goes straight to exact arithmetic from then on.
 */
import type { Result } from "../base/outcome.ts";
import type { FnId } from "../core/core.ts";
import { interpretInstead, type NativeFunction, type NativeResult } from "../interpret/hooks.ts";
import type { Value } from "../interpret/value.ts";
import type { InterpretReason, NativeResult as KernelResult } from "./kernel.ts";
import type { Work } from "./work.ts";

/** What the dispatcher needs of a `Kernel`. */
export interface Runnable {
  run(args: readonly Value[]): KernelResult | Promise<KernelResult>;
}

export interface DispatchParts<Reason> {
  /** `calls`: how often the function has been called. `awaited`: its call waits for the library. */
  readonly build: (fn: FnId, calls: number, awaited: boolean) => Promise<Result<Runnable, Reason>>;
  /** Asked for: compiled at the first call, whatever the call costs. */
  readonly wanted: (fn: FnId) => boolean;
  /** Whether anything else is compiled (`auto`). */
  readonly automatic: boolean;
  /** Calls after which `auto` compiles a function. */
  readonly threshold: number;
  readonly work: (fn: FnId) => Work;
  /** The evaluator has not been at work for so long yet that a library for what is only called often may pay. */
  readonly patient: () => boolean;
  /** A function is to be compiled, now or when patience is at its end. */
  readonly noticed: (fn: FnId, calls: number) => void;
  readonly refused: (fn: FnId, reason: Reason) => void;
  /** A function that is called often stays interpreted: the way into native code would cost more than its work. */
  readonly spared: (fn: FnId) => void;
  /** A call that native code could not finish is run again. */
  readonly rerun: (fn: FnId, reason: InterpretReason) => void;
}

type State =
  | { readonly kind: "building"; readonly done: Promise<void> }
  | { readonly kind: "native"; readonly kernel: Runnable }
  | { readonly kind: "interpreted" }
  /** A bug of ours that came up beside the evaluation; thrown at the next chance. */
  | { readonly kind: "broken"; readonly error: unknown };

/** Evaluator steps in the time of one call into native code (some 5 µs): less work than this is not worth the way. */
export const callCost = 100;
/** Evaluator steps in the time of one compilation (some 30 ms): a function known to need more is compiled at its first call. */
export const compileCost = 600_000;
/** Steps beside which a compilation is nothing: such a call waits for it. */
export const waitingCost = 10 * compileCost;

export class Dispatcher<Reason> {
  readonly #parts: DispatchParts<Reason>;
  readonly #states = new Map<FnId, State>();
  readonly #noticed = new Set<FnId>();

  constructor(parts: DispatchParts<Reason>) {
    this.#parts = parts;
  }

  /** The evaluator's hook: native code of a function, asked for at its first call and now and then after that. */
  native(fn: FnId, calls: number): NativeFunction | undefined {
    const state = this.#states.get(fn) ?? this.#start(fn, calls);
    if (state === undefined) return undefined;
    switch (state.kind) {
      case "native":
        return (args) => this.#run(fn, state.kernel, args);
      case "building":
        return this.#waitsFor(fn) ? (args) => this.#runWhenBuilt(fn, state.done, args) : undefined;
      case "interpreted":
        return undefined;
      case "broken":
        throw state.error;
    }
  }

  /** Whether the last build of this function gave native code that is still in use. */
  isNative(fn: FnId): boolean {
    return this.#states.get(fn)?.kind === "native";
  }

  /** Ends when nothing is being built any more. */
  async settled(): Promise<void> {
    for (const state of [...this.#states.values()]) if (state.kind === "building") await state.done;
    for (const state of this.#states.values()) if (state.kind === "broken") throw state.error;
  }

  #start(fn: FnId, calls: number): State | undefined {
    const soon = this.#waitsFor(fn) || this.#isCritical(fn);
    if (!soon && !this.#isHot(calls)) return undefined;
    this.#notice(fn, calls);
    if (!soon && !this.#isWorthIt(fn)) {
      this.#states.set(fn, { kind: "interpreted" });
      this.#parts.spared(fn);
      return undefined;
    }
    if (!soon && this.#parts.patient()) return undefined;
    const state: State = { kind: "building", done: this.#build(fn, calls) };
    this.#states.set(fn, state);
    return state;
  }

  #notice(fn: FnId, calls: number): void {
    if (this.#noticed.has(fn)) return;
    this.#noticed.add(fn);
    this.#parts.noticed(fn, calls);
  }

  /** The first call waits for the library: it was asked for, or costs many times the compiler. */
  #waitsFor(fn: FnId): boolean {
    const { wanted, automatic, work } = this.#parts;
    return wanted(fn) || (automatic && work(fn).steps > waitingCost);
  }

  /** One call costs more than the compiler. */
  #isCritical(fn: FnId): boolean {
    return this.#parts.automatic && this.#parts.work(fn).steps > compileCost;
  }

  #isHot(calls: number): boolean {
    return this.#parts.automatic && calls >= this.#parts.threshold;
  }

  #isWorthIt(fn: FnId): boolean {
    const { steps, open } = this.#parts.work(fn);
    return open || steps > callCost;
  }

  async #build(fn: FnId, calls: number): Promise<void> {
    try {
      const built = await this.#parts.build(fn, calls, this.#waitsFor(fn));
      if (!built.ok) this.#parts.refused(fn, built.error);
      this.#states.set(fn, built.ok ? { kind: "native", kernel: built.value } : { kind: "interpreted" });
    } catch (error) {
      this.#states.set(fn, { kind: "broken", error });
    }
  }

  async #runWhenBuilt(fn: FnId, done: Promise<void>, args: readonly Value[]): Promise<NativeResult> {
    await done;
    const state = this.#states.get(fn);
    if (state?.kind === "broken") throw state.error;
    return state?.kind === "native" ? this.#run(fn, state.kernel, args) : interpretInstead;
  }

  #run(fn: FnId, kernel: Runnable, args: readonly Value[]): NativeResult | Promise<NativeResult> {
    if (this.#states.get(fn)?.kind === "interpreted") return interpretInstead;
    const result = kernel.run(args);
    return result instanceof Promise ? result.then((r) => this.#answer(fn, r)) : this.#answer(fn, result);
  }

  #answer(fn: FnId, result: KernelResult): NativeResult {
    if (result.kind === "value") return result.value;
    if (result.reason === "overflow") this.#states.set(fn, { kind: "interpreted" });
    this.#parts.rerun(fn, result.reason);
    return interpretInstead;
  }
}
