import { test } from "uvu";
import * as assert from "uvu/assert";
import { CompilerBug, fail, ok, type Result } from "../../../src/base/outcome.ts";
import type { FnId } from "../../../src/core/core.ts";
import { interpretInstead } from "../../../src/interpret/hooks.ts";
import { Dispatcher, type DispatchParts, type Runnable } from "../../../src/runtime/dispatch.ts";

const f = 1 as FnId;
const doubling: Runnable = { run: ([x]) => ({ kind: "value", value: Number(x) * 2 }) };
const overflowing: Runnable = { run: async () => ({ kind: "interpret", reason: "overflow" }) };

interface Setting {
  readonly dispatcher: Dispatcher<string>;
  readonly refused: string[];
  readonly rerun: string[];
  readonly builds: FnId[];
}

function setting(built: Result<Runnable, string>, more: Partial<DispatchParts<string>> = {}): Setting {
  const refused: string[] = [];
  const rerun: string[] = [];
  const builds: FnId[] = [];
  const dispatcher = new Dispatcher<string>({
    build: async (fn) => {
      builds.push(fn);
      return built;
    },
    wanted: () => false,
    automatic: true,
    threshold: 100,
    work: () => ({ steps: 1000, open: false }),
    patient: () => false,
    noticed: () => undefined,
    refused: (_, reason) => refused.push(reason),
    spared: () => undefined,
    rerun: (_, reason) => rerun.push(reason),
    ...more,
  });
  return { dispatcher, refused, rerun, builds };
}

test("what is wanted is waited for at its first call", async () => {
  const { dispatcher, builds } = setting(ok(doubling), { wanted: () => true, automatic: false });
  const first = dispatcher.native(f, 1);
  assert.is(await first?.([4]), 8);
  assert.is(dispatcher.native(f, 2)?.([5]), 10);
  assert.is(builds.length, 1);
  assert.ok(dispatcher.isNative(f));
});

// covers: L19.5
test("auto interprets until the threshold, and while the compiler works", async () => {
  const { dispatcher, builds } = setting(ok(doubling));
  assert.is(dispatcher.native(f, 1), undefined);
  assert.is(dispatcher.native(f, 99), undefined);
  assert.is(builds.length, 0);
  assert.is(dispatcher.native(f, 100), undefined);
  assert.is(dispatcher.native(f, 116), undefined);
  await dispatcher.settled();
  assert.is(dispatcher.native(f, 132)?.([1]), 2);
  assert.is(builds.length, 1);
});

test("auto begins no library for what is called often while it is patient, and says once that it was noticed", async () => {
  let patient = true;
  const noticed: number[] = [];
  const { dispatcher, builds } = setting(ok(doubling), {
    patient: () => patient,
    noticed: (_, calls) => noticed.push(calls),
  });
  assert.is(dispatcher.native(f, 100), undefined);
  assert.is(dispatcher.native(f, 116), undefined);
  assert.is(builds.length, 0);
  patient = false;
  assert.is(dispatcher.native(f, 132), undefined);
  await dispatcher.settled();
  assert.is(dispatcher.native(f, 148)?.([1]), 2);
  assert.equal(noticed, [100]);
});

test("patience is for what is only called often", () => {
  const patient = { patient: () => true };
  const heavy = setting(ok(doubling), { ...patient, work: () => ({ steps: 1e6, open: false }) });
  heavy.dispatcher.native(f, 1);
  assert.is(heavy.builds.length, 1);
  const asked = setting(ok(doubling), { ...patient, wanted: () => true });
  asked.dispatcher.native(f, 1);
  assert.is(asked.builds.length, 1);
});

test("auto leaves alone what is cheaper than a call, and compiles at once what is dearer than the compiler", async () => {
  const cheap = setting(ok(doubling), { work: () => ({ steps: 20, open: false }) });
  assert.is(cheap.dispatcher.native(f, 100_000), undefined);
  await cheap.dispatcher.settled();
  assert.is(cheap.builds.length, 0);
  const open = setting(ok(doubling), { work: () => ({ steps: 20, open: true }) });
  open.dispatcher.native(f, 100);
  assert.is(open.builds.length, 1);
  const heavy = setting(ok(doubling), { work: () => ({ steps: 1e6, open: false }) });
  assert.is(heavy.dispatcher.native(f, 1), undefined);
  assert.is(heavy.builds.length, 1);
});

test("auto waits for what is beside nothing: a compilation before a call that costs many of them", async () => {
  const endless = setting(ok(doubling), { work: () => ({ steps: 1e9, open: false }) });
  assert.is(await endless.dispatcher.native(f, 1)?.([4]), 8);
});

test("nothing is compiled that was not asked for", async () => {
  const { dispatcher, builds } = setting(ok(doubling), { automatic: false });
  assert.is(dispatcher.native(f, 1_000_000), undefined);
  assert.is(builds.length, 0);
});

test("a refusal is told once; the function is interpreted", async () => {
  const { dispatcher, refused } = setting(fail("strings"), { wanted: () => true });
  assert.is(await dispatcher.native(f, 1)?.(["x"]), interpretInstead);
  assert.is(dispatcher.native(f, 2), undefined);
  assert.equal(refused, ["strings"]);
});

test("after an overflow the function stays with exact arithmetic", async () => {
  const { dispatcher, rerun } = setting(ok(overflowing), { wanted: () => true });
  const native = dispatcher.native(f, 1);
  assert.is(await native?.([1n]), interpretInstead);
  assert.is(await native?.([1n]), interpretInstead);
  assert.is(dispatcher.native(f, 17), undefined);
  assert.equal(rerun, ["overflow"]);
});

test("a deep recursion is run again, but later calls may be shallow", async () => {
  const deep: Runnable = {
    run: ([x]) => (x === 1 ? { kind: "value", value: 1 } : { kind: "interpret", reason: "depth" }),
  };
  const { dispatcher } = setting(ok(deep), { wanted: () => true });
  assert.is(await dispatcher.native(f, 1)?.([2]), interpretInstead);
  assert.is(dispatcher.native(f, 2)?.([1]), 1);
});

test("a bug found beside the evaluation is not lost", async () => {
  const { dispatcher } = setting(ok(doubling), {
    build: () => Promise.reject(new CompilerBug("a bug")),
  });
  dispatcher.native(f, 100);
  let thrown: unknown;
  await dispatcher.settled().catch((error: unknown) => {
    thrown = error;
  });
  assert.instance(thrown, CompilerBug);
  assert.throws(() => dispatcher.native(f, 116), /a bug/);
});

test.run();
