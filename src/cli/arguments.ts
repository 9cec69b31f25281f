/**
 * The command line as data: commander reads it, this module says what there is. Wrong usage never gets past here: commander
 * prints its message and the process ends with exit code 2.
 */

import { Command, CommanderError } from "commander";
import { addBatch, addBench, addEval, addRepl, addTest } from "./arguments/programs.ts";
import { addCache, addCheck, addCompile, addDoctor, addExplain } from "./arguments/tools.ts";
import type { Invocation } from "./invocation.ts";

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
  for (const add of wanted(argv[0])) add(program, take);
  for (const command of program.commands)
    command.showHelpAfterError(
      `(${unquoted(argv)}kleis ${command.name()} --help shows its arguments and options)`,
    );
  try {
    program.parse(withNegatives(argv, program), { from: "user" });
  } catch (problem) {
    if (!(problem instanceof CommanderError)) throw problem;
    const asked =
      problem.code === "commander.helpDisplayed" ||
      problem.code === "commander.version" ||
      (problem.code === "commander.help" && problem.exitCode === 0);
    return { command: "done", exitCode: asked ? 0 : 2 };
  }
  return invocation;
}

type Add = (program: Command, take: (next: Invocation) => void) => void;

const commands: Readonly<Record<string, Add>> = {
  repl: addRepl,
  eval: addEval,
  test: addTest,
  check: addCheck,
  compile: addCompile,
  explain: addExplain,
  cache: addCache,
  batch: addBatch,
  bench: addBench,
  doctor: addDoctor,
};

/** The command that is named; all of them where none is, to be listed or to find the one that was meant. */
function wanted(first: string | undefined): readonly Add[] {
  const name = first === "run" ? "eval" : (first ?? "");
  const named = Object.hasOwn(commands, name) ? commands[name] : undefined;
  return named === undefined ? Object.values(commands) : [named];
}

/** `kleis eval 1 + 1`: the shell made several words of an expression. */
function unquoted([command, ...words]: readonly string[]): string {
  const isExpression = words.length > 1 && words.every((word) => !/^--?[a-z]|\.kleis$/i.test(word));
  if ((command !== "eval" && command !== "explain") || !isExpression) return "";
  return `an expression stands in quotes: kleis ${command} "${words.join(" ")}"; `;
}

/** What other tools call these commands. */
const commandsElsewhere: Readonly<Record<string, string>> = {
  doc: "explain",
  evaluate: "eval",
  exec: "eval",
  build: "compile",
};

/** `kleis a.kleis` and `kleis --compile a.kleis` lack only their command, and so does `kleis "1 + 1"`. */
function afterMistake(argv: readonly string[]): string {
  const [first] = argv;
  const meant = Object.hasOwn(commandsElsewhere, first ?? "") ? commandsElsewhere[first ?? ""] : undefined;
  if (meant !== undefined) return `kleis ${meant} does that; kleis --help lists the commands`;
  if (argv.length === 1 && first !== undefined && /[\s()[\]+*/^=]/.test(first) && !first.endsWith(".kleis"))
    return `kleis eval "${first}" evaluates it; kleis --help lists the commands`;
  const lacksCommand = first !== undefined && /^--?[a-z]|\.kleis$/i.test(first);
  if (!lacksCommand || !argv.some((word) => word.endsWith(".kleis")))
    return "kleis --help lists the commands";
  return `kleis eval ${argv.join(" ")} runs it; kleis --help lists the commands`;
}

/**
 * `kleis eval "-2^2"`: an expression that begins with a minus is no option. It goes behind `--`, where options have ended; not what
 * follows an option that takes a value (`--threads -3` is a mistake about threads).
 */
function withNegatives(argv: readonly string[], program: Command): string[] {
  if (argv.includes("--")) return [...argv];
  const valued = new Set(
    program.commands.flatMap(({ options }) =>
      options.flatMap(({ required, short, long }) => (required ? [short, long] : [])),
    ),
  );
  const isNegative = (word: string, at: number): boolean =>
    /^-[\d(]/.test(word) && !valued.has(argv[at - 1] ?? "");
  const negatives = argv.filter(isNegative);
  if (negatives.length === 0) return [...argv];
  return [...argv.filter((word, at) => !isNegative(word, at)), "--", ...negatives];
}
