/** Matrices for tests of numerical linear algebra, and how far results are from what they should be. */
import { isList, type Value } from "../../src/interpret/value.ts";
import { asMatrix, realMatrix } from "../../src/primitives/arrays.ts";
import {
  type Dense,
  dense,
  get,
  identity,
  length,
  times,
  transposed,
} from "../../src/primitives/linear-algebra/factorisations.ts";
import { reals } from "../../src/primitives/linear-algebra/lu.ts";
import { table } from "./rows.ts";

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

/** Rows and columns shrink by a factor of 10 each, down to 1e-150. */
export function graded(n: number, seed: number): Dense {
  const a = randomMatrix(n, n, seed);
  const step = Math.min(1, 75 / n);
  return dense(n, n, (i, j) => get(a, i, j) * 10 ** (-step * (i + j)));
}

/** Of rank n / 2. */
export function singularMatrix(n: number, seed: number): Dense {
  const half = Math.max(1, Math.floor(n / 2));
  return times(randomMatrix(n, half, seed), randomMatrix(half, n, seed + 1));
}

export function frobenius(a: Dense): number {
  return length(a.items);
}
export function distance(a: Dense, b: Dense): number {
  return frobenius(dense(a.rows, a.columns, (i, j) => get(a, i, j) - get(b, i, j)));
}
/** ‖QᵀQ − I‖. */
export function departure(q: Dense): number {
  return distance(times(transposed(q), q), identity(q.columns));
}
/** The largest sum of sizes in a row. */
export function rowNorm(a: Dense): number {
  let most = 0;
  for (let i = 0; i < a.rows; i++)
    most = Math.max(
      most,
      a.items.slice(i * a.columns, (i + 1) * a.columns).reduce((sum, x) => sum + Math.abs(x), 0),
    );
  return most;
}

// ── values ──────────────────────────────────────────────────────────────────────────────────────────────────────────

export function matrixOf({ rows, columns, items }: Dense): Value {
  return realMatrix(rows, columns, items);
}

export function denseOf(v: Value | undefined): Dense {
  const matrix = asMatrix(v);
  const items = matrix && reals(matrix);
  if (matrix === undefined || items === undefined) throw new Error("a real matrix was expected");
  return { rows: matrix.rows, columns: matrix.columns, items };
}

export function partsOf(v: Value): readonly Value[] {
  if (!isList(v)) throw new Error("a list was expected");
  return Array.from(v.items as readonly Value[]);
}

export interface Complex {
  readonly re: number;
  readonly im: number;
}

export function complexOf(v: Value | undefined): Complex {
  if (typeof v === "object" && v.kind === "complex") return v;
  return { re: Number(v), im: 0 };
}

/** factor · n · u, as the row states it. */
export function backwardBound(row: string, n: number): number {
  const bound = table.get(row)?.bound;
  if (bound?.kind !== "backward") throw new Error(`${row} states no backward bound`);
  return bound.factor * Math.max(1, n) * unitRoundoff;
}
