/**
 * Getting the bridge: from the cache, or compiled and kept there. Without a C compiler there is none, and ffi-rs serves.
 */
import { constants } from "node:os";
import { fail, ok, type Result } from "../base/outcome.ts";
import { contentKey, keyFields } from "../cache/key.ts";
import type { Store } from "../cache/store.ts";
import type { KernelSource } from "../emit/abi.ts";
import type { CodegenOptions } from "../emit/target.ts";
import { compileKernel } from "../toolchain/compile.ts";
import { detectTool, type Tool } from "../toolchain/detect.ts";
import type { Host } from "../toolchain/host.ts";
import { bridgeFlags, bridgeSource } from "./bridge-source.ts";
import type { Native } from "./native.ts";

/** What the add-on exports. */
export interface Bridge {
  call(address: number, frame: number): number;
  release(address: number, frame: number): void;
  /** 0 where there is none. */
  symbol(path: string, name: string): number;
  /** -1 for shared memory, which Node-API does not look into. */
  addressOf(buffer: ArrayBufferLike): number;
  copyFrom(address: number, to: ArrayBuffer): void;
}

/** What a session does when its calls are many: `loadNative((native) => void quicken(native, host, store))`. */
export async function quicken(native: Native, host: Host, store: Store): Promise<void> {
  const cc = await detectTool(host, "cc", store);
  if (!cc.ok) return;
  const bridge = await openBridge(host, store, cc.value);
  if (bridge.ok) native.useBridge(bridge.value);
}

export async function openBridge(host: Host, store: Store, cc: Tool): Promise<Result<Bridge>> {
  const library = await ownLibrary(host, store, cc, {
    source: bridgeSource,
    flags: bridgeFlags,
    label: "the bridge from Node to kernels",
  });
  return library.ok ? loadBridge(library.value) : library;
}

export interface OwnLibrary {
  readonly source: KernelSource;
  readonly flags: readonly string[];
  readonly label: string;
}

/** The path of a library of ours that is no kernel: from the cache, or compiled and kept there. */
export async function ownLibrary(
  host: Host,
  store: Store,
  cc: Tool,
  { source, flags, label }: OwnLibrary,
): Promise<Result<string>> {
  const fields = keyFields({ source, compiler: cc, flags, options: anyMachine });
  const kept = store.get(contentKey(fields));
  if (kept !== undefined) return ok(kept.path);
  const { scratch } = store;
  const request = { tool: cc, source, flags, ...(scratch === undefined ? {} : { scratch }) };
  const compiled = await compileKernel(host, request);
  if (!compiled.ok) return fail(compiled.error.message);
  const { library, milliseconds } = compiled.value;
  const entry = await store.put({ library, fields, label, language: "c", compileMs: milliseconds });
  return entry.ok ? ok(entry.value.path) : entry;
}

function loadBridge(path: string): Result<Bridge> {
  const module: { exports: unknown } = { exports: {} };
  try {
    process.dlopen(module, path, constants.dlopen.RTLD_NOW);
  } catch (error) {
    return fail(error instanceof Error ? error.message : String(error));
  }
  return ok(module.exports as Bridge); // what our own source exports
}

/** There is no arithmetic in them: nothing of the processor changes it. */
const anyMachine: CodegenOptions = {
  target: { isa: "generic", lanes: 1, registers: 0, fma: false, features: [], cache: { l1: 0, l2: 0 } },
  floatModel: "ieee",
  optimise: 2,
  wrapIntegers: false,
  ieeeDivision: false,
  rewrite: false,
  debug: false,
};
