/** `kleis repl`: a prompt on a terminal; lines from standard input, without one, where that is none. */
import { readdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import pc from "picocolors";
import type { Diagnostic } from "../../base/diagnostic.ts";
import { version } from "../../session/installation.ts";
import { Workspace } from "../../session/workspace.ts";
import type { Desk } from "../desk.ts";
import { type ExitCode, exitCode } from "../exit.ts";
import type { ReplOptions, RunOptions } from "../invocation.ts";
import { commands, runCommand } from "../repl/commands.ts";
import { complete } from "../repl/completion.ts";
import { converse } from "../repl/console.ts";
import { loadDeclarations } from "../repl/evaluating.ts";
import { historyFile, readHistory, writeHistory } from "../repl/history.ts";
import { Repl } from "../repl/repl.ts";
import type { Screen } from "../repl/screen.ts";
import { whyNotWritten } from "../why-not-written.ts";

export async function repl(desk: Desk, options: ReplOptions): Promise<ExitCode> {
  const interactive = process.stdin.isTTY === true && process.stdout.isTTY === true;
  const prompt = openRepl(desk, options, interactive);
  if (interactive) desk.terminal.out(`Kleis ${version}. :help lists the commands, :quit leaves.`);
  for (const file of options.definitionFiles) loadDeclarations(prompt, file);
  const history = historyFile(desk.host.machine.home);
  try {
    await converse({
      repl: prompt,
      input: process.stdin,
      output: interactive ? process.stdout : undefined,
      history: interactive ? readHistory(history) : [],
      keepHistory: (lines) => writeHistory(history, lines),
      complete: (line) =>
        complete(line, { workspace: prompt.workspace, commands, files: (start) => files(desk, start) }),
    });
  } finally {
    // A compiler that somebody gave up waiting for.
    desk.host.endStarted();
    prompt.workspace.close();
  }
  return exitCode.ok;
}

function openRepl(desk: Desk, options: RunOptions, interactive: boolean): Repl {
  const { terminal } = desk;
  const sources = new Map<string, string>();
  const screen: Screen = {
    out: terminal.out,
    error: interactive ? terminal.out : terminal.error,
    palette: interactive && process.env["NO_COLOR"] === undefined ? pc.createColors(true) : undefined,
  };
  const settings = desk.sessionOptions(options, sources);
  const mayCompile = settings.backend !== "interp";
  const pictures = desk.pictures(options, undefined);
  const report = (problem: Diagnostic): void => prompt.tell([problem]);
  const workspace = new Workspace(
    {
      options: (compile) => ({ ...desk.sessionOptions(options, sources), compile, report, pictures }),
      loader: () => desk.loader(),
      sources,
    },
    mayCompile && settings.compile,
  );
  const write = (file: string, text: string) => writeFile(desk, file, text);
  const prompt = new Repl({ workspace, screen, sources, command: runCommand, mayCompile, write });
  return prompt;
}

/** The reason where it fails. */
function writeFile(desk: Desk, file: string, text: string): string | undefined {
  try {
    writeFileSync(path.resolve(desk.workingDirectory, file), text);
    return undefined;
  } catch (problem) {
    return whyNotWritten(file, problem);
  }
}

function files(desk: Desk, start: string): readonly string[] {
  const directory = start.slice(0, start.lastIndexOf("/") + 1);
  try {
    return readdirSync(path.resolve(desk.workingDirectory, directory), { withFileTypes: true })
      .map((entry) => `${directory}${entry.name}${entry.isDirectory() ? "/" : ""}`)
      .filter((name) => name.startsWith(start) && /(\/|\.kleis)$/.test(name));
  } catch {
    return [];
  }
}
