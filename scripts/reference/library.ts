/** The pages of the library, one per file of stdlib/: comments, types as the checker infers them, examples. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { createPrimitiveTable } from "../../src/primitives/table.ts";
import { ProgramLoader } from "../../src/session/load-program.ts";
import type { Define, Example, Item } from "../../src/syntax/ast.ts";
import { printParam } from "../../src/syntax/print.ts";
import { printType as printWritten } from "../../src/syntax/print-type.ts";
import { nodeHost } from "../../src/toolchain/node-host.ts";
import { checkProgram, type TypedProgram } from "../../src/types/check-program.ts";
import { buildEnvironment } from "../../src/types/environment.ts";
import { printScheme } from "../../src/types/print.ts";
import { root } from "../../test/support/program-file.ts";
import type { Entry, Page } from "./built-ins.ts";
import { capital, code, fence, note, page, prose } from "./markdown.ts";

const folder = path.join(root, "stdlib");

/** Conditions on types beyond this length hide more than they show. */
const longestConditions = 70;

/** A declaration with the examples that follow it. */
interface Entity {
  readonly item: Documented;
  readonly examples: readonly Example[];
}

type Documented = Exclude<Item, Example | { kind: "import" } | { kind: "expression" }>;

interface Section {
  readonly title: string;
  readonly entities: readonly Entity[];
}

export function libraryPages(): readonly Page[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(".kleis"))
    .sort()
    .map(filePage);
}

function filePage(file: string): Page {
  const text = readFileSync(path.join(folder, file), "utf8");
  const loader = new ProgramLoader({ host: nodeHost({}), workingDirectory: folder, library: folder });
  loader.file(file);
  const { programs } = loader.result();
  const types = checkProgram(buildEnvironment(programs).value, createPrimitiveTable()).value;
  const sections = sectionsOf(programs.at(-1)?.items ?? [], text);
  const target = `library/${path.basename(file, ".kleis")}.md`;
  const title = capital(path.basename(file, ".kleis").replaceAll("_", " "));
  return {
    path: target,
    title,
    about: (introduction(text).split("\n\n")[0] ?? "").replaceAll("\n", " "),
    text: page([
      `# ${title}`,
      fence(`import "stdlib/${file}"`),
      introduction(text),
      contents(sections),
      ...sections.flatMap((section) => [
        section.title === "" ? "" : `## ${capital(section.title)}`,
        ...section.entities.map((entity) => entityText(entity, text, types)),
      ]),
      note,
    ]),
    entries: sections.flatMap(({ entities }) => entities.flatMap((entity) => entryOf(entity, target))),
  };
}

/** The comment at the top of a file, its lines joined to paragraphs. */
function introduction(text: string): string {
  const lines = text.split("\n");
  const end = lines.findIndex((line) => !line.startsWith("//"));
  const paragraphs = lines
    .slice(0, end)
    .map((line) => line.replace(/^\/\/ ?/, ""))
    .join("\n")
    .split(/\n\n+/);
  return paragraphs.map(prose).join("\n\n");
}

/** Items under the heading (`// ---- title ----`) above them. */
function sectionsOf(items: readonly Item[], text: string): readonly Section[] {
  const headings = [...text.matchAll(/^\/\/ ---- (.*?) -+$/gm)].map((found) => ({
    title: found[1] ?? "",
    at: found.index,
  }));
  const entities = entitiesOf(items);
  const parts = [{ title: "", at: 0 }, ...headings].map(({ title, at }, i) => {
    const end = headings[i]?.at ?? text.length;
    return {
      title,
      entities: entities.filter(({ item }) => item.span.start >= at && item.span.start < end),
    };
  });
  return parts.filter((section) => section.entities.length > 0);
}

function entitiesOf(items: readonly Item[]): readonly Entity[] {
  const found: { item: Documented; examples: Example[] }[] = [];
  for (const item of items) {
    if (item.kind === "example") found.at(-1)?.examples.push(item);
    else if (item.kind !== "import" && item.kind !== "expression") found.push({ item, examples: [] });
  }
  return found;
}

function nameOf(item: Documented): string {
  return item.kind === "implements" ? item.structure : item.name;
}

function anchor(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}_-]/gu, "");
}

/** What `implements` states is no name of its own. */
function isNamed({ item }: Entity): boolean {
  return item.kind !== "implements";
}

function entryOf(entity: Entity, target: string): readonly Entry[] {
  const { item } = entity;
  if (item.kind === "implements") return [];
  const [summary = ""] = (item.doc ?? "").split(/(?<=\.)\s/);
  return [{ name: item.name, summary, link: `${target}#${anchor(item.name)}` }];
}

function contents(sections: readonly Section[]): string {
  const lines = sections.map(({ title, entities }) => {
    const names = entities.filter(isNamed).map(({ item }) => `[${nameOf(item)}](#${anchor(nameOf(item))})`);
    return `- ${title === "" ? "" : `**${capital(title)}**: `}${names.join(" · ")}`;
  });
  return lines.join("\n");
}

function entityText({ item, examples }: Entity, text: string, types: TypedProgram): string {
  if (item.kind === "implements") return fence(text.slice(item.span.start, item.span.end));
  return page([
    `### ${code(item.name)}`,
    item.kind === "define" ? definitionText(item, types) : fence(text.slice(item.span.start, item.span.end)),
    prose(item.doc ?? ""),
    examples.length === 0 ? "" : fence(examples.map((example) => statementsOf(example, text)).join("\n")),
  ]).trimEnd();
}

/** The definition's head as it is written and, where that leaves something open, the type that was inferred. */
function definitionText(define: Define, types: TypedProgram): string {
  const params = define.params === undefined ? "" : `(${define.params.map(printParam).join(", ")})`;
  const result = define.result === undefined ? "" : ` : ${printWritten(define.result)}`;
  const whole =
    define.result !== undefined && (define.params ?? []).every((param) => param.annotation !== undefined);
  const head = `${define.name}${params}${result}`;
  return fence(whole ? head : `${head}\n${inferredType(define, types)}`);
}

function inferredType(define: Define, types: TypedProgram): string {
  const scheme = types.scheme(define.name);
  if (scheme === undefined) return "";
  const whole = printScheme(scheme);
  const [conditions = "", type = whole] = whole.includes(" ⇒ ") ? whole.split(" ⇒ ") : ["", whole];
  return conditions.length > longestConditions ? `    : … ⇒ ${type}` : `    : ${whole}`;
}

/** The lines between the braces of a block, moved to the left margin. */
function statementsOf(example: Example, text: string): string {
  const block = text.slice(example.span.start, example.span.end);
  const lines = block
    .slice(block.indexOf("{") + 1, block.lastIndexOf("}"))
    .split("\n")
    .filter((line) => line.trim() !== "");
  const margin = Math.min(...lines.map((line) => line.length - line.trimStart().length));
  return lines.map((line) => line.slice(margin).trimEnd()).join("\n");
}
