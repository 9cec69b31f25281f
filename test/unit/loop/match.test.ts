/** The work of a match on a data type: its text grows with the constructors, and its depth with their logarithm. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { integer, type Type } from "../../../src/types/type.ts";
import { lowerDefinition } from "../../support/loop.ts";

/** Lines and the deepest nesting of a match over so many constructors, before any pass. */
function extent(constructors: number): { readonly lines: number; readonly depth: number } {
  const names = Array.from({ length: constructors }, (_, k) => `C${k}`);
  const cases = names.map((name, k) => `${name} => ${k * k}`).join(" | ");
  const choice = `(if n = 0 then C0 else if n = 1 then C1 else C${constructors - 1})`;
  const text = `data T = ${names.join(" | ")}\ndefine main(n : ℤ) : ℤ = match ${choice} { ${cases} }`;
  const types: readonly Type[] = [integer];
  const lines = lowerDefinition(text, "main", types, false).text.split("\n");
  return { lines: lines.length, depth: Math.max(...lines.map((line) => /^ */.exec(line)?.[0].length ?? 0)) };
}

test("a match over many constructors is no deeper than halving them needs", () => {
  const [small, large] = [extent(128), extent(1024)];
  assert.ok(large.depth - small.depth <= 16, `${small.depth} and ${large.depth} columns`);
  assert.ok(large.lines < 9 * small.lines, `${small.lines} and ${large.lines} lines`);
});

test.run();
