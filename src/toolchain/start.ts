/**
 * Starts a program and waits for its end with nothing in between: what a compiler that somebody waits for is run by. (execa does
 * more for its caller, and its 15 ms are a seventh of a compilation.)
 */
import { type ChildProcess, spawn } from "node:child_process";
import { fail, ok, type Result } from "../base/outcome.ts";
import type { RunOptions, RunOutput } from "./host.ts";

/** Between the friendly request to end and the other one. */
const grace = 500;

export function start(
  command: string,
  args: readonly string[],
  options: RunOptions,
): Promise<Result<RunOutput>> {
  const child = spawn(command, args, {
    ...(options.directory === undefined ? {} : { cwd: options.directory }),
    env: options.environment,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const stdout = textOf(child.stdout);
  const stderr = textOf(child.stderr);
  // Nothing that we started outlives us.
  const end = (): void => void child.kill("SIGTERM");
  process.once("exit", end);
  const limit = limited(child, options.timeout);
  return new Promise<Result<RunOutput>>((resolve) => {
    child.once("error", (problem) => resolve(fail(problem.message)));
    child.once("close", (code) =>
      resolve(
        ok({
          exitCode: code ?? undefined,
          timedOut: limit.reached(),
          stdout: stdout(),
          stderr: stderr(),
        }),
      ),
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

/** All that a stream gives, as text without the last line feed. */
function textOf(stream: NodeJS.ReadableStream): () => string {
  const chunks: Buffer[] = [];
  stream.on("data", (chunk: Buffer) => chunks.push(chunk));
  return () => Buffer.concat(chunks).toString("utf8").replace(/\n$/, "");
}
