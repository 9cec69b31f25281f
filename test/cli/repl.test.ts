/** The prompt in both modes: the same inputs show the same, whatever runs them (CS-79). */
import { writeFileSync } from "node:fs";
import path from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { openPrompt, type Prompt } from "../support/repl.ts";
import { scratchDirectory } from "../support/scratch.ts";

type Turn = readonly [input: string, shown: string | RegExp];

async function converse(prompt: Prompt, turns: readonly Turn[]): Promise<void> {
  for (const [input, shown] of turns) {
    const said = await prompt.say(input);
    // Native code that cannot be had is said, and the value follows.
    const text = said.replace(/^⚠️ {2}.*falling back to interpreter\n/u, "");
    if (typeof shown === "string") assert.is(text, shown, `after ${input}`);
    else assert.match(text, shown, `after ${input}`);
  }
}

for (const compile of [false, true]) {
  const mode = compile ? "compiling" : "interpreting";
  const talk = (name: string, turns: readonly Turn[]): void => {
    test(`${mode}: ${name}`, () => converse(openPrompt({ compile }), turns));
  };

  talk("expressions and the last result", [
    ["2 + 3 * 4", "14"],
    ["it * 2", "28"],
    ["it", "28"],
    [":eval it + 1", "✅ 29"],
    ["[1.5, 2, 3]", "[1.5, 2, 3]"],
    ["it + it", "[3, 4, 6]"],
    ["λ x . x + it", "λ x . x + it"],
    ['out("hello")', '"hello"'],
    ["1 + 1\n2 + 2", "2\n4"],
    ["", ""],
  ]);

  talk("a function as last result", [
    ["define twice(f) = λ x . f(f(x))", "✅ Defined: twice"],
    ["twice(λ x . x * 3)", /λ x/],
    ["it(5)", "45"],
  ]);

  talk("words of other prompts, and equations for definitions", [
    ["help", /^:help lists the commands/],
    ["exit", /^:quit leaves/],
    ["quit()", /^:quit leaves/],
    ["help(sin)", ":doc sin tells what it does"],
    ["define exit = 3", "✅ Defined: exit"],
    ["exit", "3"],
    ["x = 5", /^warning\[KL0023\][\s\S]*did you mean `define x = 5`\?\n[\s\S]*x = 5$/],
    ["f(x) = x + 1", /KL0101[\s\S]*did you mean `define f\(x\) = x \+ 1`\?$/],
    ["define x = 5", "✅ Defined: x"],
    ["x = 5", "true"],
    ["7 // 2", /^warning\[KL0024\][\s\S]*[\s\S]*\n7$/],
  ]);

  talk("fresh names stay fresh when the tiers change", [
    ['gensym("a")', "a′1"],
    [":jit on", /./],
    ['gensym("a")', "a′2"],
    [":jit off", /./],
    ['gensym("a")', "a′3"],
  ]);

  talk("lasting lets", [
    ["let x = 3", "x = 3"],
    ["let x = x + 1", "x = 4"],
    [":let y : ℝ = x", "y = 4"],
    ["x * y", "16"],
    ["let z = it", "z = 16"],
    ["1", "1"],
    ["z", "16"],
    ["define f(t) = z * t", "✅ Defined: f"],
    ["f(2)", "32"],
    ["let x = 3 in x * x", "9"],
    ["x", "4"],
    ["let w = 1 / 0", /^❌ Evaluation error: Division by zero \[KL0501\]/],
    [":type w", /Any|undefined|not defined/],
  ]);

  talk("a definition that mentions the last result keeps it", [
    ["20 + 1", "21"],
    ["define k(x) = x * it", "✅ Defined: k"],
    ["5", "5"],
    ["k(2)", "42"],
  ]);

  talk("redefining a function changes its callers", [
    ["define inner(x) = x + 1", "✅ Defined: inner"],
    ["define outer(x) = inner(x) * 10", "✅ Defined: outer"],
    ["define constant = outer(1)", "✅ Defined: constant"],
    ["outer(1)", "20"],
    ["constant", "20"],
    ["define inner(x) = x + 2", "✅ Defined: inner"],
    ["outer(1)", "30"],
    ["constant", "30"],
    ["define inner(x) = [x, x]", "✅ Defined: inner"],
    ["outer(1)", "[10, 10]"],
  ]);

  talk("redefining a constant, and a name that was not there before", [
    ["define g = 10", "✅ Defined: g"],
    ["define fall(t) = g * t", "✅ Defined: fall"],
    ["fall(3)", "30"],
    ["define g = 1.5", "✅ Defined: g"],
    ["fall(3)", "4.5"],
    ["define early(x) = late(x) + 1", /^warning\[KL0101\][\s\S]*✅ Defined: early$/],
    ["define late(x) = x * 5", "✅ Defined: late"],
    ["early(2)", "11"],
    ["q + 1", "q + 1"],
    ["define q = 6", "✅ Defined: q"],
    ["q + 1", "7"],
  ]);

  talk("redefining a data type", [
    ["data Shape = Circle(r : ℝ) | Dot", "✅ Defined: Shape"],
    ["define area(s) = match s { Circle(r) => r * r | Dot => 0 }", "✅ Defined: area"],
    ["let c = Circle(2.0)", "c = Circle(2)"],
    ["area(c)", "4"],
    ["c", "Circle(2)"],
    ["data Shape = Circle(r : ℝ, n : ℤ) | Dot", /^warning\[KL0202\][\s\S]*✅ Defined: Shape$/],
    ["it", "it"],
    ["area(c)", /Constructor Circle expects 2 arguments, got 1/],
    ["define area(s) = match s { Circle(r, n) => r * n | Dot => 0 }", "✅ Defined: area"],
    ["let c = Circle(2.0, 5)", "c = Circle(2, 5)"],
    ["area(c)", "10"],
  ]);

  talk("redefining an implements", [
    ["structure Sized(T) { operation size : T → ℤ }", "✅ Defined: Sized"],
    ["data Bag = Bag(n : ℤ)", "✅ Defined: Bag"],
    ["implements Sized(Bag) { operation size(b) = b.n }", "✅ Implemented: Sized"],
    ["define double(b) = 2 * size(b)", "✅ Defined: double"],
    ["double(Bag(4))", "8"],
    ["implements Sized(Bag) { operation size(b) = b.n + 1 }", "✅ Implemented: Sized"],
    ["double(Bag(4))", "10"],
  ]);

  talk("shadowing a built-in", [
    ["factorial(5)", "120"],
    ["define use(n) = factorial(n)", "✅ Defined: use"],
    ["use(5)", "120"],
    ["define factorial(n) = n + 1", "✅ Defined: factorial"],
    ["use(5)", "6"],
    [":reset", "Everything is forgotten."],
    ["factorial(5)", "120"],
  ]);

  talk("example blocks run where they are written", [
    ["define f(x) = x + 1", "✅ Defined: f"],
    ['example "adds" { assert(f(1) = 2) }', "✅ adds"],
    ['example "fails" { let y = f(2) assert(y = 4) }', "❌ fails\n   Assertion failed: expected 4, got 3"],
    ["f(5)", "6"],
  ]);

  talk("errors keep the session", [
    ["define f(x) = 1 / x", "✅ Defined: f"],
    ["f(0)", /^❌ Evaluation error: .*\[KL0501\]\n {2}┌─ <input 1>:1:15/],
    ["1 +", /^❌ Parse error: .*\[KL0019\]/],
    ["Matrix(1, 2, [1, 2]) * Matrix(1, 2, [1, 2])", /^❌ Type error: .*\[KL0301\]/],
    ["define h(A : Matrix(2, 3)) = A * A", /^❌ Type error/],
    ["nosuch(1)", /^❌ Type error: `nosuch` is not defined/],
    [":nosuch", "Unknown command: :nosuch. Type :help for available commands."],
    ["f(4.0)", "0.25"],
  ]);

  talk("a trace shows calls, results, decisions and cases", [
    ["define fib(n) = if n < 2 then n else fib(n - 1) + fib(n - 2)", "✅ Defined: fib"],
    [
      ":trace fib(2)",
      "→ fib(2)\n  n < 2 is false\n  → fib(1)\n    n < 2 is true\n  ← fib(1) = 1\n  → fib(0)\n    n < 2 is true\n  ← fib(0) = 0\n← fib(2) = 1\n1",
    ],
    ["it + 1", "2"],
    [":tr it + 1", "3"],
    ["data Shape = Circle(r : ℝ) | Dot", "✅ Defined: Shape"],
    ["define area(s) = match s { Circle(r) => let q = r * r in 3 * q | Dot => 0 }", "✅ Defined: area"],
    [
      ":trace list_map(area, [Circle(2), Dot])",
      "→ area(Circle(2))\n  match Circle(2): case 1, Circle(r), r = 2\n  q = 4\n← area(Circle(2)) = 12\n→ area(Dot)\n  match Dot: case 2, Dot\n← area(Dot) = 0\n[12, 0]",
    ],
    [":trace list_map(λ x . x + 1, [1])", "→ (λ x . x + 1)(1)\n← (λ x . x + 1)(1) = 2\n[2]"],
    ["define bad(x) = 1 / x", "✅ Defined: bad"],
    [":trace bad(0)", /^→ bad\(0\)\n❌ Evaluation error: Division by zero/],
    ["define c = fib(1)", "✅ Defined: c"],
    [":trace c", /^→ c\n {2}→ fib\(1\)[\s\S]*← c = 1\n1$/],
    ["define loop(n, a) = if n = 0 then a else loop(n - 1, a + n)", "✅ Defined: loop"],
    [":trace loop(5000, 0)", /^→ loop\(5000, 0\)[\s\S]*\n… what follows is not shown .*\n12502500$/],
    [":trace 1 +", /^❌ Parse error/],
  ]);

  talk("a command that does not exist, and one that nearly does", [
    [":traec 1", "Unknown command: :traec. Did you mean :trace? Type :help for available commands."],
    [":x1y2", "Unknown command: :x1y2. Type :help for available commands."],
  ]);

  test(`${mode}: stepping through an evaluation`, async () => {
    const { repl, say } = openPrompt({ compile });
    await say("define half(x) = x / 2");
    await say("define f(n) = if n = 0 then half(n) else let m = half(n) in f(0) + m");
    let answers: string[] = [];
    const asked: string[] = [];
    repl.ask = (prompt) => {
      asked.push(prompt);
      return Promise.resolve(answers.shift());
    };
    const debugged = async (input: string, ...keys: readonly string[]): Promise<readonly string[]> => {
      answers = [...keys];
      return (await say(input)).split("\n").map((line) => line.replace(/ {3}<input.*/, ""));
    };
    const keys = "s into the next call · n over it · c to the end · v variables · q quits";
    assert.equal(await debugged(":debug f(3)", "s", "s", "c"), [
      "→ f(3)",
      keys,
      "  n = 0 is false",
      "  → half(3)",
      "1.5",
    ]);
    assert.equal(await debugged(":d f(3)", "s", "n", "n", "n", "v", "n", "n", "n", "n"), [
      "→ f(3)",
      keys,
      "  n = 0 is false",
      "  → half(3)",
      "  ← half(3) = 1.5",
      "  m = 1.5",
      "  n = 3",
      "  m = 1.5",
      "  → f(0)",
      "  ← f(0) = 0",
      "← f(3) = 1.5",
      "1.5",
    ]);
    assert.equal(await debugged(":debug f(3)", "?", "q"), ["→ f(3)", keys, keys, "⏹  Interrupted"]);
    assert.equal(await debugged(":debug f(3)"), ["→ f(3)", keys, "⏹  Interrupted"]);
    assert.is(await say("it"), "1.5");
    assert.ok(asked.every((prompt) => prompt === "debug> "));
  });

  talk("values and definitions survive a switch of mode (CS-03, CS-75, CS-76)", [
    ["define f(x) = x * 2.5", "✅ Defined: f"],
    ["let v = list_map(f, [1, 2, 3])", "v = [2.5, 5, 7.5]"],
    [":jit", compile ? /^JIT: off/ : /^JIT: on/],
    ["it", /it/],
    ["f(4) + v[0]", "12.5"],
    [":jit on", /^JIT: on/],
    ["v + v", "[5, 10, 15]"],
    ["f(it[2])", "37.5"],
    [":jit off", /^JIT: off/],
    ["it", "37.5"],
    [":jit status", /^JIT: off/],
    [":jit stats", /^JIT: off.*\nEvaluations: 6 /],
    [":jit maybe", "Usage: :jit [on|off|status|stats]"],
  ]);
}

test("what was called, how often, at which types (RF-01)", async () => {
  const { say } = openPrompt();
  await say("define twice(x) = x + x");
  await say("list_map(twice, [1, 2, 3])");
  await say("twice(1.5)");
  assert.match(
    await say(":jit stats"),
    /\nCalls by the evaluator:\n {2}twice#ℤ {2}3 calls\n {2}twice#ℝ {2}1 call$/,
  );
});

test("the prompt shows the mode, and compiled code runs in it (CS-78)", async () => {
  const { repl, say } = openPrompt();
  assert.is(repl.prompt, "kleis> ");
  await say(":jit on");
  assert.is(repl.prompt, "kleis[jit]> ");
  assert.match(await say(":time 1.5 + 2"), /^3\.5\n⏱ {2}.* ms, tier c/);
  await say(":jit off");
  assert.match(await say(":time 1.5 + 2"), /^3\.5\n⏱ {2}.* ms, tier interp/);
});

test("what has no native code yet is said in one line, and evaluated (CS-80)", async () => {
  const { say } = openPrompt({ compile: true });
  assert.match(
    await say("x + 1"),
    /^⚠️ {2}JIT does not yet support .*, falling back to interpreter\nx \+ 1$/u,
  );
});

test("large values are handed to compiled code, which is then the same for all of them", async () => {
  const { say } = openPrompt({ compile: true });
  await say("let v = list_map(λ k . k * 1.5, range(40))");
  assert.is(await say("sum(v)"), "1170");
  await say("let v = list_map(λ k . k * 3.0, range(40))");
  assert.match(await say(":time sum(v)"), /^2340\n⏱ {2}.* ms, tier c$/);
});

test("native code stays off where it was switched off", async () => {
  const { say } = openPrompt({ backend: "interp" });
  assert.match(await say(":jit on"), /^Native code is switched off/);
});

test("a value that was computed is not computed again", async () => {
  const { say } = openPrompt();
  assert.is(await say('define c = let _ = out("once") in 7'), "✅ Defined: c");
  assert.is(await say("c"), '"once"\n7');
  await say("define unrelated = 1");
  assert.is(await say("c + 1"), "8");
});

test("looking without evaluating (CS-100)", async () => {
  const { say } = openPrompt();
  assert.is(await say(":type 1 + 2"), "📐 Type: ℤ");
  assert.is(await say(":t [1.5, 2]"), "📐 Type: Vector(2, ℝ)");
  assert.match(await say(":type λ x . x"), /^📐 Type: ∀a\. a → a$/);
  assert.match(await say(":type 1 + [1]"), /^⚠️ {2}Type inference: [\s\S]*Expression: 1 \+ \[1\]$/u);
  assert.match(await say(":ast 1 + 2"), /^call\n {2}callee: name name="plus"/);
  assert.match(await say(":doc sin"), /^sin : ℝ → ℝ\n/);
  assert.match(await say(":doc +"), /^plus : /);
  assert.is(await say(":doc determinnt"), "Nothing is known of determinnt.");
  await say("/// Twice as much.\ndefine twice(x : ℝ) = 2 * x");
  assert.is(await say(":doc twice"), "twice(x : ℝ) : ℝ → ℝ\nTwice as much.");
  for (const [stage, text] of [
    [":dump-core", /expression/],
    [":dump-ir", /3\.5|1\.5/],
    [":dump-c", /kleis_kernel/],
    [":dump-rust", /fn /],
  ] as const)
    assert.match(await say(`${stage} 1.5 + 2`), text);
});

test("the environment and its source", async () => {
  const { say, written } = openPrompt();
  assert.is(await say(":env"), "No functions or bindings defined.");
  assert.is(await say(":save"), "No definitions to export.");
  await say("define f(x, y : ℝ) = x + y");
  await say("let k = f(1, 2)");
  await say("data Color = Red | Green");
  await say("k + 1");
  assert.is(
    await say(":env"),
    "📌 Value bindings:\n  k = 3\n📍 Last result (it):\n  4\n📋 Defined functions:\n  f (x, y : ℝ) = ...\n🧱 Types and structures:\n  data Color = Red | Green",
  );
  assert.is(await say(":export all.kleis"), "✅ Exported 3 definitions to all.kleis");
  const again = openPrompt();
  assert.match(await again.say(written.get("all.kleis") ?? ""), /✅ Defined: f/);
  assert.is(await again.say("k"), "3");
});

test("a file that changed is loaded again", async () => {
  const directory = scratchDirectory();
  const file = path.join(directory, "lib.kleis");
  const { say } = openPrompt({}, directory);
  writeFileSync(file, "define a(x) = x + 1\ndata T = A | B\n");
  assert.is(
    await say(":load lib.kleis"),
    "✅ Loaded: 1 files, 1 functions, 0 structures, 1 data types, 0 type aliases",
  );
  await say("define b(x) = a(x) * 2");
  assert.is(await say("b(1)"), "4");
  writeFileSync(file, "define a(x) = x + 2\n");
  await say(":l lib.kleis");
  assert.is(await say("b(1)"), "6");
  writeFileSync(file, 'define a(x) = x + 3\na(1)\nout("seen")\n');
  assert.is(
    await say(":load lib.kleis"),
    "✅ Loaded: 1 files, 1 functions, 0 structures, 0 data types, 0 type aliases\n   2 expressions were not evaluated; :run lib.kleis does that",
  );
  assert.is(
    await say(":run lib.kleis"),
    '✅ Loaded: 1 files, 1 functions, 0 structures, 0 data types, 0 type aliases\n4\n"seen"',
  );
  assert.is(await say(":run"), "Usage: :run FILE");
  assert.match(await say(":load nosuch.kleis"), /^❌ Load error: cannot read nosuch\.kleis/);
  assert.match(await say('import "nosuch.kleis"'), /KL0102/);
});

test("what it says about itself", async () => {
  const { say } = openPrompt();
  const help = await say(":help");
  for (const name of [":eval", ":jit", ":dump-ir", ":quit", ":doc", ":reset"])
    assert.ok(help.includes(name), name);
  assert.match(await say(":help type"), /:type :t EXPR/);
  assert.match(await say(":symbols lam"), /λ \\lambda/);
  assert.match(await say(":syntax"), /define/);
  assert.match(await say(":verify 1 = 1"), /^❓ Unknown/);
});

test("every example that :examples shows runs", async () => {
  const { say } = openPrompt();
  const lines = (await say(":examples")).split("\n").map((line) => line.trim());
  for (const line of lines) assert.not.match(await say(line), /❌|warning/, line);
});

test("completion", () => {
  const { complete } = openPrompt();
  assert.equal(complete("\\alph"), [["α"], "\\alph"]);
  assert.equal(complete("x + \\lambda"), [["λ"], "\\lambda"]);
  assert.equal(complete(":dump-i"), [[":dump-ir"], ":dump-i"]);
  assert.equal(complete("1 + factori"), [["factorial"], "factori"]);
  assert.equal(complete(""), [[], ""]);
});

test.run();
