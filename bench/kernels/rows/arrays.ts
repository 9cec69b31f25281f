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
