import { test } from "uvu";
import * as assert from "uvu/assert";
import type { Diagnostic } from "../../../src/base/diagnostic.ts";
import {
  clearShelf,
  listEntries,
  shelfStatistics,
  sweep,
  verifyShelf,
  whyNot,
} from "../../../src/cache/housekeeping.ts";
import { type ContentRecord, contentKey, keyFields, recordKey } from "../../../src/cache/key.ts";
import type { Shelf } from "../../../src/cache/shelf.ts";
import { type NewEntry, Store } from "../../../src/cache/store.ts";
import { type MemoryHost, type MemoryOptions, memoryHost } from "../../../src/toolchain/memory-host.ts";
import { plainOptions } from "../../support/native.ts";

const record: ContentRecord = {
  source: { language: "c", text: "int x;", libraries: [], templates: ["matmul_f64 1"] },
  compiler: { kind: "cc", path: "/usr/bin/gcc-12", version: "gcc 12.2.0" },
  flags: ["-O3"],
  options: plainOptions,
};

function entry(text: string, size = 8): NewEntry {
  const source = { ...record.source, text };
  return {
    library: new Uint8Array(size).fill(text.length),
    fields: keyFields({ ...record, source }),
    label: `t.kleis: ${text}`,
    language: "c",
    compileMs: 25,
  };
}

function keyOf(text: string) {
  return contentKey(entry(text).fields);
}

interface Setting {
  readonly host: MemoryHost;
  readonly store: Store;
  readonly warnings: Diagnostic[];
  readonly shelf: Shelf;
}

function setting(options: MemoryOptions = {}, sizeLimit = 1e9, explicit = "/cache"): Setting {
  const host = memoryHost(options);
  const warnings: Diagnostic[] = [];
  const store = new Store(host, { explicit, sizeLimit, warn: (d) => warnings.push(d) });
  const [shelf] = store.shelves;
  if (shelf === undefined) throw new Error("no shelf");
  return { host, store, warnings, shelf };
}

test("what is put in comes out, and nothing is left beside it", async () => {
  const { host, store, shelf } = setting();
  assert.is(store.get(keyOf("a")), undefined);
  const kept = await store.put(entry("a"));
  assert.ok(kept.ok);
  assert.is(store.get(keyOf("a"))?.path, `${shelf.kernels}/${keyOf("a")}/kernel.so`);
  assert.equal(host.files.list(shelf.work), { ok: true, value: [] });
});

test("the second of two equal entries takes the first", async () => {
  const { store, shelf, host } = setting();
  const first = await store.put(entry("a"));
  const second = await store.put(entry("a"));
  assert.equal(first, second);
  assert.is(listEntries(host, shelf).length, 1);
  assert.equal(host.files.list(shelf.work), { ok: true, value: [] });
});

const damages: Readonly<Record<string, (host: MemoryHost, directory: string) => void>> = {
  "a truncated library": (host, d) =>
    host.files.set(`${d}/kernel.so`, { content: new Uint8Array(3).fill(1) }),
  "an edited library": (host, d) => host.files.set(`${d}/kernel.so`, { content: new Uint8Array(8).fill(9) }),
  "a missing library": (host, d) => host.files.remove(`${d}/kernel.so`),
  "a missing description": (host, d) => host.files.remove(`${d}/entry.json`),
  "a truncated description": (host, d) =>
    host.files.set(`${d}/entry.json`, { content: new TextEncoder().encode('{"sha256":') }),
  "a description of something else": (host, d) =>
    host.files.set(`${d}/entry.json`, { content: new TextEncoder().encode("[]") }),
  "a library of another user": (host, d) => host.files.set(`${d}/kernel.so`, { owner: 1001 }),
  "a directory of another user": (host, d) => host.files.set(d, { owner: 1001 }),
  "a library that everyone may write": (host, d) => host.files.set(`${d}/kernel.so`, { mode: 0o666 }),
  "a directory that everyone may write": (host, d) => host.files.set(d, { mode: 0o777 }),
};

for (const [name, damage] of Object.entries(damages)) {
  test(`${name} is a miss, goes away, and can be put in again`, async () => {
    const { host, store, shelf } = setting();
    await store.put(entry("a"));
    damage(host, `${shelf.kernels}/${keyOf("a")}`);
    assert.is(verifyShelf(host, shelf).unsound.length, 1);
    assert.is(store.get(keyOf("a")), undefined);
    assert.equal(host.files.list(shelf.kernels), { ok: true, value: [] });
    assert.ok((await store.put(entry("a"))).ok);
    assert.ok(store.get(keyOf("a")) !== undefined);
  });
  test(`${name} does not stand in the way of a new one`, async () => {
    const { host, store, shelf } = setting();
    await store.put(entry("a"));
    damage(host, `${shelf.kernels}/${keyOf("a")}`);
    assert.ok((await store.put(entry("a"))).ok);
    assert.is(verifyShelf(host, shelf).unsound.length, 0);
    assert.equal(host.files.list(shelf.work), { ok: true, value: [] });
  });
}

test("root's entries are believed", async () => {
  const { host, store, shelf } = setting();
  await store.put(entry("a"));
  for (const name of ["", "/kernel.so", "/entry.json"])
    host.files.set(`${shelf.kernels}/${keyOf("a")}${name}`, { owner: 0 });
  assert.ok(store.get(keyOf("a")) !== undefined);
});

test("a directory that cannot be written is read; new entries are private, with one warning", async () => {
  const { host, store, shelf } = setting();
  await store.put(entry("a"));
  for (const directory of [shelf.kernels, shelf.work, shelf.records, "/cache/v1", "/cache"]) {
    if (host.files.info(directory).ok) host.files.set(directory, { mode: 0o555 });
  }
  const warnings: Diagnostic[] = [];
  const later = new Store(host, { explicit: "/cache", sizeLimit: 1e9, warn: (d) => warnings.push(d) });
  assert.ok(later.get(keyOf("a")) !== undefined);
  assert.is(warnings.length, 0, "reading needs no warning");
  for (const text of ["b", "bb"]) {
    const kept = await later.put(entry(text));
    assert.ok(kept.ok && !kept.value.path.startsWith("/cache"));
    assert.ok(later.get(keyOf(text)) !== undefined);
  }
  assert.is(warnings.length, 1);
  assert.is(warnings[0]?.code, "KL0701");
  later.putRecord(recordKey("r"), 1);
  assert.is(later.getRecord(recordKey("r")), 1);
  later.close();
  assert.is(later.get(keyOf("b")), undefined, "private entries go with the process");
});

test("a cache of another user or open to everyone is not touched", async () => {
  const changes = [{ owner: 1001 }, { mode: 0o777 }];
  for (const [at, change] of ["/cache", "/cache/v1"].flatMap((at) => changes.map((c) => [at, c] as const))) {
    const { host, store } = setting();
    await store.put(entry("a"));
    host.files.set(at, change);
    const warnings: Diagnostic[] = [];
    const later = new Store(host, { explicit: "/cache", sizeLimit: 1e9, warn: (d) => warnings.push(d) });
    assert.is(later.get(keyOf("a")), undefined);
    assert.ok((await later.put(entry("a"))).ok);
    assert.is(warnings.length, 1);
  }
});

test("a cache in a place that all share, like /tmp, is used", async () => {
  const { host } = setting();
  host.files.makeDirectory("/tmp");
  host.files.set("/tmp", { owner: 0, mode: 0o1777 });
  const store = new Store(host, { explicit: "/tmp", sizeLimit: 1e9, warn: () => assert.unreachable() });
  assert.ok((await store.put(entry("a"))).ok);
});

test("places: the variable, the checkout, XDG, home", () => {
  const files = { "/checkout/cache/README.md": "" };
  const rootsWith = (environment: Record<string, string>, checkout?: string): readonly string[] => {
    const host = memoryHost({ files, environment });
    const place = checkout === undefined ? {} : { checkout };
    const store = new Store(host, { ...place, sizeLimit: 1, warn: () => undefined });
    return store.shelves.map((shelf) => shelf.root);
  };
  const checkout = "/checkout/cache";
  assert.equal(rootsWith({ KLEIS_CACHE_DIR: "/mine" }, checkout), ["/mine"]);
  assert.equal(rootsWith({ KLEIS_CACHE_DIR: "mine" }), ["/home/user/work/mine"]);
  assert.equal(rootsWith({ XDG_CACHE_HOME: "/xdg" }, checkout), [checkout]);
  assert.equal(rootsWith({ XDG_CACHE_HOME: "/xdg" }, "/gone/cache"), ["/xdg/kleis"]);
  assert.equal(rootsWith({ XDG_CACHE_HOME: "relative" }), ["/home/user/.cache/kleis"]);
  assert.equal(rootsWith({ KLEIS_CACHE_DIR: "" }), ["/home/user/.cache/kleis"]);
});

test("records come back; damaged ones do not", () => {
  const { host, store, shelf } = setting();
  const key = recordKey(["x", 1]);
  assert.is(store.getRecord(key), undefined);
  store.putRecord(key, { a: [1, "π"] });
  assert.equal(store.getRecord(key), { a: [1, "π"] });
  store.putRecord(key, { a: 2 });
  assert.equal(store.getRecord(key), { a: 2 });
  const path = `${shelf.records}/${key}`;
  const content = host.files.read(path);
  if (!content.ok) throw new Error(content.error.message);
  host.files.set(path, {
    content: content.value.map((byte, i) => (i === content.value.length - 2 ? 57 : byte)),
  });
  assert.is(store.getRecord(key), undefined);
  host.files.set(path, { content: content.value, mode: 0o602 });
  assert.is(store.getRecord(key), undefined);
});

test("beyond the limit the least recently used go", async () => {
  let now = 0;
  const { host, store, shelf } = setting({ now: () => now }, 12_000);
  for (const text of ["a", "bb", "ccc"]) {
    now += 10_000_000;
    await store.put(entry(text, 3000));
  }
  now += 10_000_000;
  store.get(keyOf("a"));
  now += 10_000_000;
  await store.put(entry("dddd", 3000));
  const left = listEntries(host, shelf).map((each) => each.info.label.slice("t.kleis: ".length));
  assert.equal(
    left.toSorted(),
    ["a", "ccc", "dddd"].filter((text) => left.includes(text)),
  );
  assert.ok(left.includes("a") && left.includes("dddd") && !left.includes("bb"));
});

test("work of processes that died is swept once it is old", async () => {
  let now = 0;
  const { host, store, shelf } = setting({ now: () => now });
  await store.put(entry("a"));
  host.files.makeDirectory(`${shelf.work}/left-behind`);
  now = 5 * 60_000;
  sweep(host, shelf);
  assert.equal(host.files.list(shelf.work), { ok: true, value: ["left-behind"] });
  now = 11 * 60_000;
  sweep(host, shelf);
  assert.equal(host.files.list(shelf.work), { ok: true, value: [] });
});

test("why: the fields that differ from the nearest entry", async () => {
  const { host, store, shelf } = setting();
  await store.put(entry("a"));
  const { fields, label } = entry("a");
  assert.is(whyNot(host, shelf, contentKey(fields), fields, label).kind, "kept");
  const other = { ...fields, flags: "-O2", floatModel: "fast-math" };
  const why = whyNot(host, shelf, contentKey(other), other, label);
  if (why.kind !== "differs") throw new Error(why.kind);
  assert.equal(why.fields, [
    { name: "flags", kept: "-O3", asked: "-O2" },
    { name: "floatModel", kept: "ieee", asked: "fast-math" },
  ]);
  const strange = { ...fields, source: "0" };
  assert.is(whyNot(host, shelf, contentKey(strange), strange, "else").kind, "nothing-like-it");
});

test("statistics and clearing", async () => {
  const { host, store, shelf } = setting();
  await store.put(entry("a"));
  await store.put(entry("bb"));
  store.keep(["k"], 1);
  const statistics = shelfStatistics(host, shelf);
  assert.is(statistics.kernels, 2);
  assert.is(statistics.records, 1);
  assert.is(statistics.compileMs, 50);
  assert.ok(statistics.bytes > 16);
  assert.is(clearShelf(host, shelf), 2);
  assert.is(shelfStatistics(host, shelf).bytes, 0);
});

// covers: L19.6
test("every field of the record is in the key, in a canonical form", () => {
  const base = contentKey(keyFields(record));
  const { options } = record;
  const variants: readonly ContentRecord[] = [
    { ...record, source: { ...record.source, text: "int y;" } },
    { ...record, source: { ...record.source, language: "rust" } },
    { ...record, source: { ...record.source, templates: ["matmul_f64 2"] } },
    { ...record, compiler: { ...record.compiler, version: "gcc 12.2.1" } },
    { ...record, compiler: { ...record.compiler, path: "/opt/gcc" } },
    { ...record, linker: record.compiler },
    { ...record, flags: ["-O2"] },
    { ...record, options: { ...options, floatModel: "reproducible" } },
    { ...record, options: { ...options, wrapIntegers: true } },
    { ...record, options: { ...options, debug: true } },
    { ...record, options: { ...options, target: { ...options.target, features: ["avx2"] } } },
    { ...record, options: { ...options, target: { ...options.target, lanes: 4 } } },
  ];
  const keys = new Set([base, ...variants.map((variant) => contentKey(keyFields(variant)))]);
  assert.is(keys.size, variants.length + 1);
  assert.is(recordKey({ a: 1, b: [2] }), recordKey({ b: [2], a: 1 }));
  assert.match(base, /^[0-9a-f]{40}$/);
});

test.run();
