/**
 * What every command works at: the host, the terminal, the session's settings, and the way in which trouble becomes an
 * exit code.
 */
import path from "node:path";
import { type Diagnostic, error } from "../base/diagnostic.ts";
import { Interrupted, ProgramError } from "../base/outcome.ts";
import { noSpan, type SourceTexts } from "../base/span.ts";
import type { FloatModel } from "../emit/target.ts";
import { type Config, loadConfig } from "../session/config.ts";
import { checkoutCache, libraryDirectory, libraryWorker, readTemplates } from "../session/installation.ts";
import {
  type LoadedProgram,
  type ParsedFiles,
  type ProbedFile,
  ProgramLoader,
} from "../session/load-program.ts";
import type { StoreSettings } from "../session/open-store.ts";
import type { SessionOptions } from "../session/options.ts";
import type { Pictures } from "../session/pictures.ts";
import { isThreadCount } from "../session/threads.ts";
import type { Toolsets } from "../session/toolsets.ts";
import { Session } from "../session.ts";
import type { Host } from "../toolchain/host.ts";
import { type ExitCode, exitCode } from "./exit.ts";
import type { RunOptions } from "./invocation.ts";
import { withImport } from "./library-names.ts";
import { PictureFiles } from "./picture-files.ts";
import type { StandardInput } from "./standard-input.ts";
import type { Terminal } from "./terminal.ts";

export interface Desk {
  readonly host: Host;
  readonly terminal: Terminal;
  readonly input: StandardInput;
  readonly workingDirectory: string;
  readonly config: Config;
  /** Where kleis.toml was looked for, with what was there. */
  readonly configFiles: readonly ProbedFile[];
  readonly call: Call;
  /** The cache as this invocation opens it. */
  storeSettings(): StoreSettings;
  /** The settings of a session, from this invocation's options and kleis.toml. */
  sessionOptions(options: RunOptions, sources: SourceTexts): SessionOptions;
  /** Where the pictures of this invocation go; undefined where none are drawn. */
  pictures(options: RunOptions, program: string | undefined): Pictures | undefined;
  loader(): ProgramLoader;
  problem(problem: Diagnostic, sources: SourceTexts): void;
  /** Opens a session, runs `work`, closes it; what goes wrong is shown and becomes the exit code. */
  withSession(
    options: RunOptions,
    program: LoadedProgram,
    work: (session: Session) => Promise<ExitCode>,
  ): Promise<ExitCode>;
}

/** How this process was asked. */
export interface Call {
  readonly argv: readonly string[];
  /** Values that a warm start has printed before it handed over. */
  readonly valuesShown: number;
  /** Compilers that were looked for before the command was known. */
  readonly toolsets?: Toolsets;
}

/** Undefined where kleis.toml has an error: it was shown. */
export async function openDesk(
  host: Host,
  bare: Terminal,
  input: StandardInput,
  call: Call,
): Promise<Desk | undefined> {
  const terminal: Terminal = {
    ...bare,
    problem: (problem, sources) => bare.problem(withImport(problem, sources), sources),
  };
  const workingDirectory = process.cwd();
  const { config, files, problems } = await loadConfig(host, workingDirectory);
  for (const problem of problems) terminal.problem(problem, new Map());
  if (problems.some((p) => p.severity === "error")) return undefined;
  const directory =
    config.cacheDirectory === undefined ? undefined : path.resolve(workingDirectory, config.cacheDirectory);
  const storeSettings = (): StoreSettings => ({
    host,
    directory,
    checkout: checkoutCache(),
    sizeLimit: config.cacheMaxSize,
    warn: (problem) => terminal.problem(problem, new Map()),
  });
  const settings = (options: RunOptions, sources: SourceTexts): SessionOptions => ({
    ...sessionOptions(storeSettings(), terminal, config, options, sources),
    ...(call.toolsets === undefined ? {} : { toolsets: call.toolsets }),
  });
  const pictures = (options: RunOptions, program: string | undefined): Pictures | undefined =>
    options.plots === undefined
      ? undefined
      : new PictureFiles({
          ...options.plots,
          workingDirectory,
          program,
          out: options.json ? terminal.error : terminal.out,
        });
  const parsed: ParsedFiles = new Map();
  return {
    host,
    terminal,
    input,
    workingDirectory,
    config,
    configFiles: files,
    call,
    storeSettings,
    loader: () => new ProgramLoader({ host, workingDirectory, library: libraryDirectory(), parsed }),
    problem: (problem, sources) => terminal.problem(problem, sources),
    sessionOptions: settings,
    pictures,
    withSession: (options, program, work) => {
      const main = program.programs.at(-1)?.file;
      const named = main?.endsWith(".kleis") === true ? main : undefined;
      const session = { ...settings(options, program.sources), pictures: pictures(options, named) };
      return runSession(session, program, work, terminal);
    },
  };
}

function sessionOptions(
  store: StoreSettings,
  terminal: Terminal,
  config: Config,
  options: RunOptions,
  sources: SourceTexts,
): SessionOptions {
  const { host } = store;
  const disabled = host.environment("KLEIS_JIT") === "0" || config.jit === false;
  return {
    store,
    templates: readTemplates,
    libraryWorker: libraryWorker(),
    backend: disabled ? "interp" : (options.backend ?? config.backend ?? "auto"),
    compile: options.compile || config.compile === true,
    strictJit: options.strictJit,
    verbose: options.verbose,
    symbolic: options.symbolic,
    wrapIntegers: options.wrapInt,
    ieeeDivision: options.ieeeDiv,
    rewrite: options.rewrite,
    floatModel: floatModel(options, config),
    optimise: options.optimise ?? config.optimise ?? 3,
    target: options.target ?? config.target ?? "native",
    functionThreshold: config.functionThreshold ?? 100,
    cacheCompiled: config.cacheCompiled !== false,
    threads: options.threads ?? threadsOf(host),
    timeout: options.timeout === undefined ? undefined : options.timeout * 1000,
    keepTemporaries: options.keepTemps,
    out: options.json ? terminal.error : terminal.out,
    report: (problem) => terminal.problem(problem, sources),
    log: debugging(host) ? (line) => terminal.error(`[jit] ${line}`) : undefined,
  };
}

/** What the command line asks for goes before what the file says. */
function floatModel(options: RunOptions, config: Config): FloatModel {
  if (options.reproducible) return "reproducible";
  return options.fastMath || config.fastMath === true ? "fast-math" : "ieee";
}

/** What is no number of threads is none that was asked for. */
function threadsOf(host: Host): number {
  const wanted = host.environment("KLEIS_THREADS") ?? "";
  return isThreadCount(wanted) ? Number(wanted) : 1;
}

function debugging(host: Host): boolean {
  const wanted = host.environment("DEBUG_JIT") ?? host.environment("KLEIS_DEBUG_JIT");
  return wanted !== undefined && wanted !== "" && wanted !== "0";
}

async function runSession(
  options: SessionOptions,
  program: LoadedProgram,
  work: (session: Session) => Promise<ExitCode>,
  terminal: Terminal,
): Promise<ExitCode> {
  const session = Session.open(options);
  const interrupt = (): void => {
    session.interrupt("cancel");
    options.store.host.endStarted();
  };
  process.on("SIGINT", interrupt);
  try {
    const code = await work(session);
    const late = lateShare * performance.now();
    if (late >= leastLate) await session.settle(late);
    return code;
  } catch (problem) {
    if (problem instanceof ProgramError) {
      terminal.problem(problem.diagnostic, program.sources);
      return exitCode.program;
    }
    if (!(problem instanceof Interrupted)) throw problem;
    options.store.host.endStarted();
    if (problem.reason === "cancel") return exitCode.interrupted;
    terminal.problem(timeoutProblem(options.timeout ?? 0), program.sources);
    return exitCode.timeout;
  } finally {
    process.off("SIGINT", interrupt);
    // Whoever asked has the answers: compilers that still run are not waited for.
    interrupt();
    await session.close();
  }
}

/** What a run may last beyond its last answer, of the time it has taken: a library that is nearly there serves the next run. */
const lateShare = 0.1;
/** Milliseconds in which a compiler that has been at work comes to an end; less is waited for in vain. */
const leastLate = 100;

function timeoutProblem(milliseconds: number): Diagnostic {
  return error("KL0508", `the time limit of ${milliseconds / 1000} s was reached`, noSpan, {
    hint: "--timeout SECONDS sets it",
  });
}

/** A positional argument ending in `.kleis`, or naming a file, is a file. */
export function isFile(host: Host, workingDirectory: string, argument: string): boolean {
  if (argument.endsWith(".kleis")) return true;
  const info = host.files.info(path.resolve(workingDirectory, argument));
  return info.ok && info.value.kind === "file";
}
