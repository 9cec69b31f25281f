/**
 * How a value of a concrete type lies in scalars and flat arrays. One description serves lowering (parameters of Loop
 * functions), the printers and marshalling.
 *
 * Arrays of composite elements are kept as one array per component (structure of arrays): a list of pairs of ℝ is two
 * arrays; a list of `[ℝ, Vector(2)]` is an array of n and an array of 2n.
 */
import type { CoreData } from "../core/core.ts";
import { type Dim, dimValue } from "../types/dim.ts";
import { typeKey } from "../types/traverse.ts";
import { any, never, type Type } from "../types/type.ts";
import { sparseRows } from "./budget.ts";
import { type DataForm, type DataTypes, dataLayout, noDataTypes } from "./data.ts";
import type { ElementScalar } from "./loop.ts";
import { isKeyType, keyParts, longestKey, type MapInfo, mapLayout } from "./map-layout.ts";
import { type SparseInfo, sparseLayout } from "./sparse-layout.ts";

export type Layout =
  | { readonly kind: "scalar"; readonly scalar: ElementScalar }
  | { readonly kind: "unit" }
  /** The number of a text among those of the call (`LoopProgram.texts` come first): texts are moved about and compared, never read. */
  | { readonly kind: "text" }
  /** re, im. */
  | { readonly kind: "complex" }
  /** Tuples, fixed lists, the captures of a closure, values of data types (`data` tells which item is which field). */
  | {
      readonly kind: "tuple";
      readonly items: readonly Layout[];
      readonly data?: DataForm;
      /** The parts are those of a sparse matrix (sparse.ts). */
      readonly sparse?: SparseInfo;
      /** The parts are those of a map or a set (maps.ts). */
      readonly map?: MapInfo;
    }
  /** List (one extent), Vector (one), Matrix (two, row-major), Field (one for each axis); "run-time" extents travel as index values. */
  | { readonly kind: "array"; readonly element: Layout; readonly extents: readonly Extent[] };

/** Stands where there is no text: in a field that the value's constructor does not have. */
export const noText = -1n;

export type Extent = number | "run-time";

/** The flat pieces of a layout, in the order in which they are parameters or results. */
export type Slot =
  | { readonly kind: "scalar"; readonly scalar: ElementScalar }
  /** A run-time extent, before the arrays it belongs to. */
  | { readonly kind: "extent" }
  /** `perElement` scalars for every element of the outermost array. */
  | { readonly kind: "array"; readonly element: ElementScalar; readonly perElement: number };

/** A reason why a type has no native form: "strings", "values of an unknown type", … fits "JIT does not yet support X". */
export interface NoLayout {
  readonly unsupported: string;
}

export function layoutOf(type: Type, dataTypes: DataTypes = noDataTypes): Layout | NoLayout {
  return layoutWithin(type, { dataTypes, path: [] });
}

/** Types whose arguments grow from field to field never come back to themselves. */
const deepestData = 16;

/** The program's data types, and those whose fields are being laid out. */
interface Context {
  readonly dataTypes: DataTypes;
  readonly path: readonly string[];
}

function layoutWithin(type: Type, context: Context): Layout | NoLayout {
  switch (type.kind) {
    case "con":
      return constructorLayout(type.name, type.args, context);
    case "tuple":
    case "fixed":
      return tupleLayout(type.items, context);
    case "closure":
      return tupleLayout(type.captures, context);
    case "any":
      return { unsupported: "values whose type is not known" };
    case "never":
      return { kind: "unit" };
    case "function":
      return { unsupported: "functions as values" };
    case "record":
      return { unsupported: "named arguments" };
    case "var":
    case "dim":
    case "text":
      return { unsupported: "open types" };
  }
}

export function isLayout(layout: Layout | NoLayout): layout is Layout {
  return "kind" in layout;
}

function constructorLayout(name: string, args: readonly Type[], context: Context): Layout | NoLayout {
  switch (name) {
    case "ℝ":
      return { kind: "scalar", scalar: "f64" };
    case "ℤ":
      return { kind: "scalar", scalar: "i64" };
    case "Bool":
      return { kind: "scalar", scalar: "bool" };
    case "ℂ":
      return { kind: "complex" };
    case "Unit":
      return { kind: "unit" };
    case "ℚ":
      return { unsupported: "rational numbers" };
    case "String":
      return { kind: "text" };
    case "List":
      return arrayLayout(args[0], ["run-time"], context);
    case "Vector":
      return arrayLayout(args[1], [extentOf(args[0])], context);
    case "Matrix":
      return arrayLayout(args[2], [extentOf(args[0]), extentOf(args[1])], context);
    case "Field":
      return { kind: "array", element: { kind: "scalar", scalar: "f64" }, extents: args.map(extentOf) };
    default:
      return declaredLayout(name, args, context);
  }
}

function declaredLayout(
  name: string,
  args: readonly Type[],
  { dataTypes, path }: Context,
): Layout | NoLayout {
  const data = dataTypes.get(name);
  if (data === undefined && (name === "Map" || name === "Set"))
    return collectionLayout(name === "Map" ? "map" : "set", args, { dataTypes, path });
  if (data === undefined) return { unsupported: `values of the data type ${name}` };
  const key = typeKey({ kind: "con", name, args });
  if (path.includes(key) || path.length >= deepestData)
    return { unsupported: `values of the recursive data type ${name}` };
  const inside = { dataTypes, path: [...path, key] };
  if (data.sparse !== undefined) return sparseDataLayout(data, data.sparse, args, inside);
  const known = path.length > 0 ? undefined : layoutsOf(dataTypes);
  const layout = known?.get(key) ?? dataLayout(data, args, (type) => layoutWithin(type, inside));
  known?.set(key, layout);
  return layout;
}

/** Every case of a match asks for the layout of its type, which is as long as the type has constructors. */
const dataLayouts = new WeakMap<DataTypes, Map<string, Layout | NoLayout>>();

function layoutsOf(dataTypes: DataTypes): Map<string, Layout | NoLayout> {
  const known = dataLayouts.get(dataTypes) ?? new Map<string, Layout | NoLayout>();
  dataLayouts.set(dataTypes, known);
  return known;
}

function collectionLayout(
  form: MapInfo["form"],
  [keyType = any, given]: readonly Type[],
  context: Context,
): Layout | NoLayout {
  const valueType = form === "set" ? never : (given ?? any);
  const key = layoutWithin(keyType, context);
  const value = layoutWithin(valueType, context);
  if (!isLayout(key) || !isLayout(value)) return isLayout(key) ? value : key;
  const parts = isKeyType(keyType) ? keyParts(key) : undefined;
  if (parts === undefined || parts.length > longestKey)
    return { unsupported: `${form}s with keys of this type` };
  if (fixedComponents(value) === undefined) return { unsupported: "maps to values of different sizes" };
  return mapLayout({ form, key, keyType, value, valueType });
}

function sparseDataLayout(
  data: CoreData,
  entryType: Type,
  args: readonly Type[],
  context: Context,
): Layout | NoLayout {
  const entry = layoutWithin(entryType, context);
  const [only] = data.constructors;
  if (!isLayout(entry) || only === undefined) return isLayout(entry) ? { unsupported: "data types" } : entry;
  const [rows = "run-time", columns = "run-time"] = args.map(extentOf);
  if ([rows, columns].some((extent) => extent !== "run-time" && extent > sparseRows))
    return { unsupported: `sparse matrices of more than ${sparseRows} rows or columns` };
  const [field] = only.fieldNames;
  return sparseLayout({ data: data.name, constructor: only.name, field, rows, columns, entry, entryType });
}

function extentOf(type: Type | undefined): Extent {
  const dim: Dim | undefined = type?.kind === "dim" ? type.dim : undefined;
  return (dim && dimValue(dim)) ?? "run-time";
}

function tupleLayout(types: readonly Type[], context: Context): Layout | NoLayout {
  const items: Layout[] = [];
  for (const type of types) {
    const item = layoutWithin(type, context);
    if (!isLayout(item)) return item;
    items.push(item);
  }
  return { kind: "tuple", items };
}

function arrayLayout(
  elementType: Type | undefined,
  extents: readonly Extent[],
  context: Context,
): Layout | NoLayout {
  const element =
    elementType === undefined ? { unsupported: "open types" } : layoutWithin(elementType, context);
  if (!isLayout(element)) return element;
  if (fixedComponents(element) === undefined)
    return { unsupported: "lists whose elements have different sizes" };
  return { kind: "array", element, extents };
}

interface Component {
  readonly element: ElementScalar;
  readonly count: number;
}

/** The scalars of one element, by component; undefined where an element has no fixed size. */
export function fixedComponents(layout: Layout): readonly Component[] | undefined {
  switch (layout.kind) {
    case "unit":
      return [];
    case "scalar":
      return [{ element: layout.scalar, count: 1 }];
    case "text":
      return [{ element: "i64", count: 1 }];
    case "complex":
      return [
        { element: "f64", count: 1 },
        { element: "f64", count: 1 },
      ];
    case "tuple": {
      const all: Component[] = [];
      for (const item of layout.items) {
        const components = fixedComponents(item);
        if (components === undefined) return undefined;
        all.push(...components);
      }
      return all;
    }
    case "array": {
      let size = 1;
      for (const extent of layout.extents) {
        if (extent === "run-time") return undefined;
        size *= extent;
      }
      return fixedComponents(layout.element)?.map((c) => ({ element: c.element, count: c.count * size }));
    }
  }
}

export function slotsOf(layout: Layout): readonly Slot[] {
  switch (layout.kind) {
    case "unit":
      return [];
    case "scalar":
      return [{ kind: "scalar", scalar: layout.scalar }];
    case "text":
      return [{ kind: "scalar", scalar: "i64" }];
    case "complex":
      return [
        { kind: "scalar", scalar: "f64" },
        { kind: "scalar", scalar: "f64" },
      ];
    case "tuple":
      return layout.items.flatMap(slotsOf);
    case "array": {
      const extents: Slot[] = layout.extents.filter((e) => e === "run-time").map(() => ({ kind: "extent" }));
      const components = fixedComponents(layout.element) ?? [];
      return [
        ...extents,
        ...components.map((c): Slot => ({ kind: "array", element: c.element, perElement: c.count })),
      ];
    }
  }
}
