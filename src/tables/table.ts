/** Numbers in rows: what files of points hold, whatever their format. */

/** What the entries are; those of ℂ lie as real and imaginary part, one after the other. */
export type EntryKind = "ℝ" | "ℤ" | "Bool" | "ℂ";

export interface Table {
  /** Rows first: `[1000]` numbers, `[1000, 3]` vectors, `[1000, 2, 2]` matrices. */
  readonly shape: readonly number[];
  readonly kind: EntryKind;
  /** All entries, row by row: integers exactly, Booleans as 0 and 1. */
  readonly values: Float64Array | BigInt64Array;
  /** Names of the columns, where the file has them. */
  readonly names?: readonly string[];
}

/** A file that is no table, in words. */
export class TableError extends Error {}

export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, n) => product * n, 1);
}

/** The number of rows, and of entries in each. */
export function rowsOf({ shape }: Table): { readonly rows: number; readonly width: number } {
  const [rows = 1, ...rest] = shape;
  return { rows, width: sizeOf(rest) };
}
