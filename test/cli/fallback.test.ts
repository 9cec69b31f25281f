import { chmodSync, cpSync, readdirSync, symlinkSync } from "node:fs";
import path from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { folder, jsonLines, kleis, program } from "../support/cli.ts";
import { hasTool } from "../support/tools.ts";

/** A PATH with nothing but Node. */
function bare(): string {
  const directory = folder({});
  symlinkSync(process.execPath, path.join(directory, "node"));
  return directory;
}

test("without a compiler everything is evaluated; --compile says so once", async () => {
  const environment = {
    PATH: bare(),
    KLEIS_CC: undefined,
    KLEIS_RUSTC: undefined,
    KLEIS_CACHE_DIR: folder({}),
  };
  const plain = await kleis(["eval", "1.5 * 2"], { environment });
  assert.equal([plain.code, plain.stdout, plain.stderr], [0, "3\n", ""]);
  const asked = await kleis(["eval", "--compile", "-e", "1.5 * 2", "-e", "2.5 * 3"], { environment });
  assert.equal([asked.code, asked.stdout], [0, "3\n7.5\n"]);
  assert.is(asked.stderr.match(/warning\[KL0602\]/g)?.length, 1, asked.stderr);
  assert.match(asked.stderr, /no cc, gcc, clang on PATH; no rustc on PATH/);
  const strict = await kleis(["eval", "--compile", "--strict-jit", "1.5 * 2"], { environment });
  assert.is(strict.code, 1);
  assert.match(strict.stderr, /error\[KL0602\]/);
});

if (hasTool("c"))
  test("text that the compiler refuses: the value, the definition, and a report that stays", async () => {
    const directory = folder({
      "model.kleis": "define twice(x : ℝ) : ℝ = if x > 1 then twice(x / 2) * 2 else x\n\ntwice(5.5)\n",
      // As cc, but for the text of one function, which it spoils before.
      cc: '#!/bin/sh\n[ -f kernel.c ] && sed -i "s/^static double twice_[0-9]*(.*{/& spoiled/" kernel.c\nexec /usr/bin/env cc "$@"\n',
    });
    chmodSync(path.join(directory, "cc"), 0o755);
    const temporary = folder({});
    const environment = {
      KLEIS_CC: path.join(directory, "cc"),
      KLEIS_CACHE_DIR: folder({}),
      TMPDIR: temporary,
    };
    const run = await kleis(["eval", "--backend", "c", "model.kleis"], { directory, environment });
    assert.equal([run.code, run.stdout], [0, "5.5\n"], run.stderr);
    assert.match(run.stderr, /^warning\[KL0605\]: a bug of kleis: cc rejected the emitted C/);
    assert.match(run.stderr, /model\.kleis:1:8\n[\s\S]*kernel\.c:\d+:\d+: error: .*spoiled/);
    const report = readdirSync(temporary).find((name) => run.stderr.includes(path.join(temporary, name)));
    assert.ok(report !== undefined, run.stderr);
    assert.equal(readdirSync(path.join(temporary, report)).sort(), ["compiler.log", "kernel.c"]);
    const strict = await kleis(["eval", "--backend", "c", "--strict-jit", "model.kleis"], {
      directory,
      environment,
    });
    assert.is(strict.code, 3);
  });

test("KLEIS_JIT=0 turns native code off", async () => {
  const run = await kleis(["eval", "--compile", "--json", "1.5 * 2"], { environment: { KLEIS_JIT: "0" } });
  assert.is(jsonLines(run)[0]?.["tier"], "interp");
  assert.is(run.stderr, "");
});

test("without ffi-rs everything is evaluated", async () => {
  const elsewhere = folder({});
  cpSync(path.dirname(program), path.join(elsewhere, "dist"), { recursive: true });
  const options = { program: path.join(elsewhere, "dist", "kleis.cjs"), directory: elsewhere };
  assert.is((await kleis(["eval", "1.5 * 2"], options)).stdout, "3\n");
  const asked = await kleis(["eval", "--compile", "1.5 * 2"], options);
  assert.equal([asked.code, asked.stdout], [0, "3\n"]);
  assert.match(asked.stderr, /warning\[KL0602\][\s\S]*ffi-rs/);
});

test("what has no native form falls back with its place, or is an error under --strict-jit", async () => {
  const directory = folder({ "text.kleis": 'define greet(n) = concat("a", n)\n\ngreet("b")\n' });
  const run = await kleis(["eval", "--compile", "text.kleis"], { directory });
  assert.equal([run.code, run.stdout], [0, '"ab"\n']);
  assert.match(
    run.stderr,
    /JIT does not yet support making strings, falling back to interpreter\n {2}┌─ text\.kleis:/,
  );
  const quiet = await kleis(["eval", "text.kleis"], { directory });
  assert.is(quiet.stderr, "");
  const strict = await kleis(["eval", "--compile", "--strict-jit", "text.kleis"], { directory });
  assert.is(strict.code, 1);
  assert.match(strict.stderr, /error\[KL0601\]/);
});

if (hasTool("c")) {
  test("a cache that cannot be written gives one warning, and the values", async () => {
    const cache = folder({});
    chmodSync(cache, 0o555);
    const readOnly = folder({});
    const environment = { KLEIS_CACHE_DIR: process.getuid?.() === 0 ? "/proc/kleis" : cache, HOME: readOnly };
    const run = await kleis(["eval", "--compile", "-e", "1.5 * 2", "-e", "2.5 * 3", "-e", "4.5 + 1"], {
      environment,
    });
    assert.equal([run.code, run.stdout], [0, "3\n7.5\n5.5\n"], run.stderr);
    assert.is(run.stderr.match(/warning\[KL0701\]/g)?.length, 1, run.stderr);
  });

  test("a damaged library is compiled again, never loaded", async () => {
    const environment = { KLEIS_CACHE_DIR: folder({}) };
    const args = ["eval", "--compile", "--json", "[1.5, 2.5] * 3"];
    await kleis(args, { environment });
    const { readdirSync, truncateSync } = await import("node:fs");
    const kernels = path.join(environment.KLEIS_CACHE_DIR, "v1", "kernels");
    for (const key of readdirSync(kernels)) truncateSync(path.join(kernels, key, "kernel.so"), 100);
    const [line] = jsonLines(await kleis(args, { environment }));
    assert.equal([line?.["value"], line?.["tier"], line?.["cached"]], [[4.5, 7.5], "c", false]);
  });

  test("overflow runs again exactly", async () => {
    const directory = folder({
      "power.kleis":
        "define raised(b : ℤ, n : ℤ) : ℤ = if n = 0 then 1 else b * raised(b, n - 1)\nraised(3, 50)\n",
    });
    const run = await kleis(["eval", "--compile", "--json", "power.kleis"], { directory });
    assert.equal(jsonLines(run)[0]?.["value"], { int: "717897987691852588770249" });
  });
}

test.run();
