/** Rows with native code: what they may be, and that they mean natively what they mean in the evaluator. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { both, rounded, table } from "../../support/loop.ts";

const native = [...new Set(table.values())].filter((row) => row.lower !== undefined);

test("no row with an effect has native code", () => {
  assert.equal(
    native.filter((row) => row.effect).map((row) => row.name),
    [],
  );
});

/** Examples without a native form though their row has one: beyond 64 bits, ragged lists, texts. */
const interpretedExamples: readonly string[] = ["power", "list_flatten", "concat"];

for (const { name, doc } of native) {
  const [left] = doc.example.split(/ = (?!.* = )/);
  if (left === undefined || left === "" || interpretedExamples.includes(name)) continue;
  test(`${left}: native and evaluated agree`, () => {
    const result = both(`define main() = ${left}`);
    assert.equal(rounded(result.native), rounded(result.interpreted));
  });
}

test.run();
