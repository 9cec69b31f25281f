/**
 * The named arguments of plots: which element takes which, and how each is read.
 *
 * In: the record of a call. Out: `Options`, or the sentence that says what is wrong. Names and meanings follow Lilaq, the
 * plotting library of Typst, with `_` for `-`; lengths are numbers of centimetres (of points above 50) or texts ("8cm", "240pt").
 */
import type { RecordValue, Value } from "../interpret/value.ts";
import { nearest } from "../types/nearest.ts";
import { colourMaps, colourNames, parseColour } from "./colour.ts";
import type { Dash, ElementKind, LegendPlace, Mark, Options, Stroke } from "./element.ts";
import { linearPositions } from "./ticks.ts";
import { integerOf, numbersOf, realOf, textsOf } from "./values.ts";

/** Part of the options, or what was expected. */
type Reader = (value: Value) => Options | string;
type Readers = Readonly<Record<string, Reader>>;

export interface Misread {
  readonly title: string;
  readonly hint: string;
}

// ---- readers ---------------------------------------------------------------------------------------------------

type Keys<T> = { [K in keyof Options]-?: T extends Required<Options>[K] ? K : never }[keyof Options];

function textual(key: Keys<string>): Reader {
  return (value) => (typeof value === "string" ? { [key]: value } : "a text");
}

function logical(key: Keys<boolean>): Reader {
  return (value) => (typeof value === "boolean" ? { [key]: value } : "True or False");
}

function numeric(key: Keys<number>, least = Number.NEGATIVE_INFINITY): Reader {
  return (value) => {
    const number = realOf(value);
    if (number === undefined || !Number.isFinite(number)) return "a number";
    return number >= least ? { [key]: number } : `a number of at least ${least}`;
  };
}

function oneOf<T extends string>(key: Keys<T>, words: readonly T[]): Reader {
  return (value) => {
    const word = words.find((w) => w === value);
    return word === undefined ? `one of ${words.map((w) => `"${w}"`).join(", ")}` : { [key]: word };
  };
}

const pointsPer: Readonly<Record<string, number>> = { pt: 1, mm: 72 / 25.4, cm: 72 / 2.54, in: 72, px: 0.75 };
/** Numbers above this are points: no picture for paper is half a metre wide. */
const mostCentimetres = 50;
/** 5 metres. */
const longest = 14_173;

function length(key: Keys<number>, unit: "cm" | "pt"): Reader {
  const expected =
    unit === "cm" ? 'centimetres, or a text such as "8cm" or "240pt"' : 'points, or a text such as "6pt"';
  return (value) => {
    const points = lengthOf(value, unit);
    return points !== undefined && points > 0 && points <= longest ? { [key]: points } : expected;
  };
}

function lengthOf(value: Value, unit: "cm" | "pt"): number | undefined {
  const number = realOf(value);
  if (number !== undefined)
    return unit === "cm" && number <= mostCentimetres ? number * (pointsPer["cm"] ?? 1) : number;
  const match = typeof value === "string" ? /^\s*(\d+(?:\.\d+)?)\s*(pt|mm|cm|in|px)\s*$/.exec(value) : null;
  return match === null ? undefined : Number(match[1]) * (pointsPer[match[2] ?? "pt"] ?? 1);
}

function colour(key: Keys<string>): Reader {
  return (value) => {
    const parsed = typeof value === "string" ? parseColour(value) : undefined;
    if (parsed !== undefined) return { [key]: parsed };
    const similar = typeof value === "string" ? nearest(value, colourNames) : undefined;
    return similar === undefined
      ? 'a colour: a name such as "blue", or "#0072b2"'
      : `a colour; did you mean "${similar}"?`;
  };
}

const dashes: Readonly<Record<string, Dash>> = {
  solid: "solid",
  dashed: "dashed",
  "--": "dashed",
  dotted: "dotted",
  ":": "dotted",
  "dash-dotted": "dash-dotted",
  "-.": "dash-dotted",
};

/** `"2pt + red + dashed"`, any part of it, a number of points, or `"none"`. */
function parseStroke(value: Value): Stroke | undefined {
  const width = realOf(value);
  if (width !== undefined) return width >= 0 ? { width } : undefined;
  if (typeof value !== "string") return undefined;
  if (value.trim() === "none") return "none";
  let stroke: Exclude<Stroke, "none"> = {};
  for (const part of value.split("+").map((p) => p.trim())) {
    const wide = lengthOf(part, "pt");
    const dash = dashes[part];
    const paint = parseColour(part);
    if (wide !== undefined) stroke = { ...stroke, width: wide };
    else if (dash !== undefined) stroke = { ...stroke, dash };
    else if (paint !== undefined) stroke = { ...stroke, colour: paint };
    else return undefined;
  }
  return stroke;
}

function stroke(key: Keys<Stroke>): Reader {
  return (value) => {
    const parsed = parseStroke(value);
    return parsed === undefined
      ? 'a stroke: points, a colour, "dashed", or several such as "2pt + red + dashed"'
      : { [key]: parsed };
  };
}

const marks: Readonly<Record<string, Mark>> = {
  none: "none",
  o: "circle",
  circle: "circle",
  ".": "point",
  ",": "point",
  point: "point",
  s: "square",
  square: "square",
  d: "diamond",
  D: "diamond",
  diamond: "diamond",
  "^": "triangle-up",
  triangle: "triangle-up",
  v: "triangle-down",
  "<": "triangle-left",
  ">": "triangle-right",
  x: "cross",
  "+": "plus",
  "*": "star",
  star: "star",
};

function mark(key: Keys<Mark>): Reader {
  return (value) => {
    const found = typeof value === "string" ? marks[value] : undefined;
    return found === undefined ? `a mark: one of ${Object.keys(marks).join(" ")}` : { [key]: found };
  };
}

function numbers(key: Keys<readonly number[]>): Reader {
  return (value) => {
    const one = realOf(value);
    const found = one === undefined ? numbersOf(value) : [one];
    return found === undefined ? "a list of numbers" : { [key]: found };
  };
}

function texts(key: Keys<readonly string[]>): Reader {
  return (value) => {
    const found = textsOf(value);
    return found === undefined ? "a list of texts" : { [key]: found };
  };
}

const colours: Reader = (value) => {
  const found = textsOf(value)?.map(parseColour);
  return found?.every((c) => c !== undefined) === true ? { colors: found } : "a list of colours";
};

function limits(key: Keys<readonly [number, number]>): Reader {
  return (value) => {
    const [low, high, ...more] = numbersOf(value) ?? [];
    const finite = Number.isFinite(low) && Number.isFinite(high);
    if (low === undefined || high === undefined || !finite || low === high || more.length > 0)
      return "two different numbers, [low, high]";
    return { [key]: [low, high] };
  };
}

function positions(key: Keys<readonly number[] | "none">): Reader {
  return (value) => {
    if (value === "none") return { [key]: "none" };
    const found = numbersOf(value);
    return found === undefined ? 'a list of numbers, or "none"' : { [key]: found };
  };
}

/** Of a scatter plot: one colour, or a number for each point. */
const pointColours: Reader = (value) => {
  const values = numbersOf(value);
  return values === undefined ? colour("color")(value) : { values };
};

/** Of contours: how many, or which. */
const levels: Reader = (value) => {
  const count = integerOf(value);
  if (count !== undefined)
    return count >= 1n && count <= 200n ? { level_count: Number(count) } : "1 to 200 levels";
  const found = numbersOf(value);
  return found === undefined
    ? "how many levels, or a list of them"
    : { levels: [...found].sort((a, b) => a - b) };
};

const fillOrNot: Reader = (value) => (typeof value === "boolean" ? { fill: value } : colour("color")(value));

const legendPlaces: readonly LegendPlace[] = [
  "auto",
  "none",
  "outside",
  "top left",
  "top right",
  "bottom left",
  "bottom right",
];
const legend: Reader = (value) =>
  value === false
    ? { legend: "none" }
    : value === true
      ? { legend: "auto" }
      : oneOf("legend", legendPlaces)(value);

const fileName: Reader = (value) => {
  if (typeof value !== "string" || !/^[\p{L}\p{N}_][\p{L}\p{N} _.+-]*$/u.test(value))
    return "the name of a file, without folders";
  return /\.(?:gif|jpe?g|pdf|eps|tiff?|bmp|webp)$/i.test(value)
    ? "a name that ends in .svg or .png"
    : { file: value };
};

const closedFigure: Reader = (value) => (value === "none" ? {} : colour("fill")(value));

// ---- who takes which -------------------------------------------------------------------------------------------

const drawn: Readers = {
  label: textual("label"),
  color: colour("color"),
  stroke: stroke("stroke"),
  opacity: numeric("opacity", 0),
  alpha: numeric("opacity", 0),
  clip: logical("clip"),
  z_index: numeric("z_index"),
};
const marked: Readers = {
  mark: mark("mark"),
  mark_size: length("mark_size", "pt"),
  mark_color: colour("mark_color"),
};
const mapped: Readers = {
  map: oneOf("map", colourMaps),
  min: numeric("min"),
  max: numeric("max"),
  colorbar: logical("colorbar"),
};
const bars: Readers = {
  ...drawn,
  fill: colour("color"),
  width: numeric("bar_width", 0),
  offset: numeric("offset"),
  base: numeric("base"),
};
const stems: Readers = { ...drawn, ...marked, base: numeric("base") };
const boxes: Readers = {
  ...drawn,
  fill: closedFigure,
  width: numeric("bar_width", 0),
  whisker_pos: numeric("whisker_pos", 0),
  median: stroke("median"),
  mean: mark("mean"),
  outliers: mark("outliers"),
  labels: texts("labels"),
};
const mesh: Readers = { label: textual("label"), z_index: numeric("z_index"), ...mapped };
const axis: Readers = {
  label: textual("label"),
  color: colour("color"),
  lim: limits("lim"),
  scale: oneOf("scale", ["linear", "log"]),
  ticks: positions("ticks"),
  tick_labels: texts("tick_labels"),
  inverted: logical("inverted"),
};

const readers: { readonly [K in ElementKind | "diagram"]: Readers } = {
  plot: {
    ...drawn,
    ...marked,
    step: oneOf("step", ["none", "start", "center", "end"]),
    smooth: logical("smooth"),
    xerr: numbers("xerr"),
    yerr: numbers("yerr"),
  },
  scatter: { ...drawn, ...mapped, mark: mark("mark"), size: numbers("size"), color: pointColours },
  bar: bars,
  hbar: { ...bars, height: numeric("bar_width", 0) },
  stem: stems,
  hstem: stems,
  fill_between: { ...drawn, fill: colour("color") },
  stacked_area: {
    labels: texts("labels"),
    colors: colours,
    opacity: numeric("opacity", 0),
    stroke: stroke("stroke"),
    clip: logical("clip"),
    z_index: numeric("z_index"),
  },
  boxplot: { ...boxes, x: numbers("positions") },
  hboxplot: { ...boxes, y: numbers("positions"), height: numeric("bar_width", 0) },
  heatmap: mesh,
  colormesh: mesh,
  contour: { ...mesh, levels, fill: fillOrNot, stroke: stroke("stroke"), color: colour("color") },
  quiver: {
    ...drawn,
    ...mapped,
    scale: numeric("scale_factor", 0),
    pivot: oneOf("pivot", ["start", "center", "end"]),
    color: pointColours,
  },
  place: {
    align: oneOf("align", [
      "center",
      "left",
      "right",
      "top",
      "bottom",
      "top left",
      "top right",
      "bottom left",
      "bottom right",
    ]),
    color: colour("color"),
    size: length("font_size", "pt"),
    angle: numeric("angle"),
    clip: logical("clip"),
    z_index: numeric("z_index"),
  },
  path: { ...drawn, fill: closedFigure, closed: logical("closed") },
  xaxis: { ...axis, position: oneOf("position", ["bottom", "top"]) },
  yaxis: { ...axis, position: oneOf("position", ["left", "right"]) },
  secondary_xaxis: axis,
  secondary_yaxis: axis,
  diagram: {
    title: textual("title"),
    xlabel: textual("xlabel"),
    ylabel: textual("ylabel"),
    xlim: limits("xlim"),
    ylim: limits("ylim"),
    xscale: oneOf("xscale", ["linear", "log"]),
    yscale: oneOf("yscale", ["linear", "log"]),
    xticks: positions("xticks"),
    yticks: positions("yticks"),
    width: length("width", "cm"),
    height: length("height", "cm"),
    legend,
    grid: logical("grid"),
    aspect: oneOf("aspect", ["equal", "auto"]),
    margin: numeric("margin", 0),
    fill: closedFigure,
    font: textual("font"),
    font_size: length("font_size", "pt"),
    dpi: numeric("dpi", 10),
    file: fileName,
  },
};

/** The names an element takes, for messages and documentation. */
export function optionNames(kind: ElementKind | "diagram"): readonly string[] {
  return Object.keys(readers[kind]);
}

export function readOptions(
  kind: ElementKind | "diagram",
  record: RecordValue | undefined,
): Options | Misread {
  let options: Options = {};
  for (const [name, value] of record?.fields ?? []) {
    const reader = Object.hasOwn(readers[kind], name) ? readers[kind][name] : undefined;
    if (reader === undefined) return unknownOption(kind, name);
    // What is left to itself may be said: `color = "auto"`.
    if (value === "auto" && name !== "legend" && name !== "aspect") continue;
    const read = reader(value);
    if (typeof read === "string") return { title: `${kind}: this is no ${name}`, hint: `expected ${read}` };
    options = { ...options, ...read };
  }
  return options;
}

export function isMisread(read: Options | Misread): read is Misread {
  return "hint" in read;
}

function unknownOption(kind: string, name: string): Misread {
  const names = Object.keys(readers[kind as ElementKind]); // a key of the table
  const similar = nearest(name, names);
  return {
    title: `${kind} takes no option \`${name}\``,
    hint: similar === undefined ? `it takes ${names.join(", ")}` : `did you mean \`${similar}\`?`,
  };
}

/** Contour levels between the least and the greatest value. */
export function chosenLevels(options: Options, low: number, high: number): readonly number[] {
  if (options.levels !== undefined) return options.levels;
  const inside = linearPositions(low, high, options.level_count ?? 10).filter(
    (level) => level > low && level < high,
  );
  return inside.length > 0 ? inside : [(low + high) / 2];
}
