/**
 * Orthogonal factors, singular values and exponentials in native code, within the bounds of their rows on matrices where that is
 * hard: random, Hilbert, graded and deficient ones, tiny and huge ones, around the sizes of the bands and tiles.
 */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { backwardBound, partsOf } from "../support/dense.ts";
import { hasCompiler } from "../support/emitted.ts";
import { runProgram } from "../support/session.ts";

const shapes: readonly (readonly [number, number])[] = [
  [9, 4],
  [17, 40],
  [66, 33],
];

/** Each a function of the place (i, j). */
const kinds = {
  random: "sin(1 + 7 * i * i + 3 * j * j + i * j)",
  Hilbert: "1 / (i + j + 1.0)",
  graded: "sin(1 + 7 * i * i + 3 * j * j + i * j) * 10.0 ^ (-2 * (i + j))",
  deficient: "(1.0 + i) * (2.0 + j)",
  tiny: "sin(1 + 7 * i * i + 3 * j * j + i * j) * 1e-200",
  huge: "sin(1 + 7 * i * i + 3 * j * j + i * j) * 1e150",
} as const;

function program(m: number, n: number): string {
  const entry = Object.values(kinds).reduce(
    (rest, each, k) => `if k = ${k} then ${each} else ${rest}`,
    "0.0",
  );
  return `
define entry(k : ℤ, i : ℝ, j : ℝ) : ℝ = ${entry}
define given(k : ℤ) =
  Matrix(${m}, ${n}, list_map(λ p . let i = floor(p / ${n}) in entry(k, i, p - ${n} * i), range(${m * n})))
define departure(Q) = norm(transpose(Q) * Q - eye(ncols(Q)))
define of_qr(A : Matrix(${m}, ${n})) =
  let F = qr(A) in let [Q, R] = F in [norm((Q * R - A) / norm(A)), departure(Q)]
define middle(s) =
  Matrix(${m}, ${n}, list_map(λ p . let i = floor(p / ${n}) in if p - ${n} * i = i then nth(s, i) else 0.0, range(${m * n})))
define of_svd(A : Matrix(${m}, ${n})) =
  let F = svd(A) in
  let [U, s, V] = F in
  let only = singular_values(A) in
  [norm((U * middle(s) * V - A) / norm(A)), departure(U), departure(transpose(V)), norm((only - s) / nth(s, 0))]
list_map(λ k . of_qr(given(k)), range(6))
list_map(λ k . of_svd(given(k)), range(6))
list_map(λ k . rank(given(k)), range(6))
`;
}

for (const backend of ["c", "rust"] as const)
  for (const [m, n] of shapes) {
    const name = `factors of ${m} × ${n} matrices (${backend})`;
    if (!hasCompiler(backend)) {
      test(`${name} — skipped: no compiler`, () => undefined);
      continue;
    }
    test(name, async () => {
      const options = { backend, compile: true, strictJit: true } as const;
      const { values, said } = await runProgram("factors.kleis", program(m, n), options);
      assert.equal(said, []);
      const side = Math.max(m, n);
      const [qr = [], svd = []] = values
        .slice(0, 2)
        .map(({ value }) => partsOf(value).map((each) => partsOf(each).map(Number)));
      for (const [k, kind] of Object.keys(kinds).entries()) {
        const within = (
          row: string,
          measures: readonly number[] | undefined,
          scales: readonly number[],
        ): void =>
          scales.forEach((scale, i) => {
            const share = (measures?.[i] ?? Number.NaN) / scale / backwardBound(row, side);
            assert.ok(share <= 1, `${row} of ${kind}, measure ${i}: ${share} of its bound`);
          });
        within("qr", qr[k], [1, Math.sqrt(side)]);
        within("svd", svd[k], [1, Math.sqrt(m), Math.sqrt(n), 1]);
      }
      assert.is(values[0]?.tier, backend);
      const ranks = partsOf(values[2]?.value ?? 0).map(Number);
      assert.is(ranks[0], Math.min(m, n), "of a random matrix");
      assert.is(ranks[3], 1, "of a deficient matrix");
    });
  }

test.run();
