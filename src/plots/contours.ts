/**
 * Level curves of values on a grid by marching squares (Lorensen and Cline 1987 in two dimensions), straight between the edges
 * of cells. The higher side is on the left of every curve, so that outlines and holes of a region turn in opposite directions.
 *
 * In a saddle cell the mean of its corners decides what is joined.
 */
import type { Grid } from "./element.ts";

export type Curve = readonly (readonly [number, number])[];

/** The curves along which the values are `level`; closed ones end where they begin. */
export function levelCurves(grid: Grid, level: number): readonly Curve[] {
  return traced(fieldOf(grid, false), level);
}

/** The outlines and holes of the region where the values are at least `level`, all closed. */
export function regionAbove(grid: Grid, level: number): readonly Curve[] {
  return traced(fieldOf(grid, true), level);
}

interface Field {
  readonly xs: readonly number[];
  readonly ys: readonly number[];
  /** −∞ outside and where there is no value. */
  readonly at: (i: number, j: number) => number;
}

/** `bordered`: with one more cell around, below everything, so that no curve ends at the border. */
function fieldOf({ xs, ys, z }: Grid, bordered: boolean): Field {
  const columns = xs.length;
  const value = (i: number, j: number): number => {
    const inside = i >= 0 && i < columns && j >= 0 && j < ys.length;
    const found = inside ? (z[j * columns + i] ?? Number.NaN) : Number.NaN;
    return Number.isNaN(found) ? Number.NEGATIVE_INFINITY : found;
  };
  if (!bordered) return { xs, ys, at: value };
  const padded = (at: readonly number[]): readonly number[] => [at[0] ?? 0, ...at, at.at(-1) ?? 0];
  return { xs: padded(xs), ys: padded(ys), at: (i, j) => value(i - 1, j - 1) };
}

/** Edges of a cell. */
type Side = "bottom" | "right" | "top" | "left";

/** From edge to edge, by which corners are high: 1 bottom left, 2 bottom right, 4 top right, 8 top left. */
const crossings: readonly (readonly (readonly [Side, Side])[])[] = [
  [],
  [["bottom", "left"]],
  [["right", "bottom"]],
  [["right", "left"]],
  [["top", "right"]],
  [
    ["bottom", "left"],
    ["top", "right"],
  ],
  [["top", "bottom"]],
  [["top", "left"]],
  [["left", "top"]],
  [["bottom", "top"]],
  [
    ["right", "bottom"],
    ["left", "top"],
  ],
  [["right", "top"]],
  [["left", "right"]],
  [["bottom", "right"]],
  [["left", "bottom"]],
  [],
];
/** The saddles 5 and 10 where the high corners are joined through the middle. */
const joined: Readonly<Record<number, readonly (readonly [Side, Side])[]>> = {
  5: [
    ["bottom", "right"],
    ["top", "left"],
  ],
  10: [
    ["left", "bottom"],
    ["right", "top"],
  ],
};

function traced(field: Field, level: number): readonly Curve[] {
  const { xs, ys, at } = field;
  const width = xs.length;
  const next = new Map<number, number>();
  const arrived = new Set<number>();
  const edge = (i: number, j: number, side: Side): number => {
    const column = side === "right" ? i + 1 : i;
    const row = side === "top" ? j + 1 : j;
    return 2 * (row * width + column) + (side === "left" || side === "right" ? 1 : 0);
  };
  for (let j = 0; j + 1 < ys.length; j += 1)
    for (let i = 0; i + 1 < width; i += 1) {
      const corners = [at(i, j), at(i + 1, j), at(i + 1, j + 1), at(i, j + 1)];
      const high = corners.reduce((bits, z, k) => bits | (z >= level ? 1 << k : 0), 0);
      const middle = corners.reduce((sum, z) => sum + z, 0) / 4 >= level;
      for (const [from, to] of (middle ? joined[high] : undefined) ?? crossings[high] ?? []) {
        next.set(edge(i, j, from), edge(i, j, to));
        arrived.add(edge(i, j, to));
      }
    }
  const starts = [...next.keys()];
  const open = starts.filter((start) => !arrived.has(start));
  return [...open, ...starts].flatMap((start) => {
    const edges = follow(next, start);
    return edges.length === 0 ? [] : [edges.map((e) => crossing(field, e, level))];
  });
}

/** Takes the curve that begins at an edge out of `next`. */
function follow(next: Map<number, number>, start: number): readonly number[] {
  if (!next.has(start)) return [];
  const edges = [start];
  for (let at = next.get(start); at !== undefined; at = next.get(at)) {
    next.delete(edges.at(-1) ?? start);
    edges.push(at);
  }
  return edges;
}

function crossing({ xs, ys, at }: Field, edge: number, level: number): readonly [number, number] {
  const place = Math.floor(edge / 2);
  const [i, j] = [place % xs.length, Math.floor(place / xs.length)];
  const upright = edge % 2 === 1;
  const [i2, j2] = upright ? [i, j + 1] : [i + 1, j];
  const t = share(at(i, j), at(i2, j2), level);
  return [between(xs[i] ?? 0, xs[i2] ?? 0, t), between(ys[j] ?? 0, ys[j2] ?? 0, t)];
}

/** Where between two values the level lies; at the one that is there, where the other is missing. */
function share(a: number, b: number, level: number): number {
  if (a === Number.NEGATIVE_INFINITY) return 1;
  if (b === Number.NEGATIVE_INFINITY) return 0;
  return a === b ? 0 : (level - a) / (b - a);
}

function between(a: number, b: number, t: number): number {
  return a + (b - a) * t;
}
