/** Directories of one test process, removed when it ends. */
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";

const made: string[] = [];

export function scratchDirectory(): string {
  const directory = mkdtempSync(path.join(os.tmpdir(), "kleis-test-"));
  made.push(directory);
  return directory;
}

process.on("exit", () => {
  for (const directory of made) rmSync(directory, { recursive: true, force: true });
});
