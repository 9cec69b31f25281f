/** Matrix algebra on Core: where each rewrite applies, and where it must not. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { checkCore } from "../../../src/core/check.ts";
import { printFunction } from "../../../src/core/print.ts";
import { writtenOutColumns } from "../../../src/core/rewrite/products.ts";
import { rewrittenSource } from "../../../src/core/rewrite/source.ts";
import { fixedProduct } from "../../../src/loop/budget.ts";
import { createPrimitiveTable } from "../../../src/primitives/table.ts";
import { specialiseProgram } from "../../support/core.ts";

const table = createPrimitiveTable();

interface Outcome {
  /** The body of `f`. */
  readonly body: string;
  readonly applied: readonly string[];
}

/** `f` of a program whose last expression calls it. `withSolve`: as where `solve` has native code. */
function rewritten(text: string, fixedOrder = false, rows = table): Outcome {
  const { specialiser, problems, broken } = specialiseProgram(text);
  assert.equal([...problems, ...broken], []);
  const { program } = specialiser;
  const source = rewrittenSource(program, rows, { fixedOrder });
  const functions = new Map([...program.functions].map(([id, fn]) => [id, source.functions.get(id) ?? fn]));
  assert.equal(checkCore({ ...program, functions }), []);
  const f = [...functions.values()].find((fn) => fn.name === "f");
  if (f === undefined) throw new Error("the program does not call f");
  return {
    body: bodyOf(printFunction(f, { ...program, functions })),
    applied: source.applied(f.id).map(({ rewrite }) => rewrite.name),
  };
}

/** Behind the head, without the numbers of variables. */
function bodyOf(text: string): string {
  const [, ...lines] = text.trim().split("\n");
  return lines.map((line) => line.trim().replaceAll(/([A-Za-z])\.-?\d+/g, "$1")).join("\n");
}

/** `f` of two real 3 × 3 matrices. */
function ofMatrices(body: string, fixedOrder = false): Outcome {
  return rewritten(`define f(A : Matrix(3, 3), B : Matrix(3, 3)) = ${body}\nf(eye(3), eye(3))`, fixedOrder);
}

function ofIntegers(body: string, fixedOrder = false): Outcome {
  return rewritten(
    `define f(A : Matrix(3, 3, ℤ), B : Matrix(3, 3, ℤ)) = ${body}\nf(eye(3), eye(3))`,
    fixedOrder,
  );
}

function unchanged(outcome: Outcome, why: string): void {
  assert.equal(outcome.applied, [], why);
}

// ---- trace -----------------------------------------------------------------------------------------------

test("the trace of a product needs no product, by operator or by name", () => {
  assert.is(ofMatrices("trace(A * B)").body, "trace_product(A, B)");
  assert.is(ofMatrices("trace(multiply(A, transpose(A)))").body, "trace_product(A, transpose(A))");
});

test("the trace of a product with names on the way, each used once", () => {
  const { body } = ofMatrices("let T = transpose(A) in let C = A * T in trace(C)");
  assert.match(body, "trace_product(A, T)");
  assert.not.match(body, "times");
});

test("a product that is needed anyway is not computed beside its trace", () => {
  unchanged(ofMatrices("let C = A * B in trace(C) * C"), "C is used twice");
});

test("a trace in another order has other digits: not where the order is fixed, but on integers", () => {
  unchanged(ofMatrices("trace(A * B)", true), "--reproducible");
  assert.is(ofIntegers("trace(A * B)", true).body, "trace_product(A, B)");
});

// ---- chains ----------------------------------------------------------------------------------------------

function chain(parameters: string, body: string, args: string): Outcome {
  return rewritten(`define f(${parameters}) = ${body}\nf(${args})`);
}

test("a chain is multiplied in the cheapest order", () => {
  const outcome = chain(
    "A : Matrix(9, 2), B : Matrix(2, 9), C : Matrix(9, 2)",
    "A * B * C",
    "zeros(9, 2), zeros(2, 9), zeros(9, 2)",
  );
  assert.is(outcome.body, "times(A, times(B, C))");
  assert.equal(outcome.applied, ["order of a chain"]);
});

test("a product times a vector is two products with vectors, on either side", () => {
  assert.is(
    chain("A : Matrix(4, 4), B : Matrix(4, 4), x : Vector(4)", "(A * B) * x", "eye(4), eye(4), [1, 2, 3, 4]")
      .body,
    "times(A, times(B, x))",
  );
  assert.is(
    chain("A : Matrix(4, 4), B : Matrix(4, 4), x : Vector(4)", "x * (A * B)", "eye(4), eye(4), [1, 2, 3, 4]")
      .body,
    "times(times(x, A), B)",
  );
});

test("a number inside of a chain is multiplied in at the end", () => {
  const outcome = chain(
    "A : Matrix(4, 4), B : Matrix(4, 4), x : Vector(4)",
    "2 * (A * B) * x",
    "eye(4), eye(4), [1, 2, 3, 4]",
  );
  assert.is(outcome.body, "times(2.0, times(A, times(B, x)))");
});

test("a chain that is written in its best order stays", () => {
  unchanged(ofMatrices("A * B * A"), "no order is cheaper");
  unchanged(
    chain("A : Matrix(4, 4), B : Matrix(4, 4), x : Vector(4)", "A * (B * x)", "eye(4), eye(4), [1, 2, 3, 4]"),
    "already two products with a vector",
  );
});

test("a list between matrices is a row or a column, and keeps its products apart", () => {
  const outcome = chain(
    "A : Matrix(4, 4), B : Matrix(4, 4), x : Vector(4)",
    "(A * x) * B",
    "eye(4), eye(4), [1, 2, 3, 4]",
  );
  unchanged(outcome, "A·x is a row of the second product");
});

test("sizes known only at run time leave a chain as it is", () => {
  const outcome = rewritten(
    "define f(n : ℕ, x : Vector(3)) = let A = zeros(n, 3) in A * eye(3) * x\nf(2, [1, 2, 3])",
  );
  assert.not.ok(outcome.applied.includes("order of a chain"));
});

// ---- identities ------------------------------------------------------------------------------------------

test("identities are no factors, zeros no terms", () => {
  assert.is(ofMatrices("eye(3) * A").body, "A");
  assert.is(ofMatrices("A * eye(3)").body, "A");
  assert.is(ofMatrices("A - zeros(3, 3)").body, "A");
  assert.is(ofIntegers("zeros(3, 3) + A").body, "A");
  assert.is(ofMatrices("transpose(transpose(A))").body, "A");
});

test("IEEE arithmetic is kept: -0 + 0 is 0, 0 * inf is NaN", () => {
  unchanged(ofMatrices("A + zeros(3, 3)"), "-0 would stay -0");
  unchanged(ofMatrices("zeros(3, 3) * A"), "0 times infinity");
  unchanged(ofMatrices("eye(3) * A", true), "an infinite entry spreads");
});

test("a definition called eye is the program's own", () => {
  const outcome = rewritten(
    "define eye(n) = [[2, 0, 0], [0, 2, 0], [0, 0, 2]]\ndefine f(A : Matrix(3, 3)) = eye(true) * A\nf(zeros(3, 3))",
  );
  assert.not.ok(outcome.applied.includes("identity factor"));
});

// ---- diagonal matrices -----------------------------------------------------------------------------------

/** `f` of a list and a real 3 × 3 matrix. */
function ofDiagonal(body: string, fixedOrder = false): Outcome {
  const text = `define f(v : Vector(3), A : Matrix(3, 3)) = ${body}\nf([1, 2, 3], eye(3))`;
  return rewritten(text, fixedOrder);
}

test("a diagonal matrix scales rows or columns, of a list too", () => {
  assert.is(ofDiagonal("diag_matrix(v) * A").body, "scale_rows(v, A)");
  assert.is(ofDiagonal("multiply(A, diag_matrix(2 * v))").body, "scale_columns(A, times(2.0, v))");
  assert.is(ofDiagonal("diag_matrix(v) * v").body, "scale_rows(v, v)");
  assert.is(
    ofDiagonal("transpose(diag_matrix(v)) * A * diag_matrix(v)").body,
    "scale_columns(scale_rows(v, A), v)",
  );
  assert.match(
    ofDiagonal("let D = diag_matrix(v) in D * A + A * D").body,
    "scale_rows(v, A), scale_columns(A, v)",
  );
});

test("the product of diagonal matrices is one", () => {
  assert.is(ofDiagonal("diag_matrix(v) * diag_matrix(v)").body, "diag_matrix(scale_rows(v, v))");
  assert.is(ofDiagonal("diag_matrix(v) * diag_matrix(v) * A").body, "scale_rows(scale_rows(v, v), A)");
});

test("an infinite entry spreads through the zeros of a diagonal matrix where the order is fixed", () => {
  unchanged(ofDiagonal("diag_matrix(v) * A", true), "0 times infinity");
  assert.is(ofDiagonal("transpose(diag_matrix(v))", true).body, "diag_matrix(v)");
});

test("the order of a chain counts a diagonal matrix as what it costs", () => {
  const outcome = chain(
    "v : Vector(9), A : Matrix(9, 9), B : Matrix(9, 2)",
    "A * diag_matrix(v) * B",
    "range(1, 10), zeros(9, 9), zeros(9, 2)",
  );
  assert.is(outcome.body, "times(A, scale_rows(v, B))");
});

// ---- sums with products ----------------------------------------------------------------------------------

test("a matrix is added where a product is written, or what it is subtracted from", () => {
  assert.is(ofMatrices("A * B + A").body, "multiply_add(A, B, A)");
  assert.is(ofMatrices("A + A * B").body, "multiply_add(A, B, A)");
  assert.is(ofMatrices("matrix_sub(multiply(A, B), A)").body, "multiply_subtract(A, B, A)");
  assert.is(ofMatrices("A - A * B").body, "negated_multiply_add(A, B, A)");
  assert.is(ofMatrices("2 * A * B + 3 * B").body, "multiply_add(times(2.0, A), B, times(3.0, B))");
  assert.is(ofMatrices("let P = A * B in A - P").body, "negated_multiply_add(A, B, A)");
});

test("a product of which half is computed stays apart from a sum", () => {
  const ofSquare = (n: number): string =>
    rewritten(`define f(A : Matrix(${n}, ${n})) = transpose(A) * A + A\nf(eye(${n}))`).body;
  assert.is(writtenOutColumns, fixedProduct.columns);
  assert.match(ofSquare(writtenOutColumns), /multiply_add/);
  assert.is(ofSquare(writtenOutColumns + 1), "plus(times(transpose(A), A), A)");
});

test("a product that is needed anyway is not joined with a sum", () => {
  unchanged(ofMatrices("let P = A * B in P * (P + A)"), "P is used twice");
  assert.equal(ofMatrices("A * B + transpose(A * B)").applied, ["common subexpression"]);
});

test("a number is multiplied in where a product is written", () => {
  assert.is(ofMatrices("2 * A * B").body, "scaled_product(2.0, A, B)");
  assert.is(ofMatrices("2 * (A * B)").body, "scaled_product(2.0, A, B)");
  assert.is(ofMatrices("A * (B * 2)").body, "scaled_product(2.0, A, B)");
  assert.is(ofMatrices("let S = 2 * A in S * B").body, "scaled_product(2.0, A, B)");
  unchanged(ofMatrices("let S = 2 * A in S * B * S"), "S is used twice");
  unchanged(ofMatrices("2 * A * B", true), "--reproducible");
  unchanged(ofIntegers("2 * A * B"), "exact numbers have no template");
});

test("products of other numbers and of lists, and sums in a fixed order, stay", () => {
  unchanged(ofIntegers("A * B + A"), "exact numbers have no template");
  unchanged(ofMatrices("A * B + A", true), "--reproducible");
  unchanged(ofDiagonal("A * v + v"), "a list");
});

// ---- inverses --------------------------------------------------------------------------------------------

const solve = table.get("solve");
const native =
  solve === undefined
    ? table
    : new Map(table).set("solve", { ...solve, lower: ({ build }) => build.unsupported("systems") });

function inverse(body: string): Outcome {
  return rewritten(
    `define f(A : Matrix(3, 3), b : Vector(3)) = ${body}\nf(eye(3), [1, 2, 3])`,
    false,
    native,
  );
}

test("an inverse times a vector is the solution of a system", () => {
  assert.is(inverse("inv(A) * b").body, "solve(A, b)");
  assert.is(inverse("let X = inv(A) in X * (2 * b)").body, "solve(A, times(2.0, b))");
});

test("an inverse times a matrix is the solution of a system, unless that would be a list", () => {
  const times = (columns: number): Outcome =>
    rewritten(
      `define f(A : Matrix(3, 3), B : Matrix(3, ${columns})) = inv(A) * B\nf(eye(3), ones(3, ${columns}))`,
      false,
      native,
    );
  assert.is(times(2).body, "solve(A, B)");
  unchanged(times(1), "a list");
});

test("an inverse that is needed twice, may be skipped or would fail later stays", () => {
  unchanged(inverse("let X = inv(A) in X * b + X * (2 * b)"), "used twice");
  unchanged(
    inverse("let X = inv(A) in if nth(b, 0) > 0 then X * b else b"),
    "a singular A fails in any case",
  );
  unchanged(
    inverse("let X = inv(A) in let k = nth(b, 5) in X * b"),
    "the index is checked after the inverse",
  );
});

// ---- common subexpressions -------------------------------------------------------------------------------

test("a product that occurs twice is computed once", () => {
  const { body, applied } = ofMatrices("A * B + transpose(A * B)");
  assert.equal(applied, ["common subexpression"]);
  assert.is(body.split("times(").length, 2);
});

test("a product with a name is used by that name", () => {
  const { body } = ofMatrices("let C = A * B in C - transpose(A * B) * C");
  assert.is(body.split("times(A, B)").length, 2);
});

test("what a branch may skip is not computed before it", () => {
  unchanged(
    ofMatrices("if element(A, 0, 0) > 0 then A * B else transpose(A * B)"),
    "each branch has its own product",
  );
});

test.run();
