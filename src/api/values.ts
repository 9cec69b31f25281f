/**
 * Values of the language ↔ values of JavaScript.
 *
 * ℝ is a number, ℤ a number up to 2^53 and a bigint beyond, Bool a boolean, String a string; a list or vector of ℝ is a
 * `Float64Array`, any other list an array; everything else is the object that `--json` writes, a matrix with its elements
 * row by row in one array. Arrays of ℝ are handed over, never copied.
 */
import { unreachable } from "../base/outcome.ts";
import { entriesOfMap, itemsOfSet } from "../interpret/collections.ts";
import { formatValue } from "../interpret/format.ts";
import { at } from "../interpret/list.ts";
import type { DataValue, Value } from "../interpret/value.ts";
import { type Dim, unknownDim } from "../types/dim.ts";
import type { DataType, Environment } from "../types/environment.ts";
import { singleVariable } from "../types/match.ts";
import { printType } from "../types/print.ts";
import { substituteType } from "../types/traverse.ts";
import { any, type Type, type TypeVarId } from "../types/type.ts";

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

/**
 * A sparse matrix as an argument: its entries in any order, those of one position added up; or compressed rows, as SciPy's `indptr`,
 * `indices`, `data`, columns ascending within a row.
 */
export type SparseData =
  | {
      readonly rows?: number;
      readonly columns?: number;
      readonly entries: readonly (readonly [row: number, column: number, value: KleisValue])[];
    }
  | {
      readonly rows?: number;
      readonly columns: number;
      readonly pointers: ArrayLike<number>;
      readonly indices: ArrayLike<number>;
      readonly values: Float64Array | readonly KleisValue[];
    };

export interface ComplexData {
  readonly re: number;
  readonly im: number;
}

const largestPlain = BigInt(Number.MAX_SAFE_INTEGER);

/** What a session's program declares. */
export type DataTypes = Pick<Environment, "data" | "constructorNamed">;

/** A value of this type for JavaScript. */
export function fromKleis(value: Value, type: Type, known: DataTypes): KleisValue {
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
        known,
      );
    }
    case "matrix": {
      const { rows, columns, items } = value;
      return { rows, columns, items: items instanceof Float64Array ? items : itemsFrom(items, type, known) };
    }
    case "tuple":
      return { tuple: value.items.map((item, i) => fromKleis(item, partType(type, i), known)) };
    case "data":
      return {
        tag: value.constructor,
        fields: value.fields.map((field, i) => fromKleis(field, fieldTypeOf(value, i, type, known), known)),
      };
    case "record": {
      const fields = [...value.fields].map(([name, field]) => [
        name,
        fromKleis(field, fieldType(type, name), known),
      ]);
      return { record: Object.fromEntries(fields) };
    }
    case "bits":
      return { bits: { width: value.width, value: plainInteger(value.value) } };
    case "set": {
      const [element = any] = type.kind === "con" ? type.args : [];
      const items = itemsOfSet(value).map((item) => fromKleis(item, element, known));
      return value.complement ? { complement: items } : { set: items };
    }
    case "map": {
      const [key = any, entry = any] = type.kind === "con" ? type.args : [];
      return {
        map: entriesOfMap(value).map(([k, v]) => [fromKleis(k, key, known), fromKleis(v, entry, known)]),
      };
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
function itemsFrom(
  items: readonly Value[],
  type: Type,
  known: DataTypes,
): Float64Array | readonly KleisValue[] {
  const element = type.kind === "con" ? type.args.at(-1) : undefined;
  if (isReal(element) && items.every((item) => typeof item === "number")) return Float64Array.from(items);
  return items.map((item, i) => fromKleis(item, element ?? partType(type, i), known));
}

function fieldTypeOf(value: DataValue, index: number, type: Type, known: DataTypes): Type {
  const found = known.data(value.data);
  const field = found?.constructors.find((c) => c.name === value.constructor)?.fields[index];
  return found === undefined || field === undefined ? any : atType(field.type, found, type);
}

/** A field's type in a data type that is applied to arguments. */
export function atType(field: Type, { type: declared }: DataType, type: Type): Type {
  const args = new Map<TypeVarId, Type>();
  const sizes = new Map<string, Dim>();
  if (declared.kind === "con" && type.kind === "con" && type.name === declared.name) {
    declared.args.forEach((param, i) => {
      const given = type.args[i];
      if (param.kind === "var" && given !== undefined) args.set(param.id, given);
      const name = param.kind === "dim" ? singleVariable(param.dim) : undefined;
      if (name !== undefined && given?.kind === "dim") sizes.set(name, given.dim);
    });
  }
  return substituteType(field, {
    type: (id) => args.get(id) ?? any,
    dim: (name) => sizes.get(name) ?? unknownDim,
  });
}

function partType(type: Type, index: number): Type {
  return type.kind === "tuple" || type.kind === "fixed" ? (type.items[index] ?? any) : any;
}

function fieldType(type: Type, name: string): Type {
  const field = type.kind === "record" ? type.fields.find((f) => f.name === name) : undefined;
  return field?.type ?? any;
}

export function isReal(type: Type | undefined): boolean {
  return type?.kind === "con" && type.name === "ℝ";
}
