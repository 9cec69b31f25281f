/**
 * A place where the parser stopped → a diagnostic in words.
 */
import { type Diagnostic, error } from "../base/diagnostic.ts";
import type { Scan } from "./scan.ts";

export interface SyntaxFailure {
  /** The farthest offset that made no sense. */
  readonly at: number;
  /** What could have stood there: names of the grammar's tokens, and literal text. */
  readonly expected: ReadonlySet<string>;
  /** Where the unfinished item begins, or the one before it ends. */
  readonly itemStart: number;
}

export function explainSyntaxError(
  file: string,
  text: string,
  scan: Scan,
  failure: SyntaxFailure,
): Diagnostic {
  const token = scan.tokens.find((t) => t.start >= failure.at);
  const span = { file, start: failure.at, end: token?.end ?? failure.at };
  return error("KL0001", `unexpected ${token?.text ?? "end of the text"}${text === "" ? "" : ""}`, span, {
    notes: [[...failure.expected].join(", ")],
  });
}
