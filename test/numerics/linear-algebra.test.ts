/**
 * Linear systems, determinants, powers and exponentials within the bounds that their rows state, on matrices where it is hard:
 * residuals; determinants against exact fractions, large ones and exponentials and powers against double-doubles.
 */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { ProgramError } from "../../src/base/outcome.ts";
import type { Value } from "../../src/interpret/value.ts";
import { realList } from "../../src/primitives/arrays.ts";
import {
  type Dense,
  dense,
  get,
  times,
  transposed,
} from "../../src/primitives/linear-algebra/factorisations.ts";
import { each, tellShares, within } from "../support/accuracy/backward.ts";
import { checkInverse, checkQr, column, vector } from "../support/accuracy/residuals.ts";
import { denseOf, distance, frobenius, matrixOf, randomMatrix, rowNorm } from "../support/dense.ts";
import { determinant, exactly, exponential, power, rounded } from "../support/double-double-matrices.ts";
import { exactDeterminant, exactExponential } from "../support/exact-matrices.ts";
import {
  definite,
  kinds,
  largeSquares,
  type Named,
  plus,
  rectangles,
  sizes,
  smallSquares,
  squares,
} from "../support/matrices.ts";
import { evaluateRow } from "../support/rows.ts";

/** Undefined where the row says that the matrix is singular. */
function unlessSingular(row: string, ...args: readonly Value[]): Value | undefined {
  try {
    return evaluateRow(row, args);
  } catch (problem) {
    if (problem instanceof ProgramError && problem.diagnostic.code === "KL0506") return undefined;
    throw problem;
  }
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
  if (value !== undefined) checkInverse({ row: "inv", name, a }, denseOf(value));
});

function checkDeterminant(a: Dense, name: string, exact: number): void {
  const lengths = Array.from({ length: a.rows }, (_, i) =>
    Math.hypot(...a.items.slice(i * a.rows, (i + 1) * a.rows)),
  );
  const size = lengths.reduce((p, x) => p * x, 1);
  const error = Math.abs(Number(evaluateRow("det", [matrixOf(a)])) - exact);
  if (size > 1e-290 && size < 1e300) within("det", name, a.rows, error, size);
}

each(
  "det: near the exact determinant",
  smallSquares.filter(([, a]) => a.rows <= 30),
  (a, name) => checkDeterminant(a, name, exactDeterminant(a)),
);

/** Rows and columns shrink by 10⁻¹⁰ in all: products of pivots stay in range. */
function gentlyGraded(n: number): Named {
  const a = randomMatrix(n, n, n);
  return [`gently graded ${n}`, dense(n, n, (i, j) => 10 ** ((-10 * (i + j - n)) / n) * get(a, i, j))];
}

each(
  "det of large matrices",
  sizes
    .filter((n) => n > 30)
    .concat(largeSquares.length > 0 ? [200] : [])
    .flatMap((n) => [...kinds(n), gentlyGraded(n)]),
  (a, name) => checkDeterminant(a, name, determinant(exactly(a))),
);

each("cholesky: the product gives the matrix back", definite, (a, name) => {
  const l = denseOf(evaluateRow("cholesky", [matrixOf(a)]));
  within("cholesky", name, a.rows, distance(times(l, transposed(l)), a), frobenius(a));
  for (let i = 0; i < l.rows; i++) for (let j = i + 1; j < l.columns; j++) assert.is(get(l, i, j), 0);
});

each(
  "qr: orthonormal columns, and the product gives the matrix back",
  [...squares, ...rectangles],
  (a, name) => checkQr({ row: "qr", name, a }, evaluateRow("qr", [matrixOf(a)])),
);

function checkExponential(a: Dense, name: string, exact: Dense): void {
  const x = denseOf(evaluateRow("expm", [matrixOf(a)]));
  within("expm", name, a.rows, rowNorm(plus(x, exact, -1)), Math.exp(rowNorm(a)));
}

test("expm: against the series", () => {
  for (const n of sizes.filter((k) => k <= 8))
    for (const factor of [1e-9, 0.1, 1, 5, 30]) {
      const random = randomMatrix(n, n, n + 1);
      const a = dense(n, n, (i, j) => factor * get(random, i, j));
      checkExponential(a, `random ${n} times ${factor}`, exactExponential(a));
    }
});

/** Brought to an ∞-norm of at most 4 by a power of 2, where the bound e^‖A‖ says something. */
function tamed([name, a]: Named): Named {
  const factor = 2 ** Math.min(0, Math.floor(Math.log2(4 / rowNorm(a))));
  return [
    factor === 1 ? name : `${name} times ${factor}`,
    dense(a.rows, a.columns, (i, j) => factor * get(a, i, j)),
  ];
}

each(
  "expm of large matrices",
  [...sizes.filter((n) => n >= 30).flatMap(kinds), ...largeSquares].map(tamed),
  (a, name) => checkExponential(a, name, rounded(exponential(exactly(a)))),
);

each("mpow: against powers of double-doubles", [...sizes.flatMap(kinds), ...largeSquares], (a, name) => {
  for (const k of a.rows > 30 ? [7] : [0, 1, 2, 3, 7, 20]) {
    const x = denseOf(evaluateRow("mpow", [matrixOf(a), BigInt(k)]));
    const exact = rounded(power(exactly(a), k));
    within("mpow", `${name} to the ${k}`, a.rows, distance(x, exact), Math.max(1, k) * frobenius(a) ** k);
  }
});

test("an exponential of what is not finite", () => {
  assert.throws(
    () => evaluateRow("expm", [matrixOf(dense(2, 2, () => Number.NaN))]),
    (problem: unknown) => problem instanceof ProgramError,
  );
});

test.after(tellShares);

test.run();
