/** docs/accuracy.md is what was measured, of every row that states a bound, and nothing of it is beyond its bound. */
import { readFileSync } from "node:fs";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { page, rowOf, rowsOf } from "../scripts/accuracy/page.ts";
import { readResults } from "../scripts/accuracy/results.ts";
import { ulpBound, vectorUlpBound } from "./support/accuracy/bounds.ts";

const results = readResults();
const renew = "run `npx tsx scripts/build-accuracy.ts`";

test("the page is current", () => {
  assert.ok(readFileSync("docs/accuracy.md", "utf8") === page(results), renew);
});

test("every row that states a bound was measured, and is within it", () => {
  for (const row of rowsOf.real) {
    const found = results.real[row];
    const most = Math.max(found?.evaluated.ulp ?? Number.NaN, found?.c ?? 0, found?.rust ?? 0);
    assert.ok(most <= ulpBound(row), `${row}: ${most}; ${renew}`);
  }
  for (const row of rowsOf.lanes.map(rowOf)) {
    const most = results.lanes[row]?.worst.ulp ?? Number.NaN;
    assert.ok(most <= vectorUlpBound(row), `${row} in lanes: ${most}; ${renew}`);
  }
  for (const row of rowsOf.linear) {
    const share = Number(results.linear[row]?.share ?? Number.NaN);
    assert.ok(share <= 1, `${row}: ${share}; ${renew}`);
  }
});

test.run();
