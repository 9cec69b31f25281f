/** Native code in Workers: where a session goes that needs a large stack. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { bundle } from "../../support/bundle.ts";
import { openWorkshop } from "../../support/native.ts";

const workshop = await openWorkshop();
workshop?.close();

test("a Worker calls, is cancelled, calls with an exhausted stack, and ends quietly", async () => {
  if (workshop === undefined) return;
  const directory = mkdtempSync(path.join(tmpdir(), "kleis-worker-"));
  const file = path.join(directory, "worker.mjs");
  await bundle("native-worker.ts", file);
  const { status, signal, stdout, stderr } = spawnSync(process.execPath, [file], {
    encoding: "utf8",
    timeout: 60_000,
  });
  rmSync(directory, { recursive: true });
  assert.equal({ status, signal, stderr }, { status: 0, signal: null, stderr: "" });
  assert.equal(JSON.parse(stdout), [
    { kind: "value", value: 8 },
    { kind: "value", value: 42 },
    "Interrupted: the time limit was reached",
  ]);
});

test.run();
