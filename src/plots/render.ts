/**
 * Pictures from figures: Vega-Lite → Vega → SVG, and SVG → PNG by resvg, without a browser.
 *
 * The packages are optional and loaded when the first picture is drawn. They are ES modules, so that this file is a bundle of
 * its own, which Node loads itself (scripts/build.js). Fonts for PNG come with a package too: letters have the widths that the
 * layout counted on, and nothing depends on what the machine has.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Figure } from "./figure.ts";
import { textWidth } from "./text-width.ts";
import { vegaLite } from "./vega-lite.ts";

/** A package that pictures need is not installed. */
export class MissingPackage extends Error {
  readonly packageName: string;
  constructor(packageName: string) {
    super(`the package ${packageName} is not installed`);
    this.packageName = packageName;
  }
}

/** What is used of the packages; their own types are not there where they are not installed. */
interface Vega {
  readonly resetSVGDefIds: () => void;
  readonly textMetrics: { width: (item: { readonly fontSize?: number }, text: unknown) => number };
  readonly parse: (spec: unknown) => unknown;
  readonly View: new (
    runtime: unknown,
    options: object,
  ) => { readonly toSVG: () => Promise<string>; readonly finalize: () => void };
}
interface VegaLite {
  readonly compile: (spec: unknown, options: object) => { readonly spec: unknown };
}
interface Resvg {
  readonly initWasm: (code: Uint8Array) => Promise<void>;
  readonly Resvg: new (
    svg: string,
    options: object,
  ) => { readonly render: () => { readonly asPng: () => Uint8Array }; readonly free: () => void };
}

async function load(name: string): Promise<unknown> {
  try {
    return await import(name);
  } catch (problem) {
    if (problem instanceof Error && "code" in problem && problem.code === "ERR_MODULE_NOT_FOUND")
      throw new MissingPackage(name);
    throw problem;
  }
}

/** An SVG document. Its units are points, so that 9 is the size of letters in print. */
export async function renderSvg(figure: Figure): Promise<string> {
  const vega = (await load("vega")) as Vega; // as its reference says
  const { compile } = (await load("vega-lite")) as VegaLite; // as its reference says
  vega.textMetrics.width = (item, text) => textWidth(String(text ?? ""), item.fontSize ?? figure.fontSize);
  const logger = silent();
  const { spec } = compile(vegaLite(figure), { logger });
  const view = new vega.View(vega.parse(spec), { renderer: "none", logger });
  try {
    vega.resetSVGDefIds();
    const svg = await view.toSVG();
    return withOwnNames(svg).replace(
      /<svg ([^>]*?)width="([\d.]+)" height="([\d.]+)"([^>]*)>/,
      `<svg $1width="$2pt" height="$3pt"$4><!-- ${signature} -->`,
    );
  } finally {
    view.finalize();
  }
}

/** Names of clips and gradients are those of one picture, also where a page holds several. */
function withOwnNames(svg: string): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < svg.length; i += 1) hash = Math.imul(hash ^ svg.charCodeAt(i), 0x01000193);
  const own = `k${(hash >>> 0).toString(36)}-`;
  return svg.replace(/(\bid="|url\(#)((?:clip|gradient_)\d+)/g, `$1${own}$2`);
}

/** Stands in every SVG file that is ours. */
export const signature = "drawn by Kleis";

/** The layout leaves Vega-Lite nothing to choose, and so nothing to warn of. */
function silent(): object {
  const logger = {
    level: () => logger,
    error: () => logger,
    warn: () => logger,
    info: () => logger,
    debug: () => logger,
  };
  return logger;
}

const usualResolution = 300;
/** Dots per inch at which resvg draws without zoom. */
const unitsPerInch = 96;
const unitsPerPoint = 96 / 72;
const mostPixels = 16_384;
const fonts = [
  "400Regular/Arimo_400Regular.ttf",
  "700Bold/Arimo_700Bold.ttf",
  "400Regular_Italic/Arimo_400Regular_Italic.ttf",
];

let ready: Promise<Resvg> | undefined;

export async function renderPng(figure: Figure): Promise<Uint8Array> {
  const zoom = (figure.options.dpi ?? usualResolution) / unitsPerInch;
  const longer = Math.max(figure.width, figure.height) * unitsPerPoint * zoom;
  if (longer > mostPixels)
    throw new Error(`its longer side would have ${Math.round(longer)} pixels, a PNG may have ${mostPixels}`);
  const svg = await renderSvg(figure);
  ready ??= loadResvg();
  const { Resvg } = await ready;
  const fontBuffers = fonts.map((font) =>
    readFileSync(resolve(`@expo-google-fonts/arimo/${font}`, "@expo-google-fonts/arimo")),
  );
  const image = new Resvg(svg, {
    fitTo: { mode: "zoom", value: zoom },
    font: { fontBuffers, defaultFontFamily: "Arimo", sansSerifFamily: "Arimo" },
  });
  try {
    return image.render().asPng();
  } finally {
    image.free();
  }
}

async function loadResvg(): Promise<Resvg> {
  const name = "@resvg/resvg-wasm";
  const resvg = (await load(name)) as Resvg; // as its reference says
  await resvg.initWasm(readFileSync(resolve(`${name}/index_bg.wasm`, name)));
  return resvg;
}

function resolve(file: string, packageName: string): string {
  try {
    return createRequire(import.meta.url).resolve(file);
  } catch {
    throw new MissingPackage(packageName);
  }
}
