/** The programs of test/language on one tier: values, example blocks with their verdicts, programs that are refused. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { checkProgram, type TestedTier, testedTiers } from "./check-program.ts";
import { runExamples } from "./examples.ts";
import { type RefusedPiece, refusedPieces } from "./language.ts";
import { programPaths, readProgram, root } from "./program-file.ts";
import { runProgram } from "./session.ts";

export function testLanguage(tier: TestedTier): void {
  if (!testedTiers.includes(tier)) return;
  for (const file of programPaths("test/language")) {
    const text = readFileSync(path.join(root, file), "utf8");
    const name = `${path.basename(file, ".kleis")} on ${tier}`;
    if (text.startsWith("//! refused")) {
      for (const piece of refusedPieces(text).filter((one) => tier === "interp" || isLate(one)))
        test(`${name}, line ${piece.line}`, () => checkRefused(file, piece, tier));
    } else if (!text.startsWith("//! examples")) test(name, () => checkProgram(readProgram(file), tier));
    else
      test(name, async () => {
        const { said, verdicts, expected } = await runExamples(file, text, tier);
        assert.equal(verdicts, expected, said.join("\n"));
      });
  }
}

/** What is refused while running: only there can native code say something else, or say it of another place. */
function isLate({ verdict }: RefusedPiece): boolean {
  return verdict.code.startsWith("KL05");
}

/** The first message of a program's error or warning has its code, and stands at its place. */
async function checkRefused(
  file: string,
  { text, line, verdict }: RefusedPiece,
  tier: TestedTier,
): Promise<void> {
  const run = await runProgram(file, text, { backend: tier });
  const said = run.said.filter((message) => !message.startsWith("warning[KL0601]"));
  const told = `${file}:${line}: ${verdict.code}\n${text}\n${said.join("\n")}`;
  assert.is(run.failed, verdict.severity === "error", told);
  if (verdict.severity === "none") return assert.equal(said, [], told);
  const first = said.find((message) => message.startsWith(`${verdict.severity}[`)) ?? "";
  assert.ok(first.startsWith(`${verdict.severity}[${verdict.code}]`), told);
  assert.ok(first.includes(`┌─ ${file}:${verdict.place}\n`), told);
}
