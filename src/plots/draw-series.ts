/** Lines, points, bars, stems, areas and boxes as layers. */
import { boxOf, usualReach } from "./boxes.ts";
import { colourAt, mix, paletteColour } from "./colour.ts";
import type { BetweenElement, BoxElement, Element, Numbers, SeriesElement, StackElement } from "./element.ts";
import { barEdges, boxPlaces, span, stackedTops, usualBoxWidth } from "./extent.ts";
import type { Drawn } from "./figure.ts";
import {
  type Canvas,
  common,
  footOf,
  type JsonObject,
  layer,
  lineLayer,
  lineOf,
  markOf,
  named,
  points,
  type Row,
  shown,
  stroked,
  usualLine,
  usualMarkSize,
} from "./layer.ts";

// ---- lines and points ------------------------------------------------------------------------------------------

const steps = { none: "linear", start: "step-before", center: "step", end: "step-after" } as const;

export function drawPlot(canvas: Canvas, element: SeriesElement, drawn: Drawn): readonly JsonObject[] {
  const { options, xs, ys } = element;
  const rows = points(canvas, xs.at, ys.at);
  const line = lineOf(options.stroke, drawn.colour, usualLine);
  const curve = options.smooth === true ? "monotone" : steps[options.step ?? "none"];
  const layers = errorBars(canvas, element, drawn);
  if (line !== undefined)
    layers.push(
      lineLayer(canvas, { ...common(element), ...named(drawn), ...stroked(line), interpolate: curve }, rows),
    );
  const { mark = "none" } = options;
  const alone = line === undefined || mark !== "none" ? [] : alonePoints(rows);
  if (alone.length > 0)
    layers.push(
      layer(
        canvas,
        { ...markOf("circle", line?.colour ?? drawn.colour, aloneSize), ...common(element) },
        alone,
      ),
    );
  if (mark !== "none")
    layers.push(
      layer(
        canvas,
        {
          ...markOf(mark, options.mark_color ?? drawn.colour, options.mark_size ?? usualMarkSize),
          ...common(element),
        },
        rows.filter(isWhole),
      ),
    );
  return layers;
}

/** The size of a point that no line leads to, in points. */
const aloneSize = 3;

/** Points between gaps, or the only one: no line shows them. */
function alonePoints(rows: readonly Row[]): readonly Row[] {
  const isPoint = (row: Row | undefined): boolean => row !== undefined && isWhole(row);
  return rows.filter((row, i) => isWhole(row) && !isPoint(rows[i - 1]) && !isPoint(rows[i + 1]));
}

function isWhole(row: Row): boolean {
  return Object.values(row).every((value) => value !== null);
}

/** Half the length of the caps of error bars, in points. */
const cap = 2.5;

function errorBars(canvas: Canvas, element: SeriesElement, { colour }: Drawn): JsonObject[] {
  const { options, xs, ys } = element;
  const { x, y } = canvas.panel;
  const line = stroked(
    lineOf(options.stroke === "none" ? undefined : options.stroke, colour, 0.9) ?? {
      width: 0.9,
      colour,
      dash: "solid",
    },
  );
  const layers: JsonObject[] = [];
  const error = (errors: Numbers, i: number): number => errors[errors.length === 1 ? 0 : i] ?? 0;
  const add = (rows: readonly Row[], shape: string): void => {
    const whole = rows.filter(isWhole);
    const ends = whole.flatMap((row): Row[] => [
      { x: row["x"] ?? null, y: row["y"] ?? null },
      { x: row["x2"] ?? row["x"] ?? null, y: row["y2"] ?? row["y"] ?? null },
    ]);
    layers.push(layer(canvas, { type: "rule", ...line, strokeDash: [], ...common(element) }, whole));
    layers.push(
      layer(
        canvas,
        {
          type: "point",
          shape,
          size: (2 * cap) ** 2,
          ...line,
          strokeDash: [],
          ...common(element),
          opacity: 1,
        },
        ends,
      ),
    );
  };
  if (options.yerr !== undefined) {
    const { yerr } = options;
    const at = (i: number, sign: number): number | null =>
      shown(y, (ys.at[i] ?? Number.NaN) + sign * error(yerr, i));
    add(
      xs.at.map((value, i) => ({ x: shown(x, value), y: at(i, -1), y2: at(i, 1) })),
      "M-1,0L1,0",
    );
  }
  if (options.xerr !== undefined) {
    const { xerr } = options;
    const at = (i: number, sign: number): number | null =>
      shown(x, (xs.at[i] ?? Number.NaN) + sign * error(xerr, i));
    add(
      xs.at.map((_, i) => ({ x: at(i, -1), x2: at(i, 1), y: shown(y, ys.at[i]) })),
      "M0,-1L0,1",
    );
  }
  return layers;
}

export function drawScatter(canvas: Canvas, element: SeriesElement, drawn: Drawn): readonly JsonObject[] {
  const { options, xs, ys } = element;
  const { mark = "circle", size, values } = options;
  if (mark === "none") return [];
  const paint = values === undefined ? undefined : painter(element);
  const rows = points(canvas, xs.at, ys.at).map((row, i) => ({
    ...row,
    ...(size !== undefined && size.length > 1 ? { size: Math.max(0, size[i] ?? 0) } : {}),
    ...(paint === undefined ? {} : { c: paint(values?.[i] ?? Number.NaN) }),
  }));
  const diameter = size?.length === 1 ? Math.sqrt(Math.max(0, size[0] ?? 0)) : usualMarkSize;
  const outline = lineOf(options.stroke, drawn.colour, 0.6);
  const channel = mark === "cross" || mark === "plus" ? "stroke" : "fill";
  return [
    layer(
      canvas,
      {
        ...markOf(mark, drawn.colour, diameter),
        ...(options.stroke === undefined || outline === undefined ? {} : stroked(outline)),
        ...common(element),
        ...named(drawn),
      },
      rows.filter(isWhole),
      {
        ...(size !== undefined && size.length > 1
          ? { size: { field: "size", type: "quantitative", scale: null } }
          : {}),
        ...(paint === undefined ? {} : { [channel]: { field: "c", type: "nominal", scale: null } }),
      },
    ),
  ];
}

/** Values to colours, by the map of an element. */
export function painter(element: Element): (value: number) => string {
  const { map = "viridis" } = element.options;
  const [low, high] = colourRange(element);
  return (value) =>
    Number.isNaN(value) ? "#ffffff" : colourAt(map, high > low ? (value - low) / (high - low) : 0.5);
}

/** The values at the two ends of the colour map. */
export function colourRange(element: Element): readonly [number, number] {
  const values = "grid" in element ? element.grid.z : (element.options.values ?? []);
  const { low, high } = span(values);
  const { min, max } = element.options;
  return [min ?? (low <= high ? low : 0), max ?? (low <= high ? high : 1)];
}

// ---- bars and stems --------------------------------------------------------------------------------------------

export function drawBars(canvas: Canvas, element: SeriesElement, drawn: Drawn): readonly JsonObject[] {
  const { kind, xs, ys, options } = element;
  const upright = kind === "bar";
  const [along, across] = upright ? [xs.at, ys.at] : [ys.at, xs.at];
  const { from, to } = barEdges(along, options.bar_width, options.offset);
  const [alongAxis, acrossAxis] = upright
    ? [canvas.panel.x, canvas.panel.y]
    : [canvas.panel.y, canvas.panel.x];
  const base = footOf(acrossAxis, options.base ?? 0);
  const rows = along.map((_, i): Row => {
    const [a, b] = [shown(alongAxis, from[i]), shown(alongAxis, to[i])];
    const value = shown(acrossAxis, across[i]);
    return upright ? { x: a, x2: b, y: base, y2: value } : { x: base, x2: value, y: a, y2: b };
  });
  const outline = options.stroke === undefined ? undefined : lineOf(options.stroke, drawn.colour, 0.6);
  const mark = {
    type: "rect",
    fill: options.color ?? drawn.colour,
    ...(outline === undefined ? {} : stroked(outline)),
    ...common(element),
    ...named(drawn),
  };
  return [layer(canvas, mark, rows.filter(isWhole))];
}

export function drawStems(canvas: Canvas, element: SeriesElement, drawn: Drawn): readonly JsonObject[] {
  const { kind, xs, ys, options } = element;
  const upright = kind === "stem";
  const { x, y } = canvas.panel;
  const base = footOf(upright ? y : x, options.base ?? 0);
  const rows = points(canvas, xs.at, ys.at).filter(isWhole);
  const stems = rows.map((row): Row => (upright ? { ...row, y2: base } : { ...row, x2: base }));
  const line = lineOf(options.stroke, drawn.colour, 1.1);
  const { mark = "circle" } = options;
  const foot = upright
    ? { x: x.domain[0], x2: x.domain[1], y: base }
    : { y: y.domain[0], y2: y.domain[1], x: base };
  return [
    layer(canvas, { type: "rule", stroke: "#666666", strokeWidth: 0.6, clip: true }, [foot]),
    ...(line === undefined
      ? []
      : [layer(canvas, { type: "rule", ...stroked(line), ...common(element), ...named(drawn) }, stems)]),
    ...(mark === "none"
      ? []
      : [
          layer(
            canvas,
            {
              ...markOf(mark, options.mark_color ?? drawn.colour, options.mark_size ?? usualMarkSize),
              ...common(element),
            },
            rows,
          ),
        ]),
  ];
}

// ---- areas -----------------------------------------------------------------------------------------------------

const usualAreaOpacity = 0.35;

export function drawBetween(canvas: Canvas, element: BetweenElement, drawn: Drawn): readonly JsonObject[] {
  const { options } = element;
  const line = options.stroke === undefined ? undefined : lineOf(options.stroke, drawn.colour, 0.8);
  return [
    area(canvas, element.xs.at, element.lower, element.upper, {
      fill: options.color ?? drawn.colour,
      ...common(element),
      fillOpacity: options.opacity ?? usualAreaOpacity,
      opacity: 1,
      ...named(drawn),
      ...(options.smooth === true ? { interpolate: "monotone" } : {}),
      ...(line === undefined ? {} : { line: stroked(line) }),
    }),
  ];
}

function area(canvas: Canvas, xs: Numbers, lower: Numbers, upper: Numbers, mark: JsonObject): JsonObject {
  const { x, y } = canvas.panel;
  const rows = xs.map((value, i) => ({
    x: shown(x, value),
    y: shown(y, upper[i]),
    y2: shown(y, footOf(y, lower[i] ?? Number.NaN)),
  }));
  return layer(canvas, { type: "area", orient: "vertical", ...mark }, rows);
}

export function drawStacked(canvas: Canvas, element: StackElement, drawn: Drawn): readonly JsonObject[] {
  const tops = stackedTops(element.layers);
  return tops.map((top, k) => {
    const below = tops[k - 1] ?? top.map(() => 0);
    const label = element.options.labels?.[k];
    return area(canvas, element.xs.at, below, top, {
      fill: stackColour(element, drawn, k),
      ...common(element),
      fillOpacity: element.options.opacity ?? 0.85,
      opacity: 1,
      ...(label === undefined ? {} : { description: label }),
    });
  });
}

export function stackColour(element: StackElement, drawn: Drawn, k: number): string {
  return element.options.colors?.[k] ?? paletteColour(drawn.index + k);
}

// ---- boxes -----------------------------------------------------------------------------------------------------

export function drawBoxes(canvas: Canvas, element: BoxElement, drawn: Drawn): readonly JsonObject[] {
  const { kind, groups, options } = element;
  const upright = kind === "boxplot";
  const places = boxPlaces(groups.length, options.positions);
  const half = (options.bar_width ?? usualBoxWidth) / 2;
  const outline = lineOf(options.stroke, drawn.colour, 1);
  const median = lineOf(options.median, "#000000", 1.4);
  const boxes = groups.map((group) => boxOf(group, options.whisker_pos ?? usualReach));
  /** From `a` to `b` along the axis of the boxes, from `low` to `high` across it. */
  const row = (a: number, b: number, low: number, high: number): Row =>
    upright ? { x: a, x2: b, y: low, y2: high } : { x: low, x2: high, y: a, y2: b };
  const each = (make: (at: number, box: (typeof boxes)[number]) => readonly Row[]): readonly Row[] =>
    boxes.flatMap((box, i) => make(places[i] ?? i + 1, box));
  const rule = (style: JsonObject, rows: readonly Row[]): JsonObject =>
    layer(canvas, { type: "rule", ...style, clip: options.clip ?? true }, rows);
  const layers: JsonObject[] = [];
  if (outline !== undefined) {
    const whiskers = each((at, { q1, q3, low, high }) => [row(at, at, low, q1), row(at, at, q3, high)]);
    const caps = each((at, { low, high }) =>
      [low, high].map((end) => row(at - half / 2, at + half / 2, end, end)),
    );
    layers.push(rule(stroked(outline), whiskers), rule(stroked(outline), caps));
  }
  layers.push(
    layer(
      canvas,
      {
        type: "rect",
        fill: options.fill === undefined ? mix(drawn.colour, "#ffffff", 0.65) : String(options.fill),
        ...(outline === undefined ? {} : stroked(outline)),
        ...common(element),
        ...named(drawn),
      },
      each((at, { q1, q3 }) => [row(at - half, at + half, q1, q3)]),
    ),
  );
  if (median !== undefined)
    layers.push(
      rule(
        stroked(median),
        each((at, box) => [row(at - half, at + half, box.median, box.median)]),
      ),
    );
  const dot = (at: number, value: number): Row => (upright ? { x: at, y: value } : { x: value, y: at });
  if (options.mean !== undefined && options.mean !== "none")
    layers.push(
      layer(
        canvas,
        markOf(options.mean, "#000000", 4.5),
        each((at, { mean }) => [dot(at, mean)]),
      ),
    );
  const outliers = each((at, box) => box.outliers.map((value) => dot(at, value)));
  if (options.outliers !== "none" && outliers.length > 0)
    layers.push(
      layer(
        canvas,
        {
          ...markOf(options.outliers ?? "circle", drawn.colour, 4),
          filled: false,
          fill: "#ffffff",
          stroke: drawn.colour,
          strokeWidth: 0.8,
        },
        outliers,
      ),
    );
  return layers;
}
