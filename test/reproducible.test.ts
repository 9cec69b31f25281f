/** Under `--reproducible` every tier gives the same bits: sums, products of matrices, elementary functions. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { formatValue } from "../src/interpret/format.ts";
import type { SessionOptions } from "../src/session/options.ts";
import { runProgram } from "./support/session.ts";
import { hasTool } from "./support/tools.ts";

const tiers = (["c", "rust"] as const).filter((tier) => hasTool(tier));

async function valuesOf(program: string, options: Partial<SessionOptions>): Promise<readonly string[]> {
  const run = await runProgram("same.kleis", program, {
    optimise: 3,
    floatModel: "reproducible",
    ...options,
  });
  assert.not(run.failed, run.said.join("\n"));
  return run.values.map(({ value }) => formatValue(value));
}

function same(name: string, program: string): void {
  for (const backend of tiers)
    test(`${name}: ${backend} gives the evaluator's bits`, async () => {
      assert.equal(await valuesOf(program, { backend }), await valuesOf(program, { backend: "interp" }));
    });
}

same(
  "sums",
  `
define terms(n) : List(ℝ) = list_map(λ k . 1.0 / (k + 1.3) - 0.31, range(n))
define row(i) : List(ℝ) = list_map(λ j . 1.0 / (i + 2 * j + 1.1), range(24))
define A : Matrix(24, 24, ℝ) = list_map(λ i . row(i), range(24))
sum(terms(5))
sum(terms(20))
sum(terms(1003))
dot(terms(50), terms(50))
norm(terms(77))
product(list_map(λ k . 1.0 + 1.0 / (k + 1.7), range(60)))
Σ(1, 500, λ k . 1.0 / (k * k + 0.1))
A * A * A
A * terms(24)
trace(A * A)
`,
);

same(
  "decompositions and transforms",
  `
define A : Matrix(6, 6, ℝ) = Matrix(6, 6, list_map(λ p . 1.0 / (p * p + 1.3) - 0.31 * p, range(36)))
qr(A)
svd(A)
singular_values(A)
eigenvalues(A)
eig(A)
schur(A)
eigh(A + transpose(A))
solve(A + eye(6), [1.1, 2.2, 3.3, 4.4, 5.5, 6.6])
expm(A / 50)
fft([1.1, 2.7, 3.3, 4.1, 5.9, 6.6, 7.3])
`,
);

const ranges: Readonly<Record<string, string>> = {
  exp: "-740 + 7.251 * k",
  exp2: "-1070 + 10.351 * k",
  expm1: "-3 + 0.0331 * k",
  ln: "0.0123 + 0.0371 * k * k",
  log2: "0.0123 + 0.0371 * k",
  log10: "0.0123 + 0.0371 * k",
  log1p: "-0.99 + 0.0131 * k",
  sin: "-1000.3 + 13.717 * k * k",
  cos: "-1000.3 + 13.717 * k * k",
  tan: "-1000.3 + 13.717 * k * k",
  asin: "-1 + 0.00991 * k",
  acos: "-1 + 0.00991 * k",
  atan: "-7 + 0.0717 * k",
  sinh: "-7 + 0.0717 * k",
  cosh: "-7 + 0.0717 * k",
  tanh: "-7 + 0.0717 * k",
  asinh: "-7 + 0.0717 * k",
  acosh: "1 + 0.0717 * k",
  atanh: "-0.995 + 0.00991 * k",
  cbrt: "-7 + 0.0717 * k",
};

same(
  "elementary functions",
  `
${Object.entries(ranges)
  .map(([name, text]) => `list_map(λ k . ${name}(${text}), range(200))`)
  .join("\n")}
tan(1.0e22) + cos(1.0e300) + sin(0.0 - 7.0e5)
define chosen(x : ℝ) : ℝ = if exp(x) > 2.0 then ln(x + 3.1) else power(x * x + 0.1, 1.7)
chosen(0.7) + chosen(0.2)
list_map(λ k . 1.0 + sec(0.31 * k) * csc(0.31 * k + 0.1) * cot(0.31 * k + 0.1), range(50))
list_map(λ k . hypot(0.31 * k - 20, 1.7 * k), range(200))
list_map(λ k . atan2(0.31 * k - 20, 1.7 * k - 100), range(200))
list_map(λ k . power(0.0371 * k + 0.001, 0.131 * k - 9), range(200))
sum(list_map(λ k . exp(-0.01 * k) * ln(k + 1.5), range(200)))
`,
);

test.run();
