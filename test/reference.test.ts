/** docs/reference is what the rows and the library say: the pages are current, and every link of theirs leads somewhere. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { presentPages, referenceFolder, referencePages } from "../scripts/build-reference.ts";

const pages = referencePages();
const renew = "run `node --import tsx scripts/build-reference.ts`";

test("the pages are current", () => {
  assert.equal(presentPages(), [...pages.keys()].sort(), renew);
  for (const [name, text] of pages) {
    const present = readFileSync(path.join(referenceFolder, name), "utf8");
    assert.ok(present === text, `${name} is not current: ${renew}`);
  }
});

test("every link leads to a page and a heading of it", () => {
  const anchors = new Map([...pages].map(([name, text]) => [name, anchorsOf(text)] as const));
  for (const [name, text] of pages)
    for (const [, target = ""] of text.matchAll(/\]\(([^)\s]+)\)/g)) {
      const [file = "", anchor] = target.split("#");
      const page = file === "" ? name : path.posix.join(path.posix.dirname(name), file);
      const found = anchors.get(page);
      assert.ok(found, `${name} links to ${target}`);
      if (anchor !== undefined) assert.ok(found?.has(anchor), `${name} links to ${target}`);
    }
});

/** As the usual renderers make them of headings. */
function anchorsOf(text: string): ReadonlySet<string> {
  return new Set(
    [...text.matchAll(/^#+ (.*)$/gm)].map((found) =>
      (found[1] ?? "")
        .toLowerCase()
        .replace(/[^\p{L}\p{N}_ -]/gu, "")
        .replaceAll(" ", "-"),
    ),
  );
}

test("every name of a page stands in the index", () => {
  const index = pages.get("names.md") ?? "";
  for (const [name, text] of pages)
    for (const [, heading = ""] of text.matchAll(/^### `(.*)`$/gm))
      assert.ok(index.includes(`\`${heading}\``), `${heading} of ${name}`);
});

test.run();
