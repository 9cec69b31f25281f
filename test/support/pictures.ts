/** Figures and pictures of programs, for tests; what an SVG document holds. */
import { createRequire } from "node:module";
import * as assert from "uvu/assert";
import type { Figure } from "../../src/plots/figure.ts";
import { renderSvg } from "../../src/plots/render.ts";
import { type Run, runProgram } from "./session.ts";

/** Whether the packages that draw are installed: they are optional. */
export function canDraw(): boolean {
  try {
    createRequire(import.meta.url).resolve("vega-lite/package.json");
    return true;
  } catch (problem) {
    return problem instanceof Error && "code" in problem && problem.code === "ERR_PACKAGE_PATH_NOT_EXPORTED";
  }
}

/** The figures that a program makes. */
export async function figuresOf(
  text: string,
): Promise<{ readonly figures: readonly Figure[]; readonly run: Run }> {
  const figures: Figure[] = [];
  const pictures = {
    take: (figure: Figure) => void figures.push(figure),
    settle: async () => figures.length,
  };
  const run = await runProgram("plots.kleis", text, { backend: "interp", pictures });
  return { figures, run };
}

/** The only figure of a program that has no problem. */
export async function figureOf(text: string): Promise<Figure> {
  const { figures, run } = await figuresOf(text);
  assert.equal(run.said, []);
  const [figure] = figures;
  assert.ok(figure !== undefined && figures.length === 1, `${figures.length} figures`);
  return figure;
}

export async function svgOf(text: string): Promise<Svg> {
  return new Svg(await renderSvg(await figureOf(text)));
}

/** Text between the tags of every element whose start matches. */
export class Svg {
  readonly source: string;
  constructor(source: string) {
    this.source = source;
  }

  /** The texts, in the order in which they are drawn. */
  get texts(): readonly string[] {
    return [...this.source.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text = ""]) => text);
  }

  /** The `d` of paths in groups of this class that have this colour in their tag. */
  paths(group: string, colour = ""): readonly string[] {
    const found: string[] = [];
    for (const [, inside = ""] of this.source.matchAll(
      new RegExp(`<g class="mark-${group}[^"]*"[^>]*>(.*?)</g>`, "g"),
    ))
      for (const [tag, d = ""] of inside.matchAll(/<path [^>]*?d="([^"]*)"[^>]*>/g))
        if (tag.includes(colour)) found.push(d);
    return found;
  }

  get size(): readonly [number, number] {
    const [, width = "", height = ""] =
      /<svg [^>]*width="([\d.]+)pt" height="([\d.]+)pt"/.exec(this.source) ?? [];
    return [Number(width), Number(height)];
  }
}

/** The corners of a path of straight lines. */
export function cornersOf(path: string): readonly (readonly [number, number])[] {
  return [...path.matchAll(/[ML]\s*(-?[\d.]+),(-?[\d.]+)/g)].map(([, x, y]) => [Number(x), Number(y)]);
}
