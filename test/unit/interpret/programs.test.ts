/** The machine on Core as specialisation makes it: what only whole programs show. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { outcomesOf } from "./run-program.ts";

/** The values of a program's bare expressions, as they print; an error as its title. `out` lines are put in brackets. */
function valuesOf(text: string): readonly string[] {
  return outcomesOf(text).map((o) => (typeof o === "string" ? o : o.title));
}

test("functions in lists, chosen by conditions, returned and applied", () => {
  const program = `
    define pick(n) = if n > 0 then λ x . x + n else λ x . x * n
    define compose(f, g) = λ x . f(g(x))
    list_map(λ f . f(10), [λ x . x + 1, λ x . x * 2.5])
    pick(3)(10)
    pick(0 - 3)(10)
    list_map(pick(2), [1, 2])
    compose(pick(1), λ x . x * x)(5)
    let add = λ a b . a + b in add(1)(2)`;
  assert.equal(valuesOf(program), ["[11, 25]", "13", "-30", "[3, 4]", "26", "3"]);
});

test("values of unknown type dispatch on what they are", () => {
  const program = `
    define mixed(n) = if n > 0 then n else "none"
    define twice(x) = x + x
    structure Twofold(T) { operation double : T → T }
    implements Twofold(ℤ) { operation double(x) = x * 2 }
    implements Twofold(String) { operation double(s) = concat(s, s) }
    list_map(λ k . mixed(k), [1, 0 - 1])
    list_map(λ x . double(x), [4, "ab"])
    list_map(λ x . twice(x), [1, 1.5, x])`;
  assert.equal(valuesOf(program), ['[1, "none"]', '[8, "abab"]', "[2, 3, x + x]"]);
});

test("data a hundred thousand levels deep is built, compared and taken apart", () => {
  const program = `
    data Peano = Z | S(Peano)
    define peano(n) = if n = 0 then Z else S(peano(n - 1))
    define size(p) = match p { Z => 0  S(q) => 1 + size(q) }
    size(peano(100000))
    peano(100000) = peano(100000)`;
  assert.equal(valuesOf(program), ["100000", "true"]);
});

test("output comes in order, before the error that ends the program", () => {
  const program = `
    define f(x) = let a = out(x) in a + out(x * 2)
    f(1) + f(2)
    out(3) / 0`;
  assert.equal(valuesOf(program), ["[1]", "[2]", "[2]", "[4]", "9", "[3]", "Division by zero"]);
});

test("a symbolic program stays symbolic, closed parts are computed", () => {
  const program = `
    define energy(q, v) = mass * v^2 / 2 + U(q)
    energy(1, 4)
    x = x
    x = y
    F(1 + 2)
    g(2) + 1`;
  assert.equal(valuesOf(program), ["mass * 16 / 2 + U(1)", "true", "x = y", "F(3)", "g(2) + 1"]);
});

test("@memo makes a tree of calls a line", () => {
  assert.equal(valuesOf("@memo define fib(n) = if n < 2 then n else fib(n - 1) + fib(n - 2)\n fib(90)"), [
    "2880067194370816120",
  ]);
});

test("errors of the program", () => {
  const program = `
    define down(n) = if n = 0 then 0 else 1 + down(n - 1)
    define root(n : ℕ) = n * n
    define first(xs) = match xs { Cons(h, _) => h }
    down(2000000)
    root(2.5)
    root(0 - 2)
    first([])
    nth([1, 2], 5)`;
  assert.equal(valuesOf(program), [
    "recursion too deep",
    "expected an integer, got 2.5",
    "expected a natural number, got -2",
    "Non-exhaustive match: no pattern matched the scrutinee",
    "index 5 is out of range for a list of length 2",
  ]);
});

test.run();
