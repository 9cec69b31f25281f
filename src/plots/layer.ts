/**
 * Layers of a Vega-Lite specification: a mark, its rows of data, and the axes of its panel.
 *
 * Coordinates that an axis cannot show (NaN, infinite, not positive on a logarithmic one) are null: gaps.
 */
import type { Dash, Mark, Numbers, Options, Stroke } from "./element.ts";
import type { Axis, Drawn, Panel } from "./figure.ts";

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };
export type Row = JsonObject;

/** Where an element is drawn. */
export interface Canvas {
  readonly width: number;
  readonly height: number;
  readonly fontSize: number;
  readonly panel: Panel;
  /** The `x` and `y` channels of the panel: scale and axis. */
  readonly x: JsonObject;
  readonly y: JsonObject;
}

export function layer(
  canvas: Canvas,
  mark: JsonObject,
  rows: readonly Row[],
  more: JsonObject = {},
): JsonObject {
  const [first] = rows;
  const spans: Record<string, Json> = {};
  if (first !== undefined && "x2" in first) spans["x2"] = { field: "x2" };
  if (first !== undefined && "y2" in first) spans["y2"] = { field: "y2" };
  return {
    data: { values: rows },
    mark: { aria: "description" in mark, ...mark },
    encoding: {
      x: { field: "x", type: "quantitative", ...canvas.x },
      y: { field: "y", type: "quantitative", ...canvas.y },
      ...spans,
      ...more,
    },
  };
}

/** The coordinate, or null where the axis cannot show it. */
export function shown(axis: Axis, value: number | undefined): number | null {
  if (value === undefined || !Number.isFinite(value)) return null;
  return axis.scale === "log" && value <= 0 ? null : value;
}

export function points(canvas: Canvas, xs: Numbers, ys: Numbers): readonly Row[] {
  const { x, y } = canvas.panel;
  return xs.map((value, i) => ({ x: shown(x, value), y: shown(y, ys[i]) }));
}

/** A base of bars or stems; the foot of a logarithmic axis, which has no 0. */
export function footOf(axis: Axis, base: number): number {
  return axis.scale === "log" && base <= 0 ? axis.domain[0] : base;
}

/** Several curves as one line, with gaps between. */
export function joinedCurves(curves: readonly (readonly (readonly [number, number])[])[]): readonly Row[] {
  return curves.flatMap((curve, k) => [
    ...(k === 0 ? [] : [{ x: null, y: null }]),
    ...curve.map(([x, y]) => ({ x, y })),
  ]);
}

/** Vega-Lite would sort by x. */
const order: JsonObject = { order: { field: "k", type: "quantitative" } };

function inOrder(rows: readonly Row[]): readonly Row[] {
  return rows.map((row, k) => ({ ...row, k }));
}

/** The line mark: rows in the order in which they are given. */
export function lineLayer(canvas: Canvas, mark: JsonObject, rows: readonly Row[]): JsonObject {
  return layer(canvas, { type: "line", strokeJoin: "round", ...mark }, inOrder(rows), order);
}

// ---- strokes and marks -----------------------------------------------------------------------------------------

export interface Line {
  readonly width: number;
  readonly colour: string;
  readonly dash: Dash;
}

/** Undefined where nothing is stroked. */
export function lineOf(stroke: Stroke | undefined, colour: string, width: number): Line | undefined {
  if (stroke === "none") return undefined;
  return {
    width: stroke?.width ?? width,
    colour: stroke?.colour ?? colour,
    dash: stroke?.dash ?? "solid",
  };
}

const dashLengths: { readonly [D in Dash]: Numbers } = {
  solid: [],
  dashed: [4, 2.5],
  dotted: [1, 2],
  "dash-dotted": [5, 2, 1, 2],
};

export function stroked({ width, colour, dash }: Line): JsonObject {
  const lengths = dashLengths[dash].map((length) => length * Math.max(1, width));
  return {
    stroke: colour,
    strokeWidth: width,
    ...(lengths.length === 0 ? {} : { strokeDash: lengths }),
  };
}

const shapes: { readonly [M in Exclude<Mark, "none">]: string } = {
  circle: "circle",
  point: "circle",
  square: "square",
  diamond: "diamond",
  "triangle-up": "triangle-up",
  "triangle-down": "triangle-down",
  "triangle-left": "triangle-left",
  "triangle-right": "triangle-right",
  cross: "M-.8,-.8L.8,.8M-.8,.8L.8,-.8",
  plus: "M-1,0L1,0M0,-1L0,1",
  star: "M0,-1L.235,-.324L.951,-.309L.38,.124L.588,.809L0,.4L-.588,.809L-.38,.124L-.951,-.309L-.235,-.324Z",
};

export const usualMarkSize = 5;
export const usualLine = 1.3;

/** A mark of this diameter, in points. */
export function markOf(mark: Exclude<Mark, "none">, colour: string, diameter: number): JsonObject {
  const size = (mark === "point" ? diameter / 2 : diameter) ** 2;
  const open = mark === "cross" || mark === "plus";
  return {
    type: "point",
    shape: shapes[mark],
    size,
    filled: !open,
    opacity: 1,
    ...(open ? { stroke: colour, strokeWidth: 1.1 } : { fill: colour, strokeWidth: 0 }),
  };
}

/** What every mark of an element has. */
export function common({ options }: { readonly options: Options }, clip = true): JsonObject {
  return {
    clip: options.clip ?? clip,
    ...(options.opacity === undefined ? {} : { opacity: options.opacity }),
  };
}

export function named(drawn: Drawn): JsonObject {
  const { label } = drawn.element.options;
  return label === undefined ? {} : { description: label };
}

// ---- pixels ----------------------------------------------------------------------------------------------------

/** Points from the left or top edge of the data area. */
export function toPixel(axis: Axis, value: number, length: number, horizontal: boolean): number {
  const [low, high] = axis.domain;
  const share =
    axis.scale === "log" ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low);
  return (horizontal !== axis.inverted ? share : 1 - share) * length;
}

export function fromPixel(axis: Axis, pixel: number, length: number, horizontal: boolean): number {
  const [low, high] = axis.domain;
  const share = horizontal !== axis.inverted ? pixel / length : 1 - pixel / length;
  return axis.scale === "log" ? low * (high / low) ** share : low + (high - low) * share;
}
