/**
 * A diagram laid out: which axes there are, what they show, who is drawn on which, in which colour. What is left is drawing
 * (`vega-lite.ts`) or writing it down (`typst.ts`).
 */
import { paletteColour } from "./colour.ts";
import type { AxisElement, Element, Numbers, Options, Positions, ScaleKind, Tick } from "./element.ts";
import { domainOf, type Extent, positiveExtents, roomOf } from "./extent.ts";
import { plainLabel } from "./label.ts";
import { isAxis } from "./read-element.ts";
import { textWidth } from "./text-width.ts";
import { labelled, ticksOf } from "./ticks.ts";

export interface Axis {
  readonly label: string | undefined;
  readonly scale: ScaleKind;
  readonly domain: readonly [number, number];
  readonly inverted: boolean;
  readonly ticks: readonly Tick[];
  readonly minor: Numbers;
  readonly side: "left" | "right" | "top" | "bottom";
  readonly colour: string | undefined;
  /** Axis lines, ticks and labels are left to another panel. */
  readonly hidden: boolean;
}

/** Elements on a pair of axes. The first panel of a figure has its own axes, the others what is added to them. */
export interface Panel {
  readonly x: Axis;
  readonly y: Axis;
  readonly elements: readonly Drawn[];
}

export interface Drawn {
  readonly element: Element;
  /** Of the element; the first of a stack. */
  readonly colour: string;
  /** Place in the palette. */
  readonly index: number;
}

export interface Figure {
  readonly title: string | undefined;
  /** Of the area where the data is drawn, in points. */
  readonly width: number;
  readonly height: number;
  readonly fontSize: number;
  readonly panels: readonly Panel[];
  readonly options: Options;
}

/** 9 cm × 6 cm: a column of most journals, with its labels. */
const usual = { width: 255, height: 170, margin: 0.05, fontSize: 9 };

/** What the functions of second readings give; asked for once the limits are known. */
export type Readings = ReadonlyMap<AxisElement, readonly Tick[]>;

export interface Reading {
  readonly axis: AxisElement;
  readonly domain: readonly [number, number];
  /** About how many ticks there is room for. */
  readonly wanted: number;
}

/** The second readings of a diagram with the part of its axes that they read. */
export function readingsWanted(elements: readonly Element[], options: Options): readonly Reading[] {
  const { panels, width, height, fontSize } = layOut(elements, options);
  const [main] = panels;
  return elements.filter(isAxis).flatMap((axis) => {
    if (axis.forward === undefined || main === undefined) return [];
    const own = isHorizontal(axis) ? main.x : main.y;
    const length = isHorizontal(axis) ? width : height;
    return [{ axis, domain: own.domain, wanted: wantedTicks(own === main.x ? "x" : "y", length, fontSize) }];
  });
}

export function layOut(given: readonly Element[], options: Options, readings: Readings = new Map()): Figure {
  const drawn = withNames(given);
  const axes = given.filter(isAxis);
  const extra = axes.filter((axis) => axis.elements.length > 0);
  const settings = axes.filter(isSetting);
  const own = drawn.elements.filter((element) => !isAxis(element));
  const colours = coloursOf([...own, ...extra.flatMap((axis) => axis.elements)]);
  const size = sizeOf(options);
  const x = axisSettings("x", settings, options);
  const y = axisSettings("y", settings, options);
  const context: Context = { options, size, names: drawn.names };
  const main: Panel = {
    x: axisOf("x", own, x, "bottom", context),
    y: axisOf("y", own, y, "left", context),
    elements: ordered(own, colours),
  };
  const figure = options.aspect === "equal" ? equalUnits(main, size, options) : { main, ...size };
  const others = [
    ...extra.map((axis) => extraPanel(axis, figure.main, context, colours)),
    ...axes
      .filter((axis) => axis.elements.length === 0 && !isSetting(axis))
      .map((axis) => readingPanel(axis, figure.main, readings.get(axis))),
  ];
  return {
    title: options.title,
    width: figure.width,
    height: figure.height,
    fontSize: options.font_size ?? usual.fontSize,
    panels: [figure.main, ...others],
    options,
  };
}

function isSetting(axis: AxisElement): boolean {
  return axis.elements.length === 0 && (axis.kind === "xaxis" || axis.kind === "yaxis");
}

function isHorizontal(axis: AxisElement): boolean {
  return axis.kind === "xaxis" || axis.kind === "secondary_xaxis";
}

interface Size {
  readonly width: number;
  readonly height: number;
}

function sizeOf(options: Options): Size {
  const { width, height } = options;
  if (width !== undefined) return { width, height: height ?? (width * usual.height) / usual.width };
  return { width: usual.width, height: height ?? usual.height };
}

// ---- colours and order -----------------------------------------------------------------------------------------

function coloursOf(elements: readonly Element[]): ReadonlyMap<Element, Drawn> {
  const colours = new Map<Element, Drawn>();
  let next = 0;
  for (const element of elements) {
    const { color, stroke } = element.options;
    const own = color ?? (stroke !== undefined && stroke !== "none" ? stroke.colour : undefined);
    colours.set(element, { element, colour: own ?? paletteColour(next), index: next });
    if (takesColour(element) && own === undefined)
      next += element.kind === "stacked_area" ? element.layers.length : 1;
  }
  return colours;
}

function takesColour({ kind }: Element): boolean {
  return !["heatmap", "colormesh", "contour", "quiver", "place", "path"].includes(kind);
}

/** In the order in which they are drawn: texts last, unless `z_index` says otherwise. */
function ordered(elements: readonly Element[], colours: ReadonlyMap<Element, Drawn>): readonly Drawn[] {
  const height = ({ kind, options }: Element): number => options.z_index ?? (kind === "place" ? 3 : 2);
  return [...elements].sort((a, b) => height(a) - height(b)).flatMap((element) => colours.get(element) ?? []);
}

// ---- names of positions ----------------------------------------------------------------------------------------

interface Names {
  readonly x: readonly string[];
  readonly y: readonly string[];
}

/** One name is one position, in whichever element it occurs. */
function withNames(given: readonly Element[]): {
  readonly elements: readonly Element[];
  readonly names: Names;
} {
  const names = { x: [] as string[], y: [] as string[] };
  const placed = (at: Positions, all: string[]): Positions => {
    if (at.names === undefined) return at;
    for (const name of at.names) if (!all.includes(name)) all.push(name);
    return { at: at.names.map((name) => all.indexOf(name)), names: at.names };
  };
  const elements = given.map((element): Element => {
    if (element.kind === "quiver" || element.kind === "path" || !("xs" in element)) return element;
    const xs = placed(element.xs, names.x);
    return "ys" in element ? { ...element, xs, ys: placed(element.ys, names.y) } : { ...element, xs };
  });
  return { elements, names };
}

// ---- axes ------------------------------------------------------------------------------------------------------

interface Context {
  readonly options: Options;
  readonly size: Size;
  readonly names: Names;
}

/** What the diagram's options and its bare `xaxis(…)`, `yaxis(…)` say of an axis. */
function axisSettings(which: "x" | "y", settings: readonly AxisElement[], options: Options): Options {
  const named: Options =
    which === "x"
      ? defined({ label: options.xlabel, lim: options.xlim, scale: options.xscale, ticks: options.xticks })
      : defined({ label: options.ylabel, lim: options.ylim, scale: options.yscale, ticks: options.yticks });
  const given = settings.filter((axis) => axis.kind === `${which}axis`);
  return Object.assign({}, named, ...given.map((axis) => axis.options));
}

function defined(options: { readonly [K in keyof Options]: Options[K] | undefined }): Options {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}

function axisOf(
  which: "x" | "y",
  elements: readonly Element[],
  settings: Options,
  side: Axis["side"],
  context: Context,
): Axis {
  const scale = settings.scale ?? "linear";
  const extents = elements.flatMap((e) => (scale === "log" ? positiveExtents(e, which) : roomOf(e)[which]));
  const upsideDown =
    which === "y" && settings.lim === undefined && elements.some((e) => e.kind === "heatmap");
  const [low, high, turned] = limits(extents, settings, scale, context.options.margin ?? usual.margin);
  const length = which === "x" ? context.size.width : context.size.height;
  const wanted = wantedTicks(which, length, context.options.font_size ?? usual.fontSize);
  const found = tickList(settings, elements, which, context);
  const whole = elements.some((e) => e.kind === "heatmap" && isCounted(e.grid[`${which}s`]));
  const automatic =
    found === undefined
      ? ticksOf(scale, low, high, whole ? Math.min(wanted, high - low) : wanted)
      : { major: found, minor: [] };
  return {
    label: settings.label,
    scale,
    domain: [low, high],
    inverted: turned !== (settings.inverted ?? upsideDown),
    ticks: automatic.major.filter((tick) => inside(tick.at, low, high)),
    minor: automatic.minor,
    side: settings.position ?? side,
    colour: settings.color,
    hidden: false,
  };
}

/** Numbers of rows or columns: no tick stands between them. */
function isCounted(at: Numbers): boolean {
  return at.every((value, i) => value === i);
}

function inside(at: number, low: number, high: number): boolean {
  const slack = 1e-9 * (high - low);
  return at >= low - slack && at <= high + slack;
}

/** Two heights of a line for a tick above another, six digits for one beside another. */
function wantedTicks(which: "x" | "y", length: number, fontSize: number): number {
  return Math.max(
    2,
    Math.floor(length / (which === "x" ? textWidth("000000", fontSize) * 1.4 : fontSize * 3)),
  );
}

function limits(
  extents: readonly Extent[],
  { lim }: Options,
  scale: ScaleKind,
  margin: number,
): readonly [number, number, boolean] {
  if (lim === undefined) {
    const [low, high] = domainOf(extents, scale, margin);
    return [low, high, false];
  }
  const [first, last] = lim;
  return first < last ? [first, last, false] : [last, first, true];
}

/** Ticks that the program gives, or that names of positions give. */
function tickList(
  settings: Options,
  elements: readonly Element[],
  which: "x" | "y",
  { names }: Context,
): readonly Tick[] | undefined {
  const { ticks, tick_labels: texts } = settings;
  if (ticks === "none") return [];
  if (ticks !== undefined)
    return texts === undefined
      ? labelled(ticks)
      : ticks.map((at, i) => ({ at, text: plainLabel(texts[i] ?? "") }));
  const boxes = elements.flatMap((e) => (e.kind === (which === "x" ? "boxplot" : "hboxplot") ? [e] : []));
  if (boxes.length > 0) return boxes.flatMap(boxTicks);
  const own = names[which];
  return own.length === 0 ? undefined : own.map((text, at) => ({ at, text: plainLabel(text) }));
}

function boxTicks(element: Element): readonly Tick[] {
  if (element.kind !== "boxplot" && element.kind !== "hboxplot") return [];
  const { positions, labels } = element.options;
  return element.groups.map((_, i) => {
    const at = positions?.[i] ?? i + 1;
    return { at, text: plainLabel(labels?.[i] ?? String(at)) };
  });
}

// ---- further axes ----------------------------------------------------------------------------------------------

function extraPanel(
  axis: AxisElement,
  main: Panel,
  context: Context,
  colours: ReadonlyMap<Element, Drawn>,
): Panel {
  const horizontal = isHorizontal(axis);
  const side = horizontal ? "top" : "right";
  const own = axisOf(horizontal ? "x" : "y", axis.elements, axis.options, side, context);
  const elements = ordered(axis.elements, colours);
  return horizontal ? { x: own, y: hidden(main.y), elements } : { x: hidden(main.x), y: own, elements };
}

function readingPanel(axis: AxisElement, main: Panel, reading: readonly Tick[] | undefined): Panel {
  const horizontal = isHorizontal(axis);
  const base = horizontal ? main.x : main.y;
  const { label, color, position } = axis.options;
  const own: Axis = {
    ...base,
    label,
    ticks: reading ?? base.ticks,
    minor: reading === undefined ? base.minor : [],
    side: position ?? (horizontal ? "top" : "right"),
    colour: color,
  };
  return horizontal
    ? { x: own, y: hidden(main.y), elements: [] }
    : { x: hidden(main.x), y: own, elements: [] };
}

function hidden(axis: Axis): Axis {
  return { ...axis, hidden: true };
}

/** One unit is as long upwards as sideways: by the height where that is free, else by showing more. */
function equalUnits(main: Panel, size: Size, options: Options): { readonly main: Panel } & Size {
  const [xSpan, ySpan] = [lengthOf(main.x), lengthOf(main.y)];
  if (options.height === undefined) {
    const height = (size.width * ySpan) / xSpan;
    if (height >= size.width / 4 && height <= size.width * 2.5) return { main, width: size.width, height };
  }
  const perUnit = Math.min(size.width / xSpan, size.height / ySpan);
  return {
    main: { ...main, x: widened(main.x, size.width / perUnit), y: widened(main.y, size.height / perUnit) },
    ...size,
  };
}

function lengthOf({ domain: [low, high] }: Axis): number {
  return high - low;
}

function widened(axis: Axis, length: number): Axis {
  const [low, high] = axis.domain;
  const more = (length - (high - low)) / 2;
  if (more <= 0) return axis;
  const domain = [low - more, high + more] as const;
  return { ...axis, domain, ticks: ticksOf(axis.scale, domain[0], domain[1], axis.ticks.length + 1).major };
}
