/** Each code of the checker has a page whose first example gives exactly the message shown, and whose second one none. */
import { readFileSync } from "node:fs";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { codes } from "../../../src/base/codes.ts";
import { renderPlain } from "../../../src/base/render-diagnostic.ts";
import { check, file } from "./checked.ts";

const ours = [
  ...(["KL0101", "KL0201", "KL0202", "KL0301", "KL0302", "KL0303", "KL0304"] as const),
  ...([
    "KL0305",
    "KL0306",
    "KL0307",
    "KL0308",
    "KL0309",
    "KL0312",
    "KL0313",
    "KL0314",
    "KL0315",
    "KL0401",
    "KL0402",
  ] as const),
];

function blocks(page: string, language: string): readonly string[] {
  const pattern = new RegExp(`^\`\`\`${language}\n([\\s\\S]*?)^\`\`\`$`, "gm");
  return [...page.matchAll(pattern)].map((found) => found[1] ?? "");
}

for (const code of ours) {
  test(`${code}: ${codes[code]}`, () => {
    const page = readFileSync(new URL(`../../../docs/errors/${code}.md`, import.meta.url), "utf8");
    assert.ok(page.startsWith(`# ${code}: ${codes[code]}\n`));
    const [broken = "", mended = ""] = blocks(page, "kleis");
    const shown = check(broken).problems.filter((p) => p.code === code);
    assert.equal(
      shown.map((p) => `${renderPlain(p, new Map([[file, broken]]))}\n`),
      blocks(page, "text"),
    );
    assert.equal(check(mended).problems, []);
  });
}

test.run();
