import { test } from "uvu";
import * as assert from "uvu/assert";
import { agrees, equalValues, type Verdict } from "../../../src/interpret/equal.ts";
import { concat, cons, itemsOf, listOf, matrixOf, tail } from "../../../src/interpret/list.ts";
import { rationalValue } from "../../../src/interpret/number.ts";
import {
  complexValue,
  dataValue,
  type ListValue,
  symbolValue,
  termValue,
  tupleValue,
  type Value,
} from "../../../src/interpret/value.ts";

const [x, y] = [symbolValue("x"), symbolValue("y")];

test("= compares numbers by value and compounds by structure", () => {
  const rows: readonly (readonly [Value, Value, Verdict])[] = [
    [1n, 1, true],
    [1n, 1.5, false],
    [rationalValue(1n, 2n), 0.5, true],
    [rationalValue(2n, 1n), 2n, true],
    [complexValue(2, 0), 2n, true],
    [complexValue(2, 1), 2n, false],
    [Number.NaN, Number.NaN, false],
    [0, -0, true],
    ["a", "a", true],
    ["1", 1n, false],
    [true, 1n, false],
    [listOf([1n, 2n]), listOf(Float64Array.of(1, 2)), true],
    [listOf([Number.NaN]), listOf([Number.NaN]), false],
    [listOf([listOf([1n, 2n])]), matrixOf(1, 2, [1n, 2n]), true],
    [matrixOf(1, 2, [1n, 2n]), matrixOf(2, 1, [1n, 2n]), false],
    [tupleValue(1n, 2n), tupleValue(1n, 2), true],
    [dataValue("Option", "Some", [1n]), dataValue("Option", "None"), false],
    [x, x, true],
    [x, y, undefined],
    [x, 1n, undefined],
    [listOf([x, 1n]), listOf([x, 2n]), false],
    [listOf([x, 1n]), listOf([y, 1n]), undefined],
    [termValue("f", [1n]), termValue("f", [1n]), true],
    [termValue("f", [1n]), termValue("f", [2n]), undefined],
  ];
  for (const [a, b, verdict] of rows) {
    assert.is(equalValues(a, b), verdict);
    assert.is(equalValues(b, a), verdict);
  }
});

test("assert allows 1e-10, absolutely and relatively", () => {
  assert.is(agrees(0.1 + 0.2, 0.3), true);
  assert.is(agrees(1e20, 1e20 + 1e9), true);
  assert.is(agrees(1e-11, 0), true);
  assert.is(agrees(1, 1 + 1e-9), false);
  assert.is(agrees(10n ** 30n, 10n ** 30n + 1n), true);
  assert.is(agrees(3n, 4n), false);
  assert.is(agrees(Infinity, Infinity), true);
  assert.is(agrees(Infinity, 1), false);
  assert.is(agrees(Number.NaN, Number.NaN), false);
  assert.is(agrees(listOf([1 + 1e-12]), listOf([1n])), true);
});

test("cons shares storage and never changes a list", () => {
  const base = listOf([3n]);
  const a = cons(2n, base);
  const b = cons(1n, a);
  const c = cons(9n, a);
  assert.equal(itemsOf(b), [1n, 2n, 3n]);
  assert.equal(itemsOf(c), [9n, 2n, 3n]);
  assert.is(cons(1n, tail(b)).items, b.items);
  const d = concat(a, listOf([4n]));
  const e = concat(d, listOf([5n]));
  const f = concat(d, listOf([6n]));
  assert.equal(itemsOf(e), [2n, 3n, 4n, 5n]);
  assert.equal(itemsOf(f), [2n, 3n, 4n, 6n]);
});

test("a list grown from either end takes linear time", () => {
  let [front, back]: [ListValue, ListValue] = [listOf([]), listOf([])];
  for (let i = 0; i < 200_000; i += 1) {
    front = cons(BigInt(i), front);
    back = concat(back, listOf([BigInt(i)]));
  }
  assert.is(front.length, 200_000);
  assert.is(itemsOf(back)[199_999], 199_999n);
});

test.run();
