/**
 * Rows on complex matrices within the bounds that they state: those of the real rows on the real matrix of twice the size, by our
 * own routines and by the system's LAPACK, and the determinant by itself.
 */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { ProgramError } from "../../src/base/outcome.ts";
import type { Value } from "../../src/interpret/value.ts";
import { listFrom } from "../../src/primitives/arrays.ts";
import { type Decompositions, ownDecompositions } from "../../src/primitives/decompositions.ts";
import { type Dense, dense, get, times } from "../../src/primitives/linear-algebra/factorisations.ts";
import { any } from "../../src/types/type.ts";
import { tellShares, within } from "../support/accuracy/backward.ts";
import {
  checkEig,
  checkEigenvalues,
  checkInverse,
  checkQr,
  checkSchur,
  checkSingularValues,
  checkSvd,
  column,
  type Subject,
} from "../support/accuracy/residuals.ts";
import { providers } from "../support/decompositions.ts";
import { denseOf, distance, frobenius, matrixOf, partsOf, randomMatrix, rowNorm } from "../support/dense.ts";
import {
  determinant,
  type Exactly,
  exactly,
  exponential,
  exponentialOn,
  power,
  product,
  rounded,
  sum,
} from "../support/double-double-matrices.ts";
import { complexKinds, type NamedPair, plus, sizes } from "../support/matrices.ts";
import { evaluateRow } from "../support/rows.ts";

type Pair = NamedPair[1];

/** [[A, −B], [B, A]] for A + iB. */
function realified([a, b]: Pair): Dense {
  const [m, n] = [a.rows, a.columns];
  return dense(2 * m, 2 * n, (i, j) => {
    if (i < m === j < n) return get(a, i % m, j % n);
    return (i < m ? -1 : 1) * get(b, i % m, j % n);
  });
}
const pairOf = (v: Value): Pair => {
  const [re, im] = partsOf(v).map(denseOf);
  assert.ok(re && im);
  return [re, im];
};
const pairValue = ([re, im]: Pair): Value => listFrom([matrixOf(re), matrixOf(im)]);

const asked = process.env["KLEIS_NUMERICS_SIZES"] !== undefined;
const small = sizes.filter((n) => asked || n <= 13).flatMap(complexKinds);
/** Where no sizes were asked for: 200 rows of every kind by ourselves (400 of the real matrix), and by LAPACK 30, and one of 100. */
const large = asked ? [] : complexKinds(200);
const largeBy = (who: string): readonly NamedPair[] =>
  who !== "LAPACK" || asked ? large : [...complexKinds(30), ...complexKinds(100).slice(0, 1)];

/** Three rows ask for the singular values of one matrix: the answer to the last one is kept. */
function remembering(by: Decompositions): Decompositions {
  let last: readonly [Dense, ReturnType<Decompositions["singularValues"]>] | undefined;
  return {
    ...by,
    singularValues: (a) => {
      const known = last?.[0].rows === a.rows && last[0].items.every((x, k) => x === a.items[k]);
      if (last === undefined || !known) last = [a, by.singularValues(a)];
      return last[1];
    },
  };
}

type Add = (title: string, check: () => void) => void;

function every(
  title: string,
  inputs: readonly NamedPair[],
  check: (m: Pair, name: string) => void,
  add: Add = test,
): void {
  add(title, () => {
    for (const [name, m] of inputs) check(m, `complex ${name}`);
  });
}

for (const { name: who, decompositions } of providers) {
  const given = decompositions ?? ownDecompositions;
  const add = decompositions === undefined ? test.skip : test;
  const inputs = [...small, ...largeBy(who)];
  const asker = remembering(given);
  const value = (row: string, m: Pair): Value => evaluateRow(row, [pairValue(m)], any, asker);
  const subject = (row: string, name: string, m: Pair): Subject => ({
    row,
    name,
    a: realified(m),
    who: given,
  });

  every(
    `${who}: singular values`,
    inputs,
    (m, name) => {
      const values = checkSvd(subject("cmat_svd", name, m), value("cmat_svd", m));
      const row = "cmat_singular_values";
      checkSingularValues(subject(row, name, m), value(row, m), values);
      const least = values.at(-1) ?? 0;
      if (least > 1e-10 * (values[0] ?? 0))
        assert.ok(Math.abs(Number(value("cmat_cond", m)) / ((values[0] ?? 0) / least) - 1) < 1e-12);
    },
    add,
  );
  every(
    `${who}: eigenvectors`,
    inputs,
    (m, name) => checkEig(subject("cmat_eig", name, m), value("cmat_eig", m)),
    add,
  );
  every(
    `${who}: eigenvalues`,
    inputs,
    (m, name) => checkEigenvalues(subject("cmat_eigenvalues", name, m), value("cmat_eigenvalues", m)),
    add,
  );
  every(
    `${who}: Schur form`,
    inputs,
    (m, name) => checkSchur(subject("cmat_schur", name, m), value("cmat_schur", m)),
    add,
  );
}

const inputs = [...small, ...large];

every("QR factors", inputs, (m, name) =>
  checkQr({ row: "cmat_qr", name, a: realified(m) }, evaluateRow("cmat_qr", [pairValue(m)])),
);

/** Undefined where the row says that the matrix is singular. */
function unlessSingular(row: string, ...args: readonly Value[]): Pair | undefined {
  try {
    const found = pairOf(evaluateRow(row, args));
    return found.every(({ items }) => items.every(Number.isFinite)) ? found : undefined;
  } catch (problem) {
    if (problem instanceof ProgramError && problem.diagnostic.code === "KL0506") return undefined;
    throw problem;
  }
}

every("inverse and linear system", inputs, (m, name) => {
  const a = realified(m);
  const inverse = unlessSingular("cmat_inv", pairValue(m));
  if (inverse !== undefined) checkInverse({ row: "cmat_inv", name, a }, realified(inverse));
  const n = m[0].rows;
  const right: Pair = [randomMatrix(n, 1, 2), randomMatrix(n, 1, 3)];
  const found = unlessSingular("cmat_solve", pairValue(m), pairValue(right));
  if (found === undefined) return;
  const stacked = ([x, y]: Pair): Dense => column(Float64Array.of(...x.items, ...y.items));
  const residual = plus(times(a, stacked(found)), stacked(right), -1);
  const largest = ({ items }: Dense): number => items.reduce((most, y) => Math.max(most, Math.abs(y)), 0);
  const size = rowNorm(a) * largest(stacked(found)) + largest(stacked(right));
  within("cmat_solve", name, 2 * n, largest(residual), size);
});

function rowLengths(m: Pair): readonly number[] {
  const n = m[0].columns;
  return Array.from({ length: m[0].rows }, (_, i) =>
    Math.hypot(...m.flatMap(({ items }) => [...items.slice(i * n, (i + 1) * n)])),
  );
}

/** Every row brought to a length of about 1 by a power of 2: products of 200 of them stay in range. */
function levelled([name, m]: NamedPair): NamedPair {
  const powers = rowLengths(m).map((x) => (x === 0 ? 1 : 2 ** -Math.round(Math.log2(x))));
  const [re, im] = m.map((part) =>
    dense(part.rows, part.columns, (i, j) => (powers[i] ?? 1) * get(part, i, j)),
  );
  assert.ok(re && im);
  return [`${name}, rows of length 1`, [re, im]];
}

every("the modulus of the determinant", [...small, ...large.map(levelled)], (m, name) => {
  const n = m[0].rows;
  const size = rowLengths(m).reduce((p, x) => p * x, 1);
  // The determinant of the real matrix is the square.
  if (!(size > 1e-140 && size < 1e150)) return;
  const exact = Math.sqrt(Math.max(0, determinant(exactly(realified(m)))));
  const [found] = partsOf(evaluateRow("cmat_det", [pairValue(m)])).map(Number);
  within("cmat_det", name, n, Math.abs((found ?? Number.NaN) - exact), size);
});

/** Brought to an ∞-norm of at most 4 by a power of 2, where the bound e^‖A‖ says something. */
function tamed(m: Pair): Pair {
  const factor = 2 ** Math.min(0, Math.floor(Math.log2(4 / rowNorm(realified(m)))));
  const [re, im] = m.map((part) => dense(part.rows, part.columns, (i, j) => factor * get(part, i, j)));
  assert.ok(re && im);
  return [re, im];
}

const middle = [...small, ...(asked ? [] : complexKinds(30))];

every("exponential and powers", middle, (whole, name) => {
  const m = tamed(whole);
  const a = realified(m);
  const exact = rounded(exponential(exactly(a)));
  const found = realified(pairOf(evaluateRow("cmat_expm", [pairValue(m)])));
  within("cmat_expm", name, a.rows, rowNorm(plus(found, exact, -1)), Math.exp(rowNorm(a)));
  for (const k of [2, 7]) {
    const x = realified(pairOf(evaluateRow("cmat_mpow", [pairValue(m), BigInt(k)])));
    const size = k * frobenius(a) ** k;
    within("cmat_mpow", `${name} to the ${k}`, a.rows, distance(x, rounded(power(exactly(a), k))), size);
  }
});

/** So many columns of ±1. */
const probes = 4;

/**
 * ‖E‖ (Frobenius) from E·V: the mean of ‖E·v‖² over vectors of ±1 is ‖E‖² (Hutchinson 1990). Twice the estimate, since four of
 * them may say a little less.
 */
function estimate(image: Dense): number {
  return (2 * frobenius(image)) / Math.sqrt(image.columns);
}

every("exponential and powers of 200 rows, by what they do to vectors", large, (whole, name) => {
  const m = tamed(whole);
  const a = realified(m);
  const n = a.rows;
  const random = randomMatrix(n, probes, 11);
  const v = exactly(dense(n, probes, (i, j) => (get(random, i, j) < 0 ? -1 : 1)));
  const errorOf = (found: Value, exact: Exactly): number =>
    estimate(rounded(sum(product(exactly(realified(pairOf(found))), v), exact, -1)));
  const found = evaluateRow("cmat_expm", [pairValue(m)]);
  // A row of n entries is at most √n times as long by the sum of its moduli.
  const error = Math.sqrt(n) * errorOf(found, exponentialOn(exactly(a), v));
  within("cmat_expm", name, n, error, Math.exp(rowNorm(a)));
  const k = 7;
  let image = v;
  for (let turn = 0; turn < k; turn++) image = product(exactly(a), image);
  const raised = evaluateRow("cmat_mpow", [pairValue(m), BigInt(k)]);
  within("cmat_mpow", `${name} to the ${k}`, n, errorOf(raised, image), k * frobenius(a) ** k);
});

test("a determinant beside 0 and at the ends of the range", () => {
  const scalar = (x: number, n: number): Dense => dense(n, n, (i, j) => (i === j ? x : 0));
  const modulus = (re: Dense, im: Dense): number => {
    const [found] = partsOf(evaluateRow("cmat_det", [pairValue([re, im])])).map(Number);
    return found ?? Number.NaN;
  };
  assert.ok(Math.abs(modulus(scalar(3e200, 1), scalar(4e200, 1)) / 5e200 - 1) < 1e-15);
  assert.is(modulus(scalar(1e200, 4), scalar(0, 4)), Number.POSITIVE_INFINITY);
  const mixed = dense(4, 4, (i, j) => (i === j ? ([1e200, 1e200, 1e-200, 1e-199][i] ?? 0) : 0));
  assert.ok(Math.abs(modulus(mixed, scalar(0, 4)) / 10 - 1) < 1e-15);
  // The rows of the second are i times those of the first: 0 but for rounding, not 1e-8.
  const [p, q] = [0.1, 0.7];
  const singular = modulus(
    dense(2, 2, (i, j) => (i === 0 ? (j === 0 ? p : 0) : j === 0 ? 0 : -q)),
    dense(2, 2, (i, j) => (i === 0 ? (j === 0 ? 0 : q) : j === 0 ? p : 0)),
  );
  assert.ok(singular <= 1e-17);
});

test.after(tellShares);

test.run();
