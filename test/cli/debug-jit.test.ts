import { chmodSync, readdirSync } from "node:fs";
import path from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { folder, kleis } from "../support/cli.ts";
import { hasTool } from "../support/tools.ts";

const environment = { DEBUG_JIT: "1" };

test("add called 150 times crosses the threshold of 100, and stays where it is cheaper", async () => {
  const directory = folder({
    "simple.kleis": "define add(a : ℝ, b : ℝ) : ℝ = a + b\nlist_fold(λ acc k . add(acc, k), 0, range(150))\n",
  });
  const run = await kleis(["eval", "simple.kleis"], { directory, environment });
  assert.is(run.stdout, "11175\n");
  assert.match(run.stderr, /^\[jit\] hot add \(1\d\d calls\)\n\[jit\] add#ℝ,ℝ stays interpreted: /);
});

if (hasTool("c")) {
  const slow = folder({
    "slow.kleis":
      "define add(a : ℤ, b : ℤ) : ℤ = if b = 0 then a else add(a + 1, b - 1)\nlist_fold(λ acc k . add(acc, k), 0, range(4000))\n",
  });

  test("one with work in a call is compiled beside the evaluation", async () => {
    const run = await kleis(["eval", "slow.kleis"], { directory: slow, environment });
    const interpreted = await kleis(["eval", "--interpret", "slow.kleis"], { directory: slow });
    assert.is(run.stdout, interpreted.stdout);
    assert.match(run.stderr, /^\[jit\] hot add \(1\d\d calls\)$/m);
    assert.match(run.stderr, /^\[jit\] compiling add#ℤ,ℤ reason=hot$/m);
    assert.match(run.stderr, /^\[jit\] compiled add#ℤ,ℤ tier=c \d+ms$/m);
    assert.match(run.stderr, /^\[jit\] executing add#ℤ,ℤ tier=c$/m);
    assert.is(interpreted.stderr, "");
  });

  test("the threshold is a setting", async () => {
    const directory = folder({
      "kleis.toml": "[jit]\nfunction_threshold = 1000000\n",
      "slow.kleis": "define add(a : ℤ, b : ℤ) : ℤ = if b = 0 then a else add(a + 1, b - 1)\nadd(1, 1000)\n",
    });
    assert.is((await kleis(["eval", "slow.kleis"], { directory, environment })).stderr, "");
    const sooner = { ...environment, KLEIS_JIT_FUNCTION_THRESHOLD: "10" };
    const run = await kleis(["eval", "slow.kleis"], { directory, environment: sooner });
    assert.match(run.stderr, /^\[jit\] hot add \(\d\d calls\)$/m);
  });

  test("@compile and --compile are named as the reason", async () => {
    const directory = folder({
      "asked.kleis": "@compile\ndefine f(x : ℝ) : ℝ = x * x\nout(f(3))\n",
    });
    const run = await kleis(["eval", "asked.kleis"], { directory, environment });
    assert.is(run.stdout, "9\n");
    assert.match(run.stderr, /^\[jit\] compile f \(@compile\)$/m);
    assert.match(run.stderr, /^\[jit\] compiling f#ℝ reason=annotation$/m);
    assert.match(run.stderr, /^\[jit\] compiled f#ℝ tier=c \d+ms$/m);
  });

  test("an expression that runs long is compiled beside the evaluator, and overtakes it", async () => {
    const directory = folder({
      "long.kleis": "let n = length(range(30000)) in Σ(1, n, λ i . Σ(1, n, λ j . i * j))\n",
    });
    const run = await kleis(["eval", "--json", "long.kleis"], { directory, environment });
    assert.match(run.stdout, /^{"value":{"int":"202513500225000000"},"type":"ℤ","tier":"c","cached":false,/);
    assert.match(run.stderr, /^\[jit\] compiling expression# reason=(critical|long)$/m);
  });

  test("what nobody waits for any more is not waited for at the end", async () => {
    const directory = folder({
      cc: '#!/bin/sh\nfor a in "$@"; do case "$a" in --version) echo "cc (slow) 12.0"; exit;; esac; done\nexec sleep 100\n',
      "short.kleis":
        "define add(a : ℤ, b : ℤ) : ℤ = if b = 0 then a else add(a + 1, b - 1)\nlist_fold(λ acc k . add(acc, k), 0, range(3000))\n",
    });
    chmodSync(path.join(directory, "cc"), 0o755);
    const cache = path.join(directory, "cache");
    const hanging = { ...environment, KLEIS_CC: path.join(directory, "cc"), KLEIS_CACHE_DIR: cache };
    const run = await kleis(["eval", "short.kleis"], { directory, environment: hanging });
    assert.is(run.stdout, "4498500\n");
    assert.is(run.code, 0);
    const left = readdirSync(cache, { recursive: true, encoding: "utf8" });
    assert.equal(
      left.filter((name) => name.endsWith(".c") || name.endsWith(".so")),
      [],
    );
  });

  test("known types are a reason where compiling is asked for", async () => {
    const run = await kleis(["eval", "--compile", "exp(2.5) + 1"], { environment });
    assert.match(run.stderr, /^\[jit\] compiling expression# reason=typed$/m);
  });

  test("a product of large matrices is compiled at once", async () => {
    const directory = folder({
      "product.kleis": "define g(A : Matrix(120, 120)) = trace(multiply(A, A))\nout(g(eye(120)))\n",
    });
    const run = await kleis(["eval", "product.kleis"], { directory, environment });
    assert.is(run.stdout, "120\n");
    assert.match(run.stderr, /^\[jit\] compiling g#Matrix\(120, 120, ℝ\) reason=critical$/m);
  });

  test("an overflow is told", async () => {
    const run = await kleis(["eval", "--compile", "3037000500 * 3037000500"], { environment });
    assert.is(run.stdout, "9223372037000250000\n");
    assert.match(run.stderr, /an integer left 64 bits; run again exactly/);
  });
}

test("-v accounts for every value on standard error", async () => {
  const run = await kleis(["eval", "-v", "--interpret", "1.5 + 1"]);
  assert.is(run.stdout, "2.5\n");
  assert.match(run.stderr, /^ {2}ℝ; tier interp, no compiler was started, ran \d+\.\d{3} ms\n$/);
});

test.run();
