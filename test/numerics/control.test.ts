/**
 * Riccati equations by our own Schur form and by LAPACK's (skipped by name where there is none): residuals beside the terms of the
 * equation, stability of the closed loop, closed forms.
 */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { type Decompositions, ownDecompositions } from "../../src/primitives/decompositions.ts";
import {
  combination,
  type Dense,
  dense,
  get,
  identity,
  times,
  transposed,
} from "../../src/primitives/linear-algebra/factorisations.ts";
import {
  continuousRiccati,
  discreteRiccati,
  type Regulator,
} from "../../src/primitives/linear-algebra/riccati.ts";
import { any } from "../../src/types/type.ts";
import { tellShares, within } from "../support/accuracy/backward.ts";
import { providers } from "../support/decompositions.ts";
import { denseOf, frobenius, hilbert, matrixOf, partsOf, randomMatrix } from "../support/dense.ts";
import { kinds, sizes } from "../support/matrices.ts";
import { evaluateRow } from "../support/rows.ts";

type Case = readonly [string, Regulator];

/** Fewer inputs than states, and Q of full rank. */
function fewInputs(n: number, m: number): Case {
  const c = randomMatrix(n, n, 7 * n);
  const regulator = {
    a: randomMatrix(n, n, n),
    b: randomMatrix(n, m, n + m),
    q: times(transposed(c), c),
    r: dense(m, m, (i, j) => (i === j ? i + 1 : 0)),
  };
  return [`${n} states, ${m} inputs`, regulator];
}

/** Every state reached and seen: P and the closed loop are well conditioned, whatever A is. */
const wellConditioned = (n: number): readonly Case[] =>
  kinds(n).map(([name, a]) => [name, { a, b: identity(n), q: identity(n), r: identity(n) }]);

const asked = process.env["KLEIS_NUMERICS_SIZES"] !== undefined;
const small: readonly Case[] = [
  ...[fewInputs(1, 1), fewInputs(2, 1), fewInputs(3, 3), fewInputs(5, 2), fewInputs(8, 3), fewInputs(12, 4)],
  ...[fewInputs(30, 5), ...sizes.flatMap(wellConditioned)],
];
/** Where no sizes were asked for: of 60 states, and by LAPACK one of 200. Hamiltonian matrices have twice as many rows. */
const largeBy = (who: string): readonly Case[] =>
  asked
    ? []
    : [...(who === "LAPACK" ? wellConditioned(200).slice(0, 1) : []), ...wellConditioned(60).slice(1)];

const plus = (x: Dense, y: Dense): Dense => combination(x, 1, y, 1);
const minus = (x: Dense, y: Dense): Dense => combination(x, 1, y, -1);

/** P of the row for P, which the row for [K, P] gives too, and K. */
function solved(
  rows: readonly [string, string],
  { a, b, q, r }: Regulator,
  decompositions: Decompositions,
): { readonly p: Dense; readonly k: Dense } {
  const args = [a, b, q, r].map(matrixOf);
  const p = denseOf(evaluateRow(rows[0], args, any, decompositions));
  const [k, again] = partsOf(evaluateRow(rows[1], args, any, decompositions)).map(denseOf);
  assert.ok(k && again);
  assert.equal(again.items, p.items);
  return { p, k };
}

/** Of at most this many states the closed loop's eigenvalues are looked at. */
const looked = 60;

function closedLoop({ a, b }: Regulator, k: Dense, stable: (re: number, im: number) => boolean): void {
  if (a.rows > looked) return;
  for (const { re, im } of ownDecompositions.eigenvalues(minus(a, times(b, k))) ?? [])
    assert.ok(stable(re, im), `${re} + ${im}i`);
}

for (const { name: who, decompositions } of providers) {
  const add = decompositions === undefined ? test.skip : test;
  const given = decompositions ?? ownDecompositions;
  for (const [name, regulator] of [...small, ...largeBy(who)]) {
    const { a, b, q } = regulator;

    add(`${who}, care and lqr: ${name}`, () => {
      const { p, k } = solved(["care", "lqr"], regulator, given);
      const mapped = times(transposed(a), p);
      const quadratic = times(times(p, b), k);
      const residual = minus(plus(plus(mapped, times(p, a)), q), quadratic);
      const size = frobenius(mapped) + frobenius(quadratic);
      for (const row of ["care", "lqr"]) within(row, name, a.rows, frobenius(residual), size, given);
      closedLoop(regulator, k, (re) => re < 0);
    });

    add(`${who}, dare and dlqr: ${name}`, () => {
      const { p, k } = solved(["dare", "dlqr"], regulator, given);
      const mapped = times(transposed(a), p);
      const residual = plus(minus(times(mapped, minus(a, times(b, k))), p), q);
      const size = frobenius(p) + frobenius(times(mapped, a));
      for (const row of ["dare", "dlqr"]) within(row, name, a.rows, frobenius(residual), size, given);
      closedLoop(regulator, k, (re, im) => Math.hypot(re, im) < 1);
    });
  }
}

test("modes that can hardly be reached: half of the digits, or no solution", () => {
  for (const [, a] of [...kinds(8), ...kinds(30)]) {
    const [, few] = fewInputs(a.rows, Math.ceil(a.rows / 5));
    const regulator = { ...few, a };
    const p = continuousRiccati(regulator);
    if (p === undefined) continue;
    const { k } = solved(["care", "lqr"], regulator, ownDecompositions);
    const mapped = times(transposed(a), p);
    const quadratic = times(times(p, few.b), k);
    const residual = minus(plus(plus(mapped, times(p, a)), few.q), quadratic);
    assert.ok(frobenius(residual) <= 2 ** -25 * (frobenius(mapped) + frobenius(quadratic)));
  }
  const b = randomMatrix(8, 2, 10);
  assert.is(continuousRiccati({ a: hilbert(8), b, q: identity(8), r: identity(2) }), undefined);
});

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

test.after(tellShares);

test.run();
