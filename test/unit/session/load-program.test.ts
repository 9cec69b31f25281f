import { test } from "uvu";
import * as assert from "uvu/assert";
import { type ParsedFiles, ProgramLoader } from "../../../src/session/load-program.ts";
import { memoryHost } from "../../../src/toolchain/memory-host.ts";

const files = {
  "/home/user/work/shared.kleis": "define half(x : ℝ) = x / 2\n",
  "/home/user/work/a.kleis": 'import "shared.kleis"\nhalf(3)\n',
  "/home/user/work/b.kleis": 'import "shared.kleis"\nhalf(5)\n',
};

function load(host: ReturnType<typeof memoryHost>, file: string, parsed: ParsedFiles) {
  const options = { host, workingDirectory: "/home/user/work", library: "/lib", parsed };
  const loader = new ProgramLoader(options);
  loader.file(file);
  const loaded = loader.result();
  assert.equal(loaded.problems, []);
  return loaded;
}

test("a file that several programs import is parsed once, and is a file of each of them", () => {
  const host = memoryHost({ files });
  const parsed: ParsedFiles = new Map();
  const [a, b] = [load(host, "a.kleis", parsed), load(host, "b.kleis", parsed)];
  assert.is(a.programs[0], b.programs[0]);
  for (const loaded of [a, b]) {
    assert.ok(loaded.sources.has("shared.kleis"));
    assert.ok(loaded.files.some((file) => file.path === "/home/user/work/shared.kleis"));
  }
});

test("a file that changed between two programs is parsed again", () => {
  const host = memoryHost({ files });
  const parsed: ParsedFiles = new Map();
  const before = load(host, "a.kleis", parsed);
  const changed = memoryHost({
    files: { ...files, "/home/user/work/shared.kleis": "define half(x : ℝ) = 0.5 * x\n" },
  });
  assert.is.not(load(changed, "a.kleis", parsed).programs[0], before.programs[0]);
});

test.run();
