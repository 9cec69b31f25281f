/** Is compiled Kleis as fast as C written by hand? */
import { formatValue } from "../../src/interpret/format.ts";
import { listOf, matrixOf } from "../../src/interpret/list.ts";
import type { Value } from "../../src/interpret/value.ts";
import { compileC, type Measure, openDriver } from "../support/driver.ts";
import type { Case, Measurement } from "../support/report.ts";
import { type CompiledFunction, compileFunction, temporaryDirectory } from "../support/session.ts";
import { median, summarise } from "../support/statistics.ts";

interface Kernel {
  readonly name: string;
  readonly question: string;
  readonly program: string;
  readonly fn: string;
  readonly args: readonly Value[];
  /** The value's text, or a test of it. */
  readonly expected: string | ((value: Value) => boolean);
  readonly baseline: string;
  /** Calls in one sample. */
  readonly calls: number;
  /** ours / C at most. */
  readonly limit?: number;
  /** Nanoseconds per call at most. */
  readonly ceiling?: number;
}

const fibonacci = "define fib(n) = if n < 2 then n else fib(n - 1) + fib(n - 2)";
const lorenz = `
define lorenz(s : Vector(3)) : Vector(3) =
    let [x, y, z] = s in [10.0 * (y - x), x * (28.0 - z) - y, x * y - 8.0 / 3.0 * z]
define rk4(f, s, h) =
    let k1 = f(s) in let k2 = f(s + h / 2 * k1) in let k3 = f(s + h / 2 * k2) in let k4 = f(s + h * k3) in
    s + h / 6 * (k1 + 2 * k2 + 2 * k3 + k4)
define advance(s : Vector(3), h : ℝ, n : ℕ) : Vector(3) = if n = 0 then s else advance(rk4(lorenz, s, h), h, n - 1)`;

const reals = (n: number, f: (i: number) => number): Float64Array =>
  Float64Array.from({ length: n }, (_, i) => f(i));
const wave = (n: number): Value => listOf(reals(n, (i) => Math.sin(i)));
const square = (n: number): Value =>
  matrixOf(
    n,
    n,
    reals(n * n, (i) => Math.cos(i)),
  );

const kernelCases: readonly Kernel[] = [
  {
    name: "nested loops",
    question: "nested loops 100 × 100, bounds at run time",
    program: "define nested(n, m) = Σ(0, n - 1, λ i . Σ(0, m - 1, λ j . i * j))",
    fn: "nested",
    args: [100n, 100n],
    expected: "24502500",
    baseline: "nested_loops",
    calls: 20_000,
    ceiling: 3000,
  },
  {
    name: "fib",
    question: "fib(30) by recursion, integers checked (C: unchecked)",
    program: fibonacci,
    fn: "fib",
    args: [30n],
    expected: "832040",
    baseline: "fib",
    calls: 5,
    limit: 1.5,
  },
  {
    name: "lorenz",
    question: "Lorenz, 10⁶ steps of RK4",
    program: lorenz,
    fn: "advance",
    args: [listOf(Float64Array.of(1, 1, 1)), 0.001, 1_000_000n],
    expected: (value) => formatValue(value).startsWith("["),
    baseline: "lorenz",
    calls: 1,
    limit: 1.15,
  },
  {
    name: "array sum",
    question: "sum of 0 … 10⁶ − 1, bound at run time",
    program: "define total(n) = Σ(0, n - 1, λ i . i)",
    fn: "total",
    args: [1_000_000n],
    expected: "499999500000",
    baseline: "array_sum",
    calls: 100,
  },
  {
    name: "dot",
    question: "dot product of 1000 reals",
    program: "define inner(x : List(ℝ), y : List(ℝ)) = dot(x, y)",
    fn: "inner",
    args: [wave(1000), wave(1000)],
    expected: (value) => typeof value === "number" && Math.abs(value - 499.95) < 1,
    baseline: "dot",
    calls: 20_000,
  },
  {
    name: "matrix product",
    question: "Matrix(100, 100) product",
    program: "define times_(A : Matrix(100, 100), B : Matrix(100, 100)) = A * B",
    fn: "times_",
    args: [square(100), square(100)],
    expected: (value) => typeof value === "object" && value.kind === "matrix" && value.rows === 100,
    baseline: "matmul",
    calls: 50,
  },
];

const samples = 11;

export const kernels: Case = {
  name: "kernels",
  async *run() {
    const directory = temporaryDirectory();
    try {
      const measure = openDriver(directory.path);
      for (const kernel of kernelCases) {
        for (const backend of ["c", "rust"] as const)
          yield* compare(kernel, backend, measure, directory.path);
      }
    } finally {
      directory.remove();
    }
  },
};

async function* compare(
  kernel: Kernel,
  backend: "c" | "rust",
  measure: Measure,
  directory: string,
): AsyncIterable<Measurement> {
  const ours = await compileFunction(kernel.program, kernel.fn, kernel.args, backend, `${directory}/cache`);
  check(kernel, ours.value);
  const baseline = compileC(`baselines/c/${kernel.baseline}.c`, directory);
  const times = interleave(kernel, ours, baseline, measure);
  const ratio = median(times.ours.map((t, i) => t / (times.c[i] ?? Number.NaN)));
  const met =
    kernel.limit !== undefined
      ? ratio <= kernel.limit
      : kernel.ceiling !== undefined
        ? median(times.ours) <= kernel.ceiling
        : undefined;
  yield {
    question: `${kernel.question} (${backend}; compiled in ${ours.compileMs.toFixed(0)} ms)`,
    unit: "ns",
    ours: summarise(times.ours),
    peer: { name: "C", figures: summarise(times.c) },
    ratio,
    ...(kernel.limit === undefined ? {} : { goal: `≤ ${kernel.limit} times C` }),
    ...(kernel.ceiling === undefined ? {} : { goal: `≤ ${kernel.ceiling} ns` }),
    ...(met === undefined ? {} : { met }),
  };
}

function check(kernel: Kernel, value: Value): void {
  const { expected } = kernel;
  const right = typeof expected === "string" ? formatValue(value) === expected : expected(value);
  if (!right) throw new Error(`${kernel.name}: wrong result ${formatValue(value)}`);
}

function interleave(
  kernel: Kernel,
  ours: CompiledFunction,
  baseline: string,
  measure: Measure,
): { readonly ours: readonly number[]; readonly c: readonly number[] } {
  const { frame, library } = ours;
  const result = { ours: [] as number[], c: [] as number[] };
  for (let i = 0; i < samples; i += 1) {
    result.ours.push(measure(library, "kleis_kernel", frame.address, kernel.calls));
    result.c.push(measure(baseline, "baseline", frame.address, kernel.calls));
  }
  return result;
}
