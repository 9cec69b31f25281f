/** Data types, sparse matrices, maps and other values that are no arrays, as arguments and results of kernels; on both tiers. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { compile, type Session, Session as Sessions } from "../../../src/api/session.ts";
import { scratchDirectory } from "../../support/scratch.ts";
import { hasTool } from "../../support/tools.ts";

const cacheDirectory = scratchDirectory();
const backends = hasTool("c") ? (["interp", "c"] as const) : (["interp"] as const);

async function within(backend: "interp" | "c", work: (session: Session) => Promise<void>): Promise<void> {
  const session = Sessions.open({ cacheDirectory, backend });
  await work(session);
  await session.close();
}

for (const backend of backends) {
  test(`${backend}: data types, by position and by name, in lists and in each other`, () =>
    within(backend, async (session) => {
      await session.eval(
        `data Vec = Vec(x : ℝ, y : ℝ)
         data Shape = Dot | Disc(centre : Vec, r : ℝ) | Poly(corners : List(Vec))
         data Box(T) = Box(item : T, count : ℕ)
         define area(s : Shape) : ℝ = match s { Dot => 0 | Disc(_, r) => 3 * r^2 | Poly(ps) => length(ps) * 1.0 }
         define grown(s : Shape) = match s { Disc(c, r) => Disc(Vec(c.x + 1, c.y), 2 * r) | other => other }
         define total(vs : List(Vec)) = Vec(sum(list_map(λ v . v.x, vs)), sum(list_map(λ v . v.y, vs)))
         define opened(b : Box(ℝ)) = b.item * b.count
         define boxed(xs : List(ℝ)) = Box(xs, 2)`,
      );
      const vec = (x: number, y: number) => ({ tag: "Vec", fields: [x, y] });
      const area = await session.compile<[unknown], number>("", { fn: "area" });
      assert.is(area({ tag: "Disc", fields: [vec(0, 0), 2] }), 12);
      assert.is(area({ tag: "Disc", fields: { r: 2, centre: { tag: "Vec", fields: { x: 0, y: 0 } } } }), 12);
      assert.is(area("Dot"), 0);
      assert.is(area({ tag: "Dot" }), 0);
      assert.is(area({ tag: "Poly", fields: [[vec(0, 0), vec(1, 0), vec(0, 1)]] }), 3);
      const grown = await session.compile("", { fn: "grown" });
      assert.equal(grown({ tag: "Disc", fields: [vec(1, 2), 3] }), { tag: "Disc", fields: [vec(2, 2), 6] });
      const total = await session.compile("", { fn: "total" });
      assert.equal(total([vec(1, 2), vec(3, 4)]), vec(4, 6));
      const opened = await session.compile("", { fn: "opened" });
      assert.is(opened({ tag: "Box", fields: [2.5, 2] }), 5);
      const boxed = await session.compile("", { fn: "boxed" });
      assert.equal(boxed(Float64Array.of(1, 2)), { tag: "Box", fields: [Float64Array.of(1, 2), 2] });

      const refused = (given: unknown, words: RegExp) => assert.throws(() => area(given), words);
      refused({ tag: "Square", fields: [1] }, /area, argument 1: expected Shape/);
      refused({ tag: "Disc", fields: [1] }, /Disc has 2 fields, got 1/);
      refused({ tag: "Disc", fields: { centre: vec(0, 0), radius: 1 } }, /Disc has no field radius/);
      refused({ tag: "Disc", fields: { r: 1 } }, /Disc lacks the field centre/);
      refused({ tag: "Disc", fields: [vec(0, 0), "a"] }, /expected ℝ, got a string/);
      assert.throws(() => opened({ tag: "Box", fields: [2.5, -2] }), /expected a natural number, got -2/);
    }));

  test(`${backend}: sparse matrices by entries and in compressed rows`, () =>
    within(backend, async (session) => {
      await session.eval(
        `data Sparse(m : Nat, n : Nat) = Sparse(entries : List((Nat, Nat, ℝ)))
         define apply(A : Sparse(3, 3), x : Vector(3)) = A * x
         define twice(A : Sparse(3, 3)) = 2 * A`,
      );
      const apply = await session.compile("", { fn: "apply" });
      const x = Float64Array.of(1, 2, 3);
      const entries = [
        [2, 0, 5],
        [0, 1, 1.5],
        [0, 1, 0.5],
      ] as const;
      assert.equal([...(apply({ entries }, x) as Float64Array)], [4, 0, 5]);
      assert.equal([...(apply({ rows: 3, columns: 3, entries }, x) as Float64Array)], [4, 0, 5]);
      assert.equal(
        [...(apply({ tag: "Sparse", fields: [[{ tuple: [1, 2, 4] }]] }, x) as Float64Array)],
        [0, 12, 0],
      );
      const compressed = {
        columns: 3,
        pointers: Int32Array.of(0, 2, 2, 3),
        indices: [0, 2, 1],
        values: Float64Array.of(1, 2, 3),
      };
      assert.equal([...(apply(compressed, x) as Float64Array)], [7, 0, 6]);
      const twice = await session.compile("", { fn: "twice" });
      assert.equal(twice({ entries: [[1, 2, 4]] }), { tag: "Sparse", fields: [[{ tuple: [1, 2, 8] }]] });

      const refused = (given: unknown, words: RegExp) => assert.throws(() => apply(given, x), words);
      refused({ entries: [[3, 0, 1]] }, /an entry in row 3: the matrix is 3 × 3/);
      refused({ entries: [[0, -1, 1]] }, /a position counts from 0, got -1/);
      refused({ rows: 2, columns: 3, entries }, /2 rows and 3 columns/);
      refused({ ...compressed, pointers: [0, 1] }, /pointers begin with 0|3 rows need 4 pointers/);
      refused({ ...compressed, indices: [2, 0, 1] }, /row 0 do not ascend/);
      refused({ ...compressed, pointers: [0, 2, 1, 3] }, /fall at row 1/);
      refused({ ...compressed, indices: [0, 3, 1] }, /an entry in column 3/);
    }));
}

test("maps, sets, fractions, records, bit vectors and what no type says", () =>
  within("interp", async (session) => {
    await session.eval(
      `define price(m : Map(String, ℝ), k : String) = lookup(m, k, 0.0)
       define has(s : Set(ℤ), k : ℤ) = in_set(k, s)
       define half(q : ℚ) = q / 2
       define turned(b : BitVec(8)) = bvnot(b)
       define kept(x) = x`,
    );
    const price = await session.compile("", { fn: "price" });
    assert.is(price(new Map([["tea", 2.5]]), "tea"), 2.5);
    assert.is(price({ map: [["tea", 2.5]] }, "milk"), 0);
    const has = await session.compile("", { fn: "has" });
    assert.is(has(new Set([1, 2]), 2), true);
    assert.is(has({ set: [1, 2] }, 3), false);
    const half = await session.compile("", { fn: "half" });
    assert.equal(half({ rational: [1, 3] }), { rational: [1n, 6n] });
    assert.equal(half(3), { rational: [3n, 2n] });
    const turned = await session.compile("", { fn: "turned" });
    assert.equal(turned({ bits: { width: 8, value: 1 } }), { bits: { width: 8, value: 254 } });
    assert.equal(turned(254), { bits: { width: 8, value: 1 } });
    const kept = await session.compile("", { fn: "kept", types: ["Any"] });
    const values: readonly unknown[] = [
      { tag: "Some", fields: [2.5] },
      { tuple: [1, "a"] },
      { set: [1, 2] },
      { map: [["a", 1]] },
      { re: 1, im: 2 },
      { record: { a: 1 } },
    ];
    for (const value of values) assert.equal(kept(value), value);
    assert.throws(() => price(new Map([["tea", "dear"]]), "tea"), /expected ℝ, got a string/);
    assert.throws(() => half({ rational: [1, 0] }), /the denominator of a fraction is 0/);
    assert.throws(() => turned(256), /256 does not fit into 8 bits/);
  }));

test("a result of a data type beside TypeScript's own types", async () => {
  const norm = await compile<[Float64Array], number>("define norm2(v : Vector(2)) : ℝ = dot(v, v)", {
    fn: "norm2",
    cacheDirectory,
  });
  const squared: number = norm(Float64Array.of(3, 4));
  assert.is(squared, 25);
});

test.run();
