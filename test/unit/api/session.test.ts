import { test } from "uvu";
import * as assert from "uvu/assert";
import { KleisError, KleisInterrupted } from "../../../src/api/errors.ts";
import { compile, Session } from "../../../src/api/session.ts";
import { canDraw } from "../../support/pictures.ts";
import { scratchDirectory } from "../../support/scratch.ts";
import { hasTool } from "../../support/tools.ts";

const cacheDirectory = scratchDirectory();

async function failure(work: Promise<unknown>): Promise<KleisError> {
  const problem: unknown = await work.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(problem instanceof KleisError)) throw new Error(`expected a KleisError, got ${String(problem)}`);
  return problem;
}

test("definitions last, values come with type and tier", async () => {
  const session = Session.open({ cacheDirectory });
  const [first, second] = await session.eval("define sq(x) = x * x\nsq(3)\nsq(1.5)");
  assert.equal([first?.value, first?.type, first?.text, first?.tier], [9, "ℤ", "9", "interp"]);
  assert.equal([second?.value, second?.type], [2.25, "ℝ"]);
  const [third] = await session.eval("sq(4)");
  assert.is(third?.value, 16);
  await session.eval("define sq(x) = x * x * x");
  assert.is((await session.eval("sq(4)"))[0]?.value, 64);
  await session.close();
});

test("what this machine can run is told", async () => {
  assert.is(await Session.isAvailable("interp"), true);
  assert.is(await Session.isAvailable("c"), hasTool("c"));
  assert.is(await Session.isAvailable("rust"), hasTool("rust"));
  assert.is(await Session.isAvailable(), hasTool("c") || hasTool("rust"));
  const { PATH } = process.env;
  process.env["PATH"] = "/nowhere";
  try {
    assert.is(await Session.isAvailable(), false);
  } finally {
    process.env["PATH"] = PATH;
  }
});

test("values of every kind", async () => {
  const session = Session.open({ cacheDirectory });
  const values = await session.eval(
    '2^60\n1 < 2\n"a"\n[1, 2]\n[1.5, 2]\n[[1.5], [2.5]]\n(1, 2.5)\ncomplex(1, 2)\nrational(2, 6)\nSome(1.5)\nMatrix(2, 2, [1.5, 2, 3, 4])\nx + 1\nλ (x : ℝ) . x',
  );
  assert.equal(
    values.map((v) => v.value),
    [
      2n ** 60n,
      true,
      "a",
      [1, 2],
      Float64Array.of(1.5, 2),
      [Float64Array.of(1.5), Float64Array.of(2.5)],
      { tuple: [1, 2.5] },
      { re: 1, im: 2 },
      { rational: [1n, 3n] },
      { tag: "Some", fields: [1.5] },
      { rows: 2, columns: 2, items: Float64Array.of(1.5, 2, 3, 4) },
      { expr: "x + 1" },
      { function: "ℝ → ℝ" },
    ],
  );
  await session.close();
});

test("mistakes are KleisErrors with places; the session goes on", async () => {
  const session = Session.open({ cacheDirectory });
  await session.eval("define f(x) = 1 / x");
  const syntax = await failure(session.eval("1 +\n\n2 +"));
  assert.is(syntax.problems[0]?.severity, "error");
  const call = await failure(session.eval("f(1, 2)"));
  assert.equal([call.problems[0]?.code, call.problems[0]?.line, call.problems[0]?.column], ["KL0201", 1, 1]);
  const running = await failure(session.eval("f(0)"));
  assert.match(running.message, /Division by zero[\s\S]*<1>:1:15/);
  assert.is((await session.eval("f(4)"))[0]?.value, 0.25);
  await session.close();
});

test("what programs print and what is said goes to the callbacks, once", async () => {
  const lines: string[] = [];
  const said: string[] = [];
  const session = Session.open({
    cacheDirectory,
    out: (line) => lines.push(line),
    report: (problem) => said.push(problem.title),
  });
  await session.eval('out("hello")\ndefine g(x : Foobar) = x');
  const warnings = said.length;
  assert.ok(warnings > 0, "an unknown type name is a warning");
  await session.eval("out(1)");
  assert.equal(lines, ['"hello"', "1"]);
  assert.is(said.length, warnings, "not said again");
  await session.close();
});

test("a time limit ends an evaluation, not the session", async () => {
  const session = Session.open({ cacheDirectory, timeout: 200 });
  const problem: unknown = await session
    .eval("define loop(n : ℤ) : ℤ = loop(mod(n + 1, 7))\nloop(0)")
    .catch((error: unknown) => error);
  assert.instance(problem, KleisInterrupted);
  assert.is((await session.eval("1 + 1"))[0]?.value, 2);
  await session.close();
});

test("sessions coexist, and calls of one take their turns", async () => {
  const [a, b] = [Session.open({ cacheDirectory }), Session.open({ cacheDirectory })];
  const all = await Promise.all([
    a.eval("define k() = 1"),
    b.eval("define k() = 2"),
    a.eval("k()"),
    b.eval("k()"),
  ]);
  assert.equal([all[2][0]?.value, all[3][0]?.value], [1, 2]);
  await a.close();
  await b.close();
});

test("imports are relative to the directory that was told; the library's are always there", async () => {
  const { writeFileSync } = await import("node:fs");
  const directory = scratchDirectory();
  writeFileSync(`${directory}/lib.kleis`, "define two() = 2\n");
  const session = Session.open({ cacheDirectory, directory });
  assert.is((await session.eval('import "lib.kleis"\nimport "stdlib/prelude.kleis"\ntwo()'))[0]?.value, 2);
  assert.is((await session.eval('import "lib.kleis"\ntwo() + 1'))[0]?.value, 3);
  const lost = Session.open({ cacheDirectory });
  assert.match((await failure(lost.eval('import "lib.kleis"'))).message, /cannot resolve import/);
  await session.close();
  await lost.close();
});

test("settings that make no sense", () => {
  assert.throws(
    () => Session.open({ target: "pdp-11" }),
    (error: unknown) => error instanceof KleisError,
  );
});

test("a definition without types needs them said; a name that is none is an error", async () => {
  const source = "define scale(k, v : Vector(2)) = k * v";
  const open: unknown = await compile(source, { fn: "scale", cacheDirectory }).catch((e: unknown) => e);
  assert.instance(open, TypeError);
  assert.match(String(open), /parameter k/);
  await failure(compile(source, { fn: "scael", types: [], cacheDirectory }));
  await failure(compile(source, { fn: "scale", types: ["ℝ", "Vector(3)"], cacheDirectory }));
  await failure(compile(source, { fn: "scale", types: ["ℝ", "Vector(2"], cacheDirectory }));
});

for (const backend of (["interp", "c", "rust"] as const).filter((b) => b === "interp" || hasTool(b))) {
  const options = { cacheDirectory, backend };

  test(`kernels on ${backend}: scalars, vectors, matrices, tuples`, async () => {
    const session = Session.open(options);
    const energy = await session.compile(
      "define energy(q : Vector(3), p : Vector(3)) : ℝ = (dot(p, p) + dot(q, q)) / 2",
      { fn: "energy" },
    );
    assert.equal([energy.tier, energy.type], [backend, "(Vector(3, ℝ), Vector(3, ℝ)) → ℝ"]);
    assert.is(energy(Float64Array.of(1, 2, 3), Float64Array.of(1, 1, 1)), 8.5);
    assert.is(energy([1, 2, 3], [0, 0, 0]), 7);
    assert.is(await energy.async([1, 2, 3], [0, 0, 0]), 7);
    const apply = await session.compile("define apply(A, x) = A * x", {
      fn: "apply",
      types: ["Matrix(2, 3)", "Vector(3)"],
    });
    const A = Float64Array.of(1, 2, 3, 4, 5, 6);
    const rows = [
      [1, 2, 3],
      [4, 5, 6],
    ];
    for (const matrix of [A, rows, { rows: 2, columns: 3, items: A }])
      assert.equal(apply(matrix, [1, 0, 1]), Float64Array.of(4, 10));
    const pair = await session.compile("define pair(n : ℤ, b : Bool) = (n + 1, not(b))", { fn: "pair" });
    assert.equal(pair(3, true), { tuple: [4, false] });
    await session.close();
    assert.is(energy([1, 0, 0], [0, 0, 0]), 0.5, "kernels outlive their session");
  });

  test(`into on ${backend}: results in the caller's arrays`, async () => {
    const source = "define axpy(a : ℝ, x : Vector(4000), y : Vector(4000)) = a * x + y";
    const axpy = await compile(source, { fn: "axpy", ...options });
    const [x, y, out] = [1, 2, 0].map((v) => new Float64Array(4000).fill(v));
    if (x === undefined || y === undefined || out === undefined) throw new Error("no arrays");
    assert.is(axpy.into(out, 3, x, y), out);
    assert.equal([out[0], out[3999], x[0]], [5, 5, 1]);
    axpy.into(x, 3, x, y);
    assert.equal([x[0], x[3999]], [5, 5], "the result may replace an argument");
    assert.throws(() => axpy.into(new Float64Array(3), 3, x, y), /4000 elements/);
    assert.throws(() => axpy.into(new BigInt64Array(4000), 3, x, y), TypeError);
    const parts = await compile("define parts(x : Vector(2)) = (2 * x, x + x + x)", {
      fn: "parts",
      ...options,
    });
    const [first, second] = [new Float64Array(2), new Float64Array(2)];
    parts.into([first, second], Float64Array.of(1, 2));
    assert.equal([first, second], [Float64Array.of(2, 4), Float64Array.of(3, 6)]);
    const some = await compile("define some(xs : List(ℝ)) = list_filter(λ x . x > 1, xs)", {
      fn: "some",
      ...options,
    });
    assert.equal(some.into(new Float64Array(2), [0.5, 1.5, 2.5]), Float64Array.of(1.5, 2.5));
    assert.throws(() => some.into(new Float64Array(1), [0.5, 1.5, 2.5]), RangeError);
  });

  test(`integers on ${backend} are exact, errors have their place, recursion ends`, async () => {
    const session = Session.open(options);
    const power = await session.compile(
      "define raised(b : ℤ, n : ℤ) : ℤ = if n = 0 then 1 else b * raised(b, n - 1)",
      { fn: "raised" },
    );
    for (let i = 0; i < 2; i += 1) assert.is(power(3, 50), 3n ** 50n);
    assert.is(power(3n, 4), 81);
    assert.is(await power.async(7, 40), 7n ** 40n);
    const half = await session.compile("define half(x : ℝ) : ℝ = 1 / x", { fn: "half" });
    assert.throws(
      () => half(0),
      (error: unknown) => error instanceof KleisError && error.problems[0]?.code === "KL0501",
    );
    assert.is((await failure(half.async(0))).problems[0]?.line, 1);
    const deep = await session.compile("define deep(n : ℤ) : ℤ = 1 + deep(n + 1)", { fn: "deep" });
    assert.throws(
      () => deep(0),
      (error: unknown) => error instanceof KleisError && error.problems[0]?.code === "KL0503",
    );
    await session.close();
  });
}

test("arguments that do not fit are TypeErrors that name the argument", async () => {
  const f = await compile("define f(x : Vector(3), k : ℤ) = k * x", { fn: "f", cacheDirectory });
  assert.throws(() => f([1, 2, 3]), /f takes 2 arguments, got 1/);
  assert.throws(() => f([1, 2], 3), /f, argument 1: expected Vector\(3, ℝ\), got Array of 2 elements/);
  assert.throws(() => f([1, 2, 3], 1.5), /f, argument 2: expected ℤ, got 1\.5/);
});

test("what has no native form is interpreted, said once, or an error where that was asked", async () => {
  const source = 'define greet(name : String) = concat("hello ", name)';
  const said: string[] = [];
  const greet = await compile(source, { fn: "greet", cacheDirectory, report: (p) => said.push(p.title) });
  assert.equal([greet("you"), greet.tier], ["hello you", "interp"]);
  assert.is(said.length, 1);
  await failure(compile(source, { fn: "greet", cacheDirectory, strict: true }));
});

(canDraw() ? test : test.skip)("pictures are handed over, and drawn where that is asked", async () => {
  const sizes: string[] = [];
  const documents: string[] = [];
  const session = Session.open({
    cacheDirectory,
    plot: async (plot) => {
      sizes.push(`${plot.file} ${plot.width} ${plot.height}`);
      documents.push(await plot.svg());
      documents.push(
        Buffer.from(await plot.png())
          .subarray(1, 4)
          .toString("latin1"),
      );
    },
  });
  const [value] = await session.eval(
    'diagram(plot([1, 2], [3, 4]), width = "100pt", height = "50pt", file = "a", dpi = 30)',
  );
  assert.equal(sizes, ["a 100 50"]);
  assert.match(documents[0] ?? "", /^<svg /);
  assert.is(documents[1], "PNG");
  assert.equal(value?.value, { tag: "PlotSVG", fields: [100, 50] });
  await session.close();
  const silent = Session.open({ cacheDirectory });
  assert.is((await silent.eval("diagram(plot([1, 2]))"))[0]?.text, "PlotSVG(255, 170)");
  await silent.close();
});

test.run();
