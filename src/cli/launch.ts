/**
 * The first things a process does. `eval` and `run` are tried as a warm start first; everything else, and every doubt, loads
 * the compiler (dist/main.cjs). Kept small: its own modules are most of what a second run costs.
 */
import path from "node:path";
import type { Store } from "../cache/store.ts";
import { formatValue } from "../interpret/format.ts";
import { configPlaces } from "../session/config-places.ts";
import { earlyKey, recallEarly } from "../session/early.ts";
import { buildIdentity, checkoutCache, distribution } from "../session/installation.ts";
import { openStore } from "../session/open-store.ts";
import { type Language, Toolsets } from "../session/toolsets.ts";
import { runWarm, type WarmValue } from "../session/warm.ts";
import type { Host } from "../toolchain/host.ts";
import { nodeHost } from "../toolchain/node-host.ts";
import { printType } from "../types/print.ts";
import { jsonLine } from "./evaluation-line.ts";
import { exitCode } from "./exit.ts";
import { loadCompiled, withoutBaselineCompiler } from "./load-compiled.ts";
import type * as Main from "./main.ts";
import { noPast } from "./past.ts";
import { terminal } from "./terminal.ts";

/** Arguments in, exit code out. */
export async function launch(argv: readonly string[]): Promise<number> {
  try {
    const host = nodeHost();
    const warm: Warm = mayCompile(host, argv) ? await tryWarm(host, argv) : { kind: "compile", shown: 0 };
    if (warm.kind === "exit") return warm.code;
    const store = warm.store ?? (makesLibraries(argv) ? ourStore(host) : undefined);
    // Compilers tell their versions while ours is loaded.
    const language = store === undefined ? undefined : languageAsked(argv);
    const toolsets = store === undefined || language === undefined ? undefined : new Toolsets(host, store);
    if (language !== undefined) void toolsets?.get(language);
    const file = path.join(distribution, "main.cjs");
    if (store !== undefined) withoutBaselineCompiler();
    const { main } = loadCompiled(file, store === undefined ? "interpret" : "compile").exports as typeof Main;
    return await main(argv, {
      ...noPast,
      valuesShown: warm.shown,
      ...(toolsets === undefined ? {} : { toolsets }),
    });
  } catch (problem) {
    if (isWithoutDirectory(problem)) {
      terminal().error("kleis: the working directory does not exist any more\n  = hint: cd to one that does");
      return exitCode.usage;
    }
    // Nothing else that goes wrong before the compiler is loaded is the user's: say so without a stack trace.
    terminal().error(`kleis: a bug of ours: ${problem instanceof Error ? problem.message : String(problem)}`);
    return exitCode.bug;
  }
}

/** The directory was removed under our feet. */
function isWithoutDirectory(problem: unknown): boolean {
  return problem instanceof Error && "syscall" in problem && problem.syscall === "uv_cwd";
}

/**
 * Whether this run may be told to compile, by an option or by kleis.toml. Only then can an earlier one have left a record.
 */
function mayCompile(host: Host, argv: readonly string[]): boolean {
  if (argv[0] !== "eval" && argv[0] !== "run") return false;
  return (
    argv.some((word) => word.startsWith("-")) ||
    configPlaces(process.cwd()).some((place) => host.files.info(place).ok)
  );
}

/** Commands that are about native code whatever their options say. */
function makesLibraries(argv: readonly string[]): boolean {
  return argv[0] === "compile" || argv[0] === "batch";
}

/** The language of the compiler that the words ask for, if they do. */
function languageAsked(argv: readonly string[]): Language | undefined {
  const backend = argv[argv.indexOf("--backend") + 1];
  for (const language of ["c", "rust"] as const)
    if (argv.includes(`--backend=${language}`) || (argv.includes("--backend") && backend === language))
      return language;
  const compiles = makesLibraries(argv) || ["--compile", "-c", "--jit"].some((word) => argv.includes(word));
  return compiles && !argv.some(isText) ? "c" : undefined;
}

/** Sources are written, not compiled. */
function isText(word: string): boolean {
  return /\.(c|rs|h)$/.test(word);
}

type Warm =
  | { readonly kind: "exit"; readonly code: number }
  | { readonly kind: "compile"; readonly shown: number; readonly store?: Store };

function ourStore(host: Host): Store {
  return openStore({
    host,
    directory: undefined,
    checkout: checkoutCache(),
    sizeLimit: undefined,
    warn: () => undefined,
  });
}

async function tryWarm(host: Host, argv: readonly string[]): Promise<Warm> {
  const store = ourStore(host);
  const key = earlyKey(host, { build: buildIdentity(), argv, workingDirectory: process.cwd() });
  const record = recallEarly(host, store, key);
  if (record === undefined) return { kind: "compile", shown: 0, store };
  const screen = terminal();
  const show = (found: WarmValue): void => screen.out(record.json ? jsonOf(found) : formatValue(found.value));
  const run = await runWarm(store, record, show);
  switch (run.ended) {
    case "complete":
      return { kind: "exit", code: exitCode.ok };
    case "hand over":
      return { kind: "compile", shown: run.done, store };
    case "cancel":
      return { kind: "exit", code: exitCode.interrupted };
    case "timeout":
      screen.error(`error[KL0508]: the time limit of ${(record.timeout ?? 0) / 1000} s was reached`);
      return { kind: "exit", code: exitCode.timeout };
  }
}

function jsonOf({ value, step, runMs }: WarmValue): string {
  return jsonLine({
    value,
    type: step.type,
    typeText: printType(step.type),
    tier: step.tier,
    cached: true,
    compileMs: 0,
    runMs,
  });
}
