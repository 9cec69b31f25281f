/**
 * A figure as a Vega-Lite specification: one layer for each mark, with the scales, ticks and colours that the layout chose, so
 * that nothing depends on what Vega-Lite would choose itself.
 */
import { stopsOf } from "./colour.ts";
import { drawContours, drawMesh, drawPath, drawQuiver, drawText, mappedRange } from "./draw-fields.ts";
import {
  drawBars,
  drawBetween,
  drawBoxes,
  drawPlot,
  drawScatter,
  drawStacked,
  drawStems,
} from "./draw-series.ts";
import type { Element } from "./element.ts";
import type { Axis, Drawn, Figure, Panel } from "./figure.ts";
import { plainLabel } from "./label.ts";
import { type Canvas, type Json, type JsonObject, layer } from "./layer.ts";
import { frameLayer, legendLayers } from "./legend.ts";
import { linesWithin, textWidth } from "./text-width.ts";
import { labelled, linearPositions } from "./ticks.ts";

const font = "Helvetica, Arial, 'Liberation Sans', 'Nimbus Sans', sans-serif";
const ink = "#222222";
const gridInk = "#e3e3e3";

export function vegaLite(figure: Figure): JsonObject {
  const { options, title, width, height, panels } = figure;
  const groups = panels.map((panel) => ({ layer: panelLayers(figure, panel) }));
  const above = [frameLayer(figure), ...legendLayers(figure)];
  return {
    $schema: "https://vega.github.io/schema/vega-lite/v6.json",
    width,
    height,
    padding: 3,
    background: typeof options.fill === "string" ? options.fill : "#ffffff",
    description: title ?? "diagram",
    ...(title === undefined ? {} : { title: { text: titleLines(title, figure) } }),
    layer: [...groups, { layer: above }],
    resolve: { scale: { x: "independent", y: "independent", fill: "independent" } },
    config: config(figure),
  };
}

/** Titles are larger than other text by this, and bold letters wider than plain ones. */
const titleSize = 1.2;
const boldness = 1.08;

/** The title stands above the data area, which others must not make it leave. */
function titleLines(title: string, { width, fontSize }: Figure): readonly string[] {
  return linesWithin(plainLabel(title), fontSize * titleSize * boldness, Math.max(width, 12 * fontSize));
}

function config({ options, fontSize }: Figure): JsonObject {
  return {
    font: options.font ?? font,
    view: { stroke: null, fill: null },
    title: {
      anchor: "middle",
      fontSize: fontSize * titleSize,
      fontWeight: "bold",
      color: "#000000",
      offset: 6,
    },
    axis: {
      labelFontSize: fontSize,
      titleFontSize: fontSize * 1.1,
      titleFontWeight: "normal",
      titlePadding: 5,
      labelColor: ink,
      titleColor: "#000000",
      domain: false,
      tickColor: ink,
      tickWidth: 0.6,
      gridColor: gridInk,
      gridWidth: 0.5,
      labelOverlap: false,
      labelFlush: false,
      translate: 0,
    },
    legend: {
      labelFontSize: fontSize,
      titleFontSize: fontSize * 1.1,
      titleFontWeight: "normal",
      gradientStrokeColor: ink,
      gradientStrokeWidth: 0.6,
    },
  };
}

// ---- panels ----------------------------------------------------------------------------------------------------

function panelLayers(figure: Figure, panel: Panel): readonly JsonObject[] {
  const { width, height, fontSize, options } = figure;
  const grid = options.grid ?? !panel.elements.some(({ element }) => isField(element));
  const first = panel === figure.panels[0];
  const canvas: Canvas = {
    width,
    height,
    fontSize,
    panel,
    x: channel(panel.x, grid && first, figure, width),
    y: channel(panel.y, grid && first, figure, height),
  };
  return [
    frame(canvas),
    ...panel.elements.flatMap((drawn) => draw(canvas, drawn)),
    ...panel.elements.flatMap(({ element }) => colourBar(canvas, element)),
  ];
}

const invisible: JsonObject = { type: "point", opacity: 0, size: 0, strokeWidth: 0, clip: true };

/** Holds the axes also where nothing is drawn. */
function frame(canvas: Canvas): JsonObject {
  const { x, y } = canvas.panel;
  const corner = { x: x.domain[0], y: y.domain[0] };
  return layer(canvas, invisible, [corner]);
}

function isField({ kind }: Element): boolean {
  return kind === "heatmap" || kind === "colormesh" || kind === "contour";
}

function draw(canvas: Canvas, drawn: Drawn): readonly JsonObject[] {
  const { element } = drawn;
  switch (element.kind) {
    case "plot":
      return drawPlot(canvas, element, drawn);
    case "scatter":
      return drawScatter(canvas, element, drawn);
    case "bar":
    case "hbar":
      return drawBars(canvas, element, drawn);
    case "stem":
    case "hstem":
      return drawStems(canvas, element, drawn);
    case "fill_between":
      return drawBetween(canvas, element, drawn);
    case "stacked_area":
      return drawStacked(canvas, element, drawn);
    case "boxplot":
    case "hboxplot":
      return drawBoxes(canvas, element, drawn);
    case "heatmap":
    case "colormesh":
      return drawMesh(canvas, element);
    case "contour":
      return drawContours(canvas, element);
    case "quiver":
      return drawQuiver(canvas, element);
    case "place":
      return drawText(canvas, element);
    case "path":
      return drawPath(canvas, element, drawn);
    default:
      return [];
  }
}

// ---- axes ------------------------------------------------------------------------------------------------------

function channel(axis: Axis, grid: boolean, figure: Figure, length: number): JsonObject {
  return {
    scale: {
      type: axis.scale,
      domain: axis.domain,
      nice: false,
      zero: false,
      ...(axis.inverted ? { reverse: true } : {}),
    },
    axis: axis.hidden ? null : axisSpec(axis, grid, figure, length),
  };
}

function axisSpec(axis: Axis, grid: boolean, figure: Figure, length: number): JsonObject {
  const major = axis.ticks.map((tick) => tick.at);
  const texts = axis.ticks.map((tick) => tick.text);
  const isMajor = `indexof(${JSON.stringify(major)}, datum.value) >= 0`;
  const minor = axis.minor.length > 0;
  const onMajor = (value: Json, otherwise: Json): Json =>
    minor ? { condition: { test: isMajor, value }, value: otherwise } : value;
  const { colour } = axis;
  return {
    title:
      axis.label === undefined
        ? null
        : linesWithin(plainLabel(axis.label), figure.fontSize * 1.1, Math.max(length, 12 * figure.fontSize)),
    orient: axis.side,
    values: [...major, ...axis.minor],
    labelExpr: `${isMajor} ? ${JSON.stringify(texts)}[indexof(${JSON.stringify(major)}, datum.value)] : ''`,
    tickSize: onMajor(4, 2),
    grid,
    gridOpacity: onMajor(1, 0),
    ...(colour === undefined ? {} : { titleColor: colour, labelColor: colour, tickColor: colour }),
    ...slanted(axis, figure, length),
  };
}

/** Names that would run into each other stand at an angle. */
function slanted(axis: Axis, { fontSize }: Figure, length: number): JsonObject {
  if (axis.side !== "bottom" && axis.side !== "top") return {};
  const widest = Math.max(0, ...axis.ticks.map((tick) => textWidth(tick.text, fontSize)));
  const places = axis.ticks.map((tick) => tick.at).sort((a, b) => a - b);
  const share = length / (axis.domain[1] - axis.domain[0]);
  const closest = Math.min(...places.slice(1).map((at, i) => (at - (places[i] ?? at)) * share));
  if (axis.scale === "log" || !(widest + 4 > closest)) return {};
  return { labelAngle: -40, labelAlign: axis.side === "bottom" ? "right" : "left" };
}

// ---- the bar that explains colours -----------------------------------------------------------------------------

function colourBar(canvas: Canvas, element: Element): readonly JsonObject[] {
  if (!("grid" in element) && element.kind !== "scatter" && element.kind !== "quiver") return [];
  const range = mappedRange(element);
  if (range === undefined) return [];
  const [low, high] = range[0] < range[1] ? range : [range[0] - 0.5, range[0] + 0.5];
  const { label, map = "viridis" } = element.options;
  const ticks = labelled(
    linearPositions(low, high, Math.max(2, Math.floor(canvas.height / (canvas.fontSize * 3)))),
  );
  const values = ticks.map((tick) => tick.at);
  const legend = {
    title:
      label === undefined || element.kind === "scatter" || element.kind === "quiver"
        ? null
        : plainLabel(label),
    type: "gradient",
    gradientLength: canvas.height - (label === undefined || !("grid" in element) ? 0 : canvas.fontSize * 1.6),
    gradientThickness: 9,
    offset: 10,
    values,
    labelExpr: `${JSON.stringify(ticks.map((tick) => tick.text))}[indexof(${JSON.stringify(values)}, datum.value)]`,
  };
  const { x, y } = canvas.panel;
  const corner = { x: x.domain[0], y: y.domain[0], v: low };
  return [
    layer(canvas, invisible, [corner], {
      fill: {
        field: "v",
        type: "quantitative",
        scale: { type: "linear", domain: [low, high], range: stopsOf(map), interpolate: "rgb" },
        legend,
      },
    }),
  ];
}
