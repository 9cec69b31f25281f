/** What was measured, row by row: docs/accuracy.json, written after each row, so that a run can be ended and taken up again. */
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { root } from "../../test/support/program-file.ts";

export const families = ["real", "lanes", "linear"] as const;
export type Family = (typeof families)[number];

/** An error in units of the last place, and the arguments where it is. */
export interface Found {
  readonly ulp: number;
  readonly at: readonly string[];
}

export interface RealResult {
  /** How many arguments were drawn. */
  readonly inputs: number;
  readonly evaluated: Found;
  readonly c?: number;
  readonly rust?: number;
}

export interface LanesResult {
  readonly inputs: number;
  readonly worst: Found;
  readonly c?: number;
  readonly rust?: number;
}

/** The share of a backward bound that was used, on which matrix; by the system's LAPACK. */
export interface LinearResult {
  readonly sizes: string;
  readonly share: string;
  readonly where: string;
  readonly library?: string;
}

export interface Results {
  readonly real: Readonly<Record<string, RealResult>>;
  readonly lanes: Readonly<Record<string, LanesResult>>;
  readonly linear: Readonly<Record<string, LinearResult>>;
}

const file = path.join(root, "docs/accuracy.json");

/** Written by this script alone. */
export function readResults(): Results {
  return JSON.parse(readFileSync(file, "utf8")) as Results;
}

/** With rows in alphabetical order: one line each, which a commit shows. */
export function writeResults(results: Results): void {
  const family = (name: Family): string => {
    const rows = Object.entries<unknown>(results[name]).sort(([a], [b]) => (a < b ? -1 : 1));
    const lines = rows.map(([row, result]) => `    ${JSON.stringify(row)}: ${JSON.stringify(result)}`);
    return `  ${JSON.stringify(name)}: {\n${lines.join(",\n")}\n  }`;
  };
  writeFileSync(file, `{\n${families.map(family).join(",\n")}\n}\n`);
}
