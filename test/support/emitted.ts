/**
 * Emitted libraries, compiled with warnings as errors and called with a frame of words. Empty where this machine lacks the
 * compiler or ffi-rs; tests then say so and pass.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { frameHeader, kernelSymbol } from "../../src/emit/abi.ts";
import { emitC } from "../../src/emit/c/emit.ts";
import { frameLayout } from "../../src/emit/frame.ts";
import { emitRust } from "../../src/emit/rust/emit.ts";
import { type CodegenOptions, compilerFlags, type Isa, targetFromFeatures } from "../../src/emit/target.ts";
import type { LoopProgram } from "../../src/loop/loop.ts";
import { loadNative, type NativeLibrary } from "../../src/runtime/native.ts";
import { readCpu } from "../../src/toolchain/cpu.ts";
import { nodeHost } from "../../src/toolchain/node-host.ts";
import { signatureOf } from "./loop-programs.ts";

export type Language = "c" | "rust";

/** What this machine has, as the program itself would compile for it. */
export function machineOptions(more: Partial<CodegenOptions> = {}): CodegenOptions {
  const cpu = readCpu(nodeHost());
  return {
    target: targetFromFeatures(cpu.architecture, cpu.features, cpu.cache),
    floatModel: "ieee",
    optimise: 2,
    wrapIntegers: false,
    ieeeDivision: false,
    rewrite: true,
    debug: false,
    ...more,
  };
}

/** This machine's instruction set. */
export const ownIsa = machineOptions().target.isa;

const levels: readonly Isa[] = ["x86-64-v2", "x86-64-v3", "x86-64-v4"];

/** The instruction sets that run here, the oldest first, this machine's own last. */
export const availableIsas: readonly Isa[] = [
  ...levels.slice(0, Math.max(0, levels.indexOf(ownIsa))),
  ownIsa,
];

/** The texts of templates by their paths, in C and in Rust. */
export function templateTexts(...names: readonly string[]): ReadonlyMap<string, string> {
  const parts = ["c", "rust"].flatMap((language) =>
    readdirSync(`templates/${language}/parts`).map((file) => `${language}/parts/${file}`),
  );
  const paths = [...names.flatMap((name) => [`c/${name}.c`, `rust/${name}.rs`]), ...parts];
  return new Map(paths.map((path) => [path, readFileSync(`templates/${path}`, "utf8")]));
}

export function emitted(
  program: LoopProgram,
  language: Language,
  options: CodegenOptions,
  templates: ReadonlyMap<string, string> = new Map(),
): string {
  const print = language === "c" ? emitC : emitRust;
  return print(program, [signatureOf(program)], options, templates).text;
}

const strict = {
  c: { command: "gcc", flags: ["-Wall", "-Wextra", "-Werror"], extension: "c" },
  rust: { command: "rustc", flags: ["-D", "warnings"], extension: "rs" },
} as const;

export function hasCompiler(language: Language): boolean {
  try {
    execFileSync(strict[language].command, ["--version"], { stdio: "ignore" });
    return loadNative().ok;
  } catch {
    return false;
  }
}

export class Bench {
  readonly #directory = mkdtempSync(`${tmpdir()}/kleis-emit-`);
  #count = 0;

  /** A compiled program; throws with the compiler's words where it is rejected. */
  compile(text: string, language: Language, options: CodegenOptions): NativeLibrary {
    const { command, flags, extension } = strict[language];
    const base = `${this.#directory}/k${this.#count++}`;
    writeFileSync(`${base}.${extension}`, text);
    const output = ["-o", `${base}.so`, `${base}.${extension}`];
    execFileSync(
      command,
      [...output, ...flags, ...compilerFlags(options, { language, libraries: ["m", "c"] })],
      { stdio: "pipe" },
    );
    const native = loadNative();
    const library = native.ok ? native.value.open(`${base}.so`) : native;
    if (!library.ok) throw new Error(library.error);
    return library.value;
  }

  close(): void {
    rmSync(this.#directory, { recursive: true, force: true });
  }
}

/** A frame written and read by hand. */
export class HandFrame {
  readonly words: BigInt64Array;
  readonly reals: Float64Array;
  readonly #address: number;
  readonly #buffers: ArrayBufferLike[] = [];

  constructor(program: LoopProgram, stackBytes = 100_000) {
    this.words = new BigInt64Array(frameLayout(program.params, program.result).words);
    this.reals = new Float64Array(this.words.buffer);
    this.words[frameHeader.stackBytes] = BigInt(stackBytes);
    this.#address = addressOf(this.words.buffer);
  }

  /** Makes word `at` of the arguments and results (counted behind the header) the address of `values`. */
  pass(at: number, values: Float64Array | BigInt64Array | Uint8Array | Int32Array): void {
    this.#buffers.push(values.buffer);
    this.words[frameHeader.size + at] = BigInt(addressOf(values.buffer) + values.byteOffset);
  }

  /** Makes `word` the word that ends the call when it becomes non-zero. */
  cancelBy(word: Int32Array): void {
    this.#buffers.push(word.buffer);
    this.words[frameHeader.cancel] = BigInt(addressOf(word.buffer));
  }

  call(library: NativeLibrary): number {
    return library.call(kernelSymbol(0), this.#address);
  }

  release(library: NativeLibrary): void {
    library.release(this.#address);
  }

  /** Doubles at the address in word `at`. */
  doublesAt(at: number, count: number): Float64Array {
    const native = loadNative();
    const copy = new ArrayBuffer(8 * count);
    if (native.ok) native.value.copyFrom(Number(this.words[frameHeader.size + at] ?? 0n), copy);
    return new Float64Array(copy);
  }
}

function addressOf(buffer: ArrayBufferLike): number {
  const native = loadNative();
  return native.ok ? native.value.addressOf(buffer) : 0;
}
