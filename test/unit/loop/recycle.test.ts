/** Loops that carry arrays: the same answers as the evaluator, whatever is read, exchanged, kept or given back. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { visitStmts } from "../../../src/loop/walk.ts";
import { both, type Lowered, lowerDefinition, rounded } from "../../support/loop.ts";

const start = `
define n = 40
define up = list_map(λ k . 1.0 * k, range(n))
define down = list_map(λ k . 1.0 * (n - k), range(n))
define average(a, b) = list_map(λ i . 0.5 * (a[i] + b[length(b) - 1 - i]), range(length(a)))
`;

/** By what the loop does with its arrays: definitions, and what is asked. */
const programs: Readonly<Record<string, readonly [definitions: string, main: string]>> = {
  "reads the old array while it makes the new": [
    "define f(u : List(ℝ), k : ℕ) : List(ℝ) = if k = 0 then u else f(average(u, u), k - 1)",
    "f(up, 9)",
  ],
  "hands one array on and makes the other": [
    "define f(a : List(ℝ), b : List(ℝ), k : ℕ) : List(ℝ) = if k = 0 then a else f(b, average(a, b), k - 1)",
    "f(up, down, 9)",
  ],
  "exchanges two arrays": [
    "define f(a : List(ℝ), b : List(ℝ), k : ℕ) : List(ℝ) = if k = 0 then a else f(b, a, k - 1)",
    "f(up, down, 5)",
  ],
  "exchanges two arrays after making one": [
    `define f(a : List(ℝ), b : List(ℝ), k : ℕ) : List(ℝ) =
       if k = 0 then a else if mod(k, 3) = 0 then f(b, a, k - 1) else f(average(b, a), a, k - 1)`,
    "f(up, down, 11)",
  ],
  "carries three, each from the next": [
    `define f(a : List(ℝ), b : List(ℝ), c : List(ℝ), k : ℕ) : List(ℝ) =
       if k = 0 then average(a, average(b, c)) else f(b, c, average(a, c), k - 1)`,
    "f(up, down, up, 8)",
  ],
  "makes shorter arrays": [
    `define f(u : List(ℝ), k : ℕ) : List(ℝ) =
       if k = 0 then u else f(list_map(λ i . u[i] + u[i + 1], range(length(u) - 1)), k - 1)`,
    "f(up, 12)",
  ],
  "makes longer arrays": [
    `define f(u : List(ℝ), k : ℕ) : List(ℝ) =
       if k = 0 then u else f(list_map(λ i . if i = 0 then 1.0 else u[i - 1] + 1, range(length(u) + 1)), k - 1)`,
    "f([2.0], 30)",
  ],
  "carries the rest of an array": [
    `define f(u : List(ℝ), v : List(ℝ), k : ℕ) : List(ℝ) =
       if k = 0 then average(v, u) else f(tail(u), average(tail(u), v), k - 1)`,
    "f(up, down, 7)",
  ],
  "remembers an earlier array": [
    `define f(u : List(ℝ), best : List(ℝ), k : ℕ) : List(ℝ) =
       if k = 0 then average(best, u) else f(average(u, best), if mod(k, 4) = 1 then u else best, k - 1)`,
    "f(up, down, 13)",
  ],
  "makes an array in a loop in a loop": [
    `define inner(u : List(ℝ), k : ℕ) : List(ℝ) = if k = 0 then u else inner(average(u, u), k - 1)
     define f(u : List(ℝ), v : List(ℝ), k : ℕ) : List(ℝ) =
       if k = 0 then average(u, v) else f(inner(v, k), average(inner(u, 2), v), k - 1)`,
    "f(up, down, 6)",
  ],
  folds: ["", "list_fold(λ u j . average(u, list_map(λ x . x + j, u)), up, range(7))"],
  "folds in a fold": [
    "",
    "list_fold(λ u j . list_fold(λ v i . average(v, list_map(λ x . x + i * j, u)), u, range(3)), up, range(5))",
  ],
  "carries pairs": [
    `define f(u : List((ℝ, ℝ)), k : ℕ) : List((ℝ, ℝ)) =
       if k = 0 then u else f(list_map(λ i . (snd(u[i]), fst(u[length(u) - 1 - i]) + 1), range(length(u))), k - 1)`,
    "f(list_map(λ x . (x, 2 * x), up), 9)",
  ],
  "sorts what a turn made": [
    `define f(u : List(ℝ), k : ℕ) : List(ℝ) =
       if k = 0 then u else f(list_filter(λ x . x > 0.5, average(u, list_map(λ x . x * x - 3, u))), k - 1)`,
    "f(up, 4)",
  ],
  "gets arrays from a function that calls itself": [
    `define halves(u : List(ℝ), k : ℕ) : List(ℝ) =
       if k = 0 then u else average(halves(u, k - 1), halves(u, k - 1))
     define f(u : List(ℝ), v : List(ℝ), k : ℕ) : List(ℝ) =
       if k = 0 then average(u, v) else f(v, halves(u, 2), k - 1)`,
    "f(up, down, 6)",
  ],
};

for (const [what, [definitions, main]] of Object.entries(programs))
  test(`a loop that ${what}`, () => {
    const { native, interpreted } = both(`${start}${definitions}\ndefine main() = ${main}`);
    assert.equal(rounded(native), rounded(interpreted));
  });

function allocations(lowered: Lowered): readonly { readonly recycled: boolean; readonly inLoop: boolean }[] {
  const found: { recycled: boolean; inLoop: boolean }[] = [];
  const inLoops = new Set<unknown>();
  for (const fn of lowered.program.functions)
    visitStmts(fn.body, (stmt) => {
      if (stmt.kind === "loop") visitStmts(stmt.body, (inner) => inLoops.add(inner));
      if (stmt.kind === "allocate")
        found.push({ recycled: stmt.recycled !== undefined, inLoop: inLoops.has(stmt) });
    });
  return found;
}

test("an array that the next turn reads lies in memory that the loop used before", () => {
  const [, [definitions]] = Object.entries(programs)[1] ?? ["", ["", ""]];
  const made = allocations(
    lowerDefinition(`${start}${definitions}\ndefine main() = f(up, down, 9)`, "main"),
  ).filter((each) => each.inLoop);
  assert.ok(made.length > 0);
  assert.ok(made.every((each) => each.recycled));
});

test.run();
