/**
 * What any text must survive: it is read, printed, checked, specialised and (a little) evaluated, and every problem on the way is a
 * diagnostic that can be shown. Whatever else is thrown is a bug of ours and leaves here.
 */
import { type Diagnostic, isError } from "../../../src/base/diagnostic.ts";
import { Interrupted, ProgramError } from "../../../src/base/outcome.ts";
import { renderPlain } from "../../../src/base/render-diagnostic.ts";
import { checkLoop } from "../../../src/loop/check.ts";
import { lower } from "../../../src/loop/lower.ts";
import { runExample } from "../../../src/session/examples.ts";
import { ProgramLoader } from "../../../src/session/load-program.ts";
import { stages } from "../../../src/session/stages.ts";
import { type Prepared, Session } from "../../../src/session.ts";
import { printExpr } from "../../../src/syntax/print.ts";
import type { Host } from "../../../src/toolchain/host.ts";
import { memoryHost } from "../../../src/toolchain/memory-host.ts";
import { sessionOptions } from "../session.ts";

/** How far an input came. */
export type Reached = "syntax" | "types" | "run";

/** What is done with a text that the checker accepts. */
export type Depth = "check" | "evaluate" | "lower";

/** Milliseconds for the evaluation of one expression. */
const patience = 100;

const name = "fuzz.kleis";

/** Nothing outside: no files, and a clock that goes. */
function world(): Host {
  return memoryHost({ now: () => performance.now() });
}

export async function judge(text: string, depth: Depth): Promise<Reached> {
  const host = world();
  const loader = new ProgramLoader({ host, workingDirectory: "/home/user/work", library: "/library" });
  loader.text({ name, text });
  const source = loader.result();
  show(source.problems, text);
  if (source.problems.some((problem) => isError(problem) && problem.code.startsWith("KL00"))) return "syntax";
  show(Session.check(source), text);
  if (depth === "check") return "types";
  const options = sessionOptions();
  const session = Session.open({
    ...options,
    store: { ...options.store, host },
    backend: "interp",
    target: "x86-64-v4",
    symbolic: true,
    timeout: patience,
    report: (problem) => show([problem], text),
  });
  try {
    if (session.load(source, true) !== undefined)
      await (depth === "lower" ? lowered(session) : evaluate(session, text));
  } finally {
    session.close();
  }
  return "run";
}

/** Every place lies inside the text and the message can be written. */
function show(problems: readonly Diagnostic[], text: string): void {
  for (const problem of problems) {
    const { span } = problem.primary;
    if (span.start < 0 || span.end < span.start || (span.file === name && span.end > text.length))
      throw new Error(`${problem.code} points outside of the text: ${span.start}–${span.end}`);
    renderPlain(problem, new Map([[name, text]]));
  }
}

async function evaluate(session: Session, text: string): Promise<void> {
  for (const expr of session.expressionsOf(name))
    await answered(async () => {
      const prepared = session.prepare([expr])?.[0];
      if (prepared !== undefined) await written(session, prepared);
    }, text);
  for (const example of session.loaded.environment.examples)
    await answered(() => runExample(session, example), text);
}

/** Native code of each expression, as text in both languages: there is some, or a reason why not. */
async function lowered(session: Session): Promise<void> {
  const { specialiser } = session.loaded;
  for (const expr of session.expressionsOf(name)) {
    const prepared = session.prepare([expr])?.[0];
    if (prepared === undefined || prepared.entry.effect) continue;
    const loop = lower(specialiser.program, prepared.entry.id, session.table, session.codegen);
    if (!loop.ok) continue;
    const [broken] = checkLoop(loop.value);
    if (broken !== undefined) throw new Error(`no sound Loop: ${broken}`);
    await stages.c(session, prepared);
    await stages.rust(session, prepared);
  }
}

async function written(session: Session, prepared: Prepared): Promise<void> {
  const { value } = await session.evaluate(prepared);
  session.text(value);
  printExpr(prepared.expr);
}

async function answered(work: () => Promise<unknown>, text: string): Promise<void> {
  try {
    await work();
  } catch (problem) {
    if (problem instanceof Interrupted) return;
    if (!(problem instanceof ProgramError)) throw problem;
    show([problem.diagnostic], text);
  }
}
