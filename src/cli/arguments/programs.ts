/** The commands that run programs: `eval`, `repl`, `test`, `bench`. */

import { type Command, InvalidArgumentError } from "commander";
import type { Tier } from "../../session/options.ts";
import {
  addPlotOptions,
  addRunOptions,
  collect,
  examples,
  type RawRunOptions,
  runOptions,
  type Take,
} from "./options.ts";

export function addEval(program: Command, take: Take): void {
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

export function addRepl(program: Command, take: Take): void {
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

export function addTest(program: Command, take: Take): void {
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

export function addBatch(program: Command, take: Take): void {
  interface Raw extends RawRunOptions {
    readonly fn?: string;
    readonly in: readonly string[];
    readonly out?: string;
    readonly type: readonly string[];
    readonly keepGoing?: boolean;
  }
  addRunOptions(
    program
      .command("batch")
      .summary("one definition over all rows of a table")
      .description(
        "Calls a definition with every row of a .npy or .csv file, as one compiled loop, and writes the results. A row holds the arguments side by side: all numbers of a vector, a matrix row by row. Parameters without a type are real.",
      )
      .argument("<file>", "the file with the definition"),
  )
    .option("--fn <name>", "the definition (the only one of the file, without it)")
    .requiredOption(
      "-i, --in <table>",
      "the rows; repeated: a table for each parameter; - is CSV from standard input",
      (value: string, all: readonly string[] | undefined) => [...(all ?? []), value],
    )
    .option("-o, --out <table>", "where to write the results: .npy or .csv (printed as CSV, without it)")
    .option("--type <type>", "the type of a parameter, once for each (Vector(3), ℝ, …)", collect, [])
    .option("--keep-going", "NaN for rows that fail, instead of ending at the first (exit code 1)")
    .option("--json", "what was done: rows, failed, type, tier, cached, compile_ms, run_ms")
    .addHelpText(
      "after",
      examples(
        "kleis batch model.kleis --fn energy --in points.npy --out e.npy",
        "kleis batch model.kleis --fn energy --in q.npy --in p.npy --out e.csv",
        "seq 1 5 | kleis batch square.kleis --in -",
      ),
    )
    .action((file: string, raw: Raw) =>
      take({
        command: "batch",
        file,
        options: {
          ...runOptions(raw),
          fn: raw.fn,
          inputs: raw.in,
          output: raw.out,
          types: raw.type,
          keepGoing: raw.keepGoing === true,
        },
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

export function addBench(program: Command, take: Take): void {
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
