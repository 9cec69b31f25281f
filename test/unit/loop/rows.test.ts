/** Native code belongs to rows that exist. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { lowerings } from "../../../src/primitives/lowerings.ts";
import { table } from "../../support/loop.ts";

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

test.run();
