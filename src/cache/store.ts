/**
 * The cache: libraries by content key, records by key, for any number of processes at once.
 *
 * A miss and a damaged entry are ordinary; a wrong hit is the one thing that may not happen. Entries appear complete or not at
 * all (written beside, read back, renamed), are checked again whenever they are handed out, and are never changed.
 */
import { type Diagnostic, warning } from "../base/diagnostic.ts";
import { fail, ok, type Result } from "../base/outcome.ts";
import { noSpan } from "../base/span.ts";
import type { Memory } from "../toolchain/detect.ts";
import type { Host, TemporaryDirectory } from "../toolchain/host.ts";
import { evict, sweep } from "./housekeeping.ts";
import { type ContentKey, contentKey, digest, type KeyFields, type RecordKey, recordKey } from "./key.ts";
import { type CachePlace, type Located, locateCache } from "./locate.ts";
import {
  type Entry,
  type EntryInfo,
  entryPath,
  markUsed,
  readEntry,
  readRecord,
  recordPath,
  recordText,
  type Shelf,
  shelfAt,
  writeEntry,
} from "./shelf.ts";

export interface StoreOptions extends CachePlace {
  /** False: libraries and records last as long as the process. */
  readonly keep?: boolean;
  /** Bytes; beyond it the least recently used entries go. */
  readonly sizeLimit: number;
  /** Told once if nothing can be kept. */
  readonly warn: (problem: Diagnostic) => void;
}

/** `[jit] cache_max_size` where the user does not say: some ten thousand libraries. */
export const defaultSizeLimit = 512 * 1024 * 1024;

/** What is known of a library when it is put in. */
export interface NewEntry {
  readonly library: Uint8Array;
  readonly fields: KeyFields;
  readonly label: string;
  readonly language: "c" | "rust";
  readonly compileMs: number;
}

export class Store implements Memory {
  readonly #host: Host;
  readonly #options: StoreOptions;
  /** Records of this process that could not be written. */
  readonly #unwritten = new Map<RecordKey, unknown>();
  #shelves: readonly Shelf[];
  #obstacle: string | undefined;
  #private: TemporaryDirectory | undefined;
  #warned = false;

  constructor(host: Host, options: StoreOptions) {
    const located: Located = options.keep === false ? { shelves: [] } : locateCache(host, options);
    this.#host = host;
    this.#options = options;
    this.#shelves = located.shelves;
    this.#obstacle = located.obstacle;
  }

  /** The directories in use; the last one, where writable, takes what is new. */
  get shelves(): readonly Shelf[] {
    return this.#shelves;
  }

  /** Where compilers may work: swept when a process dies. Undefined: the system's temporary directory. */
  get scratch(): string | undefined {
    return this.#target()?.work;
  }

  /** The library with this key, if there is one that can be believed. One that cannot is removed. */
  get(key: ContentKey): Entry | undefined {
    for (const shelf of this.#shelves) {
      const before = this.#host.files.info(entryPath(shelf, key));
      const entry = readEntry(this.#host, shelf, key);
      if (entry.ok) {
        if (shelf.writable) markUsed(this.#host, shelf, entry.value);
        return entry.value;
      }
      if (before.ok && shelf.writable) this.#drop(shelf, key, before.value.inode);
    }
    return undefined;
  }

  /** Keeps a library. Where another process was faster, its entry is the answer. */
  async put(entry: NewEntry): Promise<Result<Entry>> {
    const key = contentKey(entry.fields);
    const info: EntryInfo = {
      sha256: digest(entry.library),
      size: entry.library.length,
      label: entry.label,
      language: entry.language,
      fields: entry.fields,
      created: this.#host.now(),
      compileMs: entry.compileMs,
    };
    const shelf = this.#target();
    if (shelf !== undefined) {
      const kept = await this.#publish(shelf, key, entry.library, info);
      if (kept.ok) return kept;
      this.#obstacle = `${shelf.root} cannot be written (${kept.error})`;
    }
    this.#warnOnce();
    const own = await this.#privateShelf();
    return own.ok ? this.#publish(own.value, key, entry.library, info) : own;
  }

  /** A record, if there is one that can be believed. */
  getRecord(key: RecordKey): unknown {
    for (const shelf of this.#shelves) {
      const record = readRecord(this.#host, shelf, key);
      if (record.ok) return record.value;
    }
    return this.#unwritten.get(key);
  }

  /** Keeps a record (JSON), in place of an earlier one. Where that fails it lasts as long as the process. */
  putRecord(key: RecordKey, record: unknown): void {
    const shelf = this.#target();
    if (shelf === undefined || !this.#writeRecord(shelf, key, record)) this.#unwritten.set(key, record);
  }

  recall(key: readonly string[]): unknown {
    return this.getRecord(recordKey(key));
  }

  keep(key: readonly string[], fact: unknown): void {
    this.putRecord(recordKey(key), fact);
  }

  /** Removes what only this process could use. */
  close(): void {
    this.#private?.remove();
    this.#private = undefined;
  }

  #target(): Shelf | undefined {
    return this.#shelves.find((shelf) => shelf.writable);
  }

  #warnOnce(): void {
    if (this.#warned || this.#obstacle === undefined) return;
    this.#warned = true;
    const title = "compiled code cannot be kept for the next run";
    this.#options.warn(warning("KL0701", title, noSpan, { notes: [this.#obstacle] }));
  }

  async #privateShelf(): Promise<Result<Shelf>> {
    const directory = await this.#host.temporaryDirectory();
    if (!directory.ok) return fail(directory.error);
    const shelf = shelfAt(directory.value.path, true);
    this.#private = directory.value;
    this.#shelves = [...this.#shelves.map((other) => ({ ...other, writable: false })), shelf];
    return ok(shelf);
  }

  async #publish(
    shelf: Shelf,
    key: ContentKey,
    library: Uint8Array,
    info: EntryInfo,
  ): Promise<Result<Entry>> {
    const { files } = this.#host;
    const made = files.makeDirectory(shelf.kernels);
    if (!made.ok) return fail(made.error.message);
    const beside = await this.#host.temporaryDirectory(shelf.work);
    if (!beside.ok) return beside;
    const written = writeEntry(this.#host, beside.value.path, library, info);
    const published = written.ok ? this.#moveIn(shelf, key, beside.value.path) : written;
    beside.value.remove();
    if (!published.ok) return published;
    sweep(this.#host, shelf);
    evict(this.#host, shelf, this.#options.sizeLimit, key);
    return published;
  }

  /** Renames a finished directory to its place. Whoever comes second finds a good entry there, or removes a bad one. */
  #moveIn(shelf: Shelf, key: ContentKey, from: string): Result<Entry> {
    const to = entryPath(shelf, key);
    let reason = "it changed while it was written";
    for (let attempt = 0; attempt < 3; attempt += 1) {
      const moved = this.#host.files.rename(from, to);
      if (!moved.ok && moved.error.reason !== "exists") return fail(moved.error.message);
      const before = this.#host.files.info(to);
      const entry = readEntry(this.#host, shelf, key);
      if (entry.ok) return entry;
      if (moved.ok) return fail(`the entry cannot be read back: ${entry.error.kind}`);
      reason = entry.error.kind;
      if (before.ok) this.#drop(shelf, key, before.value.inode);
    }
    return fail(reason);
  }

  /** Takes an entry away, but only the one that was looked at: another process may have put a good one in its place. */
  #drop(shelf: Shelf, key: ContentKey, inode: number): void {
    const { files } = this.#host;
    const path = entryPath(shelf, key);
    const aside = `${shelf.work}/dropped-${this.#host.machine.process}-${key}-${inode}`;
    const now = files.info(path);
    if (!now.ok || now.value.inode !== inode) return;
    files.makeDirectory(shelf.work);
    if (files.rename(path, aside).ok) files.remove(aside);
    else files.remove(path);
  }

  #writeRecord(shelf: Shelf, key: RecordKey, record: unknown): boolean {
    const { files, machine } = this.#host;
    if (!files.makeDirectory(shelf.records).ok || !files.makeDirectory(shelf.work).ok) return false;
    const beside = `${shelf.work}/record-${machine.process}-${key}`;
    files.remove(beside);
    const done =
      files.create(beside, recordText(record)).ok && files.rename(beside, recordPath(shelf, key)).ok;
    if (!done) files.remove(beside);
    return done;
  }
}
