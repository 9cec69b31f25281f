/**
 * The plain C interface of functions compiled ahead of time: their parameters and results as C declarations, and how those
 * make up the flat parameters and results of Loop functions. Pure data, from which the header and the C wrappers are printed.
 *
 *     int32_t NAME(params…, results…)
 *
 * Scalars are passed by value, vectors and matrices as pointers to contiguous row-major elements after their unknown
 * dimensions, lists as (pointer, length), a complex number as two doubles, a tuple part by part. Each part of the result goes through a
 * pointer; one of unknown length takes (capacity, pointer, pointers to its extents) and the function returns CAPACITY where it
 * does not fit.
 */
import { fixedComponents, type Layout } from "../loop/layout.ts";
import type { ElementScalar, LoopProgram } from "../loop/loop.ts";
import type { Type } from "../types/type.ts";
import { identifier } from "./names.ts";

export interface ExportedFunction {
  readonly name: string;
  readonly params: readonly { readonly name: string; readonly type: Type }[];
  readonly result: Type;
  readonly program: LoopProgram;
}

/** Status of a function whose result does not fit into what the caller gave. */
export const capacityStatus = 10;

export const cTypeOf: { readonly [E in ElementScalar]: string } = {
  f64: "double",
  i64: "int64_t",
  bool: "uint8_t",
};

/** A parameter: C declarations in C's order, and the C expressions of the Loop parameters in Loop's order. */
export interface ExportedParam {
  readonly declarations: readonly string[];
  readonly args: readonly string[];
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
      /** Where each extent that is not known goes. */
      readonly extents: readonly string[];
    };

/** Undefined where a value of this layout has no place in the interface: arrays of pairs, for one. */
export function exportedParam(wish: string, type: Type, layout: Layout): ExportedParam | undefined {
  const name = identifier(wish);
  switch (layout.kind) {
    case "unit":
      return { declarations: [], args: [] };
    case "scalar":
      return {
        declarations: [`${cTypeOf[layout.scalar]} ${name}`],
        args: [layout.scalar === "bool" ? `${name} != 0` : name],
      };
    case "complex":
      return {
        declarations: [`double ${name}_re`, `double ${name}_im`],
        args: [`${name}_re`, `${name}_im`],
      };
    case "tuple": {
      const parts = layout.items.map((item, i) => exportedParam(`${name}_${i}`, partType(type, i), item));
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
  const component = onlyComponent(layout);
  if (component === undefined) return undefined;
  const isList = type.kind === "con" && type.name === "List";
  const names = extentNames(name, layout);
  const sizes = names.map((size) => `int64_t ${size}`);
  const pointer = `const ${cTypeOf[component.element]} *${name}`;
  const element = component.element === "bool" ? "u8" : component.element === "f64" ? "double" : "i64";
  const length = [`${component.count * knownExtents(layout)}LL`, ...names].join(" * ");
  return {
    declarations: isList ? [pointer, ...sizes] : [...sizes, pointer],
    args: [...names, `(${element} *)${name}`, length],
  };
}

export function exportedResults(
  wish: string,
  type: Type,
  layout: Layout,
): readonly ExportedResult[] | undefined {
  const name = identifier(wish);
  switch (layout.kind) {
    case "unit":
      return [];
    case "scalar":
      return [{ kind: "scalar", name, scalar: layout.scalar }];
    case "complex":
      return [{ kind: "complex", name }];
    case "tuple": {
      const parts = layout.items.map((item, i) => exportedResults(`${name}_${i}`, partType(type, i), item));
      const known = parts.filter((part) => part !== undefined);
      return known.length < parts.length ? undefined : known.flat();
    }
    case "array": {
      const component = onlyComponent(layout);
      if (component === undefined) return undefined;
      const extents = extentNames(name, layout);
      const length = extents.length === 0 ? component.count * knownExtents(layout) : undefined;
      return [{ kind: "array", name, element: component.element, length, extents }];
    }
  }
}

/** The declarations of a result's pointers, in C's order. */
export function resultDeclarations(result: ExportedResult): readonly string[] {
  switch (result.kind) {
    case "scalar":
      return [`${cTypeOf[result.scalar]} *${result.name}`];
    case "complex":
      return [`double *${result.name}`];
    case "array": {
      const pointer = `${cTypeOf[result.element]} *${result.name}`;
      if (result.length !== undefined) return [pointer];
      return [
        `int64_t ${result.name}_capacity`,
        pointer,
        ...result.extents.map((extent) => `int64_t *${extent}`),
      ];
    }
  }
}

function partType(type: Type, index: number): Type {
  const parts = type.kind === "tuple" || type.kind === "fixed" ? type.items : [];
  return parts[index] ?? { kind: "any" };
}

function onlyComponent(
  layout: Layout & { readonly kind: "array" },
): { readonly element: ElementScalar; readonly count: number } | undefined {
  const components = fixedComponents(layout.element) ?? [];
  return components.length === 1 ? components[0] : undefined;
}

function knownExtents(layout: Layout & { readonly kind: "array" }): number {
  return layout.extents.reduce<number>(
    (product, extent) => product * (extent === "run-time" ? 1 : extent),
    1,
  );
}

/** `x_length` of one unknown extent, `x_rows` and `x_columns` of a matrix. */
function extentNames(name: string, layout: Layout & { readonly kind: "array" }): readonly string[] {
  const words = layout.extents.length === 1 ? ["length"] : ["rows", "columns"];
  return words.filter((_, i) => layout.extents[i] === "run-time").map((word) => `${name}_${word}`);
}
