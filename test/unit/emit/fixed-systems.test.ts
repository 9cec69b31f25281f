/**
 * The template for linear systems of known size: for every size, by both printers and for each instruction set this machine
 * has, every bit is that of the evaluator's factors.
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
  ownIsa,
  templateTexts,
} from "../../support/emitted.ts";
import { fixedSystems, placesOf, type SystemSizes } from "../../support/system-programs.ts";

const bench = new Bench();
test.after(() => bench.close());

const templates = templateTexts("solve_fixed_f64");

const everySize: readonly SystemSizes[] = [
  ...Array.from({ length: 16 }, (_, i): SystemSizes => ({ n: i + 1, r: 1 })),
  ...[1, 3, 4, 8, 9, 13].map((n): SystemSizes => ({ n, r: n, inverse: true })),
  { n: 4, r: 0 },
  { n: 11, r: 0 },
  { n: 5, r: 2 },
  { n: 12, r: 3 },
];
/** Around the lengths of vectors. */
const someSizes = everySize.filter(({ n }) => [1, 3, 4, 5, 9, 12].includes(n));

/** Entries of a few bits, so that there are ties between pivots. */
const a = Float64Array.from({ length: 256 }, (_, i) => (((i * 37) % 61) - 30) / 4);
const b = Float64Array.from({ length: 64 }, (_, i) => ((i * 5) % 19) / 8 - 1);

function definition(sizes: readonly SystemSizes[], matrix: Float64Array, right: Float64Array): number[] {
  return sizes.flatMap(({ n, r, inverse = false }) => {
    const factors = factorise(matrix.subarray(0, n * n), n);
    const x = new Float64Array(n * r);
    if (factors.singular) return [...x.fill(-1), 0, 1];
    for (let q = 0; q < r; q += 1) {
      const column = Float64Array.from({ length: n }, (_, i) =>
        inverse ? Number(i === q) : (right[i * r + q] ?? 0),
      );
      substitute(factors, n, column).forEach((value, i) => {
        x[i * r + q] = value;
      });
    }
    let determinant: number = factors.sign;
    for (let i = 0; i < n; i += 1) determinant *= factors.lu[i * n + i] ?? 0;
    return [...x, determinant, 0];
  });
}

/** Solutions of singular systems are not written: −1 for each. */
function settled(sizes: readonly SystemSizes[], found: Float64Array): number[] {
  let at = 0;
  return sizes.flatMap((each) => {
    const places = placesOf(each);
    const part = [...found.subarray(at, at + places)];
    at += places;
    return part.at(-1) === 1 ? part.fill(-1, 0, places - 2) : part;
  });
}

type Run = (matrix: Float64Array, right: Float64Array) => number[];

function compiled(isa: Isa, language: Language, sizes: readonly SystemSizes[]): Run {
  const options = { ...machineOptions(), target: targetFromIsa(isa) ?? machineOptions().target };
  const code = fixedSystems(sizes);
  const library = bench.compile(emitted(code, language, options, templates), language, options);
  return (matrix, right) => {
    const frame = new HandFrame(code);
    const x = new Float64Array(sizes.reduce((total, each) => total + placesOf(each), 0)).fill(Number.NaN);
    frame.pass(0, matrix);
    frame.pass(1, right);
    frame.pass(2, x);
    assert.is(frame.call(library), 0);
    return settled(sizes, x);
  };
}

for (const language of ["c", "rust"] as const)
  for (const isa of availableIsas) {
    const name = `systems of known sizes (${language}, ${isa})`;
    if (!hasCompiler(language)) {
      test(`${name} — skipped: no compiler`, () => undefined);
      continue;
    }
    test(name, () => {
      const sizes = isa === ownIsa && language === "c" ? everySize : someSizes;
      const run = compiled(isa, language, sizes);
      assert.equal(run(a, b), definition(sizes, a, b));
      const apart = new Float64Array(a.length + 1).subarray(1);
      apart.set(a);
      assert.equal(run(apart, b), definition(sizes, a, b), "a matrix that begins between two vectors");
      const singular = a.map((_, i) => (i % 7) - 3);
      assert.equal(run(singular, b), definition(sizes, singular, b), "equal and vanishing pivots");
      const odd = a.map((x, i) => (i % 41 === 3 ? Number.NaN : i % 53 === 5 ? Number.POSITIVE_INFINITY : x));
      assert.equal(run(odd, b), definition(sizes, odd, b), "NaN and infinities in the matrix");
      const right = b.map((x, i) => (i % 5 === 2 ? Number.NEGATIVE_INFINITY : x));
      assert.equal(run(a, right), definition(sizes, a, right), "infinities on the right");
      const tiny = a.map((x) => x * 2 ** -1070);
      assert.equal(run(tiny, b), definition(sizes, tiny, b), "subnormal entries");
    });
  }

test.run();
