/**
 * The template for products of known sizes, over every number of columns it is used for and around the edges of its
 * blocks, for each instruction set this machine has, by both printers: entries of whole numbers are exact.
 */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { type Isa, targetFromIsa } from "../../../src/emit/target.ts";
import {
  availableIsas,
  Bench,
  emitted,
  HandFrame,
  hasCompiler,
  type Language,
  machineOptions,
  ownIsa,
  templateTexts,
} from "../../support/emitted.ts";
import { fixedProducts, type ProductSizes } from "../../support/loop-programs.ts";

const bench = new Bench();
test.after(() => bench.close());

const templates = templateTexts("matmul_fixed_f64");

/** Every width, with heights and depths that leave each kind of rest. */
const sizes: readonly ProductSizes[] = [
  ...Array.from({ length: 32 }, (_, i): ProductSizes => [1 + ((i * 5) % 7), 1 + ((i * 3) % 4), i + 1]),
  [3, 3, 3],
  [25, 2, 3],
  [13, 7, 7],
  [12, 12, 12],
  [1, 40, 1],
  [40, 1, 9],
  [31, 33, 32],
];

/** One of each kind of vector, and rows of three. */
const rests: readonly ProductSizes[] = [
  [4, 4, 4],
  [3, 3, 3],
  [13, 7, 7],
  [2, 3, 15],
];

const a = Float64Array.from({ length: 4096 }, (_, i) => ((i * 7) % 23) - 11);
const b = Float64Array.from({ length: 4096 }, (_, i) => ((i * 5) % 19) - 9);

/** By what `adds` means: the product alone, with the entries of the left side in three ways, and times the first of them. */
const sums: readonly ((before: number, product: number) => number)[] = [
  (_, product) => product,
  (before, product) => before + product,
  (before, product) => before - product,
  (before, product) => product - before,
  (first, product) => first * product,
];

function definition(left: Float64Array, right: Float64Array, of = sizes, adds = 0): Float64Array {
  const all: number[] = [];
  for (const [m, k, n] of of)
    for (let i = 0; i < m; i += 1)
      for (let j = 0; j < n; j += 1) {
        let sum = 0;
        for (let p = 0; p < k; p += 1) sum += (left[i * k + p] ?? 0) * (right[p * n + j] ?? 0);
        all.push(sums[adds]?.(left[adds === 4 ? 0 : i * n + j] ?? 0, sum) ?? sum);
      }
  return Float64Array.from(all);
}

function compute(
  isa: Isa,
  language: Language,
  left: Float64Array,
  right: Float64Array,
  of = sizes,
  adds = 0,
): Float64Array {
  const options = { ...machineOptions(), target: targetFromIsa(isa) ?? machineOptions().target };
  const code = fixedProducts(of, adds);
  const library = bench.compile(emitted(code, language, options, templates), language, options);
  const frame = new HandFrame(code);
  const c = new Float64Array(of.reduce((total, [m, , n]) => total + m * n, 0)).fill(Number.NaN);
  frame.pass(0, left);
  frame.pass(1, right);
  frame.pass(2, c);
  assert.is(frame.call(library), 0);
  return c;
}

for (const language of ["c", "rust"] as const)
  for (const isa of availableIsas) {
    const name = `products of known sizes (${language}, ${isa})`;
    if (!hasCompiler(language)) test(`${name} — skipped: no compiler`, () => undefined);
    else
      test(name, () => {
        assert.equal(compute(isa, language, a, b), definition(a, b));
      });
  }

for (const language of ["c", "rust"] as const)
  test(`products of known sizes with what they are added to (${language}, ${ownIsa})`, () => {
    if (!hasCompiler(language)) return;
    for (const adds of [1, 2, 3, 4])
      assert.equal(compute(ownIsa, language, a, b, rests, adds), definition(a, b, rests, adds));
  });

test("infinities and what is no number arrive where the definition has them", () => {
  if (!hasCompiler("c")) return;
  const left = a.map((x, i) => (i % 17 === 3 ? Number.NaN : i % 29 === 5 ? Number.POSITIVE_INFINITY : x));
  const right = b.map((x, i) => (i % 31 === 7 ? Number.NEGATIVE_INFINITY : x));
  // Arrays, since typed arrays are compared by ===.
  assert.equal([...compute(ownIsa, "c", left, right)], [...definition(left, right)]);
});

test.run();
