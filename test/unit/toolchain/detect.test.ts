import { test } from "uvu";
import * as assert from "uvu/assert";
import { ok } from "../../../src/base/outcome.ts";
import { Store } from "../../../src/cache/store.ts";
import { readCpu } from "../../../src/toolchain/cpu.ts";
import { detectTool, noMemory, recallTool, toolEnvironment } from "../../../src/toolchain/detect.ts";
import { type MemoryHost, memoryHost } from "../../../src/toolchain/memory-host.ts";

function hostWith(
  tools: Readonly<Record<string, string>>,
  environment: Readonly<Record<string, string>> = { PATH: "/bin:/usr/bin" },
): { readonly host: MemoryHost; readonly started: string[] } {
  const started: string[] = [];
  const host = memoryHost({
    files: tools,
    environment,
    run: (command, args, _, files) => {
      started.push(`${command} ${args.join(" ")}`);
      const content = files.readText(command);
      return ok({
        exitCode: 0,
        timedOut: false,
        stdout: `${content.ok ? content.value : ""}\nmore`,
        stderr: "",
      });
    },
  });
  for (const path of Object.keys(tools)) host.files.set(path, { mode: 0o755 });
  return { host, started };
}

test("cc, else gcc, else clang, in the order of PATH", async () => {
  const found = async (...names: string[]) => {
    const { host } = hostWith(Object.fromEntries(names.map((name) => [name, `version of ${name}`])));
    const tool = await detectTool(host, "cc", noMemory);
    return tool.ok ? tool.value.path : tool.error;
  };
  assert.is(await found("/usr/bin/clang", "/usr/bin/gcc"), "/usr/bin/gcc");
  assert.is(await found("/usr/bin/cc", "/bin/cc"), "/bin/cc");
  assert.is(await found("/usr/bin/clang"), "/usr/bin/clang");
  assert.is(await found("/opt/cc"), "no cc, gcc, clang on PATH");
});

test("KLEIS_CC names a file or a program; one that is not there is said, not replaced", async () => {
  const withVariable = async (value: string) => {
    const environment = { PATH: "/bin", KLEIS_CC: value };
    const { host } = hostWith({ "/bin/cc": "cc 1", "/bin/tcc": "tcc 1", "/opt/gcc": "gcc 1" }, environment);
    const tool = await detectTool(host, "cc", noMemory);
    return tool.ok ? tool.value.version : tool.error;
  };
  assert.is(await withVariable("/opt/gcc"), "gcc 1");
  assert.is(await withVariable("tcc"), "tcc 1");
  assert.is(await withVariable(""), "cc 1");
  assert.is(await withVariable("/nowhere/gcc"), "KLEIS_CC names /nowhere/gcc, which was not found");
});

test("what cannot be executed is no compiler", async () => {
  const { host } = hostWith({ "/bin/cc": "cc 1" });
  host.files.set("/bin/cc", { mode: 0o644 });
  assert.not.ok((await detectTool(host, "cc", noMemory)).ok);
});

test("a version is asked once and remembered until the file changes", async () => {
  const { host, started } = hostWith({ "/bin/cc": "cc 1" });
  const store = new Store(host, { explicit: "/cache", sizeLimit: 1e9, warn: () => undefined });
  assert.is(recallTool(host, "cc", store), undefined);
  const first = await detectTool(host, "cc", store);
  assert.equal(started, ["/bin/cc --version"]);
  const again = new Store(host, { explicit: "/cache", sizeLimit: 1e9, warn: () => undefined });
  assert.equal(recallTool(host, "cc", again), first.ok ? first.value : undefined);
  assert.equal(await detectTool(host, "cc", again), first);
  assert.is(started.length, 1);
  host.files.set("/bin/cc", { content: new TextEncoder().encode("cc 22"), changed: 5 });
  const updated = await detectTool(host, "cc", again);
  assert.is(updated.ok && updated.value.version, "cc 22");
  assert.is(started.length, 2);
});

test("a remembered answer of another shape is no answer", async () => {
  const { host } = hostWith({ "/bin/cc": "cc 1" });
  const memory = { recall: () => ({ tool: { path: 5 }, version: "x" }), keep: () => undefined };
  assert.is(recallTool(host, "cc", memory), undefined);
  const tool = await detectTool(host, "cc", memory);
  assert.is(tool.ok && tool.value.version, "cc 1");
});

test("compilers run in a fixed environment", () => {
  const host = memoryHost({
    environment: { PATH: "/bin", CPATH: "/evil", RUSTFLAGS: "-C x", LANG: "de_DE" },
  });
  assert.equal(toolEnvironment(host, "/t"), { LC_ALL: "C", HOME: "/home/user", PATH: "/bin", TMPDIR: "/t" });
});

test("the processor's features come from the system's files, sorted", () => {
  const cache = "/sys/devices/system/cpu/cpu0/cache";
  const host = memoryHost({
    files: {
      "/proc/cpuinfo": "processor\t: 0\nmodel name\t: A CPU\nflags\t\t: sse2 avx fma avx\n\nprocessor\t: 1\n",
      [`${cache}/index0/level`]: "1\n",
      [`${cache}/index0/type`]: "Data\n",
      [`${cache}/index0/size`]: "48K\n",
    },
  });
  assert.equal(readCpu(host), {
    architecture: "x64",
    model: "A CPU",
    features: ["avx", "fma", "sse2"],
    cores: 2,
    cache: { l1: 48 * 1024, l2: 256 * 1024 },
  });
  assert.equal(readCpu(memoryHost()).features, []);
});

test.run();
