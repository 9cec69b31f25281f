/**
 * `npm run coverage:lang`: writes docs/coverage.md, the matrix of language construct × tier, from what test/programs proves.
 */
import { writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { CoreExpr, CorePattern } from "../src/core/core.ts";
import type { Expr, Item, Pattern, TypeExpr } from "../src/syntax/ast.ts";
import { type Evidence, type Language, readEvidence } from "./coverage-evidence.ts";

const file = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../docs/coverage.md");

/** Every kind of node with the way it is written: the compiler sees to it that none is left out. */
type Kinds<K extends string> = Readonly<Record<K, string>>;

const expressions: Kinds<Expr["kind"]> = {
  number: "`2`, `1.5`, `1e6`",
  string: '`"text"`',
  name: "`x`",
  call: "`f(x)`, `a + b`, `-a`, `x.f(y)`",
  list: "`[a, b]`",
  tuple: "`(a, b)`",
  lambda: "`λ x . e`",
  let: "`let p = e in b`",
  if: "`if c then a else b`",
  match: "`match e { p => a }`",
  quantifier: "`∀(x : T). p`",
  ascription: "`e : T`",
  index: "`xs[i]`, `A[i, j]`",
  field: "`p.x`",
};

const patterns: Kinds<Pattern["kind"]> = {
  wildcard: "`_`",
  bind: "`x`",
  number: "`0`",
  string: '`"a"`',
  constructor: "`Some(p)`",
  tuple: "`(p, q)`",
  list: "`[p, q]`",
  as: "`p as x`",
};

const types: Kinds<TypeExpr["kind"]> = {
  "type-name": "`ℝ`, `n`",
  "type-number": "`3` in `Vector(3)`",
  "type-string": '`"m"` as an argument',
  "type-call": "`Matrix(m, n)`",
  "type-product": "`ℝ × ℝ`, `(ℝ, ℝ)`",
  "type-arrow": "`A → B`",
  "type-forall": "`∀(T : Type). …`",
  "type-operator": "`n + 1`",
};

type Declaration = Exclude<Item["kind"], "import" | "operation" | "example">;

const declarations: Kinds<Declaration> = {
  define: "`define f(x) = e`",
  data: "`data T = A | B(x : ℝ)`",
  alias: "`type T = …`",
  structure: "`structure S(T) { … }`",
  implements: "`implements S(T) { … }`",
  expression: "an expression at top level",
};

type CoreKind =
  | Exclude<CoreExpr["kind"], "literal" | "coerce" | "fail">
  | `literal ${Extract<CoreExpr, { kind: "literal" }>["literal"]["kind"]}`
  | `coerce ${Extract<CoreExpr, { kind: "coerce" }>["coercion"]}`
  | `pattern ${CorePattern["kind"]}`;

const core: Kinds<CoreKind> = {
  "literal integer": "ℤ",
  "literal real": "ℝ",
  "literal bool": "Bool",
  "literal string": "String",
  "literal unit": "Unit",
  var: "a local name",
  constant: "`define c = e`",
  let: "a local value",
  if: "a choice",
  logic: "`∧`, `∨`",
  call: "a definition or a known lambda",
  prim: "a built-in",
  closure: "a known function as a value",
  capture: "what it captured",
  apply: "a function known only at run time",
  list: "a list",
  tuple: "a tuple",
  construct: "a value of a data type",
  record: "named arguments",
  field: "a field read by name",
  match: "a match",
  symbol: "a free name",
  term: "an undeclared call",
  formula: "a quantified formula",
  "coerce promote": "ℤ → ℚ → ℝ → ℂ",
  "coerce narrow": "ℝ → ℤ, checked",
  "coerce reshape": "rows to Matrix, List to Vector(n)",
  "coerce box": "into a value of unknown type",
  "coerce unbox": "out of one",
  "coerce natural": "into ℕ, checked",
  "pattern wildcard": "`_`",
  "pattern bind": "`x`",
  "pattern literal": "`0`",
  "pattern construct": "`Some(p)`",
  "pattern tuple": "`(p, q)`",
  "pattern list": "`[p, q]`",
  "pattern cons": "`Cons(x, xs)`",
  "pattern term": "an undeclared constructor",
  "pattern as": "`p as x`",
};

interface Section {
  readonly title: string;
  readonly about: string;
  readonly rows: readonly Row[];
}

interface Row {
  readonly kind: string;
  readonly written: string;
  /** The programs whose expressions contain it and run on the tier. */
  readonly programs: { readonly [T in "interp" | Language]: readonly string[] };
}

export interface Totals {
  readonly kinds: number;
  readonly interpreted: number;
  readonly native: number;
}

/** Kinds of the syntax that native code has to be proved for; more may become native, none may be lost. */
export const leastNative = 33;

function section(
  title: string,
  about: string,
  kinds: Kinds<string>,
  names: (evidence: Evidence, kind: string) => boolean,
  evidence: readonly Evidence[],
): Section {
  const rows = Object.entries(kinds).map(([kind, written]): Row => {
    const found = evidence.filter((e) => names(e, kind));
    const on = (language: Language) => programsOf(found.filter((e) => e.native.has(language)));
    return { kind, written, programs: { interp: programsOf(found), c: on("c"), rust: on("rust") } };
  });
  return { title, about, rows };
}

function programsOf(evidence: readonly Evidence[]): readonly string[] {
  return [...new Set(evidence.map((e) => e.program))].sort();
}

function sectionsOf(evidence: readonly Evidence[]): {
  readonly text: readonly Section[];
  readonly core: Section;
} {
  const syntax = (title: string, about: string, family: string, kinds: Kinds<string>) =>
    section(title, about, kinds, (e, kind) => e.syntax.has(`${family} ${kind}`), evidence);
  return {
    text: [
      syntax("Expressions", "", "expression", expressions),
      syntax("Patterns", "", "pattern", patterns),
      syntax(
        "Types",
        "Types decide what code is made; native means that code typed by them is.",
        "type",
        types,
      ),
      syntax(
        "Declarations",
        "`import`, `operation` and `example` make no code of their own: what they bring in, declare and check is an expression.",
        "declaration",
        declarations,
      ),
    ],
    core: section(
      "What runs",
      "The same for Core, the language every tier runs after types have been found, overloads chosen and functions specialised: a call here is a call of a known function, and what a name means has been decided.",
      core,
      (e, kind) => e.core.has(kind),
      evidence,
    ),
  };
}

export function totalsOf(evidence: readonly Evidence[]): Totals {
  const rows = sectionsOf(evidence).text.flatMap((s) => s.rows);
  return totals(rows);
}

function totals(rows: readonly Row[]): Totals {
  return {
    kinds: rows.length,
    interpreted: rows.filter((r) => r.programs.interp.length > 0).length,
    native: rows.filter(isNative).length,
  };
}

function isNative({ programs }: Row): boolean {
  return programs.c.length > 0 && programs.rust.length > 0;
}

// ---- the page ------------------------------------------------------------------------------------------------

/** The text that docs/coverage.md has to have. */
export function coveragePage(evidence: readonly Evidence[]): string {
  const { text, core: runs } = sectionsOf(evidence);
  const all = totals(text.flatMap((s) => s.rows));
  return `${[
    "# What of the language runs on which tier",
    "",
    "Written by `npm run coverage:lang` from the programs of `test/programs`. A construct counts for a tier where a top-level expression",
    "that contains it, itself or in a definition it reaches, runs there as a whole under `--strict-jit`; the tests run each such expression on",
    "every tier and compare the values. At most three of the programs that show it are named.",
    "",
    `Of ${all.kinds} kinds of node, ${all.interpreted} run interpreted and ${all.native} natively, by C and by Rust (${percent(all.native, all.kinds)}).`,
    ...[...text, runs].flatMap(sectionText),
    ...reasonsText(evidence),
  ].join("\n")}\n`;
}

function percent(part: number, whole: number): string {
  return `${Math.floor((100 * part) / whole)} %`;
}

function sectionText({ title, about, rows }: Section): readonly string[] {
  const { kinds, interpreted, native } = totals(rows);
  return [
    "",
    `## ${title}`,
    "",
    ...(about === "" ? [] : [about, ""]),
    `Interpreted ${interpreted} of ${kinds}, native ${native} of ${kinds}.`,
    "",
    "| node | written | interp | c | rust | shown by |",
    "|---|---|---|---|---|---|",
    ...rows.map(rowText),
  ];
}

function rowText(row: Row): string {
  const { kind, written, programs } = row;
  const mark = (names: readonly string[]) => (names.length > 0 ? "✓" : "–");
  const cells = [kind, cell(written), mark(programs.interp), mark(programs.c), mark(programs.rust)];
  return `| ${[...cells, few(isNative(row) ? programs.c : programs.interp)].join(" | ")} |`;
}

const mostNamed = 3;

function few(programs: readonly string[]): string {
  return programs.slice(0, mostNamed).join(", ");
}

/**
 * Lines of a page that are not so any more. Which programs are named does not count: a new program alone makes no page stale.
 */
export function staleLines(page: string, evidence: readonly Evidence[]): readonly string[] {
  const fresh = coveragePage(evidence).split("\n").map(withoutNames);
  const old = page.split("\n");
  const changed = old.filter((line, i) => withoutNames(line) !== fresh[i]);
  return [...changed, ...fresh.slice(old.length)];
}

/** A row of a table without its last cell, where that names programs. */
function withoutNames(line: string): string {
  return line.startsWith("| ") ? line.replace(/\| [\w, ]* \|$/, "|") : line;
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|");
}

/** Expressions that the evaluator runs although native code was asked for, by what is in the way. */
function reasonsText(evidence: readonly Evidence[]): readonly string[] {
  const kept = evidence.filter((e) => e.reason !== undefined);
  const reasons = [...new Set(kept.map((e) => e.reason ?? ""))].sort();
  const lines = reasons.map((reason) => {
    const programs = programsOf(kept.filter((e) => e.reason === reason));
    return `| ${cell(reason)} | ${few(programs)} |`;
  });
  return [
    "",
    "## What stays with the evaluator, and why",
    "",
    "Top-level expressions that no library computes as a whole, by what `JIT does not yet support`; native code they call is native.",
    "",
    "| reason | in |",
    "|---|---|",
    ...lines,
  ];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(file, coveragePage(readEvidence()));
