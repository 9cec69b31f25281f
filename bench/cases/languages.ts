/** How far is compiled Kleis from CPython on the same small programs? Each computes and checks the same value. */
import { spawnSync } from "node:child_process";
import { formatValue } from "../../src/interpret/format.ts";
import { parseExpression } from "../../src/syntax/parse.ts";
import type { Case, Measurement } from "../support/report.ts";
import { openSession, temporaryDirectory, unlessInterpreted } from "../support/session.ts";
import { median, summarise } from "../support/statistics.ts";

interface Program {
  readonly name: string;
  readonly kleis: string;
  readonly expression: string;
  /** Statements that define `run()`. */
  readonly python: string;
  readonly expected: string;
}

/** The cases of the cross-language suite, then one of our own. */
const programs: readonly Program[] = [
  {
    name: "fib(27) by recursion",
    kleis: "define fib(n) = if n < 2 then n else fib(n - 1) + fib(n - 2)",
    expression: "fib(27)",
    python: "def fib(n): return n if n < 2 else fib(n - 1) + fib(n - 2)\ndef run(): return fib(27)",
    expected: "196418",
  },
  {
    name: "fib(90) by iteration, 10⁴ times",
    kleis: `define fib(n, a, b) = if n = 0 then a else fib(n - 1, b, a + b)
define often(k, s) = if k = 0 then s else often(k - 1, mod(s + fib(mod(k, 2) + 89, 0, 1), 1000007))`,
    expression: "often(10000, 0)",
    python: `def fib(n):
  a, b = 0, 1
  for _ in range(n): a, b = b, a + b
  return a
def run():
  s = 0
  for k in range(10000, 0, -1): s = (s + fib(k % 2 + 89)) % 1000007
  return s`,
    expected: "829063",
  },
  {
    name: "array sum, 10⁶ numbers",
    kleis: "define squares(n) = sum(list_map(λ k . k * k, range(n)))",
    expression: "squares(1000000)",
    python: "def run(): return sum([k * k for k in range(1000000)])",
    expected: "333332833333500000",
  },
  {
    name: "hash map, 10⁵ written and read",
    kleis: `define build(n) = list_fold(λ m k . insert(m, k, 2 * k), map_from([]), range(n))
define total(m, n) = list_fold(λ s k . s + lookup(m, k), 0, range(n))`,
    expression: "total(build(100000), 100000)",
    python: `def run():
  m = {}
  for k in range(100000): m[k] = 2 * k
  s = 0
  for k in range(100000): s += m[k]
  return s`,
    expected: "9999900000",
  },
  {
    name: "string concatenation, 10⁵ pieces",
    kleis: 'define joined(n) = strlen(list_fold(λ s k . concat(s, "ab"), "", range(n)))',
    expression: "joined(100000)",
    python: "def run():\n  s = ''\n  for k in range(100000): s += 'ab'\n  return len(s)",
    expected: "200000",
  },
  {
    name: "nested loops 300 × 300",
    kleis: "define nested(n, m) = Σ(0, n - 1, λ i . Σ(0, m - 1, λ j . i * j))",
    expression: "nested(300, 300)",
    python: "def run():\n  s = 0\n  for i in range(300):\n    for j in range(300): s += i * j\n  return s",
    expected: "2011522500",
  },
  {
    name: "array build, 10⁶ numbers",
    kleis: "define build(n) = list_map(λ k . 3 * k + 1, range(n))",
    expression: "length(build(1000000)) + nth(build(1000000), 999999)",
    python: `def build(n):
  xs = []
  for k in range(n): xs.append(3 * k + 1)
  return xs
def run(): return len(build(1000000)) + build(1000000)[999999]`,
    expected: "3999998",
  },
  {
    name: "object creation, 10⁵ objects",
    kleis: `data Point = Point(x : ℤ, y : ℤ)
define moved(p, k) = Point(p.x + k, p.y - k)
define walk(p, k) = if k = 0 then p else walk(moved(p, k), k - 1)`,
    expression: "walk(Point(0, 0), 100000).x",
    python: `class Point:
  def __init__(self, x, y):
    self.x = x
    self.y = y
def run():
  p = Point(0, 0)
  for k in range(100000, 0, -1): p = Point(p.x + k, p.y - k)
  return p.x`,
    expected: "5000050000",
  },
  {
    name: "primes below 20000 by trial division",
    kleis: `define prime_from(n, d) = if d * d > n then true else if mod(n, d) = 0 then false else prime_from(n, d + 1)
define count(n) = length(list_filter(λ k . prime_from(k, 2), range(2, n)))`,
    expression: "count(20000)",
    python:
      "def prime(n):\n  d = 2\n  while d * d <= n:\n    if n % d == 0: return False\n    d += 1\n  return True\n" +
      "def run(): return len([k for k in range(2, 20000) if prime(k)])",
    expected: "2262",
  },
];

const runs = 7;

export const languages: Case = {
  name: "languages",
  async *run() {
    if (spawnSync("python3", ["--version"]).status !== 0) {
      console.log("languages: skipped, there is no python3");
      return;
    }
    const directory = temporaryDirectory();
    try {
      for (const program of programs) {
        const measured = await unlessInterpreted(program.name, compare(program, `${directory.path}/cache`));
        if (measured !== undefined) yield measured;
      }
    } finally {
      directory.remove();
    }
  },
};

async function compare(program: Program, cache: string): Promise<Measurement> {
  const session = openSession(program.kleis, "c", cache);
  const [prepared] = session.prepare([parseExpression("<bench>", program.expression).value]) ?? [];
  if (prepared === undefined) throw new Error(`${program.name} does not check`);
  const ours: number[] = [];
  const python: number[] = [];
  for (let i = 0; i <= runs; i += 1) {
    const evaluation = await session.evaluate(prepared);
    if (formatValue(evaluation.value) !== program.expected) throw new Error(`${program.name}: wrong result`);
    const peer = timePython(program);
    if (i === 0) continue;
    ours.push(evaluation.runMs);
    python.push(peer);
  }
  session.close();
  const ratio = median(ours.map((t, i) => t / (python[i] ?? Number.NaN)));
  return {
    question: `${program.name}: ${(1 / ratio).toPrecision(2)} times as fast as CPython`,
    unit: "ms",
    ours: summarise(ours),
    peer: { name: "CPython", figures: summarise(python) },
    ratio,
    goal: "≤ 0.2 times",
    met: ratio <= 0.2,
  };
}

/** Milliseconds of one call of `run()`, timed by Python itself. */
function timePython({ name, python, expected }: Program): number {
  const script = `${python}\nimport time\nt = time.perf_counter()\nr = run()\nprint(r, (time.perf_counter() - t) * 1000)`;
  const { stdout, stderr } = spawnSync("python3", ["-c", script], { encoding: "utf8" });
  const [value, milliseconds] = stdout.trim().split(" ");
  if (value !== expected) throw new Error(`${name} in Python: ${stderr}`);
  return Number(milliseconds);
}
