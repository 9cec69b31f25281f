/**
 * Loops in lanes give what they give one turn after the other: random maps over random loops, as Loop programs with lanes and
 * without (values bit by bit, failures with their place), and a few of them compiled.
 */
import fc from "fast-check";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { formatValue } from "../../src/interpret/format.ts";
import { printLoop } from "../../src/loop/print.ts";
import { lanesIn, runLoop, withLanes } from "../support/lanes.ts";
import { lowerDefinition } from "../support/loop.ts";
import { runProgram } from "../support/session.ts";
import { hasTool } from "../support/tools.ts";

/** Writes by choices; the simplest where they have run out. */
class Writer {
  readonly #choices: readonly number[];
  #next = 0;
  #names = 0;
  /** Names of integers. */
  ints: readonly string[] = [];

  constructor(choices: readonly number[]) {
    this.#choices = choices;
  }

  below(n: number): number {
    return (this.#choices[this.#next++] ?? 0) % n;
  }

  one(of: readonly string[]): string {
    return of[this.below(of.length)] ?? "";
  }

  name(): string {
    return `v${this.#names++}`;
  }

  real(depth: number, reals: readonly string[]): string {
    const [a, b] = depth === 0 ? ["", ""] : [this.real(depth - 1, reals), this.real(depth - 1, reals)];
    switch (depth === 0 ? 0 : this.below(9)) {
      case 1:
        return `(${a} + ${b})`;
      case 2:
        return `(${a} - ${b})`;
      case 3:
        return `(${a} * ${b})`;
      case 4:
        return `(${a} / (1 + ${b} * ${b}))`;
      case 5:
        return `(${a} / ${b})`;
      case 6:
        return `sqrt(abs(${a}))`;
      case 7:
        return `${this.one(["min", "max"])}(${a}, ${b})`;
      case 8:
        return `(if ${this.condition(reals)} then ${a} else ${b})`;
      default:
        return this.one([...reals, "0.5", "1.5", "(-0.25)", "3.0"]);
    }
  }

  int(depth: number): string {
    if (depth === 0) return this.one([...this.ints, "1", "2", "7", "1000003"]);
    return `(${this.int(depth - 1)} ${this.one(["+", "-", "*"])} ${this.int(depth - 1)})`;
  }

  condition(reals: readonly string[]): string {
    const sign = this.one(["<", "≤", ">", "≥", "=", "≠"]);
    const simple =
      this.below(2) === 0
        ? `${this.real(1, reals)} ${sign} ${this.real(1, reals)}`
        : `${this.one(this.ints)} ${sign} ${this.int(1)}`;
    return this.below(4) === 0 ? `(${simple}) ∧ ${this.one(reals)} < 2` : simple;
  }

  /** What a turn does: gives a result, or goes on. */
  turn(depth: number, reals: readonly string[]): string {
    switch (depth === 0 ? this.below(2) : this.below(5)) {
      case 0:
        return `f(a, ${this.real(2, reals)}, ${this.real(1, reals)}, ${this.int(1)}, k - 1)`;
      case 1:
        return this.below(2) === 0 ? `[${this.real(1, reals)}, n]` : "[x + y, k]";
      case 2: {
        const name = this.name();
        return `let ${name} = ${this.real(2, reals)} in ${this.turn(depth - 1, [...reals, name])}`;
      }
      default:
        return `if ${this.condition(reals)} then ${this.turn(depth - 1, reals)} else ${this.turn(depth - 1, reals)}`;
    }
  }

  program(): string {
    this.ints = ["n", "k"];
    const turn = this.turn(3, ["a", "x", "y"]);
    this.ints = ["m"];
    const fold = `list_fold(λ x m . ${this.real(3, ["a", "x"])}, a, range(${9 + this.below(9)}))`;
    this.ints = ["j"];
    const start = this.real(1, ["(j / 3)", "(1.5 * j)", "(2 - j)"]);
    const count = 17 + this.below(30);
    const second = this.one(["0.0", "1.0", "j / 11"]);
    const map = `list_map(λ j . f(${start}, j / 7, ${second}, j, ${3 + this.below(20)}), range(${count}))`;
    const folds = `list_map(λ j . g(${start}), range(${count}))`;
    const both = `list_map(λ j . let r = f(${start}, 0.5, 0.25, j, 9) in nth(r, 0) + g(nth(r, 0)), range(${count}))`;
    return [
      `define f(a : ℝ, x : ℝ, y : ℝ, n : ℤ, k : ℤ) = if k ≤ 0 then [x, n] else ${turn}`,
      `define g(a : ℝ) : ℝ = ${fold}`,
      `define main() = ${this.one([map, folds, both])}`,
    ].join("\n");
  }
}

const choices = fc.array(fc.nat(100_000), { minLength: 30, maxLength: 120, size: "max" });

test("as Loop programs", () => {
  let inLanes = 0;
  fc.assert(
    fc.property(choices, fc.constantFrom(4, 16), (list, width) => {
      const text = new Writer(list).program();
      const scalar = lowerDefinition(text, "main", [], false).program;
      const lanes = withLanes(scalar, width);
      inLanes += lanesIn(lanes);
      assert.equal(runLoop(lanes), runLoop(scalar), `${text}\n${printLoop(lanes)}`);
    }),
    { numRuns: 100, endOnFailure: false },
  );
  assert.ok(inLanes > 30, `${inLanes} loops in lanes`);
});

/** The value, or what was said. */
async function answer(text: string, tier: "interp" | "c" | "rust"): Promise<string> {
  const run = await runProgram("random.kleis", text, { backend: tier, timeout: 20_000 });
  const [value] = run.values;
  return value === undefined
    ? run.said.filter((message) => !/KL060[12]/.test(message)).join("\n")
    : formatValue(value.value);
}

for (const tier of ["c", "rust"] as const) {
  if (!hasTool(tier)) {
    test(`compiled by ${tier} — skipped: no compiler`, () => undefined);
    continue;
  }
  test(`compiled by ${tier}`, async () => {
    await fc.assert(
      fc.asyncProperty(choices, async (list) => {
        const text = `${new Writer(list).program()};\nmain()\n`;
        assert.is(await answer(text, tier), await answer(text, "interp"), text);
      }),
      { numRuns: 4, endOnFailure: false },
    );
  });
}

test.run();
