import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { loadConfig, sizeOf } from "../../../src/session/config.ts";
import { configPlaces } from "../../../src/session/config-places.ts";
import { nodeHost } from "../../../src/toolchain/node-host.ts";
import { scratchDirectory } from "../../support/scratch.ts";

test("the threshold of the environment counts more than the file's", async () => {
  const directory = scratchDirectory();
  writeFileSync(path.join(directory, "kleis.toml"), "[jit]\nfunction_threshold = 7\n");
  const named = (value: string) => ({
    ...nodeHost(),
    environment: (name: string) => (name === "KLEIS_JIT_FUNCTION_THRESHOLD" ? value : undefined),
  });
  assert.is((await loadConfig(named("9"), directory)).config.functionThreshold, 9);
  assert.is((await loadConfig(named(""), directory)).config.functionThreshold, 7);
  const wrong = await loadConfig(named("many"), directory);
  assert.is(wrong.config.functionThreshold, 7);
  assert.equal(
    wrong.problems.map((problem) => problem.title),
    ['KLEIS_JIT_FUNCTION_THRESHOLD cannot be "many"'],
  );
});

async function config(text: string): ReturnType<typeof loadConfig> {
  const directory = scratchDirectory();
  writeFileSync(path.join(directory, "kleis.toml"), text);
  return loadConfig(nodeHost(), directory);
}

test("every key", async () => {
  const loaded = await config(
    '[execution]\ndefault = "rust"\noptimize = 2\ntarget = "x86-64-v3"\n[jit]\nenabled = true\ncache_compiled = false\nfunction_threshold = 7\nfast_math = true\ncache_dir = "here"\ncache_max_size = "3 MB"\n',
  );
  assert.equal(loaded.problems, []);
  assert.equal(loaded.config, {
    backend: "rust",
    optimise: 2,
    target: "x86-64-v3",
    jit: true,
    cacheCompiled: false,
    functionThreshold: 7,
    fastMath: true,
    cacheDirectory: "here",
    cacheMaxSize: 3 * 2 ** 20,
  });
});

test("jit and interpret are synonyms", async () => {
  assert.equal((await config('[execution]\ndefault = "jit"\n')).config, { compile: true });
  assert.equal((await config('[execution]\ndefault = "interpret"\n')).config, { backend: "interp" });
});

test("wrong values are errors with their key, unknown keys warnings; the rest counts", async () => {
  const loaded = await config("[jit]\nfunction_threshold = -1\nspeed = 3\nenabled = false\n[other]\n");
  assert.equal(
    loaded.problems.map((p) => `${p.severity} ${p.title}`),
    [
      "error kleis.toml: jit.function_threshold cannot be -1",
      "warning kleis.toml: unknown key jit.speed",
      "warning kleis.toml: unknown key other",
    ],
  );
  assert.equal(loaded.config, { jit: false });
});

test("the nearest file counts, and every place looked at is told", async () => {
  const outer = scratchDirectory();
  const inner = path.join(outer, "a", "b");
  mkdirSync(inner, { recursive: true });
  writeFileSync(path.join(outer, "kleis.toml"), "[execution]\noptimize = 1\n");
  const loaded = await loadConfig(nodeHost(), inner);
  assert.equal(loaded.config, { optimise: 1 });
  assert.equal(
    loaded.files.map((f) => path.relative(outer, f.path)),
    ["a/b/kleis.toml", "a/kleis.toml", "kleis.toml"],
  );
  assert.equal(configPlaces("/x/y"), ["/x/y/kleis.toml", "/x/kleis.toml", "/kleis.toml"]);
});

test("sizes", () => {
  assert.equal([sizeOf(12), sizeOf("12"), sizeOf("2k"), sizeOf("1 GB")], [12, 12, 2048, 2 ** 30]);
  assert.equal([sizeOf(-1), sizeOf("12 apples"), sizeOf(true)], [undefined, undefined, undefined]);
});

test.run();
