/** Native comparisons: orders of numbers, and structural equality. */

import { layoutFor } from "../../loop/activation.ts";
import { force, scalar, scalarOf, sizeOf } from "../../loop/arrays.ts";
import { and, bool, compare, convert, i64, not } from "../../loop/expr.ts";
import type { Layout } from "../../loop/layout.ts";
import type { CompareOp, LoopExpr } from "../../loop/loop.ts";
import type { LoopBuilder, Lowered, Lowering, LoweringCall } from "../../loop/lowering.ts";
import { isMapLayout, sameMaps } from "../../loop/map-layout.ts";
import { equalMaps, holdsMap } from "../../loop/map-values.ts";
import { toComplex, toReal } from "./lower-numbers.ts";

const nothing: Lowered = { kind: "unit" };

/** An ordering of two numbers. */
export function lowerOrder(op: CompareOp): Lowering {
  return ({ args: [a = nothing, b = nothing], build }) => {
    const [x, y] = [scalarOf(build, a), scalarOf(build, b)];
    const same = x.type === y.type;
    return scalar(compare(op, same ? x : toReal(x), same ? y : toReal(y)));
  };
}

/** Those of the two sides, where a map may be in them. */
type Layouts = readonly [Layout | undefined, Layout | undefined];

function itemOf(layout: Layout | undefined, k: number): Layout | undefined {
  return layout?.kind === "tuple" ? layout.items[k] : undefined;
}

/** Structural equality; lists of different lengths differ. */
function equality(
  build: LoopBuilder,
  a: Lowered,
  b: Lowered,
  layouts: Layouts = [undefined, undefined],
): LoopExpr {
  const [left, right] = layouts;
  if (left !== undefined && right !== undefined && isMapLayout(left))
    return isMapLayout(right) && sameMaps(left.map, right.map)
      ? equalMaps(build, left, [a, b], (x, y) => equality(build, x, y))
      : build.unsupported("equality of maps of different types");
  if (a.kind === "array" && b.kind === "array") return equalArrays(build, a, b);
  if (a.kind === "tuple" && b.kind === "tuple")
    return a.items.reduce((all, x, k) => {
      const own: Layouts = [itemOf(left, k), itemOf(right, k)];
      return and(all, equality(build, x, b.items[k] ?? nothing, own));
    }, bool(true));
  if (a.kind === "unit" && b.kind === "unit") return bool(true);
  if (a.kind === "text" && b.kind === "text") return compare("eq", a.number, b.number);
  if (a.kind === "complex" || b.kind === "complex") {
    const [x, y] = [toComplex(build, a), toComplex(build, b)];
    return and(compare("eq", x.re, y.re), compare("eq", x.im, y.im));
  }
  const [x, y] = [scalarOf(build, a), scalarOf(build, b)];
  return x.type === y.type ? compare("eq", x, y) : compare("eq", toReal(x), toReal(y));
}

function equalArrays(
  build: LoopBuilder,
  a: Lowered & { kind: "array" },
  b: Lowered & { kind: "array" },
): LoopExpr {
  if (a.extents.length !== b.extents.length) return build.unsupported("equality of lists and matrices");
  const fits = a.extents.reduce((all, e, k) => and(all, compare("eq", e, b.extents[k] ?? e)), bool(true));
  const [x, y] = [force(build, a), force(build, b)];
  const same = build.local("same", "bool", fits);
  if (x.kind !== "array" || y.kind !== "array") return fits;
  build.branch(
    build.read(same),
    () =>
      build.loop(convert("index", i64(0n)), build.atom(sizeOf(x)), true, (i) =>
        build.assign(same, and(build.read(same), equality(build, x.at(i), y.at(i)))),
      ),
    () => {},
  );
  build.settle(same);
  return build.read(same);
}

function areEqual({ args: [a = nothing, b = nothing], argTypes, build }: LoweringCall): LoopExpr {
  const [left, right] = argTypes.map((type) => layoutFor(build, type));
  const mapped = [left, right].some((layout) => layout !== undefined && holdsMap(layout));
  return equality(build, a, b, mapped ? [left, right] : [undefined, undefined]);
}

export const lowerEquals: Lowering = (call) => scalar(areEqual(call));
export const lowerNotEquals: Lowering = (call) => scalar(not(areEqual(call)));
