/**
 * The vector versions of the elementary functions: within the 4 ULP that the rows state, on inputs where it is hard, by
 * the meaning of Loop (whose fma rounds twice, like a machine without one) and compiled; and right at every special value.
 */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { vectorFunctions } from "../../src/loop/elementary/index.ts";
import { passesFor } from "../../src/loop/passes/index.ts";
import { vectorElementary } from "../../src/loop/passes/vector-elementary.ts";
import * as host from "../../src/primitives/numbers/real-functions.ts";
import { digamma, erf, erfc, gamma, lgamma } from "../../src/primitives/numbers/special-functions.ts";
import { list, real } from "../../src/types/type.ts";
import { vectorUlpBound } from "../support/accuracy/bounds.ts";
import { type Known, knownOf, withinReach, worst } from "../support/accuracy/measure.ts";
import { knownPairs } from "../support/accuracy/pairs.ts";
import { isSameOrNear, specialArguments } from "../support/accuracy/specials.ts";
import { subjects } from "../support/accuracy/subjects.ts";
import { hasCompiler } from "../support/emitted.ts";
import { lowerDefinition } from "../support/loop.ts";
import { Bench, compiled, type Elementwise, mapOf, meant } from "../support/vector-map.ts";

const meaning = {
  ...host,
  erf,
  erfc,
  gamma_func: gamma,
  lgamma,
  digamma,
  nth_root: host.nthRoot,
} as unknown as Readonly<Record<string, (...args: number[]) => number>>;

function checkSpecials(name: string, map: Elementwise, reach: number): void {
  const f = meaning[name];
  if (f === undefined) throw new Error(`no ${name}`);
  const lists = specialArguments(name, vectorFunctions.get(name)?.arity ?? 1, reach);
  map(...lists).forEach((got, i) => {
    const args = lists.map((xs) => xs[i] ?? 0);
    const wanted = f(...args);
    assert.ok(isSameOrNear(got, wanted), `${name}(${args.join(", ")}) is ${wanted}, not ${got}`);
  });
}

/** The row that a function of Loop serves. */
const rowOf = (name: string): string => (name === "pow" ? "power" : name);
const knownBy = (name: string): Known => (rowOf(name) in subjects ? knownOf(name) : knownPairs(rowOf(name)));

/** The meaning of Loop is slow. */
const evaluatedPoints = 300;

const bench = new Bench();
test.after(() => bench.close());

for (const name of [...vectorFunctions.keys()].filter((key) => key !== "log")) {
  const bound = vectorUlpBound(rowOf(name));
  test(`${name} in lanes is within ${bound} ULP and right at special values`, () => {
    const reach = vectorFunctions.get(name)?.reach ?? Number.POSITIVE_INFINITY;
    // One argument out of reach would send all of them to the library.
    const known = withinReach(knownBy(name), reach);
    const run = (tier: string, map: Elementwise, limit: number, count = known.exact.length): void => {
      const some = { args: known.args.map((xs) => xs.slice(0, count)), exact: known.exact.slice(0, count) };
      const { ulp, at } = worst(some, map(...some.args), subjects[rowOf(name)]?.absolute);
      assert.ok(ulp <= bound, `${tier}: ${ulp} ULP at ${at.join(", ")}`);
      checkSpecials(name, map, limit);
    };
    const program = mapOf(name);
    run("loop", meant(program), reach, evaluatedPoints);
    // Compiled, arguments out of reach go to the library.
    for (const language of ["c", "rust"] as const)
      if (hasCompiler(language)) run(language, compiled(bench, program, language), Number.POSITIVE_INFINITY);
  });
}

const sum = lowerDefinition("define s(xs : List(ℝ)) = sum(list_map(λ x . sin(x) + exp(-x * x), xs))", "s", [
  list(real),
]);

test("a sum in lanes is the sum, whatever its length and arguments", () => {
  assert.match(sum.text, /parts/);
  for (const n of [0, 1, 63, 64, 65, 200])
    for (const far of [0, 1e6]) {
      const xs = Array.from({ length: n }, (_, i) => i / 7 + (i === 3 ? far : 0));
      const wanted = xs.reduce((total, x) => total + Math.sin(x) + Math.exp(-x * x), 0);
      const outcome = sum.run(n, { items: xs });
      assert.is(outcome.status, "ok");
      const got = outcome.status === "ok" ? Number(outcome.results[0]) : Number.NaN;
      assert.ok(Math.abs(got - wanted) <= 1e-12, `${n} terms: ${got} for ${wanted}`);
    }
});

test("reproducible code has no vector versions", () => {
  assert.not(passesFor({ floatModel: "reproducible" }).includes(vectorElementary));
});

test.run();
