/** Native code belongs to rows that exist. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { lowerings } from "../../../src/primitives/lowerings.ts";
import { both, rounded, table } from "../../support/loop.ts";

test("every native code is that of a row, by the row's own name", () => {
  const strays = [...lowerings.keys()].filter((name) => table.get(name)?.name !== name);
  assert.equal(strays, []);
});

test("no row with an effect has native code", () => {
  const rows = [...lowerings.keys()].map((name) => table.get(name));
  assert.equal(
    rows.filter((row) => row?.effect).map((row) => row?.name),
    [],
  );
});

/** Examples without a native form though their row has one: beyond 64 bits, ragged lists, texts. */
const interpretedExamples: readonly string[] = ["power", "list_flatten", "concat"];

for (const name of lowerings.keys()) {
  const example = table.get(name)?.doc.example ?? "";
  const [left] = example.split(/ = (?!.* = )/);
  if (left === undefined || left === "" || interpretedExamples.includes(name)) continue;
  test(`${left}: native and evaluated agree`, () => {
    const { native, interpreted } = both(`define main() = ${left}`);
    assert.equal(rounded(native), rounded(interpreted));
  });
}

test.run();
