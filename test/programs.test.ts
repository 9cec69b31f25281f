/**
 * Every program gives its values, with their types, on every tier; what says that it reaches native code does so by C and by
 * Rust, without falling back.
 */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { formatValue } from "../src/interpret/format.ts";
import { printType } from "../src/types/print.ts";
import { type ProgramFile, readPrograms } from "./support/program-file.ts";
import { runProgram } from "./support/session.ts";
import { hasTool } from "./support/tools.ts";

const tiers = (["interp", "c", "rust"] as const).filter((tier) => tier === "interp" || hasTool(tier));

for (const program of readPrograms("test/programs")) {
  for (const tier of tiers) test(`${program.name} on ${tier}`, () => check(program, tier));
}

async function check(program: ProgramFile, tier: "interp" | "c" | "rust"): Promise<void> {
  const native = tier !== "interp" && program.tier === "c";
  const run = await runProgram(program.path, program.text, {
    backend: tier,
    strictJit: native,
    symbolic: program.name === "symbolic",
  });
  assert.is(run.failed, false, run.said.join("\n"));
  const got = run.values.map((v) => `${formatValue(v.value)} : ${printType(v.type)}`);
  const expected = program.expected.map((e, i) => {
    const type = run.values[i]?.type;
    return `${e.value} : ${e.type ?? (type === undefined ? "" : printType(type))}`;
  });
  assert.equal(got, expected);
  if (native)
    for (const [i, v] of run.values.entries())
      assert.is(v.tier, tier, `expression ${i + 1} ran on ${v.tier}`);
}

test.run();
