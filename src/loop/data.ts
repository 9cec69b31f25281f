/**
 * Data types as tuples. A type with one constructor is the tuple of its fields; one with several is a tag and the fields of
 * all constructors, of which those of the value's own constructor hold something and the others are zero. Scalar fields of
 * different constructors share a place where their declared types are the same numbers, so that every instance of a
 * parametric type has the same places.
 *
 * In: what Core knows of the type, and its arguments. Out: the form that `layoutOf` puts into a layout; reading a field,
 * testing a constructor and building a value follow it. Recursive types have none.
 */
import type { CoreConstructor, CoreData } from "../core/core.ts";
import { unknownDim } from "../types/dim.ts";
import { singleVariable } from "../types/match.ts";
import { isClosedType, type Substitution, substituteType } from "../types/traverse.ts";
import { any, integer, type Type } from "../types/type.ts";
import type { Layout, NoLayout } from "./layout.ts";

/** The data types of a program, by name. */
export type DataTypes = ReadonlyMap<string, CoreData>;

export const noDataTypes: DataTypes = new Map();

/** Where the fields of a data type's constructors are among the items of its tuple. */
export interface DataForm {
  readonly name: string;
  /** By tag. */
  readonly constructors: readonly ConstructorForm[];
}

export interface ConstructorForm {
  readonly name: string;
  readonly fields: readonly (string | undefined)[];
  readonly types: readonly Type[];
  /** The item that holds each field. */
  readonly places: readonly number[];
}

export type TupleLayout = Extract<Layout, { kind: "tuple" }>;
export type DataLayout = TupleLayout & { readonly data: DataForm };

export function isDataLayout(layout: Layout): layout is DataLayout {
  return layout.kind === "tuple" && layout.data !== undefined;
}

/** With several constructors the first item is the tag. */
export function hasTag(form: DataForm): boolean {
  return form.constructors.length > 1;
}

const tags = new WeakMap<DataForm, ReadonlyMap<string, number>>();

/** The place of a constructor among those of its type; undefined where it is another's. */
export function tagOf(form: DataForm, name: string): number | undefined {
  const known = tags.get(form) ?? new Map(form.constructors.map((c, tag) => [c.name, tag]));
  tags.set(form, known);
  return known.get(name);
}

/** The field types of a constructor where the type has these arguments; `declared` as written. */
function fieldTypes(data: CoreData, variant: CoreConstructor, args: readonly Type[]): readonly Type[] {
  const types = new Map<number, Type>();
  const dims = new Map<string, Type>();
  const params = data.type.kind === "con" ? data.type.args : [];
  params.forEach((param, i) => {
    const arg = args[i];
    if (arg === undefined) return;
    if (param.kind === "var") types.set(param.id, arg);
    const name = param.kind === "dim" ? singleVariable(param.dim) : undefined;
    if (name !== undefined) dims.set(name, arg);
  });
  const substitution: Substitution = {
    type: (id) => types.get(id) ?? any,
    dim: (name) => {
      const arg = dims.get(name);
      return arg?.kind === "dim" ? arg.dim : unknownDim;
    },
  };
  return variant.fieldTypes.map((type) => substituteType(type, substitution));
}

/** The layout of a data type, given the layouts of its fields' types. */
export function dataLayout(
  data: CoreData,
  args: readonly Type[],
  layoutOf: (type: Type) => Layout | NoLayout,
): Layout | NoLayout {
  const items: Layout[] = data.constructors.length > 1 ? [{ kind: "scalar", scalar: "i64" }] : [];
  const shared: boolean[] = items.map(() => false);
  const constructors: ConstructorForm[] = [];
  for (const variant of data.constructors) {
    const types = fieldTypes(data, variant, args);
    const taken = new Set<number>();
    const places: number[] = [];
    for (const [i, type] of types.entries()) {
      const layout = layoutOf(type);
      if (!("kind" in layout)) return layout;
      const closed = layout.kind === "scalar" && isClosedType(variant.fieldTypes[i] ?? any);
      const fits = (item: Layout, k: number) => shared[k] === true && !taken.has(k) && same(item, layout);
      const free = closed ? items.findIndex(fits) : -1;
      const place = free < 0 ? items.length : free;
      if (free < 0) {
        items.push(layout);
        shared.push(closed);
      }
      taken.add(place);
      places.push(place);
    }
    constructors.push({ name: variant.name, fields: variant.fieldNames, types, places });
  }
  return { kind: "tuple", items, data: { name: data.name, constructors } };
}

function same(a: Layout, b: Layout): boolean {
  return a.kind === "scalar" && b.kind === "scalar" && a.scalar === b.scalar;
}

/** The type of what each item holds; several constructors that share an item hold the same type there. */
export function itemTypes(layout: DataLayout): readonly Type[] {
  const types = layout.items.map((): Type => any);
  if (hasTag(layout.data)) types[0] = integer;
  for (const { places, types: own } of layout.data.constructors)
    places.forEach((place, i) => {
      types[place] = own[i] ?? any;
    });
  return types;
}
