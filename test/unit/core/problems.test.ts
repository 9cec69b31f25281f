/** What is certain to fail is found before anything runs (T4); what is not, is not. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { specialiseProgram } from "../../support/core.ts";

const refused: readonly (readonly [program: string, problem: string])[] = [
  ["define f(x) = x\nf(1, 2)", "KL0201 Function 'f' expects 1 argument, got 2"],
  ["data P = P(x : ℝ)\nP(1, 2)", "KL0202 Constructor P expects 1 argument, got 2"],
  ["let f = 3 in f(4)", "KL0203 this is not a function and cannot be called"],
  ["data P = P(x : ℝ)\nP(1).y", "KL0204 there is no field `y` here"],
  ["let x = 3.5 in x[0]", "KL0205 what is indexed has no positions"],
  ["foo(3)", "KL0101 `foo` is not defined"],
  [
    "multiply(Matrix(2, 3, [1, 2, 3, 4, 5, 6]), Matrix(2, 3, [1, 2, 3, 4, 5, 6]))",
    "KL0301 these matrices cannot be multiplied",
  ],
  [
    "define g(A : Matrix(n, n)) = n\ng(zeros(2, 3))",
    "KL0301 the dimensions of these arguments of `g` differ",
  ],
  [
    "define g(a : Vector(n), b : Vector(n)) = n\ng([1], [1, 2])",
    "KL0301 the dimensions of these arguments of `g` differ",
  ],
  ['define h(x : ℝ) = x\nh("a")', "KL0302 `h` does not take this argument"],
  ['define h(x) : ℝ = "a"\nh(1)', "KL0302 the result of `h` is not what it is declared to be"],
  ['let x : ℤ = "a" in x', "KL0302 this is not of the type it is declared to be"],
  ['"a" * 2', "KL0303 `times` does not take arguments of types String and ℤ"],
  ["if 1 then 2 else 3", "KL0311 a condition has to be true or false"],
];

for (const [program, problem] of refused) {
  test(problem, () => {
    const { problems, broken } = specialiseProgram(program);
    assert.equal(problems, [problem]);
    assert.equal(broken, []);
  });
}

test("did you mean", () => {
  const { specialiser, environment } = specialiseProgram("factrial(3)");
  const [expression] = environment.expressions;
  assert.ok(expression);
  const [problem] = specialiser.expression(expression.value).problems;
  assert.is(problem?.hint, "did you mean `factorial`?");
});

const accepted: readonly string[] = [
  "define f(x) = g(x)\ndefine g(x) = if x = 0 then 0 else f(x - 1)\nf(3)",
  "define unused(x) = undeclared(x)\n1",
  "define f(x : Unknown) = x\nf(1)",
  "x * y + sin(z)",
  "F(1) + 2",
  "list_map(λ x . x + y, [1])",
  "define f(A : Matrix(m, n), v : Vector(n)) = A * v\nf(zeros(2, 3), [1, 2, 3])",
];

for (const program of accepted) {
  test(`accepted: ${program.split("\n").at(-1)}`, () => {
    const { problems, broken } = specialiseProgram(program);
    assert.equal([...problems, ...broken], []);
  });
}

test("a test block keeps undeclared and refused calls symbolic", () => {
  const { problems, types } = specialiseProgram('foo(3)\n"a" * 2', true);
  assert.equal(problems, []);
  assert.equal(types, ["Any", "Any"]);
});

test.run();
