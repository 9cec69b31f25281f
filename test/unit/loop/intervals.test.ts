/** Which checks the ranges remove, which stay, and which versions of a loop there are. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import type { LoopScalar } from "../../../src/loop/evaluate-expression.ts";
import { int, intBinary, real, realBinary, square } from "../../../src/loop/passes/range.ts";
import { integer, list, real as realType, type Type } from "../../../src/types/type.ts";
import { lowerDefinition } from "../../support/loop.ts";

function checks(text: string, types: readonly Type[]): { readonly fast: number; readonly slow: number } {
  const [fast = "", slow = ""] = lowerDefinition(text, "f", types).text.split("} else {\n    let");
  const count = (part: string): number => part.split("checked").length - 1 + part.split("check ").length - 1;
  return { fast: count(fast), slow: count(slow) };
}

test("nested sums with bounds at run time have a version without a check", () => {
  const text = "define f(n, m) = Σ(0, n - 1, λ i . Σ(0, m - 1, λ j . i * j))";
  const { fast, slow } = checks(text, [integer, integer]);
  assert.is(fast, 0);
  assert.ok(slow > 0);
  const { run } = lowerDefinition(text, "f", [integer, integer]);
  assert.equal(run(100n, 100n), { status: "ok", results: [24502500n] });
  assert.equal(run(40_000n, 2n), { status: "ok", results: [799_980_000n] });
  assert.equal(run(-5n, 3n), { status: "ok", results: [0n] });
});

test("at the edge of the assumption and beyond, the sum is exact or an overflow", () => {
  const { run } = lowerDefinition("define f(n, k) = Σ(1, n, λ i . k * i)", "f", [integer, integer]);
  for (const bits of [15n, 20n, 24n, 31n]) {
    const k = 2n ** bits;
    assert.equal(run(100n, k), { status: "ok", results: [5050n * k] });
    assert.equal(run(100n, k + 1n), { status: "ok", results: [5050n * (k + 1n)] });
    assert.equal(run(100n, -k), { status: "ok", results: [-5050n * k] });
  }
  assert.is(run(100n, 2n ** 62n).status, "overflow");
});

test("a condition narrows: the recursion of fib subtracts without checks", () => {
  const { text } = lowerDefinition("define f(n) = if n < 2 then n else f(n - 1) + f(n - 2)", "f", [integer]);
  assert.not.match(text, "checked sub");
  assert.match(text, "checked add");
});

test("a divisor of 1 + x² is not tested, one of x is", () => {
  const fold = (divisor: string): string =>
    lowerDefinition(`define f(xs) = list_fold(λ a x . a + x / (${divisor}), 0, xs)`, "f", [list(realType)])
      .text;
  assert.not.match(fold("1 + x ^ 2"), "check");
  assert.match(fold("1 + x"), "check sticky");
});

test("an accumulator that multiplies keeps its check", () => {
  const { text, run } = lowerDefinition("define f(n) = Π(1, n, λ k . k)", "f", [integer]);
  assert.match(text, "checked");
  assert.equal(run(20n), { status: "ok", results: [2432902008176640000n] });
  assert.is(run(21n).status, "overflow");
});

test("accumulators that feed each other are not underestimated", () => {
  const text = "define f(n) = list_fold(λ s k . match s { (a, b) => (b, a + b) }, (0, 1), range(n))";
  const { run } = lowerDefinition(text, "f", [integer]);
  assert.equal(run(90n), { status: "ok", results: [2880067194370816120n, 4660046610375530309n] });
  assert.is(run(100n).status, "overflow");
});

test("the arithmetic of ranges contains that of their members", () => {
  const samples = [-7n, -1n, 0n, 3n, 12n];
  const ops = ["add", "sub", "mul", "div", "rem", "min", "max"] as const;
  const exact = (op: (typeof ops)[number], a: bigint, b: bigint): bigint => {
    switch (op) {
      case "add":
        return a + b;
      case "sub":
        return a - b;
      case "mul":
        return a * b;
      case "div":
        return a / b;
      case "rem":
        return a % b;
      case "min":
        return a < b ? a : b;
      case "max":
        return a > b ? a : b;
    }
  };
  for (const op of ops)
    for (const lo of samples)
      for (const hi of samples)
        for (const lo2 of samples)
          for (const hi2 of samples) {
            if (lo > hi || lo2 > hi2) continue;
            const range = intBinary(op, int(lo, hi), int(lo2, hi2));
            for (const a of [lo, hi, (lo + hi) / 2n])
              for (const b of [lo2, hi2, (lo2 + hi2) / 2n]) {
                if ((op === "div" || op === "rem") && b === 0n) continue;
                const value: LoopScalar = exact(op, a, b);
                assert.ok(value >= range.lo && value <= range.hi, `${a} ${op} ${b}`);
              }
          }
  assert.equal(square(real(-2, 1)), real(0, 4));
  assert.equal(realBinary("mul", real(-2, 3), real(-1, 4)), real(-8, 12));
});

test.run();
