/** Work over arrays: elementwise expressions and sums. */
import { type Argument, input, type NativePeer, output, type Peer, type Row } from "../row.ts";

const million = 1_000_000;
/** Where the expressions are evaluated: both sides of zero, away from where they vanish. */
const wave = (n: number): Argument => input(n, (i) => (i / n - 0.5) * 8);

interface Expression {
  readonly fn: string;
  readonly text: string;
}

const expressions: readonly Expression[] = [
  { fn: "damped_wave", text: "exp(-x*x) * sin(3*x) + x / (1 + x*x)" },
  { fn: "tanh_ln", text: "tanh(x) * ln(1 + x*x)" },
];

export const elementwise: readonly Row[] = expressions.map(({ fn, text }) => ({
  group: "elementwise",
  name: `${text}, 10⁶`,
  program: `define ${fn}(xs : Vector(${million})) : Vector(${million}) = list_map(λ x . ${text}, xs)`,
  fn,
  args: [wave(million), output(million)],
  work: { amount: million, unit: "element" },
  peers: [
    {
      kind: "native",
      name: "gcc -Ofast",
      file: "elementwise.c",
      symbol: fn,
      defines: { N: million },
      goal: 1,
    },
    { kind: "python", name: "numba", function: fn, parameters: [million], goal: 8 },
  ],
  tolerance: 1e-14,
}));

/** A range of arguments for each function; two where it takes two. */
const domains: Readonly<Record<string, readonly (readonly [number, number])[]>> = {
  exp: [[-4, 4]],
  exp2: [[-4, 4]],
  expm1: [[-4, 4]],
  ln: [[0.001, 10]],
  log2: [[0.001, 10]],
  log10: [[0.001, 10]],
  log1p: [[-0.9, 10]],
  sin: [[-10, 10]],
  cos: [[-10, 10]],
  tan: [[-10, 10]],
  asin: [[-1, 1]],
  acos: [[-1, 1]],
  atan: [[-4, 4]],
  sinh: [[-4, 4]],
  cosh: [[-4, 4]],
  tanh: [[-4, 4]],
  asinh: [[-4, 4]],
  acosh: [[1, 10]],
  atanh: [[-0.99, 0.99]],
  cbrt: [[-10, 10]],
  erf: [[-3, 3]],
  erfc: [[-3, 3]],
  atan2: [
    [-4, 4],
    [-4, 4],
  ],
  hypot: [
    [-4, 4],
    [-4, 4],
  ],
  pow: [
    [0.001, 10],
    [-3, 3],
  ],
};

const tenThousand = 10_000;

/** One row for each function that has a vector version: time per element. */
export const functions: readonly Row[] = Object.entries(domains).map(([name, ranges]): Row => {
  const pair = ranges.length === 2;
  const fn = pair ? "each_pair" : "each_one";
  const vector = `Vector(${tenThousand})`;
  const program = pair
    ? `define ${fn}(x : ${vector}, y : ${vector}) : ${vector} = list_map(λ i . ${name}(x[i], y[i]), range(${tenThousand}))`
    : `define ${fn}(x : ${vector}) : ${vector} = list_map(λ t . ${name}(t), x)`;
  // In no order, so that no branch is foreseen.
  const drawn = ([low, high]: readonly [number, number], step: number): Argument =>
    input(tenThousand, (i) => low + ((high - low) * (((i * step) % tenThousand) + 0.5)) / tenThousand);
  return {
    group: "functions",
    name: pair ? `${name}(x, y)` : `${name}(x)`,
    program,
    fn,
    args: [...ranges.map((range, k) => drawn(range, [7919, 6007][k] ?? 1)), output(tenThousand)],
    work: { amount: tenThousand, unit: "element" },
    peers: [
      {
        kind: "native",
        name: "gcc -Ofast",
        file: pair ? "functions2.c" : "functions.c",
        symbol: fn,
        defines: { N: tenThousand, FUNCTION: name === "ln" ? "log" : name },
      },
      {
        kind: "native",
        name: "gcc -O3",
        file: pair ? "functions2.c" : "functions.c",
        symbol: fn,
        flags: ["-O3", "-march=native", "-fno-math-errno", "-fPIC", "-shared"],
        defines: { N: tenThousand, FUNCTION: name === "ln" ? "log" : name, LIBRARY: 1 },
        goal: 1,
      },
    ],
    tolerance: 1e-14,
  };
});

interface Reduction {
  readonly fn: string;
  readonly text: string;
  readonly arrays: 1 | 2;
  readonly numba: string;
}

const reductions: readonly Reduction[] = [
  { fn: "dot_product", text: "dot(x, y)", arrays: 2, numba: "numba_dot" },
  { fn: "total", text: "sum(x)", arrays: 1, numba: "numba_sum" },
  { fn: "length_of", text: "norm(x)", arrays: 1, numba: "numba_norm" },
];

export const sums: readonly Row[] = reductions.flatMap(({ fn, text, arrays, numba }) =>
  [1000, million].map((n): Row => {
    const names = ["x", "y"].slice(0, arrays);
    const params = names.map((name) => `${name} : Vector(${n})`).join(", ");
    const peer = (name: string, file: string, libraries: readonly string[]): NativePeer => ({
      kind: "native",
      name,
      file,
      symbol: fn,
      defines: { N: n },
      libraries,
      goal: 1,
    });
    const peers: readonly Peer[] = [
      peer("OpenBLAS", "blas.c", ["openblas"]),
      { ...peer("gcc -Ofast", "reductions.c", []) },
      { kind: "python", name: "numba fastmath", function: numba, parameters: [n], goal: 1 },
    ];
    return {
      group: "sums",
      name: `${text}, ${n === million ? "10⁶" : "10³"}`,
      program: `define ${fn}(${params}) : ℝ = ${text}`,
      fn,
      args: [...names.map((_, k) => input(n, (i) => Math.sin(i + k))), output(1)],
      work: { amount: n, unit: "element" },
      peers,
      tolerance: 1e-9,
    };
  }),
);
