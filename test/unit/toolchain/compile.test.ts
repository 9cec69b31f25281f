import { chmodSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { type CompileRequest, compileKernel, rejectionBug } from "../../../src/toolchain/compile.ts";
import { detectTool, noMemory, type Tool } from "../../../src/toolchain/detect.ts";
import { nodeHost } from "../../../src/toolchain/node-host.ts";

const host = nodeHost();
const scratch = mkdtempSync(path.join(tmpdir(), "kleis-compile-"));
const cc = await detectTool(host, "cc", noMemory);
const rustc = await detectTool(host, "rustc", noMemory);

function request(tool: Tool, text: string, more: Partial<CompileRequest> = {}): CompileRequest {
  const language = tool.kind === "cc" ? "c" : "rust";
  return {
    tool,
    source: { language, text, libraries: [], templates: [] },
    flags: ["-shared", "-fPIC"],
    scratch,
    ...more,
  };
}

function script(name: string, body: string): Tool {
  const file = path.join(scratch, name);
  writeFileSync(file, `#!/bin/sh\n${body}\n`);
  chmodSync(file, 0o755);
  return { kind: "cc", path: file, version: "a script" };
}

function onlyScripts(): readonly string[] {
  return readdirSync(scratch).filter((name) => name.startsWith("kleis"));
}

function withTool(name: string, tool: typeof cc, body: (tool: Tool) => Promise<void>): void {
  if (tool.ok) test(name, () => body(tool.value));
  else test.skip(`${name} (no compiler)`, () => undefined);
}

withTool("same text, same bytes, wherever it is compiled", cc, async (tool) => {
  const text = "int kleis_kernel(void) { return __LINE__ + sizeof __FILE__; }";
  const one = await compileKernel(host, request(tool, text));
  const two = await compileKernel(host, request(tool, text, { scratch: path.join(scratch, "kleis-other") }));
  assert.ok(one.ok && two.ok && Buffer.compare(one.value.library, two.value.library) === 0);
  rmSync(path.join(scratch, "kleis-other"), { recursive: true });
  assert.equal(onlyScripts(), []);
});

withTool("text that does not compile is our bug, with the compiler's words", cc, async (tool) => {
  const wrong = request(tool, "int f( {");
  const result = await compileKernel(host, wrong);
  if (result.ok || result.error.kind !== "rejected") throw new Error("not rejected");
  assert.match(result.error.log, /kernel\.c:1/);
  assert.match(rejectionBug(result.error, wrong.source).detail, /int f\( \{/);
  assert.equal(onlyScripts(), []);
});

withTool("rustc links without a standard library", rustc, async (tool) => {
  const text = `#![no_std]
#[panic_handler] fn panic(_: &core::panic::PanicInfo) -> ! { loop {} }
#[no_mangle] pub extern "C" fn kleis_kernel(_: *mut u64) -> i32 { 0 }`;
  const flags = ["--crate-type", "cdylib", "-C", "panic=abort", "-C", "opt-level=3"];
  const compiled = await compileKernel(
    host,
    request(tool, text, { flags, ...(cc.ok ? { linker: cc.value } : {}) }),
  );
  assert.ok(compiled.ok, compiled.ok ? "" : JSON.stringify(compiled.error));
});

test("a compiler that is gone, hangs, or dies is a Result", async () => {
  const gone: Tool = { kind: "cc", path: path.join(scratch, "nothing"), version: "" };
  const tools = [
    gone,
    script("hangs", "exec sleep 30"),
    script("dies", "kill -9 $$"),
    script("idle", "exit 0"),
  ];
  for (const tool of tools) {
    const result = await compileKernel(host, request(tool, "", { timeout: 300 }));
    assert.ok(!result.ok && result.error.kind === "unavailable", tool.path);
  }
  for (const said of [
    "fatal: error writing: No space left on device",
    "collect2: fatal error: ld terminated with signal 25 [File size limit exceeded]",
  ]) {
    const full = script("full", `echo '${said}' >&2; exit 1`);
    const result = await compileKernel(host, request(full, ""));
    assert.ok(!result.ok && result.error.kind === "unavailable", said);
  }
  assert.equal(onlyScripts(), []);
});

test("nowhere to work is a Result", async () => {
  const tool = script("cc", "exit 0");
  const result = await compileKernel(host, request(tool, "", { scratch: "/proc/nowhere" }));
  assert.ok(!result.ok && result.error.kind === "unavailable");
});

test.after(() => rmSync(scratch, { recursive: true, force: true }));
test.run();
