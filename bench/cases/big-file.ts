/** What do `kleis check` and `kleis test` cost on a file of 2,000 lines, as whole processes? */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { bigFile } from "../support/big-file.ts";
import { timeTogether } from "../support/processes.ts";
import type { Case, Measurement } from "../support/report.ts";
import { summarise } from "../support/statistics.ts";

const kleis = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../../dist/kleis.cjs");
const units = 100;
const runs = 11;
/** Milliseconds. */
const goals = { check: 1000, test: 2000 } as const;

export const big: Case = {
  name: "bigfile",
  async *run() {
    const folder = mkdtempSync(path.join(os.tmpdir(), "kleis-bench-"));
    try {
      yield* measure(folder);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

function* measure(folder: string): Iterable<Measurement> {
  const file = path.join(folder, "big.kleis");
  const text = bigFile(units);
  writeFileSync(file, text);
  const env = { KLEIS_CACHE_DIR: path.join(folder, "cache") };
  const wanted = {
    check: `OK (${6 * units} functions, ${units} data types, ${units} structures)`,
    test: `✅ ${units} examples passed`,
  } as const;
  const commands = (["check", "test"] as const).map((name) => ({
    name,
    command: process.execPath,
    args: [kleis, name, file],
    env,
    check: (stdout: string) => {
      if (!stdout.includes(wanted[name])) throw new Error(`kleis ${name} printed ${stdout.slice(-200)}`);
    },
  }));
  const times = timeTogether(commands, runs);
  for (const name of ["check", "test"] as const) {
    const ours = summarise(times.get(name) ?? []);
    yield {
      question: `kleis ${name} on ${text.split("\n").length - 1} lines with ${units} example blocks`,
      unit: "ms",
      ours,
      goal: `below ${goals[name]} ms`,
      met: ours.median < goals[name],
    };
  }
}
