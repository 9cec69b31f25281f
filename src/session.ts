/**
 * The spine: source in, value out. Only the order of calls; what each stage does is the stage's.
 *
 *     load → prepare: every expression specialised, so that what is certain to fail is said before anything runs
 *          → evaluate: a kernel for the whole expression where that is asked for and possible, else the evaluator, which
 *            calls kernels of the functions that are worth one
 */
import { type Diagnostic, isError } from "./base/diagnostic.ts";
import { CompilerBug, type Interrupted } from "./base/outcome.ts";
import type { CoreFunction } from "./core/core.ts";
import { createSpecialiser, type Specialiser } from "./core/specialise.ts";
import { createMachine, type Machine } from "./interpret/machine.ts";
import type { Value } from "./interpret/value.ts";
import type { PrimitiveTable } from "./primitives/primitive.ts";
import { createPrimitiveTable } from "./primitives/table.ts";
import type { LoadedProgram } from "./session/load-program.ts";
import { machineHooks } from "./session/machine-hooks.ts";
import type { SessionOptions, Tier } from "./session/options.ts";
import type { Expr } from "./syntax/ast.ts";
import { checkProgram, type TypedProgram } from "./types/check-program.ts";
import { buildEnvironment, type Environment } from "./types/environment.ts";
import type { Type } from "./types/type.ts";

/** A value with what is known of how it came about. */
export interface Evaluation {
  readonly value: Value;
  readonly type: Type;
  readonly tier: Tier;
  /** No compiler was started for it. */
  readonly cached: boolean;
  readonly compileMs: number;
  readonly runMs: number;
  /** The program printed it itself: a call of `out` at the top. */
  readonly printed: boolean;
}

/** An expression ready to run. */
export interface Prepared {
  readonly expr: Expr;
  readonly entry: CoreFunction;
}

/** Everything about one loaded program. */
export interface Loaded {
  readonly program: LoadedProgram;
  readonly environment: Environment;
  readonly types: TypedProgram;
  readonly specialiser: Specialiser;
  readonly machine: Machine;
}

export class Session {
  readonly #options: SessionOptions;
  readonly #table: PrimitiveTable = createPrimitiveTable();
  #interrupted: Interrupted["reason"] | undefined;
  #loaded: Loaded | undefined;

  private constructor(options: SessionOptions) {
    this.#options = options;
  }

  static open(options: SessionOptions): Session {
    return new Session(options);
  }

  /** The problems that are found without running anything. */
  static check(program: LoadedProgram): readonly Diagnostic[] {
    const environment = buildEnvironment(program.programs);
    if (environment.problems.some(isError)) return environment.problems;
    return [...environment.problems, ...checkProgram(environment.value, createPrimitiveTable()).problems];
  }

  /** Takes a program in; reports its problems. False where one of them is an error: then nothing of it may run. */
  load(program: LoadedProgram): boolean {
    const environment = buildEnvironment(program.programs);
    const types = checkProgram(environment.value, this.#table);
    const problems = [...environment.problems, ...types.problems];
    for (const problem of problems) this.#options.report(problem);
    const specialiser = createSpecialiser(environment.value, this.#table, { symbolic: this.#options.symbolic });
    const machine = createMachine({
      program: specialiser.program,
      table: this.#table,
      hooks: machineHooks({
        host: this.#options.store.host,
        environment: environment.value,
        specialiser,
        out: this.#options.out,
        cancelled: () => this.#interrupted !== undefined,
        native: () => undefined,
      }),
    });
    this.#loaded = { program, environment: environment.value, types: types.value, specialiser, machine };
    return !problems.some(isError);
  }

  /** The top-level expressions of the loaded program's own file and its imports' none. */
  get expressions(): readonly Expr[] {
    return this.#program.environment.expressions.map((item) => item.value);
  }

  get #program(): Loaded {
    if (this.#loaded === undefined) throw new CompilerBug("nothing was loaded");
    return this.#loaded;
  }

  /** Every expression ready to run; undefined where one of them is certain to fail (reported). */
  prepare(expressions: readonly Expr[]): readonly Prepared[] | undefined {
    const { specialiser } = this.#program;
    const prepared = expressions.map((expr) => ({ expr, ...specialiser.expression(expr) }));
    const problems = prepared.flatMap((p) => p.problems);
    for (const problem of problems) this.#options.report(problem);
    if (problems.some(isError)) return undefined;
    return prepared.map(({ expr, value }) => ({ expr, entry: value }));
  }

  async evaluate({ expr, entry }: Prepared): Promise<Evaluation> {
    const { machine } = this.#program;
    const start = performance.now();
    const value = await machine.run(entry.id, []);
    return {
      value,
      type: entry.result,
      tier: "interp",
      cached: true,
      compileMs: 0,
      runMs: performance.now() - start,
      printed: isOutput(expr),
    };
  }

  remember(): void {}

  /** Ends what is running, soon. */
  interrupt(reason: Interrupted["reason"]): void {
    this.#interrupted = reason;
  }

  close(): void {}
}

function isOutput(expr: Expr): boolean {
  return expr.kind === "call" && expr.callee.kind === "name" && ["out", "print", "show"].includes(expr.callee.name);
}
