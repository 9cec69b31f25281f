/** How much room elements take: the least and greatest coordinates of everything drawn. */
import { boxOf } from "./boxes.ts";
import type { Element, Numbers, ScaleKind } from "./element.ts";

/** `tight` ends need no margin: the foot of bars, the edge of a mesh. */
export interface Extent {
  readonly low: number;
  readonly high: number;
  readonly tightLow: boolean;
  readonly tightHigh: boolean;
}

export interface Room {
  readonly x: readonly Extent[];
  readonly y: readonly Extent[];
}

export function span(values: Numbers, tight = false): Extent {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values)
    if (Number.isFinite(value)) {
      if (value < low) low = value;
      if (value > high) high = value;
    }
  return { low, high, tightLow: tight, tightHigh: tight };
}

function foot(base: number): Extent {
  return { low: base, high: base, tightLow: true, tightHigh: true };
}

export function roomOf(element: Element): Room {
  switch (element.kind) {
    case "plot":
    case "scatter": {
      const { xs, ys, options } = element;
      return { x: withErrors(xs.at, options.xerr), y: withErrors(ys.at, options.yerr) };
    }
    case "bar":
    case "hbar": {
      const { kind, xs, ys, options } = element;
      const along = kind === "bar" ? xs.at : ys.at;
      const { from, to } = barEdges(along, options.bar_width, options.offset);
      const across = kind === "bar" ? ys.at : xs.at;
      return turned(kind === "bar", {
        x: [span([...from, ...to])],
        y: [span(across), foot(options.base ?? 0)],
      });
    }
    case "stem":
      return { x: [span(element.xs.at)], y: [span([...element.ys.at, element.options.base ?? 0])] };
    case "hstem":
      return { x: [span([...element.xs.at, element.options.base ?? 0])], y: [span(element.ys.at)] };
    case "fill_between":
      return { x: [span(element.xs.at)], y: [span([...element.lower, ...element.upper])] };
    case "stacked_area": {
      const tops = stackedTops(element.layers);
      return { x: [span(element.xs.at, true)], y: [...tops.map((top) => span(top)), foot(0)] };
    }
    case "boxplot":
    case "hboxplot": {
      const { kind, groups, options } = element;
      const places = boxPlaces(groups.length, options.positions);
      const half = (options.bar_width ?? usualBoxWidth) / 2;
      const along = span(places.flatMap((at) => [at - half, at + half]));
      return turned(kind === "boxplot", { x: [along], y: groups.map((group) => span(group)) });
    }
    case "heatmap":
    case "colormesh":
      return { x: [span(edgesOf(element.grid.xs), true)], y: [span(edgesOf(element.grid.ys), true)] };
    case "contour":
      return { x: [span(element.grid.xs, true)], y: [span(element.grid.ys, true)] };
    case "quiver":
      return { x: [withNeighbours(element.xs)], y: [withNeighbours(element.ys)] };
    case "path":
      return { x: [span(element.xs)], y: [span(element.ys)] };
    default:
      return { x: [], y: [] };
  }
}

function turned(upright: boolean, room: Room): Room {
  return upright ? room : { x: room.y, y: room.x };
}

function withErrors(values: Numbers, errors: Numbers | undefined): readonly Extent[] {
  if (errors === undefined) return [span(values)];
  const error = (i: number): number => errors[errors.length === 1 ? 0 : i] ?? 0;
  return [span(values.flatMap((value, i) => [value - error(i), value + error(i)]))];
}

/** Arrows reach half-way to their neighbours. */
function withNeighbours(at: Numbers): Extent {
  const { low, high } = span(at);
  const room = at.length < 4 ? 0 : (high - low) / (2 * (Math.sqrt(at.length) - 1));
  return span([low - room, high + room]);
}

/** Share of the distance between neighbours that a bar takes. */
const usualBarShare = 0.8;
export const usualBoxWidth = 0.5;

export function barEdges(
  at: Numbers,
  width: number | undefined,
  offset = 0,
): { readonly from: Numbers; readonly to: Numbers } {
  const wide = width ?? usualBarShare * leastDistance(at);
  return { from: at.map((x) => x + offset - wide / 2), to: at.map((x) => x + offset + wide / 2) };
}

function leastDistance(at: Numbers): number {
  const sorted = [...at].sort((a, b) => a - b);
  let least = Number.POSITIVE_INFINITY;
  for (let i = 1; i < sorted.length; i += 1) {
    const distance = (sorted[i] ?? 0) - (sorted[i - 1] ?? 0);
    if (distance > 0 && distance < least) least = distance;
  }
  return Number.isFinite(least) ? least : 1;
}

export function boxPlaces(count: number, positions: Numbers | undefined): Numbers {
  return positions ?? Array.from({ length: count }, (_, i) => i + 1);
}

export function stackedTops(layers: readonly Numbers[]): readonly Numbers[] {
  const tops: Numbers[] = [];
  for (const layer of layers) {
    const below = tops.at(-1);
    tops.push(layer.map((y, i) => y + (below?.[i] ?? 0)));
  }
  return tops;
}

/** Cells reach half-way to their neighbours. */
export function edgesOf(centres: Numbers): Numbers {
  const [first = 0, second = first + 1] = centres;
  const last = centres.at(-1) ?? first;
  const before = centres.at(-2) ?? last - 1;
  const inner = centres.slice(1).map((x, i) => (x + (centres[i] ?? x)) / 2);
  return [first - (second - first) / 2, ...inner, last + (last - before) / 2];
}

/** The limits of an axis that shows all of these. */
export function domainOf(
  extents: readonly Extent[],
  scale: ScaleKind,
  margin: number,
): readonly [number, number] {
  const found = extents.filter((e) => e.low <= e.high);
  let low = Math.min(...found.map((e) => e.low));
  let high = Math.max(...found.map((e) => e.high));
  if (!(low <= high)) return scale === "log" ? [1, 10] : [0, 1];
  const tightLow = found.some((e) => e.tightLow && e.low === low);
  const tightHigh = found.some((e) => e.tightHigh && e.high === high);
  if (scale === "log") {
    if (low === high) [low, high] = [low / 2, high * 2];
    const factor = (high / low) ** margin;
    return [tightLow ? low : low / factor, tightHigh ? high : high * factor];
  }
  if (low === high) {
    const half = low === 0 ? 1 : Math.abs(low) / 10;
    return [tightLow && low === 0 ? low : low - half, high + half];
  }
  const room = (high - low) * margin;
  return [tightLow ? low : low - room, tightHigh ? high : high + room];
}

/** Only what a logarithmic axis can show. */
export function positiveExtents(element: Element, axis: "x" | "y"): readonly Extent[] {
  const values = coordinatesOf(element, axis).filter((v) => v > 0);
  return values.length === 0 ? [] : [span(values)];
}

function coordinatesOf(element: Element, axis: "x" | "y"): Numbers {
  switch (element.kind) {
    case "fill_between":
      return axis === "x" ? element.xs.at : [...element.lower, ...element.upper];
    case "stacked_area":
      return axis === "x" ? element.xs.at : stackedTops(element.layers).flat();
    case "boxplot":
    case "hboxplot":
      return (axis === "y") === (element.kind === "boxplot")
        ? element.groups.flatMap((group) => [...group, boxOf(group).low])
        : boxPlaces(element.groups.length, element.options.positions);
    case "heatmap":
    case "colormesh":
    case "contour":
      return axis === "x" ? element.grid.xs : element.grid.ys;
    case "quiver":
    case "path":
      return axis === "x" ? element.xs : element.ys;
    case "place":
      return [];
    default: {
      if (!("xs" in element)) return [];
      const along = axis === "x" ? element.xs.at : element.ys.at;
      const upright = (element.kind === "bar" && axis === "x") || (element.kind === "hbar" && axis === "y");
      if (!upright) return along;
      const { from, to } = barEdges(along, element.options.bar_width, element.options.offset);
      return [...from, ...to];
    }
  }
}
