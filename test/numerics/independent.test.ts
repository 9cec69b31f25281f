/** Built-ins against values that other programs computed (mpmath, numpy, scipy, Python): scripts/independent-values wrote them. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { runExamples } from "../support/examples.ts";
import { root } from "../support/program-file.ts";

const folder = "test/numerics/independent";

for (const name of readdirSync(path.join(root, folder)).sort()) {
  const file = path.join(folder, name);
  const run = await runExamples(file, readFileSync(path.join(root, file), "utf8"), "interp");
  for (const [i, expected] of run.expected.entries())
    test(`${name}: ${expected}`, () => assert.is(run.verdicts[i], expected, run.said.join("\n")));
}

test.run();
