/** Whole programs by both printers: loops that can be ended, flags, arrays in frames and arenas, templates, deep recursion. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { frameHeader, statusCode } from "../../../src/emit/abi.ts";
import type { LoopProgram } from "../../../src/loop/loop.ts";
import {
  Bench,
  emitted,
  HandFrame,
  hasCompiler,
  type Language,
  machineOptions,
  templateTexts,
} from "../../support/emitted.ts";
import {
  fibonacci,
  freshArrays,
  product,
  smallArrays,
  squares,
  stickySum,
} from "../../support/loop-programs.ts";

const bench = new Bench();
test.after(() => bench.close());

const templates = templateTexts("matmul_f64");

function onBoth(name: string, body: (language: Language) => void): void {
  for (const language of ["c", "rust"] as const) {
    if (hasCompiler(language)) test(`${name} (${language})`, () => body(language));
    else test(`${name} (${language}) — skipped: no compiler`, () => undefined);
  }
}

function build(code: LoopProgram, language: Language): ReturnType<Bench["compile"]> {
  const options = machineOptions();
  return bench.compile(emitted(code, language, options, templates), language, options);
}

onBoth("recursion computes, and ends where the stack does", (language) => {
  const code = fibonacci();
  const library = build(code, language);
  const frame = new HandFrame(code);
  frame.words[frameHeader.size] = 20n;
  assert.is(frame.call(library), 0);
  assert.is(frame.words[frameHeader.size + 1], 6765n);
  frame.words[frameHeader.size] = 1_000_000n;
  assert.is(frame.call(library), statusCode.depth);
  assert.is(frame.words[1], -1n);
});

onBoth("recursion ends when the cancel word is set", (language) => {
  const code = fibonacci();
  const frame = new HandFrame(code);
  frame.words[frameHeader.size] = 90n;
  frame.cancelBy(new Int32Array([1]));
  assert.is(frame.call(build(code, language)), statusCode.cancelled);
});

onBoth("a result of unknown length stays in the arena until it is released", (language) => {
  const code = squares();
  const library = build(code, language);
  for (const n of [0, 1, 5, 5000, 100_000]) {
    const xs = Float64Array.from({ length: n }, (_, i) => i % 7);
    const frame = new HandFrame(code);
    frame.words[frameHeader.size] = BigInt(n);
    frame.pass(1, xs);
    assert.is(frame.call(library), 0);
    assert.is(
      frame.reals[frameHeader.size + 2],
      xs.reduce((sum, x) => sum + x * x, 0),
    );
    assert.is(frame.words[frameHeader.size + 3], BigInt(n));
    assert.equal(
      frame.doublesAt(4, Math.min(n, 9)),
      xs.slice(0, 9).map((x) => x * x),
    );
    frame.release(library);
    assert.is(frame.words[7], 0n);
  }
});

onBoth("a long loop looks at the cancel word between strips", (language) => {
  const code = squares();
  const frame = new HandFrame(code);
  const xs = new Float64Array(10_000);
  frame.words[frameHeader.size] = 10_000n;
  frame.pass(1, xs);
  frame.cancelBy(new Int32Array([1]));
  assert.is(frame.call(build(code, language)), statusCode.cancelled);
  assert.is(frame.words[7], 0n, "the arena was freed");
});

onBoth("arrays that an iteration does not hand on are gone with it", (language) => {
  const code = freshArrays();
  const library = build(code, language);
  const before = process.memoryUsage().rss;
  // The last makes 1000 arrays of 800 KB.
  for (const [n, m] of [
    [3, 2],
    [2000, 20],
    [1000, 100_000],
  ] as const) {
    const frame = new HandFrame(code);
    frame.words[frameHeader.size] = BigInt(n);
    frame.words[frameHeader.size + 1] = BigInt(m);
    assert.is(frame.call(library), 0);
    assert.is(frame.reals[frameHeader.size + 2], (n * (n - 1)) / 2);
  }
  assert.ok(process.memoryUsage().rss - before < 100e6);
});

onBoth("flags are tested after the nest, and a break leaves all of a cut loop", (language) => {
  const code = stickySum();
  const library = build(code, language);
  const run = (values: readonly bigint[]): readonly [number, bigint | undefined, bigint | undefined] => {
    const frame = new HandFrame(code);
    frame.words[frameHeader.size] = BigInt(values.length);
    frame.pass(1, BigInt64Array.from(values));
    return [frame.call(library), frame.words[frameHeader.size + 2], frame.words[1]];
  };
  const many = Array.from({ length: 10_000 }, (_, i) => BigInt(i + 1));
  assert.equal(run(many.filter((x) => x !== 13n))[1], 50_004_987n);
  assert.equal(run([1n, 2n, 0n, ...many]).slice(0, 2), [0, 3n]);
  const overflowing = run([2n ** 63n - 1n, 1n, 5n]);
  assert.equal([overflowing[0], overflowing[2]], [statusCode.overflow, 0n]);
  const domain = run(many);
  assert.equal([domain[0], domain[2]], [statusCode.domain, 1n]);
});

onBoth("small arrays lie in the frame, several results in registers", (language) => {
  const code = smallArrays();
  const text = emitted(code, language, machineOptions());
  assert.not.match(text.slice(text.indexOf("moments")), /kleis_allocate\(ctx/);
  const frame = new HandFrame(code);
  frame.reals[frameHeader.size] = 1;
  assert.is(frame.call(bench.compile(text, language, machineOptions())), 0);
  assert.equal([...frame.reals.slice(frameHeader.size + 1, frameHeader.size + 3)], [10, 24]);
});

onBoth("matrix products by template agree with the definition", (language) => {
  for (const [m, n, k] of [
    [1, 1, 1],
    [3, 5, 7],
    [8, 24, 4],
    [17, 33, 130],
    [40, 25, 300],
    [4, 4, 0],
    [129, 131, 140],
    [250, 1040, 15],
    [300, 49, 520],
  ] as const) {
    const code = product(m, n, k, (m + n) % 2 === 1);
    const frame = new HandFrame(code);
    const a = Float64Array.from({ length: m * k }, (_, i) => ((i * 7) % 11) - 5);
    const b = Float64Array.from({ length: k * n }, (_, i) => ((i * 5) % 13) - 6);
    const c = new Float64Array(m * n).fill(9);
    frame.pass(0, a);
    frame.pass(1, b);
    frame.pass(2, c);
    assert.is(frame.call(build(code, language)), 0);
    const want = Float64Array.from({ length: m * n }, (_, at) => {
      const [i, j] = [Math.floor(at / n), at % n];
      let sum = 0;
      for (let p = 0; p < k; p += 1) sum += (a[i * k + p] ?? 0) * (b[p * n + j] ?? 0);
      return sum;
    });
    assert.equal(c, want, `${m} × ${k} by ${k} × ${n}`);
  }
});

test.run();
