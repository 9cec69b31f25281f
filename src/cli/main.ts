/**
 * The command line: arguments in, exit code out. Every command sees the world through its desk; nothing below exits the
 * process.
 *
 * A program nested so deeply that a stage runs out of stack is started again in a Worker with a large one, and what it has
 * written so far is left out there. Recursion of the program itself never comes here: the evaluator keeps its own stack.
 */
import path from "node:path";
import { Worker } from "node:worker_threads";
import { CompilerBug, ProgramError } from "../base/outcome.ts";
import { distribution, version } from "../session/installation.ts";
import { serveLibraries } from "../session/library-thread.ts";
import { nodeHost } from "../toolchain/node-host.ts";
import { parseArguments } from "./arguments.ts";
import { batch } from "./commands/batch.ts";
import { bench } from "./commands/bench.ts";
import { cache } from "./commands/cache.ts";
import { cacheWhy } from "./commands/cache-why.ts";
import { check } from "./commands/check.ts";
import { compile } from "./commands/compile.ts";
import { doctor } from "./commands/doctor.ts";
import { evaluate } from "./commands/evaluate.ts";
import { explain } from "./commands/explain.ts";
import { repl } from "./commands/repl.ts";
import { test } from "./commands/test.ts";
import { type Desk, openDesk } from "./desk.ts";
import { type ExitCode, exitCode } from "./exit.ts";
import type { Invocation } from "./invocation.ts";
import { noPast, type Past } from "./past.ts";
import { StandardInput } from "./standard-input.ts";
import { type Terminal, terminal } from "./terminal.ts";

/** On the usual stack first, then on a large one. */
type Stack = "usual" | "large";

export async function main(
  argv: readonly string[],
  past: Past = noPast,
  stack: Stack = "usual",
): Promise<number> {
  const screen = terminal(past.written);
  const input = new StandardInput(past.input);
  try {
    const invocation = parseArguments(argv.length === 0 && atTerminal() ? ["repl"] : argv, version);
    if (invocation.command === "done") return invocation.exitCode;
    const { valuesShown, toolsets } = past;
    const desk = await openDesk(nodeHost(process.env, stack === "large"), screen, input, {
      argv,
      valuesShown,
      ...(toolsets === undefined ? {} : { toolsets }),
    });
    return desk === undefined ? exitCode.program : await perform(desk, invocation);
  } catch (problem) {
    if (problem instanceof ProgramError) return refused(screen, problem);
    if (!isStackOverflow(problem)) return reportBug(screen, problem);
    if (stack === "large") return tooDeep(screen);
    // What is sent to a Worker is data.
    const { toolsets: _, ...data } = past;
    return onLargeStack(screen, { argv, past: { ...data, written: screen.written(), input: input.taken } });
  }
}

function perform(
  desk: Desk,
  invocation: Exclude<Invocation, { readonly command: "done" }>,
): Promise<ExitCode> {
  switch (invocation.command) {
    case "eval":
      return evaluate(desk, invocation.inputs, invocation.options);
    case "test":
      return test(desk, invocation.files, invocation.options);
    case "check":
      return check(desk, invocation.files, invocation.parseOnly);
    case "compile":
      return compile(desk, invocation.file, invocation.options);
    case "explain":
      return explain(desk, invocation.subject, invocation.options);
    case "cache":
      return cache(desk, invocation.action, invocation.json);
    case "cache why":
      return cacheWhy(desk, invocation.inputs, invocation.options);
    case "repl":
      return repl(desk, invocation.options);
    case "bench":
      return bench(desk, invocation.subject, invocation.options);
    case "batch":
      return batch(desk, invocation.file, invocation.options);
    case "doctor":
      return doctor(desk, invocation.json);
  }
}

/** Whether somebody is there to talk to. */
function atTerminal(): boolean {
  return process.stdin.isTTY === true && process.stdout.isTTY === true;
}

function isStackOverflow(problem: unknown): boolean {
  return problem instanceof RangeError && problem.message.includes("call stack");
}

/** Megabytes: enough for a hundred thousand levels in every stage. */
const largeStack = 900;

/** What large-stack.ts is given. */
export interface LargeStackRequest {
  readonly argv: readonly string[];
  readonly past: Past;
}

function onLargeStack(screen: Terminal, request: LargeStackRequest): Promise<number> {
  const worker = new Worker(path.join(distribution, "large-stack.cjs"), {
    workerData: request,
    resourceLimits: { stackSizeMb: largeStack },
  });
  return new Promise<number>((resolve) => {
    worker.on("message", (code: unknown) => resolve(typeof code === "number" ? code : exitCode.bug));
    worker.on("error", (problem) =>
      resolve(isStackOverflow(problem) ? tooDeep(screen) : reportBug(screen, problem)),
    );
    // It has ended by itself: nobody reads what it writes.
    worker.on("exit", (code) => resolve(code));
    process.on("SIGINT", () => resolve(exitCode.interrupted));
  }).finally(() => worker.terminate());
}

/** For library-worker.ts. */
export { serveLibraries };

/** Settings that make no sense: no program was looked at yet. */
function refused(screen: Terminal, { diagnostic }: ProgramError): ExitCode {
  screen.problem(diagnostic, new Map());
  return exitCode.usage;
}

function tooDeep(screen: Terminal): ExitCode {
  screen.error(
    "error[KL0503]: this program is nested too deeply\n  = hint: split the expression with let or define",
  );
  return exitCode.program;
}

function reportBug(screen: Terminal, problem: unknown): ExitCode {
  const message = problem instanceof Error ? problem.message : String(problem);
  screen.error(`bug of kleis: ${message}`);
  if (problem instanceof CompilerBug && problem.detail !== "") screen.error(problem.detail);
  if (process.env["DEBUG_JIT"] !== undefined && problem instanceof Error) screen.error(problem.stack ?? "");
  screen.error("  = this is not a mistake in your program; please report it with the program that shows it");
  return exitCode.bug;
}
