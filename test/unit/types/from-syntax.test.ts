/** Types as written: every spelling of language.md §6, and how they are printed. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { parseProgram, parseType } from "../../../src/syntax/parse.ts";
import { buildEnvironment } from "../../../src/types/environment.ts";
import { createTypeScope, typeFromSyntax } from "../../../src/types/from-syntax.ts";
import { printType } from "../../../src/types/print.ts";

const declarations = `
data Tree(T) = Leaf | Node(Tree(T), T, Tree(T))
data Grid(m : Nat, n : Nat) = Cells(values : List(ℝ))
type Point(n : Nat) = Matrix(n, 1, ℝ)
type Table(T) = List(List(T))
`;
const { types } = buildEnvironment([parseProgram("types.kleis", declarations).value]).value;

function read(text: string): { readonly type: string; readonly problems: readonly string[] } {
  const { value, problems } = typeFromSyntax(parseType("t", text).value, createTypeScope(types));
  return { type: printType(value), problems: problems.map((p) => `${p.code} ${p.title}`) };
}

const spellings: readonly (readonly [string, readonly string[]])[] = [
  ["ℤ", ["ℕ", "Nat", "N", "ℤ", "Int", "Integer", "Z"]],
  ["ℚ", ["ℚ", "Rational", "Q"]],
  ["ℝ", ["ℝ", "Real", "Scalar", "R"]],
  ["ℂ", ["ℂ", "Complex", "C"]],
  ["Bool", ["Bool", "𝔹"]],
  ["Unit", ["Unit", "()"]],
  ["Matrix(2, 3, ℝ)", ["Matrix(2, 3)", "Matrix(2, 3, ℝ)", "PMatrix(2, 3, R)"]],
  ["Vector(3, ℝ)", ["Vector(3)", "Vector(3, ℝ)", "Vector(1 + 2)"]],
  ["ℤ × Bool", ["ℤ × Bool", "(ℤ, Bool)", "Pair(ℤ, Bool)"]],
  ["(ℤ, Bool) → ℝ", ["ℤ × Bool → ℝ", "ℤ → Bool → ℝ", "(ℤ, Bool) → ℝ"]],
  ["(ℤ → Bool) → ℝ", ["(ℤ → Bool) → ℝ"]],
  ["Vector(2*n + 1, ℝ)", ["Vector(n + 1 + n)", "Vector(1 + 2 * n)"]],
  ["Matrix(n, 1, ℝ)", ["Point(n)"]],
  ["List(List(Bool))", ["Table(Bool)"]],
  ["Grid(2, n)", ["Grid(2, n)"]],
  ["Tree(ℝ)", ["Tree(ℝ)"]],
  ["Matrix(2, 2, ℝ) × Matrix(2, 2, ℝ)", ["ComplexMatrix(2, 2)"]],
  ["T → T", ["T → T", "∀(T : Type). T → T"]],
];
for (const [expected, texts] of spellings) {
  test(expected, () => {
    for (const text of texts) assert.equal(read(text), { type: expected, problems: [] }, text);
  });
}

test("unknown names are any type, with a warning", () => {
  assert.equal(read("Reel").problems, ["KL0304 unknown type `Reel`"]);
  assert.equal(read("Tensor(0, 2)").problems, []);
});

test("wrong numbers of arguments and dimensions without a value", () => {
  assert.equal(read("Tree(ℤ, ℤ)").problems, ["KL0305 the type `Tree` takes 1 argument, got 2"]);
  assert.equal(read("Vector(2 - 3)").problems, ["KL0307 this dimension is negative: -1"]);
  assert.equal(read("Vector(2 / 0)").problems, ["KL0307 this dimension divides by zero"]);
});

test("cyclic aliases are reported once and end", () => {
  const { problems } = buildEnvironment([parseProgram("t", "type A = List(B)\ntype B = A").value]);
  assert.equal(
    problems.map((p) => p.code),
    ["KL0306"],
  );
});

test.run();
