/**
 * The command line as data: commander reads it, this module says what there is. Wrong usage never gets past here: commander
 * prints its message and the process ends with exit code 2.
 */
import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import type { Backend, Tier } from "../session/options.ts";
import { backends } from "../session/options.ts";
import { type EmitStage, emitStages } from "../session/stages.ts";
import { isThreadCount, mostThreads } from "../session/threads.ts";

export type Invocation =
  | { readonly command: "eval"; readonly inputs: EvalInputs; readonly options: RunOptions }
  | { readonly command: "test"; readonly files: readonly string[]; readonly options: TestOptions }
  | { readonly command: "check"; readonly files: readonly string[]; readonly parseOnly: boolean }
  | { readonly command: "compile"; readonly file: string; readonly options: CompileOptions }
  | { readonly command: "explain"; readonly subject: string; readonly options: ExplainOptions }
  | { readonly command: "cache"; readonly action: CacheAction; readonly json: boolean }
  | { readonly command: "cache why"; readonly inputs: WhyInputs; readonly options: RunOptions }
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

export interface CompileOptions {
  readonly output: string;
  readonly functions: readonly string[];
  readonly header: boolean;
  readonly backend: "c" | "rust";
  readonly target: string | undefined;
  readonly optimise: 0 | 1 | 2 | 3 | undefined;
  readonly rewrite: boolean;
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

/** `argv` without the program's own name. */
export function parseArguments(argv: readonly string[], version: string): Invocation {
  let invocation: Invocation = { command: "done", exitCode: 0 };
  const program = new Command("kleis")
    .description("Kleis: mathematics with types, compiled for exactly the sizes it uses.")
    .version(version)
    .showHelpAfterError(`(${afterMistake(argv)})`)
    .exitOverride();
  const take = (next: Invocation): void => {
    invocation = next;
  };
  addRepl(program, take);
  addEval(program, take);
  addTest(program, take);
  addCheck(program, take);
  addCompile(program, take);
  addExplain(program, take);
  addCache(program, take);
  addBench(program, take);
  addDoctor(program, take);
  try {
    program.parse(withNegatives(argv), { from: "user" });
  } catch (problem) {
    if (!(problem instanceof CommanderError)) throw problem;
    const asked = problem.code === "commander.helpDisplayed" || problem.code === "commander.version";
    return { command: "done", exitCode: asked ? 0 : 2 };
  }
  return invocation;
}

/** `kleis a.kleis` and `kleis --compile a.kleis` lack only their command. */
function afterMistake(argv: readonly string[]): string {
  const [first] = argv;
  const lacksCommand = first !== undefined && /^--?[a-z]|\.kleis$/i.test(first);
  if (!lacksCommand || !argv.some((word) => word.endsWith(".kleis")))
    return "kleis --help lists the commands";
  return `kleis eval ${argv.join(" ")} runs it; kleis --help lists the commands`;
}

/** `kleis eval "-2^2"`: an expression that begins with a minus is no option. It goes behind `--`, where options have ended. */
function withNegatives(argv: readonly string[]): string[] {
  const negatives = argv.filter((word) => /^-[\d(]/.test(word));
  if (negatives.length === 0 || argv.includes("--")) return [...argv];
  return [...argv.filter((word) => !negatives.includes(word)), "--", ...negatives];
}

type Take = (invocation: Invocation) => void;

const collect = (value: string, all: readonly string[]): readonly string[] => [...all, value];

function seconds(text: string): number {
  const value = Number(text);
  if (!(value > 0)) throw new InvalidArgumentError("expected a number of seconds above 0");
  // Timers of Node hold 31 bits of milliseconds, and ring at once beyond: 24 days are no limit to anybody.
  return Math.min(value, (2 ** 31 - 1) / 1000);
}

function threadCount(text: string): number {
  if (!isThreadCount(text))
    throw new InvalidArgumentError(`expected a whole number from 1 to ${mostThreads}`);
  return Number(text);
}

function level(text: string): number {
  if (!/^[0-3]$/.test(text)) throw new InvalidArgumentError("expected 0, 1, 2 or 3");
  return Number(text);
}

function addRunOptions(command: Command): Command {
  return command
    .addOption(new Option("-b, --backend <tier>", "the best tier to try").choices(backends))
    .option("-c, --compile", "compile eagerly everything whose type is concrete")
    .option("--jit", "the same as --compile")
    .option("--interpret", "the same as --backend interp")
    .option("--strict-jit", "an error where compiled code falls back to the evaluator")
    .option("--symbolic", "keep calls of undeclared names as terms")
    .option("--timeout <seconds>", "end the evaluation after this time (exit code 124)", seconds)
    .option("--threads <n>", "threads for large matrix products (default: KLEIS_THREADS, or 1)", threadCount)
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

interface RawRunOptions {
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

function addPlotOptions(command: Command, otherwise: string): Command {
  return command
    .option(
      "--plots <dir>",
      `the folder for pictures (${otherwise}); - prints PLOT_SVG:… instead, none draws none`,
    )
    .addOption(new Option("--plots-format <format>", "what pictures are by default").choices(["svg", "png"]));
}

function runOptions(raw: RawRunOptions, drawing = false): RunOptions {
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

function examples(...lines: readonly string[]): string {
  return `\nExamples:\n${lines.map((line) => `  ${line}`).join("\n")}`;
}

function addEval(program: Command, take: Take): void {
  interface Raw extends RawRunOptions {
    readonly expression: readonly string[];
    readonly file: readonly string[];
  }
  const command = addRunOptions(
    program
      .command("eval")
      .alias("run")
      .summary("evaluate an expression or a file and print each value")
      .description(
        "Evaluates an expression, or every top-level expression of a file, and prints the values, one per line.",
      )
      .argument("[input]", "an expression, a file ending in .kleis, or - for standard input"),
  );
  addPlotOptions(command, "by default the current one")
    .option("-e, --expression <expr>", "evaluate this too, in the file's scope (repeatable)", collect, [])
    .option("-f, --file <file>", "load definitions from this file first (repeatable)", collect, [])
    .option("--json", "one JSON object per value: value, type, tier, cached, compile_ms, run_ms")
    .addHelpText(
      "after",
      examples(
        'kleis eval "2 + 3 * 4"',
        "kleis eval --compile examples/lorenz.kleis",
        "kleis run --plots figures examples/plots.kleis",
        'kleis eval -f examples/lorenz.kleis "advance([1, 1, 1], 0.001, 5000)"',
      ),
    )
    .action((positional: string | undefined, raw: Raw) =>
      take({
        command: "eval",
        inputs: { positional, expressions: raw.expression, definitionFiles: raw.file },
        options: runOptions(raw, true),
      }),
    );
}

function addRepl(program: Command, take: Take): void {
  interface Raw extends RawRunOptions {
    readonly load: readonly string[];
  }
  const command = addRunOptions(
    program
      .command("repl")
      .summary("a prompt; kleis alone, on a terminal, is the same")
      .description(
        "Reads declarations, expressions and commands line by line. :help lists the commands. What is no terminal is read without a prompt.",
      ),
  );
  addPlotOptions(command, "by default the current one")
    .option("-l, --load <file>", "load the declarations of this file first (repeatable)", collect, [])
    .addHelpText(
      "after",
      examples("kleis repl", "kleis repl --jit -l examples/lorenz.kleis", "echo '2 + 3' | kleis repl"),
    )
    .action((raw: Raw) =>
      take({ command: "repl", options: { ...runOptions(raw, true), definitionFiles: raw.load } }),
    );
}

function addTest(program: Command, take: Take): void {
  interface Raw extends RawRunOptions {
    readonly example?: string;
    readonly rawOutput?: boolean;
  }
  const command = addRunOptions(
    program
      .command("test")
      .summary("run the example blocks of files")
      .argument("<files...>", "files with example blocks"),
  );
  addPlotOptions(command, "without it none is drawn")
    .option("-e, --example <text>", "run the blocks whose name contains this text")
    .option("--raw-output", "print only what the programs print")
    .option("--json", "one JSON object per block")
    .addHelpText("after", examples("kleis test geometry.kleis", "kleis test -v -e wave signals.kleis"))
    .action((files: readonly string[], raw: Raw) =>
      take({
        command: "test",
        files,
        options: { ...runOptions(raw), example: raw.example, rawOutput: raw.rawOutput === true },
      }),
    );
}

function addCheck(program: Command, take: Take): void {
  program
    .command("check")
    .summary("report mistakes without running anything")
    .description("Checks syntax, names, types and dimensions.")
    .argument("<files...>")
    .option("--parse-only", "syntax alone")
    .addHelpText("after", examples("kleis check examples/lorenz.kleis"))
    .action((files: readonly string[], raw: { readonly parseOnly?: boolean }) =>
      take({ command: "check", files, parseOnly: raw.parseOnly === true }),
    );
}

function addCompile(program: Command, take: Take): void {
  interface Raw {
    readonly output: string;
    readonly fn: readonly string[];
    readonly header?: boolean;
    readonly backend: "c" | "rust";
    readonly target?: string;
    readonly optimize?: 0 | 1 | 2 | 3;
    readonly rewrite?: boolean;
  }
  program
    .command("compile")
    .summary("make a library or source ahead of time")
    .description(
      "Compiles definitions with concrete types to a library with a C interface. The ending of the output chooses what is made: .so .a .o .c .rs .h",
    )
    .argument("<file>")
    .requiredOption("-o, --output <path>", "what to write")
    .option("--fn <name>", "export this definition (repeatable; all that can be, without it)", collect, [])
    .option("--header", "write a C header beside the output")
    .addOption(
      new Option("-b, --backend <language>", "through C or Rust").choices(["c", "rust"]).default("c"),
    )
    .option("--target <isa>", "native, x86-64-v2, x86-64-v3 or x86-64-v4")
    .option("-O, --optimize <level>", "0 to 3", level)
    .option("--no-rewrite", "compile matrix products as they are written")
    .addHelpText("after", examples("kleis compile model.kleis --fn energy -o libmodel.so --header"))
    .action((file: string, raw: Raw) =>
      take({
        command: "compile",
        file,
        options: {
          output: raw.output,
          functions: raw.fn,
          header: raw.header === true,
          backend: raw.backend,
          target: raw.target,
          optimise: raw.optimize,
          rewrite: raw.rewrite !== false,
        },
      }),
    );
}

function addExplain(program: Command, take: Take): void {
  interface Raw extends RawRunOptions {
    readonly emit?: EmitStage;
    readonly file: readonly string[];
  }
  addRunOptions(
    program
      .command("explain")
      .summary("show the type, the tier and why, or a stage of compilation; or the page of an error code")
      .argument("<subject>", "a name, an expression, a file ending in .kleis, or a code such as KL0301"),
  )
    .addOption(new Option("--emit <stage>", "print this stage").choices(emitStages))
    .option("-f, --file <file>", "load definitions from this file first (repeatable)", collect, [])
    .addHelpText(
      "after",
      examples(
        "kleis explain KL0301",
        "kleis explain least_squares",
        'kleis explain "1 + 2.5"',
        "kleis explain --emit c examples/lorenz.kleis",
      ),
    )
    .action((subject: string, raw: Raw) =>
      take({
        command: "explain",
        subject,
        options: { ...runOptions(raw), emit: raw.emit, definitionFiles: raw.file },
      }),
    );
}

const cacheSummaries: { readonly [A in CacheAction]: string } = {
  ls: "list the libraries that are kept, the newest first",
  stats: "how much is kept where",
  verify: "check every library, and remove what is damaged",
  clear: "remove everything",
};

function addCache(program: Command, take: Take): void {
  const cache = program
    .command("cache")
    .summary("look at, check or clear the compiled libraries")
    .addHelpText("after", examples("kleis cache ls", "kleis cache why examples/lorenz.kleis"));
  const actions = Object.entries(cacheSummaries) as [CacheAction, string][]; // the table's own keys
  for (const [action, summary] of actions) {
    cache
      .command(action)
      .summary(summary)
      .option("--json", "as JSON")
      .addHelpText("after", examples(`kleis cache ${action}`))
      .action((raw: { readonly json?: boolean }) =>
        take({ command: "cache", action, json: raw.json === true }),
      );
  }
  addCacheWhy(cache, take);
}

function addCacheWhy(cache: Command, take: Take): void {
  interface Raw extends RawRunOptions {
    readonly file: readonly string[];
  }
  addRunOptions(
    cache
      .command("why")
      .summary("say whether the libraries of a program are kept, or how the nearest ones differ")
      .argument("<subject>", "an expression, a file ending in .kleis, or - for standard input"),
  )
    .option("-f, --file <file>", "load definitions from this file first (repeatable)", collect, [])
    .option("--json", "one JSON object per expression")
    .addHelpText("after", examples("kleis cache why --backend rust examples/lorenz.kleis"))
    .action((subject: string, raw: Raw) =>
      take({
        command: "cache why",
        inputs: { subject, definitionFiles: raw.file },
        options: runOptions(raw),
      }),
    );
}

const benchTiers: readonly Tier[] = ["interp", "c", "rust"];

function tierList(text: string): readonly Tier[] {
  return text.split(",").map((word) => {
    const tier = benchTiers.find((name) => name === word.trim());
    if (tier === undefined) throw new InvalidArgumentError(`expected some of ${benchTiers.join(",")}`);
    return tier;
  });
}

function addBench(program: Command, take: Take): void {
  interface Raw extends RawRunOptions {
    readonly file: readonly string[];
    readonly tiers?: readonly Tier[];
    readonly jitOnly?: boolean;
    readonly interpOnly?: boolean;
    readonly md?: boolean;
  }
  addRunOptions(
    program
      .command("bench")
      .summary("time every expression of a program on every tier")
      .description(
        "Times each top-level expression on each tier, after checking that all tiers give the same value. Figures are medians.",
      )
      .argument("<subject>", "an expression, a file ending in .kleis, or - for standard input"),
  )
    .option("-f, --file <file>", "load definitions from this file first (repeatable)", collect, [])
    .option("--tiers <list>", `some of ${benchTiers.join(",")}`, tierList)
    .option("--jit-only", "native tiers alone")
    .option("--interp-only", "the plain evaluator alone")
    .option("--json", "one JSON object per expression")
    .option("--md", "a Markdown table")
    .addHelpText(
      "after",
      examples(
        'kleis bench "Σ(0, 99, λ i . Σ(0, 99, λ j . i * j))"',
        "kleis bench --md examples/lorenz.kleis",
      ),
    )
    .action((subject: string, raw: Raw) =>
      take({
        command: "bench",
        subject,
        options: {
          ...runOptions(raw),
          definitionFiles: raw.file,
          tiers: raw.tiers ?? (raw.jitOnly ? ["c", "rust"] : raw.interpOnly ? ["interp"] : benchTiers),
          markdown: raw.md === true,
        },
      }),
    );
}

function addDoctor(program: Command, take: Take): void {
  program
    .command("doctor")
    .summary("say what this machine offers: compilers, CPU features, cache")
    .option("--json", "as JSON")
    .addHelpText("after", examples("kleis doctor"))
    .action((raw: { readonly json?: boolean }) => take({ command: "doctor", json: raw.json === true }));
}
