import { appendFileSync, existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { folder, jsonLines, kleis } from "../support/cli.ts";
import { hasTool } from "../support/tools.ts";

interface Place {
  readonly directory: string;
  readonly environment: { readonly KLEIS_CACHE_DIR: string };
}

function place(files: Readonly<Record<string, string>> = {}): Place {
  return { directory: folder(files), environment: { KLEIS_CACHE_DIR: path.join(folder({}), "cache") } };
}

test("an empty cache", async () => {
  const at = place();
  assert.match((await kleis(["cache", "ls"], at)).stdout, /^nothing is kept in /);
  assert.equal(jsonLines(await kleis(["cache", "ls", "--json"], at)), [[]]);
  assert.is((await kleis(["cache", "clear"], at)).code, 0);
  assert.is((await kleis(["cache", "verify"], at)).code, 0);
});

if (hasTool("c")) {
  const program = { "half.kleis": "define half(x : ℝ) : ℝ = x / 2\nhalf(3)\n" };

  test("ls, stats, verify, clear", async () => {
    const at = place(program);
    await kleis(["eval", "--compile", "half.kleis"], at);
    assert.match((await kleis(["cache", "ls"], at)).stdout, /^[0-9a-f]{12} {2}c .* half\.kleis: /);
    assert.match((await kleis(["cache", "stats"], at)).stdout, /libraries 1, records \d+, /);
    assert.match((await kleis(["cache", "verify"], at)).stdout, /: 1 sound, 0 damaged\n$/);
    const kernels = path.join(at.environment.KLEIS_CACHE_DIR, "v1", "kernels");
    const [key = ""] = readdirSync(kernels);
    appendFileSync(path.join(kernels, key, "kernel.so"), "x");
    assert.match((await kleis(["cache", "verify"], at)).stdout, /: 0 sound, 1 damaged and removed\n/);
    assert.equal(readdirSync(kernels), []);
    await kleis(["eval", "--compile", "half.kleis"], at);
    assert.match((await kleis(["cache", "clear"], at)).stdout, /^1 library removed from /);
    assert.equal(readdirSync(kernels), []);
  });

  test("expressions that share what they call come in one library, each with its own value and places", async () => {
    const shared = [
      "define half(n : ℕ) : ℝ = if n = 0 then 1.0 else half(n - 1) / 2",
      ...["half(3)", "half(4) + 1", 'concat("te", "xt")', "[half(1), half(2)]", "1 / (half(0) - 1)"],
    ].join("\n");
    for (const backend of ["c", "rust"] as const) {
      if (!hasTool(backend)) continue;
      const at = place({ "shared.kleis": shared });
      const eager = ["eval", "--json", "--backend", backend, "shared.kleis"];
      for (const cached of [false, true]) {
        const run = await kleis(eager, at);
        const values = jsonLines(run);
        assert.equal(
          values.map((line) => line["value"]),
          [0.125, 1.0625, "text", [0.5, 0.25]],
        );
        assert.ok(values.every((line) => line["tier"] === "interp" || line["cached"] === cached));
        assert.match(run.stderr, /Division by zero[\s\S]*shared\.kleis:6:1/);
      }
      // What has no native code stands between two of them.
      assert.is(jsonLines(await kleis(["cache", "ls", "--json"], at)).flat().length, 2);
      const why = (await kleis(["cache", "why", "--backend", backend, "shared.kleis"], at)).stdout;
      assert.is(why.match(/is kept/g)?.length, 4);
    }
  });

  test("why: kept, or what differs from the nearest", async () => {
    const at = place(program);
    const why = async (...args: readonly string[]): Promise<string> =>
      (await kleis(["cache", "why", ...args], at)).stdout;
    assert.match(
      await why("half.kleis"),
      /^half\(3\)\n {2}library [0-9a-f]{12} is not kept, nor one like it\n$/,
    );
    await kleis(["eval", "--compile", "half.kleis"], at);
    assert.match(await why("half.kleis"), /library [0-9a-f]{12} is kept: /);
    const other = await why("-O", "1", "half.kleis");
    assert.match(other, /is not kept; the nearest is [0-9a-f]{12} \(half\.kleis: /);
    assert.match(other, /flags: kept .*-O3.*, asked .*-O1/);
    assert.match(
      await why('format("{}", 1)'),
      /has no library: JIT does not yet support the built-in format/,
    );
    const [json] = jsonLines(await kleis(["cache", "why", "--json", "half.kleis"], at));
    assert.is(json?.["expression"], "half(3)");
  });

  test("kleis.toml names the directory, KLEIS_CACHE_DIR goes first", async () => {
    const directory = folder({ ...program, "kleis.toml": '[jit]\ncache_dir = "mine"\n' });
    await kleis(["eval", "--compile", "half.kleis"], {
      directory,
      environment: { KLEIS_CACHE_DIR: undefined },
    });
    assert.ok(existsSync(path.join(directory, "mine", "v1", "kernels")));
    const at = { directory, environment: place().environment };
    await kleis(["eval", "--compile", "half.kleis"], at);
    assert.ok(existsSync(path.join(at.environment.KLEIS_CACHE_DIR, "v1", "kernels")));
  });

  test("cache_compiled = false keeps nothing", async () => {
    const directory = folder({ ...program, "kleis.toml": "[jit]\ncache_compiled = false\n" });
    const { environment } = place();
    for (let i = 0; i < 2; i += 1) {
      const run = await kleis(["eval", "--compile", "--json", "half.kleis"], { directory, environment });
      const [line] = jsonLines(run);
      assert.equal([line?.["value"], line?.["tier"], line?.["cached"]], [1.5, "c", false]);
      assert.is(run.stderr, "");
    }
    assert.not(existsSync(path.join(environment.KLEIS_CACHE_DIR, "v1", "kernels")));
  });

  test("--keep-temps leaves the sources in the working directory", async () => {
    const at = place(program);
    await kleis(["eval", "--compile", "--keep-temps", "half.kleis"], at);
    await kleis(["eval", "--compile", "--keep-temps", "half.kleis"], at);
    const names = readdirSync(path.join(at.directory, "kleis-temps"));
    assert.is(names.length, 1);
    assert.match(names[0] ?? "", /^[0-9a-f]{12}\.c$/);
  });

  test("another option, another file, a changed file: another library; the same again: none", async () => {
    const at = place(program);
    const cached = async (...args: readonly string[]): Promise<unknown> =>
      jsonLines(await kleis(["eval", "--compile", "--json", ...args], at))[0]?.["cached"];
    assert.is(await cached("half.kleis"), false);
    assert.is(await cached("half.kleis"), true);
    assert.is(await cached("-O", "2", "half.kleis"), false);
    assert.is(await cached("-f", "half.kleis", "half(3)"), true);
    assert.is(await cached("-f", "half.kleis", "half(5)"), false);
  });
}

test.run();
