/**
 * Starts a program and waits for its end with nothing in between: what a compiler that somebody waits for is run by. (execa does
 * more for its caller, and its 15 ms are a seventh of a compilation.)
 */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { fail, ok, type Result } from "../base/outcome.ts";
import type { RunOptions, RunOutput, StartOptions } from "./host.ts";

/** Between the friendly request to end and the other one. */
const grace = 500;

export function start(
  command: string,
  args: readonly string[],
  options: StartOptions,
): Promise<Result<RunOutput>> {
  return options.log === undefined
    ? overPipes(command, args, options)
    : intoFile(command, args, options, options.log);
}

/** Runs a program to its end while the caller stands still. */
export function ask(command: string, args: readonly string[], options: RunOptions): Result<RunOutput> {
  const { status, stdout, stderr, error, signal } = spawnSync(command, args, {
    ...settings(options),
    stdio: ["ignore", "pipe", "pipe"],
    encoding: "utf8",
    timeout: options.timeout,
    killSignal: "SIGKILL",
  });
  const timedOut = error !== undefined && "code" in error && error.code === "ETIMEDOUT";
  if (error !== undefined && !timedOut && signal === null) return fail(error.message);
  return ok({ exitCode: status ?? undefined, timedOut, stdout: trimmed(stdout), stderr: trimmed(stderr) });
}

function overPipes(
  command: string,
  args: readonly string[],
  options: RunOptions,
): Promise<Result<RunOutput>> {
  const child = spawn(command, args, { ...settings(options), stdio: ["ignore", "pipe", "pipe"] });
  const stdout = textOf(child.stdout);
  const stderr = textOf(child.stderr);
  return ended(child, options.timeout, () => ({ stdout: stdout(), stderr: stderr() }));
}

/** Streams cost more to set up than a compiler has to say. */
function intoFile(
  command: string,
  args: readonly string[],
  options: RunOptions,
  log: string,
): Promise<Result<RunOutput>> {
  try {
    const file = openSync(log, "wx", 0o600);
    try {
      const child = spawn(command, args, { ...settings(options), stdio: ["ignore", file, file] });
      return ended(child, options.timeout, (code) => ({
        stdout: "",
        stderr: code === 0 ? "" : trimmed(readFileSync(log, "utf8")),
      }));
    } finally {
      closeSync(file);
    }
  } catch (problem) {
    return Promise.resolve(fail(problem instanceof Error ? problem.message : String(problem)));
  }
}

function settings({ directory, environment }: RunOptions): {
  readonly cwd?: string;
  readonly env: Readonly<Record<string, string>>;
} {
  return { ...(directory === undefined ? {} : { cwd: directory }), env: environment };
}

function ended(
  child: ChildProcess,
  timeout: number,
  texts: (code: number | null) => Pick<RunOutput, "stdout" | "stderr">,
): Promise<Result<RunOutput>> {
  // Nothing that we started outlives us.
  const end = (): void => void child.kill("SIGTERM");
  process.once("exit", end);
  const limit = limited(child, timeout);
  return new Promise<Result<RunOutput>>((resolve) => {
    child.once("error", (problem) => resolve(fail(problem.message)));
    child.once("close", (code) =>
      resolve(ok({ exitCode: code ?? undefined, timedOut: limit.reached(), ...texts(code) })),
    );
  }).finally(() => {
    limit.clear();
    process.off("exit", end);
  });
}

/** Ends the program when its time is up. */
function limited(
  child: ChildProcess,
  milliseconds: number,
): { readonly reached: () => boolean; readonly clear: () => void } {
  let late = false;
  let second: NodeJS.Timeout | undefined;
  const first = setTimeout(() => {
    late = true;
    child.kill("SIGTERM");
    second = setTimeout(() => child.kill("SIGKILL"), grace);
  }, milliseconds);
  const clear = (): void => {
    clearTimeout(first);
    clearTimeout(second);
  };
  return { reached: () => late, clear };
}

/** All that a stream gives. */
function textOf(stream: NodeJS.ReadableStream): () => string {
  const chunks: Buffer[] = [];
  stream.on("data", (chunk: Buffer) => chunks.push(chunk));
  return () => trimmed(Buffer.concat(chunks).toString("utf8"));
}

/** Without the last line feed. */
function trimmed(text: string | null): string {
  return (text ?? "").replace(/\n$/, "");
}
