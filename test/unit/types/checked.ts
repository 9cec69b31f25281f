/** A program's text through the parser and the checker, for tests. */
import type { Diagnostic } from "../../../src/base/diagnostic.ts";
import { createPrimitiveTable } from "../../../src/primitives/table.ts";
import { parseExpression, parseProgram } from "../../../src/syntax/parse.ts";
import { checkProgram, type TypedProgram } from "../../../src/types/check-program.ts";
import { buildEnvironment, type Environment } from "../../../src/types/environment.ts";
import { printScheme } from "../../../src/types/print.ts";

export const file = "example.kleis";
const table = createPrimitiveTable();

export interface CheckedText {
  readonly env: Environment;
  readonly program: TypedProgram;
  readonly problems: readonly Diagnostic[];
}

export function check(...texts: readonly string[]): CheckedText {
  const parsed = texts.map((text, i) => parseProgram(i === texts.length - 1 ? file : `${i}.kleis`, text));
  const env = buildEnvironment(parsed.map((p) => p.value));
  const program = checkProgram(env.value, table);
  const problems = [...parsed.flatMap((p) => p.problems), ...env.problems, ...program.problems];
  return { env: env.value, program: program.value, problems };
}

/** The printed scheme of a definition. */
export function schemeOf(name: string, text: string): string {
  const scheme = check(text).program.scheme(name);
  return scheme === undefined ? "" : printScheme(scheme);
}

/** The printed type of an expression within a program. */
export function typeOf(expression: string, text = ""): string {
  const { program } = check(text);
  return printScheme(program.typeOfExpression(parseExpression(file, expression).value).value);
}

/** `KL0301 these matrices cannot be multiplied`, one line for each problem. */
export function problemsOf(...texts: readonly string[]): readonly string[] {
  return check(...texts).problems.map((p) => `${p.code} ${p.title}`);
}
