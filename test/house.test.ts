/**
 * The walls of the house (CONTRIBUTING.md): which folder of src sees which, and that everything up to `emit` is pure. What is
 * imported for its types alone counts too, but for the rows: stages receive them as arguments and know their shape.
 */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { root } from "./support/program-file.ts";

const seesOf: Readonly<Record<string, readonly string[]>> = {
  base: [],
  syntax: ["base"],
  types: ["base", "syntax"],
  core: ["base", "syntax", "types"],
  interpret: ["base", "syntax", "types", "core"],
  loop: ["base", "types", "core"],
  emit: ["base", "types", "loop"],
  documents: ["syntax", "interpret", "plots"],
  plots: ["types", "interpret"],
  primitives: ["base", "types", "interpret", "loop", "plots", "documents"],
  tables: [],
  "pipeline.ts": ["base", "core", "loop", "emit"],
  toolchain: ["base"],
  cache: ["base", "toolchain"],
};

/** What any stage may see of a folder that it does not see: data and shapes without behaviour of their own. */
const shared: readonly string[] = [
  // The shape of a row, and of what it works with.
  "primitives/primitive.ts",
  "primitives/decompositions.ts",
  // The sentences of errors, the same on every tier.
  "primitives/failures.ts",
  // What is compiled for and how it is called: part of the cache's keys.
  "emit/abi.ts",
  "emit/target.ts",
  // A picture that is drawn, as hooks of the evaluator hand it on.
  "plots/figure.ts",
];

/** Folders that meet the world. */
const worldly: ReadonlySet<string> = new Set([
  "toolchain",
  "cache",
  "runtime",
  "session",
  "session.ts",
  "cli",
  "api",
  "index.ts",
]);
/** Pictures are drawn by libraries that are loaded from files. */
const worldlyFiles: readonly string[] = ["plots/render.ts"];

const src = path.join(root, "src");
const files = readdirSync(src, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".ts"));

interface Import {
  readonly from: string;
  readonly to: string;
}

const imports: readonly Import[] = files.flatMap((from) => {
  const text = readFileSync(path.join(src, from), "utf8");
  const named = [...text.matchAll(/^(?:import|export)\b[^;"]*?from "([^"]+)";|\bimport\("([^"]+)"\)/gm)];
  return named.map((match) => {
    const to = match[1] ?? match[2] ?? "";
    return { from, to: to.startsWith(".") ? path.join(path.dirname(from), to) : to };
  });
});

const folderOf = (file: string): string => file.split(path.sep)[0] ?? file;

test("each stage sees only what stands before it", () => {
  const wrong = imports.filter(({ from, to }) => {
    const [here, there] = [folderOf(from), folderOf(to)];
    const seen = seesOf[here];
    if (seen === undefined || !files.includes(to) || here === there) return false;
    return !seen.includes(there) && !shared.includes(to);
  });
  assert.equal(
    wrong.map(({ from, to }) => `${from} → ${to}`),
    [],
  );
});

test("up to emit everything is pure: nothing of Node's", () => {
  const wrong = imports.filter(
    ({ from, to }) => to.startsWith("node:") && !worldly.has(folderOf(from)) && !worldlyFiles.includes(from),
  );
  assert.equal(wrong, []);
});

test.run();
