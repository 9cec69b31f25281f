/** `kleis compile --exe`: the expressions of a file as a stand-alone program, which prints what `kleis eval` would. */
import { type Diagnostic, error } from "../../base/diagnostic.ts";
import { fail, ok, type Result } from "../../base/outcome.ts";
import { renderPlain } from "../../base/render-diagnostic.ts";
import { noSpan, type Span } from "../../base/span.ts";
import { emitCProgram, type FailureMessages, type ProgramExpression } from "../../emit/c/program.ts";
import { type CodegenOptions, compilerFlags } from "../../emit/target.ts";
import type { LoopProgram } from "../../loop/loop.ts";
import { lower } from "../../loop/lower.ts";
import { isFailureStatus, siteProblem } from "../../runtime/site-problem.ts";
import { isOutput, type Loaded, type Prepared, type Session } from "../../session.ts";
import type { Expr } from "../../syntax/ast.ts";
import { compileObject } from "../../toolchain/archive.ts";
import { detectTool } from "../../toolchain/detect.ts";
import { printType } from "../../types/print.ts";
import type { Desk } from "../desk.ts";

/** The bytes of the program; undefined where there is none (reported). */
export async function compileProgram(
  desk: Desk,
  session: Session,
  codegen: CodegenOptions,
  loaded: Loaded,
  file: string,
): Promise<Uint8Array | undefined> {
  const report = (problem: Diagnostic): undefined => {
    desk.problem(problem, loaded.source.sources);
    return undefined;
  };
  const written = session.expressionsOf(file);
  if (written.length === 0)
    return report(
      error("KL0603", `${file} has no expressions to evaluate`, noSpan, {
        notes: ["a stand-alone program prints the values of the expressions beside the definitions"],
        hint: "leave out --exe for a library of the definitions",
      }),
    );
  const expressions = written.map((expr) => ({ expr, value: shownValue(expr) }));
  const prepared = session.prepare(expressions.map(({ value }) => value));
  if (prepared === undefined) return undefined;
  const natives: ProgramExpression[] = [];
  for (const [k, each] of prepared.entries()) {
    const native = nativeExpression(
      session,
      codegen,
      loaded,
      each,
      expressions[k]?.value !== expressions[k]?.expr,
    );
    if (!native.ok) return report(native.error);
    natives.push(native.value);
  }
  const emitted = emitCProgram(natives, codegen, session.options.templates());
  if ("unwritten" in emitted) {
    const { expr, entry } = prepared[emitted.unwritten] ?? {};
    const what =
      entry === undefined || entry.result.kind === "closure"
        ? "functions as values"
        : `writing values of the type ${printType(entry.result)}`;
    return report(unsupported(what, expr?.span ?? noSpan));
  }
  const made = await linked(session, codegen, emitted);
  if (made.ok) return made.value;
  return report(error("KL0602", "the program cannot be made", noSpan, { notes: [made.error] }));
}

/** What `out(e)` prints is `e`. */
function shownValue(expr: Expr): Expr {
  const [value, ...others] = expr.kind === "call" && isOutput(expr) ? expr.args : [];
  return value !== undefined && others.length === 0 ? value : expr;
}

function nativeExpression(
  session: Session,
  codegen: CodegenOptions,
  loaded: Loaded,
  { expr, entry }: Prepared,
  boxed: boolean,
): Result<ProgramExpression, Diagnostic> {
  const lowered = lower(loaded.specialiser.program, entry.id, session.table, codegen);
  if (!lowered.ok) return fail(unsupported(lowered.error.what, lowered.error.span));
  const messages = failureMessages(lowered.value, expr.span, loaded);
  return ok({ program: lowered.value, type: entry.result, shown: boxed ? "box" : "line", messages });
}

function unsupported(what: string, span: Span): Diagnostic {
  return error("KL0601", `native code does not yet support ${what}`, span, {
    notes: ["a stand-alone program has no interpreter to fall back to"],
  });
}

/** What the program says of failures: the pages of the evaluator, laid out now. */
function failureMessages({ sites }: LoopProgram, whole: Span, loaded: Loaded): FailureMessages {
  const text = (problem: Diagnostic): string => `${renderPlain(problem, loaded.source.sources)}\n`;
  const overflow = (span: Span): string =>
    text(
      error("KL0507", "an integer does not fit into 64 bits", span, {
        notes: [
          "a stand-alone program computes with integers of 64 bits; kleis eval with integers of any size",
        ],
      }),
    );
  return {
    sites: sites.map((site) => {
      const status = site.alone ?? site.status;
      return isFailureStatus(status) ? text(siteProblem(site, status)) : overflow(site.span);
    }),
    overflow: sites.map(({ span }) => overflow(span)),
    depth: text(error("KL0503", "recursion too deep", whole)),
    memory: text(error("KL0507", "the values need more memory than there is", whole)),
  };
}

async function linked(
  session: Session,
  codegen: CodegenOptions,
  { kernels, main }: Exclude<ReturnType<typeof emitCProgram>, { unwritten: number }>,
): Promise<Result<Uint8Array>> {
  const { host } = session.options.store;
  const tool = await detectTool(host, "cc", session.store);
  if (!tool.ok) return tool;
  const flags = compilerFlags(codegen, kernels).filter((flag) => !["-shared", "-nostdlib"].includes(flag));
  return compileObject(host, { made: "program", tool: tool.value, text: kernels.text, main, flags });
}
