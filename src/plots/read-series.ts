import type { Value } from "../interpret/value.ts";
import type { Element, Options, Positions, SeriesKind } from "./element.ts";
import { counted, nonEmpty, numbers, positions, Refusal, sameLength, wrongCount } from "./reading.ts";
import { itemsOf, realOf } from "./values.ts";

export function series(kind: SeriesKind, args: readonly Value[], options: Options): Element {
  const [first, second] = args;
  if (args.length > 2 || first === undefined) throw wrongCount(kind, "ys, or xs and ys");
  const ys = positions(
    kind,
    second === undefined ? "ys" : second === first ? "values" : "ys",
    second ?? first,
  );
  const xs = second === undefined ? counted(ys.at.length) : positions(kind, "xs", first);
  if (kind === "bar" || kind === "hbar") namesInPlace(kind, xs, ys);
  sameLength(kind, "xs", xs.at, "ys", ys.at);
  nonEmpty(kind, xs.at.length);
  for (const name of ["xerr", "yerr", "size", "values"] as const) {
    const given = options[name];
    if (given !== undefined && given.length !== 1) sameLength(kind, "xs", xs.at, optionName(name), given);
  }
  return { kind, xs, ys, options };
}

/** Names stand where the bars stand; as lengths they are hardly meant. */
function namesInPlace(kind: "bar" | "hbar", xs: Positions, ys: Positions): void {
  const [places, lengths] = kind === "bar" ? [xs, ys] : [ys, xs];
  if (lengths.names === undefined || places.names !== undefined) return;
  throw new Refusal({
    code: "KL0510",
    title: `${kind}: the lengths of bars are numbers, and these are names`,
    hint: kind === "bar" ? "bar(names, heights)" : "the lengths come first: hbar(lengths, names)",
  });
}

function optionName(name: "xerr" | "yerr" | "size" | "values"): string {
  return name === "values" ? "color" : name;
}

export function between(args: readonly Value[], options: Options): Element {
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

export function stacked(args: readonly Value[], options: Options): Element {
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

export function boxes(kind: "boxplot" | "hboxplot", args: readonly Value[], options: Options): Element {
  const lists = listsIn(args);
  if (lists.length === 0) throw wrongCount(kind, "one list of numbers for each box");
  const groups = lists.map((data, i) => numbers(kind, `list ${i + 1}`, data).filter(Number.isFinite));
  for (const group of groups) nonEmpty(kind, group.length);
  const at = options.positions;
  if (at !== undefined) sameLength(kind, "the data", groups, kind === "boxplot" ? "x" : "y", at);
  if (options.labels !== undefined) sameLength(kind, "the data", groups, "labels", options.labels);
  return { kind, groups, options };
}
