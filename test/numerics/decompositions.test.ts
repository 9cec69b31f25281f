/**
 * Schur forms, eigenvectors and singular values within the bounds that their rows state, by our own routines and by the system's
 * LAPACK (skipped by name where there is none): residuals and departures from orthogonality, on matrices where it is hard.
 */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { ProgramError } from "../../src/base/outcome.ts";
import type { Value } from "../../src/interpret/value.ts";
import { ownDecompositions } from "../../src/primitives/decompositions.ts";
import { dense, get } from "../../src/primitives/linear-algebra/factorisations.ts";
import { any } from "../../src/types/type.ts";
import { each, tellShares } from "../support/accuracy/backward.ts";
import {
  checkEig,
  checkEigenvalues,
  checkSchur,
  checkSingularValues,
  checkSvd,
  checkSymmetric,
  checkSymmetricEigenvalues,
} from "../support/accuracy/residuals.ts";
import { providers } from "../support/decompositions.ts";
import { graded, matrixOf, partsOf, singularMatrix } from "../support/dense.ts";
import { rectangles, sizes, squares } from "../support/matrices.ts";
import { evaluateRow } from "../support/rows.ts";

for (const { name: who, decompositions } of providers) {
  const add = decompositions === undefined ? test.skip : test;
  const given = decompositions ?? ownDecompositions;
  const evaluate = (row: string, a: Parameters<typeof matrixOf>[0]): Value =>
    evaluateRow(row, [matrixOf(a)], any, given);

  each(
    `${who}, svd: orthogonal factors, falling values, the product; singular_values: the same values`,
    [...squares, ...rectangles],
    (a, name) => {
      const values = checkSvd({ row: "svd", name, a, who: given }, evaluate("svd", a));
      checkSingularValues(
        { row: "singular_values", name, a, who: given },
        evaluate("singular_values", a),
        values,
      );
    },
    add,
  );

  each(
    `${who}, eig: each pair leaves a small residual`,
    squares,
    (a, name) => checkEig({ row: "eig", name, a, who: given }, evaluate("eig", a)),
    add,
  );

  each(
    `${who}, eigenvalues: of a matrix nearby`,
    squares,
    (a, name) => checkEigenvalues({ row: "eigenvalues", name, a, who: given }, evaluate("eigenvalues", a)),
    add,
  );

  each(
    `${who}, schur: orthogonal, quasi-triangular, the product`,
    squares,
    (a, name) => checkSchur({ row: "schur", name, a, who: given }, evaluate("schur", a)),
    add,
  );

  add(`${who}, rank: of matrices that lack half of it`, () => {
    for (const n of sizes.filter((k) => k > 1))
      assert.is(evaluate("rank", singularMatrix(n, n)), BigInt(n >> 1));
  });

  add(`${who}: entries that are not finite`, () => {
    const bad = dense(2, 2, () => Number.NaN);
    for (const row of ["eig", "eigenvalues", "schur"])
      assert.throws(
        () => evaluate(row, bad),
        (problem: unknown) => problem instanceof ProgramError,
      );
    for (const s of partsOf(evaluate("singular_values", bad))) assert.ok(Number.isNaN(s));
  });
}

each(
  "eigh of symmetric matrices: orthogonal vectors, rising values, the product; symmetric_eigenvalues: the same values",
  squares,
  (square, name) => {
    const a = dense(square.rows, square.rows, (i, j) => get(square, i, j) + get(square, j, i));
    const of = (row: string): Value => evaluateRow(row, [matrixOf(a)], any, ownDecompositions);
    const values = checkSymmetric({ row: "eigh", name, a }, of("eigh"));
    checkSymmetricEigenvalues({ row: "symmetric_eigenvalues", name, a }, of("symmetric_eigenvalues"), values);
  },
);

const both = providers.every(({ decompositions }) => decompositions !== undefined) ? test : test.skip;

both("LAPACK's singular values are ours, small ones to all but a few digits too", () => {
  const [own, lapack] = providers.map(({ decompositions }) => decompositions);
  assert.ok(own && lapack);
  for (const n of [8, 30, 60]) {
    const a = graded(n, n);
    const [x, y] = [own, lapack].map((by) => by.singularValues(a).values);
    for (const [k, s] of (x ?? []).entries())
      assert.ok(Math.abs((y?.[k] ?? 0) / s - 1) <= 1e-11, `${n}: value ${k}`);
  }
});

test.after(tellShares);

test.run();
