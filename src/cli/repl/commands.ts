/** The commands of the prompt, by name and short form. */
import { nearest } from "../../types/nearest.ts";
import type { Command } from "./command.ts";
import { evaluating } from "./evaluating.ts";
import { examplesText, symbolLines, syntaxText, topicText } from "./help.ts";
import { inspecting } from "./inspecting.ts";
import { jit } from "./native.ts";
import type { RunCommand } from "./repl.ts";
import { stepping } from "./stepping.ts";

const noSolver = "❓ Unknown (there is no solver here; :eval decides propositions without free names)";

const talking: readonly Command[] = [
  {
    name: "verify",
    short: "v",
    argument: "PROP",
    summary: "whether a proposition holds (needs a solver)",
    run: ({ screen }) => screen.out(noSolver),
  },
  {
    name: "sat",
    short: "s",
    argument: "PROP",
    summary: "whether a proposition can hold (needs a solver)",
    run: ({ screen }) => screen.out(noSolver),
  },
  {
    name: "syntax",
    short: "syn",
    argument: "",
    summary: "the language on one screen",
    run: ({ screen }) => screen.out(syntaxText),
  },
  {
    name: "examples",
    short: "ex",
    argument: "",
    summary: "inputs to try",
    run: ({ screen }) => screen.out(examplesText),
  },
  {
    name: "symbols",
    short: "sym",
    argument: "[TEXT]",
    summary: "symbols, and what to type before TAB for them",
    run: ({ screen }, { text }) => screen.out(symbolLines(text.trim()).join("\n")),
  },
  {
    name: "help",
    short: "h",
    argument: "[TOPIC]",
    summary: "this list, or more about a command",
    run: ({ screen }, { text }) => screen.out(topicText(commands, text.trim())),
  },
  {
    name: "quit",
    short: "q",
    argument: "",
    summary: "leave (Ctrl-D does too)",
    run: () => "quit",
  },
];

export const commands: readonly Command[] = [...evaluating, ...stepping, ...inspecting, jit, ...talking];

const byName = new Map(
  commands.flatMap((command) =>
    [command.name, ...(command.short === undefined ? [] : [command.short])].map(
      (name) => [name, command] as const,
    ),
  ),
);

/** By its name or its short form. */
export function commandNamed(name: string): Command | undefined {
  return byName.get(name);
}

export const runCommand: RunCommand = async (repl, name, rest) => {
  const command = commandNamed(name);
  if (command !== undefined) return (await command.run(repl, rest)) ?? "go on";
  const near = nearest(name, byName.keys());
  const meant = near === undefined ? "" : ` Did you mean :${near}?`;
  repl.screen.error(`Unknown command: :${name}.${meant} Type :help for available commands.`);
  return "go on";
};
