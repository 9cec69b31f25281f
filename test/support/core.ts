/** Programs through the specialiser: what the tests of Core look at. */
import { checkCore } from "../../src/core/check.ts";
import { printReachable } from "../../src/core/print.ts";
import { createSpecialiser, type Specialiser } from "../../src/core/specialise.ts";
import { createPrimitiveTable } from "../../src/primitives/table.ts";
import { parseProgram } from "../../src/syntax/parse.ts";
import { buildEnvironment, type Environment } from "../../src/types/environment.ts";
import { printType } from "../../src/types/print.ts";

const table = createPrimitiveTable();

export interface Specialised {
  readonly specialiser: Specialiser;
  readonly environment: Environment;
  /** Of each top-level expression. */
  readonly types: readonly string[];
  /** Core of each top-level expression with all it reaches. */
  readonly cores: readonly string[];
  /** `KL0301 title` of everything found. */
  readonly problems: readonly string[];
  /** What the verifier complains about. */
  readonly broken: readonly string[];
}

export function specialiseProgram(text: string, symbolic = false): Specialised {
  const parsed = parseProgram("example.kleis", text);
  if (parsed.problems.length > 0) throw new Error(parsed.problems.map((p) => p.title).join("; "));
  const environment = buildEnvironment([parsed.value]).value;
  const specialiser = createSpecialiser(environment, table, { symbolic });
  const results = environment.expressions.map((e) => specialiser.expression(e.value));
  return {
    specialiser,
    environment,
    types: results.map((r) => printType(r.value.result)),
    cores: results.map((r) => printReachable(r.value, specialiser.program)),
    problems: results.flatMap((r) => r.problems.map((p) => `${p.code} ${p.title}`)),
    broken: checkCore(specialiser.program),
  };
}

/** The type of the last expression of a program that has no problems. */
export function typeOf(text: string): string {
  const { types, problems, broken } = specialiseProgram(text);
  const complaints = [...problems, ...broken];
  if (complaints.length > 0) throw new Error(complaints.join("\n"));
  return types.at(-1) ?? "";
}
