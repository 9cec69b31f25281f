/**
 * The layout of sparse matrices: compressed rows are what such a value *is* in native code, so that a product never has to
 * build them; the list of entries is made where a program looks at it.
 *
 * The parts, in order: two size codes; the row pointers, one more than there are rows; the entries, of which the columns are
 * one array and the values another. Within a row columns ascend, and no position stands there twice. A size code is the size
 * that a type states, or -1 - k where none does and k is the least that holds the entries.
 */
import type { Type } from "../types/type.ts";
import type { Extent, Layout } from "./layout.ts";

type ArrayLayout = Layout & { readonly kind: "array" };

/** What a layout says of a sparse matrix beyond its parts. */
export interface SparseInfo {
  /** The data type and its constructor. */
  readonly data: string;
  readonly constructor: string;
  /** The name of the field, where it has one. */
  readonly field: string | undefined;
  readonly rows: Extent;
  readonly columns: Extent;
  readonly entry: Layout;
  readonly entryType: Type;
}

export type SparseLayout = Layout & { readonly kind: "tuple"; readonly sparse: SparseInfo };

export function isSparseLayout(layout: Layout): layout is SparseLayout {
  return layout.kind === "tuple" && layout.sparse !== undefined;
}

const whole: Layout = { kind: "scalar", scalar: "i64" };
export const words: ArrayLayout = { kind: "array", element: whole, extents: ["run-time"] };

export function sparseLayout(sparse: SparseInfo): SparseLayout {
  return { kind: "tuple", items: [whole, whole, words, entryLayout(sparse.entry)], sparse };
}

/** Columns and values. */
export function entryLayout(entry: Layout): ArrayLayout {
  return { kind: "array", element: { kind: "tuple", items: [whole, entry] }, extents: ["run-time"] };
}

export function tripleLayout(entry: Layout): ArrayLayout {
  return { kind: "array", element: { kind: "tuple", items: [whole, whole, entry] }, extents: ["run-time"] };
}
