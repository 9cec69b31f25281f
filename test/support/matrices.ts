/**
 * What linear algebra is tried on: random, graded, Hilbert and singular matrices, and ones whose entries are at the ends of the
 * range. `KLEIS_NUMERICS_SIZES=50,100,200` for the long run.
 */
import {
  type Dense,
  dense,
  get,
  identity,
  times,
  transposed,
} from "../../src/primitives/linear-algebra/factorisations.ts";
import { graded, hilbert, randomMatrix, singularMatrix } from "./dense.ts";

const asked = process.env["KLEIS_NUMERICS_SIZES"];
export const sizes: readonly number[] = (asked ?? "1,2,3,4,5,8,13,30").split(",").map(Number);
/** Of the few large matrices of every run. */
const large = 200;

export type Named = readonly [string, Dense];

const scaled = (a: Dense, factor: number): Dense => dense(a.rows, a.columns, (i, j) => factor * get(a, i, j));

/** One of each kind. */
export function kinds(n: number): readonly Named[] {
  return [
    [`random ${n}`, randomMatrix(n, n, n)],
    [`graded ${n}`, graded(n, n)],
    [`Hilbert ${n}`, hilbert(n)],
    [`of rank ${Math.max(1, n >> 1)} of ${n}`, singularMatrix(n, n)],
  ];
}

/** The large ones, where no sizes were asked for. */
export const largeSquares: readonly Named[] = asked === undefined ? kinds(large) : [];

export const smallSquares: readonly Named[] = [
  ...sizes.flatMap(kinds),
  ["identity", identity(4)],
  ["zero", dense(4, 4, () => 0)],
  ["a Jordan block", dense(6, 6, (i, j) => (i === j ? 2 : j === i + 1 ? 1 : 0))],
  ["a cyclic permutation", dense(5, 5, (i, j) => ((j - i + 5) % 5 === 1 ? 1 : 0))],
  ["tiny", scaled(randomMatrix(5, 5, 9), 1e-160)],
  ["huge", scaled(randomMatrix(5, 5, 9), 1e150)],
];

export const squares: readonly Named[] = [...smallSquares, ...largeSquares];

export const rectangles: readonly Named[] = sizes.flatMap((n): Named[] => [
  [`${2 * n}×${n}`, randomMatrix(2 * n, n, n)],
  [`${n}×${n + 3}`, randomMatrix(n, n + 3, n)],
  [`${n + 2}×${n}, deficient`, times(randomMatrix(n + 2, 1, n), randomMatrix(1, n, n))],
]);

/** A + iB as the pair of its parts. */
export type NamedPair = readonly [string, readonly [Dense, Dense]];

/** One of each kind, complex. */
export function complexKinds(n: number): readonly NamedPair[] {
  const half = Math.max(1, n >> 1);
  const [p, q] = [randomMatrix(n, half, n), randomMatrix(n, half, n + 1)];
  const [r, s] = [randomMatrix(half, n, n + 2), randomMatrix(half, n, n + 3)];
  return [
    [`random ${n}`, [randomMatrix(n, n, n), randomMatrix(n, n, n + 5)]],
    [`graded ${n}`, [graded(n, n), graded(n, n + 5)]],
    [`Hilbert ${n}`, [hilbert(n), dense(n, n, (i, j) => 1 / (i + j + 2))]],
    [`of rank ${half} of ${n}`, [plus(times(p, r), times(q, s), -1), plus(times(p, s), times(q, r))]],
  ];
}

/** Symmetric and positive definite. */
export const definite: readonly Named[] = [
  ...[...sizes, ...(asked === undefined ? [large] : [])].map((n): Named => {
    const a = randomMatrix(n, n, 3 * n);
    return [`AAᵀ + I, ${n}`, plus(times(a, transposed(a)), identity(n))];
  }),
  ...[2, 5, 10].map((n): Named => [`Hilbert ${n}`, hilbert(n)]),
];

export function plus(a: Dense, b: Dense, factor = 1): Dense {
  return dense(a.rows, a.columns, (i, j) => get(a, i, j) + factor * get(b, i, j));
}
