/**
 * kleis.toml: `[execution] default, optimize, target` and `[jit] enabled, cache_compiled, function_threshold, backend, fast_math,
 * cache_dir, cache_max_size`. Looked for in the working directory and its parents; unknown keys are warned about, wrong
 * values are errors, each with its name. KLEIS_JIT_FUNCTION_THRESHOLD stands before what the file says.
 */
import { type Diagnostic, error, warning } from "../base/diagnostic.ts";
import { noSpan } from "../base/span.ts";
import type { OptimisationLevel } from "../emit/target.ts";
import type { Host } from "../toolchain/host.ts";
import { nearest } from "../types/nearest.ts";
import { configName, configPlaces } from "./config-places.ts";
import { type Backend, backends } from "./options.ts";

export interface Config {
  readonly backend?: Backend;
  readonly compile?: boolean;
  readonly optimise?: OptimisationLevel;
  readonly target?: string;
  readonly jit?: boolean;
  readonly cacheCompiled?: boolean;
  readonly functionThreshold?: number;
  readonly fastMath?: boolean;
  readonly cacheDirectory?: string;
  readonly cacheMaxSize?: number;
}

export interface LoadedConfig {
  readonly config: Config;
  /** Every place looked at, with the text found. */
  readonly files: readonly { readonly path: string; readonly text: string | undefined }[];
  readonly problems: readonly Diagnostic[];
}

export async function loadConfig(host: Host, workingDirectory: string): Promise<LoadedConfig> {
  const files: { path: string; text: string | undefined }[] = [];
  const set = environmentSettings(host);
  for (const candidate of configPlaces(workingDirectory)) {
    const read = host.files.readText(candidate);
    files.push({ path: candidate, text: read.ok ? read.value : undefined });
    if (!read.ok) continue;
    const { config, problems } = await parseConfig(candidate, read.value);
    return { config: { ...config, ...set.config }, problems: [...problems, ...set.problems], files };
  }
  return { ...set, files };
}

const thresholdVariable = "KLEIS_JIT_FUNCTION_THRESHOLD";

/** The environment has the last word. */
function environmentSettings(host: Host): Omit<LoadedConfig, "files"> {
  const text = host.environment(thresholdVariable);
  if (text === undefined || text === "") return { config: {}, problems: [] };
  if (/^\d+$/.test(text)) return { config: { functionThreshold: Number(text) }, problems: [] };
  const problem = error("KL0801", `${thresholdVariable} cannot be ${JSON.stringify(text)}`, noSpan, {
    hint: "expected a whole number",
  });
  return { config: {}, problems: [problem] };
}

type Reader = (value: unknown) => Partial<Config> | string;

const execution: Readonly<Record<string, Reader>> = {
  default: (value) => {
    if (value === "jit") return { compile: true };
    if (value === "interpret") return { backend: "interp" };
    return backendOf(value);
  },
  optimize: (value) =>
    value === 0 || value === 1 || value === 2 || value === 3 ? { optimise: value } : "0, 1, 2 or 3",
  target: (value) => (typeof value === "string" ? { target: value } : 'a text such as "native"'),
};

const jit: Readonly<Record<string, Reader>> = {
  enabled: (value) => (typeof value === "boolean" ? { jit: value } : "true or false"),
  cache_compiled: (value) => (typeof value === "boolean" ? { cacheCompiled: value } : "true or false"),
  function_threshold: (value) => {
    const count = wholeNumber(value);
    return count === undefined ? "a whole number" : { functionThreshold: count };
  },
  backend: (value) => backendOf(value),
  fast_math: (value) => (typeof value === "boolean" ? { fastMath: value } : "true or false"),
  cache_dir: (value) => (typeof value === "string" ? { cacheDirectory: value } : "a path"),
  cache_max_size: (value) => {
    const size = sizeOf(value);
    return size === undefined ? 'a number of bytes or a text such as "512 MB"' : { cacheMaxSize: size };
  },
};

const sections: Readonly<Record<string, Readonly<Record<string, Reader>>>> = { execution, jit };

async function parseConfig(file: string, text: string): Promise<Omit<LoadedConfig, "files">> {
  const { parse } = await import("smol-toml");
  let document: Record<string, unknown>;
  try {
    document = parse(text);
  } catch (problem) {
    const message = problem instanceof Error ? (problem.message.split("\n")[0] ?? "") : String(problem);
    return { config: {}, problems: [error("KL0801", `${configName} cannot be read: ${message}`, at(file))] };
  }
  const problems: Diagnostic[] = [];
  let config: Config = {};
  for (const [section, table] of Object.entries(document)) {
    const readers = sections[section];
    if (readers === undefined || typeof table !== "object" || table === null) {
      problems.push(unknownKey(file, section, Object.keys(sections)));
      continue;
    }
    for (const [key, value] of Object.entries(table)) {
      const reader = readers[key];
      if (reader === undefined) {
        problems.push(unknownKey(file, `${section}.${key}`, Object.keys(readers)));
        continue;
      }
      const read = reader(value);
      if (typeof read === "string") problems.push(wrongValue(file, `${section}.${key}`, value, read));
      else config = { ...config, ...read };
    }
  }
  return { config, problems };
}

function backendOf(value: unknown): Partial<Config> | string {
  const backend = backends.find((name) => name === value);
  return backend === undefined ? `one of ${backends.join(", ")}` : { backend };
}

function wholeNumber(value: unknown): number | undefined {
  return typeof value === "number" && Number.isInteger(value) && value >= 0 ? value : undefined;
}

const units: Readonly<Record<string, number>> = { "": 1, b: 1, kb: 2 ** 10, mb: 2 ** 20, gb: 2 ** 30 };

/** Bytes: a number, or a text like "512 MB". */
export function sizeOf(value: unknown): number | undefined {
  if (typeof value !== "string") return wholeNumber(value);
  const match = /^(\d+)\s*([kmg]?b?)$/i.exec(value.trim());
  const unit = units[(match?.[2] ?? "?").toLowerCase().replace(/^([kmg])$/, "$1b")];
  return match?.[1] === undefined || unit === undefined ? undefined : Number(match[1]) * unit;
}

function at(file: string): { readonly file: string; readonly start: number; readonly end: number } {
  return { file, start: 0, end: 0 };
}

function unknownKey(file: string, key: string, known: readonly string[]): Diagnostic {
  const section = key.includes(".") ? key.slice(0, key.indexOf(".") + 1) : "";
  const similar = nearest(key.slice(section.length), known);
  return warning("KL0802", `${configName}: unknown key ${key}`, at(file), {
    notes: [`known here: ${known.join(", ")}`],
    ...(similar === undefined ? {} : { hint: `did you mean ${section}${similar}?` }),
  });
}

function wrongValue(file: string, key: string, value: unknown, expected: string): Diagnostic {
  return error("KL0801", `${configName}: ${key} cannot be ${JSON.stringify(value)}`, at(file), {
    hint: `expected ${expected}`,
  });
}
