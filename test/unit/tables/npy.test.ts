/** Files of NumPy: what numpy.save writes, bytes as it writes them, and what is refused. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { isNpy, parseNpy, writeNpy } from "../../../src/tables/npy.ts";
import type { Table } from "../../../src/tables/table.ts";

/** A file as numpy.save makes it, with this header and these entries. */
function file(
  descr: string,
  shape: string,
  entries: ArrayBufferView,
  fortran = "False",
  version = 1,
): Uint8Array {
  const text = `{'descr': '${descr}', 'fortran_order': ${fortran}, 'shape': ${shape}, }`.padEnd(117, " ");
  const length = version === 1 ? [118, 0] : [118, 0, 0, 0];
  const head = Buffer.concat([
    Buffer.from([0x93]),
    Buffer.from("NUMPY"),
    Buffer.from([version, 0, ...length]),
  ]);
  const body = Buffer.from(entries.buffer, entries.byteOffset, entries.byteLength);
  return Buffer.concat([head, Buffer.from(`${text}\n`), body]);
}

test("numbers of every size and order of bytes", () => {
  const cases: readonly (readonly [string, ArrayBufferView, Table["kind"], readonly (number | bigint)[]])[] =
    [
      ["<f8", Float64Array.of(1.5, -2), "ℝ", [1.5, -2]],
      ["<f4", Float32Array.of(1.5, -2), "ℝ", [1.5, -2]],
      [">f8", Float64Array.of(1.5, -2), "ℝ", [1.5, -2]],
      ["<i8", BigInt64Array.of(-1n, 2n ** 62n), "ℤ", [-1n, 2n ** 62n]],
      ["<i4", Int32Array.of(-1, 7), "ℤ", [-1n, 7n]],
      ["|u1", Uint8Array.of(255, 7), "ℤ", [255n, 7n]],
      ["|b1", Uint8Array.of(1, 0), "Bool", [1, 0]],
    ];
  for (const [descr, entries, kind, values] of cases) {
    if (descr.startsWith(">")) Buffer.from(entries.buffer).swap64();
    const table = parseNpy(file(descr, "(2,)", entries));
    assert.is(table.kind, kind, descr);
    assert.equal(table.shape, [2]);
    assert.equal([...table.values], values, descr);
  }
  const complex = parseNpy(file("<c16", "(1, 2)", Float64Array.of(1, 2, 3, 4)));
  assert.equal([complex.kind, [...complex.values]], ["ℂ", [1, 2, 3, 4]]);
  assert.equal([...parseNpy(file("<f8", "(1,)", Float64Array.of(3), "False", 2)).values], [3]);
});

test("arrays in Fortran order come row by row", () => {
  const table = parseNpy(file("<f8", "(2, 3)", Float64Array.of(1, 4, 2, 5, 3, 6), "True"));
  assert.equal([...table.values], [1, 2, 3, 4, 5, 6]);
  const cube = parseNpy(file("<i8", "(2, 1, 2)", BigInt64Array.of(1n, 3n, 2n, 4n), "True"));
  assert.equal([...cube.values], [1n, 2n, 3n, 4n]);
});

test("what is written is read again, entries at a multiple of 64 bytes", () => {
  const tables: readonly Table[] = [
    { shape: [2, 3], kind: "ℝ", values: Float64Array.of(1, 2, 3, Number.NaN, -0, 1e300) },
    { shape: [2], kind: "ℤ", values: BigInt64Array.of(-5n, 2n ** 60n) },
    { shape: [3], kind: "Bool", values: Float64Array.of(1, 0, 1) },
    { shape: [1, 2], kind: "ℂ", values: Float64Array.of(1, 2, 3, 4) },
    { shape: [0, 4], kind: "ℝ", values: new Float64Array(0) },
  ];
  for (const table of tables) {
    const bytes = writeNpy(table);
    assert.ok(isNpy(bytes));
    assert.is((10 + (bytes[8] ?? 0) + 256 * (bytes[9] ?? 0)) % 64, 0);
    const again = parseNpy(bytes);
    assert.equal([again.shape, again.kind], [table.shape, table.kind]);
    assert.equal([...again.values].map(String), [...table.values].map(String));
  }
});

test("what is no array of numbers is refused in words", () => {
  const refused = (bytes: Uint8Array, words: RegExp) => assert.throws(() => parseNpy(bytes), words);
  refused(Buffer.from("1,2,3"), /no \.npy file/);
  refused(file("<f8", "(3,)", Float64Array.of(1, 2)), /24 bytes of entries are announced, 16 are there/);
  refused(file("|O", "(1,)", Uint8Array.of(1)), /entries of type \|O/);
  refused(file("<U4", "(1,)", Uint8Array.of(1)), /entries of type <U4/);
  refused(file("<f8", "(x,)", Uint8Array.of(1)), /no shape/);
  refused(file("<u8", "(1,)", BigUint64Array.of(2n ** 63n)), /does not fit into 64 bits/);
  refused(Buffer.from("\x93NUMPY\x01\0\x0f\0{'descr': [('a'", "latin1"), /structured/);
});

test.run();
