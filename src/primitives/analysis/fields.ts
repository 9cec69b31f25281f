/**
 * Fields: real grids `Field(n₁, …, n_k)` of any number of axes, with unit spacing.
 *
 * `+ - *` act entry by entry and numbers scale; what lies beyond the grid is 0 unless a name says `periodic`.
 */
import { fieldValue, type Grid, gridOf, gridSize } from "../../interpret/field.ts";
import type { Value } from "../../interpret/value.ts";
import { constantDim } from "../../types/dim.ts";
import { integer, real, vector } from "../../types/type.ts";
import { elements, isList, longestArray, realList } from "../arrays.ts";
import { callArgument, defineCalling, definePrimitive } from "../define.ts";
import { failures, failWith } from "../failures.ts";
import { indexOf, realOf } from "../number.ts";
import { type Declined, declined, type EvaluationContext, type Primitive } from "../primitive.ts";
import { oneField } from "../samples.ts";
import {
  isFunction,
  isInteger,
  levelOfType,
  notAccepted,
  sequence,
  sequenceOf,
  typed,
  withElement,
} from "../typing.ts";
import { fieldRule, fieldSizes, fieldType } from "./field-typing.ts";
import {
  type Boundary,
  lowerField,
  lowerFieldMap,
  lowerFieldSizes,
  lowerFieldValues,
  lowerLaplacian,
} from "./lower-fields.ts";

const exact = { kind: "exact" } as const;

// ------------------------------------------------------------------------------------------------------ values

/** Two fields of one shape, entry by entry; declines where one is none. */
export function combineFields(
  op: (x: number, y: number) => number,
  a: Value | undefined,
  b: Value | undefined,
  context: EvaluationContext,
): Value | Declined {
  const x = gridOf(a);
  const y = gridOf(b);
  if (x === undefined || y === undefined) return declined;
  const axis = x.sizes.findIndex((size, k) => size !== y.sizes[k]);
  if (x.sizes.length !== y.sizes.length)
    context.fail(
      "KL0505",
      `the fields have different numbers of axes: ${x.sizes.length} and ${y.sizes.length}`,
    );
  if (axis >= 0) failWith(context, failures.fieldSizes, x.sizes[axis] ?? 0, y.sizes[axis] ?? 0);
  return fieldValue({ sizes: x.sizes, items: x.items.map((value, i) => op(value, y.items[i] ?? 0)) });
}

/** Every entry through `op`; declines for what is no field. */
export function mapField(a: Value | undefined, op: (x: number) => number): Value | Declined {
  const grid = gridOf(a);
  return grid === undefined ? declined : fieldValue({ sizes: grid.sizes, items: grid.items.map(op) });
}

/** A number and a field, in either order; declines for other values. */
export function scaleField(
  op: (x: number, y: number) => number,
  a: Value | undefined,
  b: Value | undefined,
): Value | Declined {
  const [left, right] = [realOf(a), realOf(b)];
  if (left !== undefined) return mapField(b, (x) => op(left, x));
  return right === undefined ? declined : mapField(a, (x) => op(x, right));
}

/** In the order of native code: the pairs of neighbours summed axis by axis, less 2k times the entry. */
function laplacian({ sizes, items }: Grid, boundary: Boundary): Grid {
  const strides = sizes.map((_, k) => gridSize(sizes.slice(k + 1)));
  const out = new Float64Array(items.length);
  const beyond = (i: number): number => (boundary === "zero" ? 0 : (items[i] ?? 0));
  for (let i = 0; i < out.length; i++) {
    let around: number | undefined;
    for (const [k, size] of sizes.entries()) {
      const stride = strides[k] ?? 1;
      const at = Math.floor(i / stride) % size;
      const turn = (size - 1) * stride;
      const before = at === 0 ? beyond(i + turn) : (items[i - stride] ?? 0);
      const after = at === size - 1 ? beyond(i - turn) : (items[i + stride] ?? 0);
      around = around === undefined ? before + after : around + (before + after);
    }
    out[i] = (around ?? 0) - 2 * sizes.length * (items[i] ?? 0);
  }
  return { sizes, items: out };
}

// -------------------------------------------------------------------------------------------------------- rows

const ofEachRank = (form: (field: string) => string): readonly string[] =>
  ["n", "m n", "l m n"].map((sizes) => `∀(${sizes} : Nat). ${form(`Field(${sizes.replaceAll(" ", ", ")})`)}`);

const field = definePrimitive(
  {
    name: "Field",
    yields: true,
    arity: 2,
    overloads: [
      "∀(n : Nat). Vector(1, ℤ) × List(ℝ) → Field(n)",
      "∀(m n : Nat). Vector(2, ℤ) × List(ℝ) → Field(m, n)",
    ],
    rule: ([sizes, entries], context) => {
      const shape = sequence(sizes, context);
      const items = sequence(entries, context);
      if (shape?.length === undefined || shape.length === 0 || items === undefined) return notAccepted;
      const level = levelOfType(items.element);
      if (!isInteger(shape.element) || level === undefined || level > 2) return notAccepted;
      const unknown = Array.from({ length: shape.length }, () => undefined);
      return typed([withElement(shape, integer), withElement(items, real)], fieldType(unknown));
    },
    doc: {
      summary: "The field of these sizes and these entries, row by row.",
      example: "field_values(Field([2, 2], [1, 2, 3, 4])) = [1, 2, 3, 4]",
      shapes: "sizes: (k), entries: (n₁·…·n_k) → Field(n₁, …, n_k)",
      raises: "as many entries as the sizes do not have (KL0505)",
    },
    lower: lowerField,
  },
  ([sizes, entries], context) => {
    if (!isList(sizes) || !isList(entries) || sizes.length === 0) return declined;
    const shape = elements(sizes).map(indexOf);
    const items = elements(entries).map(realOf);
    if (shape.some((n) => n === undefined) || items.some((x) => x === undefined)) return declined;
    const known = shape.map((n) => n ?? 0);
    const negative = known.find((n) => n < 0);
    if (negative !== undefined) failWith(context, failures.negative, negative);
    const wanted = gridSize(known);
    if (wanted !== items.length) failWith(context, failures.fieldEntries, wanted, items.length);
    return fieldValue({ sizes: known, items: Float64Array.from(items, (x) => x ?? 0) });
  },
);

const values = definePrimitive(
  {
    name: "field_values",
    yields: true,
    arity: 1,
    overloads: ofEachRank((u) => `${u} → List(ℝ)`),
    rule: ([u]) => {
      const sizes = fieldSizes(u);
      if (u === undefined || sizes === undefined) return notAccepted;
      const known = sizes.every((n) => n !== undefined) ? gridSize(sizes) : undefined;
      return typed([u], sequenceOf(known, real));
    },
    doc: {
      summary: "The entries of a field, row by row.",
      example: "field_values(Field([1, 2], [5, 6])) = [5, 6]",
    },
    lower: lowerFieldValues,
    samples: oneField,
    bound: exact,
  },
  ([u]) => {
    const grid = gridOf(u);
    return grid === undefined ? declined : realList(grid.items);
  },
);

const sizesOf = definePrimitive(
  {
    name: "field_sizes",
    yields: true,
    arity: 1,
    overloads: ofEachRank((u) => `${u} → List(ℤ)`),
    rule: ([u]) => {
      const sizes = fieldSizes(u);
      return u === undefined || sizes === undefined
        ? notAccepted
        : typed([u], vector(constantDim(sizes.length), integer));
    },
    doc: {
      summary: "How many entries a field has along each axis.",
      example: "field_sizes(Field([1, 2], [5, 6])) = [1, 2]",
    },
    lower: lowerFieldSizes,
    samples: oneField,
    bound: exact,
  },
  ([u]) => {
    const grid = gridOf(u);
    if (grid === undefined) return declined;
    return { kind: "list", items: grid.sizes.map(BigInt), start: 0, length: grid.sizes.length };
  },
);

const fieldMap = defineCalling(
  {
    name: "field_map",
    yields: true,
    arity: 2,
    overloads: ofEachRank((u) => `(ℝ → ℝ) × ${u} → ${u}`),
    rule: ([f, u], context) => {
      if (f === undefined || u === undefined || !isFunction(f) || fieldSizes(u) === undefined)
        return notAccepted;
      const level = levelOfType(context.applyArgument(0, [real]));
      return level === undefined || level > 2 ? notAccepted : typed([f, u], u);
    },
    doc: {
      summary: "The function applied to every entry of a field.",
      example: "field_values(field_map(λ x . x * x, Field([1, 2], [3, 4]))) = [9, 16]",
    },
    lower: lowerFieldMap,
  },
  function* ([f, u]) {
    const grid = gridOf(u);
    if (f === undefined || grid === undefined) return declined;
    const items = new Float64Array(grid.items.length);
    for (const [i, x] of grid.items.entries()) {
      const value = realOf(yield callArgument(0, f, [x]));
      if (value === undefined) return declined;
      items[i] = value;
    }
    return fieldValue({ sizes: grid.sizes, items });
  },
);

function laplacianRow(
  name: string,
  aliases: readonly string[],
  boundary: Boundary,
  summary: string,
  example: string,
): Primitive {
  return definePrimitive(
    {
      name,
      aliases,
      yields: true,
      arity: 1,
      overloads: ofEachRank((u) => `${u} → ${u}`),
      rule: fieldRule,
      doc: {
        summary,
        example,
        shapes: "Field(n₁, …, n_k) → Field(n₁, …, n_k)",
        source: "LeVeque, Finite Difference Methods, 2007, §3.2",
      },
      lower: lowerLaplacian(boundary),
      samples: oneField,
      bound: exact,
    },
    ([u]) => {
      const grid = gridOf(u);
      if (grid === undefined) return declined;
      if (grid.items.length > longestArray) throw new RangeError("Invalid array length");
      return fieldValue(laplacian(grid, boundary));
    },
  );
}

export const fields: readonly Primitive[] = [
  field,
  values,
  sizesOf,
  fieldMap,
  laplacianRow(
    "laplacian",
    ["apply_laplacian"],
    "zero",
    "The second difference of a field with unit spacing: the neighbours along every axis less 2k times the entry. Beyond the edge is 0.",
    "field_values(laplacian(Field([3], [1, 2, 4]))) = [0, 1, -6]",
  ),
  laplacianRow(
    "laplacian_periodic",
    [],
    "periodic",
    "As `laplacian`, the neighbour beyond an edge being the entry at the opposite one.",
    "field_values(laplacian_periodic(Field([3], [1, 2, 4]))) = [4, 1, -5]",
  ),
];
