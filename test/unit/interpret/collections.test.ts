import fc from "fast-check";
import { test } from "uvu";
import * as assert from "uvu/assert";
import * as collection from "../../../src/interpret/collections.ts";
import { equalValues } from "../../../src/interpret/equal.ts";
import { formatValue } from "../../../src/interpret/format.ts";
import { toJson } from "../../../src/interpret/json.ts";
import { listOf } from "../../../src/interpret/list.ts";
import { compareValues, isOrdered } from "../../../src/interpret/order.ts";
import { entriesOf, type Tree, withEntry, withoutKey } from "../../../src/interpret/tree.ts";
import { typeOfValue } from "../../../src/interpret/type-of.ts";
import {
  bitsValue,
  complexValue,
  symbolValue,
  tupleValue,
  type Value,
} from "../../../src/interpret/value.ts";
import { printType } from "../../../src/types/print.ts";
import { any } from "../../../src/types/type.ts";

const order = (a: Value, b: Value): number => compareValues(a, b) ?? 0;

/** In ascending order; numbers of one value are one element. */
const ascending: readonly Value[] = [
  Number.NEGATIVE_INFINITY,
  -1n,
  complexValue(-0.5, -1),
  { kind: "rational", numerator: -1n, denominator: 2n },
  complexValue(-0.5, 1),
  0,
  0.1,
  { kind: "rational", numerator: 1n, denominator: 3n },
  2 ** 53,
  2n ** 53n + 1n,
  10n ** 400n,
  Number.POSITIVE_INFINITY,
  Number.NaN,
  false,
  true,
  "",
  "a",
  { kind: "unit" },
  bitsValue(8, 1n),
  bitsValue(9, 0n),
  tupleValue(1n, 2n),
  tupleValue(1n, 3n),
  listOf([]),
  listOf([2n]),
  listOf([1n, 5n]),
];

test("the order is total and its own converse", () => {
  for (const [i, a] of ascending.entries())
    for (const [j, b] of ascending.entries())
      assert.is(Math.sign(order(a, b)), Math.sign(i - j), `${formatValue(a)} against ${formatValue(b)}`);
});

test("numbers of one value are one element, whatever their kinds", () => {
  assert.is(order(1n, 1), 0);
  assert.is(order(0, -0), 0);
  assert.is(order(0.5, { kind: "rational", numerator: 1n, denominator: 2n }), 0);
  assert.is(order(complexValue(1, 0), 1n), 0);
});

test("what free names decide has no place", () => {
  assert.not(isOrdered(symbolValue("x")));
  assert.not(isOrdered(listOf([1n, symbolValue("x")])));
  assert.ok(isOrdered(listOf([1n, "x"])));
});

test("trees behave as maps, and stay balanced", () => {
  const step = fc.tuple(fc.boolean(), fc.integer({ min: 0, max: 40 }));
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
      let tree: Tree<number>;
      const map = new Map<number, number>();
      for (const [i, [add, key]] of steps.entries()) {
        tree = add ? withEntry(tree, key, i, order) : withoutKey(tree, key, order);
        if (add) map.set(key, i);
        else map.delete(key);
      }
      assert.equal(
        entriesOf(tree),
        [...map].sort(([a], [b]) => a - b),
      );
      checkBalance(tree);
    }),
  );
});

function checkBalance(tree: Tree<number>): number {
  if (tree === undefined) return 0;
  const [left, right] = [checkBalance(tree.left), checkBalance(tree.right)];
  assert.is(tree.size, left + right + 1);
  if (left + right > 1)
    assert.ok(Math.max(left, right) <= 3 * Math.min(left, right), `${left} against ${right}`);
  return tree.size;
}

test("sets: algebra, complements included, agrees with membership", () => {
  const item = fc.integer({ min: 0, max: 9 });
  const set = fc.tuple(fc.array(item), fc.boolean()).map(([items, whole]) => {
    const finite = collection.setOf(items);
    return whole ? collection.complementOf(finite) : finite;
  });
  fc.assert(
    fc.property(set, set, (a, b) => {
      const [union, both, rest] = [
        collection.union(a, b),
        collection.intersection(a, b),
        collection.difference(a, b),
      ];
      // 10 stands for everything that is listed nowhere.
      for (let x = 0; x <= 10; x++) {
        const [inA, inB] = [collection.hasItem(a, x), collection.hasItem(b, x)];
        assert.is(collection.hasItem(union, x), inA || inB);
        assert.is(collection.hasItem(both, x), inA && inB);
        assert.is(collection.hasItem(rest, x), inA && !inB);
        assert.ok(collection.hasItem(collection.withItem(a, x), x));
        assert.not(collection.hasItem(collection.withoutItem(a, x), x));
      }
      const subset = Array.from({ length: 11 }, (_, x) => x).every(
        (x) => !collection.hasItem(a, x) || collection.hasItem(b, x),
      );
      assert.is(collection.isSubset(a, b), subset);
      assert.is(equalValues(union, collection.union(b, a)), true);
    }),
  );
});

test("equal sets and maps print the same", () => {
  const [a, b] = [collection.setOf([3n, 1n, 2n, 1n]), collection.setOf([1, 2, 3])];
  assert.is(equalValues(a, b), true);
  assert.is(formatValue(a), "set_of([1, 2, 3])");
  assert.is(formatValue(collection.complementOf(b)), "complement(set_of([1, 2, 3]))");
  assert.is(
    formatValue(
      collection.mapOf([
        ["b", 2n],
        ["a", 1n],
        ["b", 3n],
      ]),
    ),
    'map_from([("a", 1), ("b", 3)])',
  );
  assert.is(formatValue(bitsValue(8, -1n)), "bitvec(8, 255)");
});

test("types and JSON", () => {
  const map = collection.mapOf([[1n, "a"]]);
  assert.is(printType(typeOfValue(collection.setOf([1n, 2.5]))), "Set(ℝ)");
  assert.is(printType(typeOfValue(map)), "Map(ℤ, String)");
  assert.is(printType(typeOfValue(bitsValue(8, 1n))), "BitVec(8)");
  assert.is(toJson(map, any), '{"map":[[1,"a"]]}');
  assert.is(toJson(collection.setOf([2n, 1n]), any), '{"set":[1,2]}');
  assert.is(toJson(bitsValue(8, 1n), any), '{"bits":{"width":8,"value":1}}');
});

test.run();
