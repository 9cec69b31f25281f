import type { Value } from "../interpret/value.ts";
import type { Element, Grid, MeshKind, Options } from "./element.ts";
import { counted, nonEmpty, numbers, Refusal, sameLength, wrongCount } from "./reading.ts";
import { itemsOf, tableOf } from "./values.ts";

/** More cells than this are no picture. */
const mostCells = 250_000;

export function gridOf(kind: MeshKind, args: readonly Value[]): Grid {
  const [first, second, third] = args;
  if (first === undefined || args.length === 2 || args.length > 3)
    throw wrongCount(kind, "a matrix, or xs, ys and a matrix");
  const table = tableOf(third ?? first);
  if (table === undefined)
    throw new Refusal({ code: "KL0510", title: `${kind}: the values must be a matrix of real numbers` });
  const { rows, columns, items } = table;
  if (items.length > mostCells)
    throw new Refusal({
      code: "KL0507",
      title: `${kind}: a matrix of ${rows} × ${columns} is too large to draw`,
      hint: `up to ${mostCells} values can be drawn: take every k-th row and column`,
    });
  if (kind === "contour" && (rows < 2 || columns < 2))
    throw new Refusal({ code: "KL0505", title: `contour: a matrix of ${rows} × ${columns} has no contours` });
  if (third === undefined || second === undefined)
    return { xs: counted(columns).at, ys: counted(rows).at, z: items };
  const [xs, ys] = [numbers(kind, "xs", first), numbers(kind, "ys", second)];
  if (rows !== ys.length || columns !== xs.length)
    throw new Refusal({
      code: "KL0505",
      title: `${kind}: the matrix is ${rows} × ${columns}, there are ${ys.length} ys and ${xs.length} xs`,
      hint:
        rows === xs.length && columns === ys.length
          ? "row j belongs to ys[j]: transpose the matrix"
          : "it needs a row for every y and a column for every x",
    });
  for (const [name, at] of [
    ["xs", xs],
    ["ys", ys],
  ] as const)
    if (!at.every((x, i) => i === 0 || x > (at[i - 1] ?? x)))
      throw new Refusal({ code: "KL0506", title: `${kind}: ${name} must rise from each to the next` });
  return { xs, ys, z: items };
}

export function quiver(args: readonly Value[], options: Options): Element {
  const [first, second, third, fourth] = args;
  if (first === undefined || second === undefined || third === undefined || args.length > 4)
    throw wrongCount("quiver", "xs, ys and directions, or xs, ys, us and vs");
  const [xs, ys] = [numbers("quiver", "xs", first), numbers("quiver", "ys", second)];
  nonEmpty("quiver", Math.min(xs.length, ys.length));
  const { at, us, vs } = fourth === undefined ? directions(xs, ys, third) : components(xs, ys, third, fourth);
  const { values } = options;
  if (values !== undefined) sameLength("quiver", "the arrows", us, "color", values);
  return { kind: "quiver", xs: at.map(([x]) => x), ys: at.map(([, y]) => y), us, vs, options };
}

interface Arrows {
  readonly at: readonly (readonly [number, number])[];
  readonly us: readonly number[];
  readonly vs: readonly number[];
}

/** One direction for each point (xs[k], ys[k]), or a row of them for each x: `directions[i][j]` at (xs[i], ys[j]). */
function directions(xs: readonly number[], ys: readonly number[], value: Value): Arrows {
  const table = tableOf(value);
  if (table !== undefined && table.columns === 2 && table.rows === xs.length && xs.length === ys.length)
    return paired(xs, ys, table.items);
  const rows = itemsOf(value)?.map((row) => tableOf(row));
  const fits =
    rows?.length === xs.length && rows.every((row) => row?.columns === 2 && row.rows === ys.length);
  if (rows === undefined || !fits)
    throw new Refusal({
      code: "KL0505",
      title: `quiver: the directions fit neither ${xs.length} points nor a grid of ${xs.length} × ${ys.length}`,
      hint: "give [u, v] for each point, or for each x a list with [u, v] for each y",
    });
  const items = rows.flatMap((row) => row?.items ?? []);
  const grid = xs.flatMap((x) => ys.map((y): readonly [number, number] => [x, y]));
  return paired(
    grid.map(([x]) => x),
    grid.map(([, y]) => y),
    items,
  );
}

function paired(xs: readonly number[], ys: readonly number[], items: readonly number[]): Arrows {
  return {
    at: xs.map((x, k) => [x, ys[k] ?? 0]),
    us: xs.map((_, k) => items[2 * k] ?? 0),
    vs: xs.map((_, k) => items[2 * k + 1] ?? 0),
  };
}

function components(xs: readonly number[], ys: readonly number[], first: Value, second: Value): Arrows {
  const [us, vs] = [numbers("quiver", "us", first), numbers("quiver", "vs", second)];
  sameLength("quiver", "xs", xs, "ys", ys);
  sameLength("quiver", "xs", xs, "us", us);
  sameLength("quiver", "xs", xs, "vs", vs);
  return { at: xs.map((x, k) => [x, ys[k] ?? 0]), us, vs };
}
