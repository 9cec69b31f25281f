import path from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { folder, jsonLines, kleis } from "../support/cli.ts";
import { root } from "../support/program-file.ts";
import { hasTool } from "../support/tools.ts";

test("an expression, several, a file, definitions from a file, standard input", async () => {
  const directory = folder({ "square.kleis": "define sq(x) = x * x\nsq(3)\nsq(4)\n" });
  const values = async (args: readonly string[], input?: string): Promise<readonly string[]> => {
    const run = await kleis(args, { directory, ...(input === undefined ? {} : { input }) });
    assert.is(run.code, 0, run.stderr);
    return run.stdout.trimEnd().split("\n");
  };
  assert.equal(await values(["eval", "2 + 3 * 4"]), ["14"]);
  assert.equal(await values(["eval", "-e", "1", "-e", "2.5"]), ["1", "2.5"]);
  assert.equal(await values(["eval", "square.kleis"]), ["9", "16"]);
  assert.equal(await values(["run", "square.kleis"]), ["9", "16"]);
  assert.equal(await values(["eval", "square.kleis", "-e", "sq(5)"]), ["9", "16", "25"]);
  assert.equal(await values(["eval", "-f", "square.kleis", "sq(6)"]), ["36"]);
  assert.equal(await values(["eval", "-"], "define f(x) = x + 1\nf(1)\n"), ["2"]);
  assert.equal(await values(["eval", "-", "-e", "f(2)"], "define f(x) = x + 1"), ["3"]);
});

test("the program finds its way from any directory, and imports lie beside the importer", async () => {
  const directory = folder({
    "lib.kleis": "define twice(x) = 2 * x\n",
    "main.kleis": 'import "lib.kleis"\nimport "stdlib/prelude.kleis"\ntwice(4)\n',
  });
  const run = await kleis(["eval", path.join(directory, "main.kleis")], { directory: "/" });
  assert.is(run.stdout, "8\n", run.stderr);
});

const encodings: readonly (readonly [expression: string, value: unknown, type: string])[] = [
  ["1.5", 1.5, "ℝ"],
  ["exp(1000)", "Infinity", "ℝ"],
  ["-exp(1000)", "-Infinity", "ℝ"],
  ["[exp(1000) - exp(1000), 1.5]", ["NaN", 1.5], "Vector(2, ℝ)"],
  ["2^53", 2 ** 53, "ℤ"],
  ["2^53 + 1", { int: "9007199254740993" }, "ℤ"],
  ["rational(2, 6)", { rational: ["1", "3"] }, "ℚ"],
  ["complex(1, 2)", { re: 1, im: 2 }, "ℂ"],
  ["1 < 2", true, "Bool"],
  ['"a\\"b"', 'a"b', "String"],
  ["[1, 2, 3]", [1, 2, 3], "Vector(3, ℤ)"],
  [
    "Matrix(2, 3, [1, 2, 3, 4, 5, 6])",
    [
      [1, 2, 3],
      [4, 5, 6],
    ],
    "Matrix(2, 3, ℤ)",
  ],
  ["(1, 2.5)", { tuple: [1, 2.5] }, "ℤ × ℝ"],
  ["Some(4)", { tag: "Some", fields: [4] }, "Option(ℤ)"],
  ["λ (x : ℝ) . x", { function: "ℝ → ℝ" }, "ℝ → ℝ"],
  ["x + 1", { expr: "x + 1" }, "Any"],
];

test("--json writes every kind of value as the contract says, with its type", async () => {
  const args = encodings.flatMap(([expression]) => ["-e", expression]);
  const run = await kleis(["eval", "--json", ...args]);
  assert.is(run.code, 0, run.stderr);
  const lines = jsonLines(run);
  for (const [i, [expression, value, type]] of encodings.entries()) {
    assert.equal(lines[i]?.["value"], value, expression);
    assert.is(lines[i]?.["type"], type, expression);
  }
  assert.equal(Object.keys(lines[0] ?? {}), ["value", "type", "tier", "cached", "compile_ms", "run_ms"]);
});

test("under --json what a program prints goes to standard error, and its value is a line", async () => {
  const run = await kleis(["eval", "--json", 'out("hello")', "-e", "1"]);
  assert.is(run.stderr, '"hello"\n');
  assert.equal(
    jsonLines(run).map((line) => line["value"]),
    ["hello", 1],
  );
});

test("the value of a top-level out is not printed again", async () => {
  const run = await kleis(["eval", "out(1 + 1)", "-e", "3"]);
  assert.is(run.stdout, "2\n3\n");
});

if (hasTool("c")) {
  test("--compile: the tier is c, and the second run starts no compiler", async () => {
    const environment = { KLEIS_CACHE_DIR: folder({}) };
    const run = (): ReturnType<typeof kleis> =>
      kleis(["eval", "--compile", "--json", "examples/lorenz.kleis"], { environment });
    const interpreted = await kleis(["eval", "--backend", "interp", "--json", "examples/lorenz.kleis"]);
    const [first, second] = [await run(), await run()];
    const facts = (name: string, lines: ReturnType<typeof jsonLines>): readonly unknown[] =>
      lines.map((line) => line[name]);
    assert.equal(facts("tier", jsonLines(first)), ["c", "c"]);
    assert.equal(facts("cached", jsonLines(first)), [false, false]);
    assert.equal(facts("cached", jsonLines(second)), [true, true]);
    for (const one of [first, second])
      assert.equal(facts("value", jsonLines(one)), facts("value", jsonLines(interpreted)));
  });

  test("a warm start notices that a file, an import or a new file in an import's way has changed", async () => {
    const directory = folder({
      "lib.kleis": "define k() = 2.5\n",
      "main.kleis": 'import "lib.kleis"\nk() * 2\n',
    });
    const environment = { KLEIS_CACHE_DIR: folder({}) };
    const value = async (): Promise<string> =>
      (await kleis(["eval", "--compile", "main.kleis"], { directory, environment })).stdout;
    assert.is(await value(), "5\n");
    assert.is(await value(), "5\n");
    const { writeFileSync } = await import("node:fs");
    writeFileSync(path.join(directory, "lib.kleis"), "define k() = 3.5\n");
    assert.is(await value(), "7\n");
    writeFileSync(path.join(directory, "main.kleis"), 'import "lib.kleis"\nk() * 3\n');
    assert.is(await value(), "10.5\n");
  });
}

test("help of every command has an example", async () => {
  for (const command of ["eval", "test", "check", "compile", "explain", "cache", "doctor"]) {
    const run = await kleis([command, "--help"]);
    assert.is(run.code, 0, command);
    assert.match(run.stdout, /Examples:\n {2}kleis /, command);
  }
});

test("an expression may begin with a minus, the value of an option may not become one", async () => {
  for (const args of [["-3 + 1"], ["-e", "-3 + 1"], ["--", "-3 + 1"], ["-3 + 1", "--threads", "1"]])
    assert.is((await kleis(["eval", ...args])).stdout, "-2\n", args.join(" "));
  for (const [option, value] of [
    ["--threads", "-3"],
    ["--timeout", "-1"],
    ["-O", "-1"],
  ] as const) {
    const { code, stdout, stderr } = await kleis(["eval", option, value, "1"]);
    assert.equal([code, stdout], [2, ""]);
    assert.ok(stderr.includes(option) && stderr.includes(`argument '${value}' is invalid`), stderr);
  }
});

test("the version", async () => {
  const { version } = JSON.parse(
    await (await import("node:fs/promises")).readFile(path.join(root, "package.json"), "utf8"),
  );
  assert.is((await kleis(["--version"])).stdout, `${version}\n`);
});

test.run();
