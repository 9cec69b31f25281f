/** How lines become inputs. */

import { Readable } from "node:stream";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { converse } from "../../src/cli/repl/console.ts";
import { InputReader } from "../../src/cli/repl/inputs.ts";
import { openPrompt } from "../support/repl.ts";

/** Every input that the lines make, the unfinished one at the end included. */
function inputsOf(...lines: readonly string[]): readonly string[] {
  const reader = new InputReader();
  const inputs = lines.flatMap((line) => reader.line(line) ?? []);
  return reader.waiting ? [...inputs, `waiting: ${reader.end()}`] : inputs;
}

test("a complete line is an input", () => {
  assert.equal(inputsOf("1 + 1", "define f(x) = x", ":type 1 +"), [
    "1 + 1",
    "define f(x) = x",
    "waiting: :type 1 +",
  ]);
  assert.equal(inputsOf(":load a b (", ":doc (", ""), [":load a b (", ":doc (", ""]);
});

test("an unfinished text waits for more", () => {
  assert.equal(inputsOf("define f(x) =", "  x + 1"), ["define f(x) =\n  x + 1"]);
  assert.equal(inputsOf("f(1,", "2", ")"), ["f(1,\n2\n)"]);
  assert.equal(inputsOf("if 1 < 2 then 3", "else 4"), ["if 1 < 2 then 3\nelse 4"]);
  assert.equal(inputsOf(":eval (1 +", "2)"), [":eval (1 +\n2)"]);
  assert.equal(inputsOf("structure S(T) {", "operation f : T → T", "}"), [
    "structure S(T) {\noperation f : T → T\n}",
  ]);
});

test("an empty line ends the waiting", () => {
  assert.equal(inputsOf("1 +", "", "2"), ["1 +\n", "2"]);
});

test("a let without `in` is complete, one that began is not", () => {
  assert.equal(inputsOf("let x = 3"), ["let x = 3"]);
  assert.equal(inputsOf("let x : Vector(2) = [1, 2]"), ["let x : Vector(2) = [1, 2]"]);
  assert.equal(inputsOf("let x = 3 in", "x * x"), ["let x = 3 in\nx * x"]);
  assert.equal(inputsOf("let x =", "3"), ["let x =\n3"]);
  assert.equal(inputsOf("let [a, b] = [1, 2] in a + b"), ["let [a, b] = [1, 2] in a + b"]);
});

test("a backslash continues, :{ and :} enclose", () => {
  assert.equal(inputsOf("2 + 3 \\", "* 4"), ["2 + 3 \n* 4"]);
  assert.equal(inputsOf(":{", "define a = 1", "", "a", ":}", "2"), ["define a = 1\n\na", "2"]);
  assert.equal(inputsOf(":{", "define a = 1"), ["waiting: define a = 1"]);
});

test("long inputs end where they would if they were parsed with every line", () => {
  const reader = new InputReader();
  const lines = Array.from({ length: 300 }, (_, i) => `f(${i}, ")", [${i}]), // (`);
  for (const line of ["[", ...lines]) assert.is(reader.line(line), undefined);
  assert.match(reader.line("7]") ?? "", /^\[\nf\(0[\s\S]*299\]\), \/\/ \(\n7\]$/);
  assert.not(reader.waiting);
  for (const line of ["[", ...lines, "/* ] ]"]) assert.is(reader.line(line), undefined);
  assert.is(reader.line("*/"), undefined);
  assert.ok(reader.line("7]") !== undefined);
  // A mistake ends it, at the latest when it has grown by a quarter.
  const wrong = ["[", ...lines, "1 1 1,", ...lines.slice(0, 100)].findIndex(
    (line) => reader.line(line) !== undefined,
  );
  assert.ok(wrong > 300 && wrong < 380, String(wrong));
});

/** What a prompt shows whose lines come from elsewhere. */
async function shownFor(chunks: Iterable<string>): Promise<readonly string[]> {
  const shown: string[] = [];
  const { repl } = openPrompt({ backend: "interp" }, undefined, (text) => shown.push(text));
  await converse({
    repl,
    input: Readable.from(chunks, { objectMode: false }),
    output: undefined,
    history: [],
    keepHistory: () => undefined,
    complete: () => [[], ""],
  });
  repl.workspace.close();
  return shown;
}

test("many lines wait for their turn, the last one without its end", async () => {
  const lines = Array.from({ length: 3000 }, (_, k) => String(k));
  assert.equal(await shownFor([lines.slice(0, 2000).join("\n"), "\n", lines.slice(2000).join("\n")]), lines);
});

test("a line that does not end", async () => {
  function* zeros(): Generator<string> {
    yield "1 + 1\n";
    for (;;) yield "\0".repeat(2 ** 22);
  }
  const shown = await shownFor(zeros());
  assert.equal([...shown].sort(), ["2", "❌ A line of more than 64 MiB is no input."]);
});

test.run();
