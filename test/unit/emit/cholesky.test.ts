/**
 * The template for Cholesky factors of any size, by both printers and for each instruction set this machine has, over small sizes
 * and around the edges of its tiles and bands: every bit is that of the evaluator's factor.
 */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { type Isa, targetFromIsa } from "../../../src/emit/target.ts";
import { cholesky } from "../../../src/primitives/linear-algebra/factorisations.ts";
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
import { choleskyFactors } from "../../support/system-programs.ts";

const bench = new Bench();
test.after(() => bench.close());

const templates = templateTexts("cholesky_f64");
const sizes = [...Array.from({ length: 20 }, (_, i) => i + 1), 31, 32, 33, 40, 47, 63, 64, 65, 100, 130];
const places = [130 * 130, 64] as const;
const workspace = (n: number): number => (n + 32) * (n + 48);

/** Falling along the list, so that the diagonal is soon too small. */
const shrinking = Float64Array.from({ length: places[0] }, (_, i) => 3 / (1 + i));

/** Read with any number of columns, the diagonal outweighs the rest. */
function matrixOf(n: number): Float64Array {
  return Float64Array.from({ length: places[0] }, (_, p) =>
    p % (n + 1) === 0 ? 2 * n + p / 8 : ((p * 7) % 13) / 8,
  );
}

function definition(n: number, matrix: Float64Array): number[] {
  const factor = cholesky({ rows: n, columns: n, items: matrix.slice(0, n * n) });
  return factor === undefined ? [1] : [...factor.items, 0];
}

type Run = (matrix: Float64Array) => readonly number[][];

function compiled(isa: Isa, language: Language): Run {
  const options = { ...machineOptions(), target: targetFromIsa(isa) ?? machineOptions().target };
  const code = choleskyFactors(sizes, workspace, places);
  const library = bench.compile(emitted(code, language, options, templates), language, options);
  return (matrix) => {
    const frame = new HandFrame(code);
    const l = new Float64Array(sizes.reduce((total, n) => total + n * n + workspace(n) + 1, 0));
    frame.pass(0, matrix);
    frame.pass(1, new Float64Array(places[1]));
    frame.pass(2, l);
    assert.is(frame.call(library), 0);
    let at = 0;
    return sizes.map((n) => {
      const factor = l.subarray(at, at + n * n);
      at += n * n + workspace(n) + 1;
      return l[at - 1] === 1 ? [1] : [...factor, 0];
    });
  };
}

for (const language of ["c", "rust"] as const)
  for (const isa of availableIsas) {
    const name = `Cholesky factors of any size (${language}, ${isa})`;
    if (!hasCompiler(language)) {
      test(`${name} — skipped: no compiler`, () => undefined);
      continue;
    }
    test(name, () => {
      const run = compiled(isa, language);
      for (const [i, n] of sizes.entries()) {
        if (n < 17 && n % 5 !== 0) continue;
        const definite = matrixOf(n);
        const expected = definition(n, definite);
        assert.is(expected.at(-1), 0, "definite");
        assert.equal(run(definite)[i], expected);
        const apart = new Float64Array(definite.length + 1).subarray(1);
        apart.set(definite);
        assert.equal(run(apart)[i], expected, "a matrix that begins between two vectors");
        const odd = definite.map((x, p) => (p === n * (n - 1) ? Number.NaN : x));
        assert.equal(run(odd)[i], definition(n, odd), "what is no number, in the last row");
      }
      const each = (matrix: Float64Array): number[][] => sizes.map((n) => definition(n, matrix));
      assert.equal(run(shrinking), each(shrinking), "not definite from some size on");
    });
  }

test.run();
