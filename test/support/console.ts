/**
 * Transcripts as documents show them: `$ command` with what it prints, and inputs at the prompt with what they show. They
 * run for real, in a directory of their own; what comes out has the form of the transcript.
 */
import { spawn } from "node:child_process";
import { chmodSync, writeFileSync } from "node:fs";
import path from "node:path";
import { InputReader } from "../../src/cli/repl/inputs.ts";
import { program } from "./cli.ts";
import { openPrompt } from "./repl.ts";
import { scratchDirectory } from "./scratch.ts";

/** A directory with a `kleis` for the shell. */
const bin = scratchDirectory();
writeFileSync(path.join(bin, "kleis"), `#!/bin/sh\nexec "${process.execPath}" "${program}" "$@"\n`);
chmodSync(path.join(bin, "kleis"), 0o755);
const cache = scratchDirectory();

/** The transcript as it really is. Seconds a command may take: 60. */
export async function replay(transcript: string, directory: string): Promise<string> {
  const parts: string[] = [];
  for (const { command, rest } of commandsOf(transcript)) {
    parts.push(`$ ${command}`);
    const typed = rest.filter((line) => prompts.test(line));
    parts.push(
      ...(typed.length > 0 ? await atPrompt(command, rest, directory) : [await shell(command, directory)]),
    );
  }
  return `${parts.filter((part) => part !== "").join("\n")}\n`;
}

/** Whether a transcript agrees with what came out: `…` stands for anything on a line, alone for any lines. */
export function agrees(expected: string, actual: string): boolean {
  const escaped = expected.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const pattern = escaped.replace(/^…$\n?/gm, "[\\s\\S]*?").replace(/…/g, "[^\\n]*?");
  return new RegExp(`^${pattern}$`).test(actual);
}

interface Command {
  readonly command: string;
  readonly rest: readonly string[];
}

function commandsOf(transcript: string): readonly Command[] {
  const commands: { command: string; rest: string[] }[] = [];
  for (const line of transcript.trimEnd().split("\n")) {
    if (line.startsWith("$ ")) commands.push({ command: line.slice(2), rest: [] });
    else commands.at(-1)?.rest.push(line);
  }
  return commands;
}

function shell(command: string, directory: string): Promise<string> {
  const child = spawn("sh", ["-c", `${command} 2>&1`], {
    cwd: directory,
    timeout: 60_000,
    env: {
      ...process.env,
      PATH: `${bin}:${process.env["PATH"] ?? ""}`,
      NO_COLOR: "1",
      KLEIS_CACHE_DIR: cache,
    },
  });
  child.stdin.end();
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    output += text;
  });
  return new Promise((resolve) => {
    child.on("close", () => resolve(output.trimEnd()));
  });
}

// ---- the prompt ------------------------------------------------------------------------------------------

const prompts = /^(kleis(?:\[jit\])?> |debug> )/;
const continuation = "   ";

/** `kleis`, `kleis repl --jit`: the lines behind prompts are typed. */
async function atPrompt(
  command: string,
  lines: readonly string[],
  directory: string,
): Promise<readonly string[]> {
  const shown: string[] = [];
  const { repl } = openPrompt({ compile: command.includes("--jit") }, directory, (text) => shown.push(text));
  const left = [...lines];
  const reader = new InputReader();
  repl.ask = (prompt) => {
    const at = left.findIndex((line) => prompts.test(line));
    const [line] = left.splice(0, at + 1).slice(-1);
    if (line === undefined || !line.startsWith(prompt)) return Promise.resolve(undefined);
    shown.push(line);
    return Promise.resolve(line.slice(prompt.length));
  };
  for (let line = left.shift(); line !== undefined; line = left.shift()) {
    const prompt = reader.waiting ? continuation : prompts.exec(line)?.[0];
    if (prompt === undefined || !line.startsWith(prompt)) continue;
    shown.push(`${reader.waiting ? continuation : repl.prompt}${line.slice(prompt.length)}`);
    const input = reader.line(line.slice(prompt.length));
    if (input !== undefined && (await repl.submit(input)) === "quit") shown.push("Goodbye!");
  }
  repl.workspace.close();
  return shown;
}
