/** Native comparisons: orders of numbers, and structural equality. */
import { force, scalar, scalarOf, sizeOf } from "../loop/arrays.ts";
import { and, bool, compare, convert, i64, not } from "../loop/expr.ts";
import type { CompareOp, LoopExpr } from "../loop/loop.ts";
import type { LoopBuilder, Lowered, Lowering } from "../loop/lowering.ts";
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

/** Structural equality; lists of different lengths differ. */
function equality(build: LoopBuilder, a: Lowered, b: Lowered): LoopExpr {
  if (a.kind === "array" && b.kind === "array") return equalArrays(build, a, b);
  if (a.kind === "tuple" && b.kind === "tuple")
    return a.items.reduce((all, x, k) => and(all, equality(build, x, b.items[k] ?? nothing)), bool(true));
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

export const lowerEquals: Lowering = ({ args: [a = nothing, b = nothing], build }) =>
  scalar(equality(build, a, b));
export const lowerNotEquals: Lowering = ({ args: [a = nothing, b = nothing], build }) =>
  scalar(not(equality(build, a, b)));
