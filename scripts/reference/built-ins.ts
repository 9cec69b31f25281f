/** The pages of the built-ins, one per family, from their rows. */
import { formatValue } from "../../src/interpret/format.ts";
import type { ErrorBound, Primitive } from "../../src/primitives/primitive.ts";
import { families } from "../../src/primitives/table.ts";
import type { Expr } from "../../src/syntax/ast.ts";
import { parseExpression } from "../../src/syntax/parse.ts";
import { type Evaluator, evaluatorFor } from "../../test/support/machine.ts";
import { capital, cell, code, fence, note, page, prose, slug } from "./markdown.ts";

type Family = (typeof families)[number];

export interface Entry {
  readonly name: string;
  readonly summary: string;
  /** Relative to docs/reference. */
  readonly link: string;
}

export interface Page {
  /** Relative to docs/reference. */
  readonly path: string;
  readonly title: string;
  /** What the index says about it. */
  readonly about: string;
  readonly text: string;
  readonly entries: readonly Entry[];
}

export function builtInPages(): readonly Page[] {
  const evaluator = evaluatorFor("");
  return families.map((family) => familyPage(family, evaluator));
}

function familyPage(family: Family, evaluator: Evaluator): Page {
  const path = `built-in/${slug(family.name)}.md`;
  const title = capital(family.name);
  const text = page([
    `# ${title}`,
    table(family.rows),
    family.prefixed === true ? "Every name here is also known with `builtin_` in front: `builtin_NAME`." : "",
    ...family.rows.map((row) => section(row, evaluator)),
    note,
  ]);
  const about = listed(family.rows.map((row) => row.name));
  return { path, title, about, text, entries: family.rows.flatMap((row) => entriesOf(row, path)) };
}

/** The first names of a family. */
function listed(names: readonly string[]): string {
  const shown = names.slice(0, 8).map(code).join(", ");
  return names.length > 8 ? `${shown}, … ${names.length} in all` : shown;
}

function entriesOf(row: Primitive, path: string): readonly Entry[] {
  const link = `${path}#${row.name.toLowerCase()}`;
  return [row.name, ...row.aliases].map((name) => ({ name, summary: row.doc.summary, link }));
}

function table(rows: readonly Primitive[]): string {
  const lines = rows.map(
    (row) =>
      `| [${code(row.name)}](#${row.name.toLowerCase()}) | ${cell(row.doc.summary)} | ${row.lower === undefined ? "" : "native"} |`,
  );
  return ["| name | what it does | |", "|---|---|---|", ...lines].join("\n");
}

function section(row: Primitive, evaluator: Evaluator): string {
  const { name, aliases, type, doc, bound } = row;
  const facts = [
    ...(aliases.length === 0 ? [] : [`Also called ${aliases.map(code).join(", ")}.`]),
    ...(doc.shapes === undefined ? [] : [`Shapes: ${prose(doc.shapes)}.`]),
    ...(doc.raises === undefined ? [] : [`Error: ${prose(doc.raises)}.`]),
    ...(bound === undefined ? [] : [boundText(bound)]),
    row.lower === undefined ? "Interpreted." : "Compiles to native code.",
    ...(row.yields === true ? ["A definition of this name in the program comes before it."] : []),
    ...(doc.source === undefined ? [] : [`Source: ${prose(doc.source)}.`]),
  ];
  return page([
    `### ${code(name)}`,
    fence(type.overloads.map((overload) => `${name} : ${overload}`).join("\n")),
    prose(doc.summary),
    doc.example === "" ? "" : fence(exampleText(doc.example, evaluator)),
    facts.map((fact) => `- ${fact}`).join("\n"),
  ]).trimEnd();
}

/** The call of an example, and what it gives. */
function exampleText(example: string, evaluator: Evaluator): string {
  const { value: equality } = parseExpression("example", example);
  const [left, right] = equality.kind === "call" ? equality.args : [];
  if (left === undefined || right === undefined) throw new Error(`${example}: not an equality`);
  const text = sourceOf(left, example);
  return `${text}   // = ${formatValue(evaluator.evaluate(left).value)}`;
}

function sourceOf(expr: Expr, text: string): string {
  return text.slice(expr.span.start, expr.span.end);
}

function boundText(bound: ErrorBound): string {
  switch (bound.kind) {
    case "exact":
      return "The result is exact.";
    case "ulp": {
      const lanes = bound.vectorUlp === bound.ulp ? "" : `, ${bound.vectorUlp} in loops over arrays`;
      return `The result is within ${bound.ulp} ULP${lanes}.`;
    }
    case "gamma":
      return `The result is within γₖ · Σ|terms|, k = ${prose(bound.terms)}.`;
    default:
      return backwardText(bound);
  }
}

function backwardText({ factor = 1, measure = "" }: { factor?: number; measure?: string }): string {
  return `The result is within ${factor} · n · u, n the larger side, by this measure: ${prose(measure)}.`;
}
