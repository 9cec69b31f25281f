/**
 * `Host` in memory: the twin that tests run against. Same meaning as `nodeHost()`, with a clock and programs of the test's
 * choice. Paths are absolute with `/`.
 */
import { fail, ok, type Result } from "../base/outcome.ts";
import type {
  FileError,
  FileInfo,
  Files,
  Host,
  Machine,
  RunOptions,
  RunOutput,
  TemporaryDirectory,
} from "./host.ts";

export interface MemoryOptions {
  readonly files?: Readonly<Record<string, string>>;
  readonly environment?: Readonly<Record<string, string>>;
  readonly machine?: Partial<Machine>;
  readonly now?: () => number;
  /** What running a program gives; without it nothing can be started. */
  readonly run?: (
    command: string,
    args: readonly string[],
    options: RunOptions,
    files: MemoryFiles,
  ) => Result<RunOutput>;
}

export interface MemoryHost extends Host {
  readonly files: MemoryFiles;
}

export function memoryHost(options: MemoryOptions = {}): MemoryHost {
  const machine: Machine = {
    platform: "linux",
    architecture: "x64",
    home: "/home/user",
    workingDirectory: "/home/user/work",
    user: 1000,
    process: 1,
    ...options.machine,
  };
  const now = options.now ?? (() => 0);
  const files = new MemoryFiles(machine.user, now);
  for (const [path, text] of Object.entries(options.files ?? {})) {
    files.makeDirectory(parentOf(path));
    files.create(path, text);
  }
  const run: Host["run"] = async (command, args, runOptions) =>
    options.run?.(command, args, runOptions, files) ?? fail(`cannot start ${command}`);
  let made = 0;
  return {
    files,
    environment: (name) => options.environment?.[name],
    now,
    machine,
    run,
    start: run,
    endStarted: () => undefined,
    temporaryDirectory: async (parent = "/tmp"): Promise<Result<TemporaryDirectory>> => {
      made += 1;
      const path = `${parent}/kleis-${made}`;
      const result = files.makeDirectory(path);
      if (!result.ok) return fail(result.error.message);
      return ok({ path, remove: () => void files.remove(path) });
    },
  };
}

interface Entry {
  readonly content: Uint8Array | undefined;
  readonly owner: number;
  readonly mode: number;
  readonly changed: number;
  readonly inode: number;
}

/** A file system of plain files and directories. `set` gives a test what no caller can do: foreign owners, modes, bytes. */
export class MemoryFiles implements Files {
  readonly #entries = new Map<string, Entry>();
  readonly #user: number;
  readonly #now: () => number;
  #inodes = 1;

  constructor(user: number, now: () => number) {
    this.#user = user;
    this.#now = now;
    this.#entries.set("/", this.#fresh(undefined, 0o755));
  }

  set(path: string, change: { owner?: number; mode?: number; changed?: number; content?: Uint8Array }): void {
    const entry = this.#entries.get(path);
    if (entry === undefined) throw new Error(`no ${path}`);
    this.#entries.set(path, { ...entry, ...change });
  }

  read(path: string): Result<Uint8Array, FileError> {
    const entry = this.#entries.get(path);
    return entry?.content === undefined ? missing(path) : ok(entry.content);
  }

  readText(path: string): Result<string, FileError> {
    const content = this.read(path);
    return content.ok ? ok(new TextDecoder().decode(content.value)) : content;
  }

  create(path: string, content: Uint8Array | string): Result<void, FileError> {
    if (this.#entries.has(path)) return exists(path);
    if (!this.writable(parentOf(path))) return denied(path);
    const bytes = typeof content === "string" ? new TextEncoder().encode(content) : Uint8Array.from(content);
    this.#entries.set(path, this.#fresh(bytes, 0o600));
    return ok(undefined);
  }

  replace(path: string, content: string): Result<void, FileError> {
    if (!this.writable(parentOf(path))) return denied(path);
    this.#entries.delete(path);
    return this.create(path, content);
  }

  rename(from: string, to: string): Result<void, FileError> {
    if (!this.#entries.has(from)) return missing(from);
    if (!this.writable(parentOf(from)) || !this.writable(parentOf(to))) return denied(to);
    if (this.#inside(to).length > 0) return exists(to);
    for (const path of [from, ...this.#inside(from)]) {
      const entry = this.#entries.get(path);
      if (entry !== undefined) this.#entries.set(to + path.slice(from.length), entry);
      this.#entries.delete(path);
    }
    return ok(undefined);
  }

  info(path: string): Result<FileInfo, FileError> {
    const entry = this.#entries.get(path);
    if (entry === undefined) return missing(path);
    return ok({
      kind: entry.content === undefined ? "directory" : "file",
      size: entry.content?.length ?? 0,
      changed: entry.changed,
      owner: entry.owner,
      mode: entry.mode,
      inode: entry.inode,
    });
  }

  makeDirectory(path: string): Result<void, FileError> {
    const entry = this.#entries.get(path);
    if (entry !== undefined) return entry.content === undefined ? ok(undefined) : exists(path);
    const parent = this.makeDirectory(parentOf(path));
    if (!parent.ok) return parent;
    if (!this.writable(parentOf(path))) return denied(path);
    this.#entries.set(path, this.#fresh(undefined, 0o700));
    return ok(undefined);
  }

  list(path: string): Result<readonly string[], FileError> {
    if (this.#entries.get(path)?.content !== undefined || !this.#entries.has(path)) return missing(path);
    const names = this.#inside(path).map((inner) => inner.slice(path === "/" ? 1 : path.length + 1));
    return ok(names.filter((name) => !name.includes("/")).sort());
  }

  remove(path: string): Result<void, FileError> {
    if (!this.#entries.has(path)) return ok(undefined);
    if (!this.writable(parentOf(path))) return denied(path);
    for (const inner of [path, ...this.#inside(path)]) this.#entries.delete(inner);
    return ok(undefined);
  }

  realPath(path: string): Result<string, FileError> {
    return this.#entries.has(path) ? ok(path) : missing(path);
  }

  touch(path: string, milliseconds: number): Result<void, FileError> {
    const entry = this.#entries.get(path);
    if (entry === undefined) return missing(path);
    if (entry.owner !== this.#user) return denied(path);
    this.#entries.set(path, { ...entry, changed: milliseconds });
    return ok(undefined);
  }

  writable(path: string): boolean {
    const entry = this.#entries.get(path);
    return entry !== undefined && entry.content === undefined && (entry.mode & 0o222) !== 0;
  }

  #inside(path: string): readonly string[] {
    const prefix = path === "/" ? "/" : `${path}/`;
    return [...this.#entries.keys()].filter((other) => other !== path && other.startsWith(prefix));
  }

  #fresh(content: Uint8Array | undefined, mode: number): Entry {
    this.#inodes += 1;
    return { content, owner: this.#user, mode, changed: this.#now(), inode: this.#inodes };
  }
}

function parentOf(path: string): string {
  const cut = path.lastIndexOf("/");
  return cut <= 0 ? "/" : path.slice(0, cut);
}

function missing(path: string): { readonly ok: false; readonly error: FileError } {
  return fail({ reason: "missing", message: `no such file or directory: ${path}` });
}
function exists(path: string): { readonly ok: false; readonly error: FileError } {
  return fail({ reason: "exists", message: `exists already: ${path}` });
}
function denied(path: string): { readonly ok: false; readonly error: FileError } {
  return fail({ reason: "denied", message: `permission denied: ${path}` });
}
