/**
 * Values of the language ↔ values of JavaScript.
 *
 * ℝ is a number, ℤ a number up to 2^53 and a bigint beyond, Bool a boolean, String a string; a list or vector of ℝ is a
 * `Float64Array`, any other list an array; everything else is the object that `--json` writes, a matrix with its elements
 * row by row in one array. Arrays of ℝ are handed over, never copied.
 */
import { unreachable } from "../base/outcome.ts";
import { entriesOfMap, itemsOfSet } from "../interpret/collections.ts";
import { fieldValue, gridSize } from "../interpret/field.ts";
import { formatValue } from "../interpret/format.ts";

import { at } from "../interpret/list.ts";
import {
  complexValue,
  type ListValue,
  type MatrixValue,
  tupleValue,
  type Value,
} from "../interpret/value.ts";
import { dimValue } from "../types/dim.ts";
import { printType } from "../types/print.ts";
import { any, type Type } from "../types/type.ts";

export type KleisValue =
  | number
  | bigint
  | boolean
  | string
  | Float64Array
  | readonly KleisValue[]
  | MatrixData
  | ComplexData
  | { readonly rational: readonly [bigint, bigint] }
  | { readonly tuple: readonly KleisValue[] }
  | { readonly tag: string; readonly fields: readonly KleisValue[] }
  | { readonly record: Readonly<Record<string, KleisValue>> }
  | { readonly bits: { readonly width: number; readonly value: number | bigint } }
  | { readonly set: readonly KleisValue[] }
  | { readonly complement: readonly KleisValue[] }
  | { readonly map: readonly (readonly [KleisValue, KleisValue])[] }
  | { readonly function: string }
  | { readonly expr: string };

export interface MatrixData {
  readonly rows: number;
  readonly columns: number;
  /** `rows * columns` elements, row by row. */
  readonly items: Float64Array | readonly KleisValue[];
}

export interface ComplexData {
  readonly re: number;
  readonly im: number;
}

const largestPlain = BigInt(Number.MAX_SAFE_INTEGER);

/** A value of this type for JavaScript. */
export function fromKleis(value: Value, type: Type): KleisValue {
  if (typeof value === "bigint") return plainInteger(value);
  if (typeof value !== "object") return value;
  switch (value.kind) {
    case "unit":
      return { tuple: [] };
    case "rational":
      return { rational: [value.numerator, value.denominator] };
    case "complex":
      return { re: value.re, im: value.im };
    case "list": {
      const { items, start, length } = value;
      if (items instanceof Float64Array) return items.subarray(start, start + length);
      return itemsFrom(
        Array.from({ length }, (_, i) => at(value, i)),
        type,
      );
    }
    case "matrix": {
      const { rows, columns, items } = value;
      return { rows, columns, items: items instanceof Float64Array ? items : itemsFrom(items, type) };
    }
    case "tuple":
      return { tuple: value.items.map((item, i) => fromKleis(item, partType(type, i))) };
    case "data":
      return { tag: value.constructor, fields: value.fields.map((field) => fromKleis(field, any)) };
    case "record": {
      const fields = [...value.fields].map(([name, field]) => [
        name,
        fromKleis(field, fieldType(type, name)),
      ]);
      return { record: Object.fromEntries(fields) };
    }
    case "bits":
      return { bits: { width: value.width, value: plainInteger(value.value) } };
    case "set": {
      const [element = any] = type.kind === "con" ? type.args : [];
      const items = itemsOfSet(value).map((item) => fromKleis(item, element));
      return value.complement ? { complement: items } : { set: items };
    }
    case "map": {
      const [key = any, entry = any] = type.kind === "con" ? type.args : [];
      return { map: entriesOfMap(value).map(([k, v]) => [fromKleis(k, key), fromKleis(v, entry)]) };
    }
    case "closure":
    case "function":
      return { function: printType(type) };
    case "symbol":
    case "term":
    case "formula":
      return { expr: formatValue(value) };
    case "text":
      return value.text;
    default:
      return unreachable(value);
  }
}

function plainInteger(value: bigint): number | bigint {
  return value <= largestPlain && value >= -largestPlain ? Number(value) : value;
}

/** The elements of a list or matrix; reals in one array. */
function itemsFrom(items: readonly Value[], type: Type): Float64Array | readonly KleisValue[] {
  const element = type.kind === "con" ? type.args.at(-1) : undefined;
  if (isReal(element) && items.every((item) => typeof item === "number")) return Float64Array.from(items);
  return items.map((item, i) => fromKleis(item, element ?? partType(type, i)));
}

function partType(type: Type, index: number): Type {
  return type.kind === "tuple" || type.kind === "fixed" ? (type.items[index] ?? any) : any;
}

function fieldType(type: Type, name: string): Type {
  const field = type.kind === "record" ? type.fields.find((f) => f.name === name) : undefined;
  return field?.type ?? any;
}

/** A value of JavaScript as one of this type. Throws `TypeError` where it is none. */
export function toKleis(given: unknown, type: Type): Value {
  const value = convert(given, type);
  if (value === undefined) throw new TypeError(`expected ${printType(type)}, got ${described(given)}`);
  return value;
}

function convert(given: unknown, type: Type): Value | undefined {
  switch (type.kind) {
    case "con":
      return convertNamed(given, type.name, type.args);
    case "tuple":
    case "fixed": {
      const parts = isTuple(given) ? given.tuple : given;
      if (!Array.isArray(parts) || parts.length !== type.items.length) return undefined;
      const items = type.items.map((item, i) => toKleis(parts[i], item));
      return type.kind === "tuple" ? tupleValue(...items) : listOf(items);
    }
    case "any":
      return convertUntyped(given);
    default:
      return undefined;
  }
}

function convertNamed(given: unknown, name: string, args: readonly Type[]): Value | undefined {
  switch (name) {
    case "ℝ":
      return typeof given === "number" || typeof given === "bigint" ? Number(given) : undefined;
    case "ℤ":
      if (typeof given === "bigint") return given;
      return typeof given === "number" && Number.isSafeInteger(given) ? BigInt(given) : undefined;
    case "Bool":
      return typeof given === "boolean" ? given : undefined;
    case "String":
      return typeof given === "string" ? given : undefined;
    case "ℂ":
      if (typeof given === "number") return complexValue(given, 0);
      return isComplexData(given) ? complexValue(given.re, given.im) : undefined;
    case "List":
      return convertList(given, undefined, args[0]);
    case "Vector":
      return convertList(given, sizeOf(args[0]), args[1]);
    case "Matrix":
      return convertMatrix(given, sizeOf(args[0]), sizeOf(args[1]), args[2]);
    case "Field":
      return convertField(given, args.map(sizeOf));
    default:
      return undefined;
  }
}

/** A grid of known sizes from its numbers: in one array, or in arrays of arrays. */
function convertField(given: unknown, sizes: readonly (number | undefined)[]): Value | undefined {
  if (!sizes.every((size) => size !== undefined)) return undefined;
  const flat = Array.isArray(given) ? given.flat(sizes.length - 1) : [given];
  const items = flat.flatMap((part: unknown) => (part instanceof Float64Array ? [...part] : [part]));
  if (given instanceof Float64Array)
    return given.length === gridSize(sizes) ? fieldValue({ sizes, items: given }) : undefined;
  if (items.length !== gridSize(sizes) || !items.every((x) => typeof x === "number")) return undefined;
  return fieldValue({ sizes, items: Float64Array.from(items) });
}

function sizeOf(type: Type | undefined): number | undefined {
  return type?.kind === "dim" ? dimValue(type.dim) : undefined;
}

function convertList(
  given: unknown,
  length: number | undefined,
  element: Type | undefined,
): Value | undefined {
  const items = convertItems(given, element);
  return items === undefined || (length !== undefined && items.length !== length) ? undefined : listOf(items);
}

/** Reals that lie in one array stay there. */
function convertItems(given: unknown, element: Type | undefined): MatrixValue["items"] | undefined {
  if (given instanceof Float64Array && isReal(element)) return given;
  if (!Array.isArray(given) && !isTypedArray(given)) return undefined;
  return Array.from(given, (item: unknown) => (element === undefined ? 0 : toKleis(item, element)));
}

function convertMatrix(
  given: unknown,
  rows: number | undefined,
  columns: number | undefined,
  element: Type | undefined,
): Value | undefined {
  const shaped = shapedItems(given, rows, columns);
  if (shaped === undefined) return undefined;
  const items = convertItems(shaped.items, element);
  const fits =
    (rows ?? shaped.rows) === shaped.rows &&
    (columns ?? shaped.columns) === shaped.columns &&
    items?.length === shaped.rows * shaped.columns;
  return fits && items !== undefined
    ? { kind: "matrix", rows: shaped.rows, columns: shaped.columns, items }
    : undefined;
}

/** With rows and columns, as rows, or bare where the type says how many. */
function shapedItems(
  given: unknown,
  rows: number | undefined,
  columns: number | undefined,
): { readonly rows: number; readonly columns: number; readonly items: unknown } | undefined {
  if (isMatrixData(given)) return given;
  if (Array.isArray(given) && given.every((row) => Array.isArray(row) || row instanceof Float64Array)) {
    const width: number = given[0]?.length ?? columns ?? 0;
    if (given.some((row) => row.length !== width)) return undefined;
    return { rows: given.length, columns: width, items: given.flatMap((row) => [...row]) };
  }
  return rows === undefined || columns === undefined ? undefined : { rows, columns, items: given };
}

function convertUntyped(given: unknown): Value | undefined {
  if (typeof given === "number") return Number.isSafeInteger(given) ? BigInt(given) : given;
  if (typeof given === "bigint" || typeof given === "boolean" || typeof given === "string") return given;
  if (given instanceof Float64Array) return listOf(given);
  if (!Array.isArray(given)) return isComplexData(given) ? complexValue(given.re, given.im) : undefined;
  const items = given.map(convertUntyped);
  return items.every((item) => item !== undefined) ? listOf(items) : undefined;
}

function listOf(items: ListValue["items"]): ListValue {
  return { kind: "list", items, start: 0, length: items.length };
}

function isReal(type: Type | undefined): boolean {
  return type?.kind === "con" && type.name === "ℝ";
}

type TypedArray = Float64Array | Float32Array | Int32Array | Uint8Array | BigInt64Array;

function isTypedArray(given: unknown): given is TypedArray {
  return ArrayBuffer.isView(given) && !(given instanceof DataView);
}

function isComplexData(given: unknown): given is ComplexData {
  return isObject(given) && typeof given["re"] === "number" && typeof given["im"] === "number";
}

function isMatrixData(given: unknown): given is MatrixData {
  return isObject(given) && typeof given["rows"] === "number" && typeof given["columns"] === "number";
}

function isTuple(given: unknown): given is { readonly tuple: readonly unknown[] } {
  return isObject(given) && Array.isArray(given["tuple"]);
}

function isObject(given: unknown): given is Readonly<Record<string, unknown>> {
  return typeof given === "object" && given !== null;
}

function described(given: unknown): string {
  if (Array.isArray(given) || isTypedArray(given))
    return `${given.constructor.name} of ${given.length} elements`;
  if (isMatrixData(given)) return `a matrix of ${given.rows} rows and ${given.columns} columns`;
  return typeof given === "number" || typeof given === "boolean" ? String(given) : `a ${typeof given}`;
}
