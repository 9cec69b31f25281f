/** What a command line asks for, as data. */
import type { Backend, Tier } from "../session/options.ts";
import type { EmitStage } from "../session/stages.ts";

export type Invocation =
  | { readonly command: "eval"; readonly inputs: EvalInputs; readonly options: RunOptions }
  | { readonly command: "test"; readonly files: readonly string[]; readonly options: TestOptions }
  | { readonly command: "check"; readonly files: readonly string[]; readonly parseOnly: boolean }
  | { readonly command: "compile"; readonly file: string; readonly options: CompileOptions }
  | { readonly command: "explain"; readonly subject: string; readonly options: ExplainOptions }
  | { readonly command: "cache"; readonly action: CacheAction; readonly json: boolean }
  | { readonly command: "cache why"; readonly inputs: WhyInputs; readonly options: RunOptions }
  | { readonly command: "batch"; readonly file: string; readonly options: BatchOptions }
  | { readonly command: "doctor"; readonly json: boolean }
  | { readonly command: "bench"; readonly subject: string; readonly options: BenchOptions }
  | { readonly command: "repl"; readonly options: ReplOptions }
  /** Help or the version was printed, or the usage was wrong: nothing is left to do. */
  | { readonly command: "done"; readonly exitCode: 0 | 2 };

export interface EvalInputs {
  /** EXPR, FILE.kleis or `-`. */
  readonly positional: string | undefined;
  readonly expressions: readonly string[];
  readonly definitionFiles: readonly string[];
}

export interface RunOptions {
  readonly backend: Backend | undefined;
  readonly compile: boolean;
  readonly json: boolean;
  readonly strictJit: boolean;
  readonly symbolic: boolean;
  readonly verbose: boolean;
  readonly wrapInt: boolean;
  readonly ieeeDiv: boolean;
  /** Matrix algebra before code. */
  readonly rewrite: boolean;
  readonly fastMath: boolean;
  readonly reproducible: boolean;
  readonly optimise: 0 | 1 | 2 | 3 | undefined;
  readonly target: string | undefined;
  readonly threads: number | undefined;
  /** Seconds. */
  readonly timeout: number | undefined;
  readonly keepTemps: boolean;
  /** What becomes of pictures; undefined: they are not drawn. */
  readonly plots: PlotOptions | undefined;
}

export interface PlotOptions {
  /** A folder, or `-` for the text among the output. */
  readonly directory: string;
  readonly format: "svg" | "png";
  /** The folder was named: files in it may be overwritten. */
  readonly asked: boolean;
}

export interface TestOptions extends RunOptions {
  /** Runs the blocks whose name contains this. */
  readonly example: string | undefined;
  readonly rawOutput: boolean;
}

export interface ReplOptions extends RunOptions {
  readonly definitionFiles: readonly string[];
}

export interface BenchOptions extends RunOptions {
  readonly definitionFiles: readonly string[];
  readonly tiers: readonly Tier[];
  readonly markdown: boolean;
}

export interface BatchOptions extends RunOptions {
  /** Absent: the only one of the file. */
  readonly fn: string | undefined;
  /** A table for all parameters, or one for each; `-` is standard input. */
  readonly inputs: readonly string[];
  /** Absent: printed. */
  readonly output: string | undefined;
  /** Of the parameters, where the definition does not say them. */
  readonly types: readonly string[];
  /** Rows that fail are NaN. */
  readonly keepGoing: boolean;
}

export interface CompileOptions {
  readonly output: string;
  /** A program of the file's expressions, no library of its definitions. */
  readonly executable: boolean;
  readonly functions: readonly string[];
  readonly header: boolean;
  readonly backend: "c" | "rust";
  readonly target: string | undefined;
  readonly optimise: 0 | 1 | 2 | 3 | undefined;
  readonly rewrite: boolean;
  /** That what is made starts itself. */
  readonly threads: number;
}

export interface ExplainOptions extends RunOptions {
  readonly emit: EmitStage | undefined;
  readonly definitionFiles: readonly string[];
}

export type CacheAction = "ls" | "stats" | "verify" | "clear";

export interface WhyInputs {
  readonly subject: string;
  readonly definitionFiles: readonly string[];
}
