/**
 * Starts a program and waits for its end with nothing in between: what a compiler that somebody waits for is run by. (execa does
 * more for its caller, and its 15 ms are a seventh of a compilation.)
 */
import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, fstatSync, openSync, readSync, unlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { fail, ok, type Result } from "../base/outcome.ts";
import type { RunOptions, RunOutput } from "./host.ts";

/** Between the friendly request to end and the other one. */
const grace = 500;

/**
 * `leads`: it has a process group of its own, and the group is what ends, since a compiler may be a script around another one. Not
 * where a Worker starts it: nobody would be left to pass on a Ctrl-C, which then has to reach the program from the terminal.
 */
interface Started {
  readonly child: ChildProcess;
  readonly leads: boolean;
}

const running = new Set<Started>();

/** Ends every program that was started and still runs. */
export function endStarted(): void {
  for (const started of running) signal(started, "SIGKILL");
}

/** Nothing that we started outlives us. */
function askToEnd(): void {
  for (const started of running) signal(started, "SIGTERM");
}

function signal({ child, leads }: Started, name: "SIGTERM" | "SIGKILL"): void {
  if (child.pid === undefined) return;
  try {
    if (leads) process.kill(-child.pid, name);
    else child.kill(name);
  } catch {
    // Nothing of the group is left.
  }
}

/** What the program writes goes to files without a name, since streams cost more to set up than it has to say. */
export async function start(
  command: string,
  args: readonly string[],
  options: RunOptions,
  inWorker = false,
): Promise<Result<RunOutput>> {
  const files: number[] = [];
  const leads = !inWorker && process.platform !== "win32";
  try {
    const [stdout, stderr] = [namelessFile(files, options), namelessFile(files, options)];
    const child = spawn(command, args, {
      ...(options.directory === undefined ? {} : { cwd: options.directory }),
      env: options.environment,
      stdio: ["ignore", stdout, stderr],
      detached: leads,
    });
    const ended = await endOf({ child, leads }, options.timeout);
    return ended.ok ? ok({ ...ended.value, stdout: textOf(stdout), stderr: textOf(stderr) }) : ended;
  } catch (problem) {
    return fail(problem instanceof Error ? problem.message : String(problem));
  } finally {
    for (const file of files) closeSync(file);
  }
}

/** An open file that nobody else can find, gone when it is closed. A compiler's own directory serves where the system's does not. */
function namelessFile(opened: number[], { directory }: RunOptions): number {
  const name = `kleis-${process.pid}-${Math.random().toString(36).slice(2)}`;
  try {
    return openNameless(opened, `${tmpdir()}/${name}`);
  } catch (problem) {
    if (directory === undefined) throw problem;
    return openNameless(opened, `${directory}/${name}`);
  }
}

function openNameless(opened: number[], name: string): number {
  const file = openSync(name, "wx+", 0o600);
  opened.push(file);
  unlinkSync(name);
  return file;
}

/** From the start, wherever the program has left off; without the last line feed. */
function textOf(file: number): string {
  const bytes = Buffer.alloc(fstatSync(file).size);
  const read = readSync(file, bytes, 0, bytes.length, 0);
  return bytes.toString("utf8", 0, read).replace(/\n$/, "");
}

function endOf(started: Started, timeout: number): Promise<Result<Pick<RunOutput, "exitCode" | "timedOut">>> {
  if (running.size === 0) process.once("exit", askToEnd);
  running.add(started);
  const limit = limited(started, timeout);
  const { child } = started;
  return new Promise<Result<Pick<RunOutput, "exitCode" | "timedOut">>>((resolve) => {
    child.once("error", (problem) => resolve(fail(problem.message)));
    child.once("exit", (code) => resolve(ok({ exitCode: code ?? undefined, timedOut: limit.reached() })));
  }).finally(() => {
    limit.clear();
    // A script that has listened may leave behind what it ran.
    if (limit.reached()) signal(started, "SIGKILL");
    running.delete(started);
    if (running.size === 0) process.off("exit", askToEnd);
  });
}

/** Ends the program when its time is up. */
function limited(
  started: Started,
  milliseconds: number,
): { readonly reached: () => boolean; readonly clear: () => void } {
  let late = false;
  let second: NodeJS.Timeout | undefined;
  const first = setTimeout(() => {
    late = true;
    signal(started, "SIGTERM");
    second = setTimeout(() => signal(started, "SIGKILL"), grace);
  }, milliseconds);
  const clear = (): void => {
    clearTimeout(first);
    clearTimeout(second);
  };
  return { reached: () => late, clear };
}
