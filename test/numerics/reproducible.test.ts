/** What `--reproducible` runs for elementary functions: within 1 ULP, and a fused multiply-add that rounds once. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { fusedMultiplyAdd } from "../../src/loop/elementary/fused.ts";
import { reproducibleFunctions, straightCode } from "../../src/loop/elementary/reproducible.ts";
import { evaluateStraight } from "../../src/loop/elementary/straight.ts";
import { type Known, knownOf, specialsOf, worst } from "../support/accuracy/measure.ts";
import { knownPairs } from "../support/accuracy/pairs.ts";
import { subjects } from "../support/accuracy/subjects.ts";

const points = 300;
const few = ({ args, exact }: Known): Known => ({
  args: args.map((xs) => xs.slice(0, points)),
  exact: exact.slice(0, points),
});

for (const name of [...reproducibleFunctions].filter((each) => each !== "log"))
  test(`${name} is within 1 ULP, and right where there is no exact value`, () => {
    const code = straightCode(name);
    const row = name === "pow" ? "power" : name;
    const known = few(row in subjects ? knownOf(row) : knownPairs(row));
    const found = Float64Array.from(known.exact, (_, i) =>
      evaluateStraight(
        code,
        known.args.map((xs) => xs[i] ?? 0),
      ),
    );
    const { ulp, at } = worst(known, found, subjects[row]?.absolute);
    assert.ok(ulp <= 1, `${ulp} ULP at ${at.join(", ")}`);
    const subject = subjects[name];
    for (const [x, wanted] of subject === undefined ? [] : specialsOf(subject))
      assert.ok(Object.is(evaluateStraight(code, [x]), wanted), `${name}(${x}) is not ${wanted}`);
    if (["sin", "tan", "cbrt", "log1p"].includes(name))
      assert.ok(Object.is(evaluateStraight(code, [-0]), -0));
  });

test("a fused multiply-add rounds once", () => {
  const u = Number.EPSILON;
  for (const [a, b, c, wanted] of [
    [1 + u, 1 - u, -1, -(u * u)],
    [1 + u, 1 + u, -1, 2 * u + u * u],
    [2 ** 27 + 1, 2 ** 27 - 1, -(2 ** 54), -1],
    [1, 1, u / 4, 1],
    // Between 1 and the next double, a little above the middle.
    [1 + u, 1 + u, 2 ** -54, 1 + 2 * u],
    [2 ** -600, 2 ** -474, 0, 2 ** -1074],
    [2 ** -600, 2 ** -475, 2 ** -1074, 2 ** -1073],
    [2 ** 1000, 2 ** 100, -(2 ** 1000), Number.POSITIVE_INFINITY],
    [2 ** 1000, 2 ** 20, -Number.MAX_VALUE, 2 ** 1020 - Number.MAX_VALUE],
    [0, -1, -0, -0],
  ] as const)
    assert.ok(Object.is(fusedMultiplyAdd(a, b, c), wanted), `${a}·${b} + ${c} is ${wanted}`);
});

test.run();
