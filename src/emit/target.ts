/**
 * What is compiled for, as data: every field can change the emitted bytes and is part of the cache key.
 */
import type { KernelSource } from "./abi.ts";

export type Isa = "x86-64-v2" | "x86-64-v3" | "x86-64-v4" | "aarch64" | "generic";

export interface Target {
  readonly isa: Isa;
  /** f64 per vector register: 2, 4, 8. */
  readonly lanes: number;
  readonly registers: number;
  readonly fma: boolean;
  /** CPU features by name, sorted; resolved, never the word `native`. */
  readonly features: readonly string[];
  readonly cache: { readonly l1: number; readonly l2: number };
}

export type FloatModel = "ieee" | "reproducible" | "fast-math";
export type OptimisationLevel = 0 | 1 | 2 | 3;

export interface CodegenOptions {
  readonly target: Target;
  readonly floatModel: FloatModel;
  readonly optimise: OptimisationLevel;
  readonly wrapIntegers: boolean;
  readonly ieeeDivision: boolean;
  /** Matrix algebra before code (core/rewrite). */
  readonly rewrite: boolean;
  readonly debug: boolean;
  /** Threads that the code starts itself, 1 for none; undefined: it uses those that its caller has, if any. */
  readonly threads?: number;
}

// ── thresholds ──────────────────────────────────────────────────────────────────────────────────────────────────────

/** Arrays of one frame, so that the 128 KB a call on the caller's thread has hold several frames. */
export const stackArrayBytes = 16 * 1024;

/** Iterations of a vectorised loop between two looks at the cancel word: microseconds, while 100 ms are allowed. */
export const pollStrip = 4096;

/** Statements that may run without a look at the cancel word: below a millisecond of any kind of statement. */
export const pollBudget = 65_536;

// ── targets ─────────────────────────────────────────────────────────────────────────────────────────────────────────

/** What a level of x86-64 adds to the one before, as /proc/cpuinfo spells it. */
const x86Levels: readonly { readonly isa: Isa; readonly adds: readonly string[] }[] = [
  { isa: "x86-64-v2", adds: ["cx16", "popcnt", "sse4_1", "sse4_2", "ssse3"] },
  { isa: "x86-64-v3", adds: ["abm", "avx", "avx2", "bmi1", "bmi2", "f16c", "fma", "movbe"] },
  { isa: "x86-64-v4", adds: ["avx512bw", "avx512cd", "avx512dq", "avx512f", "avx512vl"] },
];

const usualCache = { l1: 32 * 1024, l2: 256 * 1024 };

/** The target of a machine: the highest level all of whose features it has, and just those features. */
export function targetFromFeatures(
  architecture: string,
  features: readonly string[],
  cache: Target["cache"] = usualCache,
): Target {
  if (architecture === "arm64" || architecture === "aarch64") return buildTarget("aarch64", [], cache);
  if (architecture !== "x64" && architecture !== "x86_64") return buildTarget("generic", [], cache);
  const present = new Set(features);
  const enabled: string[] = [];
  let isa: Isa = "generic";
  for (const level of x86Levels) {
    if (!level.adds.every((feature) => present.has(feature))) break;
    enabled.push(...level.adds);
    isa = level.isa;
  }
  return buildTarget(isa, enabled.sort(), cache);
}

/** The targets that have a name. */
export const targetNames: readonly string[] = ["aarch64", "generic", ...x86Levels.map(({ isa }) => isa)];

/** A target by the name of its instruction set; undefined where there is none of that name. */
export function targetFromIsa(name: string): Target | undefined {
  if (name === "aarch64") return buildTarget("aarch64", [], usualCache);
  if (name === "generic") return buildTarget("generic", [], usualCache);
  const level = x86Levels.findIndex((candidate) => candidate.isa === name);
  if (level < 0) return undefined;
  return targetFromFeatures(
    "x64",
    x86Levels.slice(0, level + 1).flatMap((each) => each.adds),
  );
}

function buildTarget(isa: Isa, features: readonly string[], cache: Target["cache"]): Target {
  const wide = isa === "x86-64-v4";
  const fma = wide || isa === "x86-64-v3" || isa === "aarch64";
  const registers = wide || isa === "aarch64" ? 32 : 16;
  return { isa, lanes: wide ? 8 : isa === "x86-64-v3" ? 4 : 2, registers, fma, features, cache };
}

// ── flags ───────────────────────────────────────────────────────────────────────────────────────────────────────────

/** Features whose name for compilers is another; the rest have dots for underscores. */
const compilerNames: Readonly<Record<"c" | "rust", Readonly<Record<string, string>>>> = {
  c: { abm: "lzcnt", bmi1: "bmi" },
  rust: { abm: "lzcnt", cx16: "cmpxchg16b" },
};

/** The instruction set, feature by feature: what is compiled must not depend on where. */
export function isaFlags(target: Target, language: "c" | "rust"): readonly string[] {
  const names = target.features.map(
    (feature) => compilerNames[language][feature] ?? feature.replace("_", "."),
  );
  if (language === "c") return names.map((name) => `-m${name}`);
  return names.length === 0 ? [] : ["-C", `target-feature=${names.map((name) => `+${name}`).join(",")}`];
}

/** Everything a compiler is told but its input and output. */
export function compilerFlags(
  options: CodegenOptions,
  { language, libraries }: Pick<KernelSource, "language" | "libraries">,
): readonly string[] {
  // Rust's text says itself what it is linked with.
  return language === "c"
    ? [...cFlags(options), ...libraries.map((name) => `-l${name}`)]
    : rustFlags(options);
}

function cFlags(options: CodegenOptions): readonly string[] {
  return [
    "-std=gnu11",
    `-O${options.optimise}`,
    "-fPIC",
    "-shared",
    "-fvisibility=hidden",
    ...isaFlags(options.target, "c"),
    // Each result is rounded; neither errno nor the floating-point status is ever read.
    "-ffp-contract=off",
    "-fno-math-errno",
    "-fno-trapping-math",
    ...(options.floatModel === "fast-math" ? ["-ffast-math"] : []),
    ...(options.wrapIntegers ? ["-fwrapv"] : []),
    "-fno-asynchronous-unwind-tables",
    ...(options.debug ? ["-g"] : []),
    // The assembler starts beside the compiler.
    "-pipe",
    // No start files: 10 ms of linking less.
    "-nostdlib",
  ];
}

function rustFlags(options: CodegenOptions): readonly string[] {
  return [
    "--edition=2021",
    "--crate-type=cdylib",
    "--crate-name=kernel",
    "-C",
    `opt-level=${options.optimise}`,
    "-C",
    "panic=abort",
    "-C",
    "codegen-units=1",
    "-C",
    "overflow-checks=off",
    "-C",
    "debug-assertions=off",
    "-C",
    `debuginfo=${options.debug ? 1 : 0}`,
    ...isaFlags(options.target, "rust"),
  ];
}
