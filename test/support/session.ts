/** Sessions for tests: a program, the values of its expressions with their tiers, everything that was said. */
import path from "node:path";
import { type Diagnostic, isError } from "../../src/base/diagnostic.ts";
import { ProgramError } from "../../src/base/outcome.ts";
import { renderPlain } from "../../src/base/render-diagnostic.ts";
import { readTemplates } from "../../src/session/installation.ts";
import { type LoadedProgram, ProgramLoader } from "../../src/session/load-program.ts";
import type { SessionOptions } from "../../src/session/options.ts";
import { type Evaluation, Session } from "../../src/session.ts";
import { nodeHost } from "../../src/toolchain/node-host.ts";
import { root } from "./program-file.ts";
import { scratchDirectory } from "./scratch.ts";

export interface Run {
  readonly values: readonly Evaluation[];
  /** Rendered diagnostics, in order; a run-time error is the last. */
  readonly said: readonly string[];
  readonly printed: readonly string[];
  /** An error was among them. */
  readonly failed: boolean;
}

const cache = scratchDirectory();

export function sessionOptions(options: Partial<SessionOptions> = {}): SessionOptions {
  return {
    store: {
      host: nodeHost(),
      directory: cache,
      checkout: undefined,
      sizeLimit: undefined,
      warn: () => undefined,
    },
    templates: readTemplates,
    backend: "auto",
    compile: false,
    strictJit: false,
    verbose: false,
    symbolic: false,
    wrapIntegers: false,
    ieeeDivision: false,
    rewrite: true,
    floatModel: "ieee",
    optimise: 3,
    target: "native",
    functionThreshold: 100,
    cacheCompiled: true,
    threads: 1,
    timeout: undefined,
    keepTemporaries: false,
    out: () => undefined,
    report: () => undefined,
    log: undefined,
    ...options,
  };
}

/** A program given as text under a name, with what it imports (relative to that name). */
export function loadText(name: string, text: string): LoadedProgram {
  const loader = new ProgramLoader({
    host: nodeHost(),
    workingDirectory: path.join(root, path.dirname(name)),
    library: path.join(root, "stdlib"),
  });
  loader.text({ name, text });
  return loader.result();
}

/** Loads and evaluates a program given as text under a name; imports are relative to where that lies below `directory`. */
export async function runProgram(
  name: string,
  text: string,
  options: Partial<SessionOptions> = {},
  directory = root,
): Promise<Run> {
  const { host } = sessionOptions(options).store;
  const loader = new ProgramLoader({
    host,
    workingDirectory: path.join(directory, path.dirname(name)),
    library: path.join(root, "stdlib"),
  });
  loader.text({ name, text });
  const program = loader.result();
  const problems: Diagnostic[] = [...program.problems];
  const printed: string[] = [];
  const values: Evaluation[] = [];
  const session = Session.open(
    sessionOptions({
      ...options,
      out: (line) => printed.push(line),
      report: (problem) => problems.push(problem),
    }),
  );
  try {
    if (!problems.some(isError) && session.load(program) !== undefined) {
      for (const prepared of session.prepare(session.expressionsOf(name)) ?? [])
        values.push(await session.evaluate(prepared));
    }
  } catch (problem) {
    if (!(problem instanceof ProgramError)) throw problem;
    problems.push(problem.diagnostic);
  } finally {
    session.close();
  }
  return {
    values,
    printed,
    said: problems.map((problem) => renderPlain(problem, program.sources)),
    failed: problems.some(isError),
  };
}
