/**
 * Every program gives its values, with their types, on every tier; what says that it reaches native code does so by C and by
 * Rust, without falling back.
 */
import { test } from "uvu";
import { checkProgram, testedTiers } from "./support/check-program.ts";
import { readPrograms } from "./support/program-file.ts";

for (const program of readPrograms("test/programs")) {
  for (const tier of testedTiers) test(`${program.name} on ${tier}`, () => checkProgram(program, tier));
}

test.run();
