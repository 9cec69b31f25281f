/** Numbers in lines: separators, names, kinds, what is refused; and lines out of tables. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { parseCsv, writeCsv } from "../../../src/tables/csv.ts";

test("separators, comments, empty lines and names", () => {
  for (const text of ["1.5,2\n3,4\n", "1.5;2\r\n3;4", "1.5\t2\n\n3\t4", "  1.5   2 # a\n3 4"]) {
    const table = parseCsv(text);
    assert.equal([table.shape, table.kind, [...table.values]], [[2, 2], "ℝ", [1.5, 2, 3, 4]], text);
    assert.is(table.names, undefined);
  }
  const named = parseCsv('"x", y\n1,2.0\n');
  assert.equal(
    [named.names, named.shape],
    [
      ["x", "y"],
      [1, 2],
    ],
  );
});

test("kinds of whole files", () => {
  assert.equal([...parseCsv("1\n-2\n").values], [1n, -2n]);
  assert.is(parseCsv("1\n2.0\n").kind, "ℝ");
  assert.is(parseCsv("true\nFalse\n").kind, "Bool");
  assert.equal([...parseCsv("nan,inf\n-inf,.5\n").values].map(String), [
    "NaN",
    "Infinity",
    "-Infinity",
    "0.5",
  ]);
  assert.is(parseCsv("9007199254740993\n").kind, "ℝ");
  assert.equal(parseCsv("").shape, [0, 0]);
});

test("what is refused has its line", () => {
  assert.throws(() => parseCsv("1,2\n3\n"), /line 2 has 1 entry, the first one 2/);
  assert.throws(() => parseCsv("1,2\n\n3,four\n"), /line 3: `four` is no number/);
  assert.throws(() => parseCsv("1,2\n3,\n"), /line 2: an entry is empty/);
});

test("lines read again give the same numbers", () => {
  const values = Float64Array.of(0.1, -0, 1e-300, Number.NaN, Infinity, 123456789.125);
  const text = writeCsv({ shape: [3, 2], kind: "ℝ", values });
  assert.is(text, "0.1,-0\n1e-300,nan\ninf,123456789.125\n");
  assert.equal([...parseCsv(text).values].map(String), [...values].map(String));
  assert.is(writeCsv({ shape: [2], kind: "Bool", values: Float64Array.of(1, 0) }), "true\nfalse\n");
  assert.is(writeCsv({ shape: [1], kind: "ℂ", values: Float64Array.of(1, -2) }), "1,-2\n");
  assert.is(
    writeCsv({ shape: [1], kind: "ℤ", values: BigInt64Array.of(2n ** 62n) }),
    "4611686018427387904\n",
  );
});

test("a comma is that of decimals where something else separates", () => {
  assert.equal([...parseCsv("x;y\n1,5;-2,25\n").values], [1.5, -2.25]);
  assert.equal([...parseCsv("0,5\t3\n").values], [0.5, 3]);
});

test.run();
