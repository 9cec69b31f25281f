/** The programs of test/language with values, and those of example blocks, on one tier. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { checkProgram, type TestedTier, testedTiers } from "./check-program.ts";
import { runExamples } from "./examples.ts";
import { programPaths, readProgram, root } from "./program-file.ts";

export function testLanguage(tier: TestedTier): void {
  if (!testedTiers.includes(tier)) return;
  for (const file of programPaths("test/language")) {
    const text = readFileSync(path.join(root, file), "utf8");
    const name = `${path.basename(file, ".kleis")} on ${tier}`;
    if (text.startsWith("//! refused")) continue;
    if (!text.startsWith("//! examples")) test(name, () => checkProgram(readProgram(file), tier));
    else
      test(name, async () => {
        const { said, verdicts, expected } = await runExamples(file, text, tier);
        assert.equal(verdicts, expected, said.join("\n"));
      });
  }
}
