/**
 * The world, as one argument: files, environment, clock, processes. Everything from here to the command line meets it only
 * through `Host`, so that caches, detection and compilation run in tests against `memoryHost()`.
 *
 * Guarantees: no method throws; what the world refuses is a `Result`.
 */
import type { Result } from "../base/outcome.ts";

export interface Host {
  readonly files: Files;
  readonly environment: (name: string) => string | undefined;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly machine: Machine;
  /** Runs a program to its end. Fails only where it could not be started; an exit code is an output. */
  readonly run: (command: string, args: readonly string[], options: RunOptions) => Promise<Result<RunOutput>>;
  /** The same, with as little between caller and program as there can be: for compilers that somebody waits for. */
  readonly start: Host["run"];
  /** Ends what `start` started and that still runs: nobody waits for it any more. */
  endStarted(): void;
  /**
   * A new directory inside `parent` (created where missing) or the system's place for such; empty, private. It goes when
   * the process ends, unless it is for people to look into.
   */
  readonly temporaryDirectory: (parent?: string, stays?: "stays") => Promise<Result<TemporaryDirectory>>;
}

export interface Machine {
  /** As Node names them: "linux", "x64". */
  readonly platform: string;
  readonly architecture: string;
  readonly home: string;
  /** Absolute; what relative paths start from. */
  readonly workingDirectory: string;
  /** The user that files of ours belong to; -1 where the system has no such numbers. */
  readonly user: number;
  readonly process: number;
}

export interface Files {
  read(path: string): Result<Uint8Array, FileError>;
  readText(path: string): Result<string, FileError>;
  /** Creates, failing where it exists; readable and writable by the owner alone. Does not wait for the disk. */
  create(path: string, content: Uint8Array | string): Result<void, FileError>;
  /** Creates a file or gives an existing one this content, as any program does. */
  replace(path: string, content: string): Result<void, FileError>;
  /** Atomic. Replaces a file or an empty directory, never a directory with something in it. */
  rename(from: string, to: string): Result<void, FileError>;
  info(path: string): Result<FileInfo, FileError>;
  /** With its parents; an existing one is success. New ones are open to the owner alone. */
  makeDirectory(path: string): Result<void, FileError>;
  list(path: string): Result<readonly string[], FileError>;
  /** A file or a directory with all in it; success where there is none. */
  remove(path: string): Result<void, FileError>;
  realPath(path: string): Result<string, FileError>;
  /** Sets the time of last change. */
  touch(path: string, milliseconds: number): Result<void, FileError>;
  /** Whether new entries can be made in this directory. Its mode counts even for the user whom no mode stops. */
  writable(path: string): boolean;
}

export interface FileError {
  readonly reason: "missing" | "exists" | "denied" | "full" | "other";
  readonly message: string;
}

export interface FileInfo {
  readonly kind: "file" | "directory" | "other";
  readonly size: number;
  /** Milliseconds, with fractions where the file system keeps them. */
  readonly changed: number;
  readonly owner: number;
  /** Permission bits. */
  readonly mode: number;
  readonly inode: number;
}

export interface RunOptions {
  readonly directory?: string;
  /** The whole environment of the program, not an addition to ours. */
  readonly environment: Readonly<Record<string, string>>;
  readonly timeout: number;
}

export interface RunOutput {
  /** Undefined where a signal or the time limit ended it. */
  readonly exitCode: number | undefined;
  readonly timedOut: boolean;
  readonly stdout: string;
  readonly stderr: string;
}

export interface TemporaryDirectory {
  readonly path: string;
  readonly remove: () => void;
}
