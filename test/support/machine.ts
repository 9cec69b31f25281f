/** Programs through specialisation and the machine, without session, compilers or files: the plain evaluator as tests use it. */
import { isError } from "../../src/base/diagnostic.ts";
import { createSpecialiser } from "../../src/core/specialise.ts";
import { createMachine } from "../../src/interpret/machine.ts";
import { typeOfValue } from "../../src/interpret/type-of.ts";
import type { Value } from "../../src/interpret/value.ts";
import { createPrimitiveTable } from "../../src/primitives/table.ts";
import type { Expr } from "../../src/syntax/ast.ts";
import { parseProgram } from "../../src/syntax/parse.ts";
import { buildEnvironment } from "../../src/types/environment.ts";
import { printType } from "../../src/types/print.ts";

const table = createPrimitiveTable();

export interface Evaluator {
  /** Throws the program's error; a static one as an Error with its title. */
  evaluate(expr: Expr): Shown;
}

export interface Shown {
  readonly value: Value;
  readonly type: string;
}

export function evaluatorFor(definitions: string): Evaluator {
  const { value: program } = parseProgram("test.kleis", definitions);
  const { value: environment } = buildEnvironment([program]);
  const specialiser = createSpecialiser(environment, table, { symbolic: false });
  const machine = createMachine({
    program: specialiser.program,
    table,
    hooks: {
      out: () => undefined,
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
  return {
    evaluate(expr) {
      const { value: fn, problems } = specialiser.expression(expr);
      const problem = problems.find(isError);
      if (problem !== undefined) throw new Error(problem.title);
      return { value: machine.runSync(fn.id, []), type: printType(fn.result) };
    },
  };
}

/** The values and types of a program's bare expressions. */
export function valuesOf(text: string): readonly Shown[] {
  const evaluator = evaluatorFor(text);
  const { value: program } = parseProgram("test.kleis", text);
  return program.items.flatMap((item) =>
    item.kind === "expression" ? [evaluator.evaluate(item.value)] : [],
  );
}
