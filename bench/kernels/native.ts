/** Libraries timed by call.c: what each call takes, apart from the way into it from JavaScript. */
import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { loadNative, type Native } from "../../src/runtime/native.ts";
import { median } from "../support/statistics.ts";
import type { Argument, NativePeer } from "./row.ts";

export const folder = path.dirname(fileURLToPath(import.meta.url));
export const root = path.resolve(folder, "../..");

export interface Library {
  readonly file: string;
  readonly symbol: string;
}

export interface Timer {
  /** Nanoseconds per call. */
  measure(library: Library, args: readonly Argument[], calls: number): number;
  /** The same values at the start of cache lines, where libraries put theirs. */
  aligned(args: readonly Argument[]): readonly Argument[];
  /** What the machine can do: GFLOP/s, GB/s. */
  readonly peaks: { readonly flops: number; readonly memory: number };
}

/** Of one call, as many as call.c can pass. */
const mostWords = 8;

export function openTimer(directory: string): Timer {
  const ffi: typeof import("ffi-rs") = createRequire(import.meta.url)("ffi-rs");
  const { DataType } = ffi;
  const library = path.join(directory, "call.so");
  const flags = ["-O3", "-march=native", "-ffp-contract=fast", "-fPIC", "-shared"];
  execFileSync("cc", [...flags, "-o", library, path.join(folder, "call.c"), "-ldl"], { stdio: "inherit" });
  ffi.open({ library, path: library });
  const peak = (funcName: string): number =>
    Number(ffi.load({ library, funcName, retType: DataType.Double, paramsType: [], paramsValue: [] }));
  const native = loadNative();
  if (!native.ok) throw new Error(native.error);
  // Held as long as the timer: what is dead after its address was taken may be collected before the library reads it.
  const words = new BigUint64Array(mostWords);
  return {
    peaks: { flops: peak("fma_peak"), memory: peak("memory_peak") },
    aligned: (args) => args.map((arg) => alignedArgument(arg, native.value)),
    measure({ file, symbol }, args, calls) {
      for (const [i, arg] of args.entries()) words[i] = wordOf(arg, native.value);
      const elapsed = ffi.load({
        library,
        funcName: "measure",
        retType: DataType.Double,
        paramsType: [DataType.String, DataType.String, DataType.I64, DataType.I64, DataType.I64],
        paramsValue: [file, symbol, native.value.addressOf(words.buffer), args.length, calls],
      });
      const time = Number(elapsed);
      if (!(time >= 0)) throw new Error(`${file}: ${symbol} failed (${time})`);
      return time;
    },
  };
}

function wordOf(arg: Argument, native: Native): bigint {
  if (arg.kind === "integer") return arg.value;
  return BigInt(native.addressOf(arg.values.buffer) + arg.values.byteOffset);
}

const cacheLine = 64;

/** Bytes on both sides of an array that nobody may write, and what stands in them. */
const fence = 4096;
const untouched = 0xa5;

function alignedArgument(arg: Argument, native: Native): Argument {
  if (arg.kind === "integer") return arg;
  const buffer = new ArrayBuffer(arg.values.byteLength + cacheLine + 2 * fence);
  new Uint8Array(buffer).fill(untouched);
  const past = Number(BigInt(native.addressOf(buffer)) % BigInt(cacheLine));
  const start = fence + ((cacheLine - past) % cacheLine);
  if (arg.kind === "output")
    return { kind: "output", values: new Float64Array(buffer, start, arg.values.length) };
  const { values } = arg;
  if (values instanceof Float64Array) {
    const copy = new Float64Array(buffer, start, values.length);
    copy.set(values);
    return { kind: "input", values: copy };
  }
  const copy = new BigInt64Array(buffer, start, values.length);
  copy.set(values);
  return { kind: "input", values: copy };
}

/** Whether nothing was written beside the arrays that `alignedArgument` has made. */
export function areFencesIntact(args: readonly Argument[]): boolean {
  return args.every((arg) => {
    if (arg.kind === "integer") return true;
    const { buffer, byteOffset, byteLength } = arg.values;
    const bytes = new Uint8Array(buffer);
    const isUntouched = (byte: number): boolean => byte === untouched;
    return (
      bytes.subarray(0, byteOffset).every(isUntouched) &&
      bytes.subarray(byteOffset + byteLength).every(isUntouched)
    );
  });
}

/** Everything allowed: what a C programmer writes who wants speed. */
const peerFlags: readonly string[] = ["-Ofast", "-march=native", "-fPIC", "-shared"];

/** Undefined where it does not compile: what it needs is not installed. */
export function compilePeer(peer: NativePeer, directory: string): Library | undefined {
  const defines = Object.entries(peer.defines ?? {}).map(([name, value]) => `-D${name}=${value}`);
  const file = path.join(directory, `${[peer.file, ...defines].join("").replaceAll(/[^\w]+/g, "_")}.so`);
  const source = path.join(folder, "peers", peer.file);
  const compiler = peer.file.endsWith(".cpp") ? "c++" : "cc";
  const libraries = (peer.libraries ?? []).map((name) => `-l${name}`);
  const flags = [...(peer.flags ?? peerFlags), ...defines, "-I/usr/include/eigen3"];
  try {
    execFileSync(compiler, [...flags, "-o", file, source, ...libraries, "-lm"], { stdio: "ignore" });
    return { file, symbol: peer.symbol };
  } catch {
    return undefined;
  }
}

let compiled = 0;

/** Times of `kleis compile` as a process, medians in milliseconds. */
export interface CompileTimes {
  readonly whole: number;
  /** Where the text is written and no compiler started. */
  readonly text: number;
}

const compilations = 3;

/** The row's program as a library, by `kleis compile`, and what compiling took. */
export function compileOurs(
  program: string,
  fn: string,
  backend: "c" | "rust",
  directory: string,
): { readonly library: Library; readonly times: CompileTimes } {
  compiled += 1;
  // A path of its own: a library that is open must not be written over.
  const file = path.join(directory, `ours_${compiled}.so`);
  const command = [path.join(root, "dist/kleis.cjs"), "compile", program, "--fn", fn, "--backend", backend];
  const take = (output: string): number => {
    const start = performance.now();
    execFileSync(process.execPath, [...command, "-o", output], { stdio: ["ignore", "ignore", "pipe"] });
    return performance.now() - start;
  };
  const whole: number[] = [];
  const text: number[] = [];
  for (let turn = 0; turn < compilations; turn += 1) {
    text.push(take(file.replace(/so$/, backend === "c" ? "c" : "rs")));
    whole.push(take(file));
  }
  return { library: { file, symbol: fn }, times: { whole: median(whole), text: median(text) } };
}
