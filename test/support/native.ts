/**
 * Kernels from hand-written C, compiled by the machine's compiler: for tests of what stands behind the printers.
 * Without a compiler or ffi-rs the tests that need them are skipped, by name.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { type KeyFields, keyFields } from "../../src/cache/key.ts";
import { Store } from "../../src/cache/store.ts";
import { type KernelSignature, kernelSymbol } from "../../src/emit/abi.ts";
import type { CodegenOptions } from "../../src/emit/target.ts";
import { isLayout, type Layout, layoutOf } from "../../src/loop/layout.ts";
import type { Site } from "../../src/loop/loop.ts";
import { CancelWord } from "../../src/runtime/cancel.ts";
import { Kernel } from "../../src/runtime/kernel.ts";
import { loadNative, type Native } from "../../src/runtime/native.ts";
import { compileKernel } from "../../src/toolchain/compile.ts";
import { detectTool, noMemory, type Tool } from "../../src/toolchain/detect.ts";
import type { Host } from "../../src/toolchain/host.ts";
import { nodeHost } from "../../src/toolchain/node-host.ts";
import type { Type } from "../../src/types/type.ts";

export const plainOptions: CodegenOptions = {
  target: {
    isa: "generic",
    lanes: 2,
    registers: 16,
    fma: false,
    features: [],
    cache: { l1: 32768, l2: 262144 },
  },
  floatModel: "ieee",
  optimise: 2,
  wrapIntegers: false,
  ieeeDivision: false,
  rewrite: true,
  debug: false,
};

const cFlags = ["-O2", "-shared", "-fPIC"];

export interface Workshop {
  readonly host: Host;
  readonly cc: Tool;
  readonly native: Native;
  readonly cancel: CancelWord;
  readonly store: Store;
  kernel(
    text: string,
    params: readonly Type[],
    result: Type,
    more?: Partial<KernelSignature>,
    by?: Native,
  ): Promise<Kernel>;
  close(): void;
}

/** Undefined where this machine cannot compile or load. */
export async function openWorkshop(): Promise<Workshop | undefined> {
  const host = nodeHost();
  const cc = await detectTool(host, "cc", noMemory);
  const native = loadNative();
  if (!cc.ok || !native.ok) return undefined;
  const root = mkdtempSync(`${tmpdir()}/kleis-test-`);
  const store = new Store(host, { explicit: root, sizeLimit: 1e9, warn: () => undefined });
  const cancel = new CancelWord(native.value);
  return {
    host,
    cc: cc.value,
    native: native.value,
    cancel,
    store,
    kernel: async (text, params, result, more = {}, by = native.value) => {
      const path = await compileToStore(host, store, cc.value, text);
      const library = by.open(path);
      if (!library.ok) throw new Error(library.error);
      const signature: KernelSignature = {
        symbol: kernelSymbol(0),
        params: params.map(layoutFor),
        result: layoutFor(result),
        sites: [],
        texts: [],
        unbounded: false,
        ...more,
      };
      return new Kernel({
        native: by,
        library: library.value,
        signature,
        resultType: result,
        cancel,
      });
    },
    close: () => {
      store.close();
      rmSync(root, { recursive: true, force: true });
    },
  };
}

export function fieldsOf(tool: Tool, text: string): KeyFields {
  const source = { language: "c", text, libraries: [], templates: [] } as const;
  return keyFields({ source, compiler: tool, flags: cFlags, options: plainOptions });
}

/** The whole way of a miss: compile, keep; the path of the library. */
export async function compileToStore(host: Host, store: Store, tool: Tool, text: string): Promise<string> {
  const source = { language: "c", text, libraries: [], templates: [] } as const;
  const scratch = store.scratch;
  const compiled = await compileKernel(host, {
    tool,
    source,
    flags: cFlags,
    ...(scratch === undefined ? {} : { scratch }),
  });
  if (!compiled.ok)
    throw new Error(`${compiled.error.message}\n${"log" in compiled.error ? compiled.error.log : ""}`);
  const kept = await store.put({
    library: compiled.value.library,
    fields: fieldsOf(tool, text),
    label: "a test",
    language: "c",
    compileMs: compiled.value.milliseconds,
  });
  if (!kept.ok) throw new Error(kept.error);
  return kept.value.path;
}

/** A kernel's text around a body that reads and writes `frame`; `F(i)` is word i as f64. */
export function kernelText(body: string): string {
  return `#include <stdint.h>
#include <stdlib.h>
#define F(i) (((double *)frame)[i])
#define I(i) (((int64_t *)frame)[i])
#define P(type, i) ((type *)frame[i])
int32_t kleis_kernel(uint64_t *frame) { ${body} }
void kleis_release(uint64_t *frame) { free((void *)frame[7]); frame[7] = 0; }
`;
}

export function siteAt(status: Site["status"], message: string): Site {
  return { status, message, span: { file: "t.kleis", start: 3, end: 8 } };
}

function layoutFor(type: Type): Layout {
  const layout = layoutOf(type);
  if (!isLayout(layout)) throw new Error(layout.unsupported);
  return layout;
}
