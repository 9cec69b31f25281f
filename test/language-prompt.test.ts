/** The rules of the prompt, one conversation each. */
import path from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { InputReader } from "../src/cli/repl/inputs.ts";
import { root } from "./support/program-file.ts";
import { openPrompt } from "./support/repl.ts";

// covers: L16.1, L16.2, L16.12
test("expressions and :eval", async () => {
  const { say } = openPrompt();
  assert.is(await say("2 + 2"), "4");
  assert.is(await say("x + 2"), "x + 2");
  assert.is(await say(":eval 2 * 3"), "✅ 6");
  assert.is(await say(":ev it + 1"), "✅ 7");
  assert.match(await say(":eval 1 / 0"), /^❌ Evaluation error: Division by zero/);
  assert.match(await say("1 +"), /^❌ Parse error: /);
  assert.is(await say(":foo"), "Unknown command: :foo. Type :help for available commands.");
});

// covers: L16.3, L16.4
test(":let and :define", async () => {
  const { say } = openPrompt();
  assert.is(await say(":let x = 2 + 3"), "x = 5");
  assert.is(await say(":define f(y) = x * y"), "✅ Defined: f");
  assert.is(await say("define g(y) = f(y) + 1"), "✅ Defined: g");
  assert.is(await say(":def h(y) = g(y)"), "✅ Defined: h");
  assert.is(await say("h(2)"), "11");
});

// covers: L16.5, L16.8
test(":type and :ast", async () => {
  const { say } = openPrompt();
  assert.is(await say(":type 1"), "📐 Type: ℤ");
  assert.match(await say(":t λ x . x"), /^📐 Type: /);
  assert.match(await say(":type 1 + [1]"), /^⚠️ {2}Type inference: /u);
  assert.match(await say(":ast 1 + 2"), /plus/);
});

// covers: L16.6, L16.7, L16.10
test(":load, :env and :export", async () => {
  const { say, written } = openPrompt({}, path.join(root, "test/language/library"));
  assert.is(
    await say(":load shapes.kleis"),
    "✅ Loaded: 1 files, 2 functions, 1 structures, 1 data types, 1 type aliases",
  );
  await say("let side = 3");
  await say("area(Square(side))");
  const environment = await say(":env");
  for (const line of [
    "📌 Value bindings:",
    "  side = 3",
    "📍 Last result (it):",
    "  9",
    "📋 Defined functions:",
  ])
    assert.ok(environment.includes(line), environment);
  assert.match(environment, /^ {2}twice \(l : Length\) = \.\.\.$/m);
  await say(":export all.kleis");
  assert.match(written.get("all.kleis") ?? "", /side/);
  const empty = openPrompt();
  assert.is(await empty.say(":e"), "No functions or bindings defined.");
});

// covers: L16.9, L16.11
test("what needs a solver says so; the help texts", async () => {
  const { say } = openPrompt();
  assert.match(await say(":verify 1 = 1"), /^❓ Unknown/);
  assert.match(await say(":sat x > 1"), /^❓ Unknown/);
  for (const [command, short] of [
    [":help", ":h"],
    [":syntax", ":syn"],
    [":examples", ":ex"],
    [":symbols", ":sym"],
  ] as const) {
    const text = await say(command);
    assert.ok(text.length > 100, command);
    assert.is(await say(short), text);
  }
});

// covers: L16.13
test("a backslash continues, :{ and :} enclose a block", () => {
  const reader = new InputReader();
  assert.is(reader.line("1 + \\"), undefined);
  assert.match(String(reader.line("2")), /^1 \+ \n2$/);
  assert.is(reader.line(":{"), undefined);
  assert.is(reader.line("define a = 1"), undefined);
  assert.match(String(reader.line(":}")), /define a = 1/);
});

test.run();
