/**
 * Problems as data: every stage returns its value together with the diagnostics it found, and only
 * `render-diagnostic.ts` turns them into text.
 *
 * Codes: KL00xx syntax · KL01xx names and imports · KL02xx arity and calls · KL03xx types and dimensions ·
 * KL04xx patterns · KL05xx run time · KL06xx compilation and tiers · KL07xx toolchain, cache and files ·
 * KL08xx command line. Each has a page in docs/errors and an entry in `codes.ts`.
 */
import type { Span } from "./span.ts";

export type Severity = "error" | "warning" | "note";
export type DiagnosticCode = `KL${number}`;

export interface Label {
  readonly span: Span;
  /** Shown beside the mark; empty for a bare mark. */
  readonly message: string;
}

/** A change of the text that would mend the problem. */
export interface Fix {
  readonly span: Span;
  readonly replacement: string;
  readonly description: string;
}

export interface Diagnostic {
  readonly code: DiagnosticCode;
  readonly severity: Severity;
  /** One lower-case sentence without a full stop: "these matrices cannot be multiplied". */
  readonly title: string;
  readonly primary: Label;
  readonly related: readonly Label[];
  /** Facts: "A has 3 columns, B has 4 rows". */
  readonly notes: readonly string[];
  /** What to do: "B * A is a Matrix(4, 3)". */
  readonly hint?: string;
  readonly fix?: Fix;
}

export interface DiagnosticDetails {
  readonly label?: string;
  readonly related?: readonly Label[];
  readonly notes?: readonly string[];
  readonly hint?: string;
  readonly fix?: Fix;
}

function diagnostic(
  severity: Severity,
  code: DiagnosticCode,
  title: string,
  span: Span,
  details: DiagnosticDetails,
): Diagnostic {
  return {
    code,
    severity,
    title,
    primary: { span, message: details.label ?? "" },
    related: details.related ?? [],
    notes: details.notes ?? [],
    ...(details.hint === undefined ? {} : { hint: details.hint }),
    ...(details.fix === undefined ? {} : { fix: details.fix }),
  };
}

export function error(
  code: DiagnosticCode,
  title: string,
  span: Span,
  details: DiagnosticDetails = {},
): Diagnostic {
  return diagnostic("error", code, title, span, details);
}

export function warning(
  code: DiagnosticCode,
  title: string,
  span: Span,
  details: DiagnosticDetails = {},
): Diagnostic {
  return diagnostic("warning", code, title, span, details);
}

export function note(
  code: DiagnosticCode,
  title: string,
  span: Span,
  details: DiagnosticDetails = {},
): Diagnostic {
  return diagnostic("note", code, title, span, details);
}

export function isError(d: Diagnostic): boolean {
  return d.severity === "error";
}
