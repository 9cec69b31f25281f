/**
 * `Host` on Node. execa and tmp-promise are imported at their first use only: loading them costs more than a warm start.
 */
import * as fs from "node:fs";
import { homedir, tmpdir } from "node:os";
import { dirname } from "node:path";
import { fail, ok, type Result } from "../base/outcome.ts";
import type { FileError, FileInfo, Files, Host, RunOptions, RunOutput, TemporaryDirectory } from "./host.ts";
import { readWhole, readWholeText } from "./read-whole.ts";
import { endStarted, start } from "./start.ts";

/** `inWorker`: told, not found out, since the module that knows takes 2 ms to load. */
export function nodeHost(environment: NodeJS.ProcessEnv = process.env, inWorker = false): Host {
  const read = (name: string): string | undefined => environment[name];
  return {
    files: nodeFiles,
    environment: read,
    now: () => Date.now(),
    machine: {
      platform: process.platform,
      architecture: process.arch,
      home: read("HOME") ?? homedir(),
      workingDirectory: process.cwd(),
      user: process.getuid?.() ?? -1,
      process: process.pid,
    },
    run,
    start: (command, args, options) => start(command, args, options, inWorker),
    endStarted,
    temporaryDirectory: (parent, stays) =>
      temporaryDirectory(parent ?? read("TMPDIR") ?? tmpdir(), stays === "stays"),
  };
}

async function run(
  command: string,
  args: readonly string[],
  options: RunOptions,
): Promise<Result<RunOutput>> {
  const { execa } = await import("./processes.ts");
  const result = await execa(command, args, {
    ...(options.directory === undefined ? {} : { cwd: options.directory }),
    env: options.environment,
    extendEnv: false,
    timeout: options.timeout,
    forceKillAfterDelay: 500,
    reject: false,
    stdin: "ignore",
  });
  const notStarted = result.failed && result.exitCode === undefined && result.signal === undefined;
  if (notStarted && !result.timedOut) return fail(result.shortMessage ?? `cannot start ${command}`);
  return ok({
    exitCode: result.exitCode,
    timedOut: result.timedOut,
    stdout: result.stdout,
    stderr: result.stderr,
  });
}

async function temporaryDirectory(parent: string, keep: boolean): Promise<Result<TemporaryDirectory>> {
  const made = nodeFiles.makeDirectory(parent);
  if (!made.ok) return fail(made.error.message);
  try {
    const tmp = await import("./directories.ts");
    tmp.setGracefulCleanup();
    const { name } = tmp.dirSync({ tmpdir: parent, prefix: "kleis", unsafeCleanup: true, mode: 0o700, keep });
    return ok({ path: name, remove: () => void nodeFiles.remove(name) });
  } catch (error) {
    return fail(fileError(error).message);
  }
}

const nodeFiles: Files = {
  read: (path) => attempt(() => readWhole(path)),
  readText: (path) => attempt(() => readWholeText(path)),
  create: (path, content) => attempt(() => fs.writeFileSync(path, content, { flag: "wx", mode: 0o600 })),
  replace: (path, content) => attempt(() => fs.writeFileSync(path, content)),
  rename: (from, to) => attempt(() => fs.renameSync(from, to)),
  info: (path) => attempt(() => fileInfo(fs.lstatSync(path))),
  makeDirectory: (path) => attempt(() => makeDirectories(path)),
  list: (path) => attempt(() => fs.readdirSync(path).sort()),
  remove: (path) => attempt(() => remove(path)),
  realPath: (path) => attempt(() => fs.realpathSync(path)),
  touch: (path, milliseconds) => attempt(() => fs.utimesSync(path, milliseconds / 1000, milliseconds / 1000)),
  writable,
};

/** Step by step: Node's own `recursive` never returns where the file system will not have the directory (/proc). */
function makeDirectories(path: string): void {
  if (fs.statSync(path, { throwIfNoEntry: false })?.isDirectory()) return;
  const parent = dirname(path);
  if (parent !== path) makeDirectories(parent);
  try {
    fs.mkdirSync(path, 0o700);
  } catch (error) {
    // Another process may have been faster.
    if (!fs.statSync(path, { throwIfNoEntry: false })?.isDirectory()) throw error;
  }
}

/** Node's own `recursive` is loaded only for directories within: a compiler's holds files, and somebody waits for it. */
function remove(path: string): void {
  try {
    // What a link leads to is not ours.
    if (fs.lstatSync(path).isDirectory()) {
      for (const name of fs.readdirSync(path)) fs.unlinkSync(`${path}/${name}`);
      fs.rmdirSync(path);
      return;
    }
  } catch {
    // It is done again below, with all that may be in the way.
  }
  fs.rmSync(path, { recursive: true, force: true });
}

function fileInfo(stats: fs.Stats): FileInfo {
  return {
    kind: stats.isFile() ? "file" : stats.isDirectory() ? "directory" : "other",
    size: stats.size,
    changed: stats.mtimeMs,
    owner: stats.uid,
    mode: stats.mode & 0o7777,
    inode: stats.ino,
  };
}

function writable(path: string): boolean {
  try {
    fs.accessSync(path, fs.constants.W_OK | fs.constants.X_OK);
    return (fs.statSync(path).mode & 0o222) !== 0;
  } catch {
    return false;
  }
}

function attempt<T>(action: () => T): Result<T, FileError> {
  try {
    return ok(action());
  } catch (error) {
    return fail(fileError(error));
  }
}

function fileError(error: unknown): FileError {
  const message = error instanceof Error ? error.message : String(error);
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return { reason: reasonOf(code), message };
}

function reasonOf(code: unknown): FileError["reason"] {
  switch (code) {
    case "ENOENT":
    case "ENOTDIR":
      return "missing";
    case "EEXIST":
    case "ENOTEMPTY":
      return "exists";
    case "EACCES":
    case "EPERM":
    case "EROFS":
      return "denied";
    case "ENOSPC":
    case "EDQUOT":
      return "full";
    default:
      return "other";
  }
}
