import { test } from "uvu";
import * as assert from "uvu/assert";
import { folder, kleis } from "../support/cli.ts";
import { hasProgram, hasTool } from "../support/tools.ts";

const directory = folder({
  "model.kleis":
    "data Shape = Circle(r : ℝ) | Square(a : ℝ)\nstructure Sized(T) { operation size : T → ℝ }\ndefine area(s) = match s { Circle(r) => r * r  Square(a) => a * a }\ndefine twice(x : ℝ) : ℝ = 2 * x\n",
  "wrong.kleis": "define f(x : ℝ) : ℝ = x\n\ndefine g(a) = f(a, 1)\n",
  "syntax.kleis": "define f(x = 1\n",
});

test("check counts what is declared, and finds mistakes without running anything", async () => {
  const fine = await kleis(["check", "model.kleis"], { directory });
  assert.equal(
    [fine.code, fine.stdout],
    [0, "model.kleis: OK (2 functions, 1 data types, 1 structures)\n"],
    fine.stderr,
  );
  const wrong = await kleis(["check", "wrong.kleis", "model.kleis"], { directory });
  assert.is(wrong.code, 1);
  assert.match(wrong.stderr, /`f` expects 1 argument, got 2[\s\S]*wrong\.kleis:3:15/);
  assert.match(wrong.stdout, /model\.kleis: OK/);
});

test("check --parse-only sees syntax alone", async () => {
  assert.is((await kleis(["check", "--parse-only", "wrong.kleis"], { directory })).code, 0);
  assert.is((await kleis(["check", "--parse-only", "syntax.kleis"], { directory })).code, 1);
});

test("explain: type, tier and why", async () => {
  const run = await kleis(["explain", "1 + 2.5"]);
  assert.match(run.stdout, /^1 \+ 2\.5 : ℝ\n {2}tier /);
  const effect = await kleis(["explain", "out(1)"]);
  assert.match(effect.stdout, /tier interp: it prints or reads/);
  const text = await kleis(["explain", 'concat("a", "b")']);
  assert.match(text.stdout, /JIT does not yet support making strings/);
});

test("explain: what is written out, what stays a loop, who computes it and where", async () => {
  const files = folder({
    "m.kleis": `define f(A : Matrix(2, 2), B : Matrix(2, 2)) = 2 * A + B
define g(A : Matrix(40, 40), B : Matrix(40, 40)) = A * B
define h(x : ℝ) = sum(list_map(λ k . k * x, range(1000)))
define s(xs : List(ℝ)) = list_map(λ x . x * 2, xs)
`,
  });
  const code = async (name: string) =>
    (await kleis(["explain", "-f", "m.kleis", name], { directory: files })).stdout.match(/code of .*/g) ?? [];
  const [small, large, fold, open] = await Promise.all(["f", "g", "h", "s"].map(code));
  assert.match(
    small?.join("\n") ?? "",
    /code of f: written out, \d+ statements; results in the caller's memory/,
  );
  assert.match(large?.join("\n") ?? "", /code of g: .*by matmul_f64/);
  assert.match(fold?.join("\n") ?? "", /code of h: 1 loop of known length; .*vectors of \d numbers/);
  assert.match(open?.join("\n") ?? "", /code of s: 1 loop, length known at run time.* arena/);
});

if (hasTool("c") && hasProgram("objdump"))
  test("a product of known sizes is straight vector code (KJ-04)", async () => {
    const directory = folder({
      "m.kleis": "define f(A : Matrix(2, 3), B : Matrix(3, 4)) : Matrix(2, 4) = multiply(A, B)\n",
    });
    const words = ["explain", "--target", "x86-64-v3", "--emit", "asm", "-f", "m.kleis", "f"];
    const { stdout } = await kleis(words, { directory });
    const arithmetic = stdout.match(/\bv(?:mul|add|fmadd\d+)[ps]d +\w+/g) ?? [];
    // Two rows of four, three terms each.
    assert.is(arithmetic.length, 6, stdout);
    assert.ok(
      arithmetic.every((one) => /pd +ymm/.test(one)),
      stdout,
    );
  });

test("explain a built-in says what it does", async () => {
  const run = await kleis(["explain", "random"]);
  assert.match(run.stdout, /^random : ℤ → List\(ℝ\)\n[\s\S]*\nexample: random\(1\)/);
});

test("explain a name of the program: type, comment, place, and what native code is made of it", async () => {
  const files = folder({
    "m.kleis":
      "/// Twice the same.\ndefine twice(f, x) = f(f(x))\ndefine square(x : ℝ) : ℝ = x^2\ndata Shape = Dot | Disc(r : ℝ)\n",
  });
  const explain = (...words: readonly string[]) =>
    kleis(["explain", "-f", "m.kleis", ...words], { directory: files });
  const polymorphic = await explain("twice");
  assert.match(
    polymorphic.stdout,
    /^twice\(f, x\) : ∀a\. .*\nTwice the same\.\n {2}declared at m\.kleis:2:8\n {2}tier: .*each call/,
  );
  assert.match(
    (await explain("square")).stdout,
    /^square\(x : ℝ\) : ℝ → ℝ\n {2}declared at m\.kleis:3:8\n {2}tier /,
  );
  assert.match(
    (await explain("Disc")).stdout,
    /^data Shape = Dot \| Disc\(r : ℝ\)\n {2}declared at m\.kleis:4:6$/m,
  );
  assert.match((await explain("--emit", "core", "square")).stdout, /^square#\d+\(x/);
  const open = await explain("--emit", "c", "twice");
  assert.is(open.code, 2);
  assert.match(open.stderr, /--emit c takes a call, twice\(f, x\)/);
});

test("explain a name of the library says which import brings it", async () => {
  const run = await kleis(["explain", "least_squares"]);
  assert.match(
    run.stdout,
    /^least_squares\(A[\s\S]* {2}example: [\s\S]* {2}import "stdlib\/elimination\.kleis" brings it$/m,
  );
  assert.match(
    (await kleis(["explain", "Ring"])).stdout,
    /^structure Ring\(R\)[\s\S]*stdlib\/prelude\.kleis" brings it$/m,
  );
});

test("explain what is no expression, or what nothing knows", async () => {
  assert.match((await kleis(["explain", "+"])).stdout, /^plus : ℤ × ℤ → ℤ$/m);
  assert.match((await kleis(["explain", "ℝ"])).stdout, /^ℝ : a type of the language$/m);
  const unknown = await kleis(["explain", "determinant"]);
  assert.is(unknown.code, 1);
  assert.match(unknown.stderr, /KL0101[\s\S]*did you mean `det`\?/);
  assert.match((await kleis(["explain", "KL501"])).stdout, /^# KL0501/);
  assert.match(
    (await kleis(["explain", "KL0599"])).stderr,
    /there is no error KL0599\n {2}KL0501 {2}a divisor is zero/,
  );
});

test("a file without a command is told the command", async () => {
  for (const words of [["model.kleis"], ["--compile", "model.kleis"]]) {
    const run = await kleis(words, { directory });
    assert.is(run.code, 2);
    assert.match(run.stderr, `(kleis eval ${words.join(" ")} runs it; kleis --help lists the commands)`);
  }
});

test("explain a file of definitions shows their types", async () => {
  const run = await kleis(["explain", "model.kleis"], { directory });
  assert.match(run.stdout, /^twice : ℝ → ℝ$/m);
});

test("explain --emit prints every stage", async () => {
  const stages: Readonly<Record<string, RegExp>> = {
    ast: /plus|\+/,
    types: /: ℝ/,
    core: /: ℝ =/,
    loop: /return/,
    c: /kleis_kernel/,
    rust: /kleis_kernel/,
  };
  for (const [stage, expected] of Object.entries(stages)) {
    const run = await kleis(["explain", "--emit", stage, "1.5 + 2.5"]);
    assert.is(run.code, 0, `${stage}: ${run.stderr}`);
    assert.match(run.stdout, expected, stage);
  }
});

test("explain an error code shows its page", async () => {
  const run = await kleis(["explain", "kl0501"]);
  assert.is(run.code, 0, run.stderr);
  assert.match(run.stdout, /KL0501/);
  assert.is((await kleis(["explain", "KL9999"])).code, 1);
});

test("doctor says what the machine offers", async () => {
  const run = await kleis(["doctor"]);
  assert.match(run.stdout, /^[✓✗] cc {11}/m);
  assert.is(run.code, hasTool("c") || hasTool("rust") ? 0 : 1);
  const json = JSON.parse((await kleis(["doctor", "--json"])).stdout);
  assert.type(json.compiles, "boolean");
  assert.ok(json.findings.some((finding: { readonly name: string }) => finding.name === "rustc"));
});

test("a misspelt word in kleis.toml is a warning, a wrong value an error with its key", async () => {
  const at = async (toml: string): ReturnType<typeof kleis> =>
    kleis(["eval", "--json", "1.5 + 1"], { directory: folder({ "kleis.toml": toml }) });
  const unknown = await at("[jit]\nthreshold = 3\n");
  assert.is(unknown.code, 0);
  assert.match(unknown.stderr, /warning\[KL0802\].*jit\.threshold/);
  const wrong = await at('[execution]\noptimize = "fast"\n');
  assert.is(wrong.code, 1);
  assert.match(wrong.stderr, /execution\.optimize cannot be "fast"/);
  const broken = await at("[execution\n");
  assert.is(broken.code, 1);
  assert.match(broken.stderr, /kleis\.toml cannot be read/);
});

test("kleis.toml sets the tier; the command line goes first", async () => {
  const tier = async (toml: string, ...args: readonly string[]): Promise<unknown> => {
    const options = { directory: folder({ "kleis.toml": toml }) };
    const run = await kleis(["eval", "--json", "1.5 + 1", ...args], options);
    return JSON.parse(run.stdout).tier;
  };
  const native = hasTool("c") ? "c" : "interp";
  assert.is(await tier('[execution]\ndefault = "jit"\n'), native);
  assert.is(await tier('[execution]\ndefault = "c"\n'), native);
  assert.is(await tier('[execution]\ndefault = "interpret"\n', "--compile"), "interp");
  assert.is(await tier('[execution]\ndefault = "interpret"\n', "--backend", "c"), native);
  assert.is(await tier("[jit]\nenabled = false\n", "--compile"), "interp");
});

test.run();
