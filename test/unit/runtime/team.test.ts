/** Threads: large products use them and give the same bits, half of a symmetric one too, and end when they are told to. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { hasCompiler } from "../../support/emitted.ts";
import { runProgram } from "../../support/session.ts";

const program = `
define entries = Matrix(301, 301, list_map(λ k . sin(k), range(90601)))
define product(A : Matrix(301, 301)) = A * A
define gram(A : Matrix(301, 301)) = transpose(A) * A
define digest(A : Matrix(301, 301)) = sum(list_map(λ k . element(A, floor(k / 301), mod(k, 301)) * sin(3 * k), range(90601)))
digest(product(entries))
digest(gram(entries))
`;

for (const backend of ["c", "rust"] as const)
  if (!hasCompiler("c") || !hasCompiler(backend))
    test(`any number of threads gives the same bits (${backend}) — skipped: no compiler`, () => undefined);
  else
    test(`any number of threads gives the same bits (${backend})`, async () => {
      const runs: (readonly unknown[])[] = [];
      for (const threads of [1, 2, 5]) {
        const run = await runProgram("threads.kleis", program, { backend, threads });
        assert.equal(run.said, []);
        assert.ok(run.values.every(({ tier }) => tier === backend));
        runs.push(run.values.map(({ value }) => value));
      }
      assert.equal(runs[1], runs[0]);
      assert.equal(runs[2], runs[0]);
    });

test.run();
