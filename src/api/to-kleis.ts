/** Values of JavaScript → values of the language, of the type that a parameter has. Arrays of ℝ are handed over, never copied. */
import { fieldValue, gridSize } from "../interpret/field.ts";
import {
  complexValue,
  type ListValue,
  type MatrixValue,
  tupleValue,
  unitValue,
  type Value,
} from "../interpret/value.ts";
import { plainReals } from "../runtime/memory.ts";
import { dimValue, unknownDim } from "../types/dim.ts";
import { printType } from "../types/print.ts";
import { any, type Type } from "../types/type.ts";
import {
  convertBits,
  convertData,
  convertMap,
  convertRational,
  convertRecord,
  convertSet,
  type NamedType,
} from "./collections-to-kleis.ts";
import { type ComplexData, type DataTypes, isReal, type MatrixData } from "./values.ts";

/** A value of JavaScript as one of this type. Throws `TypeError` where it is none. */
export function toKleis(given: unknown, type: Type, known: DataTypes): Value {
  const value = convert(given, type, known);
  if (value === undefined) throw new TypeError(`expected ${printType(type)}, got ${described(given)}`);
  return value;
}

function convert(given: unknown, type: Type, known: DataTypes): Value | undefined {
  switch (type.kind) {
    case "con":
      return convertNamed(given, type, known);
    case "tuple":
    case "fixed": {
      const parts = isTuple(given) ? given.tuple : given;
      if (!Array.isArray(parts) || parts.length !== type.items.length) return undefined;
      const items = type.items.map((item, i) => toKleis(parts[i], item, known));
      return type.kind === "tuple" ? tupleValue(...items) : listOf(items);
    }
    case "any":
      return convertUntyped(given, known);
    case "record":
      return convertRecord(given, type, known);
    default:
      return undefined;
  }
}

function convertNamed(given: unknown, type: NamedType, known: DataTypes): Value | undefined {
  const { name, args } = type;
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
      return convertList(given, undefined, args[0], known);
    case "Vector":
      return convertList(given, sizeOf(args[0]), args[1], known);
    case "Matrix":
      return convertMatrix(given, sizeOf(args[0]), sizeOf(args[1]), args[2], known);
    case "Field":
      return convertField(given, args.map(sizeOf));
    case "ℚ":
      return convertRational(given);
    case "Unit":
      return isTuple(given) && given.tuple.length === 0 ? unitValue : undefined;
    case "Set":
      return convertSet(given, args[0] ?? any, known);
    case "Map":
      return convertMap(given, args, known);
    case "BitVec":
      return convertBits(given, sizeOf(args[0]));
    default:
      return convertData(given, type, known);
  }
}

/** A grid of known sizes from its numbers: in one array, or in arrays of arrays. */
function convertField(given: unknown, sizes: readonly (number | undefined)[]): Value | undefined {
  if (!sizes.every((size) => size !== undefined)) return undefined;
  const flat = Array.isArray(given) ? given.flat(sizes.length - 1) : [given];
  const items = flat.flatMap((part: unknown) => (part instanceof Float64Array ? [...part] : [part]));
  if (given instanceof Float64Array)
    return given.length === gridSize(sizes) ? fieldValue({ sizes, items: plainReals(given) }) : undefined;
  if (items.length !== gridSize(sizes) || !items.every((x) => typeof x === "number")) return undefined;
  return fieldValue({ sizes, items: Float64Array.from(items) });
}

export function sizeOf(type: Type | undefined): number | undefined {
  return type?.kind === "dim" ? dimValue(type.dim) : undefined;
}

function convertList(
  given: unknown,
  length: number | undefined,
  element: Type | undefined,
  known: DataTypes,
): Value | undefined {
  const items = convertItems(given, element, known);
  return items === undefined || (length !== undefined && items.length !== length) ? undefined : listOf(items);
}

/** Reals that lie in one array stay there. */
function convertItems(
  given: unknown,
  element: Type | undefined,
  known: DataTypes,
): MatrixValue["items"] | undefined {
  if (given instanceof Float64Array && isReal(element)) return plainReals(given);
  if (!Array.isArray(given) && !isTypedArray(given)) return undefined;
  return Array.from(given, (item: unknown) => (element === undefined ? 0 : toKleis(item, element, known)));
}

function convertMatrix(
  given: unknown,
  rows: number | undefined,
  columns: number | undefined,
  element: Type | undefined,
  known: DataTypes,
): Value | undefined {
  const shaped = shapedItems(given, rows, columns);
  if (shaped === undefined) return undefined;
  const items = convertItems(shaped.items, element, known);
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
  if (isMatrixData(given)) {
    const { rows: height, columns: width, items } = given;
    return isSize(height) && isSize(width) ? { rows: height, columns: width, items } : undefined;
  }
  if (Array.isArray(given) && given.every((row) => Array.isArray(row) || row instanceof Float64Array)) {
    const width: number = given[0]?.length ?? columns ?? 0;
    if (given.some((row) => row.length !== width)) return undefined;
    return { rows: given.length, columns: width, items: given.flatMap((row) => [...row]) };
  }
  return rows === undefined || columns === undefined ? undefined : { rows, columns, items: given };
}

function convertUntyped(given: unknown, known: DataTypes): Value | undefined {
  if (typeof given === "number") return Number.isSafeInteger(given) ? BigInt(given) : given;
  if (typeof given === "bigint" || typeof given === "boolean" || typeof given === "string") return given;
  if (given instanceof Float64Array) return listOf(plainReals(given));
  if (!Array.isArray(given)) return convertObject(given, known);
  const items: Value[] = [];
  for (const part of given) {
    const item = convertUntyped(part, known);
    if (item === undefined) return undefined;
    items.push(item);
  }
  return listOf(items);
}

/** What an object is, where no type says it. */
function convertObject(given: unknown, known: DataTypes): Value | undefined {
  if (isComplexData(given)) return complexValue(given.re, given.im);
  if (!isObject(given)) return undefined;
  if ("rational" in given) return convertRational(given);
  if (given instanceof Map || "map" in given) return convertMap(given, [any, any], known);
  if (given instanceof Set || "set" in given) return convertSet(given, any, known);
  if ("record" in given) return convertRecord(given, { kind: "record", fields: [] }, known);
  if (isTuple(given)) return tupleValue(...given.tuple.map((item) => toKleis(item, any, known)));
  if (isMatrixData(given)) return convertMatrix(given, undefined, undefined, any, known);
  const { tag } = given;
  const variant = typeof tag === "string" ? known.constructorNamed(tag) : undefined;
  const type = variant && known.data(variant.data)?.type;
  return type?.kind === "con" ? convertData(given, opened(type), known) : undefined;
}

/** A data type of which nothing but the name is known. */
function opened(type: NamedType): NamedType {
  return {
    ...type,
    args: type.args.map((arg) => (arg.kind === "dim" ? { kind: "dim", dim: unknownDim } : any)),
  };
}

export function listOf(items: ListValue["items"]): ListValue {
  return { kind: "list", items, start: 0, length: items.length };
}

type TypedArray = Float64Array | Float32Array | Int32Array | Uint8Array | BigInt64Array;

function isTypedArray(given: unknown): given is TypedArray {
  return ArrayBuffer.isView(given) && !(given instanceof DataView);
}

export function isComplexData(given: unknown): given is ComplexData {
  return isObject(given) && typeof given["re"] === "number" && typeof given["im"] === "number";
}

function isMatrixData(given: unknown): given is MatrixData {
  return isObject(given) && typeof given["rows"] === "number" && typeof given["columns"] === "number";
}

function isSize(given: number): boolean {
  return Number.isSafeInteger(given) && given >= 0;
}

export function isTuple(given: unknown): given is { readonly tuple: readonly unknown[] } {
  return isObject(given) && Array.isArray(given["tuple"]);
}

export function isObject(given: unknown): given is Readonly<Record<string, unknown>> {
  return typeof given === "object" && given !== null;
}

/** What was given, as messages say it. */
export function described(given: unknown): string {
  if (Array.isArray(given) || isTypedArray(given))
    return `${given.constructor.name} of ${given.length} elements`;
  if (isMatrixData(given)) return `a matrix of ${given.rows} rows and ${given.columns} columns`;
  if (typeof given === "bigint") return `${given}n`.length > 40 ? "a large bigint" : `${given}n`;
  if (typeof given === "object" && given !== null) return "an object";
  return typeof given === "string" || typeof given === "function" || typeof given === "symbol"
    ? `a ${typeof given}`
    : String(given);
}
