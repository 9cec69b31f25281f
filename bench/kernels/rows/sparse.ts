/** Sparse matrices. */
import { input, integer, output, type Row } from "../row.ts";

const rows = 100_000;
/** Distances of a row's entries from the diagonal, around the corner. */
const offsets = [0, 1, 17, 4_000, 50_021];
const entries = rows * offsets.length;

const pointers = BigInt64Array.from({ length: rows + 1 }, (_, i) => BigInt(i * offsets.length));
const columns = BigInt64Array.from(
  Array.from({ length: rows }, (_, i) => offsets.map((s) => (i + s) % rows).sort((a, b) => a - b))
    .flat()
    .map(BigInt),
);

export const sparse: readonly Row[] = [
  {
    group: "sparse matrices",
    name: `A * x, ${rows} × ${rows}, ${offsets.length} entries a row`,
    program: [
      "data SparseMatrix(m : Nat, n : Nat) = Sparse(entries : List((Nat, Nat, ℝ)))",
      `define times_vector(A : SparseMatrix(${rows}, ${rows}), x : Vector(${rows})) : Vector(${rows}) = A * x`,
    ].join("\n"),
    fn: "times_vector",
    args: [
      integer(entries),
      { kind: "input", values: pointers },
      { kind: "input", values: columns },
      input(entries, Math.sin),
      input(rows, Math.cos),
      output(rows),
    ],
    work: { amount: 2 * entries, unit: "flop" },
    peers: [
      {
        kind: "python",
        name: "SciPy, csr @ x",
        function: "scipy_csr",
        parameters: [rows, ...offsets],
        goal: 1,
      },
      {
        kind: "native",
        name: "gcc -O3",
        file: "sparse.c",
        symbol: "times_vector",
        defines: { ROWS: rows },
        flags: ["-O3", "-march=native", "-fPIC", "-shared"],
        goal: 1,
      },
    ],
    tolerance: 1e-12,
  },
];
