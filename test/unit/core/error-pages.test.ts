/** Each code of the specialiser has a page whose first example gives exactly the message shown, and whose second one none. */
import { readFileSync } from "node:fs";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { codes } from "../../../src/base/codes.ts";
import { renderPlain } from "../../../src/base/render-diagnostic.ts";
import { specialiseProgram } from "../../support/core.ts";

const ours = ["KL0203", "KL0204", "KL0205", "KL0311"] as const;

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
    const { specialiser, environment } = specialiseProgram(broken);
    const problems = environment.expressions.flatMap((e) => specialiser.expression(e.value).problems);
    const problem = problems.find((p) => p.code === code);
    assert.ok(problem);
    assert.is(`${renderPlain(problem, new Map([["example.kleis", broken]]))}\n`, blocks(page, "text")[0]);
    assert.equal(specialiseProgram(mended).problems, []);
  });
}

test.run();
