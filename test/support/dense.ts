/** Matrices for tests of numerical linear algebra, and how far results are from what they should be. */
import { type Dense, dense, get, identity, times, transposed } from "../../src/primitives/factorisations.ts";

export const unitRoundoff = Number.EPSILON / 2;

function* uniforms(seed: number): Generator<number, never, undefined> {
  for (let x = seed; ; ) {
    x = (1664525 * x + 1013904223) % 2 ** 32;
    yield (2 * x) / 2 ** 32 - 1;
  }
}

/** Entries between −1 and 1, the same for the same seed. */
export function randomMatrix(rows: number, columns: number, seed: number): Dense {
  const numbers = uniforms(seed);
  return dense(rows, columns, () => numbers.next().value);
}

export const hilbert = (n: number): Dense => dense(n, n, (i, j) => 1 / (i + j + 1));

/** Rows and columns shrink by a factor of 10 each. */
export function graded(n: number, seed: number): Dense {
  const a = randomMatrix(n, n, seed);
  return dense(n, n, (i, j) => get(a, i, j) * 10 ** -(i + j));
}

/** Of rank n / 2. */
export function singularMatrix(n: number, seed: number): Dense {
  const half = Math.max(1, Math.floor(n / 2));
  return times(randomMatrix(n, half, seed), randomMatrix(half, n, seed + 1));
}

export function frobenius(a: Dense): number {
  return Math.hypot(...a.items);
}
export function distance(a: Dense, b: Dense): number {
  return frobenius(dense(a.rows, a.columns, (i, j) => get(a, i, j) - get(b, i, j)));
}
/** ‖QᵀQ − I‖. */
export function departure(q: Dense): number {
  return distance(times(transposed(q), q), identity(q.columns));
}
