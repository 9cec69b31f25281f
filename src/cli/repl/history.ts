/** What was typed, across sessions: ~/.kleis_history, readable by its owner alone. Failing to keep it is no trouble. */
import { chmodSync, readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";

export const historySize = 1000;

export function historyFile(home: string): string {
  return path.join(home, ".kleis_history");
}

/** The newest line first, as node:readline has it. */
export function readHistory(file: string): string[] {
  try {
    if (!isFileOrNothing(file)) return [];
    const lines = readFileSync(file, "utf8").split("\n");
    return lines
      .filter((line) => line !== "")
      .slice(-historySize)
      .reverse();
  } catch {
    return [];
  }
}

/** `lines` with the newest first; each is kept once, and so is what another prompt has written meanwhile. */
export function writeHistory(file: string, lines: readonly string[]): void {
  if (!isFileOrNothing(file)) return;
  const all = [...lines.filter((line) => line.trim() !== ""), ...readHistory(file)];
  const kept = [...new Set(all)].slice(0, historySize);
  try {
    writeFileSync(file, `${kept.reverse().join("\n")}\n`, { mode: 0o600 });
    chmodSync(file, 0o600);
  } catch {
    // A home that cannot be written to.
  }
}

/** A history that is a link to a device is not wanted, and a pipe would wait for somebody. */
function isFileOrNothing(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false })?.isFile() ?? true;
}
