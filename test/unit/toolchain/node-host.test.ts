/** Removing takes what is named and nothing it leads to; reading comes to an end. */

import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { nodeHost } from "../../../src/toolchain/node-host.ts";
import { readWhole } from "../../../src/toolchain/read-whole.ts";
import { scratchDirectory } from "../../support/scratch.ts";

const { files } = nodeHost();

test("a directory goes with all that is in it, a link alone", () => {
  const root = scratchDirectory();
  const kept = path.join(root, "kept");
  mkdirSync(kept);
  writeFileSync(path.join(kept, "file"), "");
  const gone = path.join(root, "gone");
  mkdirSync(path.join(gone, "inside"), { recursive: true });
  writeFileSync(path.join(gone, "inside", "file"), "");
  symlinkSync(kept, path.join(gone, "link"));
  symlinkSync(kept, path.join(root, "link"));
  for (const name of ["gone", "link", "was never there"])
    assert.ok(files.remove(path.join(root, name)).ok, name);
  assert.not.ok(existsSync(gone));
  assert.not.ok(existsSync(path.join(root, "link")));
  assert.ok(existsSync(path.join(kept, "file")));
});

test("a device without an end is read up to a limit, a pipe to its end", () => {
  assert.throws(() => readWhole("/dev/zero", 2 ** 20), /it is no file, and its first 1 MiB have no end/);
  assert.is(readWhole("/dev/null").length, 0);
  const pipe = path.join(scratchDirectory(), "pipe");
  assert.is(spawnSync("mkfifo", [pipe]).status, 0);
  spawnSync("sh", ["-c", `seq 1 100000 > ${pipe} &`], { stdio: "ignore" });
  assert.is(files.readText(pipe).ok && readWhole("/proc/self/status").length > 0, true);
});

test("a directory is no file", () => {
  const read = files.readText(scratchDirectory());
  assert.match(read.ok ? "" : read.error.message, /EISDIR/);
});

test.run();
