/**
 * One directory of the cache: where things lie in it and what in it may be believed. The format is in cache/README.md.
 *
 * A file is believed if it and the directories of ours around it belong to the user (or to root), nobody else may write them,
 * and the content has the checksum that was written down with it. Everything else is as if it were not there.
 */
import { fail, ok, type Result } from "../base/outcome.ts";
import type { FileInfo, Host } from "../toolchain/host.ts";
import { type ContentKey, digest, type KeyFields, keyFieldNames, type RecordKey } from "./key.ts";

/** Changes when the layout or the meaning of a file does; older formats are left alone. */
const format = "v1";

export interface Shelf {
  /** The directory the user knows. */
  readonly root: string;
  readonly kernels: string;
  readonly records: string;
  /** Work in progress, swept when old. On the same file system, so that a rename publishes. */
  readonly work: string;
  readonly writable: boolean;
}

export function shelfAt(root: string, writable: boolean): Shelf {
  const base = `${root}/${format}`;
  return { root, kernels: `${base}/kernels`, records: `${base}/records`, work: `${base}/work`, writable };
}

/** What is kept beside a library. */
export interface EntryInfo {
  readonly sha256: string;
  readonly size: number;
  /** What it was made for, first: "lorenz.kleis: step". */
  readonly label: string;
  readonly language: "c" | "rust";
  readonly fields: KeyFields;
  /** Milliseconds since 1970. */
  readonly created: number;
  readonly compileMs: number;
}

export interface Entry {
  readonly key: ContentKey;
  /** The file to load. */
  readonly path: string;
  readonly info: EntryInfo;
  /** When it was last asked for, to the hour. */
  readonly used: number;
}

/** Why something on a shelf is not believed. */
export type Distrust =
  | { readonly kind: "absent" }
  | { readonly kind: "foreign"; readonly owner: number }
  | { readonly kind: "world-writable" }
  | { readonly kind: "damaged"; readonly what: string };

export function distrustText(distrust: Distrust): string {
  switch (distrust.kind) {
    case "absent":
      return "is not there";
    case "foreign":
      return `belongs to user ${distrust.owner}`;
    case "world-writable":
      return "can be written by everyone";
    case "damaged":
      return distrust.what;
  }
}

const libraryName = "kernel.so";
const infoName = "entry.json";

export function entryPath(shelf: Shelf, key: ContentKey): string {
  return `${shelf.kernels}/${key}`;
}

/** Reads an entry and believes it or not; never changes anything. */
export function readEntry(host: Host, shelf: Shelf, key: ContentKey): Result<Entry, Distrust> {
  const directory = entryPath(shelf, key);
  const library = `${directory}/${libraryName}`;
  for (const path of [shelf.kernels, directory]) {
    const trust = inspect(host, path, "directory");
    if (!trust.ok) return trust;
  }
  const described = readTrusted(host, `${directory}/${infoName}`);
  if (!described.ok) return described.error.kind === "absent" ? damaged("has no description") : described;
  const info = parseInfo(new TextDecoder().decode(described.value.content));
  if (info === undefined) return damaged("has a description that cannot be read");
  const content = readTrusted(host, library);
  if (!content.ok) return content.error.kind === "absent" ? damaged("has no library") : content;
  if (content.value.content.length !== info.size) return damaged("has a library of another size");
  if (digest(content.value.content) !== info.sha256) return damaged("has a library with another checksum");
  return ok({ key, path: library, info, used: described.value.info.changed });
}

/** Writes the files of an entry into `directory`, and reads them back. */
export function writeEntry(
  host: Host,
  directory: string,
  library: Uint8Array,
  info: EntryInfo,
): Result<void> {
  const path = `${directory}/${libraryName}`;
  const written = host.files.create(path, library);
  if (!written.ok) return fail(written.error.message);
  const described = host.files.create(`${directory}/${infoName}`, JSON.stringify(info));
  if (!described.ok) return fail(described.error.message);
  const back = host.files.read(path);
  if (!back.ok) return fail(back.error.message);
  return digest(back.value) === info.sha256 ? ok(undefined) : fail(`${path} did not keep what was written`);
}

/** Marks an entry as used. The time need not be exact: one write an hour is enough to find the oldest. */
export function markUsed(host: Host, shelf: Shelf, entry: Entry): void {
  const hour = 3_600_000;
  if (host.now() - entry.used < hour) return;
  host.files.touch(`${entryPath(shelf, entry.key)}/${infoName}`, host.now());
}

export function recordPath(shelf: Shelf, key: RecordKey): string {
  return `${shelf.records}/${key}`;
}

/** A record's file: the checksum of the rest, a line feed, the rest (JSON). */
export function readRecord(host: Host, shelf: Shelf, key: RecordKey): Result<unknown, Distrust> {
  const directory = inspect(host, shelf.records, "directory");
  if (!directory.ok) return directory;
  const read = readTrusted(host, recordPath(shelf, key));
  if (!read.ok) return read;
  const text = new TextDecoder().decode(read.value.content);
  const cut = text.indexOf("\n");
  const body = text.slice(cut + 1);
  if (cut < 0 || text.slice(0, cut) !== digest(body)) return damaged("has another checksum");
  return ok(JSON.parse(body));
}

export function recordText(record: unknown): string {
  const body = JSON.stringify(record);
  return `${digest(body)}\n${body}`;
}

function readTrusted(
  host: Host,
  path: string,
): Result<{ readonly content: Uint8Array; readonly info: FileInfo }, Distrust> {
  const info = inspect(host, path, "file");
  if (!info.ok) return info;
  const content = host.files.read(path);
  return content.ok ? ok({ content: content.value, info: info.value }) : fail({ kind: "absent" });
}

export function inspect(host: Host, path: string, kind: FileInfo["kind"]): Result<FileInfo, Distrust> {
  const info = host.files.info(path);
  if (!info.ok) return fail({ kind: "absent" });
  if (info.value.kind !== kind) return damaged(`is not a ${kind}`);
  const { owner, mode } = info.value;
  if (owner !== host.machine.user && owner !== 0) return fail({ kind: "foreign", owner });
  if ((mode & 0o002) !== 0) return fail({ kind: "world-writable" });
  return info;
}

function damaged(what: string): { readonly ok: false; readonly error: Distrust } {
  return fail({ kind: "damaged", what });
}

function parseInfo(text: string): EntryInfo | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isEntryInfo(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isEntryInfo(value: unknown): value is EntryInfo {
  if (typeof value !== "object" || value === null) return false;
  const fields: Partial<Record<keyof EntryInfo, unknown>> = value;
  return (
    typeof fields.sha256 === "string" &&
    typeof fields.size === "number" &&
    typeof fields.label === "string" &&
    (fields.language === "c" || fields.language === "rust") &&
    isKeyFields(fields.fields) &&
    typeof fields.created === "number" &&
    typeof fields.compileMs === "number"
  );
}

function isKeyFields(value: unknown): value is KeyFields {
  if (typeof value !== "object" || value === null) return false;
  const fields: Partial<Record<string, unknown>> = { ...value };
  return keyFieldNames.every((name) => typeof fields[name] === "string");
}
