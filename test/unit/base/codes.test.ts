/** Every code that is used has a meaning and a page, no meaning is without use, and the list of pages is current. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { errorList } from "../../../scripts/build-error-list.ts";
import { codes } from "../../../src/base/codes.ts";
import { root } from "../../support/program-file.ts";

const used = new Set(
  readdirSync(path.join(root, "src"), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts") && name !== path.join("base", "codes.ts"))
    .flatMap((name) => readFileSync(path.join(root, "src", name), "utf8").match(/"KL\d{4}"/g) ?? [])
    .map((quoted) => quoted.slice(1, -1)),
);

test("the codes of the sources are those of the table", () => {
  assert.equal([...used].sort(), Object.keys(codes).sort());
});

for (const [code, title] of Object.entries(codes)) {
  test(`${code} has a page: ${title}`, () => {
    const page = path.join(root, "docs/errors", `${code}.md`);
    assert.ok(existsSync(page), "there is no page");
    const text = readFileSync(page, "utf8");
    assert.is(text.split("\n")[0], `# ${code}: ${title}`);
    assert.match(text, /^```/m);
  });
}

test("docs/errors/README.md is current", () => {
  assert.is(readFileSync(path.join(root, "docs/errors/README.md"), "utf8"), errorList());
});

test.run();
