import { chmodSync } from "node:fs";
import path from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { folder, kleis } from "../support/cli.ts";
import { hasTool } from "../support/tools.ts";

const endless = folder({
  "loop.kleis": "define loop(n : ℤ) : ℤ = loop(mod(n + 1, 1000))\nloop(0)\n",
  "list.kleis": "define spin(x : ℝ) : ℝ = spin(sum(list_map(λ k . k * x, range(100))) / 5000)\nspin(1)\n",
});

/** What starting, compiling and stopping may take on a busy machine, in milliseconds. */
const patience = 8000;

const tiers = (["interp", "c", "rust"] as const).filter((tier) => tier === "interp" || hasTool(tier));

for (const tier of tiers) {
  for (const file of ["loop.kleis", "list.kleis"]) {
    test(`--timeout ends ${file} on ${tier}`, async () => {
      const run = await kleis(["eval", "--backend", tier, "--timeout", "0.3", file], { directory: endless });
      assert.is(run.code, 124, run.stderr);
      assert.match(run.stderr, /error\[KL0508\]: the time limit of 0\.3 s was reached/);
      assert.ok(run.milliseconds < patience, `${run.milliseconds} ms`);
    });
  }

  test(`Ctrl-C ends a loop on ${tier}`, async () => {
    const run = await kleis(["eval", "--backend", tier, "loop.kleis"], {
      directory: endless,
      interruptAfter: 2000,
    });
    assert.is(run.code, 130, run.stderr);
    assert.ok(run.milliseconds < 2000 + patience, `${run.milliseconds} ms`);
  });
}

test("a compiler that never ends does not keep the program from ending", async () => {
  if (!hasTool("c")) return;
  const directory = folder({
    cc: '#!/bin/sh\nfor a in "$@"; do case "$a" in --version) echo "cc (slow) 12.0"; exit;; esac; done\nexec sleep 60\n',
    "sum.kleis": "sum([1.5, 2.5])\n",
  });
  chmodSync(path.join(directory, "cc"), 0o755);
  const environment = {
    KLEIS_CC: path.join(directory, "cc"),
    KLEIS_CACHE_DIR: path.join(directory, "cache"),
  };
  const args = ["eval", "--backend", "c", "sum.kleis"];
  const limited = await kleis([...args, "--timeout", "0.5"], { directory, environment });
  assert.is(limited.code, 124, limited.stderr);
  assert.not.match(limited.stderr, "warning");
  const stopped = await kleis(args, { directory, environment, interruptAfter: 1500 });
  assert.is(stopped.code, 130, stopped.stderr);
  assert.is(stopped.stderr, "");
  assert.ok(stopped.milliseconds < 1500 + patience, `${stopped.milliseconds} ms`);
});

test("auto ends too, before and after the compiler has come", async () => {
  const run = await kleis(["eval", "--timeout", "1.5", "loop.kleis"], { directory: endless });
  assert.is(run.code, 124, run.stderr);
});

test("--timeout ends a single step on large integers", async () => {
  const run = await kleis(["eval", "--timeout", "0.2", "mod(factorial(900000) * 3^10000000, 7)"]);
  assert.is(run.code, 124, run.stderr);
});

test("a warm start keeps the time limit", async () => {
  const args = ["eval", "--compile", "--timeout", "0.3", "list.kleis"];
  for (let i = 0; i < 2; i += 1) assert.is((await kleis(args, { directory: endless })).code, 124);
});

test("a limit that is not reached changes nothing", async () => {
  const run = await kleis(["eval", "--timeout", "30", "1 + 1"]);
  assert.is(run.stdout, "2\n");
  assert.ok(run.milliseconds < patience, "the timer keeps nobody waiting");
});

test.run();
