/** Long loops over arrays take no more memory than short ones. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { runProgram } from "../../support/session.ts";
import { hasTool } from "../../support/tools.ts";

const vector = "list_map(λ k . 1.0 * k, range(100))";

/** A million steps; kept, their arrays would fill 800 MB. */
const programs: Readonly<Record<string, string>> = {
  "a vector of known length": `
define step(u : Vector(100)) : Vector(100) = list_map(λ k . 0.5 * (u[k] + u[99 - k]), range(100))
define evolve(u : Vector(100), k : ℕ) : Vector(100) = if k = 0 then u else evolve(step(u), k - 1)
sum(evolve(${vector}, 1000000))`,
  "two lists of unknown length": `
define evolve(a : List(ℝ), b : List(ℝ), k : ℕ) : List(ℝ) =
  if k = 0 then a else evolve(b, list_map(λ i . 0.5 * (a[i] + b[i]), range(length(a))), k - 1)
sum(evolve(${vector}, ${vector}, 1000000))`,
  "a fold": `
define evolve(u : List(ℝ), n : ℕ) : List(ℝ) =
  list_fold(λ v j . list_map(λ x . 0.5 * (x + 49.5), v), u, range(n))
sum(evolve(${vector}, 1000000))`,
};

const allowed = 50 * 1024;

for (const tier of (["c", "rust"] as const).filter(hasTool))
  for (const [what, text] of Object.entries(programs))
    test(`a million steps of ${what} on ${tier}`, async () => {
      const before = process.resourceUsage().maxRSS;
      const { values, said } = await runProgram("steps.kleis", text, { backend: tier, strictJit: true });
      assert.equal(said, []);
      assert.ok(Math.abs(Number(values[0]?.value) - 4950) < 1e-3);
      const grown = process.resourceUsage().maxRSS - before;
      assert.ok(grown < allowed, `${grown} KB`);
    });

test.run();
