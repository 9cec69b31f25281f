/** Everything that can be asked of a session, resolved from the command line, the environment and kleis.toml. */

import type { Diagnostic } from "../base/diagnostic.ts";
import type { FloatModel, OptimisationLevel } from "../emit/target.ts";
import type { TemplateLibrary } from "../emit/template.ts";
import type { StoreSettings } from "./open-store.ts";
import type { Pictures } from "./pictures.ts";
import type { Toolsets } from "./toolsets.ts";

/** The best tier to try; `auto` decides by expected work. */
export type Backend = "auto" | "interp" | "c" | "rust";
/** What ran. */
export type Tier = "interp" | "c" | "rust";

export const backends: readonly Backend[] = ["auto", "interp", "c", "rust"];

export interface SessionOptions {
  /** The world, and where compiled libraries are kept. */
  readonly store: StoreSettings;
  /** Template texts by path below templates/. */
  readonly templates: () => TemplateLibrary;
  readonly backend: Backend;
  /** Compile eagerly everything whose type is concrete. */
  readonly compile: boolean;
  /** A fallback to the evaluator is an error. */
  readonly strictJit: boolean;
  /** Say fallbacks of `auto` too. */
  readonly verbose: boolean;
  /** The file of a Worker that makes the libraries nobody waits for; undefined: they are made on the evaluator's thread. */
  readonly libraryWorker?: string | undefined;
  /** Undeclared names stay terms. */
  readonly symbolic: boolean;
  readonly wrapIntegers: boolean;
  readonly ieeeDivision: boolean;
  /** Matrix algebra before code: `trace(A*B)` without the product, the best order of a chain. */
  readonly rewrite: boolean;
  readonly floatModel: FloatModel;
  readonly optimise: OptimisationLevel;
  /** `native` or an ISA level. */
  readonly target: string;
  /** Calls after which `auto` compiles a definition. */
  readonly functionThreshold: number;
  readonly cacheCompiled: boolean;
  /** Threads that one kernel may use; large products do. */
  readonly threads: number;
  /** Milliseconds for one evaluation; undefined: none. */
  readonly timeout: number | undefined;
  /** The sources of libraries are written to `kleis-temps/` of the working directory. */
  readonly keepTemporaries: boolean;
  /** Names that `gensym` has given before, in a session that this one goes on from. */
  readonly freshNames?: number;
  /** A line of the program's output. */
  readonly out: (text: string) => void;
  /** Takes the program's pictures; absent: they are laid out, which finds mistakes, and not drawn. */
  readonly pictures?: Pictures | undefined;
  /** A problem to show now: notices, warnings. */
  readonly report: (problem: Diagnostic) => void;
  /** Compilers that were looked for before the session opened. */
  readonly toolsets?: Toolsets;
  /** `DEBUG_JIT=1`: one line per decision of the tiers. */
  readonly log: ((line: string) => void) | undefined;
}

/** Everything concrete is compiled before it runs. */
export function compilesEagerly({ backend, compile }: Pick<SessionOptions, "backend" | "compile">): boolean {
  return backend !== "interp" && (compile || backend !== "auto");
}
