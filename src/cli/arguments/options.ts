/** Options that several commands share, and what they come to. */

import { type Command, InvalidArgumentError, Option } from "commander";
import { type Backend, backends } from "../../session/options.ts";
import { isThreadCount, mostThreads } from "../../session/threads.ts";
import type { Invocation, PlotOptions, RunOptions } from "../invocation.ts";

export type Take = (invocation: Invocation) => void;

export const collect = (value: string, all: readonly string[]): readonly string[] => [...all, value];

function seconds(text: string): number {
  const value = Number(text);
  if (!(value > 0)) throw new InvalidArgumentError("expected a number of seconds above 0");
  // Timers of Node hold 31 bits of milliseconds, and ring at once beyond: 24 days are no limit to anybody.
  return Math.min(value, (2 ** 31 - 1) / 1000);
}

export function threadCount(text: string): number {
  if (!isThreadCount(text))
    throw new InvalidArgumentError(`expected a whole number from 1 to ${mostThreads}`);
  return Number(text);
}

export function level(text: string): number {
  if (!/^[0-3]$/.test(text)) throw new InvalidArgumentError("expected 0, 1, 2 or 3");
  return Number(text);
}

export function addRunOptions(command: Command): Command {
  return command
    .addOption(new Option("-b, --backend <tier>", "the best tier to try").choices(backends))
    .option("-c, --compile", "compile eagerly everything whose type is concrete")
    .option("--jit", "the same as --compile")
    .option("--interpret", "the same as --backend interp")
    .option("--strict-jit", "an error where compiled code falls back to the evaluator")
    .option("--symbolic", "keep calls of undeclared names as terms")
    .option("--timeout <seconds>", "end the evaluation after this time (exit code 124)", seconds)
    .option(
      "--threads <n>",
      "threads for long loops and large products (default: KLEIS_THREADS, or 1)",
      threadCount,
    )
    .option("-O, --optimize <level>", "0 to 3, as of a C compiler", level)
    .option("--target <isa>", "native, x86-64-v2, x86-64-v3 or x86-64-v4")
    .option("--wrap-int", "64-bit integers that wrap around instead of exact ones")
    .option("--ieee-div", "x / 0 is ±inf or NaN instead of an error")
    .option("--fast-math", "let the compiler reorder and contract floating point")
    .option("--reproducible", "the same bits on every tier and machine")
    .option("--no-rewrite", "compile matrix products as they are written (explain shows what is rewritten)")
    .option("--keep-temps", "leave the C or Rust sources in kleis-temps/")
    .option("-v, --verbose", "say which tier runs and why");
}

export interface RawRunOptions {
  readonly backend?: Backend;
  readonly compile?: boolean;
  readonly jit?: boolean;
  readonly interpret?: boolean;
  readonly strictJit?: boolean;
  readonly symbolic?: boolean;
  readonly threads?: number;
  readonly timeout?: number;
  readonly optimize?: 0 | 1 | 2 | 3;
  readonly target?: string;
  readonly wrapInt?: boolean;
  readonly ieeeDiv?: boolean;
  readonly rewrite?: boolean;
  readonly fastMath?: boolean;
  readonly reproducible?: boolean;
  readonly keepTemps?: boolean;
  readonly verbose?: boolean;
  readonly json?: boolean;
  readonly plots?: string;
  readonly plotsFormat?: "svg" | "png";
}

/** `drawing`: the command draws pictures also where nobody says where to. */
function plotOptions({ plots, plotsFormat }: RawRunOptions, drawing: boolean): PlotOptions | undefined {
  const asked = plots !== undefined || plotsFormat !== undefined;
  if (plots === "none" || !(asked || drawing)) return undefined;
  return { directory: plots ?? ".", format: plotsFormat ?? "svg", asked: plots !== undefined };
}

export function addPlotOptions(command: Command, otherwise: string): Command {
  return command
    .option(
      "--plots <dir>",
      `the folder for pictures (${otherwise}); - prints PLOT_SVG:… instead, none draws none`,
    )
    .addOption(new Option("--plots-format <format>", "what pictures are by default").choices(["svg", "png"]));
}

export function runOptions(raw: RawRunOptions, drawing = false): RunOptions {
  return {
    backend: raw.interpret === true ? "interp" : raw.backend,
    compile: raw.compile === true || raw.jit === true,
    json: raw.json === true,
    strictJit: raw.strictJit === true,
    symbolic: raw.symbolic === true,
    verbose: raw.verbose === true,
    wrapInt: raw.wrapInt === true,
    ieeeDiv: raw.ieeeDiv === true,
    rewrite: raw.rewrite !== false,
    fastMath: raw.fastMath === true,
    reproducible: raw.reproducible === true,
    optimise: raw.optimize,
    target: raw.target,
    threads: raw.threads,
    timeout: raw.timeout,
    keepTemps: raw.keepTemps === true,
    plots: plotOptions(raw, drawing),
  };
}

/** What a command without these options works with. */
export const defaultRunOptions: RunOptions = runOptions({});

export function examples(...lines: readonly string[]): string {
  return `\nExamples:\n${lines.map((line) => `  ${line}`).join("\n")}`;
}
