/**
 * One function over all rows of tables. In: a definition's parameters and tables of numbers. Out: a program text with a function over
 * many rows, so that the whole loop is one kernel; the values that it is called with; and its results as a table.
 */
import { complexValue, type Value } from "../interpret/value.ts";
import { type EntryKind, rowsOf, sizeOf, type Table } from "../tables/table.ts";
import { constantDim, dimValue, unknownDim } from "../types/dim.ts";
import { printType } from "../types/print.ts";
import { substituteType } from "../types/traverse.ts";
import { list, matrix, real, type Type } from "../types/type.ts";

export interface BatchParam {
  readonly name: string;
  readonly type: Type;
}

/** What a row holds of one argument. */
interface RowForm {
  readonly kind: EntryKind;
  readonly element: Type;
  /** None of a number, one of a vector, two of a matrix; undefined where the table decides. */
  readonly sizes: readonly (number | undefined)[];
}

/** Numbers of tables, by the names of their types. */
export const kinds: ReadonlyMap<string, EntryKind> = new Map([
  ["ℝ", "ℝ"],
  ["ℤ", "ℤ"],
  ["Bool", "Bool"],
  ["ℂ", "ℂ"],
]);

/** Undefined for a type whose values are no fixed number of numbers. */
function rowForm(type: Type): RowForm | undefined {
  if (type.kind !== "con") return undefined;
  const kind = kinds.get(type.name);
  if (kind !== undefined) return { kind, element: type, sizes: [] };
  const element = type.args.at(-1);
  const inner = element?.kind === "con" ? kinds.get(element.name) : undefined;
  if (inner === undefined || element === undefined) return undefined;
  const sizes = type.args.slice(0, -1).map((arg) => (arg.kind === "dim" ? dimValue(arg.dim) : undefined));
  if (type.name === "List") return { kind: inner, element, sizes: [undefined] };
  return type.name === "Vector" || type.name === "Matrix" ? { kind: inner, element, sizes } : undefined;
}

/** A table for each argument, rows of one number or of all of its numbers. */
export interface Column {
  readonly table: Table;
  /** First entry in a row, and how many there are. */
  readonly from: number;
  readonly width: number;
}

export interface Batch {
  readonly rows: number;
  readonly name: string;
  readonly text: string;
  /** Of the function over rows. */
  readonly types: readonly Type[];
  /** Its arguments for rows `from` to `to`. */
  readonly values: (from: number, to: number) => readonly Value[];
}

/** Why tables do not fit a function, in words. */
export interface Unfit {
  readonly notes: readonly string[];
  readonly hint?: string;
}

export function planBatch(
  fn: string,
  params: readonly BatchParam[],
  tables: readonly { readonly name: string; readonly table: Table }[],
): Batch | Unfit {
  const forms = params.map(({ type }) => rowForm(type));
  const strange = params.find((_, i) => forms[i] === undefined);
  if (strange !== undefined)
    return { notes: [`${strange.name} : ${printType(strange.type)} is no fixed number of numbers`] };
  const known = forms.flatMap((form) => form ?? []);
  const columns = tables.length === 1 ? fromOne(params, known, tables[0]) : fromMany(params, known, tables);
  if (!isPlaced(columns)) return { ...columns, notes: [takes(fn, params), ...columns.notes] };
  const [first] = columns.placed;
  return {
    rows: first === undefined ? 0 : rowsOf(first.column.table).rows,
    name: `rows_of_${fn}`,
    text: programText(fn, columns.placed),
    types: columns.placed.map(({ sizes, element, column }) =>
      sizes.length === 0 ? list(element) : matrix(unknownDim, constantDim(column.width), element),
    ),
    values: (from, to) => columns.placed.map((argument) => block(argument, from, to)),
  };
}

interface Placed {
  readonly kind: EntryKind;
  readonly element: Type;
  /** Known now. */
  readonly sizes: readonly number[];
  readonly column: Column;
}

type Placement = { readonly placed: readonly Placed[] };

function isPlaced(outcome: Placement | Unfit): outcome is Placement {
  return "placed" in outcome;
}

function takes(fn: string, params: readonly BatchParam[]): string {
  return `${fn} takes ${params.map(({ name, type }) => `${name} : ${printType(type)}`).join(", ") || "nothing"}`;
}

interface NamedTable {
  readonly name: string;
  readonly table: Table;
}

/** All arguments side by side in one table; numbers by the names of their columns where it has those. */
function fromOne(
  params: readonly BatchParam[],
  forms: readonly RowForm[],
  given: NamedTable | undefined,
): Placement | Unfit {
  if (given === undefined) return { notes: ["there is no table"] };
  const { name, table } = given;
  const { width } = rowsOf(table);
  const found = `${name} has rows of ${counted(width)}`;
  const { names } = table;
  if (names !== undefined && forms.every(({ sizes }) => sizes.length === 0)) {
    const places = params.map((param) => names.indexOf(param.name));
    if (places.every((place) => place >= 0))
      return {
        placed: forms.flatMap((form, i) => placedAt(form, [], { table, from: places[i] ?? 0, width: 1 })),
      };
  }
  if (forms.length === 1 && forms[0] !== undefined) {
    const sizes = sizesFrom(forms[0], table.shape.slice(1));
    return sizes === undefined
      ? { notes: [found] }
      : { placed: placedAt(forms[0], sizes, { table, from: 0, width }) };
  }
  const open = params.find((_, i) => forms[i]?.sizes.includes(undefined));
  if (open !== undefined)
    return {
      notes: [`the size of ${open.name} is not known`],
      hint: "say it in the definition or by --type, or give a table for each parameter",
    };
  const all = forms.map(({ sizes }) => sizes.map((size) => size ?? 0));
  const total = all.reduce((sum, sizes) => sum + sizeOf(sizes), 0);
  if (total !== width) return { notes: [`these are ${counted(total)} a row, ${found}`] };
  let from = 0;
  return {
    placed: forms.flatMap((form, i) => {
      const sizes = all[i] ?? [];
      const column = { table, from, width: sizeOf(sizes) };
      from += column.width;
      return placedAt(form, sizes, column);
    }),
  };
}

function fromMany(
  params: readonly BatchParam[],
  forms: readonly RowForm[],
  tables: readonly NamedTable[],
): Placement | Unfit {
  if (tables.length !== params.length)
    return { notes: [`${tables.length} tables were given: one for all parameters, or one for each`] };
  const rows = rowsOf(tables[0]?.table ?? { shape: [], kind: "ℝ", values: new Float64Array() }).rows;
  const placed: Placed[] = [];
  for (const [i, { name, table }] of tables.entries()) {
    const form = forms[i];
    const found = rowsOf(table);
    if (found.rows !== rows)
      return { notes: [`${tables[0]?.name} has ${rows} rows, ${name} has ${found.rows}`] };
    const sizes = form && sizesFrom(form, table.shape.slice(1));
    if (form === undefined || sizes === undefined)
      return { notes: [`${name}, for ${params[i]?.name}, has rows of ${counted(found.width)}`] };
    placed.push(...placedAt(form, sizes, { table, from: 0, width: found.width }));
  }
  return { placed };
}

/** The sizes of an argument that is all of a row of this shape; undefined where it does not fit. */
function sizesFrom({ sizes }: RowForm, shape: readonly number[]): readonly number[] | undefined {
  const width = sizeOf(shape);
  const known = sizes.flatMap((size) => size ?? []);
  if (known.length === sizes.length) return sizeOf(known) === width ? known : undefined;
  if (shape.length === sizes.length)
    return sizes.every((size, axis) => size === undefined || size === shape[axis]) ? shape : undefined;
  // One open size follows from the others.
  const rest = sizes.length - known.length === 1 ? width / sizeOf(known) : Number.NaN;
  return Number.isInteger(rest) ? sizes.map((size) => size ?? rest) : undefined;
}

function placedAt({ kind, element }: RowForm, sizes: readonly number[], column: Column): readonly Placed[] {
  return [{ kind, element, sizes, column }];
}

export function counted(n: number): string {
  return n === 1 ? "1 number" : `${n} numbers`;
}

function programText(fn: string, placed: readonly Placed[]): string {
  const params = placed.map(({ sizes, element, column }, i) => {
    const type = printType(element);
    return `table_${i} : ${sizes.length === 0 ? `List(${type})` : `Matrix(many, ${column.width}, ${type})`}`;
  });
  const args = placed.map(({ sizes }, i) => {
    if (sizes.length === 0) return `table_${i}[row]`;
    const entries = `matrix_row(table_${i}, row)`;
    return sizes.length === 1 ? entries : `Matrix(${sizes.join(", ")}, ${entries})`;
  });
  const count = placed[0]?.sizes.length === 0 ? "length(table_0)" : "nrows(table_0)";
  return `define rows_of_${fn}(${params.join(", ")}) =\n    list_map(λ row . ${fn}(${args.join(", ")}), range(${count}))`;
}

// ---- values --------------------------------------------------------------------------------------------

function block({ kind, sizes, column: { table, from, width } }: Placed, first: number, last: number): Value {
  const all = rowsOf(table).width;
  const rows = last - first;
  const parts = table.kind === "ℂ" ? 2 : 1;
  const whole = width === all && kind === "ℝ" && table.kind === "ℝ" && table.values instanceof Float64Array;
  const items = whole
    ? (table.values as Float64Array).subarray(first * all, last * all)
    : gathered(
        rows * width,
        (k) => {
          const row = first + Math.trunc(k / width);
          return entryAt(table, (row * all + from + (k % width)) * parts, kind);
        },
        kind,
      );
  return sizes.length === 0
    ? { kind: "list", items, start: 0, length: rows }
    : { kind: "matrix", rows, columns: width, items };
}

function gathered(
  count: number,
  entry: (k: number) => Value,
  kind: EntryKind,
): Float64Array | readonly Value[] {
  if (kind !== "ℝ") return Array.from({ length: count }, (_, k) => entry(k));
  const items = new Float64Array(count);
  for (let k = 0; k < count; k += 1) items[k] = Number(entry(k));
  return items;
}

/** An entry of the table as a number of the kind that the parameter takes. */
function entryAt(table: Table, at: number, kind: EntryKind): Value {
  const value = table.values[at] ?? 0;
  switch (kind) {
    case "ℝ":
      return Number(value);
    case "ℤ":
      return typeof value === "bigint" ? value : BigInt(Math.trunc(value));
    case "Bool":
      return Number(value) !== 0;
    case "ℂ":
      return complexValue(Number(value), table.kind === "ℂ" ? Number(table.values[at + 1] ?? 0) : 0);
  }
}

/** The first row in which a table has what a parameter cannot take: 1.5 for an integer, a complex number for a real one. */
export function misfitOf(params: readonly BatchParam[], tables: readonly NamedTable[]): string | undefined {
  const wanted = params.flatMap(({ type }) => rowForm(type)?.kind ?? []);
  for (const { name, table } of tables) {
    if (table.kind === "ℂ" && !wanted.includes("ℂ")) return `${name} holds complex numbers`;
    if (table.values instanceof BigInt64Array || !wanted.every((kind) => kind === "ℤ")) continue;
    const at = table.values.findIndex((x) => !Number.isInteger(x));
    if (at >= 0)
      return `row ${Math.trunc(at / Math.max(1, rowsOf(table).width))} of ${name} holds ${table.values[at]}, which is no integer`;
  }
  return undefined;
}

/** The types that a definition's parameters have for numbers of a table: what is open is real. */
export function tableTypes(types: readonly Type[]): readonly Type[] {
  return types.map((type) => substituteType(type, { type: () => real, dim: () => unknownDim }));
}
