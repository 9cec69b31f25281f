/** Linear algebra on random and on awkward matrices: residuals against the error bounds of backward stable algorithms. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { eigenvaluesOf } from "../../src/primitives/eigenvalues.ts";
import {
  type Dense,
  dense,
  exponential,
  get,
  qr,
  times,
  transposed,
} from "../../src/primitives/factorisations.ts";
import { factorise, realDeterminant, substitute } from "../../src/primitives/lu.ts";
import { singularValues } from "../../src/primitives/singular-values.ts";

const u = Number.EPSILON;

function* uniforms(seed: number): Generator<number, never, undefined> {
  for (let x = seed; ; ) {
    x = (1664525 * x + 1013904223) % 2 ** 32;
    yield (2 * x) / 2 ** 32 - 1;
  }
}

function random(rows: number, columns: number, seed: number): Dense {
  const numbers = uniforms(seed);
  return dense(rows, columns, () => numbers.next().value);
}

const hilbert = (n: number): Dense => dense(n, n, (i, j) => 1 / (i + j + 1));
const shapes = [1, 2, 3, 4, 5, 8, 13, 20];

function largest(a: Dense): number {
  return a.items.reduce((m, x) => Math.max(m, Math.abs(x)), 0);
}
function difference(a: Dense, b: Dense): number {
  return largest(dense(a.rows, a.columns, (i, j) => get(a, i, j) - get(b, i, j)));
}
function departure(q: Dense): number {
  return difference(
    times(transposed(q), q),
    dense(q.columns, q.columns, (i, j) => (i === j ? 1 : 0)),
  );
}

test("solving leaves a small residual", () => {
  for (const n of shapes)
    for (const a of [random(n, n, n), hilbert(n)]) {
      const b = random(n, 1, 7);
      const x = substitute(factorise(a.items, n), n, b.items);
      const residual = difference(times(a, { rows: n, columns: 1, items: x }), b);
      const size = largest(a) * x.reduce((m, y) => Math.max(m, Math.abs(y)), 1);
      assert.ok(residual <= 4 * n * n * u * size, `n = ${n}: ${residual}`);
    }
});

test("determinants of triangular products", () => {
  for (const n of [1, 2, 3, 4, 6, 9]) {
    const l = dense(n, n, (i, j) => (i === j ? 1 : i > j ? 0.5 : 0));
    const r = dense(n, n, (i, j) => (i === j ? 2 : i < j ? -1 : 0));
    const det = realDeterminant(times(l, r).items, n);
    assert.ok(Math.abs(det - 2 ** n) <= 8 * n * n * u * 2 ** n, `n = ${n}: ${det}`);
  }
});

test("QR: orthonormal columns, and the product gives the matrix back", () => {
  for (const [m, n] of [
    [1, 1],
    [3, 3],
    [5, 3],
    [3, 5],
    [20, 8],
    [8, 20],
  ] as const) {
    const a = random(m, n, m + n);
    const { q, r } = qr(a);
    assert.ok(departure(q) <= 20 * m * u, `${m}×${n}`);
    assert.ok(difference(times(q, r), a) <= 20 * m * u, `${m}×${n}`);
  }
});

test("singular values: orthogonal factors, descending, the product gives the matrix back", () => {
  const deficient = times(random(6, 2, 1), random(2, 5, 2));
  for (const a of [
    random(1, 1, 1),
    random(4, 4, 2),
    random(7, 3, 3),
    random(3, 7, 4),
    hilbert(8),
    deficient,
  ]) {
    const { u: left, values, vt } = singularValues(a);
    const middle = dense(a.rows, a.columns, (i, j) => (i === j ? (values[i] ?? 0) : 0));
    assert.ok(departure(left) <= 1e-14 && departure(transposed(vt)) <= 1e-14, `${a.rows}×${a.columns}`);
    assert.ok(difference(times(times(left, middle), vt), a) <= 1e-14, `${a.rows}×${a.columns}`);
    assert.equal(
      [...values].sort((x, y) => y - x),
      values,
    );
  }
});

test("eigenvalues: known spectra, and trace and determinant of random matrices", () => {
  const circulant = dense(6, 6, (i, j) => ((j - i + 6) % 6 === 1 ? 1 : 0));
  for (const { re, im } of eigenvaluesOf(circulant) ?? [])
    assert.ok(Math.abs(Math.hypot(re, im) - 1) < 1e-14);
  const companion = dense(5, 5, (i, j) =>
    i === 0 ? ([15, -85, 225, -274, 120][j] ?? 0) : i === j + 1 ? 1 : 0,
  );
  const roots = (eigenvaluesOf(companion) ?? []).map((z) => z.re).sort((x, y) => x - y);
  for (const [k, root] of roots.entries()) assert.ok(Math.abs(root - (k + 1)) < 1e-10, `${root}`);
  for (const n of [...shapes, 40]) {
    const a = random(n, n, 3 * n);
    const values = eigenvaluesOf(a) ?? [];
    assert.is(values.length, n);
    const trace = values.reduce((sum, z) => sum + z.re, 0);
    const diagonal = Array.from({ length: n }, (_, i) => get(a, i, i)).reduce((x, y) => x + y, 0);
    assert.ok(Math.abs(trace - diagonal) < 1e-13 * n * n, `n = ${n}`);
    const moduli = values.reduce((p, z) => p * Math.hypot(z.re, z.im), 1);
    assert.ok(Math.abs(moduli / Math.abs(realDeterminant(a.items, n)) - 1) < 1e-10, `n = ${n}`);
  }
});

test("eigenvalues in special shapes", () => {
  const show = (a: Dense): string =>
    (eigenvaluesOf(a) ?? [])
      .map((z) => `${z.re.toFixed(6)}${z.im === 0 ? "" : `+${z.im.toFixed(6)}i`}`)
      .join(" ");
  assert.is(show(dense(3, 3, () => 0)), "0.000000 0.000000 0.000000");
  assert.is(show(dense(3, 3, (i, j) => (i === j ? i + 1 : 0))), "1.000000 2.000000 3.000000");
  assert.is(show(dense(2, 2, (i, j) => (i === j ? 0 : i - j))), "0.000000+1.000000i 0.000000+-1.000000i");
  assert.is(eigenvaluesOf(dense(2, 2, () => Number.NaN)), undefined);
});

test("the matrix exponential of a rotation generator is the rotation", () => {
  for (const angle of [0.1, 1, 10, 100]) {
    const rotation = exponential(dense(2, 2, (i, j) => (i === j ? 0 : (j - i) * angle)));
    const exact = dense(2, 2, (i, j) => (i === j ? Math.cos(angle) : (j - i) * Math.sin(angle)));
    assert.ok(rotation !== undefined && difference(rotation, exact) < 1e-14 * Math.max(10, angle * angle));
  }
});

test.run();
