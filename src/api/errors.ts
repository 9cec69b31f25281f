/** What the library throws for a mistake of the program. Wrong arguments from TypeScript are `TypeError` and `RangeError`. */
import type { Diagnostic } from "../base/diagnostic.ts";
import { Interrupted, ProgramError } from "../base/outcome.ts";
import { renderPlain } from "../base/render-diagnostic.ts";
import { positionAt, type SourceTexts } from "../base/span.ts";

/** A problem as data, with its place and as text for people. */
export interface Problem {
  readonly code: string;
  readonly severity: "error" | "warning" | "note";
  readonly title: string;
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly column: number;
  readonly text: string;
}

/** The program cannot be run, or failed while it ran. */
export class KleisError extends Error {
  readonly problems: readonly Problem[];
  constructor(problems: readonly Problem[]) {
    super(problems.map((problem) => problem.text).join("\n"));
    this.name = "KleisError";
    this.problems = problems;
  }
}

/** The time limit was reached, or the session was closed, while the program ran. */
export class KleisInterrupted extends Error {
  readonly reason: "timeout" | "cancel";
  constructor(reason: "timeout" | "cancel") {
    super(reason === "timeout" ? "the time limit was reached" : "the evaluation was ended");
    this.name = "KleisInterrupted";
    this.reason = reason;
  }
}

export function problemOf(diagnostic: Diagnostic, sources: SourceTexts): Problem {
  const { code, severity, title, primary } = diagnostic;
  const { file, start } = primary.span;
  const { line, column } = positionAt(sources.get(file) ?? "", start);
  return { code, severity, title, file, line, column, text: renderPlain(diagnostic, sources) };
}

/** An error of the stages, as the library shows it; what is no affair of the program stays as it is. */
export function shownError(failure: unknown, sources: SourceTexts): unknown {
  if (failure instanceof ProgramError) return new KleisError([problemOf(failure.diagnostic, sources)]);
  if (failure instanceof Interrupted) return new KleisInterrupted(failure.reason);
  return failure;
}
