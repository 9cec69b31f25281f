/**
 * Values of data types while lowering: building one, testing its constructor, reading its fields. Such a value is the tuple
 * that its layout describes (data.ts).
 */
import type { CoreExpr } from "../core/core.ts";
import { type Activation, layoutFor } from "./activation.ts";
import { bufferArray, force, itemsArray } from "./arrays.ts";
import { type ConstructorForm, type DataForm, type DataLayout, hasTag, isDataLayout, tagOf } from "./data.ts";
import { bool, compare, f64, i64, index, or, zero } from "./expr.ts";
import { fixedComponents, type Layout, noText } from "./layout.ts";
import type { LoopExpr } from "./loop.ts";
import type { LoopBuilder, Lowered } from "./lowering.ts";
import { assignCell, joinCell } from "./parts.ts";
import { sparseView } from "./sparse.ts";
import { triplesOf } from "./sparse-entries.ts";
import { isSparseLayout } from "./sparse-layout.ts";

/** A value of constructor `tag`; items of other constructors are zero. */
export function constructed(
  build: LoopBuilder,
  layout: DataLayout,
  name: string,
  args: readonly Lowered[],
): Lowered {
  const { data } = layout;
  const tag = tagOf(data, name) ?? -1;
  const places = data.constructors[tag]?.places ?? [];
  const items = layout.items.map((item, k): Lowered => {
    if (k === 0 && hasTag(data)) return { kind: "scalar", value: i64(BigInt(tag)) };
    return args[places.indexOf(k)] ?? zeroOf(build, item);
  });
  return { kind: "tuple", items };
}

/** Whether the value is of this constructor. */
export function isConstructor(form: DataForm, value: Lowered & { kind: "tuple" }, name: string): LoopExpr {
  if (!hasTag(form)) return bool(true);
  const tag = tagOf(form, name) ?? -1;
  const own = value.items[0];
  return own?.kind === "scalar" ? compare("eq", own.value, i64(BigInt(tag))) : bool(false);
}

/** `p.x`. A constructor without that field fails, with the message that the evaluator has. */
export function fieldOf(
  activation: Activation,
  e: CoreExpr & { readonly kind: "field" },
  target: Lowered,
): Lowered {
  const { build } = activation;
  const layout = layoutFor(build, e.target.type);
  if (isSparseLayout(layout)) return triplesOf(build, sparseView(build, layout, target));
  if (!isDataLayout(layout) || target.kind !== "tuple") return build.unsupported("records");
  const value = force(build, target);
  if (value.kind !== "tuple") return value;
  const { constructors } = layout.data;
  const places = constructors.map((c) => placeOf(c, e.name));
  const having = constructors.filter((_, tag) => places[tag] !== undefined);
  if (having.length < constructors.length)
    build.check(
      having.map((c) => isConstructor(layout.data, value, c.name)).reduce(or, bool(false)),
      "overflow",
      "",
    );
  const known = places.filter((place) => place !== undefined);
  const [place = 0] = known;
  if (known.every((other) => other === place)) return value.items[place] ?? { kind: "unit" };
  const cell = joinCell(build, layoutFor(build, e.type), e.name);
  const choose = (k: number): void => {
    const one = having[k];
    if (one === undefined) return;
    const put = (): void => assignCell(cell, value.items[placeOf(one, e.name) ?? 0] ?? { kind: "unit" });
    if (k === having.length - 1) put();
    else build.branch(isConstructor(layout.data, value, one.name), put, () => choose(k + 1));
  };
  choose(0);
  return cell.settled();
}

function placeOf(variant: ConstructorForm, name: string): number | undefined {
  const index = variant.fields.indexOf(name);
  return index < 0 ? undefined : variant.places[index];
}

/** Zeros and empty lists: what stands where a value holds nothing. */
export function zeroOf(build: LoopBuilder, layout: Layout): Lowered {
  switch (layout.kind) {
    case "unit":
      return { kind: "unit" };
    case "scalar":
      return { kind: "scalar", value: zero(layout.scalar) };
    case "text":
      return { kind: "text", number: i64(noText) };
    case "complex":
      return { kind: "complex", re: f64(0), im: f64(0) };
    case "tuple":
      return { kind: "tuple", items: layout.items.map((item) => zeroOf(build, item)) };
    case "array": {
      const extents = layout.extents.map((e): LoopExpr => index(e === "run-time" ? 0 : e));
      if (layout.extents.includes("run-time")) return emptyArray(build, layout, extents);
      const count = layout.extents.reduce<number>((n, e) => n * (e === "run-time" ? 0 : e), 1);
      if (count > largestPadding) return build.unsupported("data types that may hold large arrays");
      const items = Array.from({ length: count }, () => zeroOf(build, layout.element));
      return itemsArray(build, layout, extents, items);
    }
  }
}

/** Zeros are written out only for so many elements. */
const largestPadding = 64;

function emptyArray(
  build: LoopBuilder,
  layout: Layout & { readonly kind: "array" },
  extents: readonly LoopExpr[],
): Lowered {
  const components = fixedComponents(layout.element) ?? [];
  const buffers = components.map((c) => build.allocate("none", c.element, index(0)));
  return bufferArray(layout, extents, buffers);
}
