/** The emitted text itself, reviewed as a diff. `UPDATE_GOLDEN=1` writes it anew. */
import { readFileSync, writeFileSync } from "node:fs";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { targetFromIsa } from "../../../src/emit/target.ts";
import type { LoopProgram } from "../../../src/loop/loop.ts";
import { emitted, machineOptions } from "../../support/emitted.ts";
import { fibonacci, smallArrays, squares, stickySum } from "../../support/loop-programs.ts";

const target = targetFromIsa("x86-64-v3");
const options = machineOptions(target === undefined ? {} : { target });

const programs: Readonly<Record<string, LoopProgram>> = {
  fibonacci: fibonacci(),
  squares: squares(),
  "sticky-sum": stickySum(),
  "small-arrays": smallArrays(),
};

for (const [name, program] of Object.entries(programs))
  for (const language of ["c", "rust"] as const)
    test(`${name} as ${language}`, () => {
      const path = `test/golden/${name}.${language === "c" ? "c" : "rs"}`;
      const text = emitted(program, language, options);
      if (process.env["UPDATE_GOLDEN"] === "1") writeFileSync(path, text);
      assert.fixture(text, readFileSync(path, "utf8"));
    });

test.run();
