/** Functions of the shipped library give the same values, with the same types, on every tier, and compile without falling back. */
import { test } from "uvu";
import { checkProgram, testedTiers } from "./support/check-program.ts";
import { readPrograms } from "./support/program-file.ts";

for (const program of readPrograms("test/library"))
  for (const tier of testedTiers) test(`${program.name} on ${tier}`, () => checkProgram(program, tier));

test.run();
