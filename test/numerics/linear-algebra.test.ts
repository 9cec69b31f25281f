/**
 * Linear algebra within the bounds that its rows state, on matrices where it is hard: residuals and departures from orthogonality,
 * determinants against exact fractions, the exponential against 200 digits of its series.
 */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { ProgramError } from "../../src/base/outcome.ts";
import type { Value } from "../../src/interpret/value.ts";
import { listFrom, realList } from "../../src/primitives/arrays.ts";
import { type Dense, dense, get, times, transposed } from "../../src/primitives/factorisations.ts";
import {
  backwardBound,
  complexOf,
  denseOf,
  departure,
  distance,
  frobenius,
  matrixOf,
  partsOf,
  randomMatrix,
  rowNorm,
  unitRoundoff,
} from "../support/dense.ts";
import { exactDeterminant, exactExponential } from "../support/exact-matrices.ts";
import { definite, type Named, plus, rectangles, sizes, squares } from "../support/matrices.ts";
import { evaluateRow } from "../support/rows.ts";

/** The largest share of its bound that a row has used, to be looked at with `KLEIS_NUMERICS_SIZES`. */
const used = new Map<string, readonly [number, string]>();

function within(row: string, name: string, n: number, error: number, size: number): void {
  const share = error === 0 ? 0 : error / size / backwardBound(row, n);
  if (!(share <= (used.get(row)?.[0] ?? -1))) used.set(row, [share, name]);
  assert.ok(share <= 1, `${row} of ${name}: ${error / size}, ${share} of its bound`);
}

const side = (a: Dense): number => Math.max(a.rows, a.columns);
const column = (items: Float64Array): Dense => ({ rows: items.length, columns: 1, items });
const vector = (v: Value): Dense => column(Float64Array.from(partsOf(v), Number));

/** Undefined where the row says that the matrix is singular. */
function unlessSingular(row: string, ...args: readonly Value[]): Value | undefined {
  try {
    return evaluateRow(row, args);
  } catch (problem) {
    if (problem instanceof ProgramError && problem.diagnostic.code === "KL0506") return undefined;
    throw problem;
  }
}

function each(title: string, inputs: readonly Named[], check: (a: Dense, name: string) => void): void {
  test(title, () => {
    for (const [name, a] of inputs)
      try {
        check(a, name);
      } catch (problem) {
        if (problem instanceof ProgramError) throw new Error(`${name}: ${problem.message}`);
        throw problem;
      }
  });
}

each("solve: a small residual", squares, (a, name) => {
  const b = randomMatrix(a.rows, 1, 7).items;
  const value = unlessSingular("solve", matrixOf(a), realList(b));
  if (value === undefined) return;
  const x = vector(value);
  if (!x.items.every(Number.isFinite)) return;
  const residual = plus(times(a, x), column(b), -1);
  const largest = (m: Dense): number => m.items.reduce((most, y) => Math.max(most, Math.abs(y)), 0);
  within("solve", name, a.rows, largest(residual), rowNorm(a) * largest(x) + largest(column(b)));
});

each("inv: a small residual", squares, (a, name) => {
  const value = unlessSingular("inv", matrixOf(a));
  if (value === undefined) return;
  const x = denseOf(value);
  const one = dense(a.rows, a.rows, (i, j) => (i === j ? 1 : 0));
  within("inv", name, a.rows, distance(times(a, x), one), frobenius(a) * frobenius(x));
});

each(
  "det: near the exact determinant",
  squares.filter(([, a]) => a.rows <= 30),
  (a, name) => {
    const lengths = Array.from({ length: a.rows }, (_, i) =>
      Math.hypot(...a.items.slice(i * a.rows, (i + 1) * a.rows)),
    );
    const size = lengths.reduce((p, x) => p * x, 1);
    const error = Math.abs(Number(evaluateRow("det", [matrixOf(a)])) - exactDeterminant(a));
    if (size > 1e-290 && size < 1e300) within("det", name, a.rows, error, size);
  },
);

each("cholesky: the product gives the matrix back", definite, (a, name) => {
  const l = denseOf(evaluateRow("cholesky", [matrixOf(a)]));
  within("cholesky", name, a.rows, distance(times(l, transposed(l)), a), frobenius(a));
  for (let i = 0; i < l.rows; i++) for (let j = i + 1; j < l.columns; j++) assert.is(get(l, i, j), 0);
});

each(
  "qr: orthonormal columns, and the product gives the matrix back",
  [...squares, ...rectangles],
  (a, name) => {
    const [q, r] = partsOf(evaluateRow("qr", [matrixOf(a)])).map(denseOf);
    assert.ok(q && r);
    within("qr", name, side(a), departure(q), Math.sqrt(side(a)));
    within("qr", name, side(a), distance(times(q, r), a), frobenius(a));
    for (let i = 0; i < r.rows; i++) for (let j = 0; j < i; j++) assert.is(get(r, i, j), 0);
  },
);

each("svd: orthogonal factors, falling values, the product", [...squares, ...rectangles], (a, name) => {
  const [u, s, vt] = partsOf(evaluateRow("svd", [matrixOf(a)]));
  assert.ok(u && s && vt);
  const [left, values, right] = [denseOf(u), vector(s).items, denseOf(vt)];
  const middle = dense(a.rows, a.columns, (i, j) => (i === j ? (values[i] ?? 0) : 0));
  within("svd", name, side(a), departure(left), Math.sqrt(side(a)));
  within("svd", name, side(a), departure(transposed(right)), Math.sqrt(side(a)));
  within("svd", name, side(a), distance(times(times(left, middle), right), a), frobenius(a));
  for (const [k, x] of values.entries())
    assert.ok(x >= 0 && x <= (values[k - 1] ?? Number.POSITIVE_INFINITY));
  const alone = vector(evaluateRow("singular_values", [matrixOf(a)])).items;
  for (const [k, x] of values.entries())
    within("singular_values", name, side(a), Math.abs(x - (alone[k] ?? Number.NaN)), values[0] ?? 1);
});

each("eig: each pair leaves a small residual", squares, (a, name) => {
  const [values, vectors] = partsOf(evaluateRow("eig", [matrixOf(a)]));
  assert.ok(values && vectors);
  const n = a.rows;
  for (const [k, v] of partsOf(vectors).entries()) {
    const value = complexOf(partsOf(values)[k]);
    const z = partsOf(v).map(complexOf);
    assert.ok(Math.abs(Math.hypot(...z.flatMap(({ re, im }) => [re, im])) - 1) <= 10 * n * unitRoundoff);
    const image = (part: "re" | "im"): Dense => times(a, column(Float64Array.from(z, (x) => x[part])));
    const [re, im] = [image("re"), image("im")];
    const parts = z.flatMap((x, i) => [
      get(re, i, 0) - (value.re * x.re - value.im * x.im),
      get(im, i, 0) - (value.re * x.im + value.im * x.re),
    ]);
    within("eig", name, n, frobenius(column(Float64Array.from(parts))), frobenius(a));
  }
});

each(
  "eigenvalues: of a matrix nearby",
  squares.filter(([, a]) => a.rows <= 30),
  (a, name) => {
    const values = partsOf(evaluateRow("eigenvalues", [matrixOf(a)])).map(complexOf);
    assert.is(values.length, a.rows);
    const n = a.rows;
    const size = frobenius(a);
    for (const { re, im } of values) {
      // The real matrix of A − λI, which has each of its singular values twice.
      const shifted = dense(2 * n, 2 * n, (i, j) => {
        const diagonal = i % n === j % n;
        if (i < n === j < n) return get(a, i % n, j % n) - (diagonal ? re : 0);
        return diagonal ? (i < n ? im : -im) : 0;
      });
      const smallest = vector(evaluateRow("singular_values", [matrixOf(shifted)])).items.at(-1) ?? 0;
      within("eigenvalues", name, n, smallest, size);
    }
  },
);

each("schur: orthogonal, quasi-triangular, the product", squares, (a, name) => {
  const [u, t] = partsOf(evaluateRow("schur", [matrixOf(a)]))
    .slice(0, 2)
    .map(denseOf);
  assert.ok(u && t);
  within("schur", name, a.rows, departure(u), Math.sqrt(a.rows));
  within("schur", name, a.rows, distance(times(times(u, t), transposed(u)), a), frobenius(a));
  for (let i = 0; i < t.rows; i++) for (let j = 0; j + 1 < i; j++) assert.is(get(t, i, j), 0);
});

test("expm: against the series", () => {
  for (const n of sizes.filter((k) => k <= 8))
    for (const factor of [1e-9, 0.1, 1, 5, 30]) {
      const a = dense(n, n, (i, j) => factor * get(randomMatrix(n, n, n + 1), i, j));
      const x = denseOf(evaluateRow("expm", [matrixOf(a)]));
      within(
        "expm",
        `random ${n} times ${factor}`,
        n,
        rowNorm(plus(x, exactExponential(a), -1)),
        Math.exp(rowNorm(a)),
      );
    }
});

test("mpow: against products of the exact matrix", () => {
  for (const n of sizes.filter((k) => k <= 30))
    for (const k of [0, 1, 2, 3, 7, 20]) {
      const a = randomMatrix(n, n, n + k);
      const x = denseOf(evaluateRow("mpow", [matrixOf(a), BigInt(k)]));
      let power = dense(n, n, (i, j) => (i === j ? 1 : 0));
      for (let i = 0; i < k; i++) power = times(power, a);
      within("mpow", `random ${n} to the ${k}`, n, distance(x, power), Math.max(1, k) * frobenius(a) ** k);
    }
});

// ── ℂ ───────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** [[A, −B], [B, A]] for A + iB. */
function realified([a, b]: readonly [Dense, Dense]): Dense {
  const [m, n] = [a.rows, a.columns];
  return dense(2 * m, 2 * n, (i, j) => {
    if (i < m === j < n) return get(a, i % m, j % n);
    return (i < m ? -1 : 1) * get(b, i % m, j % n);
  });
}
type Pair = readonly [Dense, Dense];
const pairOf = (v: Value): Pair => {
  const [re, im] = partsOf(v).map(denseOf);
  assert.ok(re && im);
  return [re, im];
};
const pairValue = ([re, im]: Pair): Value => listFrom([matrixOf(re), matrixOf(im)]);

test("complex matrices: inverse, system and QR factors as of the real matrix", () => {
  for (const n of sizes.filter((k) => k <= 60)) {
    const m: Pair = [randomMatrix(n, n, n), randomMatrix(n, n, n + 5)];
    const whole = realified(m);
    const argument = pairValue(m);
    const inverse = realified(pairOf(evaluateRow("cmat_inv", [argument])));
    const one = dense(2 * n, 2 * n, (i, j) => (i === j ? 1 : 0));
    within(
      "inv",
      `complex ${n}`,
      2 * n,
      distance(times(whole, inverse), one),
      frobenius(whole) * frobenius(inverse),
    );
    const [q, r] = partsOf(evaluateRow("cmat_qr", [argument])).map(denseOf);
    assert.ok(q && r);
    within("qr", `complex ${n}`, 2 * n, distance(times(q, r), whole), frobenius(whole));
    const right: Pair = [randomMatrix(n, 1, 2), randomMatrix(n, 1, 3)];
    const [re, im] = pairOf(evaluateRow("cmat_solve", [argument, pairValue(right)]));
    const stacked = (x: Dense, y: Dense): Dense => column(Float64Array.of(...x.items, ...y.items));
    const residual = plus(times(whole, stacked(re, im)), stacked(...right), -1);
    within(
      "solve",
      `complex ${n}`,
      2 * n,
      frobenius(residual),
      frobenius(whole) * frobenius(stacked(re, im)),
    );
  }
});

test("entries that are not finite", () => {
  const bad = matrixOf(dense(2, 2, () => Number.NaN));
  for (const row of ["eig", "eigenvalues", "schur", "expm"])
    assert.throws(
      () => evaluateRow(row, [bad]),
      (problem: unknown) => problem instanceof ProgramError,
    );
  for (const s of partsOf(evaluateRow("singular_values", [bad]))) assert.ok(Number.isNaN(s));
});

test.after(() => {
  if (process.env["KLEIS_NUMERICS_SIZES"] === undefined) return;
  for (const [row, [share, name]] of used) console.log(`${row}: ${share.toFixed(3)} of its bound, ${name}`);
});

test.run();
