/**
 * The template for linear systems of any size, by both printers and for each instruction set this machine has, over all small
 * sizes and around the edges of its tiles and bands: every bit is that of the evaluator's factors.
 */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { type Isa, targetFromIsa } from "../../../src/emit/target.ts";
import { factorise, substitute } from "../../../src/primitives/linear-algebra/lu.ts";
import {
  availableIsas,
  Bench,
  emitted,
  HandFrame,
  hasCompiler,
  type Language,
  machineOptions,
  templateTexts,
} from "../../support/emitted.ts";
import { type SystemSizes, systems } from "../../support/system-programs.ts";

const bench = new Bench();
test.after(() => bench.close());

const templates = templateTexts("solve_f64");

const sizes: readonly SystemSizes[] = [
  ...Array.from({ length: 40 }, (_, i): SystemSizes => ({ n: i + 1, r: 1 })),
  ...[1, 5, 17, 33].map((n): SystemSizes => ({ n, r: n, inverse: true })),
  { n: 6, r: 0 },
  { n: 50, r: 0 },
  { n: 20, r: 19 },
  ...[63, 64, 65, 100].map((n): SystemSizes => ({ n, r: 1 })),
];
const places = [10_000, 400] as const;

/** Fractions of a few bits: some pivots tie, and sums do not stay exact. */
const a = Float64Array.from({ length: places[0] }, (_, i) => (((i * i * 37 + i * 11) % 1021) - 510) / 64);
const b = Float64Array.from({ length: places[1] }, (_, i) => ((i * 5) % 19) / 8 - 1);

function definition(
  { n, r, inverse = false }: SystemSizes,
  matrix: Float64Array,
  right: Float64Array,
): number[] {
  const factors = factorise(matrix.subarray(0, n * n), n);
  if (factors.singular) return [0, 1];
  const x = new Float64Array(n * r);
  for (let q = 0; q < r; q += 1) {
    const entry = (i: number): number => (inverse ? Number(i === q) : (right[i * r + q] ?? 0));
    const column = Float64Array.from({ length: n }, (_, i) => entry(i));
    substitute(factors, n, column).forEach((value, i) => {
      x[i * r + q] = value;
    });
  }
  let determinant: number = factors.sign;
  for (let i = 0; i < n; i += 1) determinant *= factors.lu[i * n + i] ?? 0;
  return [...x, determinant, 0];
}

type Run = (matrix: Float64Array, right: Float64Array) => readonly number[][];

function compiled(isa: Isa, language: Language): Run {
  const options = { ...machineOptions(), target: targetFromIsa(isa) ?? machineOptions().target };
  const code = systems(sizes, places);
  const library = bench.compile(emitted(code, language, options, templates), language, options);
  return (matrix, right) => {
    const frame = new HandFrame(code);
    const all = new Float64Array(sizes.reduce((total, { n, r }) => total + n * r + n * n + 2, 0));
    frame.pass(0, matrix);
    frame.pass(1, right);
    frame.pass(2, all);
    assert.is(frame.call(library), 0);
    let at = 0;
    return sizes.map(({ n, r }) => {
      const x = all.subarray(at, at + n * r);
      at += n * r + n * n + 2;
      const [determinant = 0, flag = 0] = all.subarray(at - 2, at);
      return flag === 1 ? [determinant, flag] : [...x, determinant, flag];
    });
  };
}

for (const language of ["c", "rust"] as const)
  for (const isa of availableIsas) {
    const name = `systems of any size (${language}, ${isa})`;
    if (!hasCompiler(language)) {
      test(`${name} — skipped: no compiler`, () => undefined);
      continue;
    }
    test(name, () => {
      const run = compiled(isa, language);
      const same = (matrix: Float64Array, right: Float64Array, what: string): void => {
        const found = run(matrix, right);
        for (const [i, each] of sizes.entries())
          assert.equal(found[i], definition(each, matrix, right), `${what}, ${each.n} rows`);
      };
      same(a, b, "entries of some bits");
      const apart = new Float64Array(a.length + 1).subarray(1);
      apart.set(a);
      same(apart, b, "a matrix that begins between two vectors");
      same(
        a.map((_, i) => (i % 7) - 3),
        b,
        "equal and vanishing pivots",
      );
      same(
        a.map((x, i) => (i % 41 === 3 ? Number.NaN : i % 53 === 5 ? Number.POSITIVE_INFINITY : x)),
        b,
        "NaN and infinities in the matrix",
      );
      same(
        a,
        b.map((x, i) => (i % 5 === 2 ? Number.NEGATIVE_INFINITY : x)),
        "infinities on the right",
      );
    });
  }

test.run();
