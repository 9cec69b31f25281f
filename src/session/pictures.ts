/**
 * What becomes of the pictures that a program makes. Rows are synchronous and drawing is not: pictures are taken while the
 * program runs, and drawn when the evaluation has come to its end.
 */
import { type Diagnostic, error, warning } from "../base/diagnostic.ts";
import { ProgramError } from "../base/outcome.ts";
import type { Span } from "../base/span.ts";
import type { Figure } from "../plots/figure.ts";
import type { Type } from "../types/type.ts";
import { undrawn } from "./undrawn.ts";

export interface Pictures {
  readonly take: (figure: Figure, place: Span) => void;
  /** Draws what was taken, and gives how many that were. Throws a `ProgramError` where one cannot be drawn. */
  readonly settle: () => Promise<number>;
}

/** Says of a picture what nobody will see, whether it is drawn or only laid out, and takes it. */
export function takenWithWarnings(options: {
  readonly pictures?: Pictures | undefined;
  readonly report: (problem: Diagnostic) => void;
}): Pictures["take"] {
  return (figure, place) => {
    for (const problem of undrawn(figure, place)) options.report(problem);
    options.pictures?.take(figure, place);
  };
}

/** `plot(xs, ys)` at the top of a program: a value like any other, of which nobody sees a picture. */
export function plotAlone(type: Type, place: Span): readonly Diagnostic[] {
  if (type.kind !== "con" || type.name !== "PlotElement") return [];
  const hint = "diagram(…) around it, and around what shares its axes, draws it";
  return [warning("KL0705", "this plot is not drawn", place, { hint })];
}

export type PictureFormat = "svg" | "png";

/** The picture in this format; a `ProgramError` where the packages that draw are not installed. */
export async function drawPicture(figure: Figure, format: "svg", place: Span): Promise<string>;
export async function drawPicture(figure: Figure, format: "png", place: Span): Promise<Uint8Array>;
export async function drawPicture(
  figure: Figure,
  format: PictureFormat,
  place: Span,
): Promise<string | Uint8Array>;
export async function drawPicture(
  figure: Figure,
  format: PictureFormat,
  place: Span,
): Promise<string | Uint8Array> {
  const { MissingPackage, renderPng, renderSvg } = await import("../plots/render.ts");
  try {
    return format === "svg" ? await renderSvg(figure) : await renderPng(figure);
  } catch (problem) {
    const missing = problem instanceof MissingPackage;
    const reason = problem instanceof Error ? problem.message : String(problem);
    throw new ProgramError(
      error("KL0704", `this picture cannot be drawn: ${reason}`, place, {
        ...(missing
          ? { hint: "npm install vega@6 vega-lite@6.4.3 @resvg/resvg-wasm @expo-google-fonts/arimo" }
          : {}),
      }),
    );
  }
}
