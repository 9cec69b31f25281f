/** Rows take their own samples: a value comes out, or the program's error, never anything else. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { ProgramError } from "../../../src/base/outcome.ts";
import { typeOfValue } from "../../../src/interpret/type-of.ts";
import type { Value } from "../../../src/interpret/value.ts";
import { families } from "../../../src/primitives/table.ts";
import { evaluateRow } from "../../support/rows.ts";

function outcome(name: string, args: readonly Value[]): Value | undefined {
  try {
    return evaluateRow(name, args);
  } catch (problem) {
    if (problem instanceof ProgramError) return undefined;
    throw problem;
  }
}

for (const { name: family, rows } of families)
  for (const row of rows) {
    if (row.samples === undefined) continue;
    const samples = row.samples();
    test(`${family}: ${row.name} on ${samples.length} samples`, () => {
      for (const args of samples) {
        const value = outcome(row.name, args);
        if (value !== undefined) assert.ok(typeOfValue(value, new Map()).kind === "con");
      }
    });
  }

test.run();
