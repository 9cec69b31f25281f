/**
 * Every row meets arguments of every kind, fitting or not: a value comes out, or it declines, or the program's error is told;
 * never anything else, and never without end.
 */
import fc from "fast-check";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { ProgramError } from "../../../src/base/outcome.ts";
import { formatValue } from "../../../src/interpret/format.ts";
import { listOf, matrixOf } from "../../../src/interpret/list.ts";
import { rationalValue } from "../../../src/interpret/number.ts";
import {
  bitsValue,
  complexValue,
  dataValue,
  symbolValue,
  termValue,
  tupleValue,
  unitValue,
  type Value,
} from "../../../src/interpret/value.ts";
import { families } from "../../../src/primitives/table.ts";
import { evaluate, evaluateRow } from "../../support/rows.ts";

const x = symbolValue("x");
const matrix = matrixOf(2, 2, [1n, 2n, 3n, 4n]);

const values: readonly Value[] = [
  0n,
  1n,
  -1n,
  3n,
  10n ** 30n,
  0.5,
  -2.5,
  1e308,
  5e-324,
  -0,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
  rationalValue(-1n, 3n),
  complexValue(1, -2),
  complexValue(Number.NaN, Number.POSITIVE_INFINITY),
  true,
  "",
  "aψ\n𝔹",
  "\ud800",
  unitValue,
  x,
  termValue("f", [x]),
  tupleValue(1n, 2.5),
  dataValue("Option", "Some", [1n]),
  listOf([]),
  listOf([1n, 2n]),
  listOf([Number.NaN, 1]),
  listOf(["a", 1n]),
  listOf([x, 1n]),
  listOf([listOf([1n, 2n]), listOf([3n])]),
  listOf([listOf([1n, 2n]), listOf([3n, 4n])]),
  listOf([listOf([])]),
  listOf([matrix, matrix]),
  tupleValue(matrix, matrix),
  matrix,
  matrixOf(1, 2, [0, Number.NaN]),
  matrixOf(2, 2, [x, 1n, 1n, x]),
  matrixOf(3, 3, [0, 0, 0, 0, 0, 0, 0, 0, 0]),
  bitsValue(8, 200n),
  evaluate("set_of([1, 2])"),
  evaluate('map_from([("a", 1)])'),
  evaluate("λ a . a"),
  evaluate("λ a b . a"),
];

/** What came out where it was neither a value, nor nothing, nor the program's error. */
function strange(name: string, args: readonly Value[]): string | undefined {
  try {
    evaluateRow(name, args);
    return undefined;
  } catch (problem) {
    if (problem instanceof ProgramError) return undefined;
    if (problem instanceof Error && / declines$|no function$/.test(problem.message)) return undefined;
    return `${name}(${args.map((arg) => formatValue(arg)).join(", ")}): ${String(problem)}`;
  }
}

const value = fc.constantFrom(...values);

for (const { name: family, rows } of families)
  test(family, () => {
    for (const row of rows) {
      if (row.effect) continue;
      const { least, most } = row.type.arity;
      if (least === 0) assert.is(strange(row.name, []), undefined);
      if (most >= 1)
        for (const only of least <= 1 ? values : []) assert.is(strange(row.name, [only]), undefined);
      if (most < 2) continue;
      const args = fc.array(value, {
        minLength: Math.max(2, least),
        maxLength: Math.min(most, least + 2, 5),
      });
      fc.assert(
        fc.property(args, (given) => assert.is(strange(row.name, given), undefined)),
        { numRuns: 150 },
      );
    }
  });

test.run();
