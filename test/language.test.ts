/**
 * The rules of the language as programs (test/language): values on every tier, programs that are refused, example blocks
 * with their verdicts.
 */
import { readFileSync } from "node:fs";
import path from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { checkProgram, testedTiers } from "./support/check-program.ts";
import { runExamples } from "./support/examples.ts";
import { type RefusedPiece, refusedPieces } from "./support/language.ts";
import { programPaths, readProgram, root } from "./support/program-file.ts";
import { runProgram } from "./support/session.ts";

async function checkRefused(file: string, { text, line, verdict }: RefusedPiece): Promise<void> {
  const { said, failed } = await runProgram(file, text, { backend: "interp" });
  const told = `${file}:${line}: ${verdict.code}\n${text}\n${said.join("\n")}`;
  assert.is(failed, verdict.severity === "error", told);
  if (verdict.severity === "none") return assert.equal(said, [], told);
  const first = said.find((message) => message.startsWith(`${verdict.severity}[`)) ?? "";
  assert.ok(first.startsWith(`${verdict.severity}[${verdict.code}]`), told);
  assert.ok(first.includes(`┌─ ${file}:${verdict.place}`), told);
}

for (const file of programPaths("test/language")) {
  const text = readFileSync(path.join(root, file), "utf8");
  const name = path.basename(file, ".kleis");
  if (text.startsWith("//! refused"))
    for (const piece of refusedPieces(text))
      test(`${name}, line ${piece.line}`, () => checkRefused(file, piece));
  else if (text.startsWith("//! examples"))
    for (const tier of testedTiers)
      test(`${name} on ${tier}`, async () => {
        const { said, verdicts, expected } = await runExamples(file, text, tier);
        assert.equal(verdicts, expected, said.join("\n"));
      });
  else
    for (const tier of testedTiers) test(`${name} on ${tier}`, () => checkProgram(readProgram(file), tier));
}

test.run();
