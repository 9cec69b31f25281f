/** The shortcuts for ℤ and ℝ give what the rows give: same values, same errors. */
import * as fc from "fast-check";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { ProgramError } from "../../../src/base/outcome.ts";
import type { Value } from "../../../src/interpret/value.ts";
import { ownDecompositions } from "../../../src/primitives/decompositions.ts";
import { arithmetic } from "../../../src/primitives/numbers/arithmetic.ts";
import { comparison } from "../../../src/primitives/numbers/comparison.ts";
import { integers } from "../../../src/primitives/numbers/integers.ts";
import type { EvaluationContext } from "../../../src/primitives/primitive.ts";
import { bool, integer, real, type Type } from "../../../src/types/type.ts";
import { prim, read, span, TestProgram, tableOf, variable } from "./core-notation.ts";

const table = tableOf(...arithmetic, ...comparison, ...integers);
const comparisons = ["equals", "neq", "less_than", "leq", "greater_than", "geq"];

const context: EvaluationContext = {
  span,
  result: integer,
  out: () => {},
  readFile: () => "",
  writeFile: () => undefined,
  decompositions: ownDecompositions,
  fresh: () => 1,
  now: () => 0,
  look: () => undefined,
  fail: (_, title) => {
    throw new Error(title);
  },
  operate: (name, args) => row(name)(args),
};

function row(name: string): (args: readonly Value[]) => Value {
  const found = table.get(name);
  if (found?.evaluate.kind !== "plain") throw new Error(`no plain row ${name}`);
  const { run } = found.evaluate;
  return (args) => {
    const value = run(args, context);
    if (typeof value === "object" && value.kind === "declined") throw new Error(`${name} declines`);
    return value;
  };
}

function onMachine(name: string, type: Type): (args: readonly Value[]) => Value {
  const program = new TestProgram();
  const [x, y] = [variable("x", type), variable("y", type)];
  const result = comparisons.includes(name) ? bool : type;
  const fn = program.define(name, [x, y], result, () => prim(name, result, [read(x), read(y)]));
  const machine = program.machine(table);
  return (args) => machine.runSync(fn, args);
}

function outcome(run: () => Value): Value {
  try {
    return run();
  } catch (problem) {
    return problem instanceof ProgramError ? problem.diagnostic.title : (problem as Error).message;
  }
}

const integerValue = fc.oneof(
  fc.bigInt(-5n, 5n),
  fc.bigInt(2n ** 53n - 3n, 2n ** 53n + 3n),
  fc.bigInt(-(2n ** 53n) - 3n, -(2n ** 53n) + 3n),
  fc.bigInt(-(2n ** 31n) * 4n, 2n ** 31n * 4n),
  fc.bigInt(-(2n ** 80n), 2n ** 80n),
);
const realValue = fc.oneof(fc.double(), fc.constantFrom(0, -0, 1, -1, Infinity, Number.NaN));

for (const [type, names, value] of [
  [integer, ["plus", "minus", "times", "mod", ...comparisons], integerValue],
  [real, ["plus", "minus", "times", "divide", ...comparisons], realValue],
] as const) {
  for (const name of names) {
    test(`${name} on ${type === integer ? "ℤ" : "ℝ"}`, () => {
      const [fast, slow] = [onMachine(name, type), row(name)];
      fc.assert(
        fc.property(fc.tuple(value, value), (args) => {
          assert.ok(
            Object.is(
              outcome(() => fast(args)),
              outcome(() => slow(args)),
            ),
          );
        }),
        { numRuns: 300 },
      );
    });
  }
}

test.run();
