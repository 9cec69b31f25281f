/**
 * Large and deep texts: 5,000 definitions and 10,000 terms on the ordinary stack, 10,000 levels of nesting on the
 * large one that the session falls back to. Time limits are an order of magnitude above what is measured.
 */
import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { parseExpression, parseProgram } from "../../../src/syntax/parse.ts";
import { printExpr } from "../../../src/syntax/print.ts";
import { freeNames } from "../../../src/syntax/resolve.ts";

function within<T>(milliseconds: number, work: () => T): T {
  const start = performance.now();
  const result = work();
  const took = performance.now() - start;
  assert.ok(took < milliseconds, `${took.toFixed(0)} ms`);
  return result;
}

test("5,000 definitions", () => {
  const text = Array.from(
    { length: 5000 },
    (_, i) => `define f${i}(x : ℝ, y) = if x > ${i} then sin(x)^2 + y * ${i} else f${i}(x, y - 1)\n`,
  ).join("\n");
  const { value, problems } = within(5000, () => parseProgram("t", text));
  assert.is(value.items.length, 5000);
  assert.equal(problems, []);
});

test("10,000 terms in a row, read, walked and printed", () => {
  const text = Array.from({ length: 10_000 }, (_, i) => `x${i}`).join(" + ");
  const { value } = within(2000, () => parseExpression("t", text));
  assert.is(freeNames(value).size, 10_001);
  assert.is(
    within(2000, () => printExpr(value)),
    text,
  );
});

test("50 errors among 5,000 definitions", () => {
  const text = Array.from(
    { length: 5000 },
    (_, i) => `define f${i}(x) = x +${i % 100 === 0 ? "" : " 1"}\n`,
  ).join("");
  assert.is(within(8000, () => parseProgram("t", text)).problems.length, 50);
});

test("10,000 levels of every kind of nesting, on a large stack", async () => {
  const n = 10_000;
  const nested = [
    `${"(".repeat(n)}1${")".repeat(n)}`,
    `${"f(".repeat(n)}1${")".repeat(n)}`,
    `${"[".repeat(n)}${"]".repeat(n)}`,
    `${"-".repeat(n)}1`,
    `1${" ^ 2".repeat(n)}`,
    `${"λ x . ".repeat(n)}1`,
    `${"if a then b else ".repeat(n)}c`,
    `${"let x = 1 in ".repeat(n)}x`,
    `${"match x { y => ".repeat(n)}1${" }".repeat(n)}`,
  ];
  const worker = new Worker(new URL("./deep-worker.mjs", import.meta.url), {
    workerData: nested,
    resourceLimits: { stackSizeMb: 512 },
  });
  const [counts] = await once(worker, "message");
  assert.equal(
    counts,
    nested.map(() => 0),
  );
  await worker.terminate();
});

test.run();
