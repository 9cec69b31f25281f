/** The results of a batch as a table. In: the list that a call gives for its rows, and the type of one result. */
import type { Value } from "../interpret/value.ts";
import { type EntryKind, sizeOf, type Table } from "../tables/table.ts";
import { dimValue } from "../types/dim.ts";
import { printType } from "../types/print.ts";
import type { Type } from "../types/type.ts";
import { counted, kinds } from "./batch.ts";

/** Results of rows, gathered into a table. `unfit` tells why they are none. */
export class Results {
  readonly #rows: number;
  readonly #kind: EntryKind;
  readonly #sizes: readonly number[] | undefined;
  readonly #failed: number[] = [];
  #width: number | undefined;
  #values: Float64Array | BigInt64Array | undefined;

  constructor(rows: number, type: Type) {
    this.#rows = rows;
    this.#kind = kindOfResult(type) ?? "ℝ";
    this.#sizes = sizesOfResult(type);
  }

  /** Why a function with results of this type makes no table. */
  static unfit(type: Type): string | undefined {
    return kindOfResult(type) === undefined ? `results of type ${printType(type)} are no numbers` : undefined;
  }

  /** Takes the results of rows from `first` on; gives why they do not fit. */
  take(first: number, value: Value): string | undefined {
    if (typeof value !== "object" || value.kind !== "list") return "the results are no list";
    const { items, start, length } = value;
    if (items instanceof Float64Array && this.#kind === "ℝ") {
      this.#room(1).set(items.subarray(start, start + length) as never, first);
      return undefined;
    }
    for (let row = 0; row < length; row += 1) {
      const entries: (number | bigint)[] = [];
      flatten(items[start + row] ?? 0, this.#kind, entries);
      const width = entries.length / (this.#kind === "ℂ" ? 2 : 1);
      if (this.#width !== undefined && width !== this.#width)
        return `row ${first + row} gives ${counted(width)}, the rows before ${this.#width}`;
      const values = this.#room(width);
      entries.forEach((entry, k) => {
        values[(first + row) * entries.length + k] = (
          values instanceof BigInt64Array ? BigInt(entry) : Number(entry)
        ) as never;
      });
    }
    return undefined;
  }

  /** The row has no result: its entries are NaN. */
  fail(row: number): void {
    this.#failed.push(row);
  }

  table(): Table {
    const width = this.#width ?? sizeOf(this.#sizes ?? []);
    const sizes = this.#sizes !== undefined && sizeOf(this.#sizes) === width ? this.#sizes : [width];
    const shape = [this.#rows, ...sizes];
    const values = this.#room(width);
    if (this.#failed.length === 0) return { shape, kind: this.#kind, values };
    const reals = Float64Array.from(values, Number);
    const parts = values.length / this.#rows;
    for (const row of this.#failed) reals.fill(Number.NaN, row * parts, (row + 1) * parts);
    return { shape, kind: this.#kind === "ℂ" ? "ℂ" : "ℝ", values: reals };
  }

  #room(width: number): Float64Array | BigInt64Array {
    this.#width = width;
    const length = this.#rows * width * (this.#kind === "ℂ" ? 2 : 1);
    this.#values ??= this.#kind === "ℤ" ? new BigInt64Array(length) : new Float64Array(length);
    return this.#values;
  }
}

function kindOfResult(type: Type): EntryKind | undefined {
  if (type.kind === "tuple" || type.kind === "fixed") {
    const parts = type.items.map(kindOfResult);
    return parts.reduce(
      (a, b) =>
        a === undefined || b === undefined ? undefined : a === b ? a : a === "ℂ" || b === "ℂ" ? "ℂ" : "ℝ",
      parts[0],
    );
  }
  if (type.kind !== "con") return undefined;
  if (type.name === "ℚ") return "ℝ";
  const element = type.args.at(-1);
  const holds = ["List", "Vector", "Matrix"].includes(type.name) && element !== undefined;
  return kinds.get(type.name) ?? (holds ? kindOfResult(element) : undefined);
}

/** The shape of a result, where it has one that is known; several parts lie in one row. */
function sizesOfResult(type: Type): readonly number[] | undefined {
  if (type.kind !== "con" || (type.name !== "Vector" && type.name !== "Matrix"))
    return type.kind === "con" && type.name !== "List" ? [] : undefined;
  const sizes = type.args.slice(0, -1).map((arg) => (arg.kind === "dim" ? dimValue(arg.dim) : undefined));
  const inner = type.args.at(-1);
  const rest = inner === undefined ? undefined : sizesOfResult(inner);
  return rest === undefined || sizes.includes(undefined)
    ? undefined
    : [...sizes.flatMap((s) => s ?? []), ...rest];
}

function flatten(value: Value, kind: EntryKind, into: (number | bigint)[]): void {
  if (typeof value === "number" || typeof value === "bigint") into.push(value);
  else if (typeof value === "boolean") into.push(value ? 1 : 0);
  else if (typeof value !== "object") into.push(Number.NaN);
  else {
    switch (value.kind) {
      case "complex":
        into.push(value.re, value.im);
        return;
      case "rational":
        into.push(Number(value.numerator) / Number(value.denominator));
        break;
      case "list":
        for (let i = 0; i < value.length; i += 1) flatten(value.items[value.start + i] ?? 0, kind, into);
        return;
      case "matrix":
      case "tuple":
        for (const item of value.items) flatten(item, kind, into);
        return;
      default:
        into.push(Number.NaN);
    }
  }
  if (kind === "ℂ") into.push(0);
}
