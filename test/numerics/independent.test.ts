/** Built-ins against values that another program computed (mpmath, 40 digits): scripts/independent-values.py wrote them. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { runExamples } from "../support/examples.ts";
import { root } from "../support/program-file.ts";

const file = "test/numerics/independent.kleis";
const run = await runExamples(file, readFileSync(path.join(root, file), "utf8"), "interp");

for (const [i, expected] of run.expected.entries())
  test(expected, () => assert.is(run.verdicts[i], expected, run.said.join("\n")));

test.run();
