/** Results of known size, made in memory of the caller: which are, and that nothing changes by it. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { both, lowerDefinition, rounded } from "../../support/loop.ts";

/** By what happens to the result: definitions, what is asked, results of the entry that are outputs. */
const programs: Readonly<Record<string, readonly [definitions: string, main: string, outputs: number[]]>> = {
  "is made by the entry": ["", "eye(20) * 2.5 + ones(20, 20)", [0]],
  "comes from a function": [
    "define g(A : Matrix(20, 20)) : Matrix(20, 20) = A * A + A",
    "g(eye(20) + ones(20, 20))",
    [0],
  ],
  "comes from one branch or the other": [
    "define g(A : Matrix(20, 20), n : ℕ) : Matrix(20, 20) = if n > 2 then A * A else A + A",
    "g(ones(20, 20), 3) + g(ones(20, 20), 2)",
    [0],
  ],
  "is given back as it came on one branch": [
    "define g(A : Matrix(20, 20), n : ℕ) : Matrix(20, 20) = if n > 2 then A * A else A",
    "let B = ones(20, 20) in g(B, 1) + g(B, 3) + B",
    [0],
  ],
  "is given twice": ["define g(A : Matrix(20, 20)) = let B = A * A in (B, B)", "g(ones(20, 20))", [0]],
  "stands beside one that was given": [
    "define g(A : Matrix(20, 20)) = (A, A * A, sum(nth(A, 0)))",
    "let A = ones(20, 20) in let (B, C, s) = g(A) in (C + B, s, C - A)",
    [0, 2],
  ],
  "is carried around a loop": [
    `define g(A : Matrix(20, 20)) : Matrix(20, 20) = A * A - A
     define f(A : Matrix(20, 20), n : ℕ) : Matrix(20, 20) = if n = 0 then A else f(0.05 * g(A), n - 1)`,
    "f(ones(20, 20), 7)",
    // What the function gives is copied.
    [0],
  ],
  "is made by a function that calls itself": [
    "define f(A : Matrix(20, 20), n : ℕ) : Matrix(20, 20) = if n = 0 then A else 0.05 * (A * f(A, n - 1))",
    "f(ones(20, 20), 7)",
    // What the function gives is copied.
    [0],
  ],
};

for (const [what, [definitions, main, outputs]] of Object.entries(programs)) {
  test(`a result that ${what} is the same`, () => {
    const { native, interpreted } = both(`${definitions}\ndefine main() = ${main}`);
    assert.equal(rounded(native), rounded(interpreted));
  });
  test(`a result that ${what}: the entry's outputs`, () => {
    const { program } = lowerDefinition(`${definitions}\ndefine main() = ${main}`, "main");
    const entry = program.functions.find((fn) => fn.id === program.entry);
    assert.equal(
      entry?.outputs.map((output) => output.result),
      outputs,
    );
  });
}

test("a result whose size is known to nobody stays with the function", () => {
  const { program } = lowerDefinition(
    "define f(n : ℕ) : List(ℝ) = list_map(λ k . 0.5 * k, range(n))\ndefine main() = f(7)",
    "main",
  );
  assert.ok(program.functions.every((fn) => fn.outputs.length === 0));
});

test.run();
