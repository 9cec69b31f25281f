import { test } from "uvu";
import * as assert from "uvu/assert";
import { Interrupted, ProgramError } from "../../../src/base/outcome.ts";
import type { Value } from "../../../src/interpret/value.ts";
import { openBridge } from "../../../src/runtime/bridge.ts";
import type { NativeResult } from "../../../src/runtime/kernel.ts";
import { loadNative, type Native } from "../../../src/runtime/native.ts";
import { constantDim, unknownDim } from "../../../src/types/dim.ts";
import {
  bool,
  complex,
  integer,
  type LambdaId,
  list,
  matrix,
  real,
  type Type,
  tuple,
  unit,
  vector,
} from "../../../src/types/type.ts";
import { kernelText, openWorkshop, siteAt } from "../../support/native.ts";

const workshop = await openWorkshop();

/** A test that needs a compiler and ffi-rs. */
function native(name: string, body: (w: NonNullable<typeof workshop>) => Promise<void>): void {
  if (workshop === undefined) test.skip(`${name} (no compiler)`, () => undefined);
  else test(name, () => body(workshop));
}

function resultOf(result: NativeResult | Promise<NativeResult>): Value {
  if (result instanceof Promise || result.kind !== "value") throw new Error("no value");
  return result.value;
}

async function thrown(action: () => unknown): Promise<unknown> {
  try {
    await action();
  } catch (error) {
    return error;
  }
  throw new Error("nothing was thrown");
}

function listOf(items: readonly Value[] | Float64Array, start = 0, length = items.length): Value {
  return { kind: "list", items, start, length };
}

const reals = (...xs: number[]): Value => listOf(Float64Array.from(xs));

native("scalars of every kind go in and come out", async (w) => {
  const k = await w.kernel(
    kernelText("F(12) = F(9) + 0.5; I(13) = I(10) + 1; I(14) = !I(11); return 0;"),
    [real, integer, bool],
    tuple([real, integer, bool]),
  );
  assert.equal(resultOf(k.call([1.25, -(2n ** 63n), true])), {
    kind: "tuple",
    items: [1.75, -(2n ** 63n) + 1n, false],
  });
  assert.equal(resultOf(k.call([Number.NaN, 5n, false])), { kind: "tuple", items: [Number.NaN, 6n, true] });
});

native("complex numbers and nested tuples are flat words", async (w) => {
  const k = await w.kernel(
    kernelText("F(12) = F(9) * 2; F(13) = F(10) * 2; I(14) = I(11); return 0;"),
    [tuple([complex, tuple([integer])])],
    tuple([complex, integer]),
  );
  const z: Value = { kind: "complex", re: 1, im: -2 };
  const argument: Value = { kind: "tuple", items: [z, { kind: "tuple", items: [7n] }] };
  assert.equal(resultOf(k.call([argument])), {
    kind: "tuple",
    items: [{ kind: "complex", re: 2, im: -4 }, 7n],
  });
});

native("a vector of known length is an address, and so is its result", async (w) => {
  const k = await w.kernel(
    kernelText("for (int i = 0; i < 3; i++) P(double, 10)[i] = 2 * P(double, 9)[i]; return 0;"),
    [vector(constantDim(3), real)],
    vector(constantDim(3), real),
  );
  assert.equal(resultOf(k.call([reals(1, 2, 3)])), reals(2, 4, 6));
  assert.equal(resultOf(k.call([listOf(Float64Array.from([9, 1, 2, 3, 9]), 1, 3)])), reals(2, 4, 6));
  const first = resultOf(k.call([reals(1, 2, 3)]));
  resultOf(k.call([reals(7, 7, 7)]));
  assert.equal(first, reals(2, 4, 6), "a later call does not change an earlier result");
  assert.equal(k.call([reals(1, 2)]), { kind: "interpret", reason: "shape" });
});

native("large arrays are read in place, from any offset, unharmed", async (w) => {
  const k = await w.kernel(
    kernelText(
      "double s = 0; for (int64_t i = 0; i < I(9); i++) s += P(double, 10)[i]; F(11) = s; return 0;",
    ),
    [list(real)],
    real,
  );
  const items = Float64Array.from({ length: 100_001 }, (_, i) => i);
  assert.is(resultOf(k.call([listOf(items, 1, 100_000)])), 5_000_050_000);
  assert.is(resultOf(k.call([listOf(items.subarray(2), 0, 3)])), 9);
  assert.is(resultOf(k.call([reals()])), 0);
});

native("results of unknown length are copied out of the arena, which is then freed", async (w) => {
  const body = `int64_t n = I(9); int64_t *p = malloc(n * 8); for (int64_t i = 0; i < n; i++) p[i] = i * i;
    frame[7] = (uint64_t)p; I(10) = n; frame[11] = (uint64_t)p; return 0;`;
  const k = await w.kernel(kernelText(body), [integer], list(integer));
  assert.equal(resultOf(k.call([4n])), listOf([0n, 1n, 4n, 9n]));
  assert.equal(resultOf(k.call([0n])), listOf([]));
  const large = resultOf(k.call([50_000n]));
  assert.ok(typeof large === "object" && large.kind === "list" && large.items[49_999] === 49_999n ** 2n);
});

native("large results of known length are filled in place and stay", async (w) => {
  const large = vector(constantDim(5000), real);
  const body = "for (int i = 0; i < 5000; i++) P(double, 10)[i] = P(double, 9)[i] + 1; return 0;";
  const k = await w.kernel(kernelText(body), [large], large);
  const first = resultOf(k.call([listOf(new Float64Array(5000))]));
  resultOf(k.call([first]));
  assert.equal(first, listOf(new Float64Array(5000).fill(1)));
});

native("lists of pairs are one array for each component", async (w) => {
  const body = `for (int64_t i = 0; i < I(9); i++) P(double, 13)[i] = P(double, 10)[i];
    for (int64_t i = 0; i < I(9); i++) P(uint8_t, 14)[i] = !P(uint8_t, 11)[i]; return 0;`;
  const two = vector(constantDim(2), tuple([real, bool]));
  const pair = (x: number, b: boolean): Value => ({ kind: "tuple", items: [x, b] });
  const k = await w.kernel(
    kernelText(body.replaceAll("13", "12").replaceAll("14", "13")),
    [list(tuple([real, bool]))],
    two,
  );
  assert.equal(
    resultOf(k.call([listOf([pair(1, true), pair(2, false)])])),
    listOf([pair(1, false), pair(2, true)]),
  );
});

native("elements with arrays inside: a list of [ℝ, Vector(2)] as ode45 gives it", async (w) => {
  const body = `double *t = malloc(6 * 8), *y = t + 2;
    for (int i = 0; i < 2; i++) { t[i] = i; y[2 * i] = 10 + i; y[2 * i + 1] = 20 + i; }
    frame[7] = (uint64_t)t; I(9) = 2; frame[10] = (uint64_t)t; frame[11] = (uint64_t)y; return 0;`;
  const element: Type = { kind: "fixed", items: [real, vector(constantDim(2), real)] };
  const k = await w.kernel(kernelText(body), [], list(element));
  const result = resultOf(k.call([]));
  assert.ok(typeof result === "object" && result.kind === "list" && result.length === 2);
  const second = result.items[1];
  assert.ok(typeof second === "object" && second.kind === "list");
  const [time, state] = second.items;
  assert.is(time, 1);
  assert.ok(typeof state === "object" && state.kind === "list");
  assert.equal([...state.items].slice(state.start, state.start + state.length), [11, 21]);
});

native("matrices are row-major, with extents where they are not known", async (w) => {
  const body = `int64_t m = I(9), n = I(10); double *p = malloc(m * n * 8); frame[7] = (uint64_t)p;
    for (int64_t i = 0; i < m; i++) for (int64_t j = 0; j < n; j++) p[j * m + i] = P(double, 11)[i * n + j];
    I(12) = n; I(13) = m; frame[14] = (uint64_t)p; return 0;`;
  const any2 = matrix(unknownDim, unknownDim, real);
  const k = await w.kernel(kernelText(body), [any2], any2);
  const m: Value = { kind: "matrix", rows: 2, columns: 3, items: [1, 2, 3, 4, 5, 6] };
  assert.equal(resultOf(k.call([m])), {
    kind: "matrix",
    rows: 3,
    columns: 2,
    items: Float64Array.from([1, 4, 2, 5, 3, 6]),
  });
});

native("complex matrices are two arrays", async (w) => {
  const c = matrix(constantDim(1), constantDim(2), complex);
  const body = `for (int i = 0; i < 2; i++) { P(double, 11)[i] = P(double, 9)[i]; P(double, 12)[i] = -P(double, 10)[i]; } return 0;`;
  const k = await w.kernel(kernelText(body), [c], c);
  const z = (re: number, im: number): Value => ({ kind: "complex", re, im });
  const conjugated = resultOf(k.call([{ kind: "matrix", rows: 1, columns: 2, items: [z(1, 2), z(3, 4)] }]));
  assert.equal(conjugated, { kind: "matrix", rows: 1, columns: 2, items: [z(1, -2), z(3, -4)] });
});

native("captures of a closure are a tuple; unit is nothing", async (w) => {
  const closure: Type = { kind: "closure", lambda: 4 as LambdaId, arity: 1, captures: [real] };
  const k = await w.kernel(kernelText("F(10) = F(9); return 0;"), [closure, unit], closure);
  const f: Value = { kind: "closure", lambda: 4 as LambdaId, captures: [2.5] };
  assert.equal(resultOf(k.call([f, { kind: "unit" }])), f);
});

native("what has no native form is interpreted: large integers, other shapes, other counts", async (w) => {
  const k = await w.kernel(kernelText("I(10) = I(9); return 0;"), [integer], integer);
  assert.equal(k.call([2n ** 63n]), { kind: "interpret", reason: "overflow" });
  assert.equal(k.call([1.5]), { kind: "interpret", reason: "shape" });
  assert.equal(k.call([]), { kind: "interpret", reason: "shape" });
  assert.is(resultOf(k.call([2n ** 63n - 1n])), 2n ** 63n - 1n);
});

native("overflow and depth run again; other failures are errors at their place", async (w) => {
  const sites = [
    siteAt("overflow", ""),
    siteAt("index", "index {0} is out of range for a list of length {1}"),
  ];
  const text = kernelText("frame[1] = 1; I(2) = -1; I(3) = 4; return I(9);");
  const k = await w.kernel(text, [integer], unit, { sites });
  assert.equal(k.call([1n]), { kind: "interpret", reason: "overflow" });
  assert.equal(k.call([5n]), { kind: "interpret", reason: "depth" });
  const error = await thrown(() => k.call([3n]));
  if (!(error instanceof ProgramError)) throw error;
  assert.is(error.diagnostic.code, "KL0502");
  assert.is(error.diagnostic.title, "index -1 is out of range for a list of length 4");
  assert.equal(error.diagnostic.primary.span, { file: "t.kleis", start: 3, end: 8 });
  assert.throws(() => k.call([77n]), /unknown status 77/);
});

native("an endless kernel ends within 100 ms of being cancelled, and the next call runs", async (w) => {
  const text = kernelText("volatile int32_t *c = P(int32_t, 4); while (I(9)) if (*c) return 8; return 0;");
  const k = await w.kernel(text, [integer], unit, { unbounded: true });
  for (const reason of ["timeout", "cancel"] as const) {
    let asked = 0;
    setTimeout(() => {
      asked = performance.now();
      w.cancel.request(reason);
    }, 20);
    const error = await thrown(() => k.run([1n]));
    if (!(error instanceof Interrupted)) throw error;
    assert.is(error.reason, reason);
    assert.ok(performance.now() - asked < 100);
    w.cancel.clear();
    assert.equal(await k.run([0n]), { kind: "value", value: { kind: "unit" } });
  }
});

native("calls aside overlap without sharing frames, and have the stack they are told of", async (w) => {
  const text =
    kernelText(`volatile char page[6 << 20]; for (int i = 0; i < (int)sizeof page; i += 4096) page[i] = 1;
    for (volatile int i = 0; i < 100000; i++) ; F(10) = F(9) + page[4096]; return 0;`);
  const k = await w.kernel(text, [real], real, { unbounded: true });
  const results = await Promise.all(Array.from({ length: 8 }, (_, i) => k.run([i])));
  assert.equal(
    results,
    Array.from({ length: 8 }, (_, i) => ({ kind: "value", value: i + 1 })),
  );
});

native("two libraries with the same names do not get in each other's way", async (w) => {
  const one = await w.kernel(kernelText("F(9) = 1; return 0;"), [], real);
  const two = await w.kernel(kernelText("F(9) = 2; return 0;"), [], real);
  assert.is(resultOf(one.call([])), 1);
  assert.is(resultOf(two.call([])), 2);
  assert.is(resultOf(one.call([])), 1);
});

native("over the bridge everything is the same, and busy callers are told of it", async (w) => {
  const busy: Native[] = [];
  const loaded = loadNative((native) => busy.push(native));
  const bridge = await openBridge(w.host, w.store, w.cc);
  if (!loaded.ok || !bridge.ok) throw new Error("no bridge");
  const own = { ...w, native: loaded.value };
  const body = `int64_t n = I(9); double *p = malloc(n * 8); for (int64_t i = 0; i < n; i++) p[i] = 2 * P(double, 10)[i];
    frame[7] = (uint64_t)p; I(11) = n; frame[12] = (uint64_t)p; return 0;`;
  const k = await own.kernel(kernelText(body), [list(real)], list(real), {}, loaded.value);
  for (let i = 0; i < 2100; i += 1) resultOf(k.call([reals(1)]));
  assert.equal(busy, [loaded.value]);
  loaded.value.useBridge(bridge.value);
  assert.equal(resultOf(k.call([reals(1, 2)])), reals(2, 4));
  assert.equal(resultOf(k.call([reals()])), reals());
  const large = resultOf(k.call([listOf(new Float64Array(10_000).fill(3))]));
  assert.equal(large, listOf(new Float64Array(10_000).fill(6)));
  const shared = new Float64Array(new SharedArrayBuffer(80_000)).fill(4);
  assert.equal(resultOf(k.call([listOf(shared)])), listOf(new Float64Array(10_000).fill(8)));
  const again = await openBridge(w.host, w.store, w.cc);
  assert.ok(again.ok, "from the cache");
});

native("a file that is no library is a Result", async (w) => {
  assert.not.ok(w.native.open("/dev/null").ok);
  assert.not.ok(w.native.open("/nowhere/kernel.so").ok);
});

test.after(() => workshop?.close());
test.run();
