/** The emitted text itself, reviewed as a diff. `UPDATE_GOLDEN=1` writes it anew. */
import { readFileSync, writeFileSync } from "node:fs";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { targetFromIsa } from "../../../src/emit/target.ts";
import type { LoopProgram } from "../../../src/loop/loop.ts";
import { data, list, real } from "../../../src/types/type.ts";
import { emitted, machineOptions } from "../../support/emitted.ts";
import { lowerDefinition } from "../../support/loop.ts";
import { fibonacci, smallArrays, squares, stickySum } from "../../support/loop-programs.ts";

const target = targetFromIsa("x86-64-v3");
const options = machineOptions(target === undefined ? {} : { target });

/** Values of data types in scalars: the derivative of x³ - 2x by dual numbers, areas of shapes with a tag. */
const dual = `
data Dual = Dual(value : ℝ, slope : ℝ)
structure Arithmetic(T) {
  operation plus : T × T → T
  operation times : T × T → T
  operation negate : T → T
}
implements Arithmetic(Dual) {
  operation plus(a, b) = Dual(a.value + b.value, a.slope + b.slope)
  operation times(a, b) = Dual(a.value * b.value, a.value * b.slope + a.slope * b.value)
  operation negate(a) = Dual(-a.value, -a.slope)
}
implements Promotes(ℝ, Dual) { operation lift(x) = Dual(x, 0) }
define f(x) = x^3 - 2 * x
define derivative(x : ℝ) = f(Dual(x, 1)).slope`;
const shapes = `
data Shape = Dot | Disc(r : ℝ) | Box(w : ℝ, h : ℝ)
define area(s) = match s { Dot => 0.0 Disc(r) => 3 * r * r Box(w, h) => w * h }
define covered(shapes : List(Shape)) = list_fold(λ a s . a + area(s), 0.0, shapes)`;

/** A loop that each lane leaves by itself, with a divisor that may be 0. */
const roots = `
define root(a : ℝ, x : ℝ) : ℝ = let y = (x + a / x) / 2 in if abs(y - x) ≤ 1e-9 then y else root(a, y)
define roots(xs : List(ℝ)) = list_map(λ a . root(a, 1), xs)`;

const programs: Readonly<Record<string, LoopProgram>> = {
  fibonacci: fibonacci(),
  squares: squares(),
  "sticky-sum": stickySum(),
  "small-arrays": smallArrays(),
  "dual-numbers": lowerDefinition(dual, "derivative", [real]).program,
  lanes: lowerDefinition(roots, "roots", [list(real)]).program,
  shapes: lowerDefinition(shapes, "covered", [list(data("Shape", []))]).program,
};

for (const [name, program] of Object.entries(programs))
  for (const language of ["c", "rust"] as const)
    test(`${name} as ${language}`, () => {
      const path = `test/golden/${name}.${language === "c" ? "c" : "rs"}`;
      const text = emitted(program, language, options);
      if (process.env["UPDATE_GOLDEN"] === "1") writeFileSync(path, text);
      assert.fixture(text, readFileSync(path, "utf8"));
    });

test.run();
