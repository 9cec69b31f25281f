/**
 * Programs with what they must give: `//! tier: c` in the first line, and behind (or below) each top-level expression
 * `// = VALUE : TYPE`, the type optional. Lines that are printed on the way stand below as `// > TEXT`.
 */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");

export interface ExpectedValue {
  readonly value: string;
  readonly type: string | undefined;
  readonly line: number;
}

export interface ProgramFile {
  readonly name: string;
  /** Relative to the root. */
  readonly path: string;
  readonly text: string;
  /** `c`: must run natively, by C and by Rust, under --strict-jit; `interp`: may fall back. */
  readonly tier: "c" | "interp";
  /** `//! tier: interp symbolic`: calls that nothing defines stay terms. */
  readonly symbolic: boolean;
  readonly expected: readonly ExpectedValue[];
  readonly printed: readonly string[];
}

/** The `.kleis` files of a folder, relative to the root. */
export function programPaths(folder: string): readonly string[] {
  return readdirSync(path.join(root, folder))
    .filter((name) => name.endsWith(".kleis"))
    .sort()
    .map((name) => path.join(folder, name));
}

export function readPrograms(folder: string): readonly ProgramFile[] {
  return programPaths(folder).map(readProgram);
}

export function readProgram(relative: string): ProgramFile {
  const text = readFileSync(path.join(root, relative), "utf8");
  const lines = text.split("\n").map((line) => line.trimEnd());
  const expected = lines.flatMap((line, i) => {
    const found = /\/\/ = (.*?)(?: : ([^:]+))?$/.exec(line);
    return found?.[1] === undefined ? [] : [{ value: found[1], type: found[2], line: i + 1 }];
  });
  const printed = lines.flatMap((line) => /^\/\/ > (.*)$/.exec(line)?.[1] ?? []);
  const [, tier, symbolic] = /^\/\/! tier: (\w+)( symbolic)?/.exec(text) ?? [];
  if (tier !== "c" && tier !== "interp") throw new Error(`${relative}: the first line names no tier`);
  return {
    name: path.basename(relative, ".kleis"),
    path: relative,
    text,
    tier,
    symbolic: symbolic !== undefined,
    expected,
    printed,
  };
}
