/** Texts for documents: tables, equations and colours in Typst, equations in LaTeX and Unicode too. */
import { equationOf } from "../../documents/equation.ts";
import { notations, type Target, targets } from "../../documents/notations.ts";
import { writeEquation } from "../../documents/write-equation.ts";
import { formatValue } from "../../interpret/format.ts";
import { textValue, type Value } from "../../interpret/value.ts";
import { parseColour } from "../../plots/colour.ts";
import { typstContent } from "../../plots/typst-text.ts";
import { itemsOf, realOf } from "../../plots/values.ts";
import { any, string, type Type } from "../../types/type.ts";
import { asMatrix, elements, rowOf } from "../arrays.ts";
import { definePrimitive } from "../define.ts";
import { declined, type EvaluationContext, type Primitive } from "../primitive.ts";
import { isCon, isNumeric, notAccepted, typed } from "../typing.ts";

// ---- tables ----------------------------------------------------------------------------------------------------

/** The text of a cell: what `typst_raw` made goes in as it is, everything else is escaped. */
function cell(value: Value): string {
  if (typeof value === "object" && value.kind === "text") return `[${value.text}]`;
  return typstContent(typeof value === "string" ? value : formatValue(value));
}

function tableText(
  name: string,
  headers: Value,
  rows: Value,
  context: EvaluationContext,
): string | undefined {
  const head = itemsOf(headers);
  const body = rowsOf(rows);
  if (head === undefined || body === undefined) return undefined;
  for (const [i, row] of body.entries())
    if (row.length !== head.length)
      context.fail("KL0505", `${name}: row ${i} has ${row.length} cells, there are ${head.length} headers`);
  const lines = [head, ...body].map((row) => row.map(cell).join(", "));
  const [first, ...rest] = lines;
  return [
    "#table(",
    `  columns: ${head.length},`,
    `  table.header(${first}),`,
    ...rest.map((line) => `  ${line},`),
    ")",
  ].join("\n");
}

/** Rows as lists or tuples, or those of a matrix. */
function rowsOf(value: Value): readonly (readonly Value[])[] | undefined {
  const matrix = typeof value === "object" && value.kind === "matrix" ? asMatrix(value) : undefined;
  if (matrix !== undefined) return Array.from({ length: matrix.rows }, (_, i) => elements(rowOf(matrix, i)));
  const rows = itemsOf(value)?.map(itemsOf);
  return rows?.every((row) => row !== undefined) === true ? rows : undefined;
}

function table(
  name: string,
  summary: string,
  example: string,
  wrap: (text: string) => Value,
  result: Type,
): Primitive {
  return definePrimitive(
    {
      name,
      arity: 2,
      yields: true,
      overloads: ["∀(a b). List(a) × List(b) → String"],
      rule: (args) => typed(args, result),
      open: true,
      doc: { summary, example, raises: "a row that is not as long as the headers" },
    },
    ([headers, rows], context) => {
      if (headers === undefined || rows === undefined) return declined;
      const text = tableText(name, headers, rows, context);
      return text === undefined ? declined : wrap(text);
    },
  );
}

// ---- equations -------------------------------------------------------------------------------------------------

const render = definePrimitive(
  {
    name: "render_to_typst",
    arity: [1, 2],
    yields: true,
    overloads: ["∀(a). a → String", "∀(a). a × String → String"],
    rule: (args) =>
      args[1] === undefined || isCon(args[1], "String") || args[1].kind === "any"
        ? typed(args, string)
        : notAccepted,
    open: true,
    doc: {
      summary: 'An equation as text in Typst; with a target, in "latex" or "unicode" as well.',
      example: 'render_to_typst(rational(1, 3), "latex") = "\\\\frac{1}{3}"',
      raises: "another target",
    },
  },
  ([value, target = "typst"], context) => {
    if (value === undefined) return declined;
    const wanted = targets.find((name): name is Target => name === target);
    if (wanted === undefined)
      return context.fail(
        "KL0506",
        `render_to_typst has no target ${formatValue(target)}`,
        `it has ${targets.map((name) => `"${name}"`).join(", ")}`,
      );
    return writeEquation(equationOf(value), notations[wanted]);
  },
);

// ---- words -----------------------------------------------------------------------------------------------------

const raw = definePrimitive(
  {
    name: "typst_raw",
    arity: 1,
    yields: true,
    overloads: ["∀(a). String → a"],
    rule: (args) => (isCon(args[0], "String") || args[0]?.kind === "any" ? typed(args, any) : notAccepted),
    open: true,
    doc: {
      summary: "Text that prints without quotes, and goes into tables as it is.",
      example: 'to_string(typst_raw("#pi")) = "#pi"',
    },
  },
  // What is raw already stays as it is.
  ([text]) => {
    if (typeof text === "object" && text.kind === "text") return text;
    return typeof text === "string" ? textValue(text) : declined;
  },
);

const lighten = definePrimitive(
  {
    name: "lighten",
    arity: 2,
    yields: true,
    overloads: ["String × ℝ → String", "String × String → String"],
    rule: (args) =>
      isCon(args[0], "String") && (isCon(args[1], "String") || isNumeric(args[1]))
        ? typed(args, string)
        : notAccepted,
    doc: {
      summary: "A colour made lighter, as options of plots take it: an amount of 0 to 1, or a percentage.",
      example: 'lighten("blue", 0.4) = "blue.lighten(40%)"',
      raises: "a text that is no colour",
    },
  },
  ([colour, amount], context) => {
    if (typeof colour !== "string" || amount === undefined) return declined;
    if (parseColour(colour) === undefined) context.fail("KL0506", `${formatValue(colour)} is no colour`);
    if (typeof amount === "string") return `${colour}.lighten(${amount})`;
    const share = realOf(amount);
    if (share === undefined) return declined;
    if (!(share >= 0 && share <= 100))
      context.fail("KL0506", `a colour cannot be made lighter by ${share}`, "0 to 1, or a percentage");
    return `${colour}.lighten(${Math.round((share <= 1 ? share * 100 : share) * 100) / 100}%)`;
  },
);

export const documents: readonly Primitive[] = [
  table(
    "table_typst",
    "A Typst table of headers and rows, as a text.",
    'table_typst(["n"], [[1]]) = "#table(\\n  columns: 1,\\n  table.header([n]),\\n  [1],\\n)"',
    (text) => text,
    string,
  ),
  table(
    "table_typst_raw",
    "A Typst table of headers and rows, printed without quotes.",
    'to_string(table_typst_raw(["n"], [[1]])) = "#table(\\n  columns: 1,\\n  table.header([n]),\\n  [1],\\n)"',
    textValue,
    any,
  ),
  raw,
  render,
  lighten,
];
