/** What programs are inferred to be: the schemes that design.md §4a asks for, as they are printed. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { schemeOf, typeOf } from "./checked.ts";

function types(name: string, rows: readonly (readonly [string, string])[], text = ""): void {
  test(name, () => {
    for (const [expression, expected] of rows) assert.is(typeOf(expression, text), expected, expression);
  });
}

function schemes(name: string, rows: readonly (readonly [string, string])[]): void {
  test(name, () => {
    for (const [text, expected] of rows) assert.is(schemeOf("f", text), expected, text);
  });
}

types("literals and numbers (T2)", [
  ["1", "ℤ"],
  ["1.5", "ℝ"],
  ["1e6", "ℝ"],
  ['"a"', "String"],
  ["()", "Unit"],
  ["(1, true)", "ℤ × Bool"],
  ["if 1 < 2 then 1 else 2.5", "ℝ"],
  ["1 / 2", "ℝ"],
  ["i * 2", "ℂ"],
  ["list_fold(λ a x . a + x, 0, [1.5, 2.5])", "ℝ"],
]);

types("lists keep their length (T5) and positions where nothing joins (T8)", [
  ["[1, 2.5]", "Vector(2, ℝ)"],
  ["list_map(λ x . x / 2, [1, 2, 3])", "Vector(3, ℝ)"],
  ["list_filter(λ x . x > 1, [1, 2, 3])", "List(ℤ)"],
  ['[1, "a", true]', "[ℤ, String, Bool]"],
  ['nth([1, "a", true], 1)', "String"],
  ["[1, 2] + [0.5, 0.5]", "Vector(2, ℝ)"],
]);

types("matrices (T6)", [
  ["Matrix(2, 3, [1, 2, 3, 4, 5, 6])", "Matrix(2, 3, ℤ)"],
  ["multiply([[1, 2], [3, 4]], [[1], [1.5]])", "Matrix(2, 1, ℝ)"],
  ["Matrix(2, 2, [1, 2, 3, 4]) * [1, 1]", "Vector(2, ℤ)"],
  ["transpose([[1, 2, 3], [4, 5, 6]])", "Matrix(3, 2, ℤ)"],
]);

schemes("open operations stay in the scheme (T1)", [
  ["define f(x) = x + x", "∀a b. Plus(a, a, b) ⇒ a → b"],
  ["define f(A, B) = multiply(A, B)", "∀a b c. Multiply(a, b, c) ⇒ (a, b) → c"],
]);

schemes("pure functions have the types of Hindley and Milner", [
  ["define f(x) = x", "∀a. a → a"],
  ["define f(g, h) = λ x . g(h(x))", "∀a b c. ((a → b), (c → a)) → c → b"],
  ["define f = let id = λ x . x in (id(1), id(true))", "ℤ × Bool"],
  ["define f(p) = match p { (a, b) => (b, a) }", "∀a b. (a × b) → b × a"],
  ["define f(xs) = match xs { Nil => 0  Cons(_, t) => 1 + f(t) }", "∀a. List(a) → ℤ"],
]);

schemes("data types", [
  ["define f(o, d) = match o { Some(x) => x  None => d }", "∀a. (Option(a), a) → a"],
  [
    "define f(g, o) = match o { Some(x) => Some(g(x))  None => None }",
    "∀a b. ((a → b), Option(a)) → Option(b)",
  ],
  ["define f(b) = match b { True => 1  False => 0 }", "Bool → ℤ"],
]);

schemes("annotations", [
  ["define f(x : ℕ) : ℝ = x", "ℤ → ℝ"],
  ["define f(A : Matrix(n, n)) : Matrix(n, n) = multiply(A, A)", "∀n. Matrix(n, n, ℝ) → Matrix(n, n, ℝ)"],
  ["type V = Vector(3)\ndefine f(v : V) = v", "Vector(3, ℝ) → Vector(3, ℝ)"],
  ["define f(x : T, y : T) : T = x", "∀a. (a, a) → a"],
]);

types(
  "dimensions of a call come from its arguments",
  [
    ["square(Matrix(2, 2, [1, 2, 3, 4]))", "Matrix(2, 2, ℝ)"],
    ["join(Vector(2, [1, 2]), Vector(3, [1, 2, 3]))", "Vector(5, ℝ)"],
  ],
  "define square(A : Matrix(n, n)) : Matrix(n, n) = multiply(A, A)\n" +
    "define join(u : Vector(n), v : Vector(m)) : Vector(n + m) = list_concat(u, v)",
);

types(
  "recursion takes the least solution over its group (T3)",
  [
    ["fact(3)", "ℤ"],
    ["fact(2.5)", "ℝ"],
    ["even(3)", "Bool"],
    ["tree", "Tree(ℝ)"],
  ],
  `
define fact(n) = if n = 0 then 1 else n * fact(n - 1)
define even(n) = if n = 0 then true else odd(n - 1)
define odd(n) = if n = 0 then false else even(n - 1)
data Tree(T) = Leaf | Node(l : Tree(T), v : T, r : Tree(T))
define insert(t, x) = match t {
  Leaf => Node(Leaf, x, Leaf)
  Node(l, v, r) => if x < v then Node(insert(l, x), v, r) else Node(l, v, insert(r, x))
}
define tree = insert(insert(Leaf, 3), 1.5)
`,
);

types(
  "what a program implements (T12)",
  [
    ["Dual(1, 2) + Dual(3, 4)", "Dual"],
    ["twice(Dual(1, 2))", "Dual"],
    ["twice(3)", "ℤ"],
  ],
  `
data Dual = Dual(re : ℝ, eps : ℝ)
structure Additive(T) { operation (+) : T → T → T }
implements Additive(Dual) { operation (+)(a, b) = Dual(a.re + b.re, a.eps + b.eps) }
define twice(x) = x + x
`,
);

types("what no rule joins is Any, without an error (T4)", [
  ['if 1 < 2 then 1 else "a"', "Any"],
  ["F(3)", "Any"],
]);

test.run();
