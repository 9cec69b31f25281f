/**
 * `kleis explain NAME`: what the program, the language or its library calls so.
 *
 * A definition tells its type, its comment, its place, and what native code is made of it; a name of a library file also the
 * import that brings it; a built-in its row. What nothing knows is asked about.
 */
import path from "node:path";
import { isError } from "../../base/diagnostic.ts";
import { positionAt, type Span } from "../../base/span.ts";
import type { CoreFunction } from "../../core/core.ts";
import { type LoadedProgram, libraryOf } from "../../session/load-program.ts";
import type { Session } from "../../session.ts";
import type { Define, Item } from "../../syntax/ast.ts";
import { operationOf } from "../../syntax/operators.ts";
import { printExpr } from "../../syntax/print.ts";
import { notDefined } from "../../types/explain.ts";
import { formOfType } from "../../types/from-syntax.ts";
import { mentionsAny, typeVariables } from "../../types/traverse.ts";
import type { Type } from "../../types/type.ts";
import { describeItem } from "../describe-item.ts";
import { describeRow } from "../describe-row.ts";
import type { Desk } from "../desk.ts";
import { type ExitCode, exitCode } from "../exit.ts";
import type { ExplainOptions } from "../invocation.ts";
import { libraryFileOf } from "../library-names.ts";

/** A name, or an operator by its symbol. */
export function nameAsked(subject: string): string | undefined {
  const text = subject.trim().replace(/^\(\s*(\S)\s*\)$/u, "$1");
  if (/^(?![λΣΠ])[\p{L}_][\p{L}\p{N}_]*$/u.test(text)) return text;
  return operationOf(text);
}

/** Native code of a definition, as a line; undefined where the caller has nothing to say. */
export type Verdict = (entry: CoreFunction) => Promise<readonly string[]>;

/** Undefined where the name is none that is declared: then it is an expression like others. */
export async function explainName(
  session: Session,
  program: LoadedProgram,
  name: string,
  verdict: Verdict,
): Promise<string | undefined> {
  const { environment, types } = session.loaded;
  const items = program.programs.flatMap((one) => one.items);
  const define = environment.definition(name);
  const parts: string[] = [];
  if (define !== undefined) {
    const lines = [describeItem(define, types), ...placeLine(define.nameSpan, program)];
    parts.push(
      [...lines, ...exampleOf(session, define), ...(await code(session, define, verdict))].join("\n"),
    );
  }
  for (const item of items) {
    if (!declares(item, name)) continue;
    parts.push([describeItem(item, types), ...placeLine(item.nameSpan, program)].join("\n"));
  }
  const row = session.table.get(name);
  if (row !== undefined) parts.push(describeRow(row));
  const form = parts.length > 0 ? undefined : formOfType(name);
  if (form !== undefined) parts.push(`${name} : a type of the language${form}`);
  return parts.length === 0 ? undefined : parts.join("\n\n");
}

type Declaration = Extract<Item, { kind: "data" | "alias" | "operation" | "structure" }>;

/** A data type also counts for its constructors. */
function declares(item: Item, name: string): item is Declaration {
  switch (item.kind) {
    case "data":
      return item.name === name || item.variants.some((variant) => variant.name === name);
    case "alias":
    case "operation":
    case "structure":
      return item.name === name;
    default:
      return false;
  }
}

/** Nothing for a file of the library: the import tells more. */
function placeLine({ file, start }: Span, program: LoadedProgram): readonly string[] {
  if (libraryOf(program)(file)) return [];
  const { line, column } = positionAt(program.sources.get(file) ?? "", start);
  return [`  declared at ${file}:${line}:${column}`];
}

/** The first claim of the example block that has the definition's name. */
function exampleOf({ loaded }: Session, { name }: Define): readonly string[] {
  const example = loaded.environment.examples.find((one) => one.name === name);
  const claim = example?.statements.find((statement) => statement.kind === "assert");
  return example?.statements.length === 1 && claim?.kind === "assert"
    ? [`  example: ${printExpr(claim.condition)}`]
    : [];
}

// ---- native code ---------------------------------------------------------------------------------------------

async function code(session: Session, define: Define, verdict: Verdict): Promise<readonly string[]> {
  const scheme = session.loaded.types.scheme(define.name);
  if (scheme === undefined) return [];
  const isPolymorphic = scheme.vars.length + scheme.dims.length + scheme.constraints.length > 0;
  if (isPolymorphic)
    return [
      "  tier: native code is made for the types and sizes of each call; a call whose types stay open is interpreted",
    ];
  const entry = concreteEntry(session, define);
  return entry === undefined ? [] : verdict(entry);
}

/** The one instance of a definition whose types are all known. */
export function concreteEntry(session: Session, define: Define): CoreFunction | undefined {
  const { specialiser, types } = session.loaded;
  const scheme = types.scheme(define.name);
  if (scheme === undefined || scheme.vars.length + scheme.dims.length + scheme.constraints.length > 0)
    return undefined;
  const params = define.params === undefined || scheme.type.kind !== "function" ? [] : scheme.type.params;
  if (!params.every(isConcrete)) return undefined;
  const { value, problems } =
    define.params === undefined
      ? specialiser.expression({ kind: "name", name: define.name, span: define.nameSpan })
      : specialiser.definition(define.name, params);
  return problems.some(isError) ? undefined : value;
}

function isConcrete(type: Type): boolean {
  const { types, dims } = typeVariables(type);
  return types.size + dims.size === 0 && !mentionsAny(type) && type.kind !== "function";
}

// ---- names of the library, and unknown ones --------------------------------------------------------------------

/** The program with the library file that declares the name, and what to say of it. */
export function withLibrary(
  desk: Desk,
  name: string,
  options: ExplainOptions,
): { readonly program: LoadedProgram; readonly said: string } | undefined {
  const file = libraryFileOf(name);
  if (file === undefined) return undefined;
  const loader = desk.loader();
  for (const own of options.definitionFiles) loader.file(own);
  const said = `import "${path.posix.join("stdlib", file)}"`;
  loader.text({ name: "<library>", text: `${said}\n` });
  return { program: loader.result(), said };
}

export function unknownName(desk: Desk, session: Session, name: string, span: Span): ExitCode {
  const { environment, source } = session.loaded;
  const candidates = [...environment.definitions.map((define) => define.name), ...session.table.keys()];
  const notes = ["nothing has this name: neither the files given nor the language and its library"];
  desk.problem({ ...notDefined(name, candidates, span), notes }, source.sources);
  return exitCode.program;
}
