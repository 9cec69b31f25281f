/**
 * The legend, laid out by hand: a swatch that shows line, mark and filling of each labelled element as they are drawn, in the
 * corner where least is hidden, or beside the diagram where every corner is taken.
 */
import { mix } from "./colour.ts";
import { stackColour } from "./draw-series.ts";
import type { Element, LegendPlace, Mark } from "./element.ts";
import { barEdges, stackedTops } from "./extent.ts";
import type { Drawn, Figure, Panel } from "./figure.ts";
import { plainLabel } from "./label.ts";
import {
  type JsonObject,
  type Line,
  lineOf,
  markOf,
  stroked,
  toPixel,
  usualLine,
  usualMarkSize,
} from "./layer.ts";
import { textWidth } from "./text-width.ts";

interface Entry {
  readonly label: string;
  readonly line?: Line | undefined;
  readonly area?: { readonly fill: string; readonly opacity: number; readonly outline?: Line | undefined };
  readonly mark?: { readonly shape: Exclude<Mark, "none">; readonly colour: string; readonly size: number };
}

const swatch = 18;
const gap = 5;
const padding = 5;
const inset = 6;

/** The layers of the legend; none where nothing is labelled. */
export function legendLayers(figure: Figure): readonly JsonObject[] {
  const entries = figure.panels.flatMap((panel) => panel.elements.flatMap(entriesOf));
  const place = figure.options.legend ?? "auto";
  if (entries.length === 0 || place === "none") return [];
  const box = boxOf(figure, entries, place);
  const row = figure.fontSize * 1.45;
  return [
    background(box),
    ...entries.flatMap((entry, i) => {
      const y = box.y + padding + (i + 0.5) * row;
      return [
        ...swatchLayers(entry, box.x + padding, y),
        textLayer(entry.label, box.x + padding + swatch + gap, y, figure),
      ];
    }),
  ];
}

// ---- what it says ----------------------------------------------------------------------------------------------

function entriesOf(drawn: Drawn): readonly Entry[] {
  const { element, colour } = drawn;
  const { options } = element;
  if (element.kind === "stacked_area")
    return element.layers.flatMap((_, k): readonly Entry[] => {
      const label = options.labels?.[k];
      const area = { fill: stackColour(element, drawn, k), opacity: options.opacity ?? 0.85 };
      return label === undefined ? [] : [{ label: plainLabel(label), area }];
    });
  if (options.label === undefined || isMesh(element)) return [];
  const label = plainLabel(options.label);
  switch (element.kind) {
    case "plot": {
      const line = lineOf(options.stroke, colour, usualLine);
      return [
        {
          label,
          line,
          ...markEntry(options.mark ?? "none", options.mark_color ?? colour, options.mark_size),
        },
      ];
    }
    case "scatter":
      return [{ label, ...markEntry(options.mark ?? "circle", colour, undefined) }];
    case "stem":
    case "hstem":
      return [
        {
          label,
          line: lineOf(options.stroke, colour, 1.1),
          ...markEntry(options.mark ?? "circle", options.mark_color ?? colour, options.mark_size),
        },
      ];
    case "bar":
    case "hbar":
      return [{ label, area: { fill: options.color ?? colour, opacity: options.opacity ?? 1 } }];
    case "fill_between":
      return [{ label, area: { fill: options.color ?? colour, opacity: options.opacity ?? 0.35 } }];
    case "boxplot":
    case "hboxplot": {
      const fill = typeof options.fill === "string" ? options.fill : mix(colour, "#ffffff", 0.65);
      return [{ label, area: { fill, opacity: 1, outline: lineOf(options.stroke, colour, 1) } }];
    }
    case "quiver":
    case "path":
      return [{ label, line: lineOf(options.stroke, options.color ?? "#000000", 1) }];
    default:
      return [];
  }
}

function isMesh({ kind }: Element): boolean {
  return kind === "heatmap" || kind === "colormesh" || kind === "contour";
}

function markEntry(shape: Mark, colour: string, size: number | undefined): Pick<Entry, "mark"> {
  return shape === "none" ? {} : { mark: { shape, colour, size: Math.min(8, size ?? usualMarkSize) } };
}

// ---- where it stands -------------------------------------------------------------------------------------------

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const corners = ["top right", "top left", "bottom right", "bottom left"] as const;
/** A corner is free where less than this share of everything drawn lies below the legend. */
const hiddenShare = 0.005;

function boxOf(figure: Figure, entries: readonly Entry[], place: LegendPlace): Box {
  const text = Math.max(...entries.map((entry) => textWidth(entry.label, figure.fontSize)));
  const width = 2 * padding + swatch + gap + text * 1.04;
  const height = 2 * padding + entries.length * figure.fontSize * 1.45;
  const at = (corner: string): Box => ({
    x: corner.endsWith("right") ? figure.width - width - inset : inset,
    y: corner.startsWith("bottom") ? figure.height - height - inset : inset,
    width,
    height,
  });
  const outside: Box = { x: figure.width + roomOfRightAxes(figure) + 10, y: 0, width, height };
  if (place === "outside") return outside;
  if (place !== "auto") return at(place);
  if (width > 0.75 * figure.width || height > 0.75 * figure.height) return outside;
  const dots = figure.panels.flatMap((panel) =>
    panel.elements.flatMap(({ element }) => dotsOf(figure, panel, element)),
  );
  const hidden = corners.map(
    (corner) => dots.filter((dot) => covers(at(corner), dot)).length / Math.max(1, dots.length),
  );
  const least = Math.min(...hidden);
  const corner = corners[hidden.indexOf(least)];
  return corner === undefined || least > hiddenShare ? outside : at(corner);
}

/** Labels of an axis on the right come first. */
function roomOfRightAxes({ panels, fontSize }: Figure): number {
  const axes = panels.flatMap(({ y }) => (y.side === "right" && !y.hidden ? [y] : []));
  return axes.reduce(
    (room, axis) =>
      room +
      10 +
      Math.max(0, ...axis.ticks.map((tick) => textWidth(tick.text, fontSize))) +
      (axis.label === undefined ? 0 : fontSize * 1.6),
    0,
  );
}

function covers({ x, y, width, height }: Box, [px, py]: readonly [number, number]): boolean {
  const near = 4;
  return px >= x - near && px <= x + width + near && py >= y - near && py <= y + height + near;
}

/** Distance between two dots on a line, in points. */
const dotDistance = 6;

/** Points of the data area that an element covers. */
function dotsOf(figure: Figure, panel: Panel, element: Element): readonly (readonly [number, number])[] {
  const pixel = (x: number, y: number): readonly [number, number] => [
    toPixel(panel.x, x, figure.width, true),
    toPixel(panel.y, y, figure.height, false),
  ];
  switch (element.kind) {
    case "plot":
      return alongLine(element.xs.at.map((x, i) => pixel(x, element.ys.at[i] ?? Number.NaN)));
    case "scatter":
      return element.xs.at.map((x, i) => pixel(x, element.ys.at[i] ?? Number.NaN));
    case "path":
      return alongLine(element.xs.map((x, i) => pixel(x, element.ys[i] ?? Number.NaN)));
    case "bar":
    case "stem": {
      const base = Math.max(element.options.base ?? 0, panel.y.domain[0]);
      const { from, to } = barEdges(element.xs.at, element.kind === "stem" ? 0 : element.options.bar_width);
      return element.ys.at.flatMap((y, i) =>
        [from[i] ?? 0, to[i] ?? 0].flatMap((x) => alongLine([pixel(x, base), pixel(x, y)])),
      );
    }
    case "hbar":
    case "hstem": {
      const base = Math.max(element.options.base ?? 0, panel.x.domain[0]);
      const { from, to } = barEdges(element.ys.at, element.kind === "hstem" ? 0 : element.options.bar_width);
      return element.xs.at.flatMap((x, i) =>
        [from[i] ?? 0, to[i] ?? 0].flatMap((y) => alongLine([pixel(base, y), pixel(x, y)])),
      );
    }
    case "fill_between":
      return element.xs.at.flatMap((x, i) =>
        alongLine([pixel(x, element.lower[i] ?? 0), pixel(x, element.upper[i] ?? 0)]),
      );
    case "stacked_area": {
      const top = stackedTops(element.layers).at(-1) ?? [];
      return element.xs.at.flatMap((x, i) => alongLine([pixel(x, 0), pixel(x, top[i] ?? 0)]));
    }
    case "boxplot":
    case "hboxplot":
      return element.groups.flatMap((group, i) => {
        const at = element.options.positions?.[i] ?? i + 1;
        return group.map((value) => (element.kind === "boxplot" ? pixel(at, value) : pixel(value, at)));
      });
    case "quiver":
      return element.xs.map((x, i) => pixel(x, element.ys[i] ?? 0));
    case "place": {
      const [x, y] = pixel(element.x, element.y);
      const half = textWidth(element.text, figure.fontSize) / 2;
      return alongLine([
        [x - half, y],
        [x + half, y],
      ]);
    }
    default:
      return [];
  }
}

function alongLine(line: readonly (readonly [number, number])[]): readonly (readonly [number, number])[] {
  return line.flatMap(([x, y], i) => {
    const [fromX, fromY] = line[i - 1] ?? [x, y];
    const parts = Math.min(100, Math.ceil(Math.hypot(x - fromX, y - fromY) / dotDistance));
    if (!(parts > 1)) return [[x, y] as const];
    return Array.from({ length: parts }, (_, k): readonly [number, number] => {
      const t = (k + 1) / parts;
      return [fromX + (x - fromX) * t, fromY + (y - fromY) * t];
    });
  });
}

// ---- layers ----------------------------------------------------------------------------------------------------

/** At fixed places, in points of the data area. */
function fixed(mark: JsonObject): JsonObject {
  return { data: { values: [{}] }, mark: { aria: false, ...mark, clip: false }, encoding: {} };
}

/** Rules take their ends from channels only. */
function level(line: Line, from: number, to: number, y: number): JsonObject {
  return {
    ...fixed({ type: "rule", ...stroked(line) }),
    encoding: { x: { value: from }, x2: { value: to }, y: { value: y } },
  };
}

/** The edge of the data area, over everything that is drawn in it. */
export function frameLayer({ width, height }: Figure): JsonObject {
  const edge = { fillOpacity: 0, stroke: "#222222", strokeWidth: 0.6, description: "frame" };
  return fixed({ type: "rect", x: 0, x2: width, y: 0, y2: height, ...edge });
}

function background({ x, y, width, height }: Box): JsonObject {
  return fixed({
    type: "rect",
    x,
    x2: x + width,
    y,
    y2: y + height,
    fill: "#ffffff",
    fillOpacity: 0.9,
    stroke: "#bbbbbb",
    strokeWidth: 0.5,
    cornerRadius: 1.5,
    description: "legend",
  });
}

function swatchLayers({ line, area, mark }: Entry, x: number, y: number): readonly JsonObject[] {
  return [
    ...(area === undefined
      ? []
      : [
          fixed({
            type: "rect",
            x,
            x2: x + swatch,
            y: y - 3.5,
            y2: y + 3.5,
            fill: area.fill,
            fillOpacity: area.opacity,
            ...(area.outline === undefined ? { strokeWidth: 0 } : stroked(area.outline)),
          }),
        ]),
    ...(line === undefined ? [] : [level(line, x, x + swatch, y)]),
    ...(mark === undefined
      ? []
      : [fixed({ ...markOf(mark.shape, mark.colour, mark.size), x: x + swatch / 2, y })]),
  ];
}

function textLayer(text: string, x: number, y: number, { fontSize }: Figure): JsonObject {
  return fixed({ type: "text", text, x, y, align: "left", baseline: "middle", fontSize, fill: "#000000" });
}
