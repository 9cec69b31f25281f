/** What does compiling bring over the plain evaluator, what does it cost, and after how many calls has it paid for itself? */

import { formatValue } from "../../src/interpret/format.ts";
import { parseExpression } from "../../src/syntax/parse.ts";
import type { Case, Measurement } from "../support/report.ts";
import { openSession, temporaryDirectory } from "../support/session.ts";
import { summarise } from "../support/statistics.ts";

interface Program {
  readonly name: string;
  readonly text: string;
  readonly expression: string;
  readonly expected: string;
}

const programs: readonly Program[] = [
  {
    name: "nested loops 100 × 100",
    text: "define nested(n, m) = Σ(0, n - 1, λ i . Σ(0, m - 1, λ j . i * j))",
    expression: "nested(100, 100)",
    expected: "24502500",
  },
  {
    name: "fib(20)",
    text: "define fib(n) = if n < 2 then n else fib(n - 1) + fib(n - 2)",
    expression: "fib(20)",
    expected: "6765",
  },
  {
    name: "factorial(10)",
    text: "define fact(n) = if n = 0 then 1 else n * fact(n - 1)",
    expression: "fact(10)",
    expected: "3628800",
  },
  {
    name: "sum of a list of 10⁵ squares",
    text: "define squares(n) = sum(list_map(λ k . k * k, range(n)))",
    expression: "squares(100000)",
    expected: "333328333350000",
  },
];

const runs = 15;

export const tiers: Case = {
  name: "tiers",
  async *run() {
    const directory = temporaryDirectory();
    try {
      for (const program of programs) yield await measure(program, `${directory.path}/cache`);
    } finally {
      directory.remove();
    }
  },
};

async function measure(program: Program, cache: string): Promise<Measurement> {
  const interpreted = await timesOf(program, "interp", cache);
  const native = await timesOf(program, "c", cache);
  const [slow, fast] = [summarise(interpreted.microseconds), summarise(native.microseconds)];
  const gain = slow.median - fast.median;
  const payback = gain > 0 ? Math.ceil((native.compileMs * 1000) / gain) : Number.POSITIVE_INFINITY;
  return {
    question:
      `${program.name}: native ${(slow.median / fast.median).toFixed(0)} times the plain evaluator, ` +
      `compiled in ${native.compileMs.toFixed(0)} ms, paid back after ${payback} calls`,
    unit: "µs",
    ours: fast,
    peer: { name: "interp", figures: slow },
    ratio: fast.median / slow.median,
  };
}

async function timesOf(
  program: Program,
  backend: "interp" | "c",
  cache: string,
): Promise<{ readonly microseconds: readonly number[]; readonly compileMs: number }> {
  const session = openSession(program.text, backend, cache);
  const parsed = parseExpression("<bench>", program.expression);
  const [prepared] = session.prepare([parsed.value]) ?? [];
  if (prepared === undefined) throw new Error(`${program.name} does not check`);
  const microseconds: number[] = [];
  let compileMs = 0;
  for (let i = 0; i < runs; i += 1) {
    const evaluation = await session.evaluate(prepared);
    if (formatValue(evaluation.value) !== program.expected) throw new Error(`${program.name}: wrong result`);
    if (evaluation.tier !== backend) throw new Error(`${program.name} ran on ${evaluation.tier}`);
    compileMs += evaluation.compileMs;
    microseconds.push(evaluation.runMs * 1000);
  }
  session.close();
  return { microseconds, compileMs };
}
