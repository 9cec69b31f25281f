/** Riccati equations: residuals beside the terms of the equation, stability of the closed loop, closed forms. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { eigenvaluesOf } from "../../src/primitives/eigenvalues.ts";
import {
  combination,
  type Dense,
  dense,
  get,
  identity,
  times,
  transposed,
} from "../../src/primitives/factorisations.ts";
import {
  continuousGain,
  continuousRiccati,
  discreteGain,
  discreteRiccati,
  type Regulator,
} from "../../src/primitives/riccati.ts";
import { backwardBound, frobenius, randomMatrix } from "../support/dense.ts";

const regulators: readonly Regulator[] = [
  [1, 1],
  [2, 1],
  [3, 3],
  [5, 2],
  [8, 3],
  [12, 4],
  [30, 5],
].map(([n = 1, m = 1]) => {
  const c = randomMatrix(n, n, 7 * n);
  return {
    a: randomMatrix(n, n, n),
    b: randomMatrix(n, m, n + m),
    q: times(transposed(c), c),
    r: dense(m, m, (i, j) => (i === j ? i + 1 : 0)),
  };
});
const plus = (x: Dense, y: Dense): Dense => combination(x, 1, y, 1);
const minus = (x: Dense, y: Dense): Dense => combination(x, 1, y, -1);

for (const regulator of regulators) {
  const { a, b, q } = regulator;
  const size = `${a.rows} states, ${b.columns} inputs`;

  test(`care: ${size}`, () => {
    const p = continuousRiccati(regulator);
    const k = p && continuousGain(regulator, p);
    assert.ok(p && k);
    const atP = times(transposed(a), p);
    const quadratic = times(times(p, b), k);
    const residual = minus(plus(plus(atP, times(p, a)), q), quadratic);
    assert.ok(
      frobenius(residual) <= backwardBound("care", a.rows) * (frobenius(atP) + frobenius(quadratic)),
      size,
    );
    for (const z of eigenvaluesOf(minus(a, times(b, k))) ?? []) assert.ok(z.re < 0, `${z.re}`);
  });

  test(`dare: ${size}`, () => {
    const p = discreteRiccati(regulator);
    const k = p && discreteGain(regulator, p);
    assert.ok(p && k);
    const atP = times(transposed(a), p);
    const residual = plus(minus(times(atP, minus(a, times(b, k))), p), q);
    assert.ok(
      frobenius(residual) <= backwardBound("dare", a.rows) * (frobenius(p) + frobenius(times(atP, a))),
      size,
    );
    for (const z of eigenvaluesOf(minus(a, times(b, k))) ?? []) assert.ok(Math.hypot(z.re, z.im) < 1);
  });
}

test("the double integrator", () => {
  const p = continuousRiccati({
    a: dense(2, 2, (i, j) => (j > i ? 1 : 0)),
    b: dense(2, 1, (i) => i),
    q: identity(2),
    r: identity(1),
  });
  assert.ok(p);
  for (const [k, exact] of [Math.sqrt(3), 1, 1, Math.sqrt(3)].entries())
    assert.ok(Math.abs((p.items[k] ?? 0) - exact) < 1e-14);
});

test("a singular A is fine for the discrete equation", () => {
  const p = discreteRiccati({
    a: dense(2, 2, (i, j) => (j > i ? 1 : 0)),
    b: dense(2, 1, (i) => i),
    q: identity(2),
    r: identity(1),
  });
  assert.ok(p);
  assert.ok(Math.abs(get(p, 0, 0) - 1) < 1e-14 && Math.abs(get(p, 1, 1) - 2) < 1e-14);
});

test("weights of very different size", () => {
  const scalar = (x: number): Dense => dense(1, 1, () => x);
  const p = continuousRiccati({ a: scalar(0), b: scalar(1), q: scalar(1e-12), r: scalar(1e12) });
  assert.ok(p && Math.abs((p.items[0] ?? 0) - 1) < 1e-14);
});

test("no stabilising solution", () => {
  const [zero, one] = [dense(1, 1, () => 0), identity(1)];
  assert.is(continuousRiccati({ a: one, b: zero, q: one, r: one }), undefined);
  assert.is(continuousRiccati({ a: one, b: one, q: one, r: zero }), undefined);
  assert.is(continuousRiccati({ a: zero, b: one, q: zero, r: one }), undefined);
  assert.is(discreteRiccati({ a: identity(1), b: one, q: zero, r: one }), undefined);
});

test.run();
