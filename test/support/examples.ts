/** Example blocks of a program on one tier, each with its verdict. */
import { isError } from "../../src/base/diagnostic.ts";
import { renderPlain } from "../../src/base/render-diagnostic.ts";
import { runExample } from "../../src/session/examples.ts";
import { Session } from "../../src/session.ts";
import type { TestedTier } from "./check-program.ts";
import { loadText, sessionOptions } from "./session.ts";

export interface ExamplesRun {
  /** `name: passed`, `name: failed: MESSAGE`, `name: undecided`. */
  readonly verdicts: readonly string[];
  /** The same from the comments `// = failed: MESSAGE` behind the opening braces; what says nothing passes. */
  readonly expected: readonly string[];
  readonly said: readonly string[];
}

export async function runExamples(file: string, text: string, tier: TestedTier): Promise<ExamplesRun> {
  const program = loadText(file, text);
  const problems = [...program.problems];
  const verdicts: string[] = [];
  const session = Session.open(
    sessionOptions({ backend: tier, symbolic: true, report: (problem) => problems.push(problem) }),
  );
  try {
    if (!problems.some(isError) && session.load(program, true) !== undefined)
      for (const example of session.loaded.environment.examples) {
        if (example.nameSpan.file !== file) continue;
        const { status, message } = await runExample(session, example);
        verdicts.push(
          status === "failed" ? `${example.name}: failed: ${message}` : `${example.name}: ${status}`,
        );
      }
  } finally {
    session.close();
  }
  const said = problems.map((problem) => renderPlain(problem, program.sources));
  return { verdicts, expected: expectedVerdicts(text), said };
}

function expectedVerdicts(text: string): readonly string[] {
  return text.split("\n").flatMap((line) => {
    const [, name, verdict = "passed"] = /^example "(.*)" \{(?:.*\/\/ = (.*))?/.exec(line) ?? [];
    return name === undefined ? [] : [`${name}: ${verdict}`];
  });
}
