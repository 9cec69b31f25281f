/** `kleis cache ls|stats|verify|clear`: the compiled libraries that are kept. */
import {
  clearShelf,
  listEntries,
  removeEntries,
  shelfStatistics,
  verifyShelf,
} from "../../cache/housekeeping.ts";
import { distrustText, type Entry, type Shelf } from "../../cache/shelf.ts";
import type { Store } from "../../cache/store.ts";
import { openStore } from "../../session/open-store.ts";
import type { Desk } from "../desk.ts";
import { type ExitCode, exitCode } from "../exit.ts";
import type { CacheAction } from "../invocation.ts";

export async function cache(desk: Desk, action: CacheAction, json: boolean): Promise<ExitCode> {
  const store = openStore(desk.storeSettings());
  try {
    return actions[action](desk, store, json);
  } finally {
    store.close();
  }
}

type Action = (desk: Desk, store: Store, json: boolean) => ExitCode;

const actions: { readonly [A in CacheAction]: Action } = { ls, stats, verify, clear };

function ls({ host, terminal }: Desk, store: Store, json: boolean): ExitCode {
  const entries = store.shelves.flatMap((shelf) => listEntries(host, shelf));
  if (json) {
    terminal.out(JSON.stringify(entries.map((e) => ({ key: e.key, path: e.path, used: e.used, ...e.info }))));
    return exitCode.ok;
  }
  if (entries.length === 0) terminal.out(`nothing is kept in ${places(store)}`);
  for (const entry of entries.toSorted((a, b) => b.info.created - a.info.created)) terminal.out(row(entry));
  return exitCode.ok;
}

function row({ key, info }: Entry): string {
  const made = new Date(info.created).toISOString().slice(0, 16).replace("T", " ");
  return [
    key.slice(0, 12),
    info.language.padEnd(4),
    size(info.size).padStart(9),
    `${info.compileMs.toFixed(0)} ms`.padStart(8),
    made,
    info.label,
  ].join("  ");
}

function stats({ host, terminal }: Desk, store: Store, json: boolean): ExitCode {
  const all = store.shelves.map((shelf) => shelfStatistics(host, shelf));
  if (json) {
    terminal.out(JSON.stringify(all));
    return exitCode.ok;
  }
  for (const s of all) {
    terminal.out(`${s.root}${s.writable ? "" : " (read only)"}`);
    terminal.out(`  libraries ${s.kernels}, records ${s.records}, ${size(s.bytes)}`);
    terminal.out(`  made in ${(s.compileMs / 1000).toFixed(1)} s of compiling`);
  }
  if (all.length === 0) terminal.out("there is no cache directory");
  return exitCode.ok;
}

function verify({ host, terminal }: Desk, store: Store, json: boolean): ExitCode {
  const found = store.shelves.map((shelf) => ({ shelf, ...verifyShelf(host, shelf) }));
  for (const { shelf, unsound } of found) {
    if (shelf.writable)
      removeEntries(
        host,
        shelf,
        unsound.map((u) => u.key),
      );
  }
  if (json) {
    const report = found.map(({ shelf, sound, unsound }) => ({
      root: shelf.root,
      sound: sound.length,
      unsound,
    }));
    terminal.out(JSON.stringify(report));
    return exitCode.ok;
  }
  for (const { shelf, sound, unsound } of found) {
    terminal.out(
      `${shelf.root}: ${sound.length} sound, ${unsound.length} damaged${removed(shelf, unsound.length)}`,
    );
    for (const { key, why: reason } of unsound) terminal.out(`  ${key.slice(0, 12)} ${distrustText(reason)}`);
  }
  return exitCode.ok;
}

function removed(shelf: Shelf, count: number): string {
  return count > 0 && shelf.writable ? " and removed" : "";
}

function clear({ host, terminal }: Desk, store: Store, json: boolean): ExitCode {
  const shelves = store.shelves.filter((shelf) => shelf.writable);
  const count = shelves.reduce((sum, shelf) => sum + clearShelf(host, shelf), 0);
  if (json) terminal.out(JSON.stringify({ removed: count }));
  else terminal.out(`${count} ${count === 1 ? "library" : "libraries"} removed from ${places(store)}`);
  return exitCode.ok;
}

function places(store: Store): string {
  return store.shelves.map((shelf) => shelf.root).join(", ");
}

function size(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 ** 2) return `${(bytes / 1024).toFixed(1)} KB`;
  return `${(bytes / 1024 ** 2).toFixed(1)} MB`;
}
