import { test } from "uvu";
import * as assert from "uvu/assert";
import { Patience, patience } from "../../../src/session/patience.ts";

test("what evaluations take is added up, and what lies between them is not", async () => {
  let now = 1000;
  const work = new Patience(() => now);
  await work.during(async () => {
    now += patience - 10;
    assert.not(work.isOver());
  });
  now += 100_000;
  assert.not(work.isOver());
  await work.during(async () => {
    assert.not(work.isOver());
    now += 10;
    assert.ok(work.isOver());
  });
  assert.ok(work.isOver());
});

test("an evaluation that fails has taken its time too", async () => {
  let now = 0;
  const work = new Patience(() => now);
  const failed = work.during(async () => {
    now += patience;
    throw new Error("over time");
  });
  await failed.then(
    () => assert.unreachable(),
    () => undefined,
  );
  assert.ok(work.isOver());
});

test.run();
