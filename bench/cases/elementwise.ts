/** Do elementary functions over an array keep up with C, compiled strictly and with everything allowed (libmvec)? */
import { listOf } from "../../src/interpret/list.ts";
import type { Value } from "../../src/interpret/value.ts";
import { compileC, fastFlags, openDriver } from "../support/driver.ts";
import type { Case, Measurement } from "../support/report.ts";
import { compileFunction, temporaryDirectory } from "../support/session.ts";
import { median, summarise } from "../support/statistics.ts";

interface Expression {
  readonly text: string;
  readonly baseline: string;
  readonly meaning: (x: number) => number;
}

const expressions: readonly Expression[] = [
  {
    text: "exp(-x*x) * sin(3*x) + x / (1 + x*x)",
    baseline: "damped_wave",
    meaning: (x) => Math.exp(-x * x) * Math.sin(3 * x) + x / (1 + x * x),
  },
  {
    text: "tanh(x) * ln(1 + x*x)",
    baseline: "tanh_ln",
    meaning: (x) => Math.tanh(x) * Math.log(1 + x * x),
  },
];

const length = 1_000_000;
const inputs = Float64Array.from({ length }, (_, i) => (i / length - 0.5) * 8);
const samples = 11;
const calls = 5;

interface Peer {
  readonly name: string;
  readonly flags: readonly string[] | undefined;
  /** ours / peer at most. */
  readonly limit?: number;
}

const peers: readonly Peer[] = [
  { name: "gcc -O3", flags: undefined },
  { name: "gcc -Ofast", flags: fastFlags, limit: 1 },
];

export const elementwise: Case = {
  name: "elementwise",
  async *run() {
    const directory = temporaryDirectory();
    try {
      for (const expression of expressions)
        for (const backend of ["c", "rust"] as const) yield* compare(expression, backend, directory.path);
    } finally {
      directory.remove();
    }
  },
};

async function* compare(
  { text, baseline, meaning }: Expression,
  backend: "c" | "rust",
  directory: string,
): AsyncIterable<Measurement> {
  const measure = openDriver(directory);
  const program = `define f(xs : List(ℝ)) = list_map(λ x . ${text}, xs)`;
  const ours = await compileFunction(program, "f", [listOf(inputs)], backend, `${directory}/cache`);
  check(text, ours.value, meaning);
  for (const peer of peers) {
    const library = compileC(`baselines/c/${baseline}.c`, directory, peer.flags);
    const times = { ours: [] as number[], peer: [] as number[] };
    for (let i = 0; i < samples; i += 1) {
      times.ours.push(measure(ours.library, "kleis_kernel", ours.frame.address, calls) / length);
      times.peer.push(measure(library, "baseline", ours.frame.address, calls) / length);
    }
    const ratio = median(times.ours.map((t, i) => t / (times.peer[i] ?? Number.NaN)));
    yield {
      question: `${text}, each of 10⁶ elements (${backend}; compiled in ${ours.compileMs.toFixed(0)} ms)`,
      unit: "ns",
      ours: summarise(times.ours),
      peer: { name: peer.name, figures: summarise(times.peer) },
      ratio,
      ...(peer.limit === undefined
        ? {}
        : { goal: `≤ ${peer.limit} times ${peer.name}`, met: ratio <= peer.limit }),
    };
  }
}

/** Each element within a few rounding errors of what the host computes. */
function check(name: string, value: Value, meaning: (x: number) => number): void {
  const items = typeof value === "object" && value.kind === "list" ? value.items : [];
  const wrong = inputs.findIndex((x, i) => !(Math.abs(Number(items[i]) - meaning(x)) <= 1e-14));
  if (items.length !== length || wrong >= 0) throw new Error(`${name}: wrong at ${inputs[wrong]}`);
}
