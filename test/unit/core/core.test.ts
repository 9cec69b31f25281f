/** The Core that comes out: coercions, instances, captures and tail calls are explicit. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { specialiseProgram } from "../../support/core.ts";

function coreOf(program: string): string {
  const { cores, problems, broken } = specialiseProgram(program);
  assert.equal([...problems, ...broken], []);
  return cores.at(-1) ?? "";
}

test("a recursion calls its own instance, in tail position where nothing follows", () => {
  assert.is(
    coreOf("define down(n) = if n = 0 then 0 else down(n - 1)\ndown(3)"),
    `expression#0() : ℤ =
  tail down#1(3)

down#1(n.1 : ℤ) : ℤ =
  if equals(n.1, 0)
  then 0
  else tail down#1(minus(n.1, 1))`,
  );
});

test("a coercion stands where a number widens, and is done on literals", () => {
  assert.match(coreOf("define f(x) = if x > 0 then x else 0.5\nf(1)"), "then promote⟨ℝ⟩ x.");
  assert.match(coreOf("define f(x) = if x > 0 then 1 else x\nf(0.5)"), "then 1.0");
});

test("one instance per argument types, shared by all calls", () => {
  const { specialiser } = specialiseProgram("define sq(x) = x * x\nsq(1) + sq(2) + sq(1.5) + sq(2.5)");
  const instances = [...specialiser.program.functions.values()].filter((f) => f.name === "sq");
  assert.equal(
    instances.map((f) => f.result),
    [
      { kind: "con", name: "ℤ", args: [] },
      { kind: "con", name: "ℝ", args: [] },
    ],
  );
});

test("a known closure is called directly, captures first", () => {
  const core = coreOf("define add(x) = λ y . x + y\nlet f = add(1) in f(2)");
  assert.match(core, /tail λ#\d+\(f\.\d+\^0, 2\)/);
  assert.match(core, /λ#\d+\(\^x\.\d+ : ℤ, y\.\d+ : ℤ\) : ℤ =\n {2}plus\(x\.\d+, y\.\d+\)/);
});

test("a row calls back the instance for the types it passes", () => {
  assert.match(coreOf("list_map(λ x . x + 1, [0.5])"), /list_map⟨0→λ#1⟩/);
});

test("a callback gives exactly the accumulator's type", () => {
  const { specialiser, broken } = specialiseProgram("list_fold(λ a x . if x > 1 then a else 1, 0.5, [1, 2])");
  assert.equal(broken, []);
  const lambdas = [...specialiser.program.functions.values()].filter(
    (f) => f.captures === 0 && f.params.length === 2,
  );
  assert.ok(lambdas.every((f) => f.result.kind === "con" && f.result.name === "ℝ"));
});

test("a dimension variable is a literal where it is known, else read off the argument", () => {
  const define = "define rows(A : Matrix(m, n)) = m\n";
  assert.match(coreOf(`${define}rows(zeros(2, 3))`), /rows#1\(.*\n {2}2$/);
  assert.match(
    coreOf(`${define}define k = length(list_filter(λ x . x > 0, [1]))\nrows(zeros(k, k))`),
    /let m\.\d+ : ℤ = nrows\(A/,
  );
});

test("dimensions that have to agree and are known at run time only are compared on entry (T7)", () => {
  const core = coreOf(
    "define k = length(list_filter(λ x . x > 0, [1]))\ndefine g(A : Matrix(n, n)) = n\ng(zeros(k, k))",
  );
  assert.match(core, /let n\.\d+ : ℤ = nrows\(A\.\d+\)\n {2}if equals\(n\.\d+, ncols\(A\.\d+\)\)/);
  assert.match(core, "else fail KL0301");
});

test("literals are computed where the result is exact", () => {
  assert.match(coreOf("-(2 + 3)"), "-5");
  assert.match(coreOf("2 * pi"), "6.283185307179586");
});

test("a definition behind a built-in is considered where it gives something else (T12)", () => {
  const own = 'define nth(xs, i) = "none"\n';
  assert.match(coreOf(`${own}nth([1, 2], 7)`), "nth(box⟨Any⟩");
  assert.match(coreOf("define head(xs) = 0.5\nhead([]) + 1"), /head#\d+\(/);
});

test("a field whose type depends on the constructor is brought to what they join to", () => {
  const core = coreOf("data N = I(v : ℤ) | R(v : ℝ)\n(λ n . n.v)(I(3))");
  assert.match(core, /I\(field\.\d+ : ℤ\) => promote⟨ℝ⟩ field/);
});

test("ℕ is checked where a value enters", () => {
  assert.match(coreOf("define f(n : ℕ) = n\nf(1 - 2)"), "natural⟨ℤ⟩ -1");
});

test("effects reach those who call, also through callbacks", () => {
  const { specialiser } = specialiseProgram("define say(x) = out(x)\nlist_map(say, [1])\n1 + 1");
  const effects = [...specialiser.program.functions.values()].map((f) => `${f.name} ${f.effect}`);
  assert.equal(new Set(effects), new Set(["expression true", "say true", "expression false"]));
});

test("calls on unknown values are rows typed Any, functions among them boxed", () => {
  const core = coreOf("list_map(λ x . x, y)");
  assert.match(core, /list_map\(box⟨Any⟩ closure .*, symbol y\)/);
});

test("a boxed function has code for unknown types", () => {
  const { specialiser } = specialiseProgram("(λ x . x + 1, 2)");
  const closure = [...specialiser.program.functions.values()][0]?.result;
  const lambda = closure?.kind === "tuple" ? closure.items[0] : undefined;
  assert.ok(lambda?.kind === "closure");
  const dynamic = specialiser.dynamicFunction(lambda.lambda);
  const fn = specialiser.program.functions.get(dynamic.fn);
  assert.is(fn?.dynamic, true);
  assert.is(fn?.result.kind, "any");
});

test("the program's own function stands behind a row that declines", () => {
  const { specialiser } = specialiseProgram("define nth(xs, k) = 0\n1");
  const fn = specialiser.fallback("nth", [{ kind: "any" }, { kind: "any" }]);
  assert.ok(fn !== undefined);
  assert.is(specialiser.fallback("nothing", []), undefined);
});

test("one lambda under different outer bindings is different code", () => {
  const { specialiser, environment } = specialiseProgram("1\n2.5\n(λ x . x + k)(1)");
  const [one, other, lambda] = environment.expressions.map((e) => e.value);
  assert.ok(one && other && lambda);
  const integer = specialiser.constant("k", one).value;
  const real = specialiser.constant("k", other).value;
  const results = [integer, real].map(
    (k) => specialiser.expression(lambda, new Map([["k", k.id]])).value.result,
  );
  assert.equal(
    results.map((type) => (type.kind === "con" ? type.name : type.kind)),
    ["ℤ", "ℝ"],
  );
});

test("more than 64 instances of a definition end in the one for unknown types", () => {
  const calls = Array.from(
    { length: 80 },
    (_, i) =>
      `length(same([${Array(i + 1)
        .fill(0)
        .join(", ")}]))`,
  );
  const { specialiser, broken } = specialiseProgram(`define same(xs) = xs\n${calls.join(" + ")}`);
  const instances = [...specialiser.program.functions.values()].filter((f) => f.name === "same");
  assert.is(instances.length, 65);
  assert.is(instances.at(-1)?.dynamic, true);
  assert.equal(broken, []);
});

test("an annotation on an instance is kept as data", () => {
  const { specialiser } = specialiseProgram(
    '@compile(backend = "rust", reproducible = True)\ndefine f(x) = x\nf(1)',
  );
  const f = [...specialiser.program.functions.values()].find((fn) => fn.name === "f");
  assert.equal(
    f?.annotations.map((a) => [a.name, [...a.options]]),
    [
      [
        "compile",
        [
          ["backend", "rust"],
          ["reproducible", true],
        ],
      ],
    ],
  );
});

test.run();
