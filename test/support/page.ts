/**
 * Pages of documentation as programs. Fenced blocks run in order, in a directory of the page's own:
 *
 *     kleis      a program, under `example.kleis` or the name in its first line (`// model.kleis`). Values are compared with
 *                `// = VALUE : TYPE`, what is said with the `text` block that follows at once, or nothing is. Before a
 *                `console` block it is only a file for the commands there.
 *     console    commands with what they print, inputs at the prompt with what they show
 *     ts         a program that imports "kleis"; what it writes is compared with the `text` block that follows
 *     toml, c    files for the commands below: kleis.toml, or the name in the first line
 */
import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { formatValue } from "../../src/interpret/format.ts";
import { printType } from "../../src/types/print.ts";
import { replay } from "./console.ts";
import { root } from "./program-file.ts";
import { scratchDirectory } from "./scratch.ts";
import { runProgram } from "./session.ts";

export interface Block {
  readonly language: string;
  /** From 1, of the opening fence. */
  readonly line: number;
  readonly text: string;
}

/** A block whose text has to be compared with what came out. */
export interface Comparison {
  readonly block: Block;
  readonly actual: string;
}

export function blocksOf(page: string): readonly Block[] {
  const blocks: Block[] = [];
  let open: { language: string; line: number; lines: string[] } | undefined;
  for (const [i, line] of page.split("\n").entries()) {
    const fence = /^```(\S*)/.exec(line);
    if (fence === null) open?.lines.push(line);
    else if (open === undefined) open = { language: fence[1] ?? "", line: i + 1, lines: [] };
    else {
      blocks.push({ ...open, text: open.lines.map((text) => `${text}\n`).join("") });
      open = undefined;
    }
  }
  return blocks;
}

/** Runs the blocks of a page; what each of them claims, with what is true. */
export async function runPage(page: string): Promise<readonly Comparison[]> {
  const directory = scratchDirectory();
  const blocks = blocksOf(page);
  const comparisons: Comparison[] = [];
  for (const [i, block] of blocks.entries()) {
    const next = blocks[i + 1];
    const said = next?.language === "text" ? next : { ...block, text: "" };
    switch (block.language) {
      case "kleis":
        save(block, directory);
        // The commands that follow run it.
        if (next?.language !== "console") comparisons.push(...(await program(block, said, directory)));
        break;
      case "console":
        comparisons.push({ block, actual: await replay(block.text, directory) });
        break;
      case "ts":
        comparisons.push({ block: said, actual: await typescript(block.text, directory) });
        break;
      case "toml":
        writeFileSync(path.join(directory, "kleis.toml"), block.text);
        break;
      case "c":
        writeFileSync(path.join(directory, nameOf(block.text) ?? "example.c"), block.text);
        break;
      default:
    }
  }
  return comparisons;
}

/** Writes a program down; its name. */
function save({ text }: Block, directory: string): string {
  const name = nameOf(text) ?? "example.kleis";
  writeFileSync(path.join(directory, name), text);
  return name;
}

function nameOf(text: string): string | undefined {
  return /^\/\/ (\S+\.\w+)\n/.exec(text)?.[1];
}

async function program(block: Block, said: Block, directory: string): Promise<readonly Comparison[]> {
  const run = await runProgram(save(block, directory), block.text, { backend: "interp" }, directory);
  const messages = run.said.map((message) => `${message}\n`).join("");
  let count = 0;
  const actual = block.text.replace(
    /(\/\/ = )(.*?)( : [^:\n]+)?$/gm,
    (_, mark: string, __, type?: string) => {
      const value = run.values[count];
      count += 1;
      if (value === undefined) return `${mark}(nothing)`;
      return `${mark}${formatValue(value.value)}${type === undefined ? "" : ` : ${printType(value.type)}`}`;
    },
  );
  return [
    { block, actual },
    { block: said, actual: messages },
  ];
}

function typescript(text: string, directory: string): Promise<string> {
  const file = path.join(directory, "example.mts");
  writeFileSync(file, text.replaceAll('from "kleis"', `from "${path.join(root, "src/index.ts")}"`));
  const child = spawn(process.execPath, ["--import", "tsx", file], {
    cwd: root,
    timeout: 60_000,
    env: { ...process.env, KLEIS_CACHE_DIR: path.join(directory, "cache") },
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (shown: string) => {
      output += shown;
    });
  return new Promise((resolve) => {
    child.on("close", () => resolve(output));
  });
}
