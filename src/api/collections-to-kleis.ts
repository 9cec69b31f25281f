/** Data, sparse matrices, maps, sets, records, fractions and bit vectors out of objects of JavaScript. */
import { mapOf, setOf } from "../interpret/collections.ts";
import { rationalValue } from "../interpret/number.ts";
import {
  type CompressedRows,
  misfitOfSizes,
  packed,
  type SparseForm,
  SparseMatrix,
  sparseFrom,
  sparseValue,
} from "../interpret/sparse.ts";
import { bitsValue, dataValue, recordValue, tupleValue, type Value } from "../interpret/value.ts";
import { dimValue } from "../types/dim.ts";
import type { DataConstructor, DataType } from "../types/environment.ts";
import { any, type Type } from "../types/type.ts";
import { isObject, toKleis } from "./to-kleis.ts";
import { atType, type DataTypes } from "./values.ts";

export type NamedType = Extract<Type, { kind: "con" }>;

// ---- data ----------------------------------------------------------------------------------------------

/** `{ tag, fields }`, the fields in order or by their names; a constructor without fields also as its name. */
export function convertData(given: unknown, type: NamedType, known: DataTypes): Value | undefined {
  const data = known.data(type.name);
  if (data === undefined) return undefined;
  const { tag, fields = [] } = isObject(given) ? given : { tag: given };
  const variant = data.constructors.find((c) => c.name === tag);
  if (data.sparse !== undefined && variant === undefined)
    return convertSparse(given, data, data.sparse, type, known);
  if (variant === undefined) return undefined;
  const parts = fieldsOf(variant, fields);
  const values = parts.map((part, i) => {
    const field = variant.fields[i];
    const value = toKleis(part, field === undefined ? any : atType(field.type, data, type), known);
    if (field?.natural === true && typeof value === "bigint" && value < 0n)
      throw new TypeError(`expected a natural number, got ${value}`);
    return value;
  });
  return data.sparse === undefined
    ? dataValue(data.name, variant.name, values)
    : sparseOfEntries(values[0], sizesOf(type), { data: data.name, constructor: variant.name });
}

function fieldsOf(variant: DataConstructor, given: unknown): readonly unknown[] {
  const { name, fields } = variant;
  if (Array.isArray(given)) {
    if (given.length !== fields.length)
      throw new TypeError(`${name} has ${fields.length} fields, got ${given.length}`);
    return given;
  }
  if (!isObject(given))
    throw new TypeError(`the fields of ${name} are an array, or an object of their names`);
  const unknown = Object.keys(given).find((key) => !fields.some((field) => field.name === key));
  if (unknown !== undefined) throw new TypeError(`${name} has no field ${unknown}`);
  return fields.map((field) => {
    if (field.name === undefined || !(field.name in given))
      throw new TypeError(`${name} lacks the field ${field.name ?? "without a name"}`);
    return given[field.name];
  });
}

// ---- sparse matrices -----------------------------------------------------------------------------------

interface Sizes {
  readonly rows: number | undefined;
  readonly columns: number | undefined;
}

function sizesOf({ args }: NamedType): Sizes {
  const [rows, columns] = args.map((arg) => (arg.kind === "dim" ? dimValue(arg.dim) : undefined));
  return { rows, columns };
}

function convertSparse(
  given: unknown,
  data: DataType,
  entry: Type,
  type: NamedType,
  known: DataTypes,
): Value | undefined {
  const [variant] = data.constructors;
  if (!isObject(given) || variant === undefined) return undefined;
  const form = { data: data.name, constructor: variant.name };
  const stated = sizesOf(type);
  const sizes = {
    rows: size(given["rows"]) ?? stated.rows,
    columns: size(given["columns"]) ?? stated.columns,
  };
  if ((stated.rows ?? sizes.rows) !== sizes.rows || (stated.columns ?? sizes.columns) !== sizes.columns)
    throw new TypeError(`the matrix has ${sizes.rows} rows and ${sizes.columns} columns`);
  if (Array.isArray(given["entries"])) {
    const triples = given["entries"].map((triple: unknown) => {
      if (!Array.isArray(triple) || triple.length !== 3)
        throw new TypeError("an entry is [row, column, value]");
      const [row, column, value] = triple as readonly unknown[];
      return tupleValue(position(row), position(column), toKleis(value, entry, known));
    });
    const list: Value = { kind: "list", items: triples, start: 0, length: triples.length };
    return sparseOfEntries(list, sizes, form);
  }
  const compressed = compressedRows(given, entry, known);
  if (compressed === undefined) return undefined;
  const rows = sizes.rows ?? compressed.pointers.length - 1;
  if (rows !== compressed.pointers.length - 1)
    throw new TypeError(`${rows} rows need ${rows + 1} pointers, got ${compressed.pointers.length}`);
  return within(new SparseMatrix({ ...sizes, rows }, { compressed }), sizes, form);
}

function size(given: unknown): number | undefined {
  return typeof given === "number" && Number.isSafeInteger(given) && given >= 0 ? given : undefined;
}

function position(given: unknown): bigint {
  const known = size(given);
  if (known === undefined) throw new TypeError(`a position counts from 0, got ${String(given)}`);
  return BigInt(known);
}

function sparseOfEntries(entries: Value | undefined, sizes: Sizes, form: SparseForm): Value | undefined {
  const sparse = sparseFrom(entries);
  if (sparse === undefined || "negative" in sparse) return undefined;
  return within(sparse, sizes, form);
}

/** With its sizes, which have to hold the entries. */
function within(sparse: SparseMatrix, sizes: Sizes, form: SparseForm): Value {
  const misfit = misfitOfSizes(sparse, sizes);
  if (misfit !== undefined)
    throw new TypeError(`${misfit}: the matrix is ${sizes.rows ?? "?"} × ${sizes.columns ?? "?"}`);
  return sparseValue(form, sparse.withSizes(sizes));
}

function compressedRows(
  given: Readonly<Record<string, unknown>>,
  entry: Type,
  known: DataTypes,
): CompressedRows | undefined {
  const [pointers, columns] = [given["pointers"], given["indices"]].map(positions);
  const { values } = given;
  if (pointers === undefined || columns === undefined || !isArrayLike(values)) return undefined;
  const numbers =
    values instanceof Float64Array
      ? new Float64Array(values)
      : packed(Array.from(values, (value) => toKleis(value, entry, known)));
  if (pointers[0] !== 0 || pointers.at(-1) !== columns.length || columns.length !== numbers.length)
    throw new TypeError(
      "pointers begin with 0 and end with the number of indices, which is that of the values",
    );
  for (let row = 0; row + 1 < pointers.length; row += 1) {
    const [from = 0, to = 0] = pointers.subarray(row, row + 2);
    if (to < from) throw new TypeError(`the pointers fall at row ${row}`);
    for (let k = from + 1; k < to; k += 1)
      if ((columns[k] ?? 0) <= (columns[k - 1] ?? 0))
        throw new TypeError(`the indices of row ${row} do not ascend`);
  }
  return { pointers, columns, values: numbers };
}

function isArrayLike(given: unknown): given is ArrayLike<unknown> {
  return Array.isArray(given) || (ArrayBuffer.isView(given) && !(given instanceof DataView));
}

function positions(given: unknown): Int32Array | undefined {
  if (!isArrayLike(given)) return undefined;
  const all = Array.from(given, Number);
  return all.every((p) => Number.isInteger(p) && p >= 0 && p < 2 ** 31) ? Int32Array.from(all) : undefined;
}

// ---- collections and numbers ---------------------------------------------------------------------------

/** A `Set`, or `{ set: […] }`. */
export function convertSet(given: unknown, element: Type, known: DataTypes): Value | undefined {
  const items = given instanceof Set ? [...given] : isObject(given) ? given["set"] : undefined;
  return Array.isArray(items) ? setOf(items.map((item) => toKleis(item, element, known))) : undefined;
}

/** A `Map`, or `{ map: [[key, value], …] }`. */
export function convertMap(
  given: unknown,
  [key = any, value = any]: readonly Type[],
  known: DataTypes,
): Value | undefined {
  const entries: unknown = given instanceof Map ? [...given] : isObject(given) ? given["map"] : undefined;
  if (!Array.isArray(entries)) return undefined;
  return mapOf(
    entries.map((entry: unknown) => {
      if (!Array.isArray(entry) || entry.length !== 2)
        throw new TypeError("an entry of a map is [key, value]");
      return [toKleis(entry[0], key, known), toKleis(entry[1], value, known)] as const;
    }),
  );
}

/** `{ record: { … } }`, or the object itself. */
export function convertRecord(
  given: unknown,
  { fields }: Extract<Type, { kind: "record" }>,
  known: DataTypes,
): Value | undefined {
  const object = isObject(given) && isObject(given["record"]) ? given["record"] : given;
  if (!isObject(object)) return undefined;
  const names = fields.length === 0 ? Object.keys(object) : fields.map((field) => field.name);
  const lacking = names.find((name) => !(name in object));
  if (lacking !== undefined) throw new TypeError(`the record lacks ${lacking}`);
  return recordValue(
    names.map(
      (name) =>
        [name, toKleis(object[name], fields.find((f) => f.name === name)?.type ?? any, known)] as const,
    ),
  );
}

/** `{ rational: [numerator, denominator] }`, or an integer. */
export function convertRational(given: unknown): Value | undefined {
  const parts = isObject(given) ? given["rational"] : [given, 1];
  if (!Array.isArray(parts) || parts.length !== 2) return undefined;
  const [numerator, denominator] = parts.map(whole);
  if (numerator === undefined || denominator === undefined) return undefined;
  if (denominator === 0n) throw new TypeError("the denominator of a fraction is 0");
  return rationalValue(numerator, denominator);
}

/** `{ bits: { width, value } }`, or the number where the type says the width. */
export function convertBits(given: unknown, width: number | undefined): Value | undefined {
  const bits = isObject(given) && isObject(given["bits"]) ? given["bits"] : { width, value: given };
  const value = whole(bits["value"]);
  const size = bits["width"];
  if (value === undefined || typeof size !== "number" || size !== (width ?? size)) return undefined;
  if (!Number.isInteger(size) || size < 0 || size > widest)
    throw new TypeError(`a bit vector has 0 to ${widest} bits, got ${size}`);
  if (value < 0n || value >= 1n << BigInt(size))
    throw new TypeError(`${value} does not fit into ${size} bits`);
  return bitsValue(size, value);
}

/** Bits of one vector that come from outside: a width without a bound would ask for any amount of memory. */
const widest = 2 ** 24;

function whole(given: unknown): bigint | undefined {
  if (typeof given === "bigint") return given;
  return typeof given === "number" && Number.isSafeInteger(given) ? BigInt(given) : undefined;
}
