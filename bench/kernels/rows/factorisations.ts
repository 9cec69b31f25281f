/** Linear systems, factors, singular values, eigenvalues and exponentials of matrices of sizes that are known. */
import { type Argument, input, type NativePeer, output, type Row } from "../row.ts";

/** Beyond 16 rows Eigen knows nothing of the size that helps it: LAPACK alone is the peer there. */
function peersOf(n: number, symbol: string): readonly NativePeer[] {
  const eigen: NativePeer = {
    kind: "native",
    name: "Eigen",
    file: "factorisations.cpp",
    symbol,
    defines: { SIZE: n },
    goal: 1,
  };
  const lapack: NativePeer = {
    kind: "native",
    name: "OpenBLAS LAPACK",
    file: "lapack.c",
    symbol,
    defines: { N: n },
    libraries: ["openblas"],
    goal: n <= 16 ? 1 : 0.9,
  };
  return n <= 16 ? [eigen, lapack] : [lapack];
}

/** The diagonal outweighs the rest. */
function definite(n: number): Argument {
  return input(n * n, (p) => {
    const [i, j] = [Math.floor(p / n), p % n];
    return i === j ? n + 1 : 1 / (1 + Math.abs(i - j));
  });
}

const sizes = [4, 8, 10, 16] as const;

export const systems: readonly Row[] = [...sizes, 100, 500].map((n) => ({
  group: "factorisations",
  name: `solve, ${n} rows`,
  program: `define solution(A : Matrix(${n}, ${n}, ℝ), b : Vector(${n}, ℝ)) : Vector(${n}, ℝ) = solve(A, b)`,
  fn: "solution",
  args: [input(n * n, (i) => Math.sin(1 + i * i)), input(n, Math.cos), output(n)],
  work: { amount: (2 * n ** 3) / 3 + 2 * n ** 2, unit: "flop" },
  peers: peersOf(n, "solution"),
  tolerance: 1e-9,
}));

export const choleskyFactors: readonly Row[] = [...sizes, 100, 500].map((n) => ({
  group: "factorisations",
  name: `Cholesky, ${n} rows`,
  program: `define factor(A : Matrix(${n}, ${n}, ℝ)) : Matrix(${n}, ${n}, ℝ) = cholesky(A)`,
  fn: "factor",
  args: [definite(n), output(n * n)],
  work: { amount: n ** 3 / 3, unit: "flop" },
  peers: peersOf(n, "factor"),
  tolerance: 1e-12,
}));

/** Eigen takes seconds for singular values of large matrices, LAPACK has no exponential. */
function decomposedBy(n: number, symbol: string, eigen: boolean, lapack: boolean): readonly NativePeer[] {
  const native = { kind: "native", symbol } as const;
  return [
    ...(eigen
      ? [{ ...native, name: "Eigen", file: "decompositions.cpp", defines: { SIZE: n }, goal: 1 }]
      : []),
    ...(lapack
      ? [
          {
            ...native,
            name: "OpenBLAS LAPACK",
            file: "lapack.c",
            defines: { N: n },
            libraries: ["openblas"],
            goal: n <= 16 ? 1 : 0.9,
          },
        ]
      : []),
  ];
}

const entries = (n: number): Argument => input(n * n, (i) => Math.sin(1 + i * i));

function singularValues(n: number): Row {
  return {
    group: "decompositions",
    name: `singular values, ${n} rows`,
    program: `define values(A : Matrix(${n}, ${n}, ℝ)) : Vector(${n}, ℝ) = singular_values(A)`,
    fn: "values",
    args: [entries(n), output(n)],
    work: { amount: (8 * n ** 3) / 3, unit: "flop" },
    peers: decomposedBy(n, "values", n <= 16, true),
    tolerance: 1e-13,
  };
}

const decomposed: readonly Row[] = [4, 10, 100].flatMap((n): Row[] => [
  {
    group: "decompositions",
    name: `QR, ${n} rows`,
    program: `define factors(A : Matrix(${n}, ${n}, ℝ)) = qr(A)`,
    fn: "factors",
    args: [entries(n), output(n * n), output(n * n)],
    work: { amount: (8 * n ** 3) / 3, unit: "flop" },
    peers: decomposedBy(n, "factors", true, true),
    tolerance: 1e-11,
  },
  singularValues(n),
  {
    group: "decompositions",
    name: `exponential, ${n} rows`,
    program: `define exponential(A : Matrix(${n}, ${n}, ℝ)) : Matrix(${n}, ${n}, ℝ) = expm(A)`,
    fn: "exponential",
    args: [entries(n), output(n * n)],
    work: { amount: (8 + 8 / 3) * n ** 3, unit: "flop" },
    peers: decomposedBy(n, "exponential", true, false),
    tolerance: 1e-11,
  },
]);

const mirrored = (n: number): Argument =>
  input(n * n, (p) => {
    const [i, j] = [Math.floor(p / n), p % n];
    return Math.sin(1 + (Math.max(i, j) * n + Math.min(i, j)) ** 2);
  });

/** Vectors are compared with one sign: that of their first entry that counts. */
const symmetric: readonly Row[] = [4, 10, 50, 100, 200].flatMap((n): Row[] => [
  {
    group: "decompositions",
    name: `symmetric eigenvalues, ${n} rows`,
    program: `define spectrum(A : Matrix(${n}, ${n}, ℝ)) : Vector(${n}, ℝ) = symmetric_eigenvalues(A)`,
    fn: "spectrum",
    args: [mirrored(n), output(n)],
    work: { amount: (4 * n ** 3) / 3, unit: "flop" },
    peers: decomposedBy(n, "spectrum", n <= 16, true),
    tolerance: 1e-13,
  },
  {
    group: "decompositions",
    name: `symmetric eigenvalues and vectors, ${n} rows`,
    program: `define parts(A : Matrix(${n}, ${n}, ℝ)) = eigh(A)`,
    fn: "parts",
    args: [mirrored(n), output(n), output(n * n)],
    work: { amount: 9 * n ** 3, unit: "flop" },
    peers: decomposedBy(n, "parts", n <= 16, true),
    tolerance: 1e-9,
  },
]);

const general: readonly Row[] = [4, 10, 50, 100, 200].map((n) => ({
  group: "decompositions",
  name: `eigenvalues, ${n} rows`,
  program: `define roots(A : Matrix(${n}, ${n}, ℝ)) : Vector(${n}, ℂ) = eigenvalues(A)`,
  fn: "roots",
  args: [entries(n), output(n), output(n)],
  work: { amount: 10 * n ** 3, unit: "flop" },
  peers: decomposedBy(n, "roots", n <= 16, true),
  tolerance: 1e-9,
  unordered: true,
}));

export const decompositions: readonly Row[] = [
  ...decomposed,
  singularValues(50),
  singularValues(200),
  ...symmetric,
  ...general,
];
