/** Matrix products: small ones of each size, and large square ones. */
import { input, type NativePeer, output, type Row } from "../row.ts";

const smallSizes: readonly (readonly [m: number, k: number, n: number])[] = [
  ...[2, 3, 4, 6, 8, 12, 16, 24, 32].map((n) => [n, n, n] as const),
  [3, 5, 7],
  [9, 4, 9],
];

const smallPeers: readonly (readonly [name: string, choice: string, libraries: readonly string[]])[] = [
  ["gcc -Ofast, rows", "LOOPS_ROWS", []],
  ["gcc -Ofast, entries", "LOOPS_ENTRIES", []],
  ["Eigen", "EIGEN", []],
  ["libxsmm", "LIBXSMM", ["xsmm", "openblas", "dl"]],
];

export const smallProducts: readonly Row[] = smallSizes.map(([m, k, n]) => ({
  group: "small products",
  name: `${m}×${k} · ${k}×${n}`,
  program: `define product(A : Matrix(${m}, ${k}), B : Matrix(${k}, ${n})) : Matrix(${m}, ${n}) = A * B`,
  fn: "product",
  args: [input(m * k, Math.sin), input(k * n, Math.cos), output(m * n)],
  work: { amount: 2 * m * k * n, unit: "flop" },
  peers: smallPeers.map(
    ([name, choice, libraries]): NativePeer => ({
      kind: "native",
      name,
      file: "products.cpp",
      symbol: "product",
      defines: { ROWS: m, DEPTH: k, COLUMNS: n, PEER: choice },
      libraries,
      goal: 1,
    }),
  ),
  tolerance: 1e-14,
}));

export const largeProducts: readonly Row[] = [64, 100, 128, 256, 512, 1000, 2000].map((n) => ({
  group: "large products",
  name: `${n}×${n}`,
  program: `define product(A : Matrix(${n}, ${n}), B : Matrix(${n}, ${n})) : Matrix(${n}, ${n}) = A * B`,
  fn: "product",
  args: [input(n * n, Math.sin), input(n * n, Math.cos), output(n * n)],
  work: { amount: 2 * n ** 3, unit: "flop" },
  peers: [
    {
      kind: "native",
      name: "OpenBLAS",
      file: "blas.c",
      symbol: "product",
      defines: { N: n },
      libraries: ["openblas"],
      goal: 1,
    },
  ],
  tolerance: 1e-12,
}));

/** A factor, or both, transposed: none is moved in memory. */
const transposed: readonly (readonly [name: string, term: string, symbol: string])[] = [
  ["Aᵀ·B", "transpose(A) * B", "left_transposed"],
  ["A·Bᵀ", "A * transpose(B)", "right_transposed"],
];

export const transposedProducts: readonly Row[] = [200, 1000].flatMap((n) => [
  ...transposed.map(
    ([name, term, symbol]): Row => ({
      group: "transposed products",
      name: `${name}, ${n}×${n}`,
      program: `define ${symbol}(A : Matrix(${n}, ${n}), B : Matrix(${n}, ${n})) : Matrix(${n}, ${n}) = ${term}`,
      fn: symbol,
      args: [input(n * n, Math.sin), input(n * n, Math.cos), output(n * n)],
      work: { amount: 2 * n ** 3, unit: "flop" },
      peers: [blas(symbol, "OpenBLAS dgemm", n)],
      tolerance: 1e-12,
    }),
  ),
  {
    group: "transposed products",
    name: `Aᵀ·A, ${n}×${n}`,
    program: `define gram(A : Matrix(${n}, ${n})) : Matrix(${n}, ${n}) = transpose(A) * A`,
    fn: "gram",
    args: [input(n * n, Math.sin), output(n * n)],
    work: { amount: n ** 3, unit: "flop" },
    peers: [blas("gram", "OpenBLAS dsyrk", n)],
    tolerance: 1e-12,
  },
]);

/** With a matrix that is added and kept: BLAS, which adds to it where it lies, is given a copy. */
export const productSums: readonly Row[] = [64, 256, 1000].map((n) => ({
  group: "products and sums",
  name: `A·B + C, ${n}×${n}`,
  program: `define product_sum(A : Matrix(${n}, ${n}), B : Matrix(${n}, ${n}), C : Matrix(${n}, ${n})) : Matrix(${n}, ${n}) = A * B + C`,
  fn: "product_sum",
  args: [input(n * n, Math.sin), input(n * n, Math.cos), input(n * n, Math.sin), output(n * n)],
  work: { amount: 2 * n ** 3 + n * n, unit: "flop" },
  peers: [blas("product_sum", "OpenBLAS dgemm, β = 1", n)],
  tolerance: 1e-12,
}));

function blas(symbol: string, name: string, n: number): NativePeer {
  return {
    kind: "native",
    name,
    file: "blas.c",
    symbol,
    defines: { N: n },
    libraries: ["openblas"],
    goal: 1,
  };
}

/** Small matrices in lists, in one kernel: the peers are called, or inlined, once for each. */
export const batchesOfProducts: readonly Row[] = [
  {
    group: "batches of products",
    name: "4×4 · 4×4, 1000 times",
    program: `define batch(A : Vector(1000, Matrix(4, 4)), B : Vector(1000, Matrix(4, 4))) : Vector(1000, Matrix(4, 4)) =
  list_map(λ k . A[k] * B[k], range(1000))`,
    fn: "batch",
    args: [input(16_000, Math.sin), input(16_000, Math.cos), output(16_000)],
    work: { amount: 2 * 4 ** 3 * 1000, unit: "flop" },
    peers: smallPeers.map(
      ([name, choice, libraries]): NativePeer => ({
        kind: "native",
        name,
        file: "products.cpp",
        symbol: "batch",
        defines: { ROWS: 4, DEPTH: 4, COLUMNS: 4, PEER: choice, BATCH: 1000 },
        libraries,
        goal: 1,
      }),
    ),
    tolerance: 1e-14,
  },
];

/** A matrix and a column: what takes the time is reading the matrix. */
export const columnProducts: readonly Row[] = [40, 200, 1000].flatMap((n) =>
  [
    { name: "A·x", term: "A * x", symbol: "column", numba: "numba_column" },
    { name: "Aᵀ·x", term: "transpose(A) * x", symbol: "transposed_column", numba: "numba_transposed_column" },
  ].map(
    ({ name, term, symbol, numba }): Row => ({
      group: "matrix and column",
      name: `${name}, ${n}×${n}`,
      program: `define ${symbol}(A : Matrix(${n}, ${n}), x : Vector(${n})) : Vector(${n}) = ${term}`,
      fn: symbol,
      args: [input(n * n, Math.sin), input(n, Math.cos), output(n)],
      work: { amount: 2 * n * n, unit: "flop" },
      peers: [
        blas(symbol, "OpenBLAS dgemv", n),
        { kind: "python", name: "numba fastmath", function: numba, parameters: [n], goal: 1 },
      ],
      tolerance: 1e-12,
    }),
  ),
);

/** The trace of a product with its own transpose, for which no product is needed. */
export const gramTrace: readonly Row[] = [
  {
    group: "algebra",
    name: "trace(A·Aᵀ), 1000×1000",
    program: "define gram_trace(A : Matrix(1000, 1000)) : ℝ = trace(A * transpose(A))",
    fn: "gram_trace",
    args: [input(1_000_000, Math.sin), output(1)],
    work: { amount: 2e6, unit: "flop" },
    peers: [
      {
        kind: "native",
        name: "OpenBLAS dgemm",
        file: "blas.c",
        symbol: "gram_trace",
        defines: { N: 1000 },
        libraries: ["openblas"],
        goal: 25,
      },
    ],
    tolerance: 1e-10,
  },
];
