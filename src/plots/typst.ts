/**
 * A figure as Typst text, drawn there by the package Lilaq (`lq`). Data, limits, colours and options are written out, so that
 * the document shows what the picture shows.
 */

import { paletteColour } from "./colour.ts";
import type { Element, Mark, MeshElement, Numbers, Options, Positions, Stroke, Tick } from "./element.ts";
import { span, stackedTops } from "./extent.ts";
import type { Axis, Drawn, Figure, Panel } from "./figure.ts";
import { chosenLevels } from "./options.ts";
import { typstContent, typstString } from "./typst-text.ts";

const packageLine = '#import "@preview/lilaq:0.6.0" as lq';

/** A document that holds the diagram alone, as large as it is. */
export function documentTypst(figure: Figure): string {
  return [
    packageLine,
    "#set page(width: auto, height: auto, margin: 4pt)",
    `#set text(size: ${figure.fontSize}pt)`,
    "",
    diagramTypst(figure),
  ].join("\n");
}

/** The call alone; the document has to import Lilaq as `lq`. */
export function diagramTypst(figure: Figure): string {
  const [main, ...others] = figure.panels;
  if (main === undefined) return "";
  const { options } = figure;
  const settings: Fields = {
    title: figure.title === undefined ? undefined : typstContent(figure.title),
    width: `${number(figure.width)}pt`,
    height: `${number(figure.height)}pt`,
    ...axisFields("x", main.x),
    ...axisFields("y", main.y),
    grid: options.grid === false ? "none" : undefined,
    legend: legendOf(options),
  };
  const children = [
    ...main.elements.flatMap((drawn) => elementCalls(drawn, main)),
    ...others.map((panel) => axisCall(panel)),
  ];
  return `#lq.diagram(\n${[...fields(settings), ...children].map((line) => `  ${line.replace(/\n/g, "\n  ")},`).join("\n")}\n)`;
}

type Fields = Readonly<Record<string, string | undefined>>;

function fields(all: Fields): readonly string[] {
  return Object.entries(all).flatMap(([name, value]) => (value === undefined ? [] : [`${name}: ${value}`]));
}

function call(name: string, positional: readonly string[], named: Fields): string {
  return `lq.${name}(${[...positional, ...fields(named)].join(", ")})`;
}

// ---- axes ------------------------------------------------------------------------------------------------------

function axisFields(which: "x" | "y", axis: Axis): Fields {
  return {
    [`${which}label`]: axis.label === undefined ? undefined : typstContent(axis.label),
    [`${which}lim`]: limitsOf(axis),
    [`${which}scale`]: axis.scale === "log" ? '"log"' : undefined,
    [`${which}axis`]: hasOwnTicks(axis.ticks)
      ? `(ticks: ${ticksText(axis.ticks)}, subticks: none)`
      : undefined,
  };
}

function limitsOf({ domain: [low, high], inverted }: Axis): string {
  return inverted ? `(${number(high)}, ${number(low)})` : `(${number(low)}, ${number(high)})`;
}

/** Names, or numbers that stand for others. */
function hasOwnTicks(ticks: readonly Tick[]): boolean {
  return ticks.some(
    (tick) =>
      !/^[−\d]/.test(tick.text) ||
      (!tick.text.includes("×10") &&
        !/^10[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]/.test(tick.text) &&
        Number(tick.text.replace("−", "-")) !== tick.at),
  );
}

function ticksText(ticks: readonly Tick[]): string {
  return array(ticks.map(({ at, text }) => `(${number(at)}, ${typstContent(text)})`));
}

function axisCall(panel: Panel): string {
  const which = panel.x.hidden ? "y" : "x";
  const axis = which === "y" ? panel.y : panel.x;
  const inner = panel.elements.flatMap((drawn) => elementCalls(drawn, panel));
  return call(`${which}axis`, inner, {
    position: axis.side,
    label: axis.label === undefined ? undefined : typstContent(axis.label),
    lim: limitsOf(axis),
    scale: axis.scale === "log" ? '"log"' : undefined,
    ticks: inner.length === 0 || hasOwnTicks(axis.ticks) ? ticksText(axis.ticks) : undefined,
    subticks: inner.length === 0 ? "none" : undefined,
    stroke: axis.colour === undefined ? undefined : colour(axis.colour),
  });
}

const legendPositions: Readonly<Record<string, string>> = {
  "top left": "(position: top + left)",
  "top right": "(position: top + right)",
  "bottom left": "(position: bottom + left)",
  "bottom right": "(position: bottom + right)",
  outside: "(position: left + top, dx: 100%)",
  none: "none",
};

function legendOf({ legend }: Options): string | undefined {
  return legend === undefined ? undefined : legendPositions[legend];
}

// ---- elements --------------------------------------------------------------------------------------------------

function elementCalls(drawn: Drawn, panel: Panel): readonly string[] {
  const { element } = drawn;
  switch (element.kind) {
    case "plot":
    case "scatter":
    case "bar":
    case "hbar":
    case "stem":
    case "hstem":
      return [seriesCall(element, drawn)];
    case "fill_between":
      return [
        call("fill-between", [positions(element.xs), numbers(element.upper)], {
          y2: numbers(element.lower),
          fill: `${colour(element.options.color ?? drawn.colour)}.transparentize(${percent(1 - (element.options.opacity ?? 0.35))})`,
          stroke: strokeText(element.options.stroke),
          ...labelled(element.options),
        }),
      ];
    case "stacked_area": {
      const tops = stackedTops(element.layers);
      return tops.map((top, k) =>
        call("fill-between", [positions(element.xs), numbers(top)], {
          y2: k === 0 ? undefined : numbers(tops[k - 1] ?? []),
          fill: colour(element.options.colors?.[k] ?? paletteColour(drawn.index + k)),
          label: optionalContent(element.options.labels?.[k]),
        }),
      );
    }
    case "boxplot":
    case "hboxplot":
      return [
        call(element.kind, element.groups.map(numbers), {
          [element.kind === "boxplot" ? "x" : "y"]:
            element.options.positions === undefined ? undefined : numbers(element.options.positions),
          [element.kind === "boxplot" ? "width" : "height"]: optionalNumber(element.options.bar_width ?? 0.5),
          "whisker-pos": optionalNumber(element.options.whisker_pos),
          fill:
            typeof element.options.fill === "string"
              ? colour(element.options.fill)
              : `${colour(drawn.colour)}.lighten(65%)`,
          stroke: strokeText(element.options.stroke) ?? `1pt + ${colour(drawn.colour)}`,
          median: strokeText(element.options.median) ?? "1.4pt + black",
          outliers: markText(element.options.outliers),
          ...labelled(element.options),
        }),
      ];
    case "heatmap":
    case "colormesh":
    case "contour":
      return [meshCall(element)];
    case "quiver":
      return element.xs.map((x, k) => {
        const tail: readonly [number, number] = [x, element.ys[k] ?? 0];
        const direction = array([array([array([number(element.us[k] ?? 0), number(element.vs[k] ?? 0)])])]);
        return call("quiver", [array([number(tail[0])]), array([number(tail[1])]), direction], {
          pivot: element.options.pivot ?? "center",
          scale: number(element.options.scale_factor ?? quiverScale(element.us, element.vs, panel)),
          color: colour(element.options.color ?? "#000000"),
        });
      });
    case "place":
      return [
        call("place", [number(element.x), number(element.y), typstContent(element.text)], {
          align: element.options.align?.replace(" ", " + "),
        }),
      ];
    case "path":
      return [
        call(
          "path",
          element.xs.map((x, k) => `(${number(x)}, ${number(element.ys[k] ?? 0)})`),
          {
            closed: element.options.closed === true ? "true" : undefined,
            fill: typeof element.options.fill === "string" ? colour(element.options.fill) : undefined,
            stroke: strokeText(element.options.stroke) ?? colour(element.options.color ?? "#000000"),
            ...labelled(element.options),
          },
        ),
      ];
    default:
      return [];
  }
}

/** The longest arrow is a tenth of the smaller side. */
function quiverScale(us: Numbers, vs: Numbers, { x, y }: Panel): number {
  const longest = Math.max(...us.map((u, k) => Math.hypot(u, vs[k] ?? 0)));
  const side = Math.min(x.domain[1] - x.domain[0], y.domain[1] - y.domain[0]);
  return longest > 0 ? side / 10 / longest : 1;
}

function seriesCall(element: Extract<Element, { readonly ys: Positions }>, { colour: own }: Drawn): string {
  const { kind, xs, ys, options } = element;
  const paint = colour(options.color ?? own);
  const both = [positions(xs), positions(ys)];
  switch (kind) {
    case "plot":
      return call("plot", both, {
        xerr: options.xerr === undefined ? undefined : numbers(spread(options.xerr, xs.at.length)),
        yerr: options.yerr === undefined ? undefined : numbers(spread(options.yerr, xs.at.length)),
        color: paint,
        stroke: strokeText(options.stroke),
        mark: markText(options.mark ?? "none"),
        "mark-size": options.mark_size === undefined ? undefined : `${number(options.mark_size)}pt`,
        step: options.step,
        smooth: options.smooth === true ? "true" : undefined,
        ...labelled(options),
      });
    case "scatter":
      return call("scatter", both, {
        size: options.size === undefined ? undefined : numbers(spread(options.size, xs.at.length)),
        color: options.values === undefined ? paint : numbers(options.values),
        map: options.values === undefined ? undefined : mapText(options),
        min: optionalNumber(options.min),
        max: optionalNumber(options.max),
        mark: markText(options.mark),
        ...labelled(options),
      });
    case "bar":
    case "hbar":
      return call(kind, both, {
        fill: paint,
        stroke: strokeText(options.stroke),
        width: optionalNumber(options.bar_width),
        offset: optionalNumber(options.offset),
        base: optionalNumber(options.base),
        ...labelled(options),
      });
    case "stem":
    case "hstem":
      return call(kind, both, {
        color: paint,
        stroke: strokeText(options.stroke),
        mark: markText(options.mark),
        base: optionalNumber(options.base),
        ...labelled(options),
      });
  }
}

function spread(values: Numbers, count: number): Numbers {
  return values.length === 1 ? Array.from({ length: count }, () => values[0] ?? 0) : values;
}

/** Lilaq's values are a list for every x. */
function meshCall({ kind, grid, options }: MeshElement): string {
  const { xs, ys, z } = grid;
  const columns = xs.map((_, i) => numbers(ys.map((_, j) => z[j * xs.length + i] ?? Number.NaN)));
  const { low, high } = span(z);
  const levels = kind === "contour" ? numbers(chosenLevels(options, low, high)) : undefined;
  return call(kind === "contour" ? "contour" : "colormesh", [numbers(xs), numbers(ys), array(columns)], {
    levels,
    fill: kind === "contour" && options.fill === true ? "true" : undefined,
    stroke:
      kind === "contour"
        ? (strokeText(options.stroke) ?? (options.color === undefined ? undefined : colour(options.color)))
        : undefined,
    map: mapText(options),
    min: optionalNumber(options.min),
    max: optionalNumber(options.max),
  });
}

// ---- words -----------------------------------------------------------------------------------------------------

const mapNames: Readonly<Record<string, string>> = {
  viridis: "color.map.viridis",
  magma: "color.map.magma",
  inferno: "color.map.inferno",
  plasma: "color.map.plasma",
  turbo: "color.map.turbo",
  gray: "(black, white)",
  rdbu: "color.map.vlag",
  coolwarm: "color.map.icefire",
  cividis: "color.map.cividis",
};

function mapText({ map }: Options): string | undefined {
  return map === undefined ? undefined : mapNames[map];
}

const markLetters: { readonly [M in Mark]: string } = {
  none: "none",
  circle: '"o"',
  point: '"."',
  square: '"s"',
  diamond: '"d"',
  "triangle-up": '"^"',
  "triangle-down": '"v"',
  "triangle-left": '"<"',
  "triangle-right": '">"',
  cross: '"x"',
  plus: '"+"',
  star: '"star"',
};

function markText(mark: Mark | undefined): string | undefined {
  return mark === undefined ? undefined : markLetters[mark];
}

function strokeText(stroke: Stroke | undefined): string | undefined {
  if (stroke === undefined || stroke === "none") return stroke;
  const parts = fields({
    thickness: stroke.width === undefined ? undefined : `${number(stroke.width)}pt`,
    paint: stroke.colour === undefined ? undefined : colour(stroke.colour),
    dash:
      stroke.dash === undefined
        ? undefined
        : typstString(stroke.dash === "dash-dotted" ? "dash-dotted" : stroke.dash),
  });
  return `(${parts.join(", ")})`;
}

function labelled({ label, z_index }: Options): Fields {
  return { label: optionalContent(label), "z-index": optionalNumber(z_index) };
}

function optionalContent(text: string | undefined): string | undefined {
  return text === undefined ? undefined : typstContent(text);
}

function optionalNumber(value: number | undefined): string | undefined {
  return value === undefined ? undefined : number(value);
}

function colour(hex: string): string {
  return `rgb("${hex}")`;
}

function percent(share: number): string {
  return `${number(Math.round(share * 1000) / 10)}%`;
}

function positions({ at }: Positions): string {
  return numbers(at);
}

function numbers(values: Numbers): string {
  return array(values.map(number));
}

/** One element needs its comma. */
function array(items: readonly string[]): string {
  return items.length === 1 ? `(${items[0]},)` : `(${items.join(", ")})`;
}

function number(value: number): string {
  if (Number.isNaN(value)) return "float.nan";
  if (!Number.isFinite(value)) return value > 0 ? "float.inf" : "-float.inf";
  return String(value);
}
