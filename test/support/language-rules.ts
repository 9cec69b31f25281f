/**
 * The rules of test/language/rules.txt and what covers them.
 *
 * A rule is covered by the tests that name its id: `//! covers: L2.7, L2.8` in a program, `// covers: L14.1` in a test file.
 * A built-in is covered by the programs whose checked lines (a value behind `// =`, or an `assert`) call it by that name.
 * Its values come from an independent source where a test says so: `// values by numpy: fft dft`.
 */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { Expr, Item } from "../../src/syntax/ast.ts";
import { operationOf } from "../../src/syntax/operators.ts";
import { parseProgram } from "../../src/syntax/parse.ts";
import { freeNames } from "../../src/syntax/resolve.ts";
import { refusedPieces } from "./language.ts";
import { programPaths, root } from "./program-file.ts";

export interface Section {
  readonly title: string;
  readonly rules: readonly Rule[];
  readonly builtIns: readonly string[];
}

export interface Rule {
  readonly id: string;
  readonly text: string;
  /** Why no test covers it. */
  readonly reason: string | undefined;
}

export function readRules(): readonly Section[] {
  return rulesIn(readFileSync(path.join(root, "test/language/rules.txt"), "utf8"));
}

export function rulesIn(text: string): readonly Section[] {
  const sections: { title: string; rules: Rule[]; builtIns: string[] }[] = [];
  for (const line of text.split("\n")) {
    const section = sections.at(-1);
    const title = /^# (§.*)$/.exec(line)?.[1];
    if (title !== undefined) sections.push({ title, rules: [], builtIns: [] });
    if (section === undefined) continue;
    const [, id, words] = /^(L\d+\.\d+)\s+(.*)$/.exec(line) ?? [];
    if (id !== undefined && words !== undefined) section.rules.push({ id, text: words, reason: undefined });
    const reason = /^\s+reason: (.*)$/.exec(line)?.[1];
    const last = section.rules.at(-1);
    if (reason !== undefined && last !== undefined)
      section.rules[section.rules.length - 1] = { ...last, reason };
    section.builtIns.push(...(/^built-ins: (.*)$/.exec(line)?.[1]?.split(" ") ?? []));
  }
  return sections;
}

export interface Coverage {
  /** The files that name an id, by id. */
  readonly rules: ReadonlyMap<string, readonly string[]>;
  /** The programs that call a built-in in a checked line, by name. */
  readonly builtIns: ReadonlyMap<string, readonly string[]>;
  /** Who else says what the values of a built-in are, by name. */
  readonly sources: ReadonlyMap<string, readonly string[]>;
}

export function readCoverage(): Coverage {
  const rules = new Map<string, Set<string>>();
  const builtIns = new Map<string, Set<string>>();
  const sources = new Map<string, Set<string>>();
  for (const file of testFiles()) {
    const text = readFileSync(path.join(root, file), "utf8");
    for (const id of idsIn(text)) note(rules, id, file);
    for (const { source, names } of sourcesIn(text)) for (const name of names) note(sources, name, source);
  }
  for (const file of [...programPaths("test/language"), ...programPaths("test/programs")])
    for (const name of namesChecked(readFileSync(path.join(root, file), "utf8"))) note(builtIns, name, file);
  return { rules: sorted(rules), builtIns: sorted(builtIns), sources: sorted(sources) };
}

/** Who may say what a value is: "definition" where nothing is computed (effects, the clock, text as it stands). */
export const independentSources = [
  ...["mpmath", "numpy", "scipy", "Python", "closed form", "definition", "Typst"],
] as const;

export interface Sourced {
  readonly source: string;
  readonly names: readonly string[];
}

/** The lines `// values by SOURCE: NAMES`. */
export function sourcesIn(text: string): readonly Sourced[] {
  return [...text.matchAll(/^\s*\/\/ values by ([^:]+): (.*)$/gm)].map(([, source = "", names = ""]) => ({
    source,
    names: names.split(" "),
  }));
}

/** What says of a file that its values are independent, and is not so: unknown sources, names that it does not call. */
export function wrongSources(): readonly string[] {
  return testFiles().flatMap((file) => {
    const text = readFileSync(path.join(root, file), "utf8");
    const stated = sourcesIn(text);
    if (stated.length === 0) return [];
    const called = file.endsWith(".kleis") ? namesChecked(text) : wordsOf(text);
    return stated.flatMap(({ source, names }) => [
      ...(independentSources.some((known) => known === source) ? [] : [`${file}: ${source}`]),
      ...names
        .filter((name) => !called.has(name) && !called.has(operationOf(name) ?? name))
        .map((name) => `${file}: ${name}`),
    ]);
  });
}

function wordsOf(text: string): ReadonlySet<string> {
  return new Set(text.replace(/^\s*\/\/ values by .*$/gm, "").match(/\w+/g));
}

/** Words that are read as operators are checked where their operation is. */
export function testsOfBuiltIn(coverage: Coverage, name: string): readonly string[] | undefined {
  return coverage.builtIns.get(name) ?? coverage.builtIns.get(operationOf(name) ?? name);
}

function note(found: Map<string, Set<string>>, key: string, file: string): void {
  const files = found.get(key);
  if (files === undefined) found.set(key, new Set([file]));
  else files.add(file);
}

function sorted(found: ReadonlyMap<string, ReadonlySet<string>>): ReadonlyMap<string, readonly string[]> {
  return new Map([...found].map(([key, files]) => [key, [...files].sort()] as const));
}

function testFiles(): readonly string[] {
  return readdirSync(path.join(root, "test"), { recursive: true })
    .map((name) => path.join("test", String(name)))
    .filter((name) => name.endsWith(".kleis") || name.endsWith(".test.ts"))
    .sort();
}

/** The ids in lines `//! covers: …` and `// covers: …`. */
export function idsIn(text: string): readonly string[] {
  return [...text.matchAll(/^\s*\/\/!? covers: (.*)$/gm)].flatMap(
    ([, list = ""]) => list.match(/L\d+\.\d+/g) ?? [],
  );
}

/** The names that occur in what a program checks. */
function namesChecked(text: string): ReadonlySet<string> {
  const pieces = text.startsWith("//! refused") ? refusedPieces(text).map((piece) => piece.text) : [text];
  const items = pieces.flatMap((piece) => parseProgram("test", piece).value.items);
  return new Set(items.flatMap(checkedExpressions).flatMap((expr) => [...freeNames(expr)]));
}

function checkedExpressions(item: Item): readonly Expr[] {
  if (item.kind === "expression") return [item.value];
  if (item.kind !== "example") return [];
  return item.statements.flatMap((statement): readonly Expr[] => {
    if (statement.kind === "assert") return [statement.condition];
    return statement.kind === "let" && statement.value !== undefined ? [statement.value] : [];
  });
}
