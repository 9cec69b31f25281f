/**
 * Values of sparse matrices: of data types that types/sparse.ts recognises.
 *
 * Such a value is data like any other, its only field the list of its entries, which are kept in order of rows, then columns,
 * with entries at one position added up. The compressed rows that products work on are built at first use and remembered,
 * and a result in compressed rows makes its list of entries only where somebody looks at it.
 */
import { addition, binary } from "./arithmetic.ts";
import { itemsOf } from "./list.ts";
import { isNumeric, toInteger } from "./number.ts";
import { type DataValue, isTuple, type ListValue, type Value } from "./value.ts";

export type Numbers = readonly Value[] | Float64Array;

/** Entry k lies in row i where pointers[i] ≤ k < pointers[i + 1]; columns ascend within a row. Not to be written. */
export interface CompressedRows {
  readonly pointers: Int32Array;
  readonly columns: Int32Array;
  readonly values: Numbers;
}

/** The entries one by one, in order of rows, then columns. */
export interface Triplets {
  readonly rows: Float64Array;
  readonly columns: Float64Array;
  readonly values: Numbers;
}

/** Undefined: no type says so; it is the least that holds the entries, and gives way to a stated one. */
export interface StatedSizes {
  readonly rows: number | undefined;
  readonly columns: number | undefined;
}

/** The whole of a data type that a value has to name. */
export interface SparseForm {
  readonly data: string;
  readonly constructor: string;
}

/** Rows or columns of a matrix in compressed rows: an array of 1 GB. */
export const mostRows = 2 ** 28;

/** A sparse matrix in the forms that it has been asked for. */
export class SparseMatrix {
  readonly stated: StatedSizes;
  readonly #triplets: Triplets | undefined;
  #compressed: CompressedRows | undefined;
  #entries: ListValue | undefined;
  #width: number | undefined;
  #words: { readonly pointers: BigInt64Array; readonly columns: BigInt64Array } | undefined;

  constructor(
    stated: StatedSizes,
    form:
      | { readonly triplets: Triplets; readonly entries?: ListValue }
      | { readonly compressed: CompressedRows },
  ) {
    this.stated = stated;
    this.#triplets = "triplets" in form ? form.triplets : undefined;
    this.#entries = "triplets" in form ? form.entries : undefined;
    this.#compressed = "compressed" in form ? form.compressed : undefined;
  }

  /** The number of rows. */
  get rows(): number {
    if (this.stated.rows !== undefined) return this.stated.rows;
    if (this.#triplets === undefined) return this.compressed.pointers.length - 1;
    return (this.#triplets.rows.at(-1) ?? -1) + 1;
  }

  /** The number of columns. */
  get columns(): number {
    return this.stated.columns ?? this.width;
  }

  /** The least number of columns that holds the entries. */
  get width(): number {
    this.#width ??= widthOf(this.#triplets?.columns ?? this.compressed.columns);
    return this.#width;
  }

  /** The least number of rows that holds the entries. */
  get height(): number {
    if (this.#triplets !== undefined) return (this.#triplets.rows.at(-1) ?? -1) + 1;
    const { pointers, columns } = this.compressed;
    let height = pointers.length - 1;
    while (height > 0 && pointers[height - 1] === columns.length) height -= 1;
    return height;
  }

  get values(): Numbers {
    return this.#triplets?.values ?? this.compressed.values;
  }

  get compressed(): CompressedRows {
    this.#compressed ??= compress(this.#triplets ?? noTriplets, this.rows, this.columns);
    return this.#compressed;
  }

  /** Pointers and columns as native code has them. */
  get words(): { readonly pointers: BigInt64Array; readonly columns: BigInt64Array } {
    this.#words ??= { pointers: wide(this.compressed.pointers), columns: wide(this.compressed.columns) };
    return this.#words;
  }

  /** The list of triples. */
  get entries(): ListValue {
    this.#entries ??= tripletList(this.#triplets ?? expand(this.compressed));
    return this.#entries;
  }

  /** The same entries under other sizes, which hold them. */
  withSizes(stated: StatedSizes): SparseMatrix {
    if (stated.rows === this.stated.rows && stated.columns === this.stated.columns) return this;
    if (this.#triplets === undefined)
      return new SparseMatrix(stated, { compressed: withRows(this.compressed, stated.rows ?? this.height) });
    const entries = this.#entries === undefined ? {} : { entries: this.#entries };
    return new SparseMatrix(stated, { triplets: this.#triplets, ...entries });
  }

  /** The same positions with other values. */
  withValues(values: Numbers): SparseMatrix {
    if (this.#compressed !== undefined)
      return new SparseMatrix(this.stated, { compressed: { ...this.#compressed, values } });
    return new SparseMatrix(this.stated, { triplets: { ...(this.#triplets ?? noTriplets), values } });
  }
}

/** Natural numbers in 64 bits, without a `bigint` for each. */
function wide(numbers: Int32Array): BigInt64Array {
  const words = new BigInt64Array(numbers.length);
  const halves = new Int32Array(words.buffer);
  const low = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1 ? 0 : 1;
  for (let k = 0; k < numbers.length; k++) halves[2 * k + low] = numbers[k] ?? 0;
  return words;
}

function widthOf(columns: Int32Array | Float64Array): number {
  let width = 0;
  for (const column of columns) if (column >= width) width = column + 1;
  return width;
}

const noTriplets: Triplets = {
  rows: new Float64Array(),
  columns: new Float64Array(),
  values: new Float64Array(),
};

/** A data value whose entries are made where they are looked at. */
export function sparseValue(form: SparseForm, sparse: SparseMatrix): DataValue {
  return {
    kind: "data",
    data: form.data,
    constructor: form.constructor,
    sparse,
    get fields() {
      return [sparse.entries];
    },
  };
}

/** Undefined for every other value. */
export function sparseOf(value: Value | undefined): SparseMatrix | undefined {
  return typeof value === "object" && value.kind === "data" ? value.sparse : undefined;
}

export function sparseFormOf(value: Value | undefined): SparseForm | undefined {
  return typeof value === "object" && value.kind === "data" && value.sparse !== undefined
    ? { data: value.data, constructor: value.constructor }
    : undefined;
}

// --------------------------------------------------------------------------------------------- from entries

const unstated: StatedSizes = { rows: undefined, columns: undefined };

/** A position that is no natural number. */
export interface NoPosition {
  readonly negative: bigint;
}

/**
 * The matrix of these entries, in any order; several at one position are added up in the order in which they are given.
 * Undefined where some are symbolic, or positions are beyond what numbers count exactly.
 */
export function sparseFrom(entries: Value | undefined): SparseMatrix | NoPosition | undefined {
  if (typeof entries !== "object" || entries.kind !== "list") return undefined;
  const given = readTriplets(itemsOf(entries));
  if (given === undefined || "negative" in given) return given;
  if (isOrdered(given)) return new SparseMatrix(unstated, { triplets: given, entries });
  return new SparseMatrix(unstated, { triplets: ordered(given) });
}

function readTriplets(items: readonly Value[]): Triplets | NoPosition | undefined {
  const rows = new Float64Array(items.length);
  const columns = new Float64Array(items.length);
  const values: Value[] = [];
  for (const [k, item] of items.entries()) {
    if (!isTuple(item) || item.items.length !== 3) return undefined;
    const [i, j] = item.items.map(toInteger);
    const [, , value] = item.items;
    if (i === undefined || j === undefined || value === undefined || !isNumeric(value)) return undefined;
    if (i < 0n || j < 0n) return { negative: i < 0n ? i : j };
    if (i > Number.MAX_SAFE_INTEGER || j > Number.MAX_SAFE_INTEGER) return undefined;
    rows[k] = Number(i);
    columns[k] = Number(j);
    values.push(value);
  }
  return { rows, columns, values: packed(values) };
}

/** ℝ in a typed array. */
export function packed(values: readonly Value[]): Numbers {
  return values.every((value) => typeof value === "number") ? Float64Array.from(values as number[]) : values;
}

/** From one entry to the next the position grows. */
function isOrdered({ rows, columns }: Triplets): boolean {
  for (let k = 1; k < rows.length; k++) if (!comesBefore(rows, columns, k - 1, k)) return false;
  return true;
}

function comesBefore(rows: Float64Array, columns: Float64Array, p: number, q: number): boolean {
  const [i, j] = [rows[p] ?? 0, rows[q] ?? 0];
  return i < j || (i === j && (columns[p] ?? 0) < (columns[q] ?? 0));
}

function ordered({ rows, columns, values }: Triplets): Triplets {
  const order = Uint32Array.from(rows, (_, k) => k).sort(
    (p, q) => (rows[p] ?? 0) - (rows[q] ?? 0) || (columns[p] ?? 0) - (columns[q] ?? 0) || p - q,
  );
  const kept: number[] = [];
  const sums: Value[] = [];
  for (const k of order) {
    const last = kept.at(-1);
    const value = values[k] ?? 0;
    if (last !== undefined && !comesBefore(rows, columns, last, k))
      sums[sums.length - 1] = plus(sums.at(-1) ?? 0, value);
    else {
      kept.push(k);
      sums.push(value);
    }
  }
  return {
    rows: Float64Array.from(kept, (k) => rows[k] ?? 0),
    columns: Float64Array.from(kept, (k) => columns[k] ?? 0),
    values: packed(sums),
  };
}

function plus(a: Value, b: Value): Value {
  const sum = binary(addition, a, b);
  return typeof sum === "object" && sum.kind === "declined" ? a : sum;
}

function compress({ rows, columns, values }: Triplets, height: number, width: number): CompressedRows {
  if (height > mostRows || width > mostRows) throw new RangeError("Invalid array length");
  const pointers = new Int32Array(height + 1);
  for (const i of rows) pointers[i + 1] = (pointers[i + 1] ?? 0) + 1;
  for (let i = 0; i < height; i++) pointers[i + 1] = (pointers[i + 1] ?? 0) + (pointers[i] ?? 0);
  return { pointers, columns: Int32Array.from(columns), values };
}

// ----------------------------------------------------------------------------------------------- other forms

/** The row of every entry. */
export function rowsOfEntries({ pointers, columns }: CompressedRows): Int32Array {
  const rows = new Int32Array(columns.length);
  for (let i = 0; i + 1 < pointers.length; i++) rows.fill(i, pointers[i], pointers[i + 1]);
  return rows;
}

function expand(compressed: CompressedRows): Triplets {
  return {
    rows: Float64Array.from(rowsOfEntries(compressed)),
    columns: Float64Array.from(compressed.columns),
    values: compressed.values,
  };
}

function tripletList({ rows, columns, values }: Triplets): ListValue {
  const items = Array.from(rows, (i, k): Value => {
    const position = [BigInt(i), BigInt(columns[k] ?? 0)];
    return { kind: "tuple", items: [...position, values[k] ?? 0] };
  });
  return { kind: "list", items, start: 0, length: items.length };
}

/** More rows, without entries, or fewer where the last ones have none. */
function withRows(compressed: CompressedRows, rows: number): CompressedRows {
  const { pointers, columns } = compressed;
  if (pointers.length === rows + 1) return compressed;
  if (rows > mostRows) throw new RangeError("Invalid array length");
  const longer = new Int32Array(rows + 1).fill(columns.length);
  longer.set(pointers.subarray(0, rows + 1));
  return { ...compressed, pointers: longer };
}

// ------------------------------------------------------------------------------------------------------ sizes

/** Why entries or sizes do not fit; `undefined` in `wanted`: any. */
export function misfitOfSizes(sparse: SparseMatrix, wanted: StatedSizes): string | undefined {
  const { stated } = sparse;
  const differs = (have: number | undefined, want: number | undefined): boolean =>
    have !== undefined && want !== undefined && have !== want;
  if (differs(stated.rows, wanted.rows) || differs(stated.columns, wanted.columns))
    return `${stated.rows ?? "?"} rows and ${stated.columns ?? "?"} columns`;
  if (wanted.rows !== undefined && sparse.height > wanted.rows) return `an entry in row ${sparse.height - 1}`;
  if (wanted.columns !== undefined && sparse.width > wanted.columns)
    return `an entry in column ${sparse.width - 1}`;
  return undefined;
}
