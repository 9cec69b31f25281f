/** Programs as compilers are started: what they say, how they end, and that none outlives its time. */
import { chmodSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { start } from "../../../src/toolchain/start.ts";
import { scratchDirectory } from "../../support/scratch.ts";

const scratch = scratchDirectory();
const settings = { directory: scratch, environment: { PATH: process.env["PATH"] ?? "" }, timeout: 10_000 };

function script(name: string, body: string): string {
  const file = path.join(scratch, name);
  writeFileSync(file, `#!/bin/sh\n${body}\n`);
  chmodSync(file, 0o755);
  return file;
}

const speaks = script("speaks", "echo $1; echo said >&2; exit $2");

test("both texts and the exit code", async () => {
  const ended = await start(speaks, ["word", "3"], settings);
  assert.equal(ended, { ok: true, value: { exitCode: 3, timedOut: false, stdout: "word", stderr: "said" } });
});

test("much text, from many programs at once", async () => {
  const counts = script("counts", "seq $1 $2");
  const ends = [1, 2, 3, 4].map((n) => start(counts, [`${n}`, "100000"], settings));
  for (const [k, ended] of (await Promise.all(ends)).entries())
    assert.is(ended.ok && ended.value.stdout.split("\n").length, 100_000 - k);
});

test("the environment is the one that was given", async () => {
  const ended = await start(script("shows", 'echo "$GIVEN $HOME"'), [], {
    ...settings,
    environment: { ...settings.environment, GIVEN: "given" },
  });
  assert.is(ended.ok && ended.value.stdout.trim(), "given");
});

test("what does not exist is a Result; what takes too long is ended, even where it does not listen", async () => {
  const missing = path.join(scratch, "nothing");
  assert.not.ok((await start(missing, [], settings)).ok);
  const deaf = script("deaf", `trap '' TERM\necho $$ > ${scratch}/deaf.pid\nwhile :; do sleep 0.05; done`);
  const ended = await start(deaf, [], { ...settings, timeout: 200 });
  assert.ok(ended.ok && ended.value.timedOut && ended.value.exitCode === undefined);
  assert.not.ok(existsSync(`/proc/${readFileSync(`${scratch}/deaf.pid`, "utf8").trim()}`));
});

test("what a script has started ends with it, also where only the script listens", async () => {
  const inner = `${scratch}/inner.pid`;
  const wrapper = script(
    "wrapper",
    `sh -c 'echo $$ > ${inner}; trap "" TERM; while :; do sleep 0.05; done' &\nwait`,
  );
  const ended = await start(wrapper, [], { ...settings, timeout: 300 });
  assert.ok(ended.ok && ended.value.timedOut);
  const pid = readFileSync(inner, "utf8").trim();
  for (let i = 0; i < 100 && existsSync(`/proc/${pid}`) && !isZombie(pid); i += 1)
    await new Promise((resolve) => setTimeout(resolve, 20));
  assert.ok(!existsSync(`/proc/${pid}`) || isZombie(pid));
});

/** Ended, and only not yet collected by the machine's first process. */
function isZombie(pid: string): boolean {
  try {
    return / Z /.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return true;
  }
}

test.run();
