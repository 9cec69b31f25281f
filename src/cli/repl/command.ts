/** What a command of the prompt is: a row of a table, from which follow help, completion and what runs. */
import type { After, CommandText, Repl } from "./repl.ts";

export interface Command {
  readonly name: string;
  readonly short?: string;
  /** What may follow, for help: `e`, `[file]`. */
  readonly argument: string;
  readonly summary: string;
  readonly run: (repl: Repl, rest: CommandText) => Promise<After> | After | Promise<void> | void;
}
