/** Writes docs/reference: a page per family of built-ins from their rows, a page per file of the library, and the indexes. */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { builtInPages, type Entry, type Page } from "./reference/built-ins.ts";
import { libraryPages } from "./reference/library.ts";
import { cell, code, note, page } from "./reference/markdown.ts";

export const referenceFolder = path.resolve(
  path.dirname(fileURLToPath(import.meta.url)),
  "../docs/reference",
);

/** Every page by its path below docs/reference. */
export function referencePages(): ReadonlyMap<string, string> {
  const builtIns = builtInPages();
  const library = libraryPages();
  const pages = [...builtIns, ...library].map(({ path: at, text }) => [at, text] as const);
  return new Map([
    ["README.md", overview(builtIns, library)],
    ["names.md", index([...builtIns, ...library].flatMap(({ entries }) => entries))],
    ...pages,
  ]);
}

function overview(builtIns: readonly Page[], library: readonly Page[]): string {
  return page([
    "# Reference",
    "Everything that has a name, with its type and an example that runs as a test. [All names](names.md), alphabetically.",
    "## Built in",
    "Always there, without an import.",
    pageTable("family", builtIns),
    "## Library",
    'Written in Kleis. `import "stdlib/lists.kleis"` brings the definitions of a file into a program; its own definitions of the same name come first.',
    pageTable("file", library),
    "## How to read the entries",
    [
      "- `∀(n : Nat)(a). Vector(n, a) → a`: for any length n and any type a. ℤ flows into ℚ, ℝ and ℂ wherever one of these is expected, a list of rows into a matrix.",
      "- Several types of one name are tried in their order against the arguments.",
      "- In an inferred type, what stands before `⇒` are conditions: `Plus(a, a, b)` says that `+` takes two a and gives b. Conditions that are too long to help are shown as `…`.",
      "- *native*: compiled where the types are concrete; everything else is interpreted, with the same value.",
      "- ULP: units in the last place. γₖ = k·u / (1 - k·u) with u = 2⁻⁵³, in any order of the terms (Higham 2002, §3.1).",
    ].join("\n"),
    note,
  ]);
}

function pageTable(first: string, pages: readonly Page[]): string {
  const lines = pages.map(({ title, path: at, about }) => `| [${title}](${at}) | ${about} |`);
  return [`| ${first} | |`, "|---|---|", ...lines].join("\n");
}

/** One line per name, under the letter it begins with. */
function index(entries: readonly Entry[]): string {
  const sorted = [...entries].sort((a, b) => order(a.name, b.name));
  const letters = new Map<string, Entry[]>();
  for (const entry of sorted) {
    const letter = /^\p{L}/u.test(entry.name) ? entry.name.charAt(0).toUpperCase() : "Signs";
    letters.set(letter, [...(letters.get(letter) ?? []), entry]);
  }
  return page([
    "# All names",
    [...letters.keys()].map((letter) => `[${letter}](#${letter.toLowerCase()})`).join(" · "),
    ...[...letters].flatMap(([letter, own]) => [
      `## ${letter}`,
      own.map(({ name, link, summary }) => `- [${code(name)}](${link}): ${cell(summary)}`).join("\n"),
    ]),
    note,
  ]);
}

/** Case aside, the same on every machine. */
function order(a: string, b: string): number {
  const [x, y] = [`${a.toLowerCase()} ${a}`, `${b.toLowerCase()} ${b}`];
  return x < y ? -1 : x > y ? 1 : 0;
}

/** The pages that lie in docs/reference. */
export function presentPages(): readonly string[] {
  return readdirSync(referenceFolder, { recursive: true })
    .map(String)
    .filter((name) => name.endsWith(".md"))
    .sort();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  rmSync(referenceFolder, { recursive: true, force: true });
  for (const [at, text] of referencePages()) {
    const file = path.join(referenceFolder, at);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}
