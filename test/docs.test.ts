/**
 * What the documentation shows is what happens: every snippet of the README, the guide and the pages of errors runs.
 * `UPDATE_GOLDEN=1` writes what really came out into the pages: the difference is the review.
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { agrees } from "./support/console.ts";
import { blocksOf, type Comparison, runPage } from "./support/page.ts";
import { root } from "./support/program-file.ts";
import { hasTool } from "./support/tools.ts";

const update = process.env["UPDATE_GOLDEN"] === "1";

const pages = [
  "README.md",
  ...["docs/guide", "docs/errors"].flatMap((folder) =>
    readdirSync(path.join(root, folder))
      .filter((name) => name.endsWith(".md"))
      .sort()
      .map((name) => path.join(folder, name)),
  ),
];

/** `KLEIS_PAGES=matrices` runs the pages whose path contains that. */
const wanted = process.env["KLEIS_PAGES"] ?? "";

for (const page of pages.filter((name) => name.includes(wanted))) {
  const file = path.join(root, page);
  const text = readFileSync(file, "utf8");
  const runs = !text.includes("```console") || hasTool("c") ? test : test.skip;
  runs(page, async () => {
    const wrong = (await runPage(text)).filter(({ block, actual }) => !agrees(block.text, actual));
    if (update) writeFileSync(file, mended(text, wrong));
    else
      for (const { block, actual } of wrong)
        assert.fixture(actual, block.text, `${page}:${block.line}: this is not what comes out`);
  });
}

for (const page of pages.filter((name) => /KL\d{4}\.md$/.test(name) && name.includes(wanted))) {
  test(`${page} shows its own message first, and then how to do it`, () => {
    const code = path.basename(page, ".md");
    const blocks = blocksOf(readFileSync(path.join(root, page), "utf8"));
    const messages = blocks.filter(({ language }) => language === "text" || language === "console");
    assert.ok(messages.some(({ text }) => text.includes(`[${code}]`)));
  });
}

/** The page with what came out, in the places of what it claimed. */
function mended(text: string, wrong: readonly Comparison[]): string {
  const lines = text.split("\n");
  for (const { block, actual } of [...wrong].reverse()) {
    const length = block.text.split("\n").length - 1;
    // A program that says something no `text` block shows cannot be mended.
    if (block.text === "" && lines[block.line] !== "```") continue;
    lines.splice(block.line, length, ...actual.split("\n").slice(0, -1));
  }
  return lines.join("\n");
}

test.run();
