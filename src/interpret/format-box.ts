/**
 * What `out` prints: a value on one line, but a matrix, or a list whose elements are all lists, as a box
 * (language.md §9):
 *
 *     ┌       ┐
 *     │ 1   2 │
 *     │ 3  10 │
 *     └       ┘
 */
import { type FormatOptions, formatValue } from "./format.ts";
import { asRows, elements } from "./list.ts";
import { isList, isMatrix, type ListValue, type Value } from "./value.ts";

export function formatBox(value: Value, options: FormatOptions = {}): string {
  const rows = rowsOf(value);
  if (rows === undefined) return formatValue(value, options);
  const cells = rows.map((row) => [...elements(row)].map((item) => formatValue(item, options)));
  const widths: number[] = [];
  for (const row of cells) {
    for (const [j, cell] of row.entries()) widths[j] = Math.max(widths[j] ?? 0, characters(cell));
  }
  const lines = cells.map((row) => widths.map((width, j) => alignRight(row[j] ?? "", width)).join("  "));
  const blank = " ".repeat(
    widths.reduce((sum, width) => sum + width, 2 * Math.max(0, widths.length - 1)) + 2,
  );
  return [`┌${blank}┐`, ...lines.map((line) => `│ ${line} │`), `└${blank}┘`].join("\n");
}

function rowsOf(value: Value): readonly ListValue[] | undefined {
  if (isMatrix(value)) return rowsOf(asRows(value));
  if (!isList(value) || value.length === 0) return undefined;
  const rows = [...elements(value)].filter(isList);
  return rows.length === value.length ? rows : undefined;
}

function characters(text: string): number {
  return [...text].length;
}

function alignRight(text: string, width: number): string {
  return " ".repeat(width - characters(text)) + text;
}
