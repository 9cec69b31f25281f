/** A whole program on the plain evaluator, as a session runs it. */
import type { Diagnostic } from "../../../src/base/diagnostic.ts";
import { ProgramError } from "../../../src/base/outcome.ts";
import { createSpecialiser } from "../../../src/core/specialise.ts";
import { formatValue } from "../../../src/interpret/format.ts";
import { createMachine } from "../../../src/interpret/machine.ts";
import { typeOfValue } from "../../../src/interpret/type-of.ts";
import { createPrimitiveTable } from "../../../src/primitives/table.ts";
import { parseProgram } from "../../../src/syntax/parse.ts";
import { buildEnvironment } from "../../../src/types/environment.ts";

const table = createPrimitiveTable();

/** What a bare expression came to: its value as it prints, or its error. A line of output is put in brackets. */
export type Outcome = string | Diagnostic;

export function outcomesOf(text: string): readonly Outcome[] {
  const { value: program } = parseProgram("example.kleis", text);
  const { value: environment } = buildEnvironment([program]);
  const specialiser = createSpecialiser(environment, table, { symbolic: true });
  const outcomes: Outcome[] = [];
  const machine = createMachine({
    program: specialiser.program,
    table,
    hooks: {
      out: (line) => outcomes.push(`[${line}]`),
      readFile: () => "",
      writeFile: () => undefined,
      fresh: () => 1,
      now: () => performance.now(),
      cancelled: () => false,
      pause: () => Promise.resolve(),
      native: () => undefined,
      defines: (name, arity) =>
        environment.definition(name)?.params?.length === arity || environment.instancesOf(name).length > 0,
      definition: (name, args) =>
        specialiser.fallback(
          name,
          args.map((v) => typeOfValue(v, specialiser.program.dataTypes)),
        ),
      unknownCall: (lambda) => specialiser.dynamicFunction(lambda),
    },
  });
  for (const item of program.items) {
    if (item.kind !== "expression") continue;
    const { value: fn, problems } = specialiser.expression(item.value);
    const problem = problems.find((p) => p.severity === "error");
    outcomes.push(problem ?? attempt(() => formatValue(machine.runSync(fn.id, []))));
  }
  return outcomes;
}

function attempt(run: () => string): Outcome {
  try {
    return run();
  } catch (problem) {
    if (problem instanceof ProgramError) return problem.diagnostic;
    throw problem;
  }
}
