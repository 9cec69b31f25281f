/** `npm run coverage:language`: writes docs/language-coverage.md, every rule and built-in with the tests that cover it. */
import { writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
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
  return [...rules, ...names.filter((name) => testsOfBuiltIn(coverage, name) === undefined)];
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
  ];
  for (const section of sections) {
    if (section.rules.length === 0 && section.builtIns.length === 0) continue;
    lines.push("", `## ${section.title}`, "", "| | rule | covered by |", "|---|---|---|");
    for (const { id, text, reason } of section.rules)
      lines.push(row(id, text, coverage.rules.get(id), reason));
    for (const name of section.builtIns)
      lines.push(row(`\`${name}\``, summary(name), testsOfBuiltIn(coverage, name), undefined));
  }
  lines.push("", "## Beyond the description", "", "| | built-in | covered by |", "|---|---|---|");
  for (const names of additions(sections))
    for (const name of names)
      lines.push(row(`\`${name}\``, summary(name), testsOfBuiltIn(coverage, name), undefined));
  return `${lines.join("\n")}\n`;
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

function summary(name: string): string {
  const found = families
    .flatMap(({ rows }) => rows)
    .find((candidate) => candidate.name === name || candidate.aliases.includes(name));
  if (found === undefined) return "not a row";
  return found.name === name ? found.doc.summary : `\`${found.name}\``;
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  writeFileSync(file, coveragePage(readRules(), readCoverage()));
