/**
 * Coercions between layouts: numbers along ℤ → ℝ → ℂ through lists, matrices and tuples, and the forms of a list.
 * What can fail for its value runs again in the evaluator, which has the value to name in the message.
 */
import type { Coercion } from "../core/core.ts";
import { failures } from "../primitives/failures.ts";
import {
  type ArrayLayout,
  elementAt,
  itemsArray,
  knownSize,
  mapArray,
  pullArray,
  scalar,
  sizeOf,
} from "./arrays.ts";
import { isDataLayout } from "./data.ts";
import { zeroOf } from "./data-values.ts";
import { binary, compare, constIndex, convert, div, f64, i64, index } from "./expr.ts";
import type { Layout } from "./layout.ts";
import type { LoopExpr } from "./loop.ts";
import type { LoopBuilder, Lowered, LoweredArray } from "./lowering.ts";
import { withSizes } from "./sparse.ts";
import { isSparseLayout } from "./sparse-layout.ts";

export function coerceValue(build: LoopBuilder, coercion: Coercion, value: Lowered, to: Layout): Lowered {
  switch (coercion) {
    case "promote":
    case "reshape":
    case "narrow":
      return conform(build, value, to);
    case "natural":
      return checkNatural(build, value);
    case "box":
    case "unbox":
      return build.unsupported("values whose type is not known");
  }
}

function checkNatural(build: LoopBuilder, value: Lowered): Lowered {
  if (value.kind === "array") {
    const item = value.at(index(0));
    return item.kind === "scalar" ? mapChecked(build, value) : value;
  }
  if (value.kind !== "scalar") return value;
  const atom = build.atom(value.value);
  build.check(compare("ge", atom, i64(0n)), "kind", failures.natural.text, [atom]);
  return scalar(atom);
}

function mapChecked(build: LoopBuilder, value: LoweredArray): Lowered {
  return mapArray(value, value.layout, { cheap: false, total: false }, (x) => checkNatural(build, x));
}

/** The value in the given layout. */
export function conform(build: LoopBuilder, value: Lowered, to: Layout): Lowered {
  switch (value.kind) {
    case "unit":
    case "text":
      return value;
    case "scalar":
      if (to.kind === "complex")
        return { kind: "complex", re: toScalar(build, value.value, "f64"), im: f64(0) };
      return to.kind === "scalar" ? scalar(toScalar(build, value.value, to.scalar)) : value;
    case "complex":
      return to.kind === "scalar" ? realPart(build, value.re, value.im, to) : value;
    case "tuple":
      return to.kind === "array"
        ? tupleToArray(build, value.items, to)
        : conformTuple(build, value.items, to);
    case "array":
      if (to.kind === "tuple") return arrayToTuple(build, value, to.items);
      return to.kind === "array" ? conformArray(build, value, to) : value;
  }
}

function toScalar(build: LoopBuilder, e: LoopExpr, to: "f64" | "i64" | "bool"): LoopExpr {
  if (e.type === to) return e;
  if (e.type === "f64" && to === "i64") return toInteger(build, e);
  return convert(to, e);
}

/** ℝ → ℤ of a value that must be integral. */
export function toInteger(build: LoopBuilder, e: LoopExpr): LoopExpr {
  const x = build.atom(e);
  build.unless(compare("eq", { kind: "unary", op: "trunc", type: "f64", value: x }, x), "kind");
  return build.checked("from-f64", x);
}

function realPart(build: LoopBuilder, re: LoopExpr, im: LoopExpr, to: Layout): Lowered {
  build.unless(compare("eq", im, f64(0)), "kind");
  return conform(build, scalar(re), to);
}

function conformTuple(build: LoopBuilder, items: readonly Lowered[], to: Layout): Lowered {
  if (to.kind !== "tuple") return { kind: "tuple", items };
  if (isSparseLayout(to)) return withSizes(build, items, to);
  // A field that held nothing may be given a type: `None` as an `Option(ℝ)`.
  const part = (item: Lowered, layout: Layout): Lowered =>
    isDataLayout(to) && item.kind === "unit" ? zeroOf(build, layout) : conform(build, item, layout);
  return { kind: "tuple", items: items.map((item, k) => part(item, to.items[k] ?? { kind: "unit" })) };
}

function tupleToArray(build: LoopBuilder, items: readonly Lowered[], to: ArrayLayout): Lowered {
  const conformed = items.map((item) => conform(build, item, to.element));
  return conformArray(
    build,
    itemsArray(build, { ...to, extents: ["run-time"] }, [index(items.length)], conformed),
    to,
  );
}

function arrayToTuple(build: LoopBuilder, value: LoweredArray, layouts: readonly Layout[]): Lowered {
  checkExtent(build, sizeOf(value), index(layouts.length));
  return { kind: "tuple", items: layouts.map((to, k) => conform(build, value.at(index(k)), to)) };
}

function checkExtent(build: LoopBuilder, have: LoopExpr, want: LoopExpr): void {
  build.unless(compare("eq", have, want), "dimension");
}

function conformArray(build: LoopBuilder, value: LoweredArray, to: ArrayLayout): Lowered {
  const nested = value.layout.element;
  if (to.extents.length === 2 && value.extents.length === 1 && nested.kind === "array")
    return conformArray(build, rowsToMatrix(build, value), to);
  const extents = to.extents.map((e, k) => {
    const have = value.extents[k] ?? index(0);
    if (e === "run-time") return have;
    checkExtent(build, have, index(e));
    return index(e);
  });
  return withElements(build, { ...value, extents }, to);
}

/** Rows of one length as a matrix. An empty list of rows has no columns. */
function rowsToMatrix(build: LoopBuilder, value: LoweredArray): LoweredArray {
  const row = value.layout.element;
  if (row.kind !== "array") return value;
  const size = row.extents[0];
  const known = value.items?.map((item) => (item.kind === "array" ? knownSize(item) : undefined));
  const columns = typeof size === "number" ? size : known?.[0];
  if (columns === undefined || known?.some((k) => k !== columns))
    return build.unsupported("rows whose lengths are not known");
  const layout: ArrayLayout = { kind: "array", element: row.element, extents: ["run-time", columns] };
  const extents = [sizeOf(value), index(columns)];
  if (value.items !== undefined) {
    const entries = value.items.flatMap((item) =>
      Array.from({ length: columns }, (_, j) => (item.kind === "array" ? item.at(index(j)) : item)),
    );
    return itemsArray(build, layout, extents, entries);
  }
  const entry = (i: LoopExpr, j: LoopExpr): Lowered => {
    const line = value.at(i);
    return line.kind === "array" ? line.at(j) : line;
  };
  if (value.buffers !== undefined && value.offset === undefined)
    return { ...value, layout, extents, at: flat };
  return pullArray(layout, extents, flat, { cheap: value.cheap, total: value.total, cell: entry });

  function flat(p: LoopExpr): Lowered {
    return entry(div(p, index(columns ?? 1)), binary("rem", p, index(columns ?? 1)));
  }
}

function sameLayout(a: Layout, b: Layout): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function withElements(build: LoopBuilder, value: LoweredArray, to: ArrayLayout): LoweredArray {
  if (sameLayout(value.layout.element, to.element)) return { ...value, layout: to };
  const change = (x: Lowered): Lowered => conform(build, x, to.element);
  if (value.items !== undefined) return itemsArray(build, to, value.extents, value.items.map(change));
  return mapArray(value, to, { cheap: value.cheap, total: value.total }, change);
}

/** A ℤ or integral ℝ as i64: sizes and positions (T10). */
export function integerOf(build: LoopBuilder, value: Lowered): LoopExpr {
  if (value.kind !== "scalar") return build.unsupported("sizes of this form");
  return value.value.type === "f64" ? toInteger(build, value.value) : convert("i64", value.value);
}

/** The element at a ℤ position, with the language's error where it lies outside. */
export function checkedElement(
  build: LoopBuilder,
  array: LoweredArray,
  position: LoopExpr,
  length: LoopExpr,
  message: string,
): Lowered {
  const i = build.atom(position);
  const known = constIndex(convert("index", i));
  const size = constIndex(length);
  if (known === undefined || size === undefined || known >= size) {
    build.check(compare("ge", i, i64(0n)), "index", message, [i, length]);
    build.check(compare("lt", i, convert("i64", length)), "index", message, [i, length]);
  }
  return elementAt(array, i);
}
