import fc from "fast-check";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { ProgramError } from "../../../src/base/outcome.ts";
import { formatValue } from "../../../src/interpret/format.ts";
import { evaluate, evaluateRow, holds, typing } from "../../support/rows.ts";

const shows = (text: string, shown: string): void => assert.is(formatValue(evaluate(text)), shown, text);
const fails = (text: string, message: RegExp): void => {
  assert.throws(
    () => evaluate(text),
    (e: unknown) => e instanceof ProgramError && message.test(e.diagnostic.title),
    text,
  );
};

test("the language's table of results", () => {
  shows("5 / 3", "1.6666666666666667");
  shows("6 / 3", "2");
  shows("1/3 + 1/3 + 1/3", "1");
  shows("mod(7, 3)", "1");
  shows("mod(-7, 3)", "-1");
  shows("2^10", "1024");
  shows("2^-1", "0.5");
  shows("0^0", "1");
  shows("(0 - 8)^(1/3)", "NaN");
  shows("ln(0)", "-inf");
  shows("1e308 * 10", "inf");
  shows("0.1 + 0.2", "0.30000000000000004");
  shows("(-2)^2", "4");
});

test("zero divisors are errors, on every level", () => {
  for (const text of ["1 / 0", "0 / 0", "1.0 / 0", "rational(1, 2) / 0", "complex(1, 1) / 0", "[1, 2] / 0"])
    fails(text, /^Division by zero$/);
  for (const text of ["mod(7, 0)", "int_div(7, 0)", "int_mod(7, 0)"]) fails(text, /^Modulo by zero$/);
});

test("integers are exact and fractions too", () => {
  shows("2^100 + 1", "1267650600228229401496703205377");
  shows("factorial(25)", "15511210043330985984000000");
  shows("rational(1, 3) + rational(1, 6)", "1/2");
  shows("rational(1, 3)^3", "1/27");
  shows("5!", "120");
});

test("roundings give integers", () => {
  assert.is(evaluate("floor(2.0)"), 2n);
  assert.is(evaluate("round(2.5)"), 3n);
  assert.is(evaluate("round(-0.5)"), -1n);
  assert.is(evaluate("round(0.49999999999999994)"), 0n);
  assert.is(evaluate("floor(rational(-7, 2))"), -4n);
  assert.is(evaluate("round(rational(-5, 2))"), -3n);
  assert.is(evaluate("floor(1e20)"), 100000000000000000000n);
  fails("floor(sqrt(-1))", /no integer part/);
  fails("round(1e308 * 10)", /no integer part/);
});

test("min, max, sign and NaN", () => {
  assert.ok(Number.isNaN(evaluateRow("min", [Number.NaN, 1])));
  assert.is(Object.is(evaluateRow("min", [0, -0]), -0), true);
  assert.is(evaluateRow("sign", [-0]), -1n);
  assert.is(evaluateRow("sign", [0n]), 1n);
  assert.is(evaluateRow("less_than", [Number.NaN, 1]), false);
  assert.is(evaluateRow("neq", [Number.NaN, Number.NaN]), true);
});

test("lists and matrices meet entry by entry", () => {
  for (const text of [
    "[1, 2] + [0.5, 0.5] = [1.5, 2.5]",
    "2 * [1, 2] = [2, 4]",
    "[1, 2] * 2 = [2, 4]",
    "[[1, 2], [3, 4]] + [[1, 1], [1, 1]] = [[2, 3], [4, 5]]",
    "Matrix(2, 2, [1, 2, 3, 4]) * [1, 1] = [3, 7]",
    "[1, 1] * Matrix(2, 2, [1, 2, 3, 4]) = [4, 6]",
    "Matrix(2, 2, [1, 1, 1, 0])^5 = [[8, 5], [5, 3]]",
    "[[1, 2], [3, 4]] * [[0, 1], [1, 0]] = [[2, 1], [4, 3]]",
    "-[1, 2] = [-1, -2]",
    "[2, 4] / 2 = [1, 2]",
    "Matrix(2, 2, [2, 0, 0, 4])^-1 = [[0.5, 0], [0, 0.25]]",
  ])
    assert.ok(holds(text), text);
  fails("[1, 2] + [1]", /different lengths: 2 and 1/);
  fails("Matrix(1, 2, [1, 2]) * Matrix(1, 2, [1, 2])", /2 columns on the left, 1 rows on the right/);
  assert.throws(() => evaluate("[1, 2] * [3, 4]"), /declines/);
});

test("types follow the tower", () => {
  assert.is(typing("plus", "ℤ", "ℤ"), "ℤ");
  assert.is(typing("plus", "ℤ", "ℝ"), "ℝ");
  assert.is(typing("plus", "ℚ", "ℤ"), "ℚ");
  assert.is(typing("times", "ℂ", "ℤ"), "ℂ");
  assert.is(typing("divide", "ℤ", "ℤ"), "ℝ");
  assert.is(typing("divide", "ℚ", "ℤ"), "ℚ");
  assert.is(typing("power", "ℤ", 2n), "ℤ");
  assert.is(typing("power", "ℤ", "ℤ"), "ℝ");
  assert.is(typing("power", "Matrix(2, 2, ℤ)", 2n), "Matrix(2, 2, ℤ)");
  assert.is(typing("power", "ℂ", "ℝ"), "ℂ");
  assert.is(typing("floor", "ℝ"), "ℤ");
  assert.is(typing("abs", "ℂ"), "ℝ");
  assert.is(typing("abs", "ℤ"), "ℤ");
  assert.is(typing("sqrt", "ℤ"), "ℝ");
  assert.is(typing("min", "ℤ", "ℚ"), "ℚ");
  assert.is(typing("mod", "ℝ", "ℤ"), "ℤ");
  assert.is(typing("plus", "String", "String"), "declined");
});

test("types of containers keep the form and check the sizes", () => {
  assert.is(typing("plus", "Vector(3, ℤ)", "Vector(3, ℝ)"), "Vector(3, ℝ)");
  assert.is(typing("plus", "Vector(3, ℤ)", "List(ℤ)"), "Vector(3, ℤ)");
  assert.is(typing("plus", "Vector(3)", "Vector(4)"), "mismatch");
  assert.is(typing("plus", "Matrix(2, 3)", "Vector(2, Vector(3, ℤ))"), "Matrix(2, 3, ℝ)");
  assert.is(typing("times", "ℝ", "Matrix(2, 3, ℤ)"), "Matrix(2, 3, ℝ)");
  assert.is(typing("times", "Matrix(2, 3)", "Matrix(3, 4)"), "Matrix(2, 4, ℝ)");
  assert.is(typing("times", "Matrix(2, 3)", "Matrix(2, 3)"), "mismatch");
  assert.is(typing("times", "Matrix(2, 3)", "Vector(3)"), "Vector(2, ℝ)");
  assert.is(typing("times", "Matrix(2, 3)", "List(ℤ)"), "Vector(2, ℝ)");
  assert.is(typing("times", "Vector(3)", "Vector(3)"), "declined");
  assert.is(typing("negate", "Matrix(2, 2, ℤ)"), "Matrix(2, 2, ℤ)");
});

test("ring laws hold exactly on fractions", () => {
  const fraction = fc
    .tuple(fc.bigInt({ min: -50n, max: 50n }), fc.bigInt({ min: 1n, max: 50n }))
    .map(([p, q]) => evaluateRow("rational", [p, q]));
  fc.assert(
    fc.property(fraction, fraction, fraction, (a, b, c) => {
      const left = evaluateRow("times", [a, evaluateRow("plus", [b, c])]);
      const right = evaluateRow("plus", [evaluateRow("times", [a, b]), evaluateRow("times", [a, c])]);
      return evaluateRow("equals", [left, right]) === true;
    }),
  );
});

test("quotient and remainder fit together", () => {
  const nonZero = fc.bigInt({ min: -99n, max: 99n }).filter((n) => n !== 0n);
  fc.assert(
    fc.property(fc.bigInt({ min: -999n, max: 999n }), nonZero, (a, b) => {
      const q = evaluateRow("int_div", [a, b]) as bigint;
      const r = evaluateRow("int_mod", [a, b]) as bigint;
      return q * b + r === a && r >= 0n && r < (b < 0n ? -b : b);
    }),
  );
});

test.run();
