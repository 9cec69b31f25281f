/** Removing takes what is named and nothing it leads to. */
import { existsSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { nodeHost } from "../../../src/toolchain/node-host.ts";
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

test.run();
