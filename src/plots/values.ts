/** Values of programs as plain numbers and texts: whatever holds numbers in order is a list of them. */
import { asMatrix, at, itemsOf as elementsOf, listOf } from "../interpret/list.ts";
import { isNumeric, toInteger, toReal } from "../interpret/number.ts";
import { isList, isMatrix, isTuple, type ListValue, type Value } from "../interpret/value.ts";

export function realOf(value: Value | undefined): number | undefined {
  return value !== undefined && isNumeric(value) ? toReal(value) : undefined;
}

export function integerOf(value: Value): bigint | undefined {
  return toInteger(value);
}

/** A list, vector, tuple, or a matrix of one row or column. */
export function numbersOf(value: Value | undefined): readonly number[] | undefined {
  const items = itemsOf(value);
  if (items === undefined) return undefined;
  const numbers: number[] = [];
  for (const item of items) {
    const number = realOf(item);
    if (number === undefined) return undefined;
    numbers.push(number);
  }
  return numbers;
}

export function textsOf(value: Value | undefined): readonly string[] | undefined {
  const items = itemsOf(value);
  return items?.every((item) => typeof item === "string") === true ? items : undefined;
}

/** The first element that is no number. */
export function firstStranger(value: Value): { readonly index: number; readonly item: Value } | undefined {
  const items = itemsOf(value) ?? [];
  for (const [index, item] of items.entries()) if (realOf(item) === undefined) return { index, item };
  return undefined;
}

export function itemsOf(value: Value | undefined): readonly Value[] | undefined {
  if (value === undefined) return undefined;
  if (isList(value)) return elementsOf(value);
  if (isTuple(value)) return value.items;
  if (isMatrix(value) && (value.rows === 1 || value.columns === 1)) return Array.from(value.items);
  return undefined;
}

export interface Table {
  readonly rows: number;
  readonly columns: number;
  readonly items: readonly number[];
}

/** A matrix, or a list of rows, of real numbers. */
export function tableOf(value: Value | undefined): Table | undefined {
  if (value === undefined) return undefined;
  const matrix = asMatrix(isList(value) ? rowsAsLists(value) : value);
  if (matrix === undefined) return undefined;
  const items: number[] = [];
  for (const item of matrix.items) {
    const number = realOf(item);
    if (number === undefined) return undefined;
    items.push(number);
  }
  return { rows: matrix.rows, columns: matrix.columns, items };
}

/** Points may be tuples: `[(0, 1), (2, 3)]`. */
function rowsAsLists(value: ListValue): Value {
  if (value.length === 0 || !isTuple(at(value, 0))) return value;
  return listOf(elementsOf(value).map((item) => (isTuple(item) ? listOf(item.items) : item)));
}
