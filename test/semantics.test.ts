/** `--wrap-int` and `--ieee-div` mean the same on every tier. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { formatValue } from "../src/interpret/format.ts";
import { runProgram } from "./support/session.ts";
import { hasTool } from "./support/tools.ts";

const tiers = (["interp", "c", "rust"] as const).filter((tier) => tier === "interp" || hasTool(tier));

const wrapping = `
define fib_linear(n, a, b) = if n = 0 then a else fib_linear(n - 1, b, a + b)
define fact(n) = if n = 0 then 1 else n * fact(n - 1)
fib_linear(100000, 0, 1)
fact(25)
9223372036854775807 + 1
0 - (0 - 9223372036854775807 - 1)
`;

const dividing = `
define quotient(a, b) = a / b
quotient(1, 0)
quotient(0 - 2.5, 0)
quotient(0, 0)
list_map(λ x . 1 / x, [2.0, 0.0])
`;

for (const tier of tiers) {
  test(`integers wrap around on ${tier}`, async () => {
    const run = await runProgram("wrap.kleis", wrapping, { backend: tier, wrapIntegers: true });
    const values = run.values.map((v) => formatValue(v.value));
    assert.equal(values, [
      "2754320626097736315",
      "7034535277573963776",
      "-9223372036854775808",
      "-9223372036854775808",
    ]);
  });
  test(`real divisors may be zero on ${tier}`, async () => {
    const run = await runProgram("divide.kleis", dividing, { backend: tier, ieeeDivision: true });
    assert.equal(run.failed, false, run.said.join("\n"));
    assert.equal(
      run.values.map((v) => formatValue(v.value)),
      ["inf", "-inf", "NaN", "[0.5, inf]"],
    );
  });
  test(`integer division by zero stays an error on ${tier}`, async () => {
    const run = await runProgram("mod.kleis", "mod(7, 0)", { backend: tier, ieeeDivision: true });
    assert.ok(run.failed);
  });
}

test.run();
