/** What the reference shows as right is never refused: the example of every row. (The library: test/stdlib.test.ts.) */
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

test.run();
