/** The rules of the language that show only in whole processes: imports, example blocks, the command line. */
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { folder, kleis } from "../support/cli.ts";

/** Files in folders. */
function tree(files: Readonly<Record<string, string>>): string {
  const directory = folder({});
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.join(directory, path.dirname(name)), { recursive: true });
    writeFileSync(path.join(directory, name), text);
  }
  return directory;
}

const values = async (args: readonly string[], directory: string, environment = {}): Promise<string> => {
  const run = await kleis(args, { directory, environment });
  return `${run.stdout}${run.stderr}`.trimEnd();
};

// covers: L13.1, L13.2, L5.2
test("imports come first, each file once; cycles do no harm; the file's own definitions come last", async () => {
  const directory = tree({
    "main.kleis": 'f(1)\ng(1)\nh(1)\ndefine h(x) = x * 1000\nimport "a.kleis"\nimport "b.kleis"\n',
    "a.kleis": 'import "deep/c.kleis"\ndefine f(x) = c(x) + 1\ndefine h(x) = 0\n',
    "b.kleis": 'import "./deep/c.kleis"\nimport "main.kleis"\ndefine g(x) = c(x) + 2\ndefine h(x) = 0\n',
    "deep/c.kleis":
      'import "../a.kleis"\nlet_me_see\ndefine let_me_see = out("once")\ndefine c(x) = x * 10\n',
  });
  assert.is(await values(["eval", "main.kleis"], directory), "11\n12\n1000");
});

// covers: L5.8, L13.2
test("of two imports the later one wins", async () => {
  const directory = tree({
    "main.kleis": 'import "a.kleis"\nimport "b.kleis"\nf(1)\n',
    "a.kleis": 'define f(x) = "a"\n',
    "b.kleis": 'define f(x) = "b"\n',
  });
  assert.is(await values(["eval", "main.kleis"], directory), '"b"');
});

// covers: L13.3
test("the examples of an imported file are not run", async () => {
  const directory = tree({
    "main.kleis": 'import "lib.kleis"\nexample "own" { assert(f(1) = 2) }\n',
    "lib.kleis": 'define f(x) = x + 1\nexample "the library\'s" { assert(1 = 2) }\n',
  });
  assert.is(await values(["test", "main.kleis"], directory), "✅ own\n\n✅ 1 example passed");
});

// covers: L13.4
test("absolute paths, and paths beside the importing file", async () => {
  const directory = tree({ "lib/one.kleis": 'import "two.kleis"\n', "lib/two.kleis": "define two = 2\n" });
  writeFileSync(path.join(directory, "main.kleis"), `import "${directory}/lib/one.kleis"\ntwo\n`);
  assert.is(await values(["eval", path.join(directory, "main.kleis")], "/"), "2");
});

// covers: L13.5
test("stdlib/…: KLEIS_ROOT, the parents of the importer, the current directory, the shipped library", async () => {
  const where = (text: string) => `define where_from = "${text}"\n`;
  const directory = tree({
    "project/deep/main.kleis": 'import "stdlib/mine.kleis"\nwhere_from\n',
    "elsewhere/stdlib/mine.kleis": where("KLEIS_ROOT"),
    "current/stdlib/mine.kleis": where("current"),
    "shipped.kleis": 'import "stdlib/prelude.kleis"\nphi\n',
  });
  const main = path.join(directory, "project/deep/main.kleis");
  const current = path.join(directory, "current");
  assert.is(await values(["eval", main], current), '"current"');
  writeFileSync(path.join(directory, "project/deep/unused.kleis"), "");
  mkdirSync(path.join(directory, "project/stdlib"));
  writeFileSync(path.join(directory, "project/stdlib/mine.kleis"), where("parent"));
  assert.is(await values(["eval", main], current), '"parent"');
  const environment = { KLEIS_ROOT: path.join(directory, "elsewhere") };
  assert.is(await values(["eval", main], current, environment), '"KLEIS_ROOT"');
  assert.is(await values(["eval", "shipped.kleis"], directory), "1.618033988749895");
});

// covers: L13.6, L13.7
test("an import that leads nowhere or cannot be read is an error of the importer", async () => {
  const directory = tree({
    "main.kleis": 'import "nowhere.kleis"\nexample "e" { assert(1 = 1) }\n',
    "broken.kleis": 'import "bad.kleis"\nexample "e" { assert(1 = 1) }\n',
    "bad.kleis": "define f(x = 1\n",
  });
  const missing = await kleis(["test", "main.kleis"], { directory });
  assert.is(missing.code, 1);
  assert.match(missing.stderr, /nowhere\.kleis[\s\S]*main\.kleis:1:1/);
  const broken = await kleis(["test", "broken.kleis"], { directory });
  assert.is(broken.code, 1);
  assert.match(broken.stderr, /bad\.kleis:1:/);
});

// covers: L13.8, L15.2, L15.3
test("eval -f and check follow imports", async () => {
  const directory = tree({
    "main.kleis": 'import "lib.kleis"\ndefine g(x) = f(x) * 2\n',
    "lib.kleis": "define f(x) = x + 1\n",
  });
  assert.is(await values(["eval", "-f", "main.kleis", "g(1)"], directory), "4");
  assert.is(
    await values(["check", "main.kleis"], directory),
    "main.kleis: OK (1 functions, 0 data types, 0 structures)",
  );
});

// covers: L12.1
test("nothing is loaded that is not imported, but for the core types", async () => {
  assert.is(await values(["eval", "-e", "phi", "-e", "Some(1)"], "/"), "phi\nSome(1)");
});

// covers: L15.2, L8.7
test("eval: errors go to standard error, and the exit is 1", async () => {
  for (const [expression, message] of [
    ["1 / 0", /Division by zero/],
    ["1 +", /KL0019/],
    ["nosuch(1)", /`nosuch` is not defined/],
  ] as const) {
    const run = await kleis(["eval", expression]);
    assert.equal([run.code, run.stdout], [1, ""], expression);
    assert.match(run.stderr, message);
  }
  assert.is((await kleis(["eval", "--symbolic", "nosuch(1 + 1)"])).stdout, "nosuch(2)\n");
});

const blocks = `define f(x) = x + 1
example "first" { out(f(1)) assert(f(1) = 2) assert(f(2) = 3) }
example "second" { let bad = 1 / 0 assert(bad = 1) }
example "third" { assert(f(1) = 5) }
example "open" { let y : ℝ assert(y > 0) }
`;

// covers: L14.14, L14.18, L14.19, L14.16
test("the lines of kleis test, what is printed before its result", async () => {
  const directory = tree({ "blocks.kleis": blocks, "none.kleis": "define f(x) = x\n" });
  const run = await kleis(["test", "blocks.kleis"], { directory });
  assert.is(run.code, 1);
  assert.is(
    run.stdout,
    `2
✅ first
❌ second
   Error evaluating expression: Division by zero
❌ third
   Assertion failed: expected 5, got 2
❔ open
   Not decided: y > 0 stays symbolic

❌ 1/4 examples passed (2 failed, 1 not decided)
`,
  );
  assert.is((await kleis(["test"], { directory })).code, 2);
  assert.is((await kleis(["test", "absent.kleis"], { directory })).code, 1);
  // covers: L14.17
  assert.is(await values(["test", "none.kleis"], directory), "none.kleis: no example blocks found");
});

// covers: L14.15, L15.1
test("-e, -v and several files", async () => {
  const directory = tree({
    "a.kleis": 'example "one" { assert(1 = 1) }\nexample "two" { assert(2 = 2) assert(1 < 2) }\n',
    "b.kleis": 'example "three" { assert(3 = 3) }\n',
  });
  assert.is(
    await values(["test", "-v", "-e", "two", "a.kleis"], directory),
    "⏭️  one (skipped)\n✅ two: passed (2/2 assertions)\n\n✅ 1 example passed\n   (1 skipped by filter)",
  );
  assert.match(await values(["test", "a.kleis", "b.kleis"], directory), /✅ two[\s\S]*✅ three/);
  assert.is(await values(["test", "--raw-output", "a.kleis"], directory), "");
});

// covers: L15.4
test("repl -l loads a file", async () => {
  const directory = tree({ "lib.kleis": "define f(x) = x + 1\n" });
  const run = await kleis(["repl", "-l", "lib.kleis"], { directory, input: "f(2)\n" });
  assert.match(run.stdout, /^3$/m);
});

// covers: L9.4
test("eval prints matrices without boxes", async () => {
  assert.is(await values(["eval", "Matrix(1, 2, [1, 2])"], "/"), "Matrix(1, 2, [1, 2])");
});

// covers: L19.1
test("@compile compiles at the first call; what cannot be is interpreted, and the reason said once", async () => {
  const directory = tree({
    "fast.kleis": "@compile\ndefine f(x) = x * 2.5\nf(2)\n",
    "texts.kleis": '@compile\ndefine g(s) = concat(s, "!")\ng("a")\ng("b")\n',
  });
  const fast = await kleis(["eval", "--json", "fast.kleis"], { directory });
  assert.match(fast.stdout, /"value":5,.*"tier":"(c|rust)"|"tier":"interp"/);
  const texts = await kleis(["eval", "texts.kleis"], { directory });
  assert.is(texts.stdout, '"a!"\n"b!"\n');
  assert.is(texts.stderr.split("falling back to interpreter").length, 2, texts.stderr);
});

// covers: L19.18
test("the program of an annotated 1000×1000 matrix and upper-case lets", async () => {
  const directory = tree({
    "big.kleis":
      "define gram(A : Matrix(1000, 1000)) = let B = transpose(A) in let C = multiply(A, B) in trace(C)\ngram(eye(1000))\n",
  });
  assert.is(await values(["eval", "--compile", "big.kleis"], directory), "1000");
});

test.run();
