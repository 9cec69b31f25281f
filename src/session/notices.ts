/**
 * Falling back to the evaluator, said in the open: once per reason, at its first place, where the user asked for native code or
 * for talk; an error under --strict-jit.
 */
import { type Diagnostic, error, warning } from "../base/diagnostic.ts";
import { ProgramError } from "../base/outcome.ts";
import type { Span } from "../base/span.ts";
import type { Unbuilt } from "./kernels.ts";

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
    if (!wanted && !this.#options.strict) return;
    const problem = fallbackProblem(reason, at, this.#options.strict);
    if (this.#options.strict) throw new ProgramError(problem);
    const once = reason.kind === "unavailable" ? reason.why : reason.what;
    if (this.#said.has(once)) return;
    this.#said.add(once);
    this.#options.report(problem);
  }
}

function fallbackProblem(reason: Unbuilt, at: Span, strict: boolean): Diagnostic {
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
