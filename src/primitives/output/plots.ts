/**
 * Plots: elements as values of type PlotElement, and `diagram`, which makes a picture of them.
 *
 * The rows are effects, so that none is ever tried in a kernel. An element is checked where it is made: the message stands at
 * the call that is wrong. What becomes of a picture is the surroundings' affair (`EvaluationContext.picture`).
 */

import { dataValue, textValue, type Value } from "../../interpret/value.ts";
import type { AxisElement, Element, ElementKind, Options, Tick } from "../../plots/element.ts";
import { type Figure, layOut, type Reading, readingsWanted } from "../../plots/figure.ts";
import { isMisread, readOptions } from "../../plots/options.ts";
import {
  elementOf,
  elementValue,
  flattened,
  noOptions,
  readElement,
  splitArguments,
} from "../../plots/read-element.ts";
import type { Problem } from "../../plots/reading.ts";
import { labelled, linearPositions } from "../../plots/ticks.ts";
import { diagramTypst, documentTypst } from "../../plots/typst.ts";
import { realOf } from "../../plots/values.ts";
import { any, data, type Type } from "../../types/type.ts";
import { anyNumber, defineCalling, definePrimitive } from "../define.ts";
import type { CallRequest, EvaluationContext, Primitive, TypeRule } from "../primitive.ts";
import { typed } from "../typing.ts";

const elementType = data("PlotElement", []);
const pictureType = data("PlotSVG", []);

interface Row {
  readonly kind: ElementKind;
  readonly takes: string;
  readonly summary: string;
  readonly most: number;
  readonly least?: number;
}

const rows: readonly Row[] = [
  {
    kind: "plot",
    takes: "List(ℝ) × List(ℝ)",
    most: 3,
    summary: "A line through the points (xs, ys); ys alone stand over 0, 1, 2 and so on.",
  },
  { kind: "scatter", takes: "List(ℝ) × List(ℝ)", most: 3, summary: "The points (xs, ys), each a mark." },
  {
    kind: "bar",
    takes: "List(ℝ) × List(ℝ)",
    most: 3,
    summary: "Upright bars at xs, as high as ys; xs may be names.",
  },
  {
    kind: "hbar",
    takes: "List(ℝ) × List(ℝ)",
    most: 3,
    summary: "Level bars at ys, as long as xs; ys may be names.",
  },
  {
    kind: "stem",
    takes: "List(ℝ) × List(ℝ)",
    most: 3,
    summary: "Upright lines at xs from 0 to ys, with a mark at the end.",
  },
  {
    kind: "hstem",
    takes: "List(ℝ) × List(ℝ)",
    most: 3,
    summary: "Level lines at ys from 0 to xs, with a mark at the end.",
  },
  {
    kind: "fill_between",
    takes: "List(ℝ) × List(ℝ) × List(ℝ)",
    least: 2,
    most: 4,
    summary: "The area between two curves over xs, or between one and 0.",
  },
  {
    kind: "stacked_area",
    takes: "List(ℝ) × List(ℝ)",
    least: 2,
    most: anyNumber,
    summary: "Areas over xs, each on top of the one before.",
  },
  {
    kind: "boxplot",
    takes: "List(ℝ)",
    most: anyNumber,
    summary: "An upright box for each list: quartiles, median, whiskers, outliers.",
  },
  {
    kind: "hboxplot",
    takes: "List(ℝ)",
    most: anyNumber,
    summary: "A level box for each list: quartiles, median, whiskers, outliers.",
  },
  {
    kind: "heatmap",
    takes: "Matrix(m, n)",
    most: 4,
    summary: "A matrix as colours, laid out as it is written: row 0 on top.",
  },
  {
    kind: "colormesh",
    takes: "List(ℝ) × List(ℝ) × Matrix(m, n)",
    most: 4,
    summary: "Values over a grid as colours: row j at ys[j], upwards.",
  },
  {
    kind: "contour",
    takes: "List(ℝ) × List(ℝ) × Matrix(m, n)",
    most: 4,
    summary: "Level curves of values over a grid, or filled bands.",
  },
  {
    kind: "quiver",
    takes: "List(ℝ) × List(ℝ) × List(List(ℝ))",
    least: 3,
    most: 5,
    summary: "An arrow at each point, in its direction.",
  },
  { kind: "place", takes: "ℝ × ℝ × String", least: 3, most: 4, summary: "A text at a point of the diagram." },
  {
    kind: "path",
    takes: "List(List(ℝ))",
    most: anyNumber,
    summary: "A line through points, closed and filled where asked.",
  },
  {
    kind: "xaxis",
    takes: "PlotElement",
    least: 0,
    most: anyNumber,
    summary: "Settings of the x axis; with elements, another x axis for them.",
  },
  {
    kind: "yaxis",
    takes: "PlotElement",
    least: 0,
    most: anyNumber,
    summary: "Settings of the y axis; with elements, another y axis for them.",
  },
  {
    kind: "secondary_xaxis",
    takes: "PlotElement",
    least: 0,
    most: anyNumber,
    summary: "An axis on top: for its elements, or a second reading of the x axis by a function.",
  },
  {
    kind: "secondary_yaxis",
    takes: "PlotElement",
    least: 0,
    most: anyNumber,
    summary: "An axis on the right: for its elements, or a second reading of the y axis by a function.",
  },
];

/** Everything is taken, and read at run time: functions in the form that unknown code can call. */
function anything(result: Type): TypeRule {
  return (args) =>
    typed(
      args.map((arg) => (arg.kind === "closure" || arg.kind === "function" ? any : arg)),
      result,
    );
}

function refuse(context: EvaluationContext, { code, title, hint }: Problem): never {
  return context.fail(code, title, hint);
}

const elements = rows.map(({ kind, takes, summary, least = 1, most }) =>
  definePrimitive(
    {
      name: kind,
      arity: [least, most],
      yields: true,
      overloads: [`${takes} → PlotElement`],
      rule: anything(elementType),
      open: true,
      effect: true,
      doc: {
        summary,
        example: "",
        raises: "lengths that differ, values that are no numbers, unknown options",
      },
    },
    (args, context) => {
      const { values, options } = splitArguments(args);
      const element = readElement(kind, values, options);
      return element.ok ? elementValue(kind, values, options ?? noOptions) : refuse(context, element.problem);
    },
  ),
);

// ---- diagrams --------------------------------------------------------------------------------------------------

interface Parts {
  readonly elements: readonly Element[];
  readonly options: Options;
}

function partsOf(name: string, args: readonly Value[], context: EvaluationContext): Parts {
  const { values, options: record } = splitArguments(args);
  const found = flattened(name, values);
  if (!found.ok) return refuse(context, found.problem);
  const options = readOptions("diagram", record);
  if (isMisread(options)) return refuse(context, { code: "KL0515", ...options });
  if (found.value.length === 0)
    return refuse(context, {
      code: "KL0506",
      title: `${name}: there is nothing to draw`,
      hint: "diagram(plot(xs, ys))",
    });
  const read = found.value.map((value) => {
    const element = elementOf(value);
    return element.ok ? element.value : refuse(context, element.problem);
  });
  return { elements: read, options };
}

/** A diagram laid out; the functions of second readings are asked where their ticks are. */
function* figureOf({ elements: given, options }: Parts, context: EvaluationContext): Figuring<Figure> {
  const readings = new Map<AxisElement, readonly Tick[]>();
  for (const wanted of readingsWanted(given, options))
    readings.set(wanted.axis, yield* ticksOf(wanted, context));
  return layOut(given, options, readings);
}

type Figuring<T> = Generator<CallRequest, T, Value>;

/** Round numbers of what is read, each at the position where the function gives it. */
function* ticksOf({ axis, domain, wanted }: Reading, context: EvaluationContext): Figuring<readonly Tick[]> {
  const { forward } = axis;
  if (forward === undefined) return [];
  const read = function* (at: number): Figuring<number> {
    const value = realOf(yield { callee: forward, args: [at] });
    return (
      value ??
      refuse(context, { code: "KL0510", title: `${axis.kind}: the function must give a real number` })
    );
  };
  const [low, high] = domain;
  const ends = [yield* read(low), yield* read(high)] as const;
  const [least, most] = [Math.min(...ends), Math.max(...ends)];
  if (!Number.isFinite(least) || !Number.isFinite(most) || least === most)
    return refuse(context, {
      code: "KL0506",
      title: `${axis.kind}: the function must rise or fall over the whole axis, from ${low} to ${high}`,
    });
  const ticks: Tick[] = [];
  for (const { at: value, text } of labelled(linearPositions(least, most, wanted))) {
    let [below, above] = ends[0] < ends[1] ? [low, high] : [high, low];
    for (let step = 0; step < bisections; step += 1) {
      const middle = (below + above) / 2;
      if ((yield* read(middle)) < value) below = middle;
      else above = middle;
    }
    ticks.push({ at: rounded((below + above) / 2, high - low), text });
  }
  return ticks;
}

/** To a millionth of the axis, as a short number. */
function rounded(value: number, length: number): number {
  const unit = 10 ** Math.floor(Math.log10(length) - 6);
  return Number((Math.round(value / unit) * unit).toPrecision(12));
}

/** Halvings of the axis: far below the rounding. */
const bisections = 32;

const diagram = defineCalling(
  {
    name: "diagram",
    arity: [1, anyNumber],
    yields: true,
    overloads: ["PlotElement → PlotSVG"],
    rule: anything(pictureType),
    open: true,
    effect: true,
    doc: {
      summary: "A picture of plot elements, written to a file; gives the size of its data area in points.",
      example: "",
      raises: "no elements, unknown options",
    },
  },
  function* (args, context) {
    const figure = yield* figureOf(partsOf("diagram", args, context), context);
    context.picture?.(figure);
    return dataValue("PlotSVG", "PlotSVG", [figure.width, figure.height]);
  },
);

function exported(name: string, summary: string, write: (figure: Figure) => string): Primitive {
  return defineCalling(
    {
      name,
      arity: [1, anyNumber],
      yields: true,
      overloads: ["∀(a). PlotElement → a"],
      rule: anything(any),
      open: true,
      effect: true,
      doc: { summary, example: "", source: "Lilaq, the plotting package of Typst" },
    },
    function* (args, context) {
      const figure = yield* figureOf(partsOf(name, args, context), context);
      return textValue(write(figure));
    },
  );
}

export const plots: readonly Primitive[] = [
  ...elements,
  diagram,
  exported("export_typst", "The diagram as a Typst document of its own.", documentTypst),
  exported("export_typst_fragment", "The diagram as Typst text, to stand in a document.", diagramTypst),
];
