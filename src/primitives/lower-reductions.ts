/**
 * Native sums and products. What is specified by an error bound (`sum`, `Σ`, `dot`, matrix products on ℝ) may be split over
 * several accumulators, so that additions do not wait for each other; ℤ and the rest go from left to right.
 */

import { layoutFor } from "../loop/activation.ts";
import { force, knownSize, scalar, sizeOf } from "../loop/arrays.ts";
import { accumulatedElementCost, accumulators } from "../loop/budget.ts";
import { conform, integerOf } from "../loop/convert.ts";
import { add, binary, constInt, div, i64, integer, mul } from "../loop/expr.ts";
import type { Layout } from "../loop/layout.ts";
import type { LoopExpr } from "../loop/loop.ts";
import type { LoopBuilder, Lowered, LoweredArray, Lowering } from "../loop/lowering.ts";
import { assignCell, carriedCell } from "../loop/parts.ts";
import { combine, neutralOf } from "./lower-numbers.ts";

type Reduction = "plus" | "times";

/** Combines `term(k)` for k from `from`, `count` of them; both of one integer type, and from + count representable. */
export function reduce(
  build: LoopBuilder,
  op: Reduction,
  layout: Layout,
  from: LoopExpr,
  count: LoopExpr,
  term: (k: LoopExpr) => Lowered,
): Lowered {
  const known = constInt(count);
  if (known !== undefined && known <= 64n) {
    const straight = unrolledReduction(build, op, layout, from, Number(known), term);
    if (straight !== undefined) return straight;
  }
  const real = layout.kind === "scalar" && layout.scalar === "f64";
  const many = known === undefined || known >= BigInt(2 * accumulators);
  if (real && many && elementCost(build, from, term) <= accumulatedElementCost)
    return splitReduction(build, op, from, count, term);
  const cell = carriedCell(build, layout, neutralOf(build, op, layout), "sum");
  build.loop(from, add(from, count), true, (k) => {
    assignCell(cell, combine(build, op, layout, cell.read(), term(k)));
  });
  return cell.settled();
}

function elementCost(build: LoopBuilder, from: LoopExpr, term: (k: LoopExpr) => Lowered): number {
  return build.probe(() => evaluateAt(build, from, term)).cost;
}

function evaluateAt(build: LoopBuilder, from: LoopExpr, term: (k: LoopExpr) => Lowered): void {
  const k = build.local("k", from.type);
  force(build, term(build.read(k)));
}

function unrolledReduction(
  build: LoopBuilder,
  op: Reduction,
  layout: Layout,
  from: LoopExpr,
  count: number,
  term: (k: LoopExpr) => Lowered,
): Lowered | undefined {
  if (count === 0) return neutralOf(build, op, layout);
  const cost = Math.max(1, elementCost(build, from, term));
  // A term with a loop inside stays in a loop itself: its code is written once.
  if (count > 1 && (cost >= 100 || count * cost > 128 || !build.unroll(count * cost))) return undefined;
  let result = conform(build, term(from), layout);
  for (let k = 1; k < count; k++)
    result = force(build, combine(build, op, layout, result, term(add(from, offset(from, k)))));
  return result;
}

function offset(like: LoopExpr, k: number): LoopExpr {
  return (like.type === "i64" ? integer("i64", BigInt(k)) : integer("index", BigInt(k))) ?? i64(0n);
}

function splitReduction(
  build: LoopBuilder,
  op: Reduction,
  from: LoopExpr,
  count: LoopExpr,
  term: (k: LoopExpr) => Lowered,
): Lowered {
  const operator = op === "plus" ? "add" : "mul";
  const layout: Layout = { kind: "scalar", scalar: "f64" };
  const start = neutralOf(build, op, layout);
  const cells = Array.from({ length: accumulators }, () => carriedCell(build, layout, start, "sum"));
  const width = offset(from, accumulators);
  const first = build.atom(from);
  const blocks = build.atom(div(count, width), "blocks");
  const into = (lane: number, k: LoopExpr): void => {
    const cell = cells[lane];
    const value = conform(build, term(k), layout);
    const held = cell?.read();
    if (cell !== undefined && held?.kind === "scalar" && value.kind === "scalar")
      assignCell(cell, scalar(binary(operator, held.value, value.value)));
  };
  build.loop(offset(from, 0), blocks, true, (b) => {
    const base = build.atom(add(first, mul(b, width)), "base");
    for (let lane = 0; lane < accumulators; lane++) into(lane, add(base, offset(from, lane)));
  });
  build.loop(build.atom(add(first, mul(blocks, width))), add(first, count), true, (k) => into(0, k));
  let parts = cells.map((cell) => cell.settled());
  while (parts.length > 1) {
    const half = parts.length / 2;
    parts = parts.slice(0, half).map((x, k) => combine(build, op, layout, x, parts[k + half] ?? x));
  }
  return parts[0] ?? start;
}

/** All elements of an array combined. */
export function reduceArray(build: LoopBuilder, op: Reduction, layout: Layout, xs: LoweredArray): Lowered {
  const size = knownSize(xs);
  const count = build.atom(sizeOf(xs), "n");
  if (xs.items !== undefined && size !== undefined && size <= 64)
    return (
      unrolledReduction(build, op, layout, offset(count, 0), size, (k) => xs.at(k)) ??
      reduce(build, op, layout, offset(count, 0), count, (k) => xs.at(k))
    );
  return reduce(build, op, layout, offset(count, 0), count, (k) => xs.at(k));
}

export function lowerReduction(op: Reduction): Lowering {
  return ({ args: [xs], result, build }) =>
    xs?.kind === "array"
      ? reduceArray(build, op, layoutFor(build, result), xs)
      : build.unsupported("sums of values of this form");
}

/** `Σ(from, to, f)`: the counter is ℤ, both ends included. */
export function lowerRangeReduction(op: Reduction): Lowering {
  return ({ args: [, a, b], result, build, callback }) => {
    const layout = layoutFor(build, result);
    const from = build.atom(integerOf(build, a ?? { kind: "unit" }), "from");
    const to = integerOf(build, b ?? { kind: "unit" });
    const past = build.atom(build.checked("add", to, i64(1n)), "past");
    const term = (k: LoopExpr): Lowered => callback(0, [scalar(k)]);
    const end = build.atom(binary("max", past, from));
    const count = build.atom(build.checked("sub", end, from), "n");
    return reduce(build, op, layout, from, count, term);
  };
}
