/**
 * The template for Fourier transforms by both printers: known lengths of every kind, all short lengths where it is told the
 * length by each call, and that for each instruction set this machine has, against the definition.
 */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { frameHeader, statusCode } from "../../../src/emit/abi.ts";
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
import {
  noise,
  type Signal,
  type Transform,
  transformError,
  transformOfAnyLength,
  transforms,
} from "../../support/transforms.ts";

const bench = new Bench();
test.after(() => bench.close());

const templates = templateTexts("fft_f64");

/** What the template states, in u · log₂ n. */
const bound = 2;

function start({ re, im }: Signal, n: number): Signal {
  return { re: re.subarray(0, n), im: im.subarray(0, n) };
}

interface Compiled {
  readonly run: (x: Signal) => readonly Signal[];
  readonly cancelled: (x: Signal) => number;
}

function compiled(all: readonly Transform[], isa: Isa, language: Language): Compiled {
  const options = { ...machineOptions(), target: targetFromIsa(isa) ?? machineOptions().target };
  const code = transforms(all);
  const library = bench.compile(emitted(code, language, options, templates), language, options);
  const total = all.reduce((sum, { n }) => sum + 2 * n, 0);
  const frameOf = (x: Signal, found: Float64Array): HandFrame => {
    const frame = new HandFrame(code);
    frame.pass(0, x.re);
    frame.pass(1, x.im);
    frame.pass(2, found);
    return frame;
  };
  return {
    run(x) {
      const found = new Float64Array(total);
      assert.is(frameOf(x, found).call(library), 0);
      let at = 0;
      return all.map(({ n }) => {
        at += 2 * n;
        return { re: found.subarray(at - 2 * n, at - n), im: found.subarray(at - n, at) };
      });
    },
    cancelled(x) {
      const frame = frameOf(x, new Float64Array(total));
      frame.cancelBy(new Int32Array([1]));
      return frame.call(library);
    },
  };
}

function agree(all: readonly Transform[], found: readonly Signal[], x: Signal): void {
  for (const [i, { n, real = false, inverse = false }] of all.entries()) {
    const given = start(x, n);
    const read = real ? { re: given.re, im: new Float64Array(n) } : given;
    const error = transformError(read, found[i] ?? read, inverse);
    assert.ok(error <= bound, `length ${n}, ${JSON.stringify(all[i])}: ${error} u log n`);
  }
}

/** Primes, powers, mixed lengths; real numbers whose half is even, odd, and has a large prime factor. */
const known: readonly Transform[] = [
  ...[1, 3, 1000, 1009].map((n) => ({ n })),
  { n: 64, inverse: true },
  { n: 4096, inverse: true },
  { n: 30, real: true },
  { n: 34, real: true, inverse: true },
];
const told: readonly number[] = [
  ...Array.from({ length: 130 }, (_, i) => i + 1),
  ...[169, 187, 243, 625, 1001, 2310, 4096, 4099],
];

for (const language of ["c", "rust"] as const) {
  if (!hasCompiler(language)) {
    test(`transforms (${language}) — skipped: no compiler`, () => undefined);
    continue;
  }

  test(`transforms of known length (${language})`, () => {
    const { run, cancelled } = compiled(known, ownIsa, language);
    const x = noise(4096);
    const first = run(x);
    agree(known, first, x);
    agree(known, run(noise(4096, 7)), noise(4096, 7));
    assert.equal(run(x), first, "later calls find the turns of the first");
    const apart = { re: new Float64Array(4097).subarray(1), im: new Float64Array(4097).subarray(1) };
    apart.re.set(x.re);
    apart.im.set(x.im);
    assert.equal(run(apart), first, "lists that begin between two vectors");
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY]) {
      const wrong = noise(4096);
      wrong.re[0] = value;
      for (const { re, im } of run(wrong)) assert.ok([...re, ...im].every(Number.isNaN), "in every result");
    }
    assert.is(cancelled(x), statusCode.cancelled);
    assert.equal(run(x), first, "a call after one that was cancelled");
  });

  for (const isa of availableIsas)
    test(`transforms of lengths told by each call (${language}, ${isa})`, () => {
      const longest = Math.max(...told);
      const options = { ...machineOptions(), target: targetFromIsa(isa) ?? machineOptions().target };
      const code = transformOfAnyLength(longest);
      const library = bench.compile(emitted(code, language, options, templates), language, options);
      const x = noise(longest);
      for (const n of told) {
        const [frame, found] = [new HandFrame(code), new Float64Array(2 * longest)];
        frame.pass(0, x.re);
        frame.pass(1, x.im);
        frame.words[frameHeader.size + 2] = BigInt(n);
        frame.pass(3, found);
        assert.is(frame.call(library), 0);
        agree([{ n }], [{ re: found.subarray(0, n), im: found.subarray(longest, longest + n) }], x);
      }
    });
}

test.run();
