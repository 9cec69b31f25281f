/** Maps whose branches call elementary functions: no branch is left, and the answers are the evaluator's. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { visitStmts } from "../../../src/loop/walk.ts";
import { interpret, type Lowered, lowerDefinition, plain, readBack } from "../../support/loop.ts";

/** `if`s inside counted loops. */
function branches({ program }: Lowered): number {
  let count = 0;
  for (const fn of program.functions)
    visitStmts(fn.body, (stmt) => {
      if (stmt.kind === "for")
        visitStmts(stmt.body, (inner) => {
          if (inner.kind === "if") count += 1;
        });
    });
  return count;
}

const numbers = "list_map(λ k . (k - 20) / 3, range(41))";

const straight: Readonly<Record<string, string>> = {
  "a function in each branch": "if x > 0 then ln(x) * x else exp(x)",
  "a divisor under the condition": "if x ≠ 0 then sin(x) / x else 1",
  "branches in branches": "if x > 2 then 3 * x else if x > 0 then let y = x * x in y * exp(y) else tanh(x)",
  "a local that only one branch changes":
    "let y = (if x > 1 then exp(-x) else x) in y * y + (if y < 0 then y else cos(y))",
  "arguments out of reach in the other branch":
    "if abs(x) < 4 then sin(x) else (if x > 0 then x * 1e6 else x)",
  "two conditions": "if x > -3 ∧ x < 3 then ln(4 + x) else -x",
};

/** Vector versions are right within 4 ULP. */
function close(a: unknown, b: unknown): boolean {
  if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false;
  return a.every((x, i) => Math.abs(Number(x) - Number(b[i])) <= 1e-14 * Math.abs(Number(b[i])));
}

for (const [name, body] of Object.entries(straight))
  test(name, () => {
    const text = `define f(x : ℝ) : ℝ = ${body}\ndefine xs = ${numbers}\ndefine main() = list_map(λ x . f(x), xs)`;
    const lowered = lowerDefinition(text, "main");
    const outcome = lowered.run();
    if (outcome.status !== "ok") throw new Error(`${outcome.status}\n${lowered.text}`);
    assert.is(branches(lowered), 0, lowered.text);
    const expected = plain(interpret(text));
    assert.ok(close(readBack(lowered.program.result, outcome.results), expected), lowered.text);
  });

test("what fails fails only in the branch that is taken", () => {
  const text = (x: string): string =>
    `define f(x : ℝ) : ℝ = if x > ${x} then exp(x) / (x - 2) else x\ndefine main() = list_map(λ k . f(k / 2), range(30))`;
  assert.is(lowerDefinition(text("2"), "main").run().status, "ok");
  const failing = lowerDefinition(text("1"), "main");
  assert.is(branches(failing), 0);
  assert.is(failing.run().status, "division");
});

test("more functions than a branch is worth", () => {
  const text = `define f(x : ℝ) : ℝ = if x > 0 then exp(x) + ln(x) + sin(x) + cos(x) + tanh(x) else x
    define main() = list_map(λ k . f(k - 3), range(41))`;
  assert.ok(branches(lowerDefinition(text, "main")) > 0);
});

test.run();
