/** Problems before running are exactly those of design.md T4; everything else is left to run. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { check, problemsOf } from "./checked.ts";

test("two known dimensions that differ", () => {
  assert.equal(problemsOf("define f(A : Matrix(2, 3), B : Matrix(4, 2)) = A * B"), [
    "KL0301 these matrices cannot be multiplied",
  ]);
  const [problem] = check("define f(A : Matrix(2, 3), B : Matrix(4, 2)) = A * B").problems;
  assert.equal(problem?.notes, ["A has 3 columns, B has 4 rows"]);
  assert.is(problem?.hint, "B * A is a Matrix(4, 3)");
});

test("a problem in a polymorphic definition is shown at the call that makes it certain", () => {
  const text = "define g(A, B) = multiply(A, B)\ng([[1, 2]], [[1, 2]])";
  const [problem, ...others] = check(text).problems;
  assert.is(others.length, 0);
  const span = problem?.primary.span;
  assert.is(text.slice(span?.start, span?.end), "g([[1, 2]], [[1, 2]])");
  assert.ok(problem?.related.some((r) => text.slice(r.span.start, r.span.end) === "multiply(A, B)"));
});

test("annotations contradicted by known types", () => {
  assert.equal(problemsOf("define f(x : ℝ) = x\nf(true)"), ["KL0302 `x` of `f` is a ℝ, got a Bool"]);
  assert.equal(problemsOf("define f(x) : String = 3"), [
    "KL0302 the result of `f` must be a String, got a ℤ",
  ]);
  assert.equal(problemsOf("let x : Bool = 3 in x"), ["KL0302 `x` must be a Bool, got a ℤ"]);
});

test("argument counts", () => {
  assert.equal(problemsOf("define f(x) = x\nf(1, 2)"), ["KL0201 `f` expects 1 argument, got 2"]);
  assert.equal(problemsOf("define c = 3\nc(1)"), ["KL0203 `c` is a constant, not a function"]);
  assert.equal(problemsOf("data P = P(x : ℝ)\nP(1, 2)"), [
    "KL0202 constructor `P` expects 1 argument, got 2",
  ]);
  assert.equal(problemsOf("data P = P(x : ℝ)\ndefine f(p) = match p { P(a, b) => a }"), [
    "KL0202 constructor `P` expects 1 argument, got 2",
  ]);
});

test("undeclared calls, but no undeclared names and no upper-case terms", () => {
  assert.equal(problemsOf("define f(x) = foo(x) + y + F(x)"), ["KL0101 `foo` is not defined"]);
});

test("operations that nothing accepts", () => {
  assert.equal(problemsOf('"a" + 1'), ["KL0303 `plus` does not take arguments of types String and ℤ"]);
  assert.equal(problemsOf("if 3 then 1 else 2"), ["KL0311 a condition has to be true or false"]);
});

test("conflicting implementations in two files of the program", () => {
  const shared =
    "structure S(T) { operation area : T → ℝ }\ndata D = D\nimplements S(D) { operation area(d) = 1 }";
  assert.equal(problemsOf(shared, "implements S(D) { operation area(d) = 2 }"), [
    "KL0310 `S` is implemented twice for these types",
  ]);
});

const valid: readonly (readonly [string, string])[] = [
  [
    "forward-mode derivatives",
    `
data Dual = Dual(re : ℝ, eps : ℝ)
structure Arithmetic(T) { operation plus : T → T → T  operation times : T → T → T }
implements Arithmetic(Dual) {
  operation plus(a, b) = Dual(a.re + b.re, a.eps + b.eps)
  operation times(a, b) = Dual(a.re * b.re, a.re * b.eps + a.eps * b.re)
}
define derivative(f, x) = match f(Dual(x, 1)) { Dual(_, d) => d }
derivative(λ x . x * x * x, 2)`,
  ],
  [
    "a matrix power with its dimension as a value",
    `
define power_of(A : Matrix(n, n), k : Nat) = if k = 0 then identity(n) else multiply(A, power_of(A, k - 1))
power_of([[1, 2], [3, 4]], 3)`,
  ],
  ["symbolic families", "define total(q, v) = mass * v^2 / 2 + U(q)\ntotal(1, 2)"],
  [
    "a definition under a built-in's name serves what the built-in declines",
    `
data Tree = Leaf | Node(l : Tree, r : Tree)
define size(t) = match t { Leaf => 1  Node(l, r) => size(l) + size(r) }
size(Node(Leaf, Leaf))`,
  ],
  ["different things in different branches", 'define f(x) = if x > 0 then "in" else x\nf(3)'],
  [
    "partial application and calls of calls",
    "define add = λ x . λ y . x + y\ndefine six = (λ x y . x * y)(3)(add(1)(2))",
  ],
  ["lists of different lengths", "define f(c) = if c then [1, 2] else [1, 2, 3]\nsum(f(true))"],
  ["wider numbers into narrower parameters", "define f(n : ℤ) = n + 1\nf(6 / 2)"],
  ["rows where a matrix is wanted", "define f(A : Matrix(2, 2)) = trace(A)\nf([[1, 2], [3, 4]])"],
  ["unknown types in annotations", "define f(x : T, v : Vector(n)) = x\nf(1, [1, 2])"],
  [
    "names of definitions and built-ins as values",
    "define inc(x) = x + 1\nlist_map(inc, list_map(sin, [1, 2]))",
  ],
  ["shadowed built-ins", "define f(sum) = sum + 1\nf(3)"],
];
for (const [name, text] of valid) {
  test(`no problem: ${name}`, () => {
    assert.equal(problemsOf(text), []);
  });
}

test.run();
