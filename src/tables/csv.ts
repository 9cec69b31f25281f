/**
 * Numbers in lines: separated by commas, semicolons, tabs or blanks; empty lines and what follows `#` count for nothing. A first line
 * that holds a word names the columns. Integers without a point or exponent are ℤ where the whole file has no others.
 */
import { type EntryKind, rowsOf, type Table, TableError } from "./table.ts";

const words: ReadonlyMap<string, number> = new Map([
  ["nan", Number.NaN],
  ["inf", Number.POSITIVE_INFINITY],
  ["+inf", Number.POSITIVE_INFINITY],
  ["-inf", Number.NEGATIVE_INFINITY],
  ["infinity", Number.POSITIVE_INFINITY],
  ["-infinity", Number.NEGATIVE_INFINITY],
  ["true", 1],
  ["false", 0],
]);

/** Where something else separates the entries, a comma is that of a decimal. */
const decimalComma = /^([+-]?\d+),(\d+)/;

/** Throws `TableError` with the line for what is no number, and for lines of different lengths. */
export function parseCsv(text: string): Table {
  const lines = text.split(/\r?\n/).map((line) => line.replace(/#.*/, "").trim());
  const filled = lines.flatMap((line, i) => (line === "" ? [] : [{ line, number: i + 1 }]));
  const separator = separatorOf(filled[0]?.line ?? "");
  const cells = ({ line }: { readonly line: string }) =>
    line.split(separator).map((cell) => cell.trim().replace(/^"(.*)"$/, "$1"));
  const first = filled[0] === undefined ? [] : cells(filled[0]);
  const readCell = (cell: string) => numberOf(separator === "," ? cell : cell.replace(decimalComma, "$1.$2"));
  const named = first.some((cell) => readCell(cell) === undefined && cell !== "");
  const body = named ? filled.slice(1) : filled;
  const width = first.length;
  const values = new Float64Array(body.length * width);
  let kind: EntryKind | undefined;
  body.forEach((line, row) => {
    const entries = cells(line);
    if (entries.length !== width)
      throw new TableError(
        `line ${line.number} has ${entries.length === 1 ? "1 entry" : `${entries.length} entries`}, the first one ${width}`,
      );
    entries.forEach((cell, column) => {
      const value = readCell(cell);
      if (value === undefined)
        throw new TableError(
          `line ${line.number}: ${cell === "" ? "an entry is empty" : `\`${cell}\` is no number`}`,
        );
      values[row * width + column] = value;
      kind = joined(kind, /^[+-]?\d+$/.test(cell) ? "ℤ" : /^(true|false)$/i.test(cell) ? "Bool" : "ℝ");
    });
  });
  const shape = width === 1 ? [body.length] : [body.length, width];
  const names = named ? { names: first } : {};
  if (kind === "ℤ" && values.every(Number.isSafeInteger))
    return { shape, kind, values: BigInt64Array.from(values, (x) => BigInt(x)), ...names };
  return { shape, kind: kind === "Bool" ? "Bool" : "ℝ", values, ...names };
}

function separatorOf(line: string): RegExp | string {
  return [";", "\t", ","].find((sign) => line.includes(sign)) ?? /\s+/;
}

function numberOf(cell: string): number | undefined {
  const word = words.get(cell.toLowerCase());
  if (word !== undefined) return word;
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(cell) ? Number(cell) : undefined;
}

function joined(a: EntryKind | undefined, b: EntryKind): EntryKind {
  return a === undefined || a === b ? b : "ℝ";
}

/** A line for each row, entries behind commas; a complex number is two columns. */
export function writeCsv(table: Table): string {
  const { rows, width } = rowsOf(table);
  const columns = width * (table.kind === "ℂ" ? 2 : 1);
  const text = (value: number | bigint | undefined): string => {
    if (table.kind === "Bool") return value === 1 ? "true" : "false";
    if (typeof value === "number" && !Number.isFinite(value))
      return Number.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
    return Object.is(value, -0) ? "-0" : String(value);
  };
  const lines: string[] = [];
  for (let row = 0; row < rows; row += 1)
    lines.push(Array.from({ length: columns }, (_, c) => text(table.values[row * columns + c])).join(","));
  return lines.map((line) => `${line}\n`).join("");
}
