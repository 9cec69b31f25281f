/** Every example gives the same values on every tier, and reaches native code where it says so. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { agrees } from "../src/interpret/equal.ts";
import { formatValue } from "../src/interpret/format.ts";
import { root } from "./support/program-file.ts";
import { runProgram } from "./support/session.ts";
import { hasTool } from "./support/tools.ts";

/** Values that every run must give; the integration of a chaotic system is held to its digits. */
const expected: Readonly<Record<string, readonly (string | undefined)[]>> = {
  "derivatives.kleis": [
    "0.8299541289188728",
    undefined,
    "0.7390851332151607",
    undefined,
    "Matrix(2, 2, [802, -400, -400, 200])",
    "[1, 1]",
    undefined,
    "2",
  ],
  "conjugate_gradients.kleis": ["4992", "true", "true"],
  "heat.kleis": [undefined, undefined],
  "jit_demo.kleis": [
    "75025",
    "500000500000",
    undefined,
    "42",
    "Matrix(2, 2, [2, 4, 6, 8])",
    "[-2, 1, 3]",
    "265252859812191058636308480000000",
  ],
  "kalman.kleis": [undefined, undefined, "true"],
  "lorenz.kleis": [
    "[-4.902687553795507, -3.743872935386244, 24.69085811347378]",
    "[-4.902687553823198, -3.7438729321329305, 24.6908581184563]",
  ],
  "mandelbrot.kleis": ["2412"],
  "matrix_powers.kleis": [
    "Matrix(2, 2, [1346269, 832040, 832040, 514229])",
    "Matrix(2, 2, [1346269, 832040, 832040, 514229])",
    "Matrix(3, 3, [1, 0, 0, 0, 1, 0, 0, 0, 1])",
    "true",
  ],
  "pendulum.kleis": [undefined, "101", "true"],
  "plots.kleis": [
    "PlotSVG(255, 170)",
    "PlotSVG(198.4251968503937, 198.4251968503937)",
    "PlotSVG(255, 170)",
    "PlotSVG(198.4251968503937, 132.28346456692913)",
  ],
};

/** Examples whose last value leaves 64 bits are finished by the evaluator. */
const exact: ReadonlySet<string> = new Set(["jit_demo.kleis"]);

/** Pictures are effects: every value is the evaluator's. */
const drawn: ReadonlySet<string> = new Set(["plots.kleis"]);

const names = readdirSync(path.join(root, "examples")).filter((name) => name.endsWith(".kleis"));
const tiers = (["c", "rust"] as const).filter(hasTool);

for (const name of names) {
  test(`${name} on every tier`, async () => {
    const file = path.join("examples", name);
    const text = readFileSync(path.join(root, file), "utf8");
    const plain = await runProgram(file, text, { backend: "interp" });
    assert.equal(plain.said, []);
    const values = plain.values.map((v) => formatValue(v.value));
    const wanted = expected[name];
    assert.ok(wanted, `${name} has no expected values`);
    assert.equal(
      values.map((value, i) => (wanted?.[i] === undefined ? undefined : value)),
      wanted,
    );
    for (const tier of tiers) {
      const native = await runProgram(file, text, { backend: tier, strictJit: !exact.has(name) });
      assert.is(native.failed, false, native.said.join("\n"));
      for (const [i, evaluation] of native.values.entries()) {
        const other = plain.values[i];
        assert.ok(
          other !== undefined && agrees(evaluation.value, other.value),
          `${name}: value ${i + 1} differs on ${tier}`,
        );
        const mayFallBack = drawn.has(name) || (exact.has(name) && i === native.values.length - 1);
        if (!mayFallBack)
          assert.is(evaluation.tier, tier, `${name}: value ${i + 1} ran on ${evaluation.tier}`);
      }
    }
  });
}

test.run();
