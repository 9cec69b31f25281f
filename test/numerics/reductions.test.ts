/** Sums, products and matrix products within γ_n of exact results computed with fractions. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { rationalToReal, realToRational } from "../../src/interpret/number.ts";
import type { RationalValue, Value } from "../../src/interpret/value.ts";
import { realList, realMatrix } from "../../src/primitives/arrays.ts";
import { addition, multiplication, subtraction } from "../../src/primitives/number.ts";
import { list, real } from "../../src/types/type.ts";
import { lowerDefinition } from "../support/loop.ts";
import { evaluateRow } from "../support/rows.ts";

const unit = Number.EPSILON / 2;
const gamma = (n: number): number => (n * unit) / (1 - n * unit);
const zero: RationalValue = { kind: "rational", numerator: 0n, denominator: 1n };

function* numbers(seed: number): Generator<number, never, undefined> {
  for (let x = seed; ; ) {
    x = (1664525 * x + 1013904223) % 2 ** 32;
    yield (x / 2 ** 32 - 0.5) * 10 ** (x % 9);
  }
}
const draw = (n: number, seed: number): Float64Array => {
  const source = numbers(seed);
  return Float64Array.from({ length: n }, () => source.next().value);
};

function exactSum(terms: readonly RationalValue[]): RationalValue {
  return terms.reduce(addition.rational, zero);
}
const exactTerms = (x: Float64Array, y: Float64Array): readonly RationalValue[] =>
  Array.from(x, (a, i) => multiplication.rational(realToRational(a), realToRational(y[i] ?? 0)));

function within(computed: Value, terms: readonly RationalValue[], n: number, what: string): void {
  assert.type(computed, "number");
  const error = Math.abs(
    rationalToReal(subtraction.rational(realToRational(Number(computed)), exactSum(terms))),
  );
  const size = terms.reduce((sum, t) => sum + Math.abs(rationalToReal(t)), 0);
  assert.ok(error <= gamma(n) * size * (1 + 1e-9), `${what}, n = ${n}: ${error} above ${gamma(n) * size}`);
}

const lengths = [1, 2, 3, 7, 8, 9, 64, 1000];

test("sum", () => {
  for (const n of lengths) {
    const xs = draw(n, n);
    within(evaluateRow("sum", [realList(xs)]), Array.from(xs, realToRational), n, "sum");
  }
});

test("a sum that cancels almost entirely", () => {
  const xs = Float64Array.from([1e16, 1, -1e16, 1e-3, 3, -3]);
  within(evaluateRow("sum", [realList(xs)]), Array.from(xs, realToRational), xs.length, "sum");
});

test("dot", () => {
  for (const n of lengths) {
    const [x, y] = [draw(n, n), draw(n, n + 1)];
    within(evaluateRow("dot", [realList(x), realList(y)]), exactTerms(x, y), n, "dot");
  }
});

test("multiply", () => {
  for (const k of [1, 3, 8, 33]) {
    const [x, y] = [draw(k, k), draw(k, k + 1)];
    const value = evaluateRow("multiply", [realMatrix(1, k, x), realMatrix(k, 1, y)]);
    assert.ok(typeof value === "object" && value.kind === "matrix");
    within(Number(value.items[0]), exactTerms(x, y), k, "multiply");
  }
});

test("product", () => {
  for (const n of [1, 2, 5, 20]) {
    const xs = draw(n, n).map((x) => 1 + x / 1e10);
    const exact = Array.from(xs, realToRational).reduce(multiplication.rational);
    within(evaluateRow("product", [realList(xs)]), [exact], n, "product");
  }
});

/** Sums in native code, by the meaning of Loop: simple terms, terms of much code, and the scaled norm. */
const native = {
  sum: lowerDefinition("define f(xs : List(ℝ)) = sum(xs)", "f", [list(real)]),
  quotients: lowerDefinition(
    "define f(xs : List(ℝ)) = sum(list_map(λ x . x / (1 + x * x * x * x), xs))",
    "f",
    [list(real)],
  ),
  norm: lowerDefinition("define f(xs : List(ℝ)) = norm(xs)", "f", [list(real)]),
};
const natively = (name: keyof typeof native, xs: Float64Array): number => {
  const outcome = native[name].run(xs.length, { items: [...xs] });
  return outcome.status === "ok" ? Number(outcome.results[0]) : Number.NaN;
};

test("native sums of every length around their blocks", () => {
  for (const n of [0, 1, 7, 8, 15, 16, 17, 23, 24, 31, 32, 33, 39, 40, 63, 64, 71, 95, 96, 100]) {
    const xs = draw(n, n + 1);
    within(natively("sum", xs), Array.from(xs, realToRational), n, "sum");
    const terms = xs.map((x) => x / (1 + x * x * x * x));
    within(natively("quotients", xs), Array.from(terms, realToRational), n, "quotients");
  }
});

test("native norms whatever the size of the entries", () => {
  for (const n of [0, 1, 20, 70])
    for (const power of [-1074, -1000, -540, -480, 0, 480, 520, 1000]) {
      const xs = draw(n, n + 1).map((x) => x * 2 ** -32 * 2 ** power);
      const largest = xs.reduce((most, x) => Math.max(most, Math.abs(x)), 2 ** -1074);
      const scaled = xs.map((x) => x / largest);
      const wanted = largest * Math.sqrt(scaled.reduce((sum, x) => sum + x * x, 0));
      const error = Math.abs(natively("norm", xs) - wanted);
      assert.ok(error <= gamma(2 * n + 4) * wanted + 2 ** -1074, `${n} entries about 2^${power}: ${error}`);
    }
  for (const [xs, wanted] of [
    [[3, Number.NEGATIVE_INFINITY], Number.POSITIVE_INFINITY],
    [[1e300, Number.NaN], Number.NaN],
    [[0, -0], 0],
  ] as const)
    assert.ok(Object.is(natively("norm", Float64Array.from(xs)), wanted));
});

test.run();
