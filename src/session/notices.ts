/**
 * Falling back to the evaluator, said in the open: once per reason, at its first place, where the user asked for native code or
 * for talk; an error under --strict-jit.
 */
import { type Diagnostic, error, warning } from "../base/diagnostic.ts";
import { CompilerBug, ProgramError } from "../base/outcome.ts";
import type { Span } from "../base/span.ts";
import type { Rejection } from "./rejection.ts";
import type { Unbuilt } from "./unbuilt.ts";

export interface NoticeOptions {
  readonly strict: boolean;
  readonly report: (problem: Diagnostic) => unknown;
}

export class Notices {
  readonly #options: NoticeOptions;
  readonly #said = new Set<string>();

  constructor(options: NoticeOptions) {
    this.#options = options;
  }

  /** `wanted`: native code was asked for here, so that silence would mislead. */
  fallback(reason: Unbuilt, at: Span, wanted: boolean): void {
    if (reason.kind === "rejected") {
      this.#rejected(reason.rejection, at);
      return;
    }
    if (!wanted && !this.#options.strict) return;
    const problem = fallbackProblem(reason, at, this.#options.strict);
    if (this.#options.strict) throw new ProgramError(problem);
    this.#once(reason.kind === "unavailable" ? reason.why : reason.what, problem);
  }

  /** A bug of ours is said whether or not anybody asked for native code. */
  #rejected(rejection: Rejection, at: Span): void {
    const { message, complaint, report } = rejection;
    if (this.#options.strict) throw new CompilerBug(message, [complaint, report].filter(Boolean).join("\n"));
    this.#once(message, rejectedProblem(rejection, at));
  }

  #once(what: string, problem: Diagnostic): void {
    if (this.#said.has(what)) return;
    this.#said.add(what);
    this.#options.report(problem);
  }
}

function rejectedProblem({ message, complaint, definition, report }: Rejection, at: Span): Diagnostic {
  const place = definition === undefined || definition.file === "" ? at : definition;
  return warning("KL0605", `a bug of kleis: ${message}, falling back to interpreter`, place, {
    notes: [complaint ?? "the compiler gave no reason", "the value is right: it was interpreted"],
    hint: `please report it with ${report ?? "the program that shows it"}`,
  });
}

function fallbackProblem(
  reason: Exclude<Unbuilt, { kind: "rejected" }>,
  at: Span,
  strict: boolean,
): Diagnostic {
  const problem = strict ? error : warning;
  if (reason.kind === "unsupported") {
    const place = reason.span.file === "" ? at : reason.span;
    return problem("KL0601", `JIT does not yet support ${reason.what}, falling back to interpreter`, place);
  }
  return problem("KL0602", "native code cannot be made here, falling back to interpreter", at, {
    notes: [reason.why],
    hint: "kleis doctor says what this machine offers",
  });
}
