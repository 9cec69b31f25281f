/**
 * The early key: what a run depends on before anything is parsed, and the record that lets the next one skip the compiler.
 *
 * A record is believed only while everything that could change an answer is as it was: the arguments, the directory, the
 * build, the variables that matter, the processor, the compilers' files, and every file that was read or probed and found
 * absent. This module is the one list of those things.
 */
import { type ContentKey, digest, type RecordKey, recordKey } from "../cache/key.ts";
import type { Store } from "../cache/store.ts";
import { abiVersion, type KernelSignature } from "../emit/abi.ts";
import { readCpu } from "../toolchain/cpu.ts";
import type { Host } from "../toolchain/host.ts";
import type { Type } from "../types/type.ts";
import type { Tier } from "./options.ts";

/** Variables that can change what runs or what it means. */
const variables = [
  "KLEIS_ROOT",
  "KLEIS_CC",
  "KLEIS_RUSTC",
  "KLEIS_JIT",
  "KLEIS_LAPACK",
  "KLEIS_THREADS",
  "DEBUG_JIT",
  "KLEIS_DEBUG_JIT",
  "PATH",
] as const;

export interface Invocation {
  /** Of the compiler: version and build. */
  readonly build: string;
  readonly argv: readonly string[];
  readonly workingDirectory: string;
}

/** A file as it was: its digest, or null where there was none. */
export interface SeenFile {
  readonly path: string;
  readonly digest: string | null;
}

/** A compiler as it was. */
export interface SeenTool {
  readonly path: string;
  readonly size: number;
  readonly changed: number;
}

/** One printed value: the library that computes it, and how to read its result. */
export interface EarlyStep {
  readonly key: ContentKey;
  readonly tier: Tier;
  readonly signature: KernelSignature;
  readonly type: Type;
}

export interface EarlyRecord {
  readonly files: readonly SeenFile[];
  readonly tools: readonly SeenTool[];
  readonly json: boolean;
  /** Milliseconds; absent: no limit. */
  readonly timeout?: number;
  readonly steps: readonly EarlyStep[];
}

export function earlyKey(host: Host, invocation: Invocation): RecordKey {
  const environment = variables.map((name) => host.environment(name) ?? null);
  return recordKey(["early", abiVersion, invocation, environment, readCpu(host).features]);
}

export function seenFile(path: string, text: string | undefined): SeenFile {
  return { path, digest: text === undefined ? null : digest(text) };
}

export function seenTool(host: Host, path: string): SeenTool | undefined {
  const info = host.files.info(path);
  return info.ok ? { path, size: info.value.size, changed: info.value.changed } : undefined;
}

/** The record of this invocation, if all it depends on is as it was. */
export function recallEarly(host: Host, store: Store, key: RecordKey): EarlyRecord | undefined {
  // Written by `Store.putRecord` below a checksum: its form is ours, and the build is part of the key.
  const record = store.getRecord(key) as EarlyRecord | undefined;
  if (record === undefined) return undefined;
  const same =
    record.files.every((f) => unchanged(host, f)) && record.tools.every((t) => unchangedTool(host, t));
  return same ? record : undefined;
}

function unchanged(host: Host, file: SeenFile): boolean {
  const read = host.files.readText(file.path);
  return read.ok ? digest(read.value) === file.digest : file.digest === null;
}

function unchangedTool(host: Host, tool: SeenTool): boolean {
  const now = seenTool(host, tool.path);
  return now !== undefined && now.size === tool.size && now.changed === tool.changed;
}
