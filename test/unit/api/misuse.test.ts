/** What callers without types do to the library: wrong settings, wrong texts, arrays that lie about themselves, closed sessions. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { compile, KleisError, KleisInterrupted, Session } from "../../../src/index.ts";
import { scratchDirectory } from "../../support/scratch.ts";
import { hasTool } from "../../support/tools.ts";

const cacheDirectory = scratchDirectory();

/** As a caller without types sees it. */
const untyped = { open: Session.open as (settings: unknown) => Session, compile: compile as Untyped };
type Untyped = (text: unknown, request?: unknown) => Promise<(...args: unknown[]) => unknown>;

const wrongSettings: readonly (readonly [string, unknown, RegExp])[] = [
  ["backend", "gpu", /backend is one of "auto", "interp", "c", "rust", got "gpu"/],
  ["compile", "yes", /compile is true or false, got "yes"/],
  ["cacheDirectory", 7, /cacheDirectory is a string, got 7/],
  ["timeout", 0, /timeout is a number of milliseconds above 0, got 0/],
  ["timeout", Number.NaN, /got NaN/],
  ["timeout", "5", /got "5"/],
  ["floatModel", "fast", /floatModel is one of/],
  ["optimise", 4, /optimise is one of 0, 1, 2, 3, got 4/],
  ["threads", 1e9, /threads is a number from 1 to 256/],
  ["out", "stdout", /out is a function, got "stdout"/],
  ["timout", 5, /there is no setting timout; did you mean timeout\?/],
  ["constructor", 5, /there is no setting constructor/],
];

for (const [name, value, said] of wrongSettings)
  test(`the setting ${name}: ${String(value)}`, () => {
    assert.throws(
      () => untyped.open({ cacheDirectory, [name]: value }),
      (problem: unknown) => problem instanceof TypeError && said.test(problem.message),
    );
  });

test("a setting that is undefined was not given; settings are an object", async () => {
  await untyped.open({ cacheDirectory, backend: undefined, out: undefined }).close();
  assert.throws(() => untyped.open(null), /the settings are an object, got null/);
});

async function refusal(promise: Promise<unknown>): Promise<string> {
  const problem: unknown = await promise.catch((error: unknown) => error);
  assert.instance(problem, TypeError);
  return (problem as TypeError).message;
}

test("texts and requests of the wrong kind", async () => {
  const session = untyped.open({ cacheDirectory });
  const evaluate = session.eval.bind(session) as (text: unknown) => Promise<unknown>;
  for (const text of [undefined, null, 3, {}, new Float64Array(2)])
    assert.match(await refusal(evaluate(text)), /the program is a string, got/);
  assert.is((await session.eval("1 + 1"))[0]?.value, 2);
  await session.close();
  const text = "define f(x) = x";
  assert.match(await refusal(untyped.compile(text)), /what to compile is \{ fn: "name" \}, got undefined/);
  assert.match(await refusal(untyped.compile(text, { fn: 3 })), /fn is the name of a definition, got 3/);
  for (const types of ["ℝ", [3], [undefined], {}])
    assert.match(await refusal(untyped.compile(text, { fn: "f", types })), /types is an array of types/);
  const missing: unknown = await compile("define scale(x) = x", { fn: "scael", cacheDirectory }).catch(
    (e) => e,
  );
  assert.instance(missing, KleisError);
  assert.match(String(missing), /the program defines no `scael`[\s\S]*did you mean `scale`\?/);
});

test("closing ends what waits as well as what runs; a closed session says so", async () => {
  const session = Session.open({ cacheDirectory, backend: "interp" });
  const forever = "define g(n : ℕ) : ℕ = if n = 0 then 0 else g(n)\ng(3)";
  const calls = [session.eval(forever), session.eval(forever), session.eval("1 + 1")].map((call) =>
    call.catch((error: unknown) => error),
  );
  await session.close();
  for (const outcome of await Promise.all(calls)) assert.instance(outcome, KleisInterrupted);
  await session.close();
  assert.match(await refusal(session.eval("1")), /the session is closed/);
});

test("a time limit longer than a timer of the host can be is no limit that has passed", async () => {
  const session = Session.open({ cacheDirectory, timeout: 1e12, backend: "interp" });
  const [value] = await session.eval("list_fold(λ a x . a + x, 0, range(200000))");
  assert.is(value?.value, 19_999_900_000);
  await session.close();
});

class Longer extends Float64Array {
  override get length(): number {
    return 1_000_000;
  }
}

/** Newer than the declarations of the language that are used here. */
const ResizableBuffer = ArrayBuffer as unknown as new (
  bytes: number,
  options: { readonly maxByteLength: number },
) => ArrayBuffer;

function resizable(bytes: number, most: number): ArrayBuffer {
  return new ResizableBuffer(bytes, { maxByteLength: most });
}

function resize(buffer: ArrayBufferLike, bytes: number): void {
  (buffer as unknown as { readonly resize: (bytes: number) => void }).resize(bytes);
}

for (const backend of (["interp", "c"] as const).filter((b) => b === "interp" || hasTool(b))) {
  const options = { cacheDirectory, backend };

  test(`arrays that lie about themselves (${backend})`, async () => {
    const sum = await compile("define sum(x : List(ℝ)) = list_fold(λ a b . a + b, 0.0, x)", {
      fn: "sum",
      ...options,
    });
    assert.is(sum(new Longer([1, 2, 3])), 6);
    const own = Object.defineProperty(new Float64Array(2), "length", { value: 1e8 });
    if (backend === "c") assert.throws(() => sum(own), /an array of 100000000 elements has 2/);
    assert.is(sum(Float64Array.of(1, 2)), 3);
    const twice = await compile("define twice(x : Vector(4000)) = 2 * x", { fn: "twice", ...options });
    const short = Object.defineProperty(new Float64Array(1), "length", { value: 4000 });
    assert.throws(() => twice.into(short, new Float64Array(4000)), RangeError);
    const before = new Float64Array(resizable(32000, 64000));
    resize(before.buffer, 16000);
    assert.throws(() => twice(before), /argument 1: expected Vector\(4000, ℝ\)/);
    assert.throws(() => twice.into(before, new Float64Array(4000)), RangeError);
  });

  test(`memory that goes while the other arguments are read (${backend})`, async () => {
    const both = await compile("define both(x : Vector(4000), y : Vector(2)) = nth(x, 3999) + nth(y, 0)", {
      fn: "both",
      ...options,
    });
    const buffer = resizable(32000, 32000);
    const shrinks = [1, 2];
    Object.defineProperty(shrinks, 1, {
      get: () => {
        resize(buffer, 8);
        return 2;
      },
    });
    const call = () => both(new Float64Array(buffer), shrinks);
    if (backend === "c") assert.throws(call, /its memory was resized or transferred/);
    assert.is(both(new Float64Array(4000), [1, 2]), 1);
  });

  test(`memory that goes during a call aside (${backend})`, async () => {
    const total = await compile(
      "define total(x : List(ℝ), n : ℕ) = list_fold(λ s k . 0.5 * s + list_fold(λ a t . 0.5 * a + t, 0.0, x), 0.0, range(n))",
      { fn: "total", ...options },
    );
    const [length, rounds] = backend === "c" ? [2 ** 18, 100] : [2 ** 10, 10];
    const ones = (buffer: ArrayBufferLike) => new Float64Array(buffer).fill(1);
    const [shrunk, gone, shared] = [
      ones(resizable(8 * length, 8 * length)),
      ones(new ArrayBuffer(8 * length)),
      ones(new SharedArrayBuffer(8 * length)),
    ];
    const running = [shrunk, gone, shared].map((x) => total.async(x, rounds));
    await new Promise((resolve) => setTimeout(resolve, 5));
    resize(shrunk.buffer, 0);
    structuredClone(gone.buffer, { transfer: [gone.buffer as ArrayBuffer] });
    const expected = total(shared, rounds);
    assert.equal(await Promise.all(running), [expected, expected, expected]);
  });

  test(`parts of a result do not share memory (${backend})`, async () => {
    const parts = await compile("define parts(x : Vector(5)) = (2 * x, x + x + x)", {
      fn: "parts",
      ...options,
    });
    const both = new Float64Array(10);
    parts.into([both.subarray(0, 5), both.subarray(5)], [1, 2, 3, 4, 5]);
    assert.equal([...both], [2, 4, 6, 8, 10, 3, 6, 9, 12, 15]);
    assert.throws(
      () => parts.into([both.subarray(0, 5), both.subarray(4, 9)], [1, 2, 3, 4, 5]),
      /share memory/,
    );
  });
}

test("values that are none", async () => {
  const any = await compile("define any(x : Any) = x", { fn: "any", cacheDirectory, backend: "interp" });
  const itself: unknown[] = [];
  itself.push(itself);
  assert.throws(() => any(itself), /argument 1: it is nested too deeply, or contains itself/);
  assert.throws(() => any(new Array(3)), /expected Any/);
  assert.throws(() => any(Object.assign([1, 2], { length: 2 ** 31 })), /expected Any/);
  const bits = await compile("define bits(x : Any) = x", { fn: "bits", cacheDirectory, backend: "interp" });
  for (const width of [-1, 1.5, Number.NaN, 1e9])
    assert.throws(() => bits({ bits: { width, value: 0 } }), TypeError);
  const turned = await compile("define turned(A : Matrix(m, n)) = transpose(A)", {
    fn: "turned",
    types: ["Matrix(m, n)"],
    cacheDirectory,
    backend: "interp",
  });
  for (const [rows, columns, items] of [
    [-1, -1, [1]],
    [1.5, 2, [1, 2, 3]],
    [Number.NaN, 1, []],
  ] as const)
    assert.throws(() => turned({ rows, columns, items }), /expected Matrix\(m, n, ℝ\)/);
});

test.run();
