/** Is a run that was told nothing ever much slower than one that compiles nothing? Whole processes, the cache empty each time. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { type Timed, timeTogether } from "../support/processes.ts";
import type { Case, Measurement } from "../support/report.ts";
import { median, summarise } from "../support/statistics.ts";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
const kleis = path.join(root, "dist/kleis.cjs");
const examples = path.join(root, "examples");
const runs = 9;
/** RJ-51. */
const limit = 1.2;

export const auto: Case = {
  name: "auto",
  async *run() {
    const cache = mkdtempSync(path.join(os.tmpdir(), "kleis-bench-"));
    try {
      for (const name of readdirSync(examples).filter((file) => file.endsWith(".kleis"))) {
        // What asks for a compiler waits for it.
        if (!readFileSync(path.join(examples, name), "utf8").includes("@compile")) yield measure(cache, name);
      }
    } finally {
      rmSync(cache, { recursive: true, force: true });
    }
  },
};

function measure(cache: string, name: string): Measurement {
  let expected: string | undefined;
  const timed = (way: string, options: readonly string[]): Timed => ({
    name: way,
    command: process.execPath,
    args: [kleis, "eval", "--plots", path.join(cache, "pictures"), ...options, path.join(examples, name)],
    env: { KLEIS_CACHE_DIR: cache },
    before: () => rmSync(cache, { recursive: true, force: true }),
    check: (stdout) => {
      // Sums may be added in another order: the same values to ten digits.
      const values = stdout.replace(/-?\d+\.\d+(e[+-]\d+)?/g, (digits) => Number(digits).toPrecision(10));
      expected ??= values;
      if (values !== expected) throw new Error(`${way} printed ${stdout}, expected ${expected}`);
    },
  });
  const times = timeTogether([timed("interp", ["--interpret"]), timed("auto", [])], runs);
  const [ours, peer] = [times.get("auto") ?? [], times.get("interp") ?? []];
  const ratio = median(ours.map((t, i) => t / (peer[i] ?? Number.NaN)));
  return {
    question: `kleis eval examples/${name}, nothing in the cache`,
    unit: "ms",
    ours: summarise(ours),
    peer: { name: "--interpret", figures: summarise(peer) },
    ratio,
    goal: `≤ ${limit} times`,
    met: ratio <= limit,
  };
}
