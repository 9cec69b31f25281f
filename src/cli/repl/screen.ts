/** Where the prompt writes, and how problems look there. */
import { type Diagnostic, isError } from "../../base/diagnostic.ts";
import { type Palette, renderDiagnostic } from "../../base/render-diagnostic.ts";
import type { SourceTexts } from "../../base/span.ts";
import { withImport } from "../library-names.ts";

export interface Screen {
  readonly out: (text: string) => void;
  /** Errors and warnings; on a terminal the same place. */
  readonly error: (text: string) => void;
  readonly palette: Palette | undefined;
}

export type Failure = "Parse" | "Type" | "Evaluation" | "Load";

/** Under the heading that scripts know: `❌ Evaluation error: division by zero [KL0502]`, then the frame. */
export function showFailure(
  screen: Screen,
  failure: Failure,
  problem: Diagnostic,
  sources: SourceTexts,
): void {
  const [, ...frame] = rendered(screen, problem, sources);
  screen.error([`❌ ${failure} error: ${problem.title} [${problem.code}]`, ...frame].join("\n"));
}

/** Native code that could not be had takes one line: the value follows. */
export function showProblem(screen: Screen, problem: Diagnostic, sources: SourceTexts): void {
  if (problem.code.startsWith("KL060") && !isError(problem)) screen.error(`⚠️  ${problem.title}`);
  else screen.error(rendered(screen, problem, sources).join("\n"));
}

function rendered(screen: Screen, problem: Diagnostic, sources: SourceTexts): readonly string[] {
  const { palette } = screen;
  return renderDiagnostic(
    withImport(problem, sources),
    sources,
    palette === undefined ? {} : { color: palette },
  ).split("\n");
}
