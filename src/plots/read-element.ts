/**
 * Reading the arguments of a plot: values in, an `Element` out, or what is wrong with them.
 *
 * `elementValue` and `elementOf` carry an element through a program as a value of type PlotElement.
 */
import { at, itemsOf as elementsOf, listOf } from "../interpret/list.ts";
import {
  type DataValue,
  dataValue,
  isData,
  isFunction,
  isList,
  type RecordValue,
  recordValue,
  type Value,
} from "../interpret/value.ts";
import type {
  AxisElement,
  AxisKind,
  Element,
  ElementKind,
  Grid,
  MeshKind,
  Options,
  Positions,
  SeriesKind,
} from "./element.ts";
import { isMisread, readOptions } from "./options.ts";
import { firstStranger, itemsOf, numbersOf, realOf, tableOf, textsOf } from "./values.ts";

/** Why there is no element: thrown by the readers below and nowhere seen outside this file. */
class Refusal extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.title);
    this.problem = problem;
  }
}

export interface Problem {
  readonly code: `KL${number}`;
  readonly title: string;
  readonly hint?: string;
}

type Read<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: Problem };

/** The value of type PlotElement: its kind, its arguments, its options. */
export function elementValue(kind: ElementKind, args: readonly Value[], options: RecordValue): DataValue {
  return dataValue("PlotElement", "PlotElement", [kind, listOf(args), options]);
}

export function isElementValue(value: Value): value is DataValue {
  return isData(value, "PlotElement") && value.data === "PlotElement";
}

/** The element that `elementValue` made. */
export function elementOf(value: DataValue): Read<Element> {
  const [kind, args, options] = value.fields;
  const record = options !== undefined && isRecord(options) ? options : undefined;
  const items = args !== undefined && isList(args) ? elementsOf(args) : [];
  return readElement(kind as ElementKind, items, record); // written by `elementValue`
}

export function isRecord(value: Value | undefined): value is RecordValue {
  return typeof value === "object" && value.kind === "record";
}

export const noOptions: RecordValue = recordValue([]);

/** The arguments without the named ones, and those. */
export function splitArguments(args: readonly Value[]): {
  readonly values: readonly Value[];
  readonly options: RecordValue | undefined;
} {
  const last = args.at(-1);
  return isRecord(last) ? { values: args.slice(0, -1), options: last } : { values: args, options: undefined };
}

/** Elements, or lists of them. */
export function flattened(kind: string, values: readonly Value[]): Read<readonly DataValue[]> {
  const found: DataValue[] = [];
  const waiting = [...values].reverse();
  for (let value = waiting.pop(); value !== undefined; value = waiting.pop()) {
    if (isElementValue(value)) found.push(value);
    else if (isList(value)) for (let i = value.length - 1; i >= 0; i -= 1) waiting.push(at(value, i));
    else
      return refused({
        code: "KL0510",
        title: `${kind} takes elements such as plot(xs, ys), and named options`,
        hint: 'options are written name = value: diagram(plot(xs, ys), title = "A plot")',
      });
  }
  return { ok: true, value: found };
}

function refused(problem: Problem): { readonly ok: false; readonly problem: Problem } {
  return { ok: false, problem };
}

export function readElement(
  kind: ElementKind,
  args: readonly Value[],
  record: RecordValue | undefined,
): Read<Element> {
  const options = readOptions(kind, record);
  if (isMisread(options)) return refused({ code: "KL0515", ...options });
  try {
    return { ok: true, value: read(kind, args, options) };
  } catch (problem) {
    if (problem instanceof Refusal) return refused(problem.problem);
    throw problem;
  }
}

function read(kind: ElementKind, args: readonly Value[], options: Options): Element {
  switch (kind) {
    case "plot":
    case "scatter":
    case "bar":
    case "hbar":
    case "stem":
    case "hstem":
      return series(kind, args, options);
    case "fill_between":
      return between(args, options);
    case "stacked_area":
      return stacked(args, options);
    case "boxplot":
    case "hboxplot":
      return boxes(kind, args, options);
    case "heatmap":
    case "colormesh":
    case "contour":
      return { kind, grid: gridOf(kind, args), options };
    case "quiver":
      return quiver(args, options);
    case "place":
      return placed(args, options);
    case "path":
      return pathOf(args, options);
    case "xaxis":
    case "yaxis":
    case "secondary_xaxis":
    case "secondary_yaxis":
      return axisOf(kind, args, options);
  }
}

// ---- series ----------------------------------------------------------------------------------------------------

function series(kind: SeriesKind, args: readonly Value[], options: Options): Element {
  const [first, second] = args;
  if (args.length > 2 || first === undefined) throw wrongCount(kind, "ys, or xs and ys");
  const ys = positions(
    kind,
    second === undefined ? "ys" : second === first ? "values" : "ys",
    second ?? first,
  );
  const xs = second === undefined ? counted(ys.at.length) : positions(kind, "xs", first);
  sameLength(kind, "xs", xs.at, "ys", ys.at);
  nonEmpty(kind, xs.at.length);
  for (const name of ["xerr", "yerr", "size", "values"] as const) {
    const given = options[name];
    if (given !== undefined && given.length !== 1) sameLength(kind, "xs", xs.at, optionName(name), given);
  }
  return { kind, xs, ys, options };
}

function optionName(name: "xerr" | "yerr" | "size" | "values"): string {
  return name === "values" ? "color" : name;
}

function counted(length: number): Positions {
  return { at: Array.from({ length }, (_, i) => i) };
}

/** Numbers, or texts that name the positions 0, 1, 2, … */
function positions(kind: string, name: string, value: Value): Positions {
  const names = textsOf(value);
  if (names !== undefined && names.length > 0) return { at: names.map((_, i) => i), names };
  return { at: numbers(kind, name, value) };
}

function numbers(kind: string, name: string, value: Value | undefined): readonly number[] {
  const found = numbersOf(value);
  if (found !== undefined) return found;
  const stranger = value === undefined ? undefined : firstStranger(value);
  throw new Refusal({
    code: "KL0510",
    title:
      stranger === undefined
        ? `${kind}: ${name} must be a list of numbers`
        : `${kind}: ${name} must be real numbers, but element ${stranger.index} is not one`,
    hint: "real numbers are drawn: re(z), abs(z) or list_map take them out of other values",
  });
}

function sameLength(
  kind: string,
  a: string,
  xs: readonly unknown[],
  b: string,
  ys: readonly unknown[],
): void {
  if (xs.length === ys.length) return;
  throw new Refusal({
    code: "KL0505",
    title: `${kind}: ${a} has ${xs.length} ${xs.length === 1 ? "element" : "elements"}, ${b} has ${ys.length}`,
  });
}

function nonEmpty(kind: string, count: number): void {
  if (count === 0)
    throw new Refusal({ code: "KL0506", title: `${kind}: there is nothing to draw, the lists are empty` });
}

function wrongCount(kind: string, takes: string): Refusal {
  return new Refusal({
    code: "KL0506",
    title: `${kind} takes ${takes}`,
    hint: "options are written name = value",
  });
}

function between(args: readonly Value[], options: Options): Element {
  const [xs, first, second] = args;
  if (xs === undefined || first === undefined || args.length > 3)
    throw wrongCount("fill_between", "xs and ys, or xs and two lists of ys");
  const at = positions("fill_between", "xs", xs);
  const one = numbers("fill_between", "y1", first);
  const level = realOf(second);
  const two =
    second === undefined || level !== undefined
      ? one.map(() => level ?? 0)
      : numbers("fill_between", "y2", second);
  sameLength("fill_between", "xs", at.at, "y1", one);
  sameLength("fill_between", "xs", at.at, "y2", two);
  nonEmpty("fill_between", one.length);
  return { kind: "fill_between", xs: at, lower: two, upper: one, options };
}

function stacked(args: readonly Value[], options: Options): Element {
  const [xs, ...rest] = args;
  if (xs === undefined || rest.length === 0)
    throw wrongCount("stacked_area", "xs and one list of ys for each area");
  const at = positions("stacked_area", "xs", xs);
  const layers = listsIn(rest).map((ys, i) => numbers("stacked_area", `the list of ys number ${i + 1}`, ys));
  for (const [i, ys] of layers.entries())
    sameLength("stacked_area", "xs", at.at, `the list of ys number ${i + 1}`, ys);
  nonEmpty("stacked_area", at.at.length);
  return { kind: "stacked_area", xs: at, layers, options };
}

/** One list of lists stands for those lists. */
function listsIn(args: readonly Value[]): readonly Value[] {
  const [only] = args;
  if (args.length !== 1 || only === undefined) return args;
  const items = itemsOf(only);
  return items !== undefined && items.length > 0 && items.every((item) => itemsOf(item) !== undefined)
    ? items
    : args;
}

function boxes(kind: "boxplot" | "hboxplot", args: readonly Value[], options: Options): Element {
  const lists = listsIn(args);
  if (lists.length === 0) throw wrongCount(kind, "one list of numbers for each box");
  const groups = lists.map((data, i) => numbers(kind, `list ${i + 1}`, data).filter(Number.isFinite));
  for (const group of groups) nonEmpty(kind, group.length);
  const at = options.positions;
  if (at !== undefined) sameLength(kind, "the data", groups, kind === "boxplot" ? "x" : "y", at);
  if (options.labels !== undefined) sameLength(kind, "the data", groups, "labels", options.labels);
  return { kind, groups, options };
}

// ---- fields ----------------------------------------------------------------------------------------------------

/** More cells than this are no picture. */
const mostCells = 250_000;

function gridOf(kind: MeshKind, args: readonly Value[]): Grid {
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

function quiver(args: readonly Value[], options: Options): Element {
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

// ---- the rest --------------------------------------------------------------------------------------------------

function placed(args: readonly Value[], options: Options): Element {
  const [x, y, text] = args;
  const [px, py] = [realOf(x), realOf(y)];
  if (px === undefined || py === undefined || text === undefined || args.length > 3)
    throw wrongCount("place", "two numbers and a text");
  const content = textOf(text);
  if (content === undefined)
    throw new Refusal({ code: "KL0510", title: "place: the third argument must be a text" });
  return { kind: "place", x: px, y: py, text: content, options };
}

function textOf(value: Value): string | undefined {
  if (typeof value === "string") return value;
  if (typeof value === "object" && value.kind === "text") return value.text;
  const number = realOf(value);
  return number === undefined ? undefined : String(number);
}

function pathOf(args: readonly Value[], options: Options): Element {
  const [only] = args;
  const inOne = args.length === 1 && only !== undefined ? tableOf(only) : undefined;
  const table = inOne ?? tableOf(listOf(args));
  if (table === undefined || table.columns !== 2)
    throw new Refusal({
      code: "KL0510",
      title: "path takes points: [x, y] or (x, y) each",
      hint: "path([[0, 0], [1, 2], [2, 0]])",
    });
  nonEmpty("path", table.rows);
  const column = (j: 0 | 1): readonly number[] => table.items.filter((_, k) => k % 2 === j);
  return { kind: "path", xs: column(0), ys: column(1), options };
}

function axisOf(kind: AxisKind, args: readonly Value[], options: Options): Element {
  const functions = args.filter(isFunction);
  const elements = args.filter((arg) => !isFunction(arg));
  const [forward] = functions;
  const second = kind === "secondary_xaxis" || kind === "secondary_yaxis";
  if (functions.length > (second ? 2 : 0) || (forward !== undefined && elements.length > 0))
    throw wrongCount(kind, second ? "elements, or a function from the axis to what is read" : "elements");
  const found = flattened(kind, elements);
  if (!found.ok) throw new Refusal(found.problem);
  const inner = found.value.map((value) => {
    const element = elementOf(value);
    if (!element.ok) throw new Refusal(element.problem);
    if (isAxis(element.value))
      throw new Refusal({ code: "KL0510", title: `${kind}: an axis cannot hold an axis` });
    return element.value;
  });
  const { ticks, tick_labels: names } = options;
  if (names !== undefined && (ticks === undefined || ticks === "none"))
    throw new Refusal({ code: "KL0506", title: `${kind}: tick_labels need ticks to stand at` });
  if (names !== undefined && ticks !== undefined && ticks !== "none")
    sameLength(kind, "ticks", [...ticks], "tick_labels", names);
  return { kind, elements: inner, ...(forward === undefined ? {} : { forward }), options };
}

export function isAxis(element: Element): element is AxisElement {
  return "elements" in element;
}
