import { test } from "uvu";
import * as assert from "uvu/assert";
import { ProgramError } from "../../../src/base/outcome.ts";
import { at, itemsOf } from "../../../src/interpret/list.ts";
import { isList, type ListValue, type Value } from "../../../src/interpret/value.ts";
import { constantDim } from "../../../src/types/dim.ts";
import { real, type Type, vector } from "../../../src/types/type.ts";
import { evaluate, typing } from "../../support/rows.ts";

function listIn(v: Value): ListValue {
  if (!isList(v)) throw new Error("a list was expected");
  return v;
}

/** The points as [t, y₀, y₁, …]. */
function points(text: string): readonly (readonly number[])[] {
  return itemsOf(listIn(evaluate(text))).map((point) => {
    const pair = listIn(point);
    return [Number(at(pair, 0)), ...itemsOf(listIn(at(pair, 1))).map(Number)];
  });
}

test("decay stays within the tolerance of the closed form", () => {
  const solution = points("ode45(λ t y . [-nth(y, 0)], [1], [0, 5])");
  assert.is(solution.length, 51);
  for (const [t = 0, y = 0] of solution) assert.ok(Math.abs(y - Math.exp(-t)) < 2e-3, `t = ${t}`);
});

test("an oscillator, with spacing and backwards", () => {
  const forward = points("ode45(λ t y . [nth(y, 1), -nth(y, 0)], [1.0, 0.0], [0.0, 3.0], 0.25)");
  assert.is(forward.length, 13);
  for (const [t = 0, x = 0] of forward) assert.ok(Math.abs(x - Math.cos(t)) < 5e-3);
  const backward = points("ode45(λ t y . [nth(y, 1), -nth(y, 0)], [1.0, 0.0], [0.0, -1.0], 0.5)");
  assert.equal(
    backward.map(([t]) => t),
    [0, -0.5, -1],
  );
});

test("output times are t0 + k·dt and t1", () => {
  assert.equal(
    points("ode45(λ t y . [1], [0], [0, 0.35])").map(([t]) => t),
    [0, 0.1, 0.2, 0.30000000000000004, 0.35],
  );
  assert.equal(points("ode45(λ t y . [1], [7], [2, 2])"), [[2, 7]]);
});

test("as a quadrature it is exact for polynomials of degree 4", () => {
  const solution = points("ode45(λ t y . [5 * t^4], [0], [0, 2])");
  assert.ok(Math.abs((solution.at(-1)?.[1] ?? 0) - 32) < 1e-12);
});

test("errors", () => {
  const fails = (text: string, code: string): void => {
    assert.throws(
      () => evaluate(text),
      (e: unknown) => e instanceof ProgramError && e.diagnostic.code === code,
      text,
    );
  };
  fails("ode45(λ t y . [1, 2], [0], [0, 1])", "KL0505");
  fails("ode45(λ t y . 1, [0], [0, 1])", "KL0506");
  fails("ode45(λ t y . [1], [0], [0, 1, 2])", "KL0506");
  fails("ode45(λ t y . [1], [0], [0, 1], 0)", "KL0506");
  fails("ode45(λ t y . [1 / nth(y, 0)], [0.0], [0, 1])", "KL0501");
  fails("ode45(λ t y . [nth(y, 0)^2], [1.0], [0, 2])", "KL0506");
});

test("types", () => {
  const slope = (n: number) => (): Type => vector(constantDim(n), real);
  assert.is(typing("ode45", slope(2), "Vector(2, ℤ)", "Vector(2, ℤ)"), "List([ℝ, Vector(2, ℝ)])");
  assert.is(typing("ode45", slope(3), "Vector(2, ℤ)", "Vector(2, ℤ)"), "mismatch");
  assert.is(typing("ode45", slope(2), "Vector(2, ℤ)", "Vector(3, ℤ)"), "mismatch");
});

test.run();
