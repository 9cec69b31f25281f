/** docs/coverage.md says what is so, and native code covers what it is stated to cover. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { leastNative, staleLines, totalsOf } from "../scripts/coverage.ts";
import { readEvidence } from "../scripts/coverage-evidence.ts";
import { root } from "./support/program-file.ts";

const evidence = readEvidence();

test("docs/coverage.md is current (npm run coverage:lang writes it)", () => {
  assert.equal(staleLines(readFileSync(path.join(root, "docs/coverage.md"), "utf8"), evidence), []);
});

test("a test program shows every kind of node", () => {
  const { kinds, interpreted } = totalsOf(evidence);
  assert.is(interpreted, kinds);
});

test(`native code covers at least ${leastNative} kinds of node`, () => {
  const { native } = totalsOf(evidence);
  assert.ok(native >= leastNative, `only ${native}`);
});

test.run();
