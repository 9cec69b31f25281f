/** A program of test/programs or test/language on one tier: every value with its type, and every line it prints. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { formatValue } from "../../src/interpret/format.ts";
import { printType } from "../../src/types/print.ts";
import { type ProgramFile, readPrograms } from "./program-file.ts";
import { runProgram } from "./session.ts";
import { hasTool } from "./tools.ts";

export type TestedTier = "interp" | "c" | "rust";

/** The tiers that this machine can run. */
export const testedTiers: readonly TestedTier[] = (["interp", "c", "rust"] as const).filter(
  (tier) => tier === "interp" || hasTool(tier),
);

/** A test for each program of test/programs. */
export function testPrograms(tier: TestedTier): void {
  const able = testedTiers.includes(tier);
  for (const program of readPrograms("test/programs"))
    if (able) test(`${program.name} on ${tier}`, () => checkProgram(program, tier));
    else test(`${program.name} on ${tier} — skipped: no compiler`, () => undefined);
}

/** What says that it reaches native code does so, without falling back. */
export async function checkProgram(program: ProgramFile, tier: TestedTier): Promise<void> {
  const native = tier !== "interp" && program.tier === "c";
  const run = await runProgram(program.path, program.text, {
    backend: tier,
    strictJit: native,
    symbolic: program.symbolic,
  });
  assert.is(run.failed, false, run.said.join("\n"));
  const got = run.values.map((v) => `${formatValue(v.value)} : ${printType(v.type)}`);
  const expected = program.expected.map((e, i) => {
    const type = run.values[i]?.type;
    return `${e.value} : ${e.type ?? (type === undefined ? "" : printType(type))}`;
  });
  assert.equal(got, expected);
  assert.equal(
    run.printed.flatMap((text) => text.split("\n")),
    program.printed,
  );
  if (native)
    for (const [i, v] of run.values.entries())
      assert.is(v.tier, tier, `expression ${i + 1} ran on ${v.tier}`);
}
