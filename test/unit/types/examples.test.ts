/** What the library and the reference show as right is never refused: shipped files, and the example of every row. */
import { readdirSync, readFileSync } from "node:fs";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { isError } from "../../../src/base/diagnostic.ts";
import { createPrimitiveTable } from "../../../src/primitives/table.ts";
import { check } from "./checked.ts";

function errorsOf(text: string): readonly string[] {
  return check(text).problems.flatMap((p) => (isError(p) ? [`${p.code} ${p.title}`] : []));
}

test("the example of every row", () => {
  for (const row of new Set(createPrimitiveTable().values())) {
    if (row.doc.example !== "") assert.equal(errorsOf(row.doc.example), [], row.doc.example);
  }
});

const shipped = new URL("../../../stdlib/", import.meta.url);
for (const name of readdirSync(shipped).filter((n) => n.endsWith(".kleis"))) {
  test(`stdlib/${name}`, () => {
    assert.equal(check(readFileSync(new URL(name, shipped), "utf8")).problems, []);
  });
}

test.run();
