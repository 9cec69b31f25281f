/** Does a run cost more than starting Node, warm, and what does a compiler add, cold? */
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { type Timed, timeTogether } from "../support/processes.ts";
import type { Case, Measurement } from "../support/report.ts";
import { median, summarise } from "../support/statistics.ts";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
const kleis = path.join(root, "dist/kleis.cjs");
const lorenz = path.join(root, "examples/lorenz.kleis");
const runs = 21;

export const startup: Case = {
  name: "startup",
  async *run() {
    const cache = mkdtempSync(path.join(os.tmpdir(), "kleis-bench-"));
    try {
      yield* measure(cache);
    } finally {
      rmSync(cache, { recursive: true, force: true });
    }
  },
};

function* measure(cache: string): Iterable<Measurement> {
  const at = (folder: string): { KLEIS_CACHE_DIR: string } => ({ KLEIS_CACHE_DIR: path.join(cache, folder) });
  const node = process.execPath;
  const lorenzArgs = (backend: string): string[] => [
    kleis,
    "eval",
    "--compile",
    "--backend",
    backend,
    lorenz,
  ];
  const values = (stdout: string): void => {
    if (stdout.trim().split("\n").length !== 2 || !stdout.startsWith("["))
      throw new Error(`lorenz printed ${stdout}`);
  };
  const empty = (folder: string) => () => rmSync(path.join(cache, folder), { recursive: true, force: true });
  const commands: readonly Timed[] = [
    { name: "node", command: node, args: ["-e", "0"], check: () => undefined },
    {
      name: "sum",
      command: node,
      args: [kleis, "eval", "1 + 1"],
      env: at("warm"),
      check: (out) => equal(out.trim(), "2"),
    },
    { name: "warm", command: node, args: lorenzArgs("c"), env: at("warm"), check: values },
    {
      name: "cold c",
      command: node,
      args: lorenzArgs("c"),
      env: at("cold"),
      before: empty("cold"),
      check: values,
    },
    {
      name: "cold rust",
      command: node,
      args: lorenzArgs("rust"),
      env: at("cold"),
      before: empty("cold"),
      check: values,
    },
  ];
  const times = timeTogether(commands, runs);
  const of = (name: string): readonly number[] => times.get(name) ?? [];
  const against = (name: string, peer: string, question: string, limit: number): Measurement => {
    const ratio = median(of(name).map((t, i) => t / (of(peer)[i] ?? Number.NaN)));
    return {
      question,
      unit: "ms",
      ours: summarise(of(name)),
      peer: { name: peer, figures: summarise(of(peer)) },
      ratio,
      goal: `≤ ${limit} times`,
      met: ratio <= limit,
    };
  };
  const above = (name: string, question: string, limit: number): Measurement => {
    const extras = of(name).map((t, i) => t - (of("warm")[i] ?? Number.NaN));
    const extra = median(extras);
    // The machine's own pace: on one that is busy or slow the milliseconds grow, and this hardly does.
    const pace = median(extras.map((t, i) => t / (of("node")[i] ?? Number.NaN)));
    return {
      question: `${question}: ${extra.toFixed(0)} ms above warm, ${pace.toFixed(2)} times \`node -e 0\``,
      unit: "ms",
      ours: summarise(of(name)),
      peer: { name: "warm", figures: summarise(of("warm")) },
      goal: `≤ warm + ${limit} ms`,
      met: extra <= limit,
    };
  };
  yield against("warm", "node", "warm `kleis eval --compile examples/lorenz.kleis` against `node -e 0`", 1.6);
  yield against("sum", "node", '`kleis eval "1 + 1"` against `node -e 0`', 1.6);
  yield above("cold c", "cold compile by C", 120);
  yield above("cold rust", "cold compile by Rust", 200);
}

function equal(found: string, expected: string): void {
  if (found !== expected) throw new Error(`expected ${expected}, got ${found}`);
}
