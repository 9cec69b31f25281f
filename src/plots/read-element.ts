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
import type { AxisElement, AxisKind, Element, ElementKind, Options } from "./element.ts";
import { isMisread, readOptions } from "./options.ts";
import { gridOf, quiver } from "./read-field.ts";
import { between, boxes, series, stacked } from "./read-series.ts";
import { nonEmpty, type Problem, Refusal, sameLength, wrongCount } from "./reading.ts";
import { realOf, tableOf } from "./values.ts";

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
