/** What fails in native code says what the evaluator says; what has no native code says why. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import type { LoopValue } from "../../../src/loop/evaluate-expression.ts";
import { constantDim } from "../../../src/types/dim.ts";
import { integer, list, matrix, real, type Type, vector } from "../../../src/types/type.ts";
import { lowerDefinition, refusal } from "../../support/loop.ts";

function message(text: string, types: readonly Type[], ...args: readonly LoopValue[]): string {
  const lowered = lowerDefinition(text, "f", types);
  const outcome = lowered.run(...args);
  if (outcome.status === "ok") return "ok";
  const site = lowered.program.sites[outcome.site]?.message ?? "";
  return `${outcome.status}: ${site.replace(/\{(\d)\}/g, (_, k: string) => String(outcome.details[Number(k)]))}`;
}

const reals = (...items: readonly number[]): LoopValue => ({ items: [...items] });

test("a zero divisor is an error on ℝ, in a vectorisable loop too", () => {
  assert.is(message("define f(x, y) = x / y", [real, real], 1, 0), "division: Division by zero");
  const mapped = "define f(xs) = list_map(λ x . 1 / x, xs)";
  assert.is(message(mapped, [list(real)], 3, reals(1, 0, 2)), "division: Division by zero");
  assert.is(message(mapped, [list(real)], 2, reals(1, 2)), "ok");
});

test("an element that nothing reads fails all the same", () => {
  const text = "define f(xs) = length(list_map(λ x . 1 / x, xs))";
  assert.is(message(text, [list(real)], 2, reals(1, 0)), "division: Division by zero");
});

test("positions outside a list name position and length", () => {
  const text = "define f(xs, i) = xs[i]";
  const types = [list(real), integer];
  assert.is(
    message(text, types, 2, reals(1, 2), 2n),
    "index: index 2 is out of range for a list of length 2",
  );
  assert.is(
    message(text, types, 2, reals(1, 2), -1n),
    "index: index -1 is out of range for a list of length 2",
  );
  assert.is(message(text, types, 2, reals(1, 2), 1n), "ok");
});

test("sizes that differ at run time name both", () => {
  const text = "define f(xs, ys) = xs + ys";
  const types = [list(real), list(real)];
  assert.is(
    message(text, types, 2, reals(1, 2), 1, reals(1)),
    "dimension: the lists have different lengths: 2 and 1",
  );
});

test("what does not fit 64 bits is for the evaluator", () => {
  assert.is(message("define f(n) = n * n", [integer], 2n ** 40n), "overflow: ");
  assert.is(message("define f(n) = n * n", [integer], 2n ** 31n), "ok");
  assert.is(message("define f(n) = Σ(1, n, λ k . k ^ 9)", [integer], 200n), "overflow: ");
  assert.is(message("define g(x : ℤ) = x\ndefine f(x) = g(x)", [real], 1.5), "overflow: ");
});

test("a match without a case fails", () => {
  const text = "define f(n) = match n { 0 => 1 | 1 => 2 }";
  const said = message(text, [integer], 5n);
  assert.ok(said.startsWith("match: Non-exhaustive match: no pattern matched the scrutinee"), said);
});

test("modulo by zero, empty lists, NaN", () => {
  assert.is(message("define f(a, b) = mod(a, b)", [integer, integer], 1n, 0n), "division: Modulo by zero");
  assert.is(message("define f(xs) = head(xs)", [list(real)], 0, reals()), "domain: the list is empty");
  assert.is(
    message("define f(x) = floor(x)", [real], Number.NaN),
    "domain: NaN and infinite numbers have no integer part",
  );
});

test("reasons why there is no native code", () => {
  assert.is(refusal('define f() = concat("a", "b")', "f"), "making strings");
  assert.is(refusal('define f() = "a" < "b"', "f"), "strings, but to compare and pass them on");
  assert.is(refusal("define f(x) = out(x)", "f", [real]), "output and other effects");
  const tree = "data T = A | B(x : T)\ndefine f() = B(A)";
  assert.is(refusal(tree, "f"), "values of the recursive data type T");
  assert.is(refusal("define f(a) = a * 99999999999999999999", "f", [integer]), "integers beyond 64 bits");
});

test("a large product is one template, a small one another, one of scalars is written out", () => {
  const square = (n: number): Type => matrix(constantDim(n), constantDim(n), real);
  const text = (n: number, body = "a * b"): string =>
    lowerDefinition(`define f(a, b) = ${body}`, "f", [square(n), square(n)]).text;
  assert.match(text(100), "template matmul_f64[m = 100, k = 100, n = 100](");
  assert.match(text(4), "template matmul_fixed_f64[m = 4, k = 4, n = 4](");
  const scalars = text(2, "trace((a + b) * (a - b))");
  assert.not.match(scalars, "template");
  assert.not.match(scalars, "for ");
});

test("a matrix and a list are one template, whichever way round the matrix is wanted", () => {
  const square = matrix(constantDim(20), constantDim(20), real);
  const column = vector(constantDim(20), real);
  const text = (body: string): string =>
    lowerDefinition(`define f(a, x) = ${body}`, "f", [square, column]).text;
  assert.match(text("a * x"), "template gemv_f64[m = 20, n = 20](");
  for (const turned of ["transpose(a) * x", "x * a"])
    assert.match(text(turned), "template gemv_f64[m = 20, n = 20, transposed = 1](");
  assert.match(text("x * transpose(a)"), "template gemv_f64[m = 20, n = 20](");
});

test("matrices in a list are multiplied where they lie", () => {
  const squares = vector(constantDim(30), matrix(constantDim(4), constantDim(4), real));
  const body = "list_map(λ k . a[k] * b[k], range(30))";
  const { text } = lowerDefinition(`define f(a, b) = ${body}`, "f", [squares, squares]);
  assert.match(text, /template matmul_fixed_f64\[m = 4, k = 4, n = 4\]\(\w+ from \w+, \w+ from \w+, /);
});

test("small vectors live in scalars: no memory is asked for", () => {
  const v = vector(constantDim(3), real);
  const text = "define f(s, n) = if n = 0 then s else f(s + 0.5 * [s[1], s[2], s[0]], n - 1)";
  assert.not.match(lowerDefinition(text, "f", [v, integer]).text.split("entry")[0] ?? "", "allocate");
});

test.run();
