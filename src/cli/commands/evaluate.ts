/** `kleis eval` and `kleis run`: every top-level expression of a program, one value a line. */
import { isError } from "../../base/diagnostic.ts";
import { formatValue } from "../../interpret/format.ts";
import type { Evaluation } from "../../session.ts";
import type { LoadedProgram } from "../../session/load-program.ts";
import { parseExpression } from "../../syntax/parse.ts";
import type { Expr } from "../../syntax/ast.ts";
import type { EvalInputs, RunOptions } from "../arguments.ts";
import { type Desk, isFile, readStandardInput } from "../desk.ts";
import { jsonLine } from "../evaluation-line.ts";
import { type ExitCode, exitCode } from "../exit.ts";

export async function evaluate(desk: Desk, inputs: EvalInputs, options: RunOptions): Promise<ExitCode> {
  const loaded = load(desk, inputs);
  if (loaded === undefined) {
    desk.terminal.error("kleis eval: nothing to evaluate; give an expression, a file or -");
    return exitCode.usage;
  }
  const { program, expressions, problems } = loaded;
  for (const problem of [...program.problems, ...problems]) desk.problem(problem, program.sources);
  if ([...program.problems, ...problems].some(isError)) return exitCode.program;
  return desk.withSession(options, program, async (session) => {
    if (!session.load(program)) return exitCode.program;
    const all = [...session.expressions, ...expressions];
    for (const expr of session.prepare(all)) {
      const evaluation = await session.evaluate(expr);
      print(desk, evaluation, options.json);
    }
    session.remember();
    return exitCode.ok;
  });
}

/** A line for a value; the value of a top-level `out` was printed when it ran. */
export function print(desk: Desk, evaluation: Evaluation, json: boolean): void {
  if (json) desk.terminal.out(jsonLine(evaluation));
  else if (!evaluation.printed) desk.terminal.out(formatValue(evaluation.value));
}

interface Inputs {
  readonly program: LoadedProgram;
  /** Of the command line, evaluated after those of the files. */
  readonly expressions: readonly Expr[];
  readonly problems: LoadedProgram["problems"];
}

function load(desk: Desk, inputs: EvalInputs): Inputs | undefined {
  const loader = desk.loader();
  for (const file of inputs.definitionFiles) loader.file(file);
  const texts: { name: string; text: string }[] = [];
  const { positional } = inputs;
  if (positional === "-") loader.text({ name: "<stdin>", text: readStandardInput() });
  else if (positional !== undefined && isFile(desk.host, desk.workingDirectory, positional)) loader.file(positional);
  else if (positional !== undefined) texts.push({ name: "<expression>", text: positional });
  for (const [i, text] of inputs.expressions.entries()) texts.push({ name: `<expression ${i + 1}>`, text });
  if (positional === undefined && texts.length === 0 && inputs.definitionFiles.length === 0) return undefined;
  const expressions: Expr[] = [];
  const problems: LoadedProgram["problems"][number][] = [];
  for (const text of texts) {
    loader.register(text);
    const parsed = parseExpression(text.name, text.text);
    problems.push(...parsed.problems);
    expressions.push(parsed.value);
  }
  return { program: loader.result(), expressions, problems };
}

