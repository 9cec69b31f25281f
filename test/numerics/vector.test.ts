/**
 * The vector versions of the elementary functions: within the 4 ULP that the rows state, on inputs where it is hard, by
 * the meaning of Loop (whose fma rounds twice, like a machine without one) and compiled; and right at every special value.
 */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { vectorFunctions } from "../../src/loop/elementary/index.ts";
import { passesFor } from "../../src/loop/passes/index.ts";
import { vectorElementary } from "../../src/loop/passes/vector-elementary.ts";
import {
  cos,
  cosh,
  exp,
  exp2,
  expm1,
  ln,
  log2,
  sin,
  sinh,
  tanh,
} from "../../src/primitives/real-functions.ts";
import { list, real } from "../../src/types/type.ts";
import { hasCompiler } from "../support/emitted.ts";
import { lowerDefinition } from "../support/loop.ts";
import * as oracle from "../support/oracle.ts";
import { divide, type Fixed, fromDouble, multiply, one, type Scaled } from "../support/oracle.ts";
import { Bench, compiled, type Elementwise, mapOf, meant } from "../support/vector-map.ts";

const inputs = Number(process.env["KLEIS_NUMERICS_INPUTS"] ?? 1000);

/** Deterministic uniforms, by the language's own generator. */
let state = 2024;
function uniform(a: number, b: number): number {
  state = (1664525 * state + 1013904223) % 2 ** 32;
  return a + ((b - a) * state) / 2 ** 32;
}
/** Magnitudes spread over powers of two, either sign. */
const spread = (a: number, b: number): number => (uniform(0, 1) < 0.5 ? -1 : 1) * 2 ** uniform(a, b);

const plain = (value: Fixed): Scaled => ({ value, scale: 0 });
const expOf = (x: number): Fixed => {
  const { value, scale } = oracle.exp(fromDouble(x));
  return scale >= 0 ? value << BigInt(scale) : value >> BigInt(-scale);
};

interface Subject {
  readonly exact: (x: number) => Scaled;
  readonly draws: readonly (() => number)[];
}

/** The double nearest to a multiple of π/2: what is left of it is small. */
const nearZero = (offset: number) => (): number => Math.PI * (Math.round(uniform(-30_000, 30_000)) + offset);

const subjects: Readonly<Record<string, Subject>> = {
  exp: { exact: (x) => oracle.exp(fromDouble(x)), draws: [() => uniform(-700, 700), () => spread(-30, 2)] },
  exp2: {
    exact: (x) => oracle.exp(multiply(fromDouble(x), oracle.ln2)),
    draws: [() => uniform(-1000, 1000), () => spread(-30, 2)],
  },
  expm1: { exact: (x) => plain(expOf(x) - one), draws: [() => spread(-30, 6), () => uniform(-1, 1)] },
  ln: {
    exact: (x) => plain(oracle.ln(fromDouble(x))),
    draws: [() => uniform(0.5, 2), () => Math.abs(spread(-100, 100)), () => 1 + spread(-45, -5)],
  },
  log2: {
    exact: (x) => plain(divide(oracle.ln(fromDouble(x)), oracle.ln2)),
    draws: [() => uniform(0.5, 2), () => Math.abs(spread(-100, 100)), () => 1 + spread(-45, -5)],
  },
  sin: {
    exact: (x) => plain(oracle.sin(fromDouble(x))),
    draws: [() => uniform(-100, 100), () => uniform(-1e5, 1e5), nearZero(0), () => spread(-60, 1)],
  },
  cos: {
    exact: (x) => plain(oracle.cos(fromDouble(x))),
    draws: [() => uniform(-100, 100), () => uniform(-1e5, 1e5), nearZero(0.5), () => spread(-60, 1)],
  },
  tanh: {
    exact: (x) => plain(divide(expOf(x) - expOf(-x), expOf(x) + expOf(-x))),
    draws: [() => spread(-20, 4.6), () => uniform(-1, 1)],
  },
  sinh: {
    exact: (x) => plain((expOf(x) - expOf(-x)) / 2n),
    draws: [() => spread(-20, 4.6), () => uniform(-2, 2)],
  },
  cosh: {
    exact: (x) => plain((expOf(x) + expOf(-x)) / 2n),
    draws: [() => spread(-20, 4.6), () => uniform(-2, 2)],
  },
};

const specials = [
  0,
  -0,
  1,
  -1,
  2 ** -1074,
  -(2 ** -1074),
  2 ** -1022,
  2 ** -30,
  710.4,
  -710.4,
  720,
  -746,
  1024,
  -1075,
].concat([
  Number.MAX_VALUE,
  -Number.MAX_VALUE,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
  Number.NaN,
]);

const host: Readonly<Record<string, (x: number) => number>> = {
  cos,
  cosh,
  exp,
  exp2,
  expm1,
  ln,
  log2,
  sin,
  sinh,
  tanh,
};

/** The largest error met, with the input that has it. */
function worst(map: Elementwise, { exact, draws }: Subject): readonly [number, number] {
  const xs = Float64Array.from({ length: inputs }, (_, i) => (draws[i % draws.length] ?? Math.random)());
  const results = map(xs);
  let most: readonly [number, number] = [0, 0];
  xs.forEach((x, i) => {
    const { value, scale } = exact(x);
    const error = oracle.ulpError(results[i] ?? Number.NaN, value, scale);
    if (!(error <= most[0])) most = [error, x];
  });
  return most;
}

function checkSpecials(name: string, map: Elementwise, reach: number): void {
  const f = host[name];
  if (f === undefined) throw new Error(`no ${name}`);
  const xs = Float64Array.from(specials.filter((x) => !(Math.abs(x) > reach)));
  map(xs).forEach((got, i) => {
    const x = xs[i] ?? 0;
    const wanted = f(x);
    const near = Math.abs(got - wanted) <= Math.abs(wanted) * 2 ** -50 + 2 ** -1073;
    assert.ok(
      Object.is(got, wanted) || (near && got !== 0) || (near && wanted !== 0),
      `${name}(${x}) is ${wanted}, not ${got}`,
    );
  });
}

const bench = new Bench();
test.after(() => bench.close());

test("every vector function has a subject here", () => {
  const names = [...vectorFunctions.keys()].filter((name) => name !== "log");
  assert.equal(names.sort(), Object.keys(subjects).sort());
});

for (const [name, subject] of Object.entries(subjects)) {
  test(`${name} in lanes is within 4 ULP and right at special values`, () => {
    const reach = vectorFunctions.get(name)?.reach ?? Number.POSITIVE_INFINITY;
    const run = (tier: string, map: Elementwise, limit: number): void => {
      const [error, at] = worst(map, subject);
      if (process.env["KLEIS_NUMERICS_INPUTS"] !== undefined)
        console.log(`${name} ${tier}: ${error} ULP at ${at}`);
      assert.ok(error <= 4, `${tier}: ${error} ULP at ${at}`);
      checkSpecials(name, map, limit);
    };
    const program = mapOf(name);
    run("loop", meant(program), reach);
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

test("reproducible code keeps the library's functions", () => {
  assert.not(passesFor({ floatModel: "reproducible" }).includes(vectorElementary));
});

test.run();
