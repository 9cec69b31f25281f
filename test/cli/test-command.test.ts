import { test } from "uvu";
import * as assert from "uvu/assert";
import { folder, jsonLines, kleis } from "../support/cli.ts";

/** The sample program of language.md §18. */
const sample = `import "stdlib/prelude.kleis"
data Wave = Sine(freq : ℝ) | Square(freq : ℝ) | Silence
define at(w, t) = match w {
    Sine(f)   => sin(2 * pi * f * t)
    Square(f) => if mod(floor(2 * f * t), 2) = 0 then 1 else -1
    Silence   => 0
}
define energy(w, n) = list_fold(λ acc t . acc + at(w, t)^2, 0, linspace(0, 1, n)) / n
define power2(a : Matrix(2, 2, ℝ)) = multiply(a, a)
example "square wave" {
    out(at(Square(1), 0.75))
    assert(energy(Square(3), 40) = 1)
}
example "nilpotent" {
    let a = Matrix(2, 2, [0, 1, 0, 0]) in
    assert(power2(a) = zeros(2))
    assert(trace(power2(a)) = 1)
}
`;

const directory = folder({
  "sample.kleis": sample,
  "good.kleis":
    'example "one" { assert(1 + 1 = 2) }\nexample "two" { let x = 3 assert(x < 4) assert(x = 3) }\n',
  "open.kleis": 'example "free" { let y : ℝ assert(y + 1 = y * 2) }\nexample "closed" { assert(1 = 1) }\n',
  "none.kleis": "define f(x) = x\n",
  "broken.kleis": 'define f(x) = (x\nexample "e" { assert(1 = 1) }\n',
});

test("the output for the sample program of the language", async () => {
  const run = await kleis(["test", "-v", "sample.kleis"], { directory });
  assert.is(run.code, 1);
  assert.is(
    run.stdout,
    `-1
✅ square wave: passed (1/1 assertions)
❌ nilpotent
   Assertion failed: expected 1, got 0

❌ 1/2 examples passed (1 failed)
`,
  );
});

test("all passed; the singular; a filter", async () => {
  const all = await kleis(["test", "good.kleis"], { directory });
  assert.equal([all.code, all.stdout], [0, "✅ one\n✅ two\n\n✅ 2 examples passed\n"]);
  const one = await kleis(["test", "-v", "-e", "tw", "good.kleis"], { directory });
  assert.equal(
    [one.code, one.stdout],
    [
      0,
      "⏭️  one (skipped)\n✅ two: passed (2/2 assertions)\n\n✅ 1 example passed\n   (1 skipped by filter)\n",
    ],
  );
});

test("only what the programs print", async () => {
  const run = await kleis(["test", "--raw-output", "sample.kleis"], { directory });
  assert.equal([run.code, run.stdout], [1, "-1\n"]);
});

test("a block that stays symbolic is not decided, which is neither passed nor failed", async () => {
  const run = await kleis(["test", "open.kleis"], { directory });
  assert.is(run.code, 1);
  assert.match(
    run.stdout,
    /^❔ free\n {3}Not decided: .*\n✅ closed\n\n❔ 1\/2 examples passed \(1 not decided\)\n$/,
  );
});

test("one JSON object per block, in the order of the file", async () => {
  const run = await kleis(["test", "--json", "sample.kleis"], { directory });
  assert.is(run.code, 1);
  assert.equal(jsonLines(run), [
    { example: "square wave", line: 10, status: "passed", asserts: 1 },
    {
      example: "nilpotent",
      line: 14,
      status: "failed",
      asserts: 2,
      message: "Assertion failed: expected 1, got 0",
    },
  ]);
  assert.is(run.stderr, "-1\n");
});

test("no blocks is no failure; a file that does not parse is one", async () => {
  const none = await kleis(["test", "none.kleis"], { directory });
  assert.equal([none.code, none.stdout], [0, "none.kleis: no example blocks found\n"]);
  const broken = await kleis(["test", "broken.kleis"], { directory });
  assert.is(broken.code, 1);
  assert.match(broken.stderr, /broken\.kleis:1:/);
});

test("several files: named, counted together; the worst decides", async () => {
  const run = await kleis(["test", "good.kleis", "none.kleis", "open.kleis", "broken.kleis"], { directory });
  assert.is(run.code, 1);
  assert.is(
    run.stdout,
    `good.kleis:
✅ one
✅ two

✅ 2 examples passed

none.kleis: no example blocks found
open.kleis:
❔ free
   Not decided: y + 1 = y * 2 stays symbolic
✅ closed

❔ 1/2 examples passed (1 not decided)

❔ 3/4 examples passed (1 not decided) in 4 files
   (1 file could not be checked)
`,
  );
  const json = await kleis(["test", "--json", "good.kleis", "open.kleis"], { directory });
  assert.equal(
    jsonLines(json).map(({ file, example, status }) => [file, example, status]),
    [
      ["good.kleis", "one", "passed"],
      ["good.kleis", "two", "passed"],
      ["open.kleis", "free", "undecided"],
      ["open.kleis", "closed", "passed"],
    ],
  );
  assert.is((await kleis(["test", "good.kleis", "none.kleis"], { directory })).code, 0);
  assert.is((await kleis(["test", "sample.kleis", "good.kleis"], { directory })).code, 1);
});

test("blocks run natively with the same verdicts", async () => {
  const run = await kleis(["test", "--compile", "sample.kleis"], { directory });
  assert.match(run.stdout, /✅ square wave\n❌ nilpotent\n/);
});

test("a mistake fails only the blocks that reach it", async () => {
  const mixed = folder({
    "mixed.kleis":
      'define bad() = multiply(zeros(2, 3), zeros(2, 3))\nexample "reaches" { assert(trace(bad()) = 0) }\nexample "does not" { assert(1 = 1) }\n',
  });
  const run = await kleis(["test", "mixed.kleis"], { directory: mixed });
  assert.is(run.code, 1);
  assert.match(run.stdout, /❌ reaches\n[\s\S]*✅ does not\n\n❌ 1\/2 examples passed \(1 failed\)/);
});

test.run();
