/** Native code whose matrix algebra was done first gives what the evaluator gives, which computes products as they are written. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { formatValue } from "../src/interpret/format.ts";
import type { SessionOptions } from "../src/session/options.ts";
import { rewriteLines } from "../src/session/rewrites.ts";
import { Session } from "../src/session.ts";
import { loadText, runProgram, sessionOptions } from "./support/session.ts";
import { hasTool } from "./support/tools.ts";

const tiers = (["c", "rust"] as const).filter((tier) => hasTool(tier));

/** Entries of every size, so that rounding shows. */
const program = `
define entries(m, n) = Matrix(m, n, list_map(λ k . sin(k + 0.5) * exp(mod(k, 7) - 3), range(0, m * n)))
define gram(A : Matrix(37, 21)) = trace(A * transpose(A))
define of_product(A : Matrix(23, 41), B : Matrix(41, 23)) = trace(A * B)
define chain(A : Matrix(19, 3), B : Matrix(3, 17), C : Matrix(17, 2), x : Vector(2)) = 0.5 * (A * B) * C * x
define row(x : Vector(19), A : Matrix(19, 23), B : Matrix(23, 5)) = x * (A * B)
define shared(A : Matrix(14, 14), B : Matrix(14, 14)) = A * B - transpose(A * B)
define summed(A : Matrix(37, 41), B : Matrix(41, 43), C : Matrix(37, 43)) = A * B + C
define less(A : Matrix(150, 170), B : Matrix(170, 41), C : Matrix(150, 41)) = sum(row_sums(2 * C - A * B))
define row_sums(A) = list_map(λ i . sum(list_map(λ j . A[i][j], range(41))), range(150))
define subtracted(A : Matrix(12, 11), B : Matrix(11, 13), C : Matrix(12, 13)) = transpose(A * B - 0.5 * C)
define times_number(A : Matrix(37, 41), B : Matrix(41, 43), s) = s * A * B
define times_number_small(A : Matrix(7, 5), B : Matrix(5, 9), s) = A * (s * B)
define scaled(v : Vector(19), A : Matrix(19, 23), w : Vector(23)) = diag_matrix(v) * A * diag_matrix(w)
define between(A : Matrix(23, 19), v : Vector(19), B : Matrix(19, 3)) = A * diag_matrix(v) * transpose(diag_matrix(v)) * B
gram(entries(37, 21))
summed(entries(37, 41), entries(41, 43), entries(37, 43))
times_number(entries(37, 41), entries(41, 43), 0.375)
times_number_small(entries(7, 5), entries(5, 9), 0 - 1.5)
less(entries(150, 170), entries(170, 41), entries(150, 41))
subtracted(entries(12, 11), entries(11, 13), entries(12, 13))
scaled(list_map(λ k . cos(k), range(0, 19)), entries(19, 23), list_map(λ k . sin(k), range(0, 23)))
between(entries(23, 19), list_map(λ k . cos(k), range(0, 19)), entries(19, 3))
of_product(entries(23, 41), entries(41, 23))
chain(entries(19, 3), entries(3, 17), entries(17, 2), [1.25, 0 - 3])
row(list_map(λ k . cos(k), range(0, 19)), entries(19, 23), entries(23, 5))
shared(entries(14, 14), transpose(entries(14, 14)))
`;

/** Factors that are triangular by their making, larger than what is written out; products of two are triangular again. */
const triangular = `
define entries(m, n) = Matrix(m, n, list_map(λ k . sin(k + 0.5) * exp(mod(k, 7) - 3), range(0, m * n)))
define lower(A : Matrix(45, 45), B : Matrix(45, 37)) = let L = cholesky(A * transpose(A) + eye(45)) in L * B
define upper(A : Matrix(45, 45), B : Matrix(37, 45)) = let [Q, R] = qr(A * transpose(A) + eye(45)) in B * R
define turned(A : Matrix(45, 45), B : Matrix(45, 37)) =
  let L = cholesky(A * transpose(A) + eye(45)) in transpose(L) * B - 2 * B
define squared(A : Matrix(45, 45), B : Matrix(45, 45)) =
  let L = cholesky(A * transpose(A) + eye(45)) in let M = L * L in M * B
define gram(A : Matrix(45, 45)) = let L = cholesky(A * transpose(A) + eye(45)) in L * transpose(L)
lower(entries(45, 45), entries(45, 37))
upper(entries(45, 45), entries(37, 45))
turned(entries(45, 45), entries(45, 37))
squared(entries(45, 45), entries(45, 45))
gram(entries(45, 45))
`;

async function valuesOf(options: Partial<SessionOptions>, text = program): Promise<readonly number[]> {
  const run = await runProgram("algebra.kleis", text, { optimise: 1, ...options });
  assert.equal(run.said, []);
  return run.values.flatMap(({ value }) =>
    (formatValue(value).match(/-?\d+(\.\d+)?(e-?\d+)?/g) ?? []).map(Number),
  );
}

for (const backend of tiers)
  for (const [name, options] of [
    ["as rewritten", {}],
    ["as written", { rewrite: false }],
    ["in a fixed order", { floatModel: "reproducible" }],
  ] as const)
    test(`products ${name} are within their bounds on ${backend}`, async () => {
      const wanted = await valuesOf({ backend: "interp" });
      const found = await valuesOf({ backend, ...options });
      assert.is(found.length, wanted.length);
      // γ of a few hundred terms of at most 20² each.
      for (const [i, x] of found.entries())
        assert.ok(Math.abs(x - (wanted[i] ?? 0)) < 1e-9, `${x}, not ${wanted[i]}`);
    });

for (const backend of tiers)
  test(`products by triangular factors are within their bounds on ${backend}`, async () => {
    const wanted = await valuesOf({ backend: "interp" }, triangular);
    const found = await valuesOf({ backend }, triangular);
    assert.is(found.length, wanted.length);
    // Of a matrix with a condition of some 10⁵ factors are known to some 1e-11 of it.
    for (const [i, x] of found.entries()) {
      const want = wanted[i] ?? 0;
      assert.ok(Math.abs(x - want) < 1e-8 * Math.max(1, Math.abs(want)), `${x}, not ${want}`);
    }
  });

const traced = "define f(A : Matrix(9, 9)) =\n    trace(A * transpose(A))\nf(eye(9))";

function linesOf(options: Partial<SessionOptions>, text = traced): readonly string[] {
  const session = Session.open(sessionOptions(options));
  const loaded = loadText("gram.kleis", text);
  session.load(loaded);
  const prepared = session.prepare(session.expressionsOf(loaded.programs.at(-1)?.file ?? ""));
  const lines = (prepared ?? []).flatMap((each) => rewriteLines(session, each));
  session.close();
  return lines;
}

test("what is rewritten is told with its place", () => {
  assert.equal(linesOf({}), [
    "f, line 2: trace(A*B) is the sum of the products of the entries of A and Bᵀ: the matrix A*B is not computed",
  ]);
});

test("factors with structure are told", () => {
  const text = `define f(A : Matrix(40, 40), B : Matrix(40, 40)) =
    let L = cholesky(A) in
    let [Q, R] = qr(B) in
    transpose(L) * B + R * transpose(R) + transpose(B) * B
f(eye(40), eye(40))`;
  const triangle =
    "f, line 4: the zeros of a triangular factor are not multiplied where the product has more than 32 columns";
  const square =
    "f, line 4: half of a matrix times its own transpose is computed, where it has more than 32 columns";
  const lines = linesOf({}, text);
  assert.ok(lines.includes(triangle) && lines.includes(square), lines.join("; "));
  assert.equal(linesOf({ rewrite: false }, text), []);
  assert.equal(linesOf({ floatModel: "reproducible" }, text), []);
});

test("nothing is rewritten under --no-rewrite, and no sum in another order under --reproducible", () => {
  assert.equal(linesOf({ rewrite: false }), []);
  assert.equal(linesOf({ floatModel: "reproducible" }), []);
});

test.run();
