/** Meshes, contours, arrows, texts and paths as layers. */

import { levelCurves, regionAbove } from "./contours.ts";
import { colourRange, painter } from "./draw-series.ts";
import type {
  MeshElement,
  Numbers,
  PathElement,
  PlaceElement,
  QuiverElement,
  SeriesElement,
} from "./element.ts";
import { edgesOf, span } from "./extent.ts";
import type { Drawn } from "./figure.ts";
import { plainLabel } from "./label.ts";
import {
  type Canvas,
  common,
  fromPixel,
  type JsonObject,
  joinedCurves,
  layer,
  lineLayer,
  lineOf,
  named,
  points,
  type Row,
  shown,
  stroked,
  toPixel,
  usualLine,
} from "./layer.ts";
import { chosenLevels } from "./options.ts";

// ---- meshes ----------------------------------------------------------------------------------------------------

/** Cells of one colour beside each other are one rectangle: less to draw, and no seams between them. */
export function drawMesh(canvas: Canvas, element: MeshElement): readonly JsonObject[] {
  const { grid } = element;
  const paint = painter(element);
  const [xs, ys] = [edgesOf(grid.xs), edgesOf(grid.ys)];
  const rows: Row[] = [];
  const columns = grid.xs.length;
  for (let j = 0; j < grid.ys.length; j += 1) {
    let start = 0;
    for (let i = 0; i < columns; i += 1) {
      const value = grid.z[j * columns + i] ?? Number.NaN;
      const colour = paint(value);
      const after = grid.z[j * columns + i + 1];
      if (i + 1 < columns && after !== undefined && paint(after) === colour) continue;
      if (!Number.isNaN(value))
        rows.push({
          x: shown(canvas.panel.x, xs[start]),
          x2: shown(canvas.panel.x, xs[i + 1]),
          y: shown(canvas.panel.y, ys[j]),
          y2: shown(canvas.panel.y, ys[j + 1]),
          c: colour,
        });
      start = i + 1;
    }
  }
  const raw = { field: "c", type: "nominal", scale: null };
  const mark = { type: "rect", strokeWidth: 0.3, clip: true };
  return [layer(canvas, mark, rows, { fill: raw, stroke: raw })];
}

export function drawContours(canvas: Canvas, element: MeshElement): readonly JsonObject[] {
  const { grid, options } = element;
  const { low, high } = span(grid.z);
  const levels = chosenLevels(options, low, high);
  const paint = painter(element);
  if (options.fill === true) return filledContours(canvas, element, levels, low, high);
  return levels.flatMap((level) => {
    const line = lineOf(options.stroke, options.color ?? paint(level), 1);
    const rows = joinedCurves(levelCurves(grid, level));
    if (line === undefined || rows.length === 0) return [];
    return [lineLayer(canvas, { ...stroked(line), clip: true, description: `level ${level}` }, rows)];
  });
}

/** Every region lies on the one below it. The colour of a band is that of its middle. */
function filledContours(
  canvas: Canvas,
  element: MeshElement,
  levels: Numbers,
  low: number,
  high: number,
): readonly JsonObject[] {
  const paint = painter(element);
  const bounds = [low, ...levels.filter((level) => level > low && level <= high)];
  return bounds.flatMap((level, k) => {
    const colour = paint((level + (bounds[k + 1] ?? high)) / 2);
    const rows = joinedCurves(regionAbove(element.grid, level));
    if (rows.length === 0) return [];
    const mark = {
      fill: colour,
      stroke: colour,
      strokeWidth: 0.3,
      clip: true,
      description: `level ${level}`,
    };
    return [lineLayer(canvas, mark, rows)];
  });
}

// ---- arrows ----------------------------------------------------------------------------------------------------

/** Of the distance between neighbours, the longest arrow takes. */
const longestShare = 0.95;

interface Arrow {
  readonly from: readonly [number, number];
  readonly to: readonly [number, number];
  readonly colour: string;
}

export function drawQuiver(canvas: Canvas, element: QuiverElement): readonly JsonObject[] {
  const { options } = element;
  const line = lineOf(options.stroke, options.color ?? "#000000", 0.9);
  if (line === undefined) return [];
  const arrows = arrowsOf(canvas, element, line.colour);
  const colours = [...new Set(arrows.map((arrow) => arrow.colour))];
  return colours.flatMap((colour) => {
    const own = arrows.filter((arrow) => arrow.colour === colour);
    const heads = own.map((arrow) => headOf(arrow, line.width));
    const shafts = own.map(({ from }, k): readonly (readonly [number, number])[] => [
      from,
      heads[k]?.foot ?? from,
    ]);
    const style = {
      ...common(element),
      ...(options.label === undefined ? {} : { description: options.label }),
    };
    const data = (curves: readonly (readonly (readonly [number, number])[])[]): readonly Row[] =>
      joinedCurves(curves.map((curve) => curve.map((p) => dataOf(canvas, p))));
    return [
      lineLayer(canvas, { ...stroked({ ...line, colour }), ...style }, data(shafts)),
      lineLayer(canvas, { fill: colour, strokeWidth: 0, ...style }, data(heads.map((head) => head.outline))),
    ];
  });
}

/** In points of the data area, y downwards. */
function arrowsOf(canvas: Canvas, element: QuiverElement, colour: string): readonly Arrow[] {
  const { xs, ys, us, vs, options } = element;
  const { x, y } = canvas.panel;
  const paint = options.values === undefined ? undefined : painter(element);
  const across = (canvas.width / (x.domain[1] - x.domain[0])) * (x.inverted ? -1 : 1);
  const down = (canvas.height / (y.domain[1] - y.domain[0])) * (y.inverted ? 1 : -1);
  const longest = Math.max(
    ...us.map((u, k) => Math.hypot(u * across, (vs[k] ?? 0) * down)).filter(Number.isFinite),
  );
  const room = Math.sqrt((canvas.width * canvas.height) / Math.max(1, xs.length)) * longestShare;
  const factor = options.scale_factor ?? (longest > 0 ? room / longest : 1);
  const start = { start: 0, center: -0.5, end: -1 }[options.pivot ?? "center"];
  return xs.flatMap((px, k): readonly Arrow[] => {
    const [dx, dy] = [(us[k] ?? 0) * across * factor, (vs[k] ?? 0) * down * factor];
    const ax = toPixel(x, px, canvas.width, true) + start * dx;
    const ay = toPixel(y, ys[k] ?? 0, canvas.height, false) + start * dy;
    if (![ax, ay, dx, dy].every(Number.isFinite) || Math.hypot(dx, dy) < 0.2) return [];
    return [{ from: [ax, ay], to: [ax + dx, ay + dy], colour: paint?.(options.values?.[k] ?? 0) ?? colour }];
  });
}

/** The tip of an arrow, no longer than a half of it, and where its shaft ends. */
function headOf(
  { from: [ax, ay], to: [bx, by] }: Arrow,
  width: number,
): { readonly foot: readonly [number, number]; readonly outline: readonly (readonly [number, number])[] } {
  const length = Math.hypot(bx - ax, by - ay);
  const head = Math.min(3 + 2 * width, length / 2);
  const [ex, ey] = [(bx - ax) / length, (by - ay) / length];
  const [fx, fy] = [bx - head * ex, by - head * ey];
  const half = head * 0.38;
  return {
    foot: [fx, fy],
    outline: [
      [bx, by],
      [fx - half * ey, fy + half * ex],
      [fx + half * ey, fy - half * ex],
      [bx, by],
    ],
  };
}

function dataOf(canvas: Canvas, [px, py]: readonly [number, number]): readonly [number, number] {
  const { panel, width, height } = canvas;
  return [fromPixel(panel.x, px, width, true), fromPixel(panel.y, py, height, false)];
}

// ---- texts and paths -------------------------------------------------------------------------------------------

export function drawText(canvas: Canvas, element: PlaceElement): readonly JsonObject[] {
  const { x, y, text, options } = element;
  const words = (options.align ?? "center").split(" ");
  const mark = {
    type: "text",
    align: words.includes("left") ? "left" : words.includes("right") ? "right" : "center",
    baseline: words.includes("top") ? "top" : words.includes("bottom") ? "bottom" : "middle",
    fontSize: options.font_size ?? canvas.fontSize,
    fill: options.color ?? "#000000",
    ...(options.angle === undefined ? {} : { angle: -options.angle }),
    clip: options.clip ?? false,
  };
  const row = { x: shown(canvas.panel.x, x), y: shown(canvas.panel.y, y), text: plainLabel(text) };
  return [layer(canvas, mark, [row], { text: { field: "text", type: "nominal" } })];
}

export function drawPath(canvas: Canvas, element: PathElement, drawn: Drawn): readonly JsonObject[] {
  const { xs, ys, options } = element;
  const line = lineOf(options.stroke, options.color ?? "#000000", usualLine);
  const mark = {
    ...(line === undefined ? { strokeWidth: 0 } : stroked(line)),
    ...(typeof options.fill === "string" ? { fill: options.fill } : {}),
    interpolate: options.closed === true ? "linear-closed" : "linear",
    ...common(element),
    ...named(drawn),
  };
  return [lineLayer(canvas, mark, points(canvas, xs, ys))];
}

// ---- the bar beside the picture --------------------------------------------------------------------------------

/** Whose colours a colour bar explains. */
export function mappedRange(
  element: MeshElement | SeriesElement | QuiverElement,
): readonly [number, number] | undefined {
  const { colorbar, values, color } = element.options;
  if (colorbar === false) return undefined;
  if ("grid" in element)
    return element.kind === "contour" && color !== undefined && colorbar !== true
      ? undefined
      : colourRange(element);
  return values === undefined ? undefined : colourRange(element);
}
