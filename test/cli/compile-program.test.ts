/** `kleis compile --exe`: a stand-alone program prints what `kleis eval` prints, and says of failures what it says. */
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { folder, kleis } from "../support/cli.ts";
import { hasCompiler } from "../support/emitted.ts";

const shapes = `
data Shape = Circle(r : ℝ) | Box(w : ℝ, h : ℝ) | Empty
define fib(n : ℤ) : ℤ = if n < 2 then n else fib(n - 1) + fib(n - 2)
define depth(n : ℤ) : ℤ = if n = 0 then 0 else 1 + depth(n - 1)
fib(20)
depth(200000)
1 / 3.0
1/0.5 > 1
"a\\"b ü"
complex(1, -2) * 2
(1, true, [1.5, 1e-7])
Matrix(2, 2, [1, 2.5, 3, 4]) * Matrix(2, 2, [1, 0, 1, 1])
[Circle(2), Box(1, 2), Empty]
list_map(λ x . (x, x^2), range(5))
list_filter(λ x . x > 2, [1, 2, 3, 4])
out(Matrix(2, 2, [1, 2.25, 30, 4]))
out([[1, 2], [3, 40]])
out("hello")
`;

async function program(text: string): Promise<{ directory: string; file: string; stderr: string }> {
  const directory = folder({ "shapes.kleis": text });
  const made = await kleis(["compile", "--exe", "shapes.kleis", "-o", "shapes"], { directory });
  return { directory, file: path.join(directory, "shapes"), stderr: made.stderr };
}

if (!hasCompiler("c")) test("a stand-alone program — skipped: no compiler", () => undefined);
else {
  test("values of every kind, as kleis eval prints them", async () => {
    const { directory, file, stderr } = await program(shapes);
    assert.is(stderr, "");
    const evaluated = await kleis(["eval", "shapes.kleis"], { directory });
    assert.is(execFileSync(file, { encoding: "utf8" }), evaluated.stdout);
  });

  test("a failure has its place and its numbers, and what came before is printed", async () => {
    const { directory, file } = await program(
      "define at(xs : List(ℤ), i : ℤ) = nth(xs, i)\n1 + 1\nat([1, 2, 3], 7)\n",
    );
    const run = spawnSync(file, { encoding: "utf8" });
    const evaluated = await kleis(["eval", "shapes.kleis"], { directory });
    assert.equal([run.status, run.stdout, run.stderr], [1, evaluated.stdout, evaluated.stderr]);
  });

  test("integers beyond 64 bits and endless recursion end it with an error", async () => {
    const large = await program("define cube(n : ℤ) : ℤ = n * n * n\ncube(4000000)\n");
    const overflow = spawnSync(large.file, { encoding: "utf8" });
    assert.is(overflow.status, 1);
    assert.match(overflow.stderr, "error[KL0507]: an integer does not fit into 64 bits");
    const endless = await program("define deep(n : ℤ) : ℤ = 1 + deep(n + 1)\ndeep(0)\n");
    const run = spawnSync(endless.file, { encoding: "utf8" });
    assert.is(run.status, 1);
    assert.match(run.stderr, "error[KL0503]: recursion too deep");
  });

  test("what native code cannot do is said, and nothing is written", async () => {
    const { file, stderr } = await program("1 + 1\nλ x . x + 1\n");
    assert.match(stderr, "native code does not yet support functions as values");
    assert.not(existsSync(file));
    assert.match((await program("define f(x) = x\n")).stderr, "has no expressions to evaluate");
  });
}

test.run();
