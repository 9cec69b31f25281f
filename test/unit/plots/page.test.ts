/** docs/plots.md names every element and every option. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { colourMaps } from "../../../src/plots/colour.ts";
import type { ElementKind } from "../../../src/plots/element.ts";
import { optionNames } from "../../../src/plots/options.ts";
import { documents } from "../../../src/primitives/output/documents.ts";
import { plots } from "../../../src/primitives/output/plots.ts";
import { root } from "../../support/program-file.ts";

const page = readFileSync(path.join(root, "docs/plots.md"), "utf8");

test("the page names every row", () => {
  for (const { name } of [...plots, ...documents]) assert.match(page, new RegExp(`\\b${name}\\b`));
});

test("the page names every option and colour map", () => {
  const elements = plots.map(({ name }) => name).filter((name) => !name.startsWith("export_typst"));
  for (const element of elements)
    for (const option of optionNames(element as ElementKind)) // the other rows are elements, and `diagram`
      assert.match(page, new RegExp(`\`${option}\\b`), `${option} of ${element}`);
  for (const map of colourMaps) assert.ok(page.includes(`"${map}"`), map);
});

test.run();
