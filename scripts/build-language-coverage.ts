/** `npm run coverage:language`: writes docs/language-coverage.md, every rule and built-in with the tests that cover it. */
import { writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { Primitive } from "../src/primitives/primitive.ts";
import { families } from "../src/primitives/table.ts";
import {
  type Coverage,
  readCoverage,
  readRules,
  type Section,
  testsOfBuiltIn,
} from "../test/support/language-rules.ts";

const file = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../docs/language-coverage.md");

/** What has neither a test nor a reason. */
export function uncovered(sections: readonly Section[], coverage: Coverage): readonly string[] {
  const rules = sections
    .flatMap((section) => section.rules)
    .filter((rule) => rule.reason === undefined && !coverage.rules.has(rule.id))
    .map((rule) => rule.id);
  const names = [...sections.flatMap((section) => section.builtIns), ...additions(sections).flat()];
  const unsourced = families
    .flatMap(({ rows }) => rows)
    .filter((row) => sourcesOf(coverage, row.name) === "")
    .map((row) => `${row.name}: no value from an independent source`);
  return [...rules, ...names.filter((name) => testsOfBuiltIn(coverage, name) === undefined), ...unsourced];
}

/** Who says what the values of a row are, by whichever of its names. */
function sourcesOf(coverage: Coverage, name: string): string {
  const row = rowNamed(name);
  const names = row === undefined ? [name] : [row.name, ...row.aliases];
  return [...new Set(names.flatMap((known) => coverage.sources.get(known) ?? []))].sort().join(", ");
}

/** Rows beyond the language's description, each with its aliases. */
function additions(sections: readonly Section[]): readonly (readonly string[])[] {
  const described = new Set(sections.flatMap((section) => section.builtIns));
  return families
    .flatMap(({ rows }) => rows)
    .map((row) => [row.name, ...row.aliases].filter((name) => !described.has(name)))
    .filter((names) => names.length > 0);
}

export function coveragePage(sections: readonly Section[], coverage: Coverage): string {
  const lines = [
    "# What of the language is tested",
    "",
    "Written by `npm run coverage:language` from `test/language/rules.txt`, the rows of the built-ins and the tests. A rule is covered by a",
    "test that names its id, a built-in by a program that calls it in a line whose value is checked; what is not covered has its reason.",
    "Values of a built-in also come from an independent source: numpy, scipy, mpmath (40 digits), Python, Typst, a closed form, or its",
    "definition where nothing is computed (`// values by SOURCE: NAMES` in `test`; `scripts/independent-values` computes most of them).",
  ];
  for (const section of sections) {
    if (section.rules.length === 0 && section.builtIns.length === 0) continue;
    lines.push("", `## ${section.title}`);
    if (section.rules.length > 0) lines.push("", "| | rule | covered by |", "|---|---|---|");
    for (const { id, text, reason } of section.rules)
      lines.push(row(id, text, coverage.rules.get(id), reason));
    lines.push(...builtInTable(section.builtIns, coverage));
  }
  lines.push("", "## Beyond the description", ...builtInTable(additions(sections).flat(), coverage));
  return `${lines.join("\n")}\n`;
}

function builtInTable(names: readonly string[], coverage: Coverage): readonly string[] {
  if (names.length === 0) return [];
  const head = ["", "| | built-in | covered by | values by |", "|---|---|---|---|"];
  const line = (name: string): string =>
    `${row(`\`${name}\``, summary(name), testsOfBuiltIn(coverage, name), undefined)} ${sourcesOf(coverage, name)} |`;
  return [...head, ...names.map(line)];
}

/** At most this many tests are named in a line. */
const namedTests = 3;

function row(
  id: string,
  text: string,
  tests: readonly string[] | undefined,
  reason: string | undefined,
): string {
  const named = tests?.slice(0, namedTests).map((test) => test.replace(/^test\//, "")) ?? [];
  const covered =
    named.length > 0 ? named.join(", ") : reason === undefined ? "**nothing**" : `none: ${reason}`;
  return `| ${id} | ${text.replaceAll("|", "\\|")} | ${covered} |`;
}

function rowNamed(name: string): Primitive | undefined {
  return families
    .flatMap(({ rows }) => rows)
    .find((candidate) => candidate.name === name || candidate.aliases.includes(name));
}

function summary(name: string): string {
  const found = rowNamed(name);
  if (found === undefined) return "not a row";
  return found.name === name ? found.doc.summary : `\`${found.name}\``;
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  writeFileSync(file, coveragePage(readRules(), readCoverage()));
