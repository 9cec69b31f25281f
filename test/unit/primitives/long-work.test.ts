/** Single steps that take long ask whether the evaluation is over time; what takes no time does not. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { Interrupted } from "../../../src/base/outcome.ts";
import { noSpan } from "../../../src/base/span.ts";
import { matrixOf } from "../../../src/interpret/list.ts";
import type { Value } from "../../../src/interpret/value.ts";
import { ownDecompositions } from "../../../src/primitives/decompositions.ts";
import { declined, type EvaluationContext } from "../../../src/primitives/primitive.ts";
import { any } from "../../../src/types/type.ts";
import { table } from "../../support/rows.ts";

const context: EvaluationContext = {
  span: noSpan,
  result: any,
  out: () => undefined,
  readFile: () => "",
  writeFile: () => undefined,
  decompositions: ownDecompositions,
  fresh: () => 1,
  now: () => 0,
  look: () => {
    throw new Interrupted("timeout");
  },
  fail: (_, title) => {
    throw new Error(title);
  },
  operate: () => 0,
};

function run(name: string, args: readonly Value[]): Value {
  const row = table.get(name);
  const value = row?.evaluate.kind === "plain" ? row.evaluate.run(args, context) : declined;
  if (typeof value === "object" && value.kind === "declined") throw new Error(`${name} declines`);
  return value;
}

const long: readonly (readonly [string, readonly Value[]])[] = [
  ["factorial", [200_000n]],
  ["permutation", [200_000n, 100_000n]],
  ["binomial", [400_000n, 200_000n]],
  ["power", [3n, 10_000_000n]],
  ["mpow", [matrixOf(2, 2, [1n, 1n, 1n, 0n]), 1_000_000n]],
];

for (const [name, args] of long)
  test(`${name} of large numbers can be ended`, () => {
    assert.throws(
      () => run(name, args),
      (problem: unknown) => problem instanceof Interrupted,
    );
  });

test("small ones just run", () => {
  assert.is(run("factorial", [20n]), 2432902008176640000n);
  assert.is(run("power", [3n, 1000n]), 3n ** 1000n);
});

test.run();
