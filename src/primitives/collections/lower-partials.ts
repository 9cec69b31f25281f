/**
 * Long sums and products of real terms, side by side: additions that do not wait for each other, and fill vector registers.
 *
 * Which term goes to which partial result depends on their number n alone, so every machine and compiler gives the same bits: of
 * n < 16 terms all go to the first; else term k of each full block of 32 goes to partial result k, then term k of each full block
 * of 8 that is left to partial result k, and what is left then to the first. At the end the upper half is added to the lower half
 * until one is left.
 */
import { scalar } from "../../loop/arrays.ts";
import { accumulators, fewAccumulators, leastAccumulated } from "../../loop/budget.ts";
import { conform } from "../../loop/convert.ts";
import {
  add,
  binary,
  compare,
  constInt,
  convert,
  div,
  i64,
  index,
  integer,
  load,
  mul,
  select,
  sub,
} from "../../loop/expr.ts";
import type { Layout } from "../../loop/layout.ts";
import type { LoopExpr } from "../../loop/loop.ts";
import type { LoopBuilder, Lowered } from "../../loop/lowering.ts";
import { assignCell, type Cell, carriedCell } from "../../loop/parts.ts";

export type Reduction = "plus" | "times";
type Term = (k: LoopExpr) => Lowered;

export const real: Layout = { kind: "scalar", scalar: "f64" };

/** `k` of the type of `like`. */
export function offset(like: LoopExpr, k: number): LoopExpr {
  return (like.type === "i64" ? integer("i64", BigInt(k)) : integer("index", BigInt(k))) ?? i64(0n);
}

interface Partials {
  /** Terms from `base` to the partial results from the first on, `width` of them. */
  readonly take: (width: number, base: LoopExpr) => void;
  readonly values: () => readonly LoopExpr[];
}

export interface Terms {
  readonly op: Reduction;
  readonly from: LoopExpr;
  readonly count: LoopExpr;
  readonly term: Term;
}

/** Each partial result in a local, its term written out: compilers make vectors of neighbours. */
export function reduceInLocals(build: LoopBuilder, terms: Terms): Lowered {
  const cells = Array.from({ length: accumulators }, () =>
    carriedCell(build, real, neutral(terms.op), "sum"),
  );
  const into = (cell: Cell, k: LoopExpr): void => {
    const value = termAt(build, terms, k);
    assignCell(cell, scalar(combined(terms.op, realOf(cell.read()), value)));
  };
  return reduceBlocks(build, terms, {
    take(width, base) {
      for (const [lane, cell] of cells.slice(0, width).entries()) into(cell, add(base, offset(base, lane)));
    },
    values: () => cells.map((cell) => realOf(cell.settled())),
  });
}

/** Straight-line code for a known number of terms, at least `leastAccumulated`. */
export function reduceWrittenOut(build: LoopBuilder, terms: Terms, count: number): Lowered {
  const { op, from } = terms;
  const parts: LoopExpr[] = [];
  let k = 0;
  for (const width of [accumulators, fewAccumulators, 1])
    for (; k + width <= count; k += width)
      for (let lane = 0; lane < width; lane++) {
        const value = termAt(build, terms, add(from, offset(from, k + lane)));
        const before = parts[lane];
        parts[lane] = build.atom(before === undefined ? value : combined(op, before, value));
      }
  // Partial results begin with the neutral element: a sum of negative zeros is 0.
  return scalar(combined(op, halved(op, parts), realOf(neutral(op))));
}

/** Partial results in an array, the term written once, in a loop over them: for terms of much code. */
export function reduceInMemory(build: LoopBuilder, terms: Terms): Lowered {
  const parts = build.allocate("parts", "f64", index(accumulators));
  const start = realOf(neutral(terms.op));
  build.loop(index(0), index(accumulators), true, (lane) => build.store(parts, lane, start));
  const into = (lane: LoopExpr, k: LoopExpr): void => {
    const value = termAt(build, terms, k);
    build.store(parts, lane, combined(terms.op, load(parts, "f64", lane), value));
  };
  return reduceBlocks(build, terms, {
    take(width, base) {
      if (width === 1) into(index(0), base);
      else
        build.loop(index(0), index(width), true, (lane) =>
          into(lane, build.atom(add(base, convert(base.type, lane)))),
        );
    },
    values: () => Array.from({ length: accumulators }, (_, lane) => load(parts, "f64", index(lane))),
  });
}

function reduceBlocks(build: LoopBuilder, { op, from, count }: Terms, partials: Partials): Lowered {
  const first = build.atom(from);
  const number = build.atom(count, "n");
  let start = first;
  let left = number;
  for (const width of [accumulators, fewAccumulators]) {
    const wide = offset(from, width);
    const blocks = build.atom(blocksOf(left, number, wide), "blocks");
    const base = start;
    if (constInt(blocks) !== 0n)
      build.loop(offset(from, 0), blocks, true, (b) =>
        partials.take(width, build.atom(add(base, mul(b, wide)), "base")),
      );
    start = build.atom(add(start, mul(blocks, wide)));
    left = build.atom(sub(left, mul(blocks, wide)));
  }
  if (constInt(left) !== 0n) build.loop(start, add(first, number), true, (k) => partials.take(1, k));
  return scalar(halved(op, partials.values()));
}

/** Full blocks in `left` of `number` terms. */
function blocksOf(left: LoopExpr, number: LoopExpr, width: LoopExpr): LoopExpr {
  const enough = compare("ge", number, offset(number, leastAccumulated));
  return select(enough, div(left, width), offset(number, 0));
}

/** The upper half combined with the lower half until one is left. */
export function halved(op: Reduction, parts: readonly LoopExpr[]): LoopExpr {
  if (parts.length <= 1) return parts[0] ?? realOf(neutral(op));
  const half = parts.length / 2;
  return halved(
    op,
    parts.slice(0, half).map((x, k) => combined(op, x, parts[k + half] ?? x)),
  );
}

function combined(op: Reduction, left: LoopExpr, right: LoopExpr): LoopExpr {
  return binary(op === "plus" ? "add" : "mul", left, right);
}

function neutral(op: Reduction): Lowered {
  return scalar({ kind: "const", type: "f64", value: op === "plus" ? 0 : 1 });
}

function termAt(build: LoopBuilder, { term }: Terms, k: LoopExpr): LoopExpr {
  return realOf(conform(build, term(k), real));
}

function realOf(value: Lowered): LoopExpr {
  return value.kind === "scalar" ? value.value : { kind: "const", type: "f64", value: Number.NaN };
}
