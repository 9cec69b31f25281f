import { spawn, spawnSync } from "node:child_process";
import { closeSync, existsSync, mkdirSync, openSync, writeFileSync } from "node:fs";
import path from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { folder, jsonLines, kleis, program } from "../support/cli.ts";

const faulty = "define half(x) = 1 / x\nhalf(2)\nhalf(0)\nhalf(4)\n";

test("evaluation stops at the first run-time error; values already printed stay", async () => {
  const directory = folder({ "faulty.kleis": faulty });
  const run = await kleis(["eval", "faulty.kleis"], { directory });
  assert.is(run.code, 1);
  assert.is(run.stdout, "0.5\n");
  assert.match(run.stderr, /^error\[KL0501\]: Division by zero\n {2}┌─ faulty\.kleis:1:18\n/);
  const json = await kleis(["eval", "--json", "faulty.kleis"], { directory });
  assert.is(json.code, 1);
  assert.equal(
    jsonLines(json).map((line) => line["value"]),
    [0.5],
  );
  assert.match(json.stderr, /Division by zero/);
});

test("what is certain to fail is said before anything runs, with its place", async () => {
  const directory = folder({
    "shapes.kleis":
      'out("never")\ndefine f(A : Matrix(2,3), B : Matrix(2,3)) = multiply(A, B)\nf(zeros(2, 3), zeros(2, 3))\n',
  });
  const run = await kleis(["eval", "shapes.kleis"], { directory });
  assert.is(run.code, 1);
  assert.is(run.stdout, "");
  assert.match(run.stderr, /shapes\.kleis:2:46/);
});

test("several mistakes of syntax in one run", async () => {
  const directory = folder({ "two.kleis": "define f(x) = x +\ndefine g(x) = (x\ndefine h(x) = x\n" });
  const run = await kleis(["check", "two.kleis"], { directory });
  assert.is(run.code, 1);
  assert.is(run.stderr.match(/^error\[/gm)?.length, 2, run.stderr);
});

test("a file that is no UTF-8 text is told, and a directory", async () => {
  const directory = folder({ "latin.kleis": "" });
  writeFileSync(path.join(directory, "latin.kleis"), Buffer.from('1 + 1\n"caf\xe9"\n', "latin1"));
  mkdirSync(path.join(directory, "folder.kleis"));
  const latin = await kleis(["eval", "latin.kleis"], { directory });
  assert.is(latin.code, 1);
  assert.is(latin.stdout, "");
  assert.match(latin.stderr, /KL0703.*cannot read latin\.kleis\n.*not UTF-8 text: byte 0xE9 in line 2/);
  const imported = await kleis(["eval", "-e", "1", "-f", "latin.kleis"], { directory });
  assert.match(imported.stderr, /byte 0xE9 in line 2/);
  const inside = await kleis(["eval", "folder.kleis"], { directory });
  assert.is(inside.code, 1);
  assert.match(inside.stderr, /KL0703.*\n.*it is a directory/);
});

test("a character that stands for an unknown one is a character", async () => {
  const directory = folder({ "replacement.kleis": '"\uFFFD"\n' });
  assert.is((await kleis(["eval", "replacement.kleis"], { directory })).stdout, '"\uFFFD"\n');
});

test("a time limit beyond what timers hold is no limit", async () => {
  const run = await kleis(["eval", "--timeout", "1e9", "1 + 1"]);
  assert.equal([run.code, run.stdout, run.stderr], [0, "2\n", ""]);
});

test("output that the disk does not take is the world's failure", () => {
  if (!existsSync("/dev/full")) return;
  const full = openSync("/dev/full", "w");
  const run = spawnSync(process.execPath, [program, "eval", "1 + 1"], { stdio: ["ignore", full, "pipe"] });
  closeSync(full);
  assert.is(run.status, 1);
  assert.match(run.stderr.toString(), /^error\[KL0702\]: the output cannot be written\n {2}= ENOSPC/);
});

test("an undeclared call is an error, a term under --symbolic", async () => {
  const run = await kleis(["eval", "sqr(2)"]);
  assert.is(run.code, 1);
  assert.match(run.stderr, /error\[KL0101\].*sqr[\s\S]*<expression>:1:1/);
  assert.is((await kleis(["eval", "--symbolic", "sqr(2)"])).stdout, "sqr(2)\n");
});

test("wrong usage is exit code 2 and says what is right", async () => {
  const wrong: readonly (readonly string[])[] = [
    ["frobnicate"],
    ["eval"],
    ["eval", "--no-such-option", "1"],
    ["eval", "--backend", "wasm", "1"],
    ["eval", "--timeout", "0", "1"],
    ["eval", "-O", "7", "1"],
    ["test"],
    ["check"],
    ["cache", "frobnicate"],
    ["cache", "why"],
  ];
  for (const args of wrong) {
    const run = await kleis(args);
    assert.is(run.code, 2, args.join(" "));
    assert.is.not(run.stderr, "", args.join(" "));
    assert.not.match(run.stderr, /^\s+at /m, args.join(" "));
  }
});

test("a file that is not there", async () => {
  for (const args of [
    ["eval", "nowhere.kleis"],
    ["check", "nowhere.kleis"],
    ["test", "nowhere.kleis"],
  ]) {
    const run = await kleis(args);
    assert.is(run.code, 1, args.join(" "));
    assert.match(run.stderr, /cannot read nowhere\.kleis/);
  }
});

test("an import that is not there, with the place of the import", async () => {
  const directory = folder({ "main.kleis": '\nimport "gone.kleis"\n1\n' });
  const run = await kleis(["eval", "main.kleis"], { directory });
  assert.is(run.code, 1);
  assert.match(run.stderr, /cannot resolve import 'gone\.kleis'[\s\S]*main\.kleis:2:/);
});

test("endless recursion is a clear error on every tier", async () => {
  const directory = folder({
    "deep.kleis": "define deep(n : ℤ) : ℤ = 1 + deep(n + 1)\ndeep(0)\n",
  });
  for (const backend of ["interp", "c", "rust", "auto"]) {
    const run = await kleis(["eval", "--backend", backend, "deep.kleis"], { directory });
    assert.is(run.code, 1, backend);
    assert.match(run.stderr, /error\[KL0503\]: recursion too deep[\s\S]*deep\.kleis:1:30/, backend);
  }
});

test("a reader that goes away ends the program quietly, as SIGPIPE would", async () => {
  const directory = folder({
    "long.kleis": "define go(n : ℤ) : ℤ = if n = 0 then 0 else let x = out(n) in go(n - 1)\ngo(100000)\n",
  });
  const child = spawn(process.execPath, [program, "eval", "long.kleis"], { cwd: directory });
  let stderr = "";
  child.stderr.on("data", (text: Buffer) => {
    stderr += text.toString();
  });
  child.stdout.once("data", () => child.stdout.destroy());
  const code = await new Promise((resolve) => child.on("close", resolve));
  assert.is(code, 141);
  assert.is(stderr, "");
});

test("a working directory that was removed is said to be gone", () => {
  const directory = folder({});
  const script = `cd "$1" && rmdir "$1" && "$2" "$3" eval "1 + 1"`;
  const run = spawnSync("sh", ["-c", script, "sh", directory, process.execPath, program], {
    encoding: "utf8",
  });
  assert.is(run.status, 2, run.stderr);
  assert.match(run.stderr, /^kleis: the working directory does not exist any more\n/);
});

test.run();
