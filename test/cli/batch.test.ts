/** `kleis batch`: rows of tables through one definition, the same on every tier, and what it says where they do not fit. */
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { parseNpy, writeNpy } from "../../src/tables/npy.ts";
import type { Table } from "../../src/tables/table.ts";
import { folder, kleis } from "../support/cli.ts";
import { hasCompiler } from "../support/emitted.ts";

const model = `
define energy(q : Vector(3), p : Vector(3)) : ℝ = dot(p, p) / 2 + 1 / sqrt(dot(q, q))
define turned(A : Matrix(2, 2), t : ℝ) = t * A * A
define square(x) = x^2
define inverse(x) = 1 / x
define steps(n : ℤ) = 3 * n + 1
define both(x, y) = (x + y, x * y, x > y)
define mean_of(v : Vector(n)) = sum(v) / n
define rotated(z : ℂ) = i * z
define named(x : ℝ) = "text"
`;

const rows = 150_000;

function reals(shape: readonly number[], entry: (k: number) => number): Table {
  const count = shape.reduce((product, n) => product * n, 1);
  return { shape, kind: "ℝ", values: Float64Array.from({ length: count }, (_, k) => entry(k)) };
}

const directory = folder({ "model.kleis": model, "one.kleis": "define only(x) = x + 1" });
const save = (name: string, table: Table) => writeFileSync(path.join(directory, name), writeNpy(table));
const read = (name: string) => parseNpy(readFileSync(path.join(directory, name)));
const batch = (...args: readonly string[]) => kleis(["batch", "model.kleis", ...args], { directory });
save(
  "points.npy",
  reals([rows, 6], (k) => Math.sin(k + 1)),
);
save(
  "matrices.npy",
  reals([3, 2, 2], (k) => k),
);
save(
  "times.npy",
  reals([3], (k) => k),
);
save(
  "vectors.npy",
  reals([2, 4], (k) => k),
);
save("complex.npy", { shape: [2], kind: "ℂ", values: Float64Array.of(1, 2, 3, 4) });

const backends = ["interp", "c", "rust"].filter(
  (b) => b === "interp" || hasCompiler(b === "rust" ? "rust" : "c"),
);

for (const backend of backends) {
  test(`${backend}: numbers, matrices, tuples and complex numbers a row`, async () => {
    const run = async (...args: readonly string[]) => {
      const { code, stdout, stderr } = await batch("--backend", backend, ...args);
      assert.is(stderr, "");
      assert.is(code, 0);
      return stdout;
    };
    await run("--fn", "turned", "--in", "matrices.npy", "--in", "times.npy", "--out", "turned.npy");
    assert.equal(read("turned.npy"), {
      shape: [3, 2, 2],
      kind: "ℝ",
      values: Float64Array.of(0, 0, 0, 0, 46, 55, 66, 79, 2 * 154, 2 * 171, 2 * 190, 2 * 211),
    });
    writeFileSync(path.join(directory, "xy.csv"), "y,x\n1,2\n3.5,4\n");
    assert.is(await run("--fn", "both", "--in", "xy.csv"), "3,2,1\n7.5,14,1\n");
    assert.is(await run("--fn", "mean_of", "--in", "vectors.npy"), "1.5\n5.5\n");
    assert.is(await run("--fn", "rotated", "--in", "complex.npy"), "-2,1\n-4,3\n");
    assert.is(await run("--fn", "steps", "--in", "times.npy"), "1\n4\n7\n");
    await run("--fn", "square", "--in", "times.npy", "--type", "ℤ", "--out", "squares.npy");
    assert.equal(read("squares.npy"), { shape: [3], kind: "ℤ", values: BigInt64Array.of(0n, 1n, 4n) });
  });
}

test("many rows in several calls; the second run starts no compiler", async () => {
  const args = ["--fn", "energy", "--in", "points.npy", "--out", "e.npy", "--json"];
  const first = JSON.parse((await batch(...args)).stdout);
  assert.equal([first.rows, first.failed, first.type], [rows, 0, "ℝ"]);
  const second = JSON.parse((await batch(...args)).stdout);
  assert.equal([second.cached, second.compile_ms, second.tier], [true, 0, first.tier]);
  const [points, energies] = [
    read("points.npy").values as Float64Array,
    read("e.npy").values as Float64Array,
  ];
  for (const row of [0, 1, 131_071, 131_072, rows - 1]) {
    const [a = 0, b = 0, c = 0, x = 0, y = 0, z = 0] = points.subarray(6 * row, 6 * row + 6);
    const expected = (x * x + y * y + z * z) / 2 + 1 / Math.hypot(a, b, c);
    assert.ok(Math.abs((energies[row] ?? 0) - expected) <= 1e-14 * expected, `row ${row}`);
  }
});

test("a row that fails is named, or is NaN with --keep-going", async () => {
  const input = "1\n2\n0\n4\n";
  const stopped = await kleis(["batch", "model.kleis", "--fn", "inverse", "--in", "-"], { directory, input });
  assert.is(stopped.code, 1);
  assert.is(stopped.stdout, "");
  assert.match(stopped.stderr, /KL0501.*Division by zero/);
  assert.match(stopped.stderr, /in row 2, counted from 0/);
  const args = ["batch", "model.kleis", "--fn", "inverse", "--in", "-", "--keep-going"];
  const whole = await kleis(args, { directory, input });
  assert.equal([whole.code, whole.stdout], [1, "1\n0.5\nnan\n0.25\n"]);
  assert.match(whole.stderr, /1 of 4 rows have no result/);
});

test("the only function of a file needs no name; no rows give no results", async () => {
  const only = await kleis(["batch", "one.kleis", "--in", "-"], { directory, input: "1\n2\n" });
  assert.equal([only.code, only.stdout], [0, "2\n3\n"]);
  save(
    "none.npy",
    reals([0, 6], () => 0),
  );
  const none = await batch("--fn", "energy", "--in", "none.npy", "--out", "none_out.npy");
  assert.equal([none.code, read("none_out.npy").shape], [0, [0]]);
});

test("files that are none", async () => {
  writeFileSync(path.join(directory, "letter.npy"), "x");
  for (const [file, words] of [
    ["letter.npy", /letter\.npy is no table of numbers\n {2}= this is no \.npy file/],
    [".", /\. cannot be read\n {2}= it is a directory/],
    ["nowhere.csv", /nowhere\.csv cannot be read\n {2}= there is no such file/],
  ] as const) {
    const { code, stdout, stderr } = await batch("--fn", "inverse", "--in", file);
    assert.equal([code, stdout], [1, ""]);
    assert.match(stderr, words);
  }
});

test("what does not fit is said with the numbers", async () => {
  const said = async (words: RegExp, ...args: readonly string[]) => {
    const { code, stderr } = await batch(...args);
    assert.is(code, 1);
    assert.match(stderr, words);
  };
  await said(
    /energy takes q : Vector\(3, ℝ\)[\s\S]*rows of 4 numbers/,
    "--fn",
    "energy",
    "--in",
    "vectors.npy",
  );
  await said(/2 rows, times\.npy has 3/, "--fn", "turned", "--in", "vectors.npy", "--in", "times.npy");
  await said(/did you mean `energy`/, "--fn", "enrgy", "--in", "times.npy");
  await said(/cannot be read\n {2}= it is a directory/, "--fn", "square", "--in", ".");
  await said(/no table of numbers/, "--fn", "square", "--in", "model.kleis");
  await said(/complex\.npy holds complex numbers/, "--fn", "square", "--in", "complex.npy");
  await said(/results of type String are no numbers/, "--fn", "named", "--in", "times.npy");
  assert.is((await batch("--fn", "square", "--in", "times.npy", "--out", "e.txt")).code, 2);
});

test.run();
