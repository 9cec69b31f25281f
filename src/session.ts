/**
 * The spine: source in, value out. Only the order of calls; what each stage does is the stage's.
 *
 *     load → (check) → prepare: every expression specialised, so that what is certain to fail is said before anything runs
 *          → evaluate: a kernel for the whole expression where that is asked for and possible, else the evaluator, which
 *            calls kernels of the functions that are worth one
 */
import { type Diagnostic, error, isError, note } from "./base/diagnostic.ts";
import { type Interrupted, ProgramError } from "./base/outcome.ts";
import type { ConstantId, CoreFunction, FnId } from "./core/core.ts";
import { createSpecialiser, type Specialiser } from "./core/specialise.ts";
import { createMachine, type Machine } from "./interpret/machine.ts";
import type { Value } from "./interpret/value.ts";
import { createPrimitiveTable } from "./primitives/table.ts";
import { CancelWord } from "./runtime/cancel.ts";
import { loadNative } from "./runtime/native.ts";
import { codegenOptions } from "./session/codegen.ts";
import type { EarlyStep } from "./session/early.ts";
import { type BuiltKernel, KernelFactory, type Unbuilt } from "./session/kernels.ts";
import type { LoadedProgram } from "./session/load-program.ts";
import { machineHooks } from "./session/machine-hooks.ts";
import { Notices } from "./session/notices.ts";
import { openStore } from "./session/open-store.ts";
import type { SessionOptions, Tier } from "./session/options.ts";
import { Tiers } from "./session/tiers.ts";
import type { Expr } from "./syntax/ast.ts";
import { checkProgram } from "./types/check-program.ts";
import { buildEnvironment, type Environment } from "./types/environment.ts";
import type { Type } from "./types/type.ts";
import type { Store } from "./cache/store.ts";

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

/** A name that an example block or a prompt has bound. */
export type Bindings = ReadonlyMap<string, ConstantId>;
