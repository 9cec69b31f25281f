/** `kleis eval` and `kleis run`: every top-level expression of a program, one value a line. */
import { isError } from "../../base/diagnostic.ts";
import type { Evaluation, Session } from "../../session.ts";
import type { Desk } from "../desk.ts";
import { jsonLine } from "../evaluation-line.ts";
import { type ExitCode, exitCode } from "../exit.ts";
import { readInputs } from "../inputs.ts";
import type { EvalInputs, RunOptions } from "../invocation.ts";
import { rememberRun } from "../remember.ts";

export async function evaluate(desk: Desk, inputs: EvalInputs, options: RunOptions): Promise<ExitCode> {
  const read = readInputs(desk, inputs);
  if (read === undefined) {
    desk.terminal.error(
      "kleis eval: nothing to evaluate; give an expression, a file or - (kleis eval --help)",
    );
    return exitCode.usage;
  }
  const { program, main, expressions, problems } = read;
  for (const problem of problems) desk.problem(problem, program.sources);
  if (problems.some(isError)) return exitCode.program;
  return desk.withSession(options, program, async (session) => {
    if (session.load(program) === undefined) return exitCode.program;
    const all = [...main.flatMap((file) => session.expressionsOf(file)), ...expressions];
    const prepared = session.prepare(all);
    if (prepared === undefined) return exitCode.program;
    const toShow = prepared.slice(desk.call.valuesShown);
    session.loaded.native.anticipate(toShow.map(({ entry }) => entry));
    const done: Evaluation[] = [];
    for (const expression of toShow) {
      const evaluation = await session.evaluate(expression);
      show(desk, session, evaluation, options.json);
      if (options.verbose) desk.terminal.error(`  ${account(evaluation)}`);
      done.push(evaluation);
    }
    if (desk.call.valuesShown === 0) rememberRun(desk, session, program, options, done);
    return exitCode.ok;
  });
}

/** `-v`: what ran, and for how long. */
function account({ tier, cached, compileMs, runMs, typeText }: Evaluation): string {
  const compiler = cached ? "no compiler was started" : `compiled in ${compileMs.toFixed(0)} ms`;
  return `${typeText}; tier ${tier}, ${compiler}, ran ${runMs.toFixed(3)} ms`;
}

/** A line for a value; the value of a top-level `out` was printed when it ran. */
export function show(desk: Desk, session: Session, evaluation: Evaluation, json: boolean): void {
  if (json) desk.terminal.out(jsonLine(evaluation));
  else if (!evaluation.printed) desk.terminal.out(session.text(evaluation.value));
}
