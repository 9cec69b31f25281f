/** What a command line names: files, standard input, expressions; loaded and parsed. */
import { type Diagnostic, error, isError } from "../base/diagnostic.ts";
import { noSpan } from "../base/span.ts";
import type { LoadedProgram, SourceText } from "../session/load-program.ts";
import type { Expr } from "../syntax/ast.ts";
import { parseExpression } from "../syntax/parse.ts";
import { nearest } from "../types/nearest.ts";
import { type Desk, isFile } from "./desk.ts";
import type { EvalInputs } from "./invocation.ts";

export interface Inputs {
  readonly program: LoadedProgram;
  /** Files whose top-level expressions are evaluated; those of `-f` and of imports are not. */
  readonly main: readonly string[];
  /** Of the command line, evaluated after those of the files. */
  readonly expressions: readonly Expr[];
  readonly problems: readonly Diagnostic[];
}

/** A file and what it imports. Its problems are shown; undefined where one of them is an error. */
export function readProgram(desk: Desk, file: string): LoadedProgram | undefined {
  const loader = desk.loader();
  loader.file(file);
  const program = loader.result();
  for (const problem of program.problems) desk.problem(problem, program.sources);
  return program.problems.some(isError) ? undefined : program;
}

/** `define f(x) = x^2; f(3)` is a program, wherever it is written. */
function beginsDeclaration(text: string): boolean {
  return /^\s*(?:define\s+[\p{L}(]|data\s+\p{Lu}|structure\s+\p{L}|implements\s+\p{L}|import\s*")/u.test(
    text,
  );
}

/** `lorenz.klies` is no field of `lorenz`: reading it says that there is no such file, and which one may be meant. */
function isMisspeltFile(text: string): boolean {
  const [, ending = ""] = /^[\p{L}\p{N}_./-]+\.(k\p{L}{3,5})$/u.exec(text) ?? [];
  return nearest(ending, ["kleis"], 2) !== undefined;
}

/** Undefined where there is nothing to evaluate. */
export function readInputs(desk: Desk, inputs: EvalInputs): Inputs | undefined {
  const { positional } = inputs;
  const loader = desk.loader();
  for (const file of inputs.definitionFiles) loader.file(file);
  const main: string[] = [];
  const texts: SourceText[] = [];
  const unread: Diagnostic[] = [];
  if (positional === "-") {
    const text = desk.input.read();
    if (text.ok) loader.text({ name: "<stdin>", text: text.value });
    else unread.push(error("KL0703", "standard input cannot be read", noSpan, { notes: [text.error] }));
    main.push("<stdin>");
  } else if (positional !== undefined && beginsDeclaration(positional)) {
    loader.text({ name: "<expression>", text: positional });
    main.push("<expression>");
  } else if (
    positional !== undefined &&
    (isFile(desk.host, desk.workingDirectory, positional) || isMisspeltFile(positional))
  ) {
    loader.file(positional);
    main.push(positional);
  } else if (positional !== undefined) texts.push({ name: "<expression>", text: positional });
  for (const [i, text] of inputs.expressions.entries()) texts.push({ name: `<expression ${i + 1}>`, text });
  if (main.length === 0 && texts.length === 0) return undefined;
  const parsed = texts.map((text) => {
    loader.register(text);
    return parseExpression(text.name, text.text);
  });
  const program = loader.result();
  return {
    program,
    main,
    expressions: parsed.map((p) => p.value),
    problems: [...unread, ...program.problems, ...parsed.flatMap((p) => p.problems)],
  };
}
