/**
 * Schur forms and eigenvectors on random, graded, Hilbert and singular matrices: orthogonality and residuals within
 * c·n·u‖A‖ (Golub & Van Loan, §7.5.6).
 */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { eigenOf } from "../../src/primitives/linear-algebra/eigenvalues.ts";
import {
  type Dense,
  dense,
  get,
  times,
  transposed,
} from "../../src/primitives/linear-algebra/factorisations.ts";
import { diagonalEigenvalues, schurForm } from "../../src/primitives/linear-algebra/schur.ts";
import { orderSchur } from "../../src/primitives/linear-algebra/schur-order.ts";
import {
  departure,
  distance,
  frobenius,
  graded,
  hilbert,
  randomMatrix,
  singularMatrix,
  unitRoundoff,
} from "../support/dense.ts";

/** [[A, −I], [−I, −Aᵀ]] for a graded A: its square is nearly I. */
function besideOnes(n: number): Dense {
  const a = graded(n, n);
  return dense(2 * n, 2 * n, (i, j) => {
    if (i < n) return j < n ? get(a, i, j) : i === j - n ? -1 : 0;
    return j < n ? (i - n === j ? -1 : 0) : -get(a, j - n, i - n);
  });
}

const inputs: readonly (readonly [string, Dense])[] = [
  ...[1, 2, 3, 5, 8, 20, 40].map((n) => [`random ${n}`, randomMatrix(n, n, n)] as const),
  ...[3, 8, 12].map((n) => [`graded ${n}`, graded(n, n)] as const),
  ...[3, 8, 12].map((n) => [`Hilbert ${n}`, hilbert(n)] as const),
  ...[2, 6, 15].map((n) => [`singular ${n}`, singularMatrix(n, n)] as const),
  ["a Jordan block", dense(6, 6, (i, j) => (i === j ? 2 : j === i + 1 ? 1 : 0))],
  ["zero", dense(4, 4, () => 0)],
  ["tiny off the diagonal", dense(2, 2, (i, j) => (i === j ? 0 : 1e-200))],
  ...[8, 30, 60].map((n) => [`Hamiltonian, beside ±1 alone, ${2 * n}`, besideOnes(n)] as const),
  ["a rotation", dense(3, 3, (i, j) => ((j - i + 3) % 3 === 1 ? 1 : 0))],
];
const bound = (a: Dense): number => 10 * a.rows * unitRoundoff;

for (const [name, a] of inputs) {
  test(`the Schur form of ${name}`, () => {
    const form = schurForm(a);
    assert.ok(form);
    const { u, t } = form;
    assert.ok(departure(u) <= bound(a), `U: ${departure(u)}`);
    assert.ok(distance(times(times(u, t), transposed(u)), a) <= bound(a) * frobenius(a));
    for (let i = 0; i < t.rows; i++) for (let j = 0; j + 1 < i; j++) assert.is(get(t, i, j), 0);
    for (let k = 0; k + 1 < t.rows; k++) {
      if (get(t, k + 1, k) === 0) continue;
      assert.is(get(t, k, k), get(t, k + 1, k + 1));
      assert.ok(get(t, k, k + 1) * get(t, k + 1, k) <= 0);
      assert.ok(k + 2 >= t.rows || get(t, k + 2, k + 1) === 0, "blocks do not overlap");
    }
  });

  test(`the ordered Schur form of ${name}`, () => {
    const form = schurForm(a);
    assert.ok(form);
    const negative = diagonalEigenvalues(form.t).filter((z) => z.re < 0).length;
    assert.is(
      orderSchur(form, (re) => re < 0),
      negative,
    );
    const ordered = diagonalEigenvalues(form.t).map((z) => z.re < 0);
    // Eigenvalues that are 0 but for rounding may end on either side.
    const noise = 100 * bound(a) * frobenius(a);
    for (const [k, z] of diagonalEigenvalues(form.t).entries())
      assert.ok(ordered[k] === k < negative || Math.abs(z.re) <= noise);
    assert.ok(departure(form.u) <= 2 * bound(a));
    assert.ok(distance(times(times(form.u, form.t), transposed(form.u)), a) <= 4 * bound(a) * frobenius(a));
  });
}

test("no form where an entry is not finite", () => {
  assert.is(schurForm(dense(2, 2, () => Number.NaN)), undefined);
  assert.is(eigenOf(dense(2, 2, () => Number.POSITIVE_INFINITY)), undefined);
});

test.run();
