/**
 * Measures what rows promise and writes docs/accuracy.md. `npx tsx scripts/build-accuracy.ts` measures what has no result yet, or one
 * on fewer arguments; `… real`, `… lanes`, `… linear` measure a family again, names of rows these. Each result is kept in
 * docs/accuracy.json as soon as it is there: a run that was ended goes on where it was.
 *
 * `KLEIS_NUMERICS_INPUTS` arguments for each function (100,000 for the page that is kept), `KLEIS_NUMERICS_SIZES` of matrices. Ends
 * with 1 where a row is beyond its bound.
 */
import { writeFileSync } from "node:fs";
import path from "node:path";
import { root } from "../test/support/program-file.ts";
import {
  beyond,
  close,
  inputs,
  measureLanes,
  measureLinear,
  measureReal,
  residualTests,
} from "./accuracy/measure.ts";
import { page, rowOf, rowsOf } from "./accuracy/page.ts";
import { type Family, families, readResults, writeResults } from "./accuracy/results.ts";

const asked = process.argv.slice(2);
const familiesAsked = families.filter((family) => asked.includes(family));
const rowsAsked = asked.filter((word) => !families.some((family) => family === word));

let results = readResults();

/** `result`: on how many arguments there is one. */
function isWanted(family: Family, row: string, result: number | undefined): boolean {
  if (familiesAsked.length > 0 && !familiesAsked.includes(family)) return false;
  if (rowsAsked.length > 0) return rowsAsked.includes(row);
  return familiesAsked.length > 0 || (result ?? 0) < inputs;
}

function keep(change: Partial<typeof results>): void {
  results = { ...results, ...change };
  writeResults(results);
}

for (const row of rowsOf.real)
  if (isWanted("real", row, results.real[row]?.inputs)) {
    console.log(row);
    keep({ real: { ...results.real, [row]: measureReal(row) } });
  }
for (const name of rowsOf.lanes)
  if (isWanted("lanes", rowOf(name), results.lanes[rowOf(name)]?.inputs)) {
    console.log(`${name} in lanes`);
    keep({ lanes: { ...results.lanes, [rowOf(name)]: measureLanes(name) } });
  }
const linear = rowsOf.linear.filter((row) =>
  isWanted("linear", row, results.linear[row] === undefined ? undefined : inputs),
);
for (const test of linear.length > 0 ? residualTests : []) {
  console.log(test);
  const measured = measureLinear(test);
  const found = linear.flatMap((row) => {
    const result = measured.get(row);
    return result === undefined ? [] : [[row, result] as const];
  });
  keep({ linear: { ...results.linear, ...Object.fromEntries(found) } });
}
close();
writeFileSync(path.join(root, "docs/accuracy.md"), page(results));

if (beyond.size > 0) {
  console.error(`beyond their bounds: ${[...beyond].join(", ")}`);
  process.exitCode = 1;
}
