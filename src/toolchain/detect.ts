/**
 * Which compilers there are: name → the file that runs, and its exact version.
 *
 * Asking a compiler for its version starts a process, so the answer is remembered under the identity of the file (real path,
 * size, time of change): a warm start runs nothing. A remembered answer is used only while every fact of it still holds.
 */
import { fail, ok, type Result } from "../base/outcome.ts";
import type { Host } from "./host.ts";

export type ToolKind = "cc" | "rustc";

export interface Tool {
  readonly kind: ToolKind;
  /** The file to run: resolved, and behind rustup's proxy. */
  readonly path: string;
  /** What the compiler says of itself, first line ("cc (Debian 12.2.0-14+deb12u1) 12.2.0"). */
  readonly version: string;
}

/** Small facts kept between runs, by a key of their own making. The cache's records are one. */
export interface Memory {
  recall(key: readonly string[]): unknown;
  keep(key: readonly string[], fact: unknown): void;
}

export const noMemory: Memory = { recall: () => undefined, keep: () => undefined };

/** A path, a size and a time: changed when the file was replaced. */
interface FileIdentity {
  readonly path: string;
  readonly size: number;
  readonly changed: number;
}

const choices: {
  readonly [K in ToolKind]: { readonly variable: string; readonly names: readonly string[] };
} = {
  cc: { variable: "KLEIS_CC", names: ["cc", "gcc", "clang"] },
  rustc: { variable: "KLEIS_RUSTC", names: ["rustc"] },
};

/** A version that takes longer than this to tell belongs to something that is not a compiler. */
const versionTimeout = 10_000;

/** The tool, asked for its version only where that is not remembered. */
export async function detectTool(host: Host, kind: ToolKind, memory: Memory): Promise<Result<Tool>> {
  const found = findTool(host, kind);
  if (!found.ok) return found;
  const remembered = recallVersion(host, kind, found.value, memory);
  if (remembered !== undefined) return ok(remembered);
  const asked = await askVersion(host, kind, found.value);
  if (!asked.ok) return asked;
  const identity = identify(host, asked.value.path);
  if (identity === undefined) return fail(`${asked.value.path} cannot be read`);
  memory.keep(factsOf(host, kind, found.value), { tool: identity, version: asked.value.version });
  return asked;
}

/** The tool if all of it is known without starting a process. */
export function recallTool(host: Host, kind: ToolKind, memory: Memory): Tool | undefined {
  const found = findTool(host, kind);
  return found.ok ? recallVersion(host, kind, found.value, memory) : undefined;
}

/** The file that `KLEIS_CC` (…) or PATH names. A variable that names nothing is an error, not a reason to look further. */
function findTool(host: Host, kind: ToolKind): Result<FileIdentity> {
  const { variable, names } = choices[kind];
  const chosen = host.environment(variable);
  if (chosen !== undefined && chosen !== "") {
    const identity = chosen.includes("/") ? identify(host, chosen) : searchPath(host, [chosen]);
    return identity === undefined ? fail(`${variable} names ${chosen}, which was not found`) : ok(identity);
  }
  const identity = searchPath(host, names);
  return identity === undefined ? fail(`no ${names.join(", ")} on PATH`) : ok(identity);
}

function searchPath(host: Host, names: readonly string[]): FileIdentity | undefined {
  const directories = (host.environment("PATH") ?? "").split(":").filter((part) => part.startsWith("/"));
  for (const name of names) {
    for (const directory of directories) {
      const identity = identify(host, `${directory}/${name}`);
      if (identity !== undefined) return identity;
    }
  }
  return undefined;
}

/** Undefined where there is no such file or it cannot be executed. */
function identify(host: Host, path: string): FileIdentity | undefined {
  const real = host.files.realPath(path);
  if (!real.ok) return undefined;
  const info = host.files.info(real.value);
  if (!info.ok || info.value.kind !== "file" || (info.value.mode & 0o111) === 0) return undefined;
  // A multiplexer looks at the name it was called by.
  const called = isProxy(real.value) ? path : real.value;
  return { path: called, size: info.value.size, changed: info.value.changed };
}

function isProxy(path: string): boolean {
  const name = path.slice(path.lastIndexOf("/") + 1);
  return name.startsWith("rustup") || name === "ccache" || name === "sccache";
}

/** Everything that decides what this file answers. rustup's proxy chooses a toolchain by a variable and its settings. */
function factsOf(host: Host, kind: ToolKind, file: FileIdentity): readonly string[] {
  const facts = ["tool", kind, file.path, String(file.size), String(file.changed)];
  if (kind !== "rustc") return facts;
  const home = host.environment("RUSTUP_HOME") ?? `${host.machine.home}/.rustup`;
  const settings = host.files.info(`${home}/settings.toml`);
  const changed = settings.ok ? `${settings.value.size} ${settings.value.changed}` : "none";
  return [...facts, home, changed, host.environment("RUSTUP_TOOLCHAIN") ?? ""];
}

function recallVersion(host: Host, kind: ToolKind, file: FileIdentity, memory: Memory): Tool | undefined {
  const fact = memory.recall(factsOf(host, kind, file));
  if (!isVersionFact(fact)) return undefined;
  const now = identify(host, fact.tool.path);
  if (now === undefined || now.size !== fact.tool.size || now.changed !== fact.tool.changed) return undefined;
  return { kind, path: fact.tool.path, version: fact.version };
}

function isVersionFact(fact: unknown): fact is { readonly tool: FileIdentity; readonly version: string } {
  if (typeof fact !== "object" || fact === null || !("tool" in fact) || !("version" in fact)) return false;
  const { tool, version } = fact;
  if (typeof tool !== "object" || tool === null || typeof version !== "string") return false;
  return (
    "path" in tool &&
    typeof tool.path === "string" &&
    "size" in tool &&
    typeof tool.size === "number" &&
    "changed" in tool &&
    typeof tool.changed === "number"
  );
}

async function askVersion(host: Host, kind: ToolKind, file: FileIdentity): Promise<Result<Tool>> {
  const [path, output] = await Promise.all([
    kind === "rustc" ? behindProxy(host, file.path) : file.path,
    ask(host, file.path, ["--version"]),
  ]);
  if (!output.ok) return output;
  const version = firstLine(output.value);
  return version === "" ? fail(`${path} does not tell its version`) : ok({ kind, path, version });
}

/** rustup's proxy costs a process start of its own and may change its mind; the compiler in the sysroot does not. */
async function behindProxy(host: Host, path: string): Promise<string> {
  const real = host.files.realPath(path);
  if (!real.ok || !isProxy(real.value)) return path;
  const sysroot = await ask(host, path, ["--print", "sysroot"]);
  if (!sysroot.ok) return path;
  return identify(host, `${firstLine(sysroot.value)}/bin/rustc`)?.path ?? path;
}

async function ask(host: Host, path: string, args: readonly string[]): Promise<Result<string>> {
  const output = await host.start(path, args, {
    directory: "/",
    environment: toolEnvironment(host),
    timeout: versionTimeout,
  });
  if (!output.ok) return fail(`${path} cannot be started: ${output.error}`);
  const { exitCode, timedOut, stdout, stderr } = output.value;
  if (exitCode === 0) return ok(stdout);
  const asked = `${path} ${args.join(" ")}`;
  if (timedOut) return fail(`${asked} did not answer within ${versionTimeout / 1000} s`);
  return fail(`${asked} failed: ${firstLine(stderr) || `exit code ${exitCode ?? "unknown"}`}`);
}

function firstLine(text: string): string {
  return text.trim().split("\n", 1)[0] ?? "";
}

/**
 * The environment a compiler runs in. Variables that would change its output (CPATH, LIBRARY_PATH, RUSTFLAGS …) are left out,
 * since the cache's key does not hold them; the language is C so that logs read the same everywhere.
 */
export function toolEnvironment(host: Host, temporary?: string): Readonly<Record<string, string>> {
  const environment: Record<string, string> = { LC_ALL: "C", HOME: host.machine.home };
  for (const name of ["PATH", "RUSTUP_HOME", "CARGO_HOME", "RUSTUP_TOOLCHAIN"]) {
    const value = host.environment(name);
    if (value !== undefined) environment[name] = value;
  }
  const directory = temporary ?? host.environment("TMPDIR");
  return directory === undefined ? environment : { ...environment, TMPDIR: directory };
}
