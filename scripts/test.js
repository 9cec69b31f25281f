#!/usr/bin/env node
/**
 * `npm test`: type check, lint and every `*.test.ts` below test/, each in a process of its own with a time limit, two at
 * a time. `npm test -- PATTERN…` runs the files whose path contains one of the patterns (and nothing else).
 * Random tests draw from one seed, so that the same checkout gives the same answer; `KLEIS_SEED=N` takes another.
 * The last line is `N passed, N failed`.
 */
import { spawn } from "node:child_process";
import { readdirSync } from "node:fs";
import { availableParallelism } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const patterns = process.argv.slice(2);
/** Seconds; a slow suite says so itself by its name: `x.slow.test.ts`. */
const limit = (file) => (file.includes(".slow.") ? 600 : 300);

const bin = (name) => path.join(root, "node_modules", ".bin", name);
const checks = [
  { name: "tsc", command: bin("tsc"), args: ["--noEmit"], limit: 300 },
  { name: "biome", command: bin("biome"), args: ["check", "--error-on-warnings", "."], limit: 120 },
];
const suites = readdirSync(path.join(root, "test"), { recursive: true })
  .map(String)
  .filter((name) => name.endsWith(".test.ts"))
  .sort()
  .map((name) => ({
    name: path.join("test", name),
    command: process.execPath,
    args: ["--import", "tsx", "--import", "./test/support/seed.mjs", path.join("test", name)],
    limit: limit(name),
  }));
const jobs = [...checks, ...suites].filter(
  (job) => patterns.length === 0 || patterns.some((p) => job.name.includes(p)),
);

function run(job) {
  return new Promise((resolve) => {
    const started = Date.now();
    const child = spawn(job.command, job.args, {
      cwd: root,
      detached: true,
      env: { ...process.env, NO_COLOR: "1", FORCE_COLOR: "0" },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    let timedOut = false;
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8");
      stream.on("data", (text) => {
        output += text;
      });
    }
    const timer = setTimeout(() => {
      timedOut = true;
      process.kill(-child.pid, "SIGKILL");
    }, job.limit * 1000);
    child.on("close", (code) => {
      clearTimeout(timer);
      resolve({ ...job, code, timedOut, output, seconds: (Date.now() - started) / 1000 });
    });
  });
}

/** uvu's closing lines; a check without them counts as one test. */
function count({ code, output, timedOut }) {
  const number = (label) => Number(new RegExp(`${label}:\\s+(\\d+)`).exec(output)?.[1] ?? Number.NaN);
  const total = number("Total");
  if (Number.isNaN(total))
    return code === 0 ? { passed: 1, failed: 0, skipped: 0 } : { passed: 0, failed: 1, skipped: 0 };
  const passed = number("Passed");
  const skipped = number("Skipped");
  const failed = total - passed;
  return { passed, failed: failed === 0 && (code !== 0 || timedOut) ? 1 : failed, skipped };
}

const totals = { passed: 0, failed: 0, skipped: 0 };
const queue = [...jobs];
async function work() {
  for (let job = queue.shift(); job !== undefined; job = queue.shift()) {
    const result = await run(job);
    const counts = count(result);
    totals.passed += counts.passed;
    totals.failed += counts.failed;
    totals.skipped += counts.skipped;
    const state = result.timedOut
      ? `time limit of ${job.limit} s`
      : counts.failed > 0
        ? `${counts.failed} failed`
        : "ok";
    console.log(`${job.name}  ${counts.passed} passed  ${result.seconds.toFixed(1)} s  ${state}`);
    if (counts.failed > 0) console.log(result.output.trimEnd());
  }
}
await Promise.all(Array.from({ length: Math.min(2, availableParallelism()) }, work));
console.log(
  `${totals.passed} passed, ${totals.failed} failed${totals.skipped > 0 ? `, ${totals.skipped} skipped` : ""}`,
);
process.exitCode = totals.failed > 0 || totals.passed === 0 ? 1 : 0;
