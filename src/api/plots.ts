/** Pictures for programs that embed the language. */
import type { Span } from "../base/span.ts";
import type { Figure } from "../plots/figure.ts";
import { drawPicture, type Pictures } from "../session/pictures.ts";
import { shownError } from "./errors.ts";

/** A diagram that the program made. Drawing needs the optional packages; it throws a `KleisError` without them. */
export interface Plot {
  /** Of the data area, in points. */
  readonly width: number;
  readonly height: number;
  /** The name that the program gave. */
  readonly file: string | undefined;
  svg(): Promise<string>;
  png(): Promise<Uint8Array>;
}

export type TakePlot = (plot: Plot) => void | Promise<void>;

/** Hands each picture over when its expression is evaluated, one after the other. */
export function picturesFor(take: TakePlot): Pictures {
  let waiting: Plot[] = [];
  return {
    take: (figure, place) => void waiting.push(plotOf(figure, place)),
    settle: async () => {
      const plots = waiting;
      waiting = [];
      for (const plot of plots) await take(plot);
      return plots.length;
    },
  };
}

function plotOf(figure: Figure, place: Span): Plot {
  const { width, height, options } = figure;
  return {
    width,
    height,
    file: options.file,
    svg: () => drawPicture(figure, "svg", place).catch(asKleisError),
    png: () => drawPicture(figure, "png", place).catch(asKleisError),
  };
}

function asKleisError(failure: unknown): never {
  throw shownError(failure, new Map());
}
