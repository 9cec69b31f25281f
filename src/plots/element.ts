/**
 * What is drawn, as data: the elements of a diagram with their options, read and checked (`read-element.ts`).
 *
 * Lengths are points (1/72 inch). Numbers of the data are reals; NaN and infinite ones are gaps.
 */
import type { Value } from "../interpret/value.ts";
import type { ColourMap } from "./colour.ts";

export type Numbers = readonly number[];

/** Positions along an axis; named ones (texts) have the positions 0, 1, 2, … */
export interface Positions {
  readonly at: Numbers;
  readonly names?: readonly string[];
}

/** Values over a grid, row by row: row j belongs to `ys[j]`, column i to `xs[i]`. */
export interface Grid {
  readonly xs: Numbers;
  readonly ys: Numbers;
  readonly z: Numbers;
}

export type SeriesKind = "plot" | "scatter" | "bar" | "hbar" | "stem" | "hstem";
export type MeshKind = "heatmap" | "colormesh" | "contour";
export type AxisKind = "xaxis" | "yaxis" | "secondary_xaxis" | "secondary_yaxis";

export type Element =
  | SeriesElement
  | BetweenElement
  | StackElement
  | BoxElement
  | MeshElement
  | QuiverElement
  | PlaceElement
  | PathElement
  | AxisElement;

export interface SeriesElement {
  readonly kind: SeriesKind;
  readonly xs: Positions;
  readonly ys: Positions;
  readonly options: Options;
}
export interface BetweenElement {
  readonly kind: "fill_between";
  readonly xs: Positions;
  readonly lower: Numbers;
  readonly upper: Numbers;
  readonly options: Options;
}
export interface StackElement {
  readonly kind: "stacked_area";
  readonly xs: Positions;
  readonly layers: readonly Numbers[];
  readonly options: Options;
}
export interface BoxElement {
  readonly kind: "boxplot" | "hboxplot";
  readonly groups: readonly Numbers[];
  readonly options: Options;
}
export interface MeshElement {
  readonly kind: MeshKind;
  readonly grid: Grid;
  readonly options: Options;
}
export interface QuiverElement {
  readonly kind: "quiver";
  readonly xs: Numbers;
  readonly ys: Numbers;
  readonly us: Numbers;
  readonly vs: Numbers;
  readonly options: Options;
}
export interface PlaceElement {
  readonly kind: "place";
  readonly x: number;
  readonly y: number;
  readonly text: string;
  readonly options: Options;
}
export interface PathElement {
  readonly kind: "path";
  readonly xs: Numbers;
  readonly ys: Numbers;
  readonly options: Options;
}

export type ElementKind = Element["kind"];

export interface AxisElement {
  readonly kind: AxisKind;
  /** Drawn on this axis; without any the axis is a second reading, or settles the diagram's own. */
  readonly elements: readonly Element[];
  /** A function of the program: what a second reading shows at a position of the diagram's own axis. */
  readonly forward?: Value;
  readonly options: Options;
}

export interface Tick {
  readonly at: number;
  readonly text: string;
}

export type Dash = "solid" | "dashed" | "dotted" | "dash-dotted";
/** `none` draws nothing. */
export type Stroke = "none" | { readonly width?: number; readonly colour?: string; readonly dash?: Dash };

export type Mark =
  | "none"
  | "circle"
  | "point"
  | "square"
  | "diamond"
  | "triangle-up"
  | "triangle-down"
  | "triangle-left"
  | "triangle-right"
  | "cross"
  | "plus"
  | "star";

export type ScaleKind = "linear" | "log";
export type LegendPlace =
  | "auto"
  | "none"
  | "outside"
  | "top left"
  | "top right"
  | "bottom left"
  | "bottom right";

/** Every option there is; which element takes which: `options.ts`. */
export interface Options {
  readonly label?: string;
  readonly color?: string;
  readonly fill?: string | boolean;
  readonly stroke?: Stroke;
  readonly opacity?: number;
  readonly mark?: Mark;
  readonly mark_size?: number;
  readonly mark_color?: string;
  readonly step?: "start" | "center" | "end" | "none";
  readonly smooth?: boolean;
  readonly xerr?: Numbers;
  readonly yerr?: Numbers;
  readonly size?: Numbers;
  readonly values?: Numbers;
  readonly map?: ColourMap;
  readonly min?: number;
  readonly max?: number;
  readonly colorbar?: boolean;
  readonly levels?: Numbers;
  readonly level_count?: number;
  readonly bar_width?: number;
  readonly offset?: number;
  readonly base?: number;
  readonly labels?: readonly string[];
  readonly colors?: readonly string[];
  readonly positions?: Numbers;
  readonly whisker_pos?: number;
  readonly median?: Stroke;
  readonly mean?: Mark;
  readonly outliers?: Mark;
  readonly scale_factor?: number;
  readonly pivot?: "start" | "center" | "end";
  readonly align?: string;
  readonly angle?: number;
  readonly closed?: boolean;
  readonly clip?: boolean;
  readonly z_index?: number;
  // ---- axes
  readonly lim?: readonly [number, number];
  readonly scale?: ScaleKind;
  readonly ticks?: Numbers | "none";
  readonly tick_labels?: readonly string[];
  readonly position?: "left" | "right" | "top" | "bottom";
  readonly inverted?: boolean;
  // ---- the diagram
  readonly title?: string;
  readonly xlabel?: string;
  readonly ylabel?: string;
  readonly xlim?: readonly [number, number];
  readonly ylim?: readonly [number, number];
  readonly xscale?: ScaleKind;
  readonly yscale?: ScaleKind;
  readonly xticks?: Numbers | "none";
  readonly yticks?: Numbers | "none";
  readonly width?: number;
  readonly height?: number;
  readonly legend?: LegendPlace;
  readonly grid?: boolean;
  readonly aspect?: "equal" | "auto";
  readonly margin?: number;
  readonly font?: string;
  readonly font_size?: number;
  readonly dpi?: number;
  readonly file?: string;
}
