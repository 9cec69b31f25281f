/**
 * Native sums and products. What is specified by an error bound (`sum`, `Σ`, `dot`, matrix products on ℝ) may be split over
 * several accumulators, so that additions do not wait for each other; ℤ and the rest go from left to right.
 */

import { layoutFor } from "../../loop/activation.ts";
import { force, scalar, sizeOf } from "../../loop/arrays.ts";
import { accumulatedElementCost, leastAccumulated, loopCost, unrolledTerms } from "../../loop/budget.ts";
import { conform, integerOf } from "../../loop/convert.ts";
import { add, binary, constInt, i64 } from "../../loop/expr.ts";
import type { Layout } from "../../loop/layout.ts";
import type { LoopExpr } from "../../loop/loop.ts";
import type { LoopBuilder, Lowered, LoweredArray, Lowering, Probe } from "../../loop/lowering.ts";
import { assignCell, carriedCell } from "../../loop/parts.ts";
import { combine, neutralOf } from "../numbers/lower-numbers.ts";
import {
  offset,
  type Reduction,
  reduceInLocals,
  reduceInMemory,
  reduceWrittenOut,
  type Terms,
} from "./lower-partials.ts";

/** Combines `term(k)` for k from `from`, `count` of them; both of one integer type, and from + count representable. */
export function reduce(
  build: LoopBuilder,
  op: Reduction,
  layout: Layout,
  from: LoopExpr,
  count: LoopExpr,
  term: (k: LoopExpr) => Lowered,
): Lowered {
  const terms: Terms = { op, from, count, term };
  const known = constInt(count);
  if (known !== undefined && known <= unrolledTerms) {
    const straight = unrolledReduction(build, layout, terms, Number(known));
    if (straight !== undefined) return straight;
  }
  const bounded =
    isReal(layout) && !build.fixedOrder && (known === undefined || known >= BigInt(leastAccumulated));
  const { cost, calls } = bounded ? probeTerm(build, terms) : { cost: 0, calls: true };
  // Calls of functions take longer than additions wait; `vector-elementary` splits sums over those that run in lanes.
  if (!calls && cost <= accumulatedElementCost) return reduceInLocals(build, terms);
  if (!calls && cost < loopCost) return reduceInMemory(build, terms);
  const cell = carriedCell(build, layout, neutralOf(build, op, layout), "sum");
  build.loop(from, add(from, count), true, (k) => {
    assignCell(cell, combine(build, op, layout, cell.read(), term(k)));
  });
  return cell.settled();
}

function isReal(layout: Layout): boolean {
  return layout.kind === "scalar" && layout.scalar === "f64";
}

function probeTerm(build: LoopBuilder, { from, term }: Terms): Probe {
  return build.probe(() => {
    const k = build.local("k", from.type);
    force(build, term(build.read(k)));
  });
}

function unrolledReduction(
  build: LoopBuilder,
  layout: Layout,
  terms: Terms,
  count: number,
): Lowered | undefined {
  const { op, from, term } = terms;
  if (count === 0) return neutralOf(build, op, layout);
  const cost = Math.max(1, probeTerm(build, terms).cost);
  // A term with a loop inside stays in a loop itself: its code is written once.
  if (count > 1 && (cost >= loopCost || count * cost > 128 || !build.unroll(count * cost))) return undefined;
  if (isReal(layout) && !build.fixedOrder && count >= leastAccumulated)
    return reduceWrittenOut(build, terms, count);
  let result = conform(build, term(from), layout);
  for (let k = 1; k < count; k++)
    result = force(build, combine(build, op, layout, result, term(add(from, offset(from, k)))));
  return result;
}

/** All elements of an array combined. */
export function reduceArray(build: LoopBuilder, op: Reduction, layout: Layout, xs: LoweredArray): Lowered {
  const count = build.atom(sizeOf(xs), "n");
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
