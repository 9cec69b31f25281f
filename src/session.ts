/**
 * The spine: source in, value out. Only the order of calls; what each stage does is the stage's.
 *
 *     load → prepare: every expression specialised, so that what is certain to fail is said before anything runs
 *          → evaluate: a kernel for the whole expression where that is asked for and possible, else the evaluator, which
 *            calls kernels of the functions that are worth one
 */
import { type Diagnostic, error, isError } from "./base/diagnostic.ts";
import { CompilerBug, Interrupted, ProgramError } from "./base/outcome.ts";
import { noSpan } from "./base/span.ts";
import type { Store } from "./cache/store.ts";
import type { CoreFunction } from "./core/core.ts";
import { createSpecialiser, type Specialiser } from "./core/specialise.ts";
import { type CodegenOptions, targetNames } from "./emit/target.ts";
import { formatValue } from "./interpret/format.ts";
import { createMachine, type Machine, type MachineHooks } from "./interpret/machine.ts";
import { isData, type Value } from "./interpret/value.ts";
import type { Watcher } from "./interpret/watch.ts";
import type { PrimitiveTable } from "./primitives/primitive.ts";
import { withSemantics } from "./primitives/semantics.ts";
import { createPrimitiveTable } from "./primitives/table.ts";
import { codegenOptions } from "./session/codegen.ts";
import { decompositionsOf } from "./session/decompositions.ts";
import { Interruption } from "./session/interruption.ts";
import type { BuiltKernel, KernelFactory } from "./session/kernels.ts";
import { seenFromProgram } from "./session/library-failure.ts";
import { type LoadedProgram, libraryOf } from "./session/load-program.ts";
import { machineHooks, type Surroundings } from "./session/machine-hooks.ts";
import { NativeCode } from "./session/native-code.ts";
import { Notices } from "./session/notices.ts";
import type { SessionOptions, Tier } from "./session/options.ts";
import { Patience } from "./session/patience.ts";
import { plotAlone, takenWithWarnings } from "./session/pictures.ts";
import { runEntry, runInterpreted } from "./session/run-entry.ts";
import type { Toolsets } from "./session/toolsets.ts";
import { isSameProblem, isUndeclaredCall, withUndeclared } from "./session/undeclared.ts";
import { Workshop } from "./session/workshop.ts";
import type { Expr } from "./syntax/ast.ts";
import { checkProgram, type TypedProgram } from "./types/check-program.ts";
import { buildEnvironment, type Environment } from "./types/environment.ts";
import { printScheme, printType } from "./types/print.ts";
import type { Type } from "./types/type.ts";

/** A value with what is known of how it came about. */
export interface Evaluation {
  readonly value: Value;
  readonly type: Type;
  /** The type as it is shown: that of a function is its scheme. */
  readonly typeText: string;
  readonly tier: Tier;
  /** No compiler was started for it. */
  readonly cached: boolean;
  readonly compileMs: number;
  readonly runMs: number;
  /** The program printed it itself: a call of `out` at the top, or a picture. */
  readonly printed: boolean;
  /** The kernel that computed all of it. */
  readonly kernel: BuiltKernel | undefined;
}

/** An expression ready to run. */
export interface Prepared {
  readonly expr: Expr;
  readonly entry: CoreFunction;
  /** What the entry is called with; nothing, unless a prompt hands it values from before. */
  readonly args?: readonly Value[];
}

export interface CheckedSource {
  readonly source: LoadedProgram;
  readonly environment: Environment;
  readonly types: TypedProgram;
}

/** Everything about one loaded program. */
export interface Loaded extends CheckedSource {
  readonly specialiser: Specialiser;
  readonly machine: Machine;
  readonly hooks: MachineHooks;
  readonly native: NativeCode;
}

export class Session {
  readonly options: SessionOptions;
  readonly table: PrimitiveTable;
  readonly store: Store;
  readonly notices: Notices;
  readonly kernels: KernelFactory;
  readonly toolsets: Toolsets;
  readonly codegen: CodegenOptions;
  readonly #decompositions: Surroundings["decompositions"];
  readonly #interruption = new Interruption();
  readonly #workshop: Workshop;
  readonly #patience: Patience;
  #loaded: Loaded | undefined;
  #said = false;
  /** Names that programs of this session have asked for. */
  #freshNames: number;
  /** Found by the checker, not yet said. */
  #undeclared: readonly Diagnostic[] = [];

  private constructor(options: SessionOptions) {
    const codegen = codegenOptions(options);
    if (!codegen.ok) {
      const notes = [`known are native, ${targetNames.join(", ")}`];
      throw new ProgramError(error("KL0803", codegen.error, noSpan, { notes }));
    }
    this.options = {
      ...options,
      report: (problem) => {
        this.#said = true;
        options.report(problem);
      },
    };
    this.#freshNames = options.freshNames ?? 0;
    this.codegen = codegen.value;
    this.table = withSemantics(createPrimitiveTable(), options);
    this.#patience = new Patience(options.store.host.now);
    this.#decompositions = decompositionsOf(options, () => this.#workshop.way.native());
    this.notices = new Notices({
      strict: options.strictJit,
      // A compiler that was ended with the evaluation is no news.
      report: (problem) => this.#interruption.reason === undefined && this.options.report(problem),
    });
    this.#workshop = new Workshop({
      options,
      codegen: codegen.value,
      table: this.table,
      interruption: this.#interruption,
      report: (problem) => this.options.report(problem),
    });
    this.store = this.#workshop.store;
    this.kernels = this.#workshop.kernels;
    this.toolsets = this.#workshop.toolsets;
  }

  /** Throws `ProgramError` where the settings make no sense (an unknown target). */
  static open(options: SessionOptions): Session {
    return new Session(options);
  }

  /** The problems that are found without running anything. */
  static check(source: LoadedProgram): readonly Diagnostic[] {
    const table = createPrimitiveTable();
    const environment = buildEnvironment(source.programs, (name) => table.has(name));
    if (environment.problems.some(isError)) return environment.problems;
    const types = checkProgram(environment.value, table, { isLibrary: libraryOf(source) });
    return [...environment.problems, ...types.problems];
  }

  /**
   * Takes a program in; reports its problems. Undefined where one of them is an error: then nothing of it may run. With
   * `lenient` (example blocks) what the checker finds is left to the places that reach it, and so are implementations that
   * lack something.
   */
  load(source: LoadedProgram, lenient = false): Loaded | undefined {
    const { options, table } = this;
    const environment = buildEnvironment(source.programs, (name) => table.has(name));
    const types = checkProgram(environment.value, table, {
      symbolic: options.symbolic,
      // Example blocks are typed when they run: what they reach is checked then.
      isLibrary: lenient ? () => true : libraryOf(source),
    });
    const found = lenient ? [] : types.problems;
    this.#undeclared = found.filter(isUndeclaredCall);
    const problems = [...environment.problems, ...found.filter((problem) => !isUndeclaredCall(problem))];
    for (const problem of problems) options.report(problem);
    if (problems.some(isError)) {
      // Nothing will run, so nothing can tell which of these calls are reached.
      for (const problem of this.#undeclared) options.report(problem);
      return undefined;
    }
    return this.enter({ source, environment: environment.value, types: types.value });
  }

  /** Takes in what was checked already. `kept`: values of constants from before, where they still hold. */
  enter(checked: CheckedSource, kept: Surroundings["kept"] = () => undefined): Loaded {
    const { options, table } = this;
    const { environment } = checked;
    const specialiser = createSpecialiser(environment, table, { symbolic: options.symbolic });
    const { program } = specialiser;
    const native = new NativeCode({
      ...{ options, program, factory: this.kernels, notices: this.notices },
      patience: this.#patience,
    });
    const hooks = machineHooks({
      host: options.store.host,
      environment,
      specialiser,
      out: options.out,
      fresh: () => {
        this.#freshNames += 1;
        return this.#freshNames;
      },
      picture: takenWithWarnings(options),
      cancelled: () => this.#interruption.reason !== undefined,
      native: options.backend === "interp" ? () => undefined : native.native,
      kept,
      decompositions: this.#decompositions,
    });
    const machine = createMachine({ program, table, hooks });
    this.#loaded = { ...checked, specialiser, machine, hooks, native };
    return this.#loaded;
  }

  get freshNames(): number {
    return this.#freshNames;
  }

  get loaded(): Loaded {
    if (this.#loaded === undefined) throw new CompilerBug("nothing was loaded");
    return this.#loaded;
  }

  /** The top-level expressions of one file. */
  expressionsOf(file: string): readonly Expr[] {
    const { expressions } = this.loaded.environment;
    return expressions.filter((item) => item.span.file === file).map((item) => item.value);
  }

  /** Every expression ready to run; undefined where one of them is certain to fail (reported). */
  prepare(expressions: readonly Expr[]): readonly Prepared[] | undefined {
    const { specialiser } = this.loaded;
    const prepared = expressions.map((expr) => ({ expr, ...specialiser.expression(expr) }));
    const reached = prepared.flatMap((p) => p.problems);
    const once = reached.filter((p, i) => reached.findIndex((other) => isSameProblem(p, other)) === i);
    const problems = [
      ...prepared.flatMap(({ expr, value }) => this.warnings(expr, value.result)),
      ...withUndeclared(this.#undeclared, once),
    ];
    this.#undeclared = [];
    for (const problem of problems) this.options.report(problem);
    if (problems.some(isError)) return undefined;
    return prepared.map(({ expr, value }) => ({ expr, entry: value }));
  }

  /** What is hardly meant by an expression whose value is shown. Of those in a program the checker has spoken already. */
  warnings(expr: Expr, type: Type): readonly Diagnostic[] {
    const { environment, types } = this.loaded;
    const undrawn = plotAlone(type, expr.span);
    if (environment.expressions.some(({ value }) => value === expr)) return undrawn;
    const { problems } = types.typeOfExpression(expr);
    return [...problems.filter((problem) => !isError(problem)), ...undrawn];
  }

  /**
   * Throws `ProgramError` for an error of the program and `Interrupted` where it was ended from outside. Where somebody
   * watches, the plain evaluator does all of it.
   */
  async evaluate({ expr, entry, args = [] }: Prepared, watch?: Watcher): Promise<Evaluation> {
    const { timeout } = this.options;
    const timer =
      timeout === undefined
        ? undefined
        : setTimeout(() => this.interrupt("timeout"), Math.min(timeout, longestTimer));
    try {
      const { evaluation, pictures } = await this.#withPictures(() =>
        watch === undefined ? this.#evaluate(entry, args) : this.#watched(entry, args, watch),
      );
      const printed = isOutput(expr) || (pictures > 0 && isPicture(evaluation.value));
      return { ...evaluation, typeText: this.#typeText(expr, entry.result), printed };
    } catch (problem) {
      // Who was asked to stop knows only that, not why.
      if (problem instanceof Interrupted) throw new Interrupted(this.#interruption.reason ?? problem.reason);
      throw problem instanceof ProgramError ? this.#seenFrom(expr, problem) : problem;
    } finally {
      clearTimeout(timer);
    }
  }

  #seenFrom(expr: Expr, { diagnostic }: ProgramError): ProgramError {
    const { environment, source } = this.loaded;
    return new ProgramError(seenFromProgram(diagnostic, expr, environment, libraryOf(source)));
  }

  /** Draws what the evaluation made, also where it failed later. */
  async #withPictures<T>(evaluate: () => Promise<T>): Promise<{ evaluation: T; pictures: number }> {
    const { pictures } = this.options;
    try {
      const evaluation = await evaluate();
      return { evaluation, pictures: (await pictures?.settle()) ?? 0 };
    } catch (problem) {
      await pictures?.settle();
      throw problem;
    }
  }

  async #evaluate(
    entry: CoreFunction,
    args: readonly Value[],
  ): Promise<Omit<Evaluation, "printed" | "typeText">> {
    const { native, machine } = this.loaded;
    const asked = native.eager ? await this.#interruption.unlessAsked(native.entry(entry)) : undefined;
    const runners = { machine, native, deadline: this.#deadline() };
    const ran = await this.#patience.during(() => runEntry(runners, entry, args, asked));
    return { ...ran, type: entry.result, tier: ran.kernel?.tier ?? "interp" };
  }

  async #watched(
    entry: CoreFunction,
    args: readonly Value[],
    watch: Watcher,
  ): Promise<Omit<Evaluation, "printed" | "typeText">> {
    const { hooks, specialiser, machine } = this.loaded;
    const watched = createMachine({
      program: specialiser.program,
      table: this.table,
      hooks: {
        ...hooks,
        watch,
        native: () => undefined,
        kept: (constant) => machine.valueOf(constant.id) ?? hooks.kept?.(constant),
      },
    });
    const ran = await runInterpreted(watched, entry, args, this.#deadline());
    return { ...ran, type: entry.result, tier: "interp" };
  }

  /** For an evaluation that begins now. */
  #deadline(): number | undefined {
    const { timeout, store } = this.options;
    return timeout === undefined ? undefined : store.host.now() + timeout;
  }

  /** A value in the notation of the language, functions as they were written. */
  text(value: Value): string {
    const { specialiser } = this.loaded;
    return formatValue(value, {
      functionText: (fn) => (fn.kind === "closure" ? specialiser.functionText(fn.lambda) : undefined),
    });
  }

  #typeText(expr: Expr, type: Type): string {
    if (type.kind !== "closure") return printType(type);
    return printScheme(this.loaded.types.typeOfExpression(expr).value);
  }

  /** For a caller that will make many short calls: native code is entered by the shortest way from now on. */
  quicken(): Promise<void> {
    return this.#workshop.way.quicken();
  }

  /** Ends what is running, soon. */
  interrupt(reason: Interrupted["reason"]): void {
    this.#interruption.request(reason);
    this.#workshop.way.request(reason);
  }

  /** Before the next evaluation, where the session outlives an interruption. */
  resume(): void {
    this.#interruption.clear();
    this.#workshop.way.clear();
  }

  /** A warning or a notice was reported: the next run has to report it again. */
  get saidSomething(): boolean {
    return this.#said;
  }

  /** Lets what is compiled beside the evaluation come to its end, for so many milliseconds at the most. */
  async settle(milliseconds: number): Promise<void> {
    const settled = this.#loaded?.native.settled();
    if (settled === undefined) return;
    let timer: NodeJS.Timeout | undefined;
    const enough = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, milliseconds);
    });
    await Promise.race([settled, enough]).finally(() => clearTimeout(timer));
  }

  /** Ends, with the compilers that still run beside it. */
  async close(): Promise<void> {
    await this.#workshop.close();
  }
}

/** A call of `out`, `print` or `show`: it has printed its value. */
export function isOutput(expr: Expr): boolean {
  return expr.kind === "call" && expr.callee.kind === "name" && outputs.has(expr.callee.name);
}

/** What `diagram` gives: the picture tells more. */
function isPicture(value: Value): boolean {
  return isData(value, "PlotSVG");
}

/** A timer of the host that is set for longer runs off at once. */
const longestTimer = 2 ** 31 - 1;

const outputs: ReadonlySet<string> = new Set(["out", "print", "show"]);
