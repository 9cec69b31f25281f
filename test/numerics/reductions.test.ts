/** Sums, products and matrix products within γ_n of exact results computed with fractions. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { rationalToReal, realToRational } from "../../src/interpret/number.ts";
import type { RationalValue, Value } from "../../src/interpret/value.ts";
import { realList, realMatrix } from "../../src/primitives/arrays.ts";
import { addition, multiplication, subtraction } from "../../src/primitives/number.ts";
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

test.run();
