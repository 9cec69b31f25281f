/** The settings of the library's sessions, and what the stages make of them. */
import type { Diagnostic } from "../base/diagnostic.ts";
import { checkoutCache, readTemplates } from "../session/installation.ts";
import type { Backend, SessionOptions as StageOptions } from "../session/options.ts";
import { nodeHost } from "../toolchain/node-host.ts";
import type { Problem } from "./errors.ts";
import { picturesFor, type TakePlot } from "./plots.ts";

export interface SessionOptions {
  /** The best tier to try; `auto` (the default) compiles what is worth it. */
  readonly backend?: Backend;
  /** Compile everything whose types are concrete before it runs. */
  readonly compile?: boolean;
  /** Falling back to the interpreter is an error. */
  readonly strict?: boolean;
  /** Where compiled libraries are kept; by default where the command line keeps them. */
  readonly cacheDirectory?: string;
  /** What relative imports are relative to; without it there are none. */
  readonly directory?: string;
  /** Milliseconds for one evaluation. */
  readonly timeout?: number;
  readonly floatModel?: "ieee" | "reproducible" | "fast-math";
  /** 64-bit integers that wrap around instead of exact ones. */
  readonly wrapIntegers?: boolean;
  /** `x / 0` is ±∞ or NaN instead of an error. */
  readonly ieeeDivision?: boolean;
  /** `false`: matrix products are computed in the order in which they are written. */
  readonly rewrite?: boolean;
  readonly optimise?: 0 | 1 | 2 | 3;
  /** `native` (the default) or an instruction set: `x86-64-v3`. */
  readonly target?: string;
  /** Threads that one kernel may use, 1 where absent: large products and long loops do, with the same results. */
  readonly threads?: number;
  /** Takes the lines that the program prints. */
  readonly out?: (line: string) => void;
  /** Takes the pictures that the program makes; without it they are checked and not drawn. */
  readonly plot?: TakePlot;
  /** Takes warnings and notices. */
  readonly report?: (problem: Problem) => void;
}

const nothing = (): void => undefined;

export function stageOptions(options: SessionOptions, report: (problem: Diagnostic) => void): StageOptions {
  return {
    store: {
      host: nodeHost(),
      directory: options.cacheDirectory,
      checkout: checkoutCache(),
      sizeLimit: undefined,
      warn: report,
    },
    templates: readTemplates,
    backend: options.backend ?? "auto",
    compile: options.compile === true,
    strictJit: options.strict === true,
    verbose: false,
    symbolic: false,
    wrapIntegers: options.wrapIntegers === true,
    ieeeDivision: options.ieeeDivision === true,
    rewrite: options.rewrite !== false,
    floatModel: options.floatModel ?? "ieee",
    optimise: options.optimise ?? 3,
    target: options.target ?? "native",
    functionThreshold: 100,
    cacheCompiled: true,
    threads: options.threads ?? 1,
    timeout: options.timeout,
    keepTemporaries: false,
    out: options.out ?? nothing,
    pictures: options.plot === undefined ? undefined : picturesFor(options.plot),
    report,
    log: undefined,
  };
}
