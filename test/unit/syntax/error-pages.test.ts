/** Every syntax code has a page whose first example gives exactly the message shown, and whose second one none. */
import { readFileSync } from "node:fs";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { codes } from "../../../src/base/codes.ts";
import { renderPlain } from "../../../src/base/render-diagnostic.ts";
import { parseProgram } from "../../../src/syntax/parse.ts";

function blocks(page: string, language: string): readonly string[] {
  return [...page.matchAll(new RegExp(`^\`\`\`${language}\n([\\s\\S]*?)^\`\`\`$`, "gm"))].map(
    (found) => found[1] ?? "",
  );
}

for (const [code, title] of Object.entries(codes)) {
  if (!code.startsWith("KL00")) continue;
  test(`${code}: ${title}`, () => {
    const page = readFileSync(new URL(`../../../docs/errors/${code}.md`, import.meta.url), "utf8");
    const [broken = "", mended = ""] = blocks(page, "kleis");
    assert.ok(page.startsWith(`# ${code}: ${title}\n`));
    const problem = parseProgram("example.kleis", broken).problems.find((p) => p.code === code);
    assert.ok(problem);
    assert.is(`${renderPlain(problem, new Map([["example.kleis", broken]]))}\n`, blocks(page, "text")[0]);
    assert.equal(parseProgram("example.kleis", mended).problems, []);
  });
}

test.run();
