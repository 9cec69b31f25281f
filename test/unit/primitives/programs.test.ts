/** Rows inside programs: through specialisation and the machine, with the types that were found. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { formatValue } from "../../../src/interpret/format.ts";
import { valuesOf } from "../../support/machine.ts";

const gives = (text: string, ...expected: readonly string[]): void => {
  const shown = valuesOf(text).map(({ value, type }) => `${formatValue(value)} : ${type}`);
  assert.equal(shown, expected, text);
};

test("matrices and vectors of known size", () => {
  gives(
    "define f(A : Matrix(2, 3), x : Vector(3)) = A * x\nf([[1, 2, 3], [4, 5, 6]], [1, 1, 1])",
    "[6, 15] : Vector(2, ℝ)",
  );
  gives(
    `define grow(A : Matrix(n, n), k : Nat) = if k = 0 then identity(n) else matrix_add(A, grow(A, k - 1))
     grow(Matrix(2, 2, [1.5, 2, 3, 4]), 3)`,
    "Matrix(2, 2, [5.5, 6, 9, 13]) : Matrix(2, 2, ℝ)",
  );
  gives("Vector(3, [1, 2, 3]) + [1, 1, 1]", "[2, 3, 4] : Vector(3, ℤ)");
  gives("2 * [[1, 2], [3, 4]]", "[[2, 4], [6, 8]] : Vector(2, Vector(2, ℤ))");
  gives("let [q, r] = qr([[3, 0], [4, 0]]) in r", "Matrix(2, 2, [-5, 0, 0, 0]) : Matrix(2, 2, ℝ)");
});

test("folds and sums find the type that holds all", () => {
  gives("list_fold(λ a x . a + x, 0, [1.5, 2.5])", "4 : ℝ");
  gives("Σ(1, 3, λ k . Matrix(2, 2, [k, 0, 0, 1]))", "Matrix(2, 2, [6, 0, 0, 3]) : Matrix(2, 2, ℤ)");
  gives("Σ(5, 3, λ k . 1.5)", "0 : ℝ");
  gives("sum(list_map(λ p . nth(p, 0), ode45(λ t y . [1], [0], [0, 0.3])))", "0.6000000000000001 : ℝ");
  gives("foldr(λ x acc . Cons(x, acc), Nil, [1, 2, 3])", "[1, 2, 3] : List(ℤ)");
});

test("built-ins as values", () => {
  gives("list_map(floor, [1.5, 2.5])", "[1, 2] : Vector(2, ℤ)");
  gives("list_map(sqrt, [4, 9])", "[2, 3] : Vector(2, ℝ)");
});

test("values whose type is found at run time", () => {
  gives(
    "define pick(b) = if b then 1 else [1, 2]\npick(true) + 2.5\nlength(pick(false))",
    "3.5 : Any",
    "2 : Any",
  );
  gives("x + 1", "x + 1 : Any");
});

test("complex values enter real places where they are real", () => {
  gives("nth(eigenvalues([[2.0, 0], [0, 3]]), 0) < 5", "true : Bool");
});

test("a program's own definition wins over additions, not over the language's built-ins", () => {
  gives("define repeat(a, b) = a * b\nrepeat(3, 4)", "12 : ℤ");
  gives("define sum(xs) = 0\nsum([1, 2])", "3 : ℤ");
});

test("operations of user types inside containers", () => {
  gives(
    `data V = V(x : ℝ)
     structure Num(T) { operation plus : T → T → T }
     implements Num(V) { operation plus(a, b) = match a { V(x) => match b { V(y) => V(x + y) } } }
     sum([V(1), V(2), V(3)])
     [V(1)] + [V(2)]`,
    "V(6) : V",
    "[V(3)] : Vector(1, V)",
  );
});

test.run();
