/** Under `--reproducible` random programs that round at every step have the same bits on every tier. */
import fc from "fast-check";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { runProgram } from "../support/session.ts";
import { hasTool } from "../support/tools.ts";
import { roundingProgram } from "./tiers/rounding.ts";

const runs = Number(process.env["KLEIS_RUNS"] ?? 0);

/** With −0 told from 0, whatever holds the numbers. */
const written = (value: unknown): string =>
  JSON.stringify(value, (_, each: unknown) => {
    if (typeof each === "number") return Object.is(each, -0) ? "-0" : String(each);
    if (typeof each === "bigint") return String(each);
    return each instanceof Float64Array ? [...each].map(Number) : each;
  });

async function valuesOf(text: string, backend: "interp" | "c" | "rust"): Promise<readonly string[]> {
  const run = await runProgram("random.kleis", text, {
    backend,
    optimise: 2,
    floatModel: "reproducible",
    strictJit: backend !== "interp",
  });
  assert.not(run.failed, `${run.said.join("\n")}\n${text}`);
  return run.values.map(({ value }) => written(value));
}

for (const tier of ["c", "rust"] as const) {
  if (!hasTool(tier)) continue;
  test(`the evaluator and ${tier} give the same bits`, async () => {
    const choices = fc.array(fc.nat(100_000), { minLength: 60, maxLength: 200, size: "max" });
    await fc.assert(
      fc.asyncProperty(choices, async (list) => {
        const { definitions, expressions } = roundingProgram(list, 2);
        const text = `${definitions};\n(${expressions.join(",\n ")})\n`;
        assert.equal(await valuesOf(text, tier), await valuesOf(text, "interp"), text);
      }),
      { numRuns: runs || (tier === "c" ? 5 : 2), endOnFailure: true },
    );
  });
}

test.run();
