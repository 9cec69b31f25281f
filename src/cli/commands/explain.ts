/** `kleis explain`: the type, the tier and why; any stage of the compiler as text; or the page of an error code. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { isError } from "../../base/diagnostic.ts";
import type { Result } from "../../base/outcome.ts";
import type { Primitive } from "../../primitives/primitive.ts";
import { packageRoot } from "../../session/installation.ts";
import type { Unbuilt, Wanted } from "../../session/kernels.ts";
import { rewriteLines } from "../../session/rewrites.ts";
import { stages } from "../../session/stages.ts";
import type { Prepared, Session } from "../../session.ts";
import type { Expr } from "../../syntax/ast.ts";
import { printExpr } from "../../syntax/print.ts";
import { printScheme, printType } from "../../types/print.ts";
import type { ExplainOptions } from "../arguments.ts";
import { describeRow } from "../describe-row.ts";
import type { Desk } from "../desk.ts";
import { type ExitCode, exitCode } from "../exit.ts";
import { readInputs } from "../inputs.ts";

export async function explain(desk: Desk, subject: string, options: ExplainOptions): Promise<ExitCode> {
  if (/^KL\d{4}$/i.test(subject)) return explainCode(desk, subject.toUpperCase());
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
    const { native } = session.loaded;
    const wanted =
      options.emit === undefined ? await native.wanted(prepared.map((one) => one.entry)) : new Map();
    for (const one of prepared) {
      const text =
        options.emit === undefined
          ? verdict(session, one, wanted.get(one.entry.id))
          : await stages[options.emit](session, one);
      desk.terminal.out(text);
    }
    return exitCode.ok;
  });
}

function explainCode(desk: Desk, code: string): ExitCode {
  try {
    desk.terminal.out(readFileSync(path.join(packageRoot, "docs", "errors", `${code}.md`), "utf8").trimEnd());
    return exitCode.ok;
  } catch {
    desk.terminal.error(`kleis explain: there is no error ${code}`);
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

/** The row that a name alone means, unless the program defines the name. */
function builtIn({ loaded, table }: Session, expr: Expr): Primitive | undefined {
  if (expr.kind !== "name" || loaded.environment.definition(expr.name) !== undefined) return undefined;
  return table.get(expr.name);
}

/** What a built-in does; of anything else `expression : type`, then the tier it would run on and why. */
function verdict(session: Session, prepared: Prepared, wanted: Result<Wanted, Unbuilt> | undefined): string {
  const { expr, entry } = prepared;
  const row = builtIn(session, expr);
  if (row !== undefined) return describeRow(row);
  const head = `${printExpr(expr)} : ${printType(entry.result)}`;
  if (session.options.backend === "interp") return `${head}\n  tier interp: asked for`;
  if (wanted === undefined)
    return `${head}\n  tier interp: it prints or reads; pure definitions it calls may be compiled`;
  if (!wanted.ok) {
    const { error } = wanted;
    const why = error.kind === "unsupported" ? `JIT does not yet support ${error.what}` : error.why;
    return `${head}\n  tier interp: ${why}`;
  }
  const kept = session.store.get(wanted.value.key) !== undefined;
  const { language } = wanted.value.fields;
  const when = session.loaded.native.eager
    ? "asked for"
    : "types are concrete; with --compile at once, otherwise when hot or worth it";
  return [
    head,
    `  tier ${language}: ${when}`,
    `  library ${wanted.value.key.slice(0, 12)} ${kept ? "is in the cache" : "is not in the cache"}`,
    ...rewriteLines(session, prepared).map((line) => `  rewritten in ${line}`),
  ].join("\n");
}
