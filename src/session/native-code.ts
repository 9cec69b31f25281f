/**
 * Native code for one loaded program: kernels of whole expressions, kernels of functions the evaluator calls, and what is
 * said where there is none.
 */
import type { Result } from "../base/outcome.ts";
import type { CoreFunction, CoreProgram, FnId } from "../core/core.ts";
import type { MachineHooks } from "../interpret/machine.ts";
import { callCost, Dispatcher, waitingCost } from "../runtime/dispatch.ts";
import type { InterpretReason } from "../runtime/kernel.ts";
import { WorkEstimator } from "../runtime/work.ts";
import { printType } from "../types/print.ts";
import type { BuiltKernel, KernelFactory, Wanted } from "./kernels.ts";
import type { Notices } from "./notices.ts";
import { compilesEagerly, type SessionOptions } from "./options.ts";
import { type Patience, patience } from "./patience.ts";
import { type Unbuilt, whyUnbuilt } from "./unbuilt.ts";

export interface NativeCodeParts {
  readonly options: SessionOptions;
  readonly program: CoreProgram;
  readonly factory: KernelFactory;
  readonly notices: Notices;
  readonly patience: Patience;
}

/** What has native code made: how often it was called, that its types are known, what it costs, what is written above it, how long it runs. */
type Trigger = "hot" | "typed" | "critical" | "annotation" | "long";

/** How often a function was called, and whether native code answers by now. */
export interface Usage {
  /** With the types of its parameters: `add#ℝ,ℝ`. */
  readonly name: string;
  readonly calls: number;
  readonly native: boolean;
}

export class NativeCode {
  readonly #parts: NativeCodeParts;
  readonly #work: WorkEstimator;
  readonly #dispatcher: Dispatcher<Unbuilt>;
  /** Kernels of whole expressions, made or in the making; undefined for those that have none. */
  readonly #entries = new Map<FnId, Promise<BuiltKernel | undefined>>();
  /** Those whose compile time was told. */
  readonly #told = new Set<BuiltKernel>();
  /** Compiled in this session, by what; for the report of an evaluation. */
  #compileMs = 0;
  #compiled = false;

  constructor(parts: NativeCodeParts) {
    this.#parts = parts;
    this.#work = new WorkEstimator(parts.program);
    this.#dispatcher = new Dispatcher({
      build: (fn, calls, awaited) => this.#buildFunction(fn, calls, awaited),
      wanted: (fn) => this.#wanted(fn),
      automatic: parts.options.backend === "auto",
      threshold: parts.options.functionThreshold,
      work: (fn) => this.#work.workOf(fn),
      patient: () => !parts.patience.isOver(),
      noticed: (fn, calls) => this.#log(this.#occasion(fn, calls)),
      refused: (fn, reason) => this.#refused(fn, reason),
      spared: (fn) =>
        this.#log(`${this.#shown(fn)} stays interpreted: a call into native code costs more than its work`),
      rerun: (fn, reason) => this.#log(`${this.#shown(fn)}: ${rerunText[reason]}`),
    });
  }

  /** The evaluator's hook. */
  get native(): MachineHooks["native"] {
    return (fn, calls) => this.#dispatcher.native(fn, calls);
  }

  /** The definitions that the evaluator has called, at the types they were called at, the most called first. */
  usage(callsOf: (fn: FnId) => number): readonly Usage[] {
    const used: Usage[] = [];
    for (const fn of this.#parts.program.functions.values()) {
      const calls = fn.name === "expression" ? 0 : callsOf(fn.id);
      if (calls > 0) used.push({ name: this.#shown(fn.id), calls, native: this.#dispatcher.isNative(fn.id) });
    }
    return used.toSorted((a, b) => b.calls - a.calls);
  }

  /** Everything concrete is compiled before it runs. */
  get eager(): boolean {
    return compilesEagerly(this.#parts.options);
  }

  /** A kernel for a whole expression, made once. Expressions with effects have none, and nothing is said of that. */
  entry(entry: CoreFunction): Promise<BuiltKernel | undefined> {
    const known = this.#entries.get(entry.id);
    if (known !== undefined) return known;
    const made = this.#makeEntry(entry);
    this.#entries.set(entry.id, made);
    return made;
  }

  /**
   * `auto`: a kernel of the whole expression in the making beside the evaluator, to be asked for now and then: begun at once
   * where one run is known to cost many times the compiler, else when the evaluator has been at it for a while.
   */
  beside(entry: CoreFunction): (() => BuiltKernel | undefined) | undefined {
    if (this.eager || this.#parts.options.backend !== "auto" || entry.effect) return undefined;
    const { now } = this.#parts.options.store.host;
    const begin = this.#isCritical(entry) ? -Infinity : now() + patience;
    let making: Promise<void> | undefined;
    let made: BuiltKernel | undefined;
    let broken: { readonly error: unknown } | undefined;
    return () => {
      if (broken !== undefined) throw broken.error;
      if (making === undefined && now() > begin)
        making = this.entry(entry).then(
          (kernel) => {
            made = kernel;
          },
          (error: unknown) => {
            broken = { error };
          },
        );
      return made;
    };
  }

  /**
   * Begins the kernels of expressions that will be evaluated in turn: those that share much in one library, compilers beside
   * each other and beside the evaluation.
   */
  anticipate(entries: readonly CoreFunction[]): void {
    if (!this.eager) return;
    const wanted = entries.filter((e) => !e.effect && !this.#entries.has(e.id));
    const all = this.#parts.factory.buildAll(
      this.#parts.program,
      wanted.map((entry) => entry.id),
    );
    for (const [place, entry] of wanted.entries()) {
      this.#log(`compiling ${this.#shown(entry.id)} reason=typed`);
      const built = all.then(
        (kernels) => kernels[place] ?? this.#parts.factory.build(this.#parts.program, entry.id),
      );
      const kernel = built.then((found) => this.#entryKernel(entry, this.#noted(entry.id, found)));
      // What goes wrong is told where the expression is evaluated.
      kernel.catch(() => undefined);
      this.#entries.set(entry.id, kernel);
    }
  }

  /** The libraries of the expressions that can have one, as an evaluation of all of them would ask for them. */
  async wanted(entries: readonly CoreFunction[]): Promise<ReadonlyMap<FnId, Result<Wanted, Unbuilt>>> {
    if (this.#parts.options.backend === "interp") return new Map();
    const ids = entries.filter((entry) => !entry.effect).map((entry) => entry.id);
    const { factory, program } = this.#parts;
    const found = this.eager
      ? await factory.wanted(program, ids)
      : (await Promise.all(ids.map((id) => factory.wanted(program, [id])))).flat();
    return new Map(
      ids.flatMap((id, place) => {
        const wanted = found[place];
        return wanted === undefined ? [] : [[id, wanted]];
      }),
    );
  }

  async #makeEntry(entry: CoreFunction): Promise<BuiltKernel | undefined> {
    if (entry.effect) return undefined;
    const trigger = this.eager ? "typed" : this.#isCritical(entry) ? "critical" : "long";
    return this.#entryKernel(entry, await this.#build(entry.id, trigger, this.eager));
  }

  #isCritical(entry: CoreFunction): boolean {
    return this.#work.workOf(entry.id).steps > waitingCost;
  }

  #entryKernel(entry: CoreFunction, built: Result<BuiltKernel, Unbuilt>): BuiltKernel | undefined {
    if (built.ok) return built.value;
    this.#parts.notices.fallback(built.error, entry.span, this.eager || this.#parts.options.verbose);
    return undefined;
  }

  /** What compilers took for an evaluation: the kernel of the whole expression, the first time, and functions it called. */
  takeCompileTime(kernel: BuiltKernel | undefined): {
    readonly milliseconds: number;
    readonly compiled: boolean;
  } {
    const whole = kernel === undefined || this.#told.has(kernel) ? undefined : kernel;
    if (whole !== undefined) this.#told.add(whole);
    const taken = {
      milliseconds: this.#compileMs + (whole?.compileMs ?? 0),
      compiled: this.#compiled || whole?.cached === false,
    };
    this.#compileMs = 0;
    this.#compiled = false;
    return taken;
  }

  rerun(entry: CoreFunction, reason: InterpretReason): void {
    this.#log(`${this.#shown(entry.id)}: ${rerunText[reason]}`);
  }

  /** Ends when nothing is being made any more. */
  async settled(): Promise<void> {
    await this.#dispatcher.settled();
    await Promise.all(this.#entries.values());
  }

  async #build(fn: FnId, trigger: Trigger, awaited: boolean): Promise<Result<BuiltKernel, Unbuilt>> {
    const { factory, program } = this.#parts;
    this.#log(`compiling ${this.#shown(fn)} reason=${trigger}`);
    return this.#noted(fn, await (awaited ? factory.build(program, fn) : factory.buildBeside(program, fn)));
  }

  #noted(fn: FnId, built: Result<BuiltKernel, Unbuilt>): Result<BuiltKernel, Unbuilt> {
    if (built.ok) {
      const { tier, cached, compileMs } = built.value;
      if (!cached) this.#log(`compiled ${this.#shown(fn)} tier=${tier} ${compileMs.toFixed(0)}ms`);
      this.#log(`executing ${this.#shown(fn)} tier=${tier}${cached ? " cached" : ""}`);
    }
    return built;
  }

  async #buildFunction(
    fn: FnId,
    calls: number,
    awaited: boolean,
  ): Promise<Result<BuiltKernel["kernel"], Unbuilt>> {
    const built = await this.#build(fn, this.#trigger(fn, calls), awaited);
    if (!built.ok) return built;
    this.#compileMs += built.value.compileMs;
    this.#compiled ||= !built.value.cached;
    return { ok: true, value: built.value.kernel };
  }

  #wanted(fn: FnId): boolean {
    if (this.#annotated(fn)) return true;
    if (!this.eager) return false;
    const { steps, open } = this.#work.workOf(fn);
    return open || steps > callCost;
  }

  #annotated(fn: FnId): boolean {
    const annotations = this.#parts.program.functions.get(fn)?.annotations ?? [];
    return annotations.some(({ name }) => name === "compile" || name === "gpu");
  }

  #trigger(fn: FnId, calls: number): Trigger {
    if (this.#annotated(fn)) return "annotation";
    if (this.eager) return "typed";
    return calls >= this.#parts.options.functionThreshold ? "hot" : "critical";
  }

  /** Why a function is compiled now, in words. */
  #occasion(fn: FnId, calls: number): string {
    const name = this.#parts.program.functions.get(fn)?.name ?? "?";
    if (this.#annotated(fn)) return `compile ${name} (@compile)`;
    if (this.eager) return `compile ${name} (asked for)`;
    return calls >= this.#parts.options.functionThreshold
      ? `hot ${name} (${calls} calls)`
      : `hot ${name} (much work in a call)`;
  }

  #refused(fn: FnId, reason: Unbuilt): void {
    const core = this.#parts.program.functions.get(fn);
    if (core === undefined) return;
    this.#log(`${this.#shown(fn)} stays interpreted: ${whyUnbuilt(reason)}`);
    const asked = this.#annotated(fn) || this.eager || this.#parts.options.verbose;
    this.#parts.notices.fallback(reason, core.span, asked);
  }

  #log(line: string): void {
    this.#parts.options.log?.(line);
  }

  /** The function with the types it is compiled at: `add#ℝ,ℝ`. */
  #shown(fn: FnId): string {
    const core = this.#parts.program.functions.get(fn);
    return `${core?.name ?? "?"}#${core?.params.map((param) => printType(param.type)).join(",") ?? ""}`;
  }
}

const rerunText: { readonly [R in InterpretReason]: string } = {
  overflow: "an integer left 64 bits; run again exactly",
  depth: "the native stack was exhausted; run again in the evaluator",
  memory: "no room for the values; run again in the evaluator",
  shape: "the values do not have the compiled types; interpreted",
};
