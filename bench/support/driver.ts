/** The timing loop in C (driver.c), and hand-written baselines as libraries. */
import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import path from "node:path";
import { frameHeader } from "../../src/emit/abi.ts";
import { root } from "./session.ts";

const baselineFlags: readonly string[] = ["-O3", "-march=native", "-ffp-contract=off", "-fPIC", "-shared"];

/** What a C compiler may do to win: reorder sums, contract products, call vector versions of functions (libmvec). */
export const fastFlags: readonly string[] = ["-Ofast", "-march=native", "-fPIC", "-shared"];

/** Compiles a file of bench/ to a library in `directory`. */
/** What C has to know of the frame. */
const frameWords = [`-DFRAME_HEADER=${frameHeader.size}`, `-DFRAME_ARENA=${frameHeader.arena}`] as const;

export function compileC(file: string, directory: string, flags: readonly string[] = baselineFlags): string {
  const source = path.join(root, "bench", file);
  const library = path.join(directory, `${path.basename(file, ".c")}${flags[0]}.so`);
  execFileSync("cc", [...flags, ...frameWords, "-o", library, source, "-lm", "-ldl"], { stdio: "inherit" });
  return library;
}

export type Measure = (library: string, symbol: string, frame: number, calls: number) => number;

/** Nanoseconds per call. */
export function openDriver(directory: string): Measure {
  const ffi: typeof import("ffi-rs") = createRequire(import.meta.url)("ffi-rs");
  const library = compileC("support/driver.c", directory);
  ffi.open({ library, path: library });
  return (target, symbol, frame, calls) => {
    const { DataType } = ffi;
    const elapsed = ffi.load({
      library,
      funcName: "measure",
      retType: DataType.Double,
      paramsType: [DataType.String, DataType.String, DataType.I64, DataType.I64],
      paramsValue: [target, symbol, frame, calls],
    });
    if (typeof elapsed !== "number" || elapsed < 0)
      throw new Error(`${target}: ${symbol} failed (${elapsed})`);
    return elapsed;
  };
}
