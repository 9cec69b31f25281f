/** docs/language-coverage.md is current; every rule and built-in has a test, or a rule its reason. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { coveragePage, uncovered } from "../scripts/build-language-coverage.ts";
import {
  idsIn,
  readCoverage,
  readRules,
  rulesIn,
  sourcesIn,
  wrongSources,
} from "./support/language-rules.ts";
import { root } from "./support/program-file.ts";

const sections = readRules();
const coverage = readCoverage();

test("every rule and every built-in is covered, or says why not", () => {
  assert.equal(uncovered(sections, coverage), []);
});

test("tests name rules that exist, and every id stands once", () => {
  const ids = sections.flatMap((section) => section.rules.map((rule) => rule.id));
  assert.equal(ids, [...new Set(ids)]);
  for (const id of coverage.rules.keys()) assert.ok(ids.includes(id), `${id} is no rule`);
});

test("what is said to be an independent value is one of a call in that file", () => {
  assert.equal(wrongSources(), []);
  assert.equal(sourcesIn("// values by numpy: fft dft\n"), [{ source: "numpy", names: ["fft", "dft"] }]);
});

test("docs/language-coverage.md is current (npm run coverage:language writes it)", () => {
  const page = readFileSync(path.join(root, "docs/language-coverage.md"), "utf8");
  assert.is(page, coveragePage(sections, coverage));
});

test("the format of the rules", () => {
  const [section] = rulesIn(
    "# § 1 One\nL1.1   text\nL1.2   other\n       reason: none yet\nbuilt-ins: a b\n",
  );
  assert.is(section?.title, "§ 1 One");
  assert.equal(
    section?.rules.map((rule) => rule.reason),
    [undefined, "none yet"],
  );
  assert.equal(section?.builtIns, ["a", "b"]);
  assert.equal(idsIn("  // covers: L1.1, L2.3\n//! covers: L4.5\n// L9.9\n"), ["L1.1", "L2.3", "L4.5"]);
});

test.run();
