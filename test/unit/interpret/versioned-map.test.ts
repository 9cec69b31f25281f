/** Maps by versions agree with maps that are copied, whichever versions are read and changed, in whatever order. */
import fc from "fast-check";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { compareValues } from "../../../src/interpret/order.ts";
import type { Value } from "../../../src/interpret/value.ts";
import { tupleValue } from "../../../src/interpret/value.ts";
import { VersionedMap } from "../../../src/interpret/versioned-map.ts";

const order = (a: Value, b: Value): number => compareValues(a, b) ?? 0;

function item<T>(items: readonly T[], index: number): T {
  const found = items.at(index);
  if (found === undefined) throw new Error(`no item ${index}`);
  return found;
}

/** The model: entries in order. */
type Model = readonly (readonly [Value, Value])[];

function changed(model: Model, key: Value, value: Value | undefined): Model {
  const rest = model.filter(([k]) => order(k, key) !== 0);
  const all = value === undefined ? rest : [...rest, [key, value] as const];
  return [...all].sort(([a], [b]) => order(a, b));
}

const small = fc.integer({ min: -3, max: 12 });
const keys = {
  integers: fc.oneof(small.map(BigInt), fc.constantFrom(2n ** 60n, 2n ** 60n + 1n)),
  reals: fc.oneof(fc.double({ noNaN: true }), small),
  texts: fc.string({ maxLength: 2 }),
  mixed: fc.oneof(
    small.map(BigInt),
    small,
    fc.string({ maxLength: 1 }),
    small.map((n): Value => tupleValue(BigInt(n), 1n)),
  ),
} as const satisfies Readonly<Record<string, fc.Arbitrary<Value>>>;

for (const [name, key] of Object.entries(keys) as [string, fc.Arbitrary<Value>][]) {
  test(`every version keeps its entries: ${name}`, () => {
    const step = fc.record({
      from: fc.nat(),
      key,
      value: fc.option(fc.integer().map(BigInt), { nil: undefined }),
      look: fc.nat(),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
        const versions = [{ map: VersionedMap.of([], order), model: [] as Model }];
        for (const { from, key: k, value, look } of steps) {
          // Mostly the newest one, as programs do.
          const at = from % 3 === 0 ? from % versions.length : versions.length - 1;
          const { map, model } = item(versions, at);
          const next = value === undefined ? map.without(k) : map.with(k, value);
          versions.push({ map: next, model: changed(model, k, value) });
          const seen = item(versions, look % versions.length);
          assert.is(seen.map.get(k), seen.model.find(([other]) => order(other, k) === 0)?.[1]);
          assert.is(seen.map.size, seen.model.length);
        }
        for (const { map, model } of versions) assert.equal(map.entries(), model);
      }),
    );
  });
}

test("a long history is read from both ends", () => {
  const versions = [VersionedMap.of([], order)];
  for (let i = 0; i < 5000; i += 1) versions.push(item(versions, -1).with(BigInt(i), BigInt(2 * i)));
  for (const at of [0, 4999, 10, 2500, 5000, 1, 4000]) {
    const map = item(versions, at);
    assert.is(map.size, at);
    assert.is(map.get(BigInt(at)), undefined);
    if (at > 0) assert.is(map.get(BigInt(at - 1)), BigInt(2 * at - 2));
  }
});

test("overwriting without end keeps the first version and no history", () => {
  const first = VersionedMap.of(
    Array.from({ length: 10 }, (_, i) => [BigInt(i), 0n] as const),
    order,
  );
  let map = first;
  for (let i = 0; i < 100_000; i += 1) map = map.with(BigInt(i % 10), BigInt(i));
  assert.is(first.get(3n), 0n);
  assert.is(map.get(3n), 99_993n);
});

test.run();
