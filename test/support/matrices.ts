/**
 * What linear algebra is tried on: random, graded, Hilbert and singular matrices, and ones whose entries are at the ends of the
 * range. `KLEIS_NUMERICS_SIZES=50,100,200` for the long run.
 */
import { type Dense, dense, get, identity, times, transposed } from "../../src/primitives/factorisations.ts";
import { graded, hilbert, randomMatrix, singularMatrix } from "./dense.ts";

export const sizes: readonly number[] = (process.env["KLEIS_NUMERICS_SIZES"] ?? "1,2,3,4,5,8,13,30")
  .split(",")
  .map(Number);

export type Named = readonly [string, Dense];

const scaled = (a: Dense, factor: number): Dense => dense(a.rows, a.columns, (i, j) => factor * get(a, i, j));

export const squares: readonly Named[] = [
  ...sizes.flatMap((n): Named[] => [
    [`random ${n}`, randomMatrix(n, n, n)],
    [`graded ${n}`, graded(n, n)],
    [`Hilbert ${n}`, hilbert(n)],
    [`of rank ${Math.max(1, n >> 1)} of ${n}`, singularMatrix(n, n)],
  ]),
  ["identity", identity(4)],
  ["zero", dense(4, 4, () => 0)],
  ["a Jordan block", dense(6, 6, (i, j) => (i === j ? 2 : j === i + 1 ? 1 : 0))],
  ["a cyclic permutation", dense(5, 5, (i, j) => ((j - i + 5) % 5 === 1 ? 1 : 0))],
  ["tiny", scaled(randomMatrix(5, 5, 9), 1e-160)],
  ["huge", scaled(randomMatrix(5, 5, 9), 1e150)],
];

export const rectangles: readonly Named[] = sizes.flatMap((n): Named[] => [
  [`${2 * n}×${n}`, randomMatrix(2 * n, n, n)],
  [`${n}×${n + 3}`, randomMatrix(n, n + 3, n)],
  [`${n + 2}×${n}, deficient`, times(randomMatrix(n + 2, 1, n), randomMatrix(1, n, n))],
]);

/** Symmetric and positive definite. */
export const definite: readonly Named[] = [
  ...sizes.map((n): Named => {
    const a = randomMatrix(n, n, 3 * n);
    return [`AAᵀ + I, ${n}`, plus(times(a, transposed(a)), identity(n))];
  }),
  ...[2, 5, 10].map((n): Named => [`Hilbert ${n}`, hilbert(n)]),
];

export function plus(a: Dense, b: Dense, factor = 1): Dense {
  return dense(a.rows, a.columns, (i, j) => get(a, i, j) + factor * get(b, i, j));
}
