/** Forward typing: idioms of the language and the concrete types they have. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { typeOf } from "../../support/core.ts";

const idioms: readonly (readonly [name: string, program: string, type: string])[] = [
  ["an integer literal of any size is ℤ", "123456789012345678901234567890", "ℤ"],
  ["branches meet in the wider number (T2)", "if 1 < 2 then 1 else 2.5", "ℝ"],
  ["x^k keeps the type of x for a known k (T10)", "2^3^2", "ℤ"],
  ["a literal list has its length (T5)", "[1, 2.5]", "Vector(2, ℝ)"],
  ["the empty list has no element type yet", "[]", "Vector(0, Never)"],
  ["lists of different lengths meet in List", "if 1 < 2 then [1] else [1, 2]", "List(ℤ)"],
  ["map keeps the length", "list_map(λ x . x / 2, [1, 2, 3])", "Vector(3, ℝ)"],
  ["filter loses it", "list_filter(λ x . x > 1, [1, 2, 3])", "List(ℤ)"],
  ["a fold's accumulator widens (T2)", "list_fold(λ a x . a + x, 0, [1.5, 2.5])", "ℝ"],
  ["an accumulator that grows is a List", "list_fold(λ a x . Cons(x, a), [], [1, 2])", "List(ℤ)"],
  ["items that do not join make a fixed list (T8)", '[1, "a", true]', "[ℤ, String, Bool]"],
  ["a literal index takes its part", '[1, "a", true][1]', "String"],
  ["a list pattern takes the parts", 'let [n, s] = [2, "b"] in s', "String"],
  ["eye of a literal has static dimensions (T7)", "eye(3)", "Matrix(3, 3, ℤ)"],
  ["eye of a let-bound literal too", "let n = 3 in eye(2 * n)", "Matrix(6, 6, ℤ)"],
  ["a constant is as good as its literal", "define n = 4\nzeros(n, n + 1)", "Matrix(4, 5, ℤ)"],
  ["a dimension of a value is known", "define A = eye(3)\nzeros(nrows(A))", "Matrix(3, 3, ℤ)"],
  [
    "a dimension variable is a value",
    "define f(A : Matrix(m, n)) = eye(n)\nf(zeros(2, 3))",
    "Matrix(3, 3, ℤ)",
  ],
  ["an annotated parameter promotes", "define f(x : ℝ) = x\nf(1)", "ℝ"],
  ["a declared result promotes", "define f(x) : ℝ = x\nf(1)", "ℝ"],
  ["a real may enter ℤ with a check (T10)", "define f(n : ℤ) = n\nf(2.0)", "ℤ"],
  ["one type variable is one type", "define f(x : T, y : T) = (x, y)\nf(1, 2.5)", "ℝ × ℝ"],
  ["a declared arrow decides what goes in", "define f(h : ℝ → ℝ) = h(1)\nf(λ x . x)", "ℝ"],
  [
    "lists of rows enter a Matrix (T6)",
    "define f(A : Matrix(m, n, T)) = A\nf([[1, 2], [3, 4]])",
    "Matrix(2, 2, ℤ)",
  ],
  ["recursion", "define fact(n) = if n = 0 then 1 else n * fact(n - 1)\nfact(5)", "ℤ"],
  [
    "mutual recursion",
    "define e(n) = if n = 0 then true else o(n - 1)\ndefine o(n) = if n = 0 then false else e(n - 1)\ne(9)",
    "Bool",
  ],
  [
    "an accumulator of a recursion widens (T3)",
    "define f(n, a) = if n = 0 then a else f(n - 1, a + 0.5)\nf(3, 0)",
    "ℝ",
  ],
  [
    "recursion over a list is over List",
    "define total(xs) = match xs { [] => 0 | Cons(h, t) => h + total(t) }\ntotal([1, 2])",
    "ℤ",
  ],
  ["a recursion that only goes on gives nothing", "define f(n) = f(n + 1)\nf(1)", "Never"],
  ["let polymorphism", "let id = λ x . x in (id(1), id(true))", "ℤ × Bool"],
  [
    "a higher-order function used within itself stays typed",
    "define ap(f, x) = f(x)\nap(λ y . ap(λ z . z + 1, y), 3)",
    "ℤ",
  ],
  ["composition", "define compose(f, g) = λ x . f(g(x))\ncompose(λ x . x / 2, λ x . x + 1)(3)", "ℝ"],
  [
    "a fixed-point combinator",
    "define fix(f) = λ x . f(fix(f))(x)\nfix(λ self . λ n . if n = 0 then 1 else n * self(n - 1))(5)",
    "ℤ",
  ],
  ["functions that differ meet in Any (T4)", "if 1 < 2 then λ x . x else λ y . 2 * y", "Any"],
  ["partial application of a lambda", "let add = λ x y . x + y in add(1)(2.5)", "ℝ"],
  ["a lambda without parameters", "let f = λ () . 3 in f()", "ℤ"],
  ["a built-in as a value", "list_fold(plus, 0, [1, 2.5])", "ℝ"],
  ["a constructor as a value", "list_map(Some, [1, 2])", "Vector(2, Option(ℤ))"],
  ["a definition as a value", "define sq(x) = x * x\nlist_map(sq, [1.5])", "Vector(1, ℝ)"],
  ["None joins Some", "if 1 < 2 then None else Some(2.5)", "Option(ℝ)"],
  [
    "a data type's parameter widens",
    "list_map(λ x . if x > 1 then Some(x) else Some(0.5), [1])",
    "Vector(1, Option(ℝ))",
  ],
  [
    "a recursive data type",
    "data Tree(T) = Leaf | Node(left : Tree(T), value : T, right : Tree(T))\ndefine grow(n) = if n = 0 then Leaf else Node(grow(n - 1), n, Leaf)\ngrow(3)",
    "Tree(ℤ)",
  ],
  [
    "nesting without end is Any",
    "define nest(n, x) = if n = 0 then x else nest(n - 1, Some(x))\nnest(3, 1)",
    "Any",
  ],
  ["a field of every constructor", "data P = A(x : ℝ) | B(x : ℝ)\nB(1).x", "ℝ"],
  ["named arguments make a record", "define f(o) = o.k + 1\nf(k = 2.5)", "ℝ"],
  ["i is complex unless bound (T11)", "i * i", "ℂ"],
  ["pi and tau are reals", "pi / tau", "ℝ"],
  ["a free name is symbolic", "x + 1", "Any"],
  ["an undeclared upper-case call is inert", "F(3)", "Any"],
  ["a comparison of known numbers is Bool", "1 = 1.0", "Bool"],
  ["indexing a matrix", "define A = Matrix(2, 2, [1, 2, 3, 4])\nA[1]", "Vector(2, ℤ)"],
  ["Σ over a lambda", "Σ(1, 4, λ k . 1 / k)", "ℝ"],
  [
    "implements",
    "data V = V(x : ℝ)\nstructure Add(T) { operation plus : T × T → T }\nimplements Add(V) { operation plus(a, b) = V(a.x + b.x) }\nsum([V(1), V(2)])",
    "V",
  ],
  [
    "Promotes lifts numbers",
    "data D = D(a : ℝ, b : ℝ)\nstructure Add(T) { operation plus : T × T → T }\nimplements Add(D) { operation plus(x, y) = D(x.a + y.a, x.b + y.b) }\ndefine const(x) = D(x, 0)\nimplements Promotes(ℝ, D) { operation lift = const }\n1 + D(2, 1)",
    "D",
  ],
  [
    "a user's function of a refused type",
    "data D = D(a : ℝ)\ndefine sin(d : D) = D(cos(d.a))\nsin(D(1))",
    "D",
  ],
];

for (const [name, program, type] of idioms) {
  test(`${name}: ${type}`, () => {
    assert.is(typeOf(program), type);
  });
}

test.run();
