/** Each code of the evaluator has a page whose first example gives exactly the message shown, and whose second one none. */
import { readFileSync } from "node:fs";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { codes } from "../../../src/base/codes.ts";
import { renderPlain } from "../../../src/base/render-diagnostic.ts";
import { outcomesOf } from "./run-program.ts";

const ours = ["KL0503", "KL0504", "KL0507", "KL0510", "KL0511", "KL0512", "KL0513", "KL0514"] as const;

function blocks(page: string, language: string): readonly string[] {
  return [...page.matchAll(new RegExp(`^\`\`\`${language}\n([\\s\\S]*?)^\`\`\`$`, "gm"))].map(
    (found) => found[1] ?? "",
  );
}

for (const code of ours) {
  test(`${code}: ${codes[code]}`, () => {
    const page = readFileSync(new URL(`../../../docs/errors/${code}.md`, import.meta.url), "utf8");
    assert.ok(page.startsWith(`# ${code}: ${codes[code]}\n`));
    const [broken = "", mended = ""] = blocks(page, "kleis");
    const problem = outcomesOf(broken).find((o) => typeof o !== "string");
    assert.ok(problem !== undefined && typeof problem !== "string");
    if (typeof problem === "string" || problem === undefined) return;
    assert.is(`${renderPlain(problem, new Map([["example.kleis", broken]]))}\n`, blocks(page, "text")[0]);
    assert.ok(outcomesOf(mended).every((o) => typeof o === "string"));
  });
}

test.run();
