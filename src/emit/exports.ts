/**
 * The plain C interface of functions compiled ahead of time: their parameters and results as C declarations, and how those
 * make up the flat parameters and results of Loop functions. Pure data, from which the header and the C wrappers are printed.
 *
 *     int32_t NAME(params…, results…)
 *
 * Scalars are passed by value, vectors and matrices as pointers to contiguous row-major elements after their unknown
 * dimensions, lists as (pointer, length), a complex number as two doubles, those of an array as two arrays, a tuple or a value
 * of a data type with one constructor part by part, a sparse matrix in compressed rows (`sparseUse`). Each part of the result
 * goes through a pointer; one of unknown length takes (capacity, pointer, pointers to its extents) and the function returns
 * CAPACITY where it does not fit.
 */
import { hasTag, isDataLayout, itemTypes, type TupleLayout } from "../loop/data.ts";
import { fixedComponents, type Layout } from "../loop/layout.ts";
import type { ElementScalar, LoopProgram } from "../loop/loop.ts";
import { isMapLayout } from "../loop/map-layout.ts";
import { isSparseLayout, type SparseInfo } from "../loop/sparse-layout.ts";
import type { Type } from "../types/type.ts";
import { identifier, nameSupply } from "./names.ts";
import type { PlannedFunction } from "./plan.ts";
import type { Lines } from "./text.ts";

export interface ExportedFunction {
  readonly name: string;
  readonly params: readonly { readonly name: string; readonly type: Type }[];
  readonly result: Type;
  readonly program: LoopProgram;
}

/** Stack below the caller that a recursive function may use: what even a small thread has. */
export const exportedStackBytes = 256 * 1024;

/** Status of a function whose result does not fit into what the caller gave; no `statusCode` comes near it. */
export const capacityStatus = 100;

/** One parameter of an exported function. */
export interface Declaration {
  readonly name: string;
  readonly element: ElementScalar;
  /** Passed by address: to read, or to write a result. */
  readonly pointer?: "input" | "output";
}

/** One parameter of the Loop function, from declared names. */
export type ExportedArg =
  | { readonly kind: "scalar" | "pointer"; readonly name: string; readonly element: ElementScalar }
  /** `constant` times the product of these, and `plus`. */
  | {
      readonly kind: "length";
      readonly constant: number;
      readonly factors: readonly string[];
      readonly plus?: number;
    };

/** A parameter: declarations in C's order, and what they give in Loop's order. */
export interface ExportedParam {
  readonly declarations: readonly Declaration[];
  readonly args: readonly ExportedArg[];
}

/** A part of the result and where it goes. `name` is the pointer. */
export type ExportedResult =
  | { readonly kind: "scalar"; readonly name: string; readonly scalar: ElementScalar }
  | { readonly kind: "complex"; readonly name: string }
  | {
      readonly kind: "array";
      readonly name: string;
      readonly element: ElementScalar;
      /** Elements, where known. */
      readonly length: number | undefined;
      /** The parameter that says how many fit, where the length is not known. */
      readonly capacity: string;
      /** Where each extent that is not known goes. */
      readonly extents: readonly string[];
    };

/** Undefined where a value of this layout has no place in the interface: arrays of pairs, for one. */
function exportedParam(wish: string, type: Type, layout: Layout): ExportedParam | undefined {
  const name = identifier(wish);
  switch (layout.kind) {
    case "unit":
      return { declarations: [], args: [] };
    case "scalar":
      return scalars([name], layout.scalar);
    case "text":
      return undefined;
    case "complex":
      return scalars([`${name}_re`, `${name}_im`], "f64");
    case "tuple": {
      if (isMapLayout(layout)) return undefined;
      if (isSparseLayout(layout)) return sparseParam(name, layout.sparse);
      if (isDataLayout(layout) && hasTag(layout.data)) return undefined;
      const parts = layout.items.map((item, i) =>
        exportedParam(`${name}_${partName(layout, i)}`, partType(type, layout, i), item),
      );
      const known = parts.filter((part) => part !== undefined);
      if (known.length < parts.length) return undefined;
      return {
        declarations: known.flatMap((part) => part.declarations),
        args: known.flatMap((part) => part.args),
      };
    }
    case "array":
      return exportedArray(name, type, layout);
  }
}

function exportedArray(
  name: string,
  type: Type,
  layout: Layout & { readonly kind: "array" },
): ExportedParam | undefined {
  const arrays = arraysOf(name, layout);
  if (arrays === undefined) return undefined;
  const isList = type.kind === "con" && type.name === "List";
  const names = extentNames(name, layout);
  const sizes = scalars(names, "i64");
  const pointers = arrays.map((each): Declaration => ({ ...each.place, pointer: "input" }));
  return {
    declarations: isList ? [...pointers, ...sizes.declarations] : [...sizes.declarations, ...pointers],
    args: [
      ...sizes.args,
      ...arrays.flatMap(({ place, count }): ExportedArg[] => [
        { kind: "pointer", ...place },
        { kind: "length", constant: count * knownExtents(layout), factors: names },
      ]),
    ],
  };
}

function scalars(names: readonly string[], element: ElementScalar): ExportedParam {
  return {
    declarations: names.map((name) => ({ name, element })),
    args: names.map((name) => ({ kind: "scalar", name, element })),
  };
}

function exportedResults(wish: string, type: Type, layout: Layout): readonly ExportedResult[] | undefined {
  const name = identifier(wish);
  switch (layout.kind) {
    case "unit":
      return [];
    case "scalar":
      return [{ kind: "scalar", name, scalar: layout.scalar }];
    case "text":
      return undefined;
    case "complex":
      return [{ kind: "complex", name }];
    case "tuple": {
      if (isMapLayout(layout)) return undefined;
      if (isSparseLayout(layout)) return sparseResults(name, layout.sparse);
      if (isDataLayout(layout) && hasTag(layout.data)) return undefined;
      const parts = layout.items.map((item, i) =>
        exportedResults(`${name}_${partName(layout, i)}`, partType(type, layout, i), item),
      );
      const known = parts.filter((part) => part !== undefined);
      return known.length < parts.length ? undefined : known.flat();
    }
    case "array": {
      const extents = extentNames(name, layout);
      // The extents are those of the first array, and go with it.
      return arraysOf(name, layout)?.map(({ place, count }, part): ExportedResult => {
        const length = extents.length === 0 ? count * knownExtents(layout) : undefined;
        const own = part === 0 ? extents : [];
        return { kind: "array", ...place, length, capacity: `${name}_capacity`, extents: own };
      });
    }
  }
}

/** What a header says of sparse matrices where there are some. */
export const sparseUse: readonly string[] = [
  "A sparse matrix X is passed in compressed rows: X_rows and X_columns where its type does not say them, X_nnz entries,",
  "X_row_pointers (rows + 1 of them, from 0 to X_nnz), X_column_indices and X_values. The entries of row i are those from",
  "X_row_pointers[i] up to X_row_pointers[i + 1], their columns count from 0 and ascend. Of a result, X_rows and X_columns",
  "are -1 - k where no type says the size and k is the least that holds the entries.",
];

/** Whether a function takes or gives a sparse matrix. */
export function usesSparse({ fn }: Interface): boolean {
  const within = (layout: Layout): boolean =>
    layout.kind === "tuple" && (isSparseLayout(layout) || layout.items.some(within));
  return [...fn.program.params, fn.program.result].some(within);
}

/** The names of the arrays that the values are. */
function valueNames(name: string, { entry }: SparseInfo): readonly string[] {
  const values = `${name}_values`;
  return fixedComponents(entry)?.length === 2 ? [`${values}_re`, `${values}_im`] : [values];
}

function sparseParam(name: string, info: SparseInfo): ExportedParam {
  const [rows, columns, count] = [`${name}_rows`, `${name}_columns`, `${name}_nnz`];
  const sizes = [info.rows === "run-time" ? [rows] : [], info.columns === "run-time" ? [columns] : []].flat();
  const size = (extent: SparseInfo["rows"], factor: string, plus: number): ExportedArg =>
    extent === "run-time"
      ? { kind: "length", constant: 1, factors: [factor], plus }
      : { kind: "length", constant: extent + plus, factors: [] };
  const pointers = `${name}_row_pointers`;
  const lists = [
    { name: `${name}_column_indices`, element: "i64" as const },
    ...(fixedComponents(info.entry) ?? []).map(({ element }, i) => ({
      name: valueNames(name, info)[i] ?? name,
      element,
    })),
  ];
  const input = (list: { readonly name: string; readonly element: ElementScalar }): Declaration => ({
    ...list,
    pointer: "input",
  });
  return {
    declarations: [
      ...[...sizes, count].map((each): Declaration => ({ name: each, element: "i64" })),
      input({ name: pointers, element: "i64" }),
      ...lists.map(input),
    ],
    args: [
      size(info.rows, rows, 0),
      size(info.columns, columns, 0),
      size(info.rows, rows, 1),
      { kind: "pointer", name: pointers, element: "i64" },
      size(info.rows, rows, 1),
      { kind: "scalar", name: count, element: "i64" },
      ...lists.flatMap((list): readonly ExportedArg[] => [
        { kind: "pointer", ...list },
        { kind: "length", constant: 1, factors: [count] },
      ]),
    ],
  };
}

function sparseResults(name: string, info: SparseInfo): readonly ExportedResult[] {
  const array = (
    place: ExportedPlace["place"],
    capacity: string,
    extents: readonly string[],
  ): ExportedResult => ({
    kind: "array",
    ...place,
    length: undefined,
    capacity,
    extents,
  });
  const [pointers, capacity] = [`${name}_row_pointers`, `${name}_nnz_capacity`];
  return [
    { kind: "scalar", name: `${name}_rows`, scalar: "i64" },
    { kind: "scalar", name: `${name}_columns`, scalar: "i64" },
    array({ name: pointers, element: "i64" }, `${pointers}_capacity`, [`${pointers}_length`]),
    array({ name: `${name}_column_indices`, element: "i64" }, capacity, [`${name}_nnz`]),
    ...(fixedComponents(info.entry) ?? []).map(({ element }, i) =>
      array({ name: valueNames(name, info)[i] ?? name, element }, capacity, []),
    ),
  ];
}

/** The pointer that each output of the function is given, in the order of its outputs. */
export function outputPointers(
  results: readonly ExportedResult[],
  entry: PlannedFunction,
): readonly string[] {
  const places = results.flatMap(placesOf);
  return entry.outputs.flatMap((output) => places[output.result] ?? []);
}

/** The parts that the function returns, outputs left out. */
export function returnedResults(
  results: readonly ExportedResult[],
  entry: PlannedFunction,
): readonly ExportedResult[] {
  const outputs = new Set(outputPointers(results, entry));
  return results.filter((result) => !outputs.has(result.name));
}

/** For each value of the function that makes up a part: the part's pointer. */
function placesOf(result: ExportedResult): readonly string[] {
  const values = result.kind === "scalar" ? 1 : result.kind === "complex" ? 2 : result.extents.length + 1;
  return Array.from({ length: values }, () => result.name);
}

/** Where a result goes, in C's order. */
function resultDeclarations(result: ExportedResult): readonly Declaration[] {
  const output = (name: string, element: ElementScalar): Declaration => ({
    name,
    element,
    pointer: "output",
  });
  switch (result.kind) {
    case "scalar":
      return [output(result.name, result.scalar)];
    case "complex":
      return [output(result.name, "f64")];
    case "array": {
      const pointer = output(result.name, result.element);
      if (result.extents.length === 0) return [pointer];
      const capacity: Declaration = { name: result.capacity, element: "i64" };
      return [capacity, pointer, ...result.extents.map((extent) => output(extent, "i64"))];
    }
  }
}

/** A function as it is exported. */
export interface Interface {
  readonly name: string;
  readonly fn: ExportedFunction;
  readonly declarations: readonly Declaration[];
  readonly args: readonly ExportedArg[];
  readonly results: readonly ExportedResult[];
}

/** `name` is what C calls it. Undefined where a parameter or the result has no place in the interface. */
export function interfaceOf(fn: ExportedFunction, name: string): Interface | undefined {
  const fresh = nameSupply(["context"]);
  const params = fn.params.map((param, i) => {
    const layout = fn.program.params[i];
    return layout === undefined ? undefined : exportedParam(fresh(param.name), param.type, layout);
  });
  const results = exportedResults("result", fn.result, fn.program.result);
  const known = params.filter((param) => param !== undefined);
  if (results === undefined || known.length < params.length) return undefined;
  const declarations = [
    ...known.flatMap((param) => param.declarations),
    ...results.flatMap(resultDeclarations),
  ];
  return { name, fn, declarations, args: known.flatMap((param) => param.args), results };
}

function partType(type: Type, layout: TupleLayout, index: number): Type {
  if (isDataLayout(layout)) return itemTypes(layout)[index] ?? { kind: "any" };
  const parts = type.kind === "tuple" || type.kind === "fixed" ? type.items : [];
  return parts[index] ?? { kind: "any" };
}

/** Fields by their names, other parts by their numbers. */
function partName(layout: TupleLayout, index: number): string {
  const [only] = layout.data?.constructors ?? [];
  return only?.fields[only.places.indexOf(index)] ?? String(index);
}

interface ExportedPlace {
  readonly place: { readonly name: string; readonly element: ElementScalar };
  /** Scalars of one element. */
  readonly count: number;
}

/** The arrays that make one up: `x_re` and `x_im` of complex numbers, else `x` itself where it is one array. */
function arraysOf(
  name: string,
  layout: Layout & { readonly kind: "array" },
): readonly ExportedPlace[] | undefined {
  const components = fixedComponents(layout.element) ?? [];
  const names = layout.element.kind === "complex" ? [`${name}_re`, `${name}_im`] : [name];
  if (components.length !== names.length || holdsText(layout.element)) return undefined;
  return components.map(({ element, count }, i) => ({ place: { name: names[i] ?? name, element }, count }));
}

/** The numbers of texts mean something only within one call of this process. */
function holdsText(layout: Layout): boolean {
  switch (layout.kind) {
    case "text":
      return true;
    case "array":
      return holdsText(layout.element);
    case "tuple":
      return layout.items.some(holdsText);
    case "unit":
    case "scalar":
    case "complex":
      return false;
  }
}

function knownExtents(layout: Layout & { readonly kind: "array" }): number {
  return layout.extents.reduce<number>(
    (product, extent) => product * (extent === "run-time" ? 1 : extent),
    1,
  );
}

/** `x_length` of one unknown extent, `x_rows` and `x_columns` of a matrix, `x_size1` … of a field of more axes. */
function extentNames(name: string, layout: Layout & { readonly kind: "array" }): readonly string[] {
  const words =
    layout.extents.length === 1
      ? ["length"]
      : layout.extents.length === 2
        ? ["rows", "columns"]
        : layout.extents.map((_, axis) => `size${axis + 1}`);
  return words.filter((_, i) => layout.extents[i] === "run-time").map((word) => `${name}_${word}`);
}

/** The lines that store a part of the result. */
export interface StoredResult {
  readonly extents: Lines;
  readonly contents: Lines;
}

/** Extents are written before anything may turn out not to fit. */
export function inOrder(stored: readonly StoredResult[]): Lines {
  return [...stored.flatMap(({ extents }) => extents), ...stored.flatMap(({ contents }) => contents)];
}
