/**
 * `npx tsx scripts/fuzz.ts [--seed N] [--from N] [--inputs N] [--jobs N] [--out DIR]`: mutated programs through parser, checker and (one in
 * four each) evaluator and the printers of native code. No input may crash, hang, or throw anything but a diagnostic; what does is
 * written to DIR, made smaller.
 * Exit code 1 where something was found. Found cases go to test/corpus, which the tests replay.
 */
import { type ChildProcess, fork } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { type Depth, judge } from "../test/support/fuzz/judge.ts";
import { mutated, readCorpus } from "../test/support/fuzz/mutate.ts";
import { Random } from "../test/support/fuzz/random.ts";

/** Milliseconds of processor time that one input may take, the evaluation of all its expressions included. */
const patience = 20_000;

interface Order {
  readonly seed: number;
  readonly from: number;
  readonly to: number;
}
type Report =
  | { readonly kind: "begin"; readonly index: number }
  | { readonly kind: "found"; readonly index: number; readonly error: string }
  | { readonly kind: "done"; readonly slowest: readonly [number, number] };

const corpus = readCorpus();
const inputOf = (seed: number, index: number): string =>
  mutated(corpus, new Random(Math.imul(seed, 1_000_003) + index));
const depths: readonly Depth[] = ["evaluate", "lower", "check", "check"];
const depthOf = (index: number): Depth => depths[index % depths.length] ?? "check";

// ── one process of several ──────────────────────────────────────────────────────────────────────────────────────────

async function work({ seed, from, to }: Order): Promise<void> {
  const send = (report: Report): unknown => process.send?.(report);
  let slowest: readonly [number, number] = [0, from];
  for (let index = from; index < to; index++) {
    send({ kind: "begin", index });
    const start = performance.now();
    try {
      await judge(inputOf(seed, index), depthOf(index));
    } catch (problem) {
      send({
        kind: "found",
        index,
        error: problem instanceof Error ? (problem.stack ?? "") : String(problem),
      });
    }
    const milliseconds = performance.now() - start;
    if (milliseconds > slowest[0]) slowest = [milliseconds, index];
  }
  send({ kind: "done", slowest });
  process.disconnect();
}

// ── the one that starts them ────────────────────────────────────────────────────────────────────────────────────────

interface Finding {
  readonly index: number;
  readonly error: string;
}

/** Runs inputs from `from` on, in a process that is replaced whenever an input ends it or takes too long. */
async function run(seed: number, from: number, to: number, found: (finding: Finding) => void): Promise<void> {
  for (let at = from; at < to; ) {
    const child = fork(fileURLToPath(import.meta.url), ["--worker"], {
      execArgv: [...process.execArgv, "--max-old-space-size=2000"],
      stdio: ["ignore", "ignore", "ignore", "ipc"],
    });
    child.send({ seed, from: at, to } satisfies Order);
    const ended = await supervise(child, found);
    if (ended.kind === "done") return;
    found({ index: ended.index, error: ended.why });
    at = ended.index + 1;
  }
}

type End =
  | { readonly kind: "done" }
  | { readonly kind: "lost"; readonly index: number; readonly why: string };

function supervise(child: ChildProcess, found: (finding: Finding) => void): Promise<End> {
  return new Promise((resolve) => {
    let index = 0;
    let done = false;
    let late = false;
    const stop = (): void => {
      late = true;
      child.kill("SIGKILL");
    };
    let begun = 0;
    let since = performance.now();
    // A process that others keep waiting has not hung.
    const look = (): void => {
      const waited = performance.now() - since > 20 * patience;
      if (waited || processorTime(child.pid) - begun > patience) stop();
      else timer = setTimeout(look, patience);
    };
    let timer = setTimeout(look, 10 * patience);
    child.on("message", (message) => {
      const report = message as Report; // sent by `work` alone
      if (report.kind === "found") found(report);
      if (report.kind === "done") {
        done = true;
        console.log(`slowest: input ${report.slowest[1]}, ${report.slowest[0].toFixed(0)} ms`);
      }
      if (report.kind !== "begin") return;
      ({ index } = report);
      if (index % 5000 === 0) console.log(`${new Date().toISOString().slice(11, 19)}  input ${index}`);
      clearTimeout(timer);
      begun = processorTime(child.pid);
      since = performance.now();
      timer = setTimeout(look, patience);
    });
    child.on("exit", (code) => {
      clearTimeout(timer);
      const why = late ? `hangs: no end after ${patience} ms` : `the process ended with ${code}`;
      resolve(done ? { kind: "done" } : { kind: "lost", index, why });
    });
  });
}

/** Milliseconds that a process has computed, as Linux counts them; elsewhere the time that has gone by. */
function processorTime(pid: number | undefined): number {
  try {
    const after = readFileSync(`/proc/${pid}/stat`, "latin1").replace(/^.*\)/, "").split(" ");
    // Fields 14 and 15 of proc(5), in hundredths of a second.
    return 10 * (Number(after[12]) + Number(after[13]));
  } catch {
    return performance.now();
  }
}

/** Lines that can go while the same thing is thrown. */
async function smaller(text: string, error: string, depth: Depth): Promise<string> {
  const wanted = headline(error);
  let lines = text.split("\n");
  for (let size = Math.ceil(lines.length / 2); size >= 1; size = Math.floor(size / 2))
    for (let at = 0; at < lines.length; ) {
      const rest = [...lines.slice(0, at), ...lines.slice(at + size)];
      if (await fails(rest.join("\n"), wanted, depth)) lines = rest;
      else at += size;
    }
  return lines.join("\n");
}

async function fails(text: string, wanted: string, depth: Depth): Promise<boolean> {
  try {
    await judge(text, depth);
    return false;
  } catch (problem) {
    return headline(problem instanceof Error ? (problem.stack ?? "") : String(problem)) === wanted;
  }
}

/** The message and the function that threw. */
function headline(error: string): string {
  return error.split("\n").slice(0, 2).join(" ").replace(/\d+/g, "#");
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      seed: { type: "string", default: "1" },
      from: { type: "string", default: "0" },
      inputs: { type: "string", default: "10000" },
      jobs: { type: "string", default: "2" },
      out: { type: "string", default: "fuzz-findings" },
    },
  });
  const [seed, from, inputs, jobs] = [values.seed, values.from, values.inputs, values.jobs].map(Number) as [
    number,
    number,
    number,
    number,
  ];
  const seen = new Map<string, Finding & { count: number }>();
  const found = (finding: Finding): void => {
    console.log(`input ${finding.index}: ${headline(finding.error)}`);
    const known = seen.get(headline(finding.error));
    if (known === undefined) seen.set(headline(finding.error), { ...finding, count: 1 });
    else known.count += 1;
  };
  const share = Math.ceil((inputs - from) / jobs);
  await Promise.all(
    Array.from({ length: jobs }, (_, k) =>
      run(seed, from + k * share, Math.min(inputs, from + (k + 1) * share), found),
    ),
  );
  for (const { index, error, count } of seen.values()) {
    const ends = error.startsWith("hangs") || error.startsWith("the process");
    const text = inputOf(seed, index);
    const small = ends ? text : await smaller(text, error, depthOf(index));
    mkdirSync(values.out, { recursive: true });
    writeFileSync(path.join(values.out, `${seed}-${index}.kleis`), small);
    console.log(`input ${index}, ${count} times: ${error.split("\n").slice(0, 6).join("\n")}\n`);
  }
  console.log(`${inputs} inputs of seed ${seed}: ${seen.size} kinds of failure`);
  process.exitCode = seen.size > 0 ? 1 : 0;
}

if (process.argv.includes("--worker")) process.once("message", (order) => void work(order as Order));
else await main();
