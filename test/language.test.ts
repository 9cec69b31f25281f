/**
 * The rules of the language as programs (test/language), in the evaluator: values, programs that are refused, example blocks
 * with their verdicts. language-c.test.ts and language-rust.test.ts run the same natively.
 */
import { readFileSync } from "node:fs";
import path from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { type RefusedPiece, refusedPieces } from "./support/language.ts";
import { testLanguage } from "./support/language-programs.ts";
import { programPaths, root } from "./support/program-file.ts";
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
  if (text.startsWith("//! refused"))
    for (const piece of refusedPieces(text))
      test(`${path.basename(file, ".kleis")}, line ${piece.line}`, () => checkRefused(file, piece));
}
testLanguage("interp");

test.run();
