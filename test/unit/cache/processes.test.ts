/** The cache on a real disk, between real processes. */
import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { detectTool, noMemory } from "../../../src/toolchain/detect.ts";
import { nodeHost } from "../../../src/toolchain/node-host.ts";
import { bundle } from "../../support/bundle.ts";
import { kernelText } from "../../support/native.ts";

const root = mkdtempSync(path.join(tmpdir(), "kleis-processes-"));
const worker = path.join(root, "worker.mjs");
const cc = await detectTool(nodeHost(), "cc", noMemory);

/** Bundled once: thirty-two processes shall compile our C, not our TypeScript. */
if (cc.ok) await bundle("cache-worker.ts", worker);

interface Answer {
  readonly status: number;
  readonly cached: boolean;
  readonly value: number;
}

async function runTogether(
  count: number,
  cache: string,
  text: string,
): Promise<{ readonly answers: readonly Answer[]; readonly errors: string }> {
  const options = { env: { ...process.env, KLEIS_CACHE_DIR: "" } };
  const children = Array.from({ length: count }, () =>
    spawn(process.execPath, [worker, cache, text], options),
  );
  const outputs = children.map(collect);
  await Promise.all(children.map(firstOutput));
  for (const child of children) child.stdin?.end("go\n");
  const done = await Promise.all(outputs);
  return {
    answers: done.map(({ stdout, stderr }) => {
      const last = stdout.trim().split("\n").at(-1) ?? "";
      if (!last.startsWith("{")) throw new Error(`${stdout}\n${stderr}`);
      return JSON.parse(last);
    }),
    errors: done.map(({ stderr }) => stderr).join(""),
  };
}

function firstOutput(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve) => child.stdout?.once("data", resolve));
}

function collect(child: ChildProcess): Promise<{ readonly stdout: string; readonly stderr: string }> {
  return new Promise((resolve) => {
    let stdout = "";
    let stderr = "";
    child.stdout?.on("data", (chunk) => {
      stdout += chunk;
    });
    child.stderr?.on("data", (chunk) => {
      stderr += chunk;
    });
    child.on("close", () => resolve({ stdout, stderr }));
  });
}

function onDisk(name: string, body: () => Promise<void>): void {
  if (cc.ok) test(name, body);
  else test.skip(`${name} (no compiler)`, () => undefined);
}

const text = kernelText("F(9) = 42; return 0;");

onDisk(
  "thirty-two processes at once into an empty cache: all right, one entry, nothing left behind",
  async () => {
    const cache = path.join(root, "together");
    const { answers, errors } = await runTogether(32, cache, text);
    assert.is(answers.length, 32);
    for (const answer of answers) assert.equal([answer.status, answer.value], [0, 42]);
    assert.is(errors, "");
    assert.is(readdirSync(path.join(cache, "v1/kernels")).length, 1);
    assert.equal(readdirSync(path.join(cache, "v1/work")), []);
    const again = await runTogether(2, cache, text);
    assert.equal(
      again.answers.map((answer) => answer.cached),
      [true, true],
    );
  },
);

onDisk("a truncated or edited library is compiled again, never loaded", async () => {
  const cache = path.join(root, "damaged");
  await runTogether(1, cache, text);
  const kernels = path.join(cache, "v1/kernels");
  const library = path.join(kernels, readdirSync(kernels)[0] ?? "", "kernel.so");
  const original = readFileSync(library);
  const edited = Buffer.from(original);
  edited[edited.length - 1] = 1 ^ (edited[edited.length - 1] ?? 0);
  for (const content of [original.subarray(0, 100), edited, Buffer.alloc(0)]) {
    writeFileSync(library, content);
    const { answers } = await runTogether(1, cache, text);
    assert.equal(answers, [{ status: 0, cached: false, value: 42 }]);
  }
  chmodSync(library, 0o666);
  assert.equal((await runTogether(1, cache, text)).answers, [{ status: 0, cached: false, value: 42 }]);
  assert.equal((await runTogether(1, cache, text)).answers, [{ status: 0, cached: true, value: 42 }]);
});

onDisk("a read-only directory: right, one warning, nothing written", async () => {
  const cache = path.join(root, "read-only");
  mkdirSync(cache, { mode: 0o555 });
  const { answers, errors } = await runTogether(1, cache, text);
  assert.equal(answers, [{ status: 0, cached: false, value: 42 }]);
  assert.is(errors, "compiled code cannot be kept for the next run");
  assert.equal(readdirSync(cache), []);
});

test.after(() => rmSync(root, { recursive: true, force: true }));
test.run();
