/** One row: compiled, checked, and timed in turns with its peers. */
import { writeFileSync } from "node:fs";
import path from "node:path";
import { median, type Summary, summarise } from "../support/statistics.ts";
import {
  areFencesIntact,
  type CompileTimes,
  compileOurs,
  compilePeer,
  type Library,
  type Timer,
} from "./native.ts";
import type { PythonPeers } from "./python.ts";
import type { NativePeer, Peer, PythonPeer, Row } from "./row.ts";

export interface Workshop {
  readonly directory: string;
  readonly timer: Timer;
  readonly python: PythonPeers;
}

export interface ComparedPeer {
  readonly name: string;
  /** Nanoseconds per call; undefined: not installed. */
  readonly figures?: Summary;
  /** Its time / ours, medians. */
  readonly ratio?: number;
  readonly goal?: number;
  readonly met?: boolean;
}

export interface Comparison {
  readonly group: string;
  readonly name: string;
  readonly backend: "c" | "rust";
  readonly work: Row["work"];
  /** Undefined where there is no figure. */
  readonly compiled?: CompileTimes;
  readonly ours?: Summary;
  readonly peers: readonly ComparedPeer[];
  /** Why there is no figure. */
  readonly failed?: string;
}

const samples = 11;
/** A sample takes about this long. */
const sampleNanoseconds = 5e6;

interface Contestant {
  readonly name: string;
  readonly times: number[];
  readonly run: (calls: number) => number | Promise<number>;
}

export async function* compare(
  row: Row,
  backends: readonly ("c" | "rust")[],
  workshop: Workshop,
): AsyncIterable<Comparison> {
  for (const backend of backends) {
    const { group, name, work } = row;
    const head = { group, name, work, backend };
    try {
      yield { ...head, ...(await compareWith(row, backend, workshop)) };
    } catch (problem) {
      yield { ...head, peers: [], failed: String(problem) };
    }
  }
}

async function compareWith(
  written: Row,
  backend: "c" | "rust",
  workshop: Workshop,
): Promise<Pick<Comparison, "ours" | "peers" | "compiled">> {
  const { directory, timer } = workshop;
  const row: Row = { ...written, args: timer.aligned(written.args) };
  const program = path.join(directory, `${row.fn}.kleis`);
  writeFileSync(program, `${row.program}\n`);
  const { library, times: compiled } = compileOurs(program, row.fn, backend, directory);
  const expected = resultOf(library, row, timer);
  const ours: Contestant = {
    name: "ours",
    times: [],
    run: (calls) => timer.measure(library, row.args, calls),
  };
  const peers: (Contestant | undefined)[] = [];
  for (const peer of row.peers) peers.push(await contestant(peer, row, expected, workshop));
  const present = [ours, ...peers.filter((each) => each !== undefined)];
  const calls = new Map<Contestant, number>();
  for (const each of present)
    calls.set(
      each,
      Math.max(
        1,
        Math.round(sampleNanoseconds / (await each.run(1 + Math.round(1e5 / (await each.run(1)))))),
      ),
    );
  const next = randomWords();
  for (let sample = 0; sample < samples; sample += 1)
    for (const each of shuffled(present, next)) each.times.push(await each.run(calls.get(each) ?? 1));
  return {
    ours: summarise(ours.times),
    compiled,
    peers: row.peers.map((peer, i) => comparedPeer(peer, peers[i], ours)),
  };
}

/** What runs last leaves its own arrays in the caches, another process's above all: nobody shall always come behind the same one. */
function shuffled<T>(values: readonly T[], next: () => number): readonly T[] {
  return values
    .map((value) => ({ value, place: next() }))
    .sort((a, b) => a.place - b.place)
    .map(({ value }) => value);
}

/** Marsaglia 2003, xorshift: the same order in every run. */
function randomWords(): () => number {
  let state = 2_463_534_242;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
}

function comparedPeer(peer: Peer, found: Contestant | undefined, ours: Contestant): ComparedPeer {
  const { name, goal } = peer;
  if (found === undefined) return { name, ...(goal === undefined ? {} : { goal }) };
  const ratio = median(found.times) / median(ours.times);
  const judged = goal === undefined ? {} : { goal, met: ratio >= goal };
  return { name, figures: summarise(found.times), ratio, ...judged };
}

/** Undefined where it is not installed; throws where its result is another than ours. */
async function contestant(
  peer: Peer,
  row: Row,
  expected: Float64Array,
  workshop: Workshop,
): Promise<Contestant | undefined> {
  return peer.kind === "native"
    ? nativeContestant(peer, row, expected, workshop)
    : pythonContestant(peer, row, expected, workshop);
}

function nativeContestant(
  peer: NativePeer,
  row: Row,
  expected: Float64Array,
  { directory, timer }: Workshop,
): Contestant | undefined {
  const library = compilePeer(peer, directory);
  if (library === undefined) return undefined;
  const result = resultOf(library, row, timer);
  const largest = expected.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
  const wrong = expected.findIndex(
    (x, i) => !(Math.abs(x - (result[i] ?? Number.NaN)) <= row.tolerance * largest),
  );
  if (wrong >= 0)
    throw new Error(`${row.name}: ${peer.name} has ${result[wrong]} at ${wrong}, ours ${expected[wrong]}`);
  return { name: peer.name, times: [], run: (calls) => timer.measure(library, row.args, calls) };
}

async function pythonContestant(
  peer: PythonPeer,
  row: Row,
  expected: Float64Array,
  { python }: Workshop,
): Promise<Contestant | undefined> {
  const sum = await python.prepare(peer);
  if (sum === undefined) return undefined;
  const own = expected.reduce((total, x) => total + Math.abs(x), 0);
  if (!(Math.abs(sum - own) <= 1e-6 * Math.max(1, own)))
    throw new Error(`${row.name}: ${peer.name} sums to ${sum}, ours to ${own}`);
  return { name: peer.name, times: [], run: (calls) => python.measure(peer, calls) };
}

/** What the outputs hold after one call; sorted where their order tells nothing. */
function resultOf(library: Library, { args, unordered }: Row, timer: Timer): Float64Array {
  for (const arg of args) if (arg.kind === "output") arg.values.fill(Number.NaN);
  timer.measure(library, args, 1);
  if (!areFencesIntact(args))
    throw new Error(`${library.symbol} of ${library.file} writes beside its arrays`);
  const outputs = args.flatMap((arg) => (arg.kind === "output" ? [arg.values] : []));
  const all = new Float64Array(outputs.reduce((total, values) => total + values.length, 0));
  let at = 0;
  for (const values of outputs) {
    all.set(unordered === true ? values.toSorted() : values, at);
    at += values.length;
  }
  return all;
}
