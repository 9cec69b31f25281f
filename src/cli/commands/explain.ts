/** `kleis explain`: the type, the tier and why; any stage of the compiler as text; or the page of an error code. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { codes } from "../../base/codes.ts";
import { isError } from "../../base/diagnostic.ts";
import type { Result } from "../../base/outcome.ts";
import type { CoreFunction } from "../../core/core.ts";
import { codeLines } from "../../session/decisions.ts";
import { packageRoot } from "../../session/installation.ts";
import type { Wanted } from "../../session/kernels.ts";
import type { LoadedProgram } from "../../session/load-program.ts";
import { rewriteLines } from "../../session/rewrites.ts";
import { type EmitStage, stages } from "../../session/stages.ts";
import { type Unbuilt, whyUnbuilt } from "../../session/unbuilt.ts";
import type { Prepared, Session } from "../../session.ts";
import type { Define, Expr } from "../../syntax/ast.ts";
import { printExpr } from "../../syntax/print.ts";
import { printTree } from "../../syntax/print-tree.ts";
import { printScheme, printType } from "../../types/print.ts";
import { type Desk, isFile } from "../desk.ts";
import { type ExitCode, exitCode } from "../exit.ts";
import { readInputs } from "../inputs.ts";
import type { ExplainOptions } from "../invocation.ts";
import { concreteEntry, explainName, nameAsked, unknownName, withLibrary } from "./explain-name.ts";

export async function explain(desk: Desk, subject: string, options: ExplainOptions): Promise<ExitCode> {
  if (/^KL\d{1,4}$/i.test(subject)) return explainCode(desk, `KL${subject.slice(2).padStart(4, "0")}`);
  const name = isFile(desk.host, desk.workingDirectory, subject) ? undefined : nameAsked(subject);
  if (name !== undefined) return explainAsked(desk, name, options);
  const read = readInputs(desk, {
    positional: subject,
    expressions: [],
    definitionFiles: options.definitionFiles,
  });
  if (read === undefined) return exitCode.usage;
  const { program, main, expressions, problems } = read;
  for (const problem of problems) desk.problem(problem, program.sources);
  if (problems.some(isError)) return exitCode.program;
  return desk.withSession(options, program, async (session) => {
    if (session.load(program) === undefined) return exitCode.program;
    const all = [...main.flatMap((file) => session.expressionsOf(file)), ...expressions];
    if (options.emit === "types") explainTypes(desk, session, main);
    const prepared = session.prepare(all);
    if (prepared === undefined) return exitCode.program;
    if (prepared.length === 0 && options.emit !== "types") explainTypes(desk, session, main);
    for (const text of await explained(session, prepared, options)) desk.terminal.out(text);
    return exitCode.ok;
  });
}

/** A stage of each expression, or its type and tier, as an evaluation of all of them would have it. */
async function explained(
  session: Session,
  prepared: readonly Prepared[],
  { emit }: ExplainOptions,
): Promise<readonly string[]> {
  if (emit !== undefined) return Promise.all(prepared.map((one) => stages[emit](session, one)));
  const verdicts = await verdictsOf(session, prepared);
  return prepared.map(({ expr, entry }, i) =>
    [`${printExpr(expr)} : ${printType(entry.result)}`, ...(verdicts[i] ?? [])].join("\n"),
  );
}

/** A name: of the program, of the language, or of a file of the library that the program does not import. */
async function explainAsked(desk: Desk, name: string, options: ExplainOptions): Promise<ExitCode> {
  const loader = desk.loader();
  for (const file of options.definitionFiles) loader.file(file);
  loader.register({ name: "<name>", text: name });
  const own = loader.result();
  const code = await explainNamed(desk, name, options, own);
  if (code !== undefined) return code;
  const library = withLibrary(desk, name, options);
  const found = library && (await explainNamed(desk, name, options, library.program));
  if (found === exitCode.ok && options.emit === undefined) desk.terminal.out(`  ${library?.said} brings it`);
  if (found !== undefined) return found;
  return desk.withSession(options, own, async (session) => {
    session.load(own);
    return unknownName(desk, session, name, { file: "<name>", start: 0, end: name.length });
  });
}

/** Undefined where this program does not know the name. */
async function explainNamed(
  desk: Desk,
  name: string,
  options: ExplainOptions,
  program: LoadedProgram,
): Promise<ExitCode | undefined> {
  for (const problem of program.problems) desk.problem(problem, program.sources);
  if (program.problems.some(isError)) return exitCode.program;
  let known = true;
  const code = await desk.withSession(options, program, async (session) => {
    if (session.load(program) === undefined) return exitCode.program;
    const define = session.loaded.environment.definition(name);
    const expr: Expr = define?.body ?? {
      kind: "name",
      name,
      span: { file: "<name>", start: 0, end: name.length },
    };
    if (options.emit !== undefined && define !== undefined)
      return emitDefinition(desk, session, define, options.emit);
    const tier = async (entry: CoreFunction): Promise<readonly string[]> =>
      (await verdictsOf(session, [{ expr, entry }])).flat();
    const text = await explainName(session, program, name, tier);
    if (text !== undefined && options.emit === undefined) {
      desk.terminal.out(text);
      return exitCode.ok;
    }
    // `i`, `π`: names with a value that nothing declares.
    const [one] = session.prepare([expr]) ?? [];
    known = one !== undefined && one.entry.result.kind !== "any";
    if (known && one !== undefined)
      for (const line of await explained(session, [one], options)) desk.terminal.out(line);
    return exitCode.ok;
  });
  return known ? code : undefined;
}

async function emitDefinition(
  desk: Desk,
  session: Session,
  define: Define,
  emit: EmitStage,
): Promise<ExitCode> {
  if (emit === "types" || emit === "ast") {
    const scheme = session.loaded.types.shownScheme(define.name);
    const type = `${define.name} : ${scheme === undefined ? "?" : printScheme(scheme)}`;
    desk.terminal.out(emit === "ast" ? printTree(define.body) : type);
    return exitCode.ok;
  }
  const entry = concreteEntry(session, define);
  if (entry !== undefined) {
    desk.terminal.out(await stages[emit](session, { expr: define.body, entry }));
    return exitCode.ok;
  }
  const { name, params = [] } = define;
  const call = `${name}(${params.map((param) => param.name).join(", ")})`;
  desk.terminal.error(
    `kleis explain: the types of \`${name}\` are those of each call: --emit ${emit} takes a call, ${call}`,
  );
  return exitCode.usage;
}

function explainCode(desk: Desk, code: string): ExitCode {
  try {
    desk.terminal.out(readFileSync(path.join(packageRoot, "docs", "errors", `${code}.md`), "utf8").trimEnd());
    return exitCode.ok;
  } catch {
    const family = Object.entries(codes).filter(([known]) => known.startsWith(code.slice(0, 4)));
    const near = family.map(([known, title]) => `  ${known}  ${title}`);
    const list = near.length > 0 ? near : ["  the codes begin with KL00 to KL08; docs/errors lists them"];
    desk.terminal.error([`kleis explain: there is no error ${code}`, ...list].join("\n"));
    return exitCode.program;
  }
}

/** The definitions of these files. */
function explainTypes(desk: Desk, session: Session, files: readonly string[]): void {
  const { environment, types } = session.loaded;
  for (const define of environment.definitions) {
    if (!files.includes(define.span.file)) continue;
    const scheme = types.shownScheme(define.name);
    desk.terminal.out(`${define.name} : ${scheme === undefined ? "?" : printScheme(scheme)}`);
  }
}

/** The tier that each would run on and why, as the lines below its head. */
async function verdictsOf(
  session: Session,
  prepared: readonly Prepared[],
): Promise<readonly (readonly string[])[]> {
  const wanted = await session.loaded.native.wanted(prepared.map((one) => one.entry));
  return prepared.map((one) => verdict(session, one, wanted.get(one.entry.id)));
}

function verdict(
  session: Session,
  prepared: Prepared,
  wanted: Result<Wanted, Unbuilt> | undefined,
): readonly string[] {
  if (session.options.backend === "interp") return ["  tier interp: asked for"];
  if (wanted === undefined)
    return ["  tier interp: it prints or reads; pure definitions it calls may be compiled"];
  if (!wanted.ok) return [`  tier interp: ${whyUnbuilt(wanted.error)}`];
  const kept = session.store.get(wanted.value.key) !== undefined;
  const { language } = wanted.value.fields;
  const when = session.loaded.native.eager
    ? "asked for"
    : "types are concrete; with --compile at once, otherwise when hot or worth it";
  return [
    `  tier ${language}: ${when}`,
    `  library ${wanted.value.key.slice(0, 12)} ${kept ? "is in the cache" : "is not in the cache"}`,
    ...rewriteLines(session, prepared).map((line) => `  rewritten in ${line}`),
    ...codeLines(session, prepared).map((line) => `  code of ${line}`),
  ];
}
