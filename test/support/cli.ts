/** The program as a process: built if it is older than its sources, then run with arguments, a cache and a clock of its own. */
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { root } from "./program-file.ts";
import { scratchDirectory } from "./scratch.ts";

export const program = path.join(root, "dist", "kleis.cjs");

export interface CliOptions {
  readonly directory?: string;
  readonly environment?: Readonly<Record<string, string | undefined>>;
  readonly input?: string;
  /** Another copy of the program. */
  readonly program?: string;
  /** Milliseconds after the start at which Ctrl-C is pressed. */
  readonly interruptAfter?: number;
}

export interface CliRun {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** The whole process. */
  readonly milliseconds: number;
}

const cache = scratchDirectory();

export function kleis(args: readonly string[], options: CliOptions = {}): Promise<CliRun> {
  const started = performance.now();
  const child = spawn(process.execPath, [options.program ?? program, ...args], {
    cwd: options.directory ?? root,
    env: { ...process.env, NO_COLOR: "1", KLEIS_CACHE_DIR: cache, ...options.environment },
  });
  const output = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const) {
    child[name].setEncoding("utf8");
    child[name].on("data", (text: string) => {
      output[name] += text;
    });
  }
  child.stdin.end(options.input ?? "");
  const { interruptAfter } = options;
  if (interruptAfter !== undefined) setTimeout(() => child.kill("SIGINT"), interruptAfter);
  return new Promise((resolve) => {
    child.on("close", (code) => resolve({ code, ...output, milliseconds: performance.now() - started }));
  });
}

/** The values of a run under `--json`. */
export function jsonLines(run: CliRun): readonly Readonly<Record<string, unknown>>[] {
  return run.stdout
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);
}

/** A directory with these files. */
export function folder(files: Readonly<Record<string, string>>): string {
  const directory = scratchDirectory();
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(directory, name), text);
  return directory;
}

// ---- building --------------------------------------------------------------------------------------------

const sources = ["src", "scripts", "stdlib", "templates", "package.json"];

function newest(file: string): number {
  const info = statSync(file);
  if (!info.isDirectory()) return info.mtimeMs;
  return Math.max(0, ...readdirSync(file).map((name) => newest(path.join(file, name))));
}

function isStale(): boolean {
  const built = statSync(program, { throwIfNoEntry: false });
  return built === undefined || sources.some((name) => newest(path.join(root, name)) > built.mtimeMs);
}

/** Test files run at the same time: one of them builds, the others wait. */
function buildIfStale(): void {
  const lock = path.join(root, "node_modules", ".cache", "kleis-test-build");
  mkdirSync(path.dirname(lock), { recursive: true });
  const deadline = Date.now() + 60_000;
  while (isStale()) {
    try {
      mkdirSync(lock);
    } catch {
      if (Date.now() > deadline) rmSync(lock, { recursive: true, force: true });
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
      continue;
    }
    try {
      const run = spawnSync(process.execPath, ["scripts/build.js", "--program-only"], {
        cwd: root,
        encoding: "utf8",
      });
      if (run.status !== 0) throw new Error(`the build failed:\n${run.stderr}`);
      return;
    } finally {
      rmSync(lock, { recursive: true, force: true });
    }
  }
}

buildIfStale();
