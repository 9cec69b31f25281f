/** Turns in lanes: the same answers as the evaluator bit by bit, the same failures, and scalar code where lanes do not fit. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { list, real } from "../../../src/types/type.ts";
import { laneProgram, lanesIn, runLoop, withLanes } from "../../support/lanes.ts";
import { interpret, lowerDefinition, plain, readBack } from "../../support/loop.ts";

/** Of one register; the programs of this file go through more turns than lanes. */
const widths = [4, 16];

const escaping = `define escape(a : ℝ, b : ℝ, x : ℝ, y : ℝ, k : ℕ) : ℕ =
  if k = 50 then 50 else if x * x + y * y > 4 then k
  else escape(a, b, x * x - y * y + a, 2 * x * y + b, k + 1)`;
const halve = "define halve(x : ℝ, k : ℕ) : ℕ = if x < 1 then k else halve(x / 2, k + 1)";
const root = `define root(a : ℝ, x : ℝ, k : ℕ) : ℝ = if k = 60 then x else
  let y = (x + a / x) / 2 in if abs(y - x) < 1e-12 then y else root(a, y, k + 1)`;

/** Definitions and `main`, by what a turn does. */
const inLanes: Readonly<Record<string, readonly [definitions: string, main: string]>> = {
  "one loop that ends in two ways": [
    escaping,
    "list_map(λ j . escape(-2 + 3 * j / 37, 0.3, 0, 0, 0), range(37))",
  ],
  "a grid": [
    escaping,
    "list_map(λ i . list_map(λ j . escape(-2 + j / 7, -1 + i / 5, 0, 0, 0), range(17)), range(5))",
  ],
  "complex numbers": [
    "define f(c, z, k) = if k = 40 then z else if abs_sq(z) > 4 then z else f(c, z * z + c, k + 1)",
    "list_map(λ j . f(complex(-2 + j / 8, 0.5), complex(0, 0), 0), range(19))",
  ],
  "a fold with a condition": [
    "define f(c) = list_fold(λ s k . if s * s > 4 then s else s * s + c, 0.0, range(30))",
    "list_map(λ j . f(-2 + j / 9), range(20))",
  ],
  "a fold that counts": [
    `define step(s, c) = let [z, n] = s in if abs_sq(z) > 4 then s else [z * z + c, n + 1]
     define f(c : ℂ) : ℤ = nth(list_fold(λ s k . step(s, c), [complex(0,0), 0], range(25)), 1)`,
    "list_map(λ j . f(complex(-2 + 3 * j / 33, 0.25)), range(33))",
  ],
  "an iteration that converges, with a divisor": [
    root,
    "list_map(λ j . root(0.1 + 0.37 * j * j, 1.0, 0), range(20))",
  ],
  "a sum of what the loops give": [halve, "sum(list_map(λ j . halve(1.5 * j * j, 0), range(100)))"],
  "two loops, one from the other": [
    `${halve}\n${root}`,
    "list_map(λ j . let k = halve(3.7 * j + 1, 0) in root(k + 1.0, 2.0, 0) + k, range(18))",
  ],
  "a loop in a loop": [
    `${halve}
     define f(x : ℝ, n : ℕ, total : ℕ) : ℕ = if n = 0 then total else f(x * 1.7, n - 1, total + halve(x, 0))`,
    "list_map(λ j . f(1.0 + j, 7, 0), range(23))",
  ],
  "a turn that goes on either way": [
    `define f(x : ℝ, k : ℕ) : ℝ =
       if k = 0 then x else if x > 1 then f(x / 2 - 0.1, k - 1) else f(3 * x + 1, k - 1)`,
    "list_map(λ j . f(j / 10, 20), range(31))",
  ],
  "integers that are checked": [
    "define gcd2(a : ℤ, b : ℤ) : ℤ = if a = b then a else if a > b then gcd2(a - b, b) else gcd2(a, b - a)",
    "list_map(λ j . gcd2(j + 1, 60), range(40))",
  ],
  "products that leave 32 bits in some lanes": [
    "define grow(n : ℤ, k : ℕ) : ℤ = if k = 0 then n else grow(n * 3, k - 1)",
    "list_map(λ j . grow(1, j), range(39))",
  ],
  "a truth value": [
    "define f(x : ℝ, k : ℕ) : Bool = if k = 0 then true else if x > 3 then false else f(x * x - 0.7, k - 1)",
    "list_map(λ j . if f(j / 10, 30) then 1 else 0, range(30))",
  ],
  "functions that round": [
    "define f(x : ℝ, k : ℕ) : ℝ = if k = 0 then x else f(sqrt(abs(x * 7.3 - 2)) + min(x, 1.5) - max(-x, 0.25), k - 1)",
    "list_map(λ j . f(j / 3, 12), range(20))",
  ],
};

for (const [name, [definitions, main]] of Object.entries(inLanes))
  test(name, () => {
    const text = `${definitions}\ndefine main() = ${main}`;
    const expected = plain(interpret(text));
    const scalar = lowerDefinition(text, "main", [], false).program;
    for (const width of widths) {
      const program = withLanes(scalar, width);
      const outcome = runLoop(program);
      if (outcome.status !== "ok") throw new Error(outcome.status);
      assert.equal(readBack(program.result, outcome.results), expected);
      if (width === 16) assert.is(lanesIn(program), 1);
    }
  });

test("lists of any length", () => {
  const text = `${root}\ndefine f(xs : List(ℝ)) = list_map(λ a . root(a, 1.0, 0), xs)`;
  const program = laneProgram(text, "f", [list(real)], 4);
  assert.is(lanesIn(program), 1);
  for (const n of [0, 1, 7, 8, 9, 16, 17]) {
    const items = Array.from({ length: n }, (_, i) => i * i);
    const outcome = runLoop(program, n, { items });
    if (outcome.status !== "ok") throw new Error(outcome.status);
    const [, result] = outcome.results;
    const roots = typeof result === "object" ? result.items.map(Number) : [];
    assert.equal(
      roots.map((x) => Math.round(x)),
      items.map((_, i) => i),
    );
  }
});

test("what fails in a lane fails as it does without", () => {
  const power = "define grow(n : ℤ, k : ℕ) : ℤ = if k = 0 then n else grow(n * 3, k - 1)";
  const overflow = laneProgram(
    `${power}\ndefine main() = list_map(λ j . grow(1, j), range(45))`,
    "main",
    [],
    16,
  );
  assert.is(lanesIn(overflow), 1);
  assert.is(runLoop(overflow).status, "overflow");
  const text = `define f(x : ℝ, k : ℕ) : ℝ = if k = 0 then x else f(1 / (x - k), k - 1)
    define g(xs : List(ℝ)) = list_map(λ x . f(x, 9), xs)`;
  const division = laneProgram(text, "g", [list(real)], 16);
  assert.is(lanesIn(division), 1);
  const scalar = lowerDefinition(text, "g", [list(real)], false);
  const items = Array.from({ length: 40 }, (_, i) => i + 0.5);
  assert.equal(runLoop(division, 40, { items }), scalar.run(40, { items }));
  items[33] = 9;
  const failed = runLoop(division, 40, { items });
  assert.is(failed.status, "division");
  assert.equal(failed, scalar.run(40, { items }));
});

/** Loops of which lanes would make nothing better, or that they cannot run. */
const scalar: Readonly<Record<string, string>> = {
  "a division of integers":
    "define f(n : ℕ, k : ℕ) : ℕ = if n = 1 then k else if mod(n, 2) = 0 then f(div(n, 2), k + 1) else f(3 * n + 1, k + 1)\ndefine main() = list_map(λ j . f(j + 1, 0), range(20))",
  "an elementary function":
    "define f(x : ℝ, k : ℕ) : ℝ = if k = 0 then x else f(sin(x), k - 1)\ndefine main() = list_map(λ j . f(j / 7, 9), range(20))",
  "no loop inside": "define main() = list_map(λ j . if j > 3 then sqrt(j) else 0, range(20))",
  "few turns": `${halve}\ndefine main() = list_map(λ j . halve(1.0 * j, 0), range(3))`,
};

for (const [name, text] of Object.entries(scalar))
  test(`${name}: no lanes`, () => {
    assert.is(lanesIn(laneProgram(text, "main", [], 8)), 0);
  });

test.run();
