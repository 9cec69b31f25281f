/**
 * A value seen at a type: what the coercions of Core do at run time (T2, T6, T7, T10).
 *
 * In: any value and a concrete type. Out: the value in the form of that type (numbers raised or, where they fit,
 * lowered; rows made a Matrix; closures boxed), elementwise through lists, matrices and tuples; or a `Misfit` whose text
 * fits "expected X, got Y". A value that needs no change is returned as it is, not copied. Free names and unevaluated
 * calls fit every type: they stand for a value of it.
 */
import { unreachable } from "../base/outcome.ts";
import { dimValue } from "../types/dim.ts";
import { isComplexMatrix } from "../types/flow.ts";
import { matchTypes } from "../types/match.ts";
import { printType } from "../types/print.ts";
import { substituteType } from "../types/traverse.ts";
import { type LambdaId, list, type Type } from "../types/type.ts";
import { entriesOfMap, itemsOfSet, mapOf, setOf } from "./collections.ts";
import { shown } from "./failures.ts";
import { gridOf } from "./field.ts";
import { asMatrix, at, listOf, matrixOf } from "./list.ts";
import { isNumeric, realToRational, toComplex, toInteger, toReal } from "./number.ts";
import { misfitOfSizes, type SparseMatrix, sparseFrom, sparseOf, sparseValue } from "./sparse.ts";
import type { DataTypes } from "./type-of.ts";
import {
  type DataValue,
  type FunctionValue,
  isFunction,
  isSymbolic,
  isTuple,
  type ListValue,
  tupleValue,
  type Value,
} from "./value.ts";

export interface Misfit {
  readonly kind: "misfit";
  /** "an integer", "a Matrix(2, 3, ℝ)". */
  readonly expected: string;
  readonly got: string;
}

/** What conforming has to know of the program. */
export interface Conforming {
  /** A closure as a value that unknown code can call. */
  readonly box: (lambda: LambdaId, captures: readonly Value[]) => FunctionValue;
  readonly dataTypes: DataTypes;
  /** Whether closures may occur that are to be boxed; values of unknown type are boxed all through. */
  readonly closures: boolean;
  /** Levels of data around the value. */
  readonly depth: number;
}

/** Data nested deeper is taken as it is; numbers in it are raised where they are read. */
const deepestData = 500;

type Conformed = Value | Misfit;

export function isMisfit(value: Conformed): value is Misfit {
  return typeof value === "object" && value.kind === "misfit";
}

export function misfitText(misfit: Misfit): string {
  return `expected ${misfit.expected}, got ${misfit.got}`;
}

function misfit(expected: string, value: Value): Misfit {
  return { kind: "misfit", expected, got: shown(value) };
}

export function conform(value: Value, type: Type, world: Conforming): Conformed {
  if (isSymbolic(value) || (type.kind === "any" && !world.closures)) return value;
  switch (type.kind) {
    case "con":
      return conformNamed(value, type, world);
    case "tuple":
      if (typeof value === "object" && value.kind === "list" && isComplexMatrix(type))
        return conform(tupleValue(...elementsOf(value)), type, world);
      return typeof value === "object" && value.kind === "tuple"
        ? conformParts(value, value.items, type.items, world, (items) => ({ kind: "tuple", items }), type)
        : misfit(aType(type), value);
    case "fixed":
      return typeof value === "object" && value.kind === "list"
        ? conformParts(value, elementsOf(value), type.items, world, listOf, type)
        : misfit(aType(type), value);
    case "record":
      return typeof value === "object" && value.kind === "record" ? value : misfit(aType(type), value);
    case "function":
      return isFunction(value) ? boxed(value, world) : misfit(`a function ${printType(type)}`, value);
    case "any":
      return boxed(value, world);
    case "closure":
      return typeof value === "object" && value.kind === "closure"
        ? conformParts(
            value,
            value.captures,
            type.captures,
            world,
            (captures) => ({ ...value, captures }),
            type,
          )
        : misfit("another function", value);
    case "never":
      return value;
    case "var":
    case "dim":
    case "text":
      return misfit(aType(type), value);
    default:
      return unreachable(type);
  }
}

/** Closures, also inside compounds, in the form that unknown code can call. */
export function boxed(value: Value, world: Conforming): Value {
  if (typeof value !== "object" || !world.closures) return value;
  switch (value.kind) {
    case "closure":
      return world.box(
        value.lambda,
        value.captures.map((v) => boxed(v, world)),
      );
    case "list":
      return value.items instanceof Float64Array
        ? value
        : (mapped(elementsOf(value), (v) => boxed(v, world), listOf) ?? value);
    case "tuple":
      return (
        mapped(
          value.items,
          (v) => boxed(v, world),
          (items) => ({ kind: "tuple", items }),
        ) ?? value
      );
    case "map":
      return mapOf(entriesOfMap(value).map(([key, v]) => [key, boxed(v, world)]));
    case "data":
      return (
        mapped(
          value.fields,
          (v) => boxed(v, world),
          (fields) => ({ ...value, fields }),
        ) ?? value
      );
    default:
      return value;
  }
}

type Named = Extract<Type, { kind: "con" }>;

function conformNamed(value: Value, type: Named, world: Conforming): Conformed {
  switch (type.name) {
    case "ℤ":
      return toInteger(value) ?? misfit("an integer", value);
    case "ℚ":
      if (typeof value === "bigint") return { kind: "rational", numerator: value, denominator: 1n };
      if (typeof value === "number" && Number.isFinite(value)) return realToRational(value);
      return typeof value === "object" && value.kind === "rational" ? value : misfit("a rational", value);
    case "ℝ":
      return (isNumeric(value) ? toReal(value) : undefined) ?? misfit("a real number", value);
    case "ℂ":
      return isNumeric(value) ? toComplex(value) : misfit("a complex number", value);
    case "Bool":
      return typeof value === "boolean" ? value : misfit("true or false", value);
    case "String":
      return typeof value === "string" ? value : misfit("a string", value);
    case "Unit":
      return typeof value === "object" && value.kind === "unit" ? value : misfit("()", value);
    case "List":
    case "Vector":
      return conformList(value, type, world);
    case "Matrix":
      return conformMatrix(value, type, world);
    case "Field":
      return conformField(value, type);
    case "NDArray":
      return conformTensor(value, type, world);
    case "BitVec":
      return conformBits(value, type);
    case "Set":
    case "Map":
      return conformCollection(value, type, world);
    default:
      return conformData(value, type, world);
  }
}

/** The entries, in the second field, at the element type. */
function conformTensor(value: Value, type: Named, world: Conforming): Conformed {
  const [element] = type.args;
  if (typeof value !== "object" || value.kind !== "data" || element === undefined) return value;
  const [shape, entries] = value.fields;
  if (shape === undefined || entries === undefined || value.constructor !== "NDArray") return value;
  const conformed = conform(entries, list(element), world);
  if (isMisfit(conformed) || conformed === entries) return isMisfit(conformed) ? conformed : value;
  return { ...value, fields: [shape, conformed] };
}

/** A grid of these sizes; numbers in any form of lists have no sizes of their own. */
function conformField(value: Value, type: Named): Conformed {
  const sizes = gridOf(value)?.sizes;
  if (sizes === undefined || sizes.length !== type.args.length) return misfit(aType(type), value);
  const fits = type.args.every((arg, k) => {
    const size = arg.kind === "dim" ? dimValue(arg.dim) : undefined;
    return size === undefined || size === sizes[k];
  });
  return fits ? value : { kind: "misfit", expected: aType(type), got: `a Field(${sizes.join(", ")})` };
}

function conformBits(value: Value, type: Named): Conformed {
  const [first] = type.args;
  const width = first?.kind === "dim" ? dimValue(first.dim) : undefined;
  const fits =
    typeof value === "object" && value.kind === "bits" && (width === undefined || width === value.width);
  return fits ? value : misfit(aType(type), value);
}

/** Elements, keys and values at their types; keys that become equal (2⁵³ + 1 and 2⁵³ as reals) are one. */
function conformCollection(value: Value, type: Named, world: Conforming): Conformed {
  const [first, second] = type.args;
  if (typeof value !== "object" || first === undefined) return misfit(aType(type), value);
  if (type.name === "Set" && value.kind === "set") {
    const rebuild = (items: readonly Value[] | Float64Array) => ({
      ...setOf(items),
      complement: value.complement,
    });
    return conformAll(value, itemsOfSet(value), first, world, rebuild);
  }
  if (type.name !== "Map" || value.kind !== "map" || second === undefined) return misfit(aType(type), value);
  const entries = entriesOfMap(value);
  const pair: Type = { kind: "tuple", items: [first, second] };
  const rebuild = (items: readonly Value[] | Float64Array) =>
    mapOf(
      Array.from(items, (item) =>
        isTuple(item) ? [item.items[0] ?? item, item.items[1] ?? item] : [item, item],
      ),
    );
  return conformAll(
    value,
    entries.map((entry) => tupleValue(...entry)),
    pair,
    world,
    rebuild,
  );
}

function conformList(value: Value, type: Named, world: Conforming): Conformed {
  if (typeof value !== "object" || value.kind !== "list") return misfit(aType(type), value);
  const [first, second] = type.args;
  const element = type.name === "List" ? first : second;
  const length = type.name === "Vector" && first?.kind === "dim" ? dimValue(first.dim) : undefined;
  if (length !== undefined && length !== value.length) {
    return { kind: "misfit", expected: `a list of length ${length}`, got: `length ${value.length}` };
  }
  if (element === undefined || (element.kind === "any" && !world.closures)) return value;
  if (value.items instanceof Float64Array && isReal(element)) return value;
  return conformAll(value, elementsOf(value), element, world, listOf);
}

/** Rows whose lengths differ, told as such. */
function raggedRows(value: Value): Misfit | undefined {
  if (typeof value !== "object" || value.kind !== "list" || value.length === 0) return undefined;
  const rows = Array.from({ length: value.length }, (_, i) => at(value, i));
  const lengths = rows.map((row) => (typeof row === "object" && row.kind === "list" ? row.length : -1));
  const other = lengths.find((length) => length !== lengths[0]);
  if (other === undefined || lengths.includes(-1)) return undefined;
  return { kind: "misfit", expected: "rows of equal length", got: `${lengths[0]} and ${other}` };
}

function conformMatrix(value: Value, type: Named, world: Conforming): Conformed {
  const matrix = asMatrix(value);
  if (matrix === undefined) return raggedRows(value) ?? misfit(aType(type), value);
  const [rows, columns, element] = type.args;
  const wanted = [rows, columns].map((d) => (d?.kind === "dim" ? dimValue(d.dim) : undefined));
  const [m = matrix.rows, n = matrix.columns] = wanted;
  if (m !== matrix.rows || n !== matrix.columns) {
    return { kind: "misfit", expected: `a ${m}×${n} matrix`, got: `${matrix.rows}×${matrix.columns}` };
  }
  if (element === undefined) return matrix;
  if (matrix.items instanceof Float64Array && isReal(element)) return matrix;
  return conformAll(matrix, [...matrix.items], element, world, (items) => matrixOf(m, n, items));
}

/** The fields are brought to the declared types, at this type's arguments. */
function conformData(value: Value, type: Named, world: Conforming): Conformed {
  const declared = world.dataTypes.get(type.name);
  if (declared === undefined) return value;
  if (typeof value !== "object" || value.kind !== "data" || value.data !== type.name)
    return misfit(aType(type), value);
  if (declared.sparse !== undefined) {
    const sparse = sparseOf(value) ?? sparseFrom(value.fields[0]);
    if (sparse !== undefined && !("negative" in sparse))
      return conformSparse(value, sparse, declared.sparse, type, world);
  }
  const variant = declared.constructors.find((c) => c.name === value.constructor);
  if (variant === undefined || type.args.length === 0 || world.depth > deepestData) return value;
  const match = matchTypes([declared.type], [type], "exact");
  if (match.kind !== "matched") return value;
  const fieldTypes = variant.fieldTypes.map((t) => substituteType(t, match.substitution));
  const inside = { ...world, depth: world.depth + 1 };
  return conformParts(value, value.fields, fieldTypes, inside, (fields) => ({ ...value, fields }), type);
}

/** Values at the type of the entries; a size that a type states holds all of them. */
function conformSparse(
  value: DataValue,
  sparse: SparseMatrix,
  entry: Type,
  type: Named,
  world: Conforming,
): Conformed {
  const [rows, columns] = type.args.map((arg) => (arg.kind === "dim" ? dimValue(arg.dim) : undefined));
  const problem = misfitOfSizes(sparse, { rows, columns });
  if (problem !== undefined) return { kind: "misfit", expected: aType(type), got: problem };
  const { stated } = sparse;
  const sized = sparse.withSizes({ rows: rows ?? stated.rows, columns: columns ?? stated.columns });
  const { values } = sized;
  const list: ListValue = { kind: "list", items: values, start: 0, length: values.length };
  const conformed =
    values.length === 0 ? list : conform(list, { kind: "con", name: "List", args: [entry] }, world);
  if (isMisfit(conformed)) return conformed;
  const items = typeof conformed === "object" && conformed.kind === "list" ? conformed.items : values;
  const whole = items === values ? sized : sized.withValues(items);
  return whole === value.sparse ? value : sparseValue(value, whole);
}

function isReal(type: Type): boolean {
  return type.kind === "con" && type.name === "ℝ";
}

/** Every element at one type; ℝ elements are kept in a typed array. */
function conformAll(
  whole: Value,
  items: readonly Value[],
  element: Type,
  world: Conforming,
  rebuild: (items: readonly Value[] | Float64Array) => Value,
): Conformed {
  let failed: Misfit | undefined;
  const result = mapped(
    items,
    (item) => {
      if (failed !== undefined) return item;
      const conformed = conform(item, element, world);
      if (!isMisfit(conformed)) return conformed;
      failed = conformed;
      return item;
    },
    (changed) =>
      rebuild(
        isReal(element) && changed.every((v) => typeof v === "number") ? Float64Array.from(changed) : changed,
      ),
  );
  return failed ?? result ?? whole;
}

function conformParts(
  whole: Value,
  items: readonly Value[],
  types: readonly Type[],
  world: Conforming,
  rebuild: (items: readonly Value[]) => Value,
  type: Type,
): Conformed {
  if (items.length !== types.length) return misfit(aType(type), whole);
  const conformed: Value[] = [];
  for (const [i, item] of items.entries()) {
    const part = conform(item, types[i] ?? type, world);
    if (isMisfit(part)) return part;
    conformed.push(part);
  }
  return conformed.every((v, i) => v === items[i]) ? whole : rebuild(conformed);
}

/** The rebuilt whole where `f` changes an element, undefined where it changes none. */
function mapped(
  items: readonly Value[],
  f: (item: Value) => Value,
  rebuild: (items: readonly Value[]) => Value,
): Value | undefined {
  const results = items.map(f);
  return results.every((v, i) => Object.is(v, items[i])) ? undefined : rebuild(results);
}

function elementsOf(list: ListValue): readonly Value[] {
  return Array.from({ length: list.length }, (_, i) => at(list, i));
}

function aType(type: Type): string {
  const text = printType(type);
  return /^[AEIOU]/.test(text) ? `an ${text}` : `a ${text}`;
}
