import { test } from "uvu";
import * as assert from "uvu/assert";
import { folder, kleis } from "../support/cli.ts";

const count = 10_000;
const directory = folder({
  "nested.kleis": `${"(".repeat(count)}1${")".repeat(count)}\n`,
  "terms.kleis": `${Array.from({ length: count }, () => "1").join(" + ")}\n`,
  "twice.kleis": `1.5\nout(2)\n${"(".repeat(count)}3${")".repeat(count)}\n`,
  "definitions.kleis": `${Array.from({ length: 5000 }, (_, i) => `define f${i}(x) = x + ${i}`).join("\n")}\nf4999(1)\n`,
});

/** Seconds on a machine that does other things too; what it takes alone is in the benchmarks. */
const patience = 30_000;

test("10,000 parentheses", async () => {
  const run = await kleis(["eval", "nested.kleis"], { directory });
  assert.equal([run.code, run.stdout, run.stderr], [0, "1\n", ""]);
  assert.ok(run.milliseconds < patience);
});

test("10,000 terms, interpreted and compiled", async () => {
  for (const args of [["terms.kleis"], ["--compile", "terms.kleis"]]) {
    const run = await kleis(["eval", ...args], { directory });
    assert.equal([run.code, run.stdout, run.stderr], [0, "10000\n", ""], args.join(" "));
    assert.ok(run.milliseconds < patience);
  }
});

test("a program that starts again on a large stack writes nothing twice, and keeps standard input", async () => {
  const run = await kleis(["eval", "twice.kleis"], { directory });
  assert.equal([run.code, run.stdout], [0, "1.5\n2\n3\n"], run.stderr);
  const piped = await kleis(["eval", "-"], { input: `${"(".repeat(count)}4${")".repeat(count)}\n` });
  assert.equal([piped.code, piped.stdout], [0, "4\n"], piped.stderr);
  const checked = await kleis(["check", "definitions.kleis", "nested.kleis"], { directory });
  assert.is(checked.stdout.match(/OK/g)?.length, 2, checked.stdout);
});

test("5,000 definitions", async () => {
  const run = await kleis(["eval", "definitions.kleis"], { directory });
  assert.equal([run.code, run.stdout, run.stderr], [0, "5000\n", ""]);
  assert.ok(run.milliseconds < patience);
});

test.run();
