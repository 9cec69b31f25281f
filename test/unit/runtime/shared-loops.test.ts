/** Loops that threads share: the same bits for every number of threads, the same errors, and an end when they are told to. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { Interrupted } from "../../../src/base/outcome.ts";
import { hasCompiler } from "../../support/emitted.ts";
import { type Run, runProgram } from "../../support/session.ts";

const counts = [1, 2, 3, 4, 64];
const few = [1, 3];

const program = `
define wave(xs : Vector(100000)) : Vector(100000) = list_map(λ x . exp(-x*x) * sin(3*x) + x / (1 + x*x), xs)
define of_any_length(xs : List(ℝ)) = list_map(λ x . exp(-x*x) * cos(x), xs)
define escape(a : ℝ, b : ℝ, x : ℝ, y : ℝ, k : ℕ) : ℕ =
  if k = 200 then k else if x * x + y * y > 4 then k
  else escape(a, b, x * x - y * y + a, 2 * x * y + b, k + 1)
define rows(side : ℕ) = list_map(λ r . sum(list_map(λ c . escape(3 * c / side - 2, 3 * r / side - 1.5, 0, 0, 0), range(side))), range(side))
define step(u : Field(40, 40, 40)) : Field(40, 40, 40) = u + 0.01 * (laplacian(u) - u * u * u)
define heated(u : Field(40, 40, 40)) = list_fold(λ v k . step(v), u, range(5))
define divisors(n : ℕ) = list_filter(λ d . mod(n, d) = 0, range(1, 400))
define counted(n : ℕ) = list_map(λ k . length(divisors(k + 1)), range(n))
define depth(k : ℕ) : ℝ = if k = 0 then 0.0 else 1.0 + depth(k - 1) * 0.5
define deep(n : ℕ) = list_map(λ k . depth(if k = n - 1 then 9000 else 40), range(n))
define xs = list_map(λ k . 3 * sin(k), range(100000))
define digest(x : List(ℝ)) = list_fold(λ a t . a * 0.75 + t, 0.0, x)
digest(wave(xs))
// Beyond where fast sines reach.
digest(wave(list_map(λ k . if k = 77777 then 1000000.0 else 1.0 * k / 50000, range(100000))))
digest(of_any_length(xs))
rows(80)
field_values(heated(Field([40, 40, 40], list_map(λ k . sin(k), range(64000)))))
sum(counted(3000))
sum(deep(20000))
`;

const failing = `
define quotients(xs : List(ℝ), ys : List(ℝ)) = list_map(λ k . exp(xs[k]) / ys[k], range(length(xs)))
define picked(xs : List(ℝ), ps : List(ℤ)) = list_map(λ k . exp(xs[ps[k]]), range(length(xs)))
define squares(ns : List(ℤ)) = list_map(λ n . n * n * n + n, ns)
define xs = list_map(λ k . sin(k), range(100000))
`;

const errors: Readonly<Record<string, string>> = {
  "a zero divisor": "quotients(xs, list_map(λ k . if k = 75000 then 0.0 else 1.5, range(100000)))",
  "two indices out of range":
    "picked(xs, list_map(λ k . if k = 95000 then 100007 else if k = 60000 then 100000 else k, range(100000)))",
};

/** Each would take days. */
const endless: Readonly<Record<string, string>> = {
  "a shared loop with long turns": `
define long(x : ℝ, k : ℕ) : ℝ = if k = 0 then x else long(0.999 * x + 1, k - 1)
sum(list_map(λ j . long(j / 7, 1000000000), range(5000)))
`,
  "many shared loops": `
define turned(x : Vector(200000)) : Vector(200000) = list_map(λ t . 0.9 * t + exp(-t*t), x)
define many(x : Vector(200000), k : ℕ) : Vector(200000) = if k = 0 then x else many(turned(x), k - 1)
sum(many(list_map(λ k . 0.1 * k, range(200000)), 1000000000))
`,
  "eigenvalues within a shared loop": `
define largest(k : ℕ) = list_fold(λ m z . max(m, re(z)), 0.0, eigenvalues(Matrix(60, 60, list_map(λ i . sin(i * i + k), range(3600)))))
sum(list_map(λ k . largest(k), range(5000000)))
`,
};

for (const backend of ["c", "rust"] as const) {
  if (!hasCompiler("c") || !hasCompiler(backend)) {
    test(`threads share loops (${backend}) — skipped: no compiler`, () => undefined);
    continue;
  }
  /** One after the other: what the first one compiles the others find in the cache. */
  const runs = async (text: string, threads: readonly number[]): Promise<readonly Run[]> => {
    const all: Run[] = [];
    for (const n of threads) all.push(await runProgram("threads.kleis", text, { backend, threads: n }));
    return all;
  };

  test(`loops give the same bits for any number of threads (${backend})`, async () => {
    const [alone, ...others] = await runs(program, counts);
    assert.equal(alone?.said, []);
    assert.ok(alone?.values.every(({ tier }) => tier === backend));
    for (const other of others)
      assert.equal(
        other.values.map(({ value }) => value),
        alone?.values.map(({ value }) => value),
      );
  });

  for (const [what, expression] of Object.entries(errors))
    test(`${what} is found where one thread finds it (${backend})`, async () => {
      const [alone, ...others] = await runs(`${failing}${expression}\n`, few);
      assert.ok(alone?.failed);
      for (const other of others) assert.equal(other.said, alone?.said);
    });

  for (const [what, text] of Object.entries(endless))
    test(`${what} ends when the time is up (${backend})`, async () => {
      let ended: unknown;
      const run = runProgram("threads.kleis", text, { backend, threads: 3, timeout: 1000 });
      await run.catch((problem: unknown) => {
        ended = problem;
      });
      assert.ok(ended instanceof Interrupted && ended.reason === "timeout", String(ended));
    });

  test(`integers that leave 64 bits in one part are exact (${backend})`, async () => {
    const text = `${failing}let ys = squares(list_map(λ k . if k = 299999 then 3000000 else k, range(300000))) in [ys[299999], ys[299998]]\n`;
    const [alone, ...others] = await runs(text, few);
    assert.equal(alone?.said, []);
    for (const other of others) assert.equal(other.values[0]?.value, alone?.values[0]?.value);
  });
}

test.run();
