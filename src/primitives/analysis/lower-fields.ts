/**
 * Native fields: arrays by a rule on the position along each axis, so that a stencil and the pointwise work around it are
 * one nest of loops over the grid (`traverse` of loop/arrays.ts) in which only the edges ask whether there is a neighbour.
 */
import { layoutFor } from "../../loop/activation.ts";
import {
  type ArrayLayout,
  arrayOf,
  force,
  itemsArray,
  pullArray,
  scalar,
  scalarOf,
} from "../../loop/arrays.ts";
import { conform } from "../../loop/convert.ts";
import {
  add,
  binary,
  compare,
  constBool,
  convert,
  div,
  f64,
  index,
  mul,
  select,
  sub,
} from "../../loop/expr.ts";
import { flatPosition, pointAt } from "../../loop/grids.ts";
import type { LoopExpr } from "../../loop/loop.ts";
import type {
  AxisPosition,
  LoopBuilder,
  Lowered,
  LoweredArray,
  Lowering,
  LoweringCall,
} from "../../loop/lowering.ts";
import { failures } from "../failures.ts";
import { combineNumbers, negateNumber, type Operation } from "../numbers/lower-numbers.ts";

const nothing: Lowered = { kind: "unit" };

function fieldLayout({ build, result }: LoweringCall): ArrayLayout {
  const layout = layoutFor(build, result);
  return layout.kind === "array" ? layout : build.unsupported("fields of this form");
}

/** The sizes and the entries in row-major order. */
export const lowerField: Lowering = (call) => {
  const { args, build } = call;
  const layout = fieldLayout(call);
  const sizes = arrayOf(build, force(build, args[0] ?? nothing));
  const entries = arrayOf(build, force(build, args[1] ?? nothing));
  const extents = layout.extents.map((_, k) => {
    const size = build.atom(scalarOf(build, sizes.at(index(k))));
    build.check(
      compare("ge", size, { kind: "const", type: "i64", value: 0n }),
      "domain",
      failures.negative.text,
      [size],
    );
    return build.atom(convert("index", size));
  });
  // Each product is below 2⁶² when its factors are entries of a list that exists.
  const wanted = extents.reduce((product, e) => mul(product, e), index(1));
  const given = entries.extents[0] ?? index(0);
  build.check(compare("eq", wanted, given), "dimension", failures.fieldEntries.text, [wanted, given]);
  const shaped: LoweredArray =
    entries.items === undefined
      ? { ...entries, layout: { ...layout, element: entries.layout.element }, extents }
      : itemsArray(build, { ...layout, element: entries.layout.element }, extents, entries.items);
  return conform(build, shaped, layout);
};

/** The entries in row-major order. */
export const lowerFieldValues: Lowering = (call) => {
  const { args, build } = call;
  const layout = fieldLayout(call);
  const u = arrayOf(build, force(build, args[0] ?? nothing));
  const size = u.extents.reduce((product, e) => mul(product, e), index(1));
  const { point: _, ...flat } = u;
  return u.items === undefined
    ? { ...flat, layout, extents: [build.atom(size)] }
    : itemsArray(build, layout, [size], u.items);
};

export const lowerFieldSizes: Lowering = (call) => {
  const extents = arrayOf(call.build, call.args[0] ?? nothing).extents;
  const items = extents.map((e) => scalar(convert("i64", e)));
  return itemsArray(call.build, fieldLayout(call), [index(items.length)], items);
};

// --------------------------------------------------------------------------------------------------- pointwise

type Point = (axes: readonly AxisPosition[]) => Lowered;

/** A field by a rule; `point` is kept only where a part of it has a rule of its own for the edges. */
function fieldBy(
  layout: ArrayLayout,
  parts: readonly LoweredArray[],
  change: (values: readonly Lowered[]) => Lowered,
): LoweredArray {
  const extents = parts[0]?.extents ?? [];
  const at = (i: LoopExpr): Lowered => change(parts.map((part) => part.at(i)));
  const properties = { cheap: false, total: parts.every((part) => part.total) };
  if (parts.every((part) => part.point === undefined)) return pullArray(layout, extents, at, properties);
  const point: Point = (axes) => change(parts.map((part) => pointAt(part, axes)));
  return pullArray(layout, extents, at, { ...properties, point });
}

function checkSameShape(build: LoopBuilder, a: LoweredArray, b: LoweredArray): void {
  a.extents.forEach((extent, k) => {
    const other = b.extents[k] ?? index(0);
    build.check(compare("eq", extent, other), "dimension", failures.fieldSizes.text, [extent, other]);
  });
}

/** Two fields, or a field and a number. */
export function lowerFieldOperation(op: Operation): Lowering {
  return (call) => {
    const { build } = call;
    const [a = nothing, b = nothing] = call.args;
    const layout = fieldLayout(call);
    if (a.kind === "array" && b.kind === "array") {
      checkSameShape(build, a, b);
      return fieldBy(layout, [a, b], ([x = nothing, y = nothing]) => combineNumbers(build, op, x, y));
    }
    if (a.kind !== "array") {
      const scale = force(build, a);
      return fieldBy(layout, [arrayOf(build, b)], ([x = nothing]) => combineNumbers(build, op, scale, x));
    }
    const scale = build.atom(scalarOf(build, b));
    if (op !== "divide")
      return fieldBy(layout, [a], ([x = nothing]) => combineNumbers(build, op, x, scalar(scale)));
    build.check(compare("ne", scale, f64(0)), "division", failures.division.text);
    return fieldBy(layout, [a], ([x = nothing]) => scalar(div(scalarOf(build, x), scale)));
  };
}

export const lowerFieldNegate: Lowering = (call) =>
  fieldBy(fieldLayout(call), [arrayOf(call.build, call.args[0] ?? nothing)], ([x = nothing]) =>
    negateNumber(call.build, x),
  );

/** `field_map(f, u)`. */
export const lowerFieldMap: Lowering = (call) => {
  const { args, build, callback } = call;
  const layout = fieldLayout(call);
  const one = (x: Lowered): Lowered => conform(build, callback(0, [x]), layout.element);
  const mapped = fieldBy(layout, [arrayOf(build, args[1] ?? nothing)], ([x = nothing]) => one(x));
  const { fails } = build.probe(() => {
    force(build, mapped.at(build.read(build.local("i", "index"))));
  });
  return { ...mapped, total: mapped.total && !fails };
};

// ---------------------------------------------------------------------------------------------------- stencils

export type Boundary = "zero" | "periodic";

/** The entry one step before or after a position along one axis. */
function neighbour(
  u: LoweredArray,
  axes: readonly AxisPosition[],
  k: number,
  step: "before" | "after",
  boundary: Boundary,
): LoopExpr {
  const axis = axes[k];
  const size = u.extents[k];
  if (axis === undefined || size === undefined) return f64(0);
  const { at } = axis;
  const edge = step === "before" ? axis.isFirst : axis.isLast;
  const wrapped = step === "before" ? sub(size, index(1)) : index(0);
  // At the edge there is nothing to read: the place itself is inside.
  const across = boundary === "periodic" ? wrapped : at;
  const known = constBool(edge);
  if (known === true && boundary === "zero") return f64(0);
  const beside = step === "before" ? binary("max", at, index(1)) : at;
  const inner = step === "before" ? sub(known === false ? at : beside, index(1)) : add(at, index(1));
  const moved: AxisPosition = { ...axis, at: select(edge, across, inner) };
  const value = u.at(flatPosition(u.extents, axes.with(k, moved)));
  const read = value.kind === "scalar" ? value.value : f64(0);
  return boundary === "periodic" ? read : select(edge, f64(0), read);
}

/** Σ over the axes of u(before) + u(after), less 2k·u. */
function stencil(build: LoopBuilder, u: LoweredArray, boundary: Boundary): Point {
  return (axes) => {
    const pairs = axes.map((_, k) =>
      add(neighbour(u, axes, k, "before", boundary), neighbour(u, axes, k, "after", boundary)),
    );
    const around = pairs.reduce((sum, pair) => add(sum, pair));
    const here = scalarOf(build, u.at(flatPosition(u.extents, axes)));
    return scalar(sub(around, mul(f64(2 * axes.length), here)));
  };
}

export function lowerLaplacian(boundary: Boundary): Lowering {
  return (call) => {
    const { build } = call;
    const u = arrayOf(build, force(build, call.args[0] ?? nothing));
    const point = stencil(build, u, boundary);
    const at = (i: LoopExpr): Lowered => point(axesOf(build, u.extents, i));
    return pullArray(fieldLayout(call), u.extents, at, { cheap: false, total: true, point });
  };
}

/** The position along each axis of a row-major position. */
function axesOf(build: LoopBuilder, extents: readonly LoopExpr[], i: LoopExpr): readonly AxisPosition[] {
  const axes: AxisPosition[] = [];
  let rest = build.atom(i);
  for (let k = extents.length - 1; k >= 0; k--) {
    const size = extents[k] ?? index(1);
    const at = k === 0 ? rest : build.atom(binary("rem", rest, size));
    axes.unshift({
      at,
      isFirst: compare("eq", at, index(0)),
      isLast: compare("eq", at, sub(size, index(1))),
    });
    if (k > 0) rest = build.atom(div(rest, size));
  }
  return axes;
}
