/** The commands that look at programs, libraries and the machine: `check`, `compile`, `explain`, `cache`, `doctor`. */

import { type Command, Option } from "commander";
import { type EmitStage, emitStages } from "../../session/stages.ts";
import type { CacheAction } from "../invocation.ts";
import {
  addRunOptions,
  collect,
  examples,
  level,
  type RawRunOptions,
  runOptions,
  type Take,
  threadCount,
} from "./options.ts";

export function addCheck(program: Command, take: Take): void {
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

export function addCompile(program: Command, take: Take): void {
  interface Raw {
    readonly output: string;
    readonly fn: readonly string[];
    readonly header?: boolean;
    readonly exe?: boolean;
    readonly backend: "c" | "rust";
    readonly target?: string;
    readonly optimize?: 0 | 1 | 2 | 3;
    readonly rewrite?: boolean;
    readonly threads?: number;
  }
  program
    .command("compile")
    .summary("make a library, a program or source ahead of time")
    .description(
      "Compiles definitions with concrete types to a library with a C interface. The ending of the output chooses what is made: .so .a .o .c .rs .h. With --exe the expressions of the file become a program that prints their values and needs neither kleis nor Node.",
    )
    .argument("<file>")
    .requiredOption("-o, --output <path>", "what to write")
    .option("--fn <name>", "export this definition (repeatable; all that can be, without it)", collect, [])
    .option("--header", "write a C header beside the output")
    .addOption(
      new Option("--exe", "make a stand-alone program of the expressions, through C").conflicts([
        "fn",
        "header",
      ]),
    )
    .addOption(
      new Option("-b, --backend <language>", "through C or Rust").choices(["c", "rust"]).default("c"),
    )
    .option("--target <isa>", "native, x86-64-v2, x86-64-v3 or x86-64-v4")
    .option("-O, --optimize <level>", "0 to 3", level)
    .option("--no-rewrite", "compile matrix products as they are written")
    .option("--threads <n>", "threads that a call with much to do starts (default: 1)", threadCount)
    .addHelpText(
      "after",
      examples(
        "kleis compile model.kleis --fn energy -o libmodel.so --header",
        "kleis compile --exe examples/lorenz.kleis -o lorenz && ./lorenz",
      ),
    )
    .action((file: string, raw: Raw) =>
      take({
        command: "compile",
        file,
        options: {
          output: raw.output,
          functions: raw.fn,
          header: raw.header === true,
          executable: raw.exe === true,
          backend: raw.backend,
          target: raw.target,
          optimise: raw.optimize,
          rewrite: raw.rewrite !== false,
          threads: raw.threads ?? 1,
        },
      }),
    );
}

export function addExplain(program: Command, take: Take): void {
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

export function addCache(program: Command, take: Take): void {
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

export function addDoctor(program: Command, take: Take): void {
  program
    .command("doctor")
    .summary("say what this machine offers: compilers, CPU features, cache")
    .option("--json", "as JSON")
    .addHelpText("after", examples("kleis doctor"))
    .action((raw: { readonly json?: boolean }) => take({ command: "doctor", json: raw.json === true }));
}
