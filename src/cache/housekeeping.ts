/**
 * Looking after the cache: what is in it, whether it is sound, what has to go. Functions return data; the command line prints.
 */
import type { Host } from "../toolchain/host.ts";
import { type ContentKey, type KeyFields, keyFieldNames } from "./key.ts";
import { type Distrust, type Entry, entryPath, readEntry, type Shelf } from "./shelf.ts";

export interface ShelfStatistics {
  readonly root: string;
  readonly writable: boolean;
  readonly kernels: number;
  readonly records: number;
  /** Bytes of all files. */
  readonly bytes: number;
  /** Milliseconds that the compilers took for what is kept. */
  readonly compileMs: number;
}

export interface Verified {
  readonly sound: readonly Entry[];
  readonly unsound: readonly { readonly key: ContentKey; readonly why: Distrust }[];
}

/** How a library that was asked for differs from the nearest one that is kept. */
export type Why =
  | { readonly kind: "kept"; readonly entry: Entry }
  | {
      readonly kind: "differs";
      readonly nearest: Entry;
      readonly fields: readonly { readonly name: string; readonly kept: string; readonly asked: string }[];
    }
  | { readonly kind: "nothing-like-it" };

export function listEntries(host: Host, shelf: Shelf): readonly Entry[] {
  return verifyShelf(host, shelf).sound;
}

export function verifyShelf(host: Host, shelf: Shelf): Verified {
  const sound: Entry[] = [];
  const unsound: { key: ContentKey; why: Distrust }[] = [];
  for (const key of keysOf(host, shelf)) {
    const entry = readEntry(host, shelf, key);
    if (entry.ok) sound.push(entry.value);
    else unsound.push({ key, why: entry.error });
  }
  return { sound, unsound };
}

export function shelfStatistics(host: Host, shelf: Shelf): ShelfStatistics {
  const entries = listEntries(host, shelf);
  const records = namesIn(host, shelf.records);
  return {
    root: shelf.root,
    writable: shelf.writable,
    kernels: entries.length,
    records: records.length,
    bytes: treeSize(host, shelf.kernels) + treeSize(host, shelf.records),
    compileMs: entries.reduce((sum, entry) => sum + entry.info.compileMs, 0),
  };
}

/** Compares what is asked for with what is kept: same label first, then the most fields in common. */
export function whyNot(host: Host, shelf: Shelf, key: ContentKey, fields: KeyFields, label: string): Why {
  const entries = listEntries(host, shelf);
  const kept = entries.find((entry) => entry.key === key);
  if (kept !== undefined) return { kind: "kept", entry: kept };
  const likeness = (entry: Entry): number =>
    keyFieldNames.filter((name) => entry.info.fields[name] === fields[name]).length +
    (entry.info.label === label ? keyFieldNames.length : 0);
  const related = entries.filter(
    (entry) => entry.info.label === label || entry.info.fields.source === fields.source,
  );
  const [nearest] = related.toSorted((a, b) => likeness(b) - likeness(a));
  if (nearest === undefined) return { kind: "nothing-like-it" };
  const differing = keyFieldNames.filter((name) => nearest.info.fields[name] !== fields[name]);
  return {
    kind: "differs",
    nearest,
    fields: differing.map((name) => ({
      name,
      kept: nearest.info.fields[name],
      asked: fields[name],
    })),
  };
}

/** Empties a shelf; the number of libraries that went. */
export function clearShelf(host: Host, shelf: Shelf): number {
  const before = keysOf(host, shelf).length;
  for (const directory of [shelf.kernels, shelf.records, shelf.work]) {
    for (const name of namesIn(host, directory)) host.files.remove(`${directory}/${name}`);
  }
  return before;
}

/** Removes unsound entries; what `cache verify` does with what it found. */
export function removeEntries(host: Host, shelf: Shelf, keys: readonly ContentKey[]): void {
  for (const key of keys) host.files.remove(entryPath(shelf, key));
}

/** Work of processes that died: nothing is in the making for this long. */
const staleAfter = 10 * 60_000;

export function sweep(host: Host, shelf: Shelf): void {
  for (const name of namesIn(host, shelf.work)) {
    const path = `${shelf.work}/${name}`;
    const info = host.files.info(path);
    if (info.ok && host.now() - info.value.changed > staleAfter) host.files.remove(path);
  }
}

/** Up to so many entries a walk over all of them (30 µs each) is not felt beside a compilation. */
const fewEntries = 200;

/**
 * Brings a shelf back to nine tenths of its limit, the least recently used first; `fresh` stays in any case. Looking costs a
 * walk over everything, so in a large cache one new entry in sixteen (by its key) pays for it.
 */
export function evict(host: Host, shelf: Shelf, limit: number, fresh: ContentKey): void {
  if (namesIn(host, shelf.kernels).length > fewEntries && !fresh.startsWith("0")) return;
  const sized = agedParts(host, shelf);
  let total = sized.reduce((sum, part) => sum + part.size, 0);
  if (total <= limit) return;
  for (const part of sized.toSorted((a, b) => a.used - b.used)) {
    if (total <= limit * 0.9) return;
    if (part.path === entryPath(shelf, fresh)) continue;
    host.files.remove(part.path);
    total -= part.size;
  }
}

interface AgedPart {
  readonly path: string;
  readonly size: number;
  readonly used: number;
}

function agedParts(host: Host, shelf: Shelf): readonly AgedPart[] {
  const kernels = namesIn(host, shelf.kernels).map((name) => `${shelf.kernels}/${name}`);
  const records = namesIn(host, shelf.records).map((name) => `${shelf.records}/${name}`);
  return [...kernels, ...records].map((path) => ({
    path,
    size: treeSize(host, path),
    used: newest(host, path),
  }));
}

function newest(host: Host, path: string): number {
  const times = [path, ...namesIn(host, path).map((name) => `${path}/${name}`)].map((each) => {
    const info = host.files.info(each);
    return info.ok ? info.value.changed : 0;
  });
  return Math.max(...times);
}

function treeSize(host: Host, path: string): number {
  const info = host.files.info(path);
  if (!info.ok) return 0;
  if (info.value.kind === "file") return info.value.size;
  return namesIn(host, path).reduce((sum, name) => sum + treeSize(host, `${path}/${name}`), 0);
}

function keysOf(host: Host, shelf: Shelf): readonly ContentKey[] {
  // Names in this directory are the keys that `put` gave them.
  return namesIn(host, shelf.kernels).filter((name) => /^[0-9a-f]{40}$/.test(name)) as ContentKey[];
}

function namesIn(host: Host, directory: string): readonly string[] {
  const names = host.files.list(directory);
  return names.ok ? names.value : [];
}
