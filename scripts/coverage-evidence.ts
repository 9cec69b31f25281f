/**
 * What the programs of test/programs contain, and which tiers run it.
 *
 * Every top-level expression is specialised, and its code printed in C and in Rust: where that succeeds, `--strict-jit` runs it
 * there (test/programs*.test.ts do so, on every tier, and compare the values). Counted is what the expression reaches, not what
 * its file mentions.
 */
import path from "node:path";
import { CompilerBug } from "../src/base/outcome.ts";
import type { CoreExpr, CoreFunction, CorePattern } from "../src/core/core.ts";
import { reachable } from "../src/core/print.ts";
import { subexpressions } from "../src/core/traverse.ts";
import { kernelSource } from "../src/pipeline.ts";
import { ProgramLoader } from "../src/session/load-program.ts";
import { type Loaded, type Prepared, Session } from "../src/session.ts";
import type { Define, Expr } from "../src/syntax/ast.ts";
import { freeNames, freeOccurrencesOfDefine } from "../src/syntax/resolve.ts";
import { type ProgramFile, readPrograms, root } from "../test/support/program-file.ts";
import { sessionOptions } from "../test/support/session.ts";

export type Language = "c" | "rust";
const languages: readonly Language[] = ["c", "rust"];

/** One top-level expression of a program. */
export interface Evidence {
  readonly program: string;
  /** `expression let`, `pattern tuple`, `type type-name`, `declaration define`. */
  readonly syntax: ReadonlySet<string>;
  /** `let`, `literal string`, `pattern cons`. */
  readonly core: ReadonlySet<string>;
  readonly native: ReadonlySet<Language>;
  /** Why there is no native code. */
  readonly reason: string | undefined;
}

export function readEvidence(): readonly Evidence[] {
  return readPrograms("test/programs").flatMap(evidenceOf);
}

function evidenceOf(file: ProgramFile): readonly Evidence[] {
  const options = sessionOptions({ backend: "c", symbolic: file.symbolic });
  const loader = new ProgramLoader({
    host: options.store.host,
    workingDirectory: path.join(root, path.dirname(file.path)),
    library: path.join(root, "stdlib"),
  });
  loader.text({ name: file.path, text: file.text });
  const session = Session.open(options);
  try {
    const loaded = session.load(loader.result());
    const prepared = loaded && session.prepare(session.expressionsOf(file.path));
    if (loaded === undefined || prepared === undefined) throw new CompilerBug(`${file.path} does not check`);
    return prepared.map((expression) => ({
      program: file.name,
      syntax: syntaxOf(expression.expr, loaded),
      core: coreOf(expression.entry, loaded),
      ...nativeOf(session, expression),
    }));
  } finally {
    session.close();
  }
}

function nativeOf(session: Session, { entry }: Prepared): Pick<Evidence, "native" | "reason"> {
  if (entry.effect) return { native: new Set(), reason: "output and other effects" };
  const native = new Set<Language>();
  let reason: string | undefined;
  for (const language of languages) {
    const source = kernelSource({
      program: session.loaded.specialiser.program,
      fn: entry.id,
      table: session.table,
      templates: session.options.templates,
      codegen: session.codegen,
      language,
    });
    if (source.ok) native.add(language);
    else reason = source.error.what;
  }
  return { native, reason };
}

// ---- the text ------------------------------------------------------------------------------------------------

type Family = "expression" | "pattern" | "type";

/** The nodes of an expression and of every declaration it reaches. */
function syntaxOf(expr: Expr, { environment }: Loaded): ReadonlySet<string> {
  const found = new Set(["declaration expression"]);
  const seen = new Set<string>();
  const pending = [...freeNames(expr)];
  collect(expr, "expression", found, pending);
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    if (seen.has(name)) continue;
    seen.add(name);
    const define = environment.definition(name);
    if (define !== undefined) {
      found.add("declaration define");
      pending.push(...usedBy(define));
      collect(define, "expression", found, pending);
    }
    const data = environment.data(environment.constructorNamed(name)?.data ?? name)?.decl;
    if (data !== undefined) {
      found.add("declaration data");
      collect(data.variants, "type", found, pending);
    }
    const alias = environment.types.alias(name);
    if (alias !== undefined) {
      found.add("declaration alias");
      collect(alias.type, "type", found, pending);
    }
    for (const { implementation, body } of environment.instancesOf(name)) {
      if (implementation === undefined) continue;
      for (const kind of ["structure", "implements"]) found.add(`declaration ${kind}`);
      pending.push(...freeNames(body));
      collect(body, "expression", found, pending);
    }
  }
  return found;
}

function usedBy(define: Define): readonly string[] {
  return freeOccurrencesOfDefine(define).map((occurrence) => occurrence.name);
}

/** Adds the nodes below a piece of tree; names that types and patterns mention go to `names`. */
function collect(tree: object, family: Family, found: Set<string>, names: string[]): void {
  const pending: { readonly value: unknown; readonly family: Family }[] = [{ value: tree, family }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { value } = next;
    if (typeof value !== "object" || value === null) continue;
    const own = familyOf(value, next.family);
    if ("kind" in value && value.kind !== "define") found.add(`${own} ${String(value.kind)}`);
    if (own !== "expression" && "name" in value) names.push(String(value.name));
    for (const [key, part] of Object.entries(value))
      pending.push({ value: part, family: key === "pattern" ? "pattern" : own });
  }
}

function familyOf(node: object, around: Family): Family {
  if ("kind" in node && String(node.kind).startsWith("type-")) return "type";
  return around;
}

// ---- what runs -----------------------------------------------------------------------------------------------

function coreOf(entry: CoreFunction, { specialiser }: Loaded): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { body } of reachable(entry, specialiser.program)) {
    for (const node of subexpressions(body)) {
      found.add(nameOfNode(node));
      if (node.kind === "match") for (const c of node.cases) collectPattern(c.pattern, found);
    }
  }
  return found;
}

function nameOfNode(node: CoreExpr): string {
  if (node.kind === "literal") return `literal ${node.literal.kind}`;
  return node.kind === "coerce" ? `coerce ${node.coercion}` : node.kind;
}

function collectPattern(pattern: CorePattern, found: Set<string>): void {
  found.add(`pattern ${pattern.kind}`);
  for (const part of partsOf(pattern)) collectPattern(part, found);
}

function partsOf(pattern: CorePattern): readonly CorePattern[] {
  switch (pattern.kind) {
    case "construct":
    case "term":
      return pattern.args;
    case "tuple":
    case "list":
      return pattern.items;
    case "cons":
      return [pattern.head, pattern.tail];
    case "as":
      return [pattern.pattern];
    default:
      return [];
  }
}
