import fc from "fast-check";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { exponent, plainLabel } from "../../../src/plots/label.ts";
import { ticksOf } from "../../../src/plots/ticks.ts";

const texts = (scale: "linear" | "log", low: number, high: number, wanted: number): readonly string[] =>
  ticksOf(scale, low, high, wanted).major.map((tick) => tick.text);

test("ticks are round numbers with as many decimals as they need", () => {
  assert.equal(texts("linear", 0, 10, 5), ["0", "2", "4", "6", "8", "10"]);
  assert.equal(texts("linear", -1.05, 1.05, 5), ["−1.0", "−0.5", "0.0", "0.5", "1.0"]);
  assert.equal(texts("linear", 0, 0.01, 4), ["0.0000", "0.0025", "0.0050", "0.0075", "0.0100"]);
  assert.equal(texts("linear", 0, 5e6, 3), ["0", "2×10⁶", "4×10⁶"]);
  assert.equal(texts("linear", 0, 2e-5, 2), ["0", "1×10⁻⁵", "2×10⁻⁵"]);
});

test("powers of ten on logarithmic axes, their multiples between them", () => {
  const { major, minor } = ticksOf("log", 1, 1000, 5);
  assert.equal(
    major.map((tick) => tick.text),
    ["1", "10", "10²", "10³"],
  );
  assert.is(minor.length, 3 * 8);
  assert.equal(texts("log", 1e-9, 1e9, 5), ["10⁻⁸", "10⁻⁴", "1", "10⁴", "10⁸"]);
});

test("ticks lie within the limits, rise, and are about as many as there is room for", () => {
  fc.assert(
    fc.property(
      fc.double({ min: -1e6, max: 1e6, noNaN: true }),
      fc.double({ min: 1e-3, max: 1e6, noNaN: true }),
      fc.integer({ min: 2, max: 12 }),
      (low, length, wanted) => {
        const { major } = ticksOf("linear", low, low + length, wanted);
        const slack = 1e-6 * length;
        assert.ok(major.length <= wanted + 2);
        assert.ok(major.every(({ at }) => at >= low - slack && at <= low + length + slack));
        assert.ok(major.every(({ at }, i) => i === 0 || at > (major[i - 1]?.at ?? at)));
      },
    ),
  );
});

test("formulas in labels become plain text", () => {
  assert.is(plainLabel("$x_1^2$ in m"), "x₁² in m");
  assert.is(plainLabel("$\\alpha + beta$"), "α + β");
  assert.is(plainLabel("$10^{-3}$ s"), "10⁻³ s");
  assert.is(plainLabel("$sigma_x$"), "σₓ");
  assert.is(plainLabel("5 $ a_b"), "5 $ a_b");
  assert.is(exponent(-12), "⁻¹²");
});

test.run();
