import fc from "fast-check";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { ProgramError } from "../../../src/base/outcome.ts";
import { bitsValue, type Value } from "../../../src/interpret/value.ts";
import { evaluate, evaluateRow, holds, typing } from "../../support/rows.ts";

const fails = (text: string, code: string): void => {
  assert.throws(
    () => evaluate(text),
    (e: unknown) => e instanceof ProgramError && e.diagnostic.code === code,
    text,
  );
};

test("sets and maps", () => {
  for (const text of [
    "remove(1, insert(1, set_of([2]))) = singleton(2)",
    "insert(1, complement(set_of([1]))) = complement(empty_set())",
    "subset(empty_set(), singleton(1)) = true",
    "cardinality(union(set_of([1, 2.0]), set_of([1.0, 3]))) = 3",
    'lookup(insert(map_from([]), [1, 2], "x"), [1, 2]) = "x"',
    "keys(remove(map_from([(1, 2), (3, 4)]), 1)) = [3]",
    "map_from([[1, 2]]) = map_from([(1, 2)])",
    "insert(map_from(), 1, 2) = map_from([(1, 2)])",
  ])
    assert.ok(holds(text), text);
  fails("lookup(map_from([(1, 2)]), 3)", "KL0502");
  fails("set_elements(complement(empty_set()))", "KL0506");
});

test("types of sets and maps", () => {
  assert.is(typing("insert", "ℝ", "Set(ℤ)"), "Set(ℝ)");
  assert.is(typing("insert", "Map(ℤ, ℤ)", "ℤ", "ℝ"), "Map(ℤ, ℝ)");
  assert.is(typing("insert", "ℤ", "List(ℤ)"), "declined");
  assert.is(typing("union", "Set(ℤ)", "Set(ℚ)"), "Set(ℚ)");
  assert.is(typing("lookup", "Map(String, ℤ)", "String", "ℝ"), "ℝ");
  assert.is(typing("keys", "Map(String, ℤ)"), "List(String)");
});

// ------------------------------------------------------------------------------------------------ bit vectors

const byte = fc.bigInt({ min: 0n, max: 255n });
const signed = (x: bigint): bigint => BigInt.asIntN(8, x);
/** The meaning on bytes by plain integers. */
const meanings: Readonly<Record<string, (a: bigint, b: bigint) => bigint | boolean>> = {
  bvand: (a, b) => a & b,
  bvor: (a, b) => a | b,
  bvxor: (a, b) => a ^ b,
  bvadd: (a, b) => (a + b) % 256n,
  bvsub: (a, b) => (256n + a - b) % 256n,
  bvmul: (a, b) => (a * b) % 256n,
  bvudiv: (a, b) => (b === 0n ? 255n : a / b),
  bvurem: (a, b) => (b === 0n ? a : a % b),
  bvsdiv: (a, b) => (b === 0n ? (signed(a) < 0n ? 1n : 255n) : BigInt.asUintN(8, signed(a) / signed(b))),
  bvshl: (a, b) => (b > 7n ? 0n : (a * 2n ** b) % 256n),
  bvlshr: (a, b) => (b > 7n ? 0n : a / 2n ** b),
  bvashr: (a, b) => BigInt.asUintN(8, signed(a) >> b),
  bvult: (a, b) => a < b,
  bvule: (a, b) => a <= b,
  bvugt: (a, b) => a > b,
  bvuge: (a, b) => a >= b,
  bvslt: (a, b) => signed(a) < signed(b),
  bvsle: (a, b) => signed(a) <= signed(b),
  bvsgt: (a, b) => signed(a) > signed(b),
  bvsge: (a, b) => signed(a) >= signed(b),
};

for (const [name, meaning] of Object.entries(meanings))
  test(`${name} on bytes`, () => {
    fc.assert(
      fc.property(byte, byte, (a, b) => {
        const exact = meaning(a, b);
        const expected: Value = typeof exact === "boolean" ? exact : bitsValue(8, exact);
        assert.equal(evaluateRow(name, [bitsValue(8, a), bitsValue(8, b)]), expected);
      }),
    );
  });

test("bit vectors: widths", () => {
  assert.is(typing("bvadd", "BitVec(8)", "BitVec(8)"), "BitVec(8)");
  assert.is(typing("bvadd", "BitVec(8)", "BitVec(9)"), "mismatch");
  assert.is(typing("bvzero", 8n), "BitVec(8)");
  assert.is(typing("bvult", "BitVec(8)", "BitVec(8)"), "Bool");
  fails("bvadd(bvone(8), bvone(9))", "KL0505");
  fails("bvzero(0)", "KL0506");
  fails("bit(bvone(8), 8)", "KL0502");
  fails("bvzero(100000000)", "KL0507");
});

test.run();
