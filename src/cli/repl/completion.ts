/** TAB: the ways to go on from where the cursor is, for node:readline. */
import type { Workspace } from "../../session/workspace.ts";
import type { Command } from "./command.ts";
import { symbols } from "./symbols.ts";

/** Hits, and the part of the line they replace. */
export type Completion = readonly [readonly string[], string];

export interface CompletionParts {
  readonly workspace: Workspace;
  readonly commands: readonly Command[];
  /** Files and directories (ending in `/`) whose path begins so. */
  readonly files: (beginning: string) => readonly string[];
}

const words =
  "define data type structure implements operation import let in if then else match lambda True False it";

export function complete(line: string, { workspace, commands, files }: CompletionParts): Completion {
  const symbol = /\\(\w*)$/.exec(line);
  if (symbol !== null) return completeSymbol(symbol[1] ?? "");
  const path =
    /^\s*:(?:load|l|run|save|export|x)\s+(.*)$/.exec(line)?.[1] ?? /^\s*import\s+"([^"]*)$/.exec(line)?.[1];
  if (path !== undefined) return [files(path), path];
  const command = /^\s*(:\S*)$/.exec(line)?.[1];
  if (command !== undefined)
    return [
      beginning(
        command,
        commands.map(({ name }) => `:${name}`),
      ),
      command,
    ];
  const name = /[\p{L}_][\p{L}\p{N}_]*$/u.exec(line)?.[0] ?? "";
  if (name === "") return [[], ""];
  const rows = [...workspace.session.table.keys()].filter((row) => /^[\p{L}_]/u.test(row));
  return [beginning(name, [...workspace.names, ...rows, ...words.split(" ")]), name];
}

/** The symbol itself where the name is one, or the only one that begins so; else the names. */
function completeSymbol(name: string): Completion {
  const known = symbols();
  const names = beginning(name, [...known.keys()]);
  const exact = known.get(name) ?? (names.length === 1 ? known.get(names[0] ?? "") : undefined);
  return [exact === undefined ? names.map((n) => `\\${n}`) : [exact], `\\${name}`];
}

function beginning(start: string, all: readonly string[]): readonly string[] {
  return [...new Set(all)].filter((name) => name.startsWith(start)).sort();
}
