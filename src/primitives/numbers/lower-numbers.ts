/**
 * Native arithmetic on values of every shape: numbers at once, lists and matrices entry by entry. Complex formulas are
 * those of number.ts, so that all tiers give the same bits.
 */
import {
  type ArrayLayout,
  cellAt,
  force,
  itemsArray,
  mapArray,
  pullArray,
  scalar,
} from "../../loop/arrays.ts";
import {
  add,
  binary,
  compare,
  constInt,
  convert,
  div,
  f64,
  i64,
  mul,
  neg,
  or,
  select,
  sub,
  unary,
} from "../../loop/expr.ts";
import type { Layout } from "../../loop/layout.ts";
import type { LoopExpr } from "../../loop/loop.ts";
import type { LoopBuilder, Lowered, LoweredArray, LoweredComplex } from "../../loop/lowering.ts";
import { failures } from "../failures.ts";

export type Operation = "plus" | "minus" | "times" | "divide";

const operators = { plus: "add", minus: "sub", times: "mul" } as const;

export function toReal(e: LoopExpr): LoopExpr {
  return convert("f64", e);
}

export function toComplex(build: LoopBuilder, value: Lowered): LoweredComplex {
  if (value.kind === "complex") return value;
  if (value.kind !== "scalar") return build.unsupported("this mix of numbers and lists");
  return { kind: "complex", re: toReal(value.value), im: f64(0) };
}

/** `a ∘ b` of two numbers. */
export function combineNumbers(build: LoopBuilder, op: Operation, a: Lowered, b: Lowered): Lowered {
  if (a.kind !== "scalar" || b.kind !== "scalar")
    return combineComplex(build, op, toComplex(build, a), toComplex(build, b));
  if (op === "divide") return scalar(quotient(build, toReal(a.value), toReal(b.value)));
  const [x, y] = a.value.type === b.value.type ? [a.value, b.value] : [toReal(a.value), toReal(b.value)];
  return scalar(x.type === "i64" ? build.checked(operators[op], x, y) : binary(operators[op], x, y));
}

/** A zero divisor is an error on ℝ too. */
function quotient(build: LoopBuilder, a: LoopExpr, b: LoopExpr): LoopExpr {
  const divisor = build.atom(b, "d");
  build.check(compare("ne", divisor, f64(0)), "division", failures.division.text);
  return div(a, divisor);
}

function combineComplex(build: LoopBuilder, op: Operation, x: LoweredComplex, y: LoweredComplex): Lowered {
  const [a, b, c, d] = [x.re, x.im, y.re, y.im].map((e) => build.atom(e)) as [
    LoopExpr,
    LoopExpr,
    LoopExpr,
    LoopExpr,
  ];
  switch (op) {
    case "plus":
      return { kind: "complex", re: add(a, c), im: add(b, d) };
    case "minus":
      return { kind: "complex", re: sub(a, c), im: sub(b, d) };
    case "times":
      return { kind: "complex", re: sub(mul(a, c), mul(b, d)), im: add(mul(a, d), mul(b, c)) };
    case "divide":
      return divideComplex(build, a, b, c, d);
  }
}

/** Smith's formula: the larger part of the divisor scales both. */
function divideComplex(build: LoopBuilder, a: LoopExpr, b: LoopExpr, c: LoopExpr, d: LoopExpr): Lowered {
  const nonzero = or(compare("ne", c, f64(0)), compare("ne", d, f64(0)));
  build.check(nonzero, "division", failures.division.text);
  const wide = build.atom(compare("ge", unary("abs", c), unary("abs", d)));
  const large = build.atom(select(wide, c, d));
  const ratio = build.atom(div(select(wide, d, c), large));
  const scale = build.atom(add(large, mul(select(wide, d, c), ratio)));
  const re = select(wide, add(a, mul(b, ratio)), add(mul(a, ratio), b));
  const im = select(wide, sub(b, mul(a, ratio)), sub(mul(b, ratio), a));
  return { kind: "complex", re: div(re, scale), im: div(im, scale) };
}

export function negateNumber(build: LoopBuilder, a: Lowered): Lowered {
  if (a.kind === "complex") return { kind: "complex", re: neg(a.re), im: neg(a.im) };
  if (a.kind !== "scalar") return build.unsupported("this mix of numbers and lists");
  const known = constInt(a.value);
  if (known !== undefined && a.value.type === "i64") return scalar(build.checked("sub", i64(0n), a.value));
  return scalar(a.value.type === "i64" ? build.checked("neg", a.value) : neg(a.value));
}

/** The layout of an element, or the number's own. */
function elementLayout(layout: Layout): Layout {
  return layout.kind === "array" ? layout.element : layout;
}

/** `a ∘ b` on numbers, on containers of one shape, or of a number with every entry of a container. */
export function combine(build: LoopBuilder, op: Operation, layout: Layout, a: Lowered, b: Lowered): Lowered {
  const inner = elementLayout(layout);
  if (layout.kind === "array" && a.kind === "array" && b.kind === "array")
    return zipArrays(build, layout, a, b, (x, y) => combine(build, op, inner, x, y));
  if (layout.kind === "array" && a.kind === "array") {
    const scale = force(build, b);
    if (op === "divide") checkDivisor(build, scale);
    return mapValues(build, layout, a, (x) => combineKnown(build, op, inner, x, scale));
  }
  if (layout.kind === "array" && b.kind === "array") {
    const scale = force(build, a);
    return mapValues(build, layout, b, (x) => combine(build, op, inner, scale, x));
  }
  return combineNumbers(build, op, a, b);
}

function checkDivisor(build: LoopBuilder, value: Lowered): void {
  combineNumbers(build, "divide", scalar(f64(1)), value);
}

/** As `combine`, the divisor having been tested before. */
function combineKnown(build: LoopBuilder, op: Operation, layout: Layout, a: Lowered, b: Lowered): Lowered {
  const real = a.kind === "scalar" && b.kind === "scalar";
  if (op === "divide" && real) return scalar(div(toReal(a.value), toReal(b.value)));
  return combine(build, op, layout, a, b);
}

/** Applies a total function to every entry. */
export function mapValues(
  build: LoopBuilder,
  layout: ArrayLayout,
  a: LoweredArray,
  change: (x: Lowered) => Lowered,
): LoweredArray {
  if (a.items !== undefined && build.unroll(a.items.length))
    return itemsArray(
      build,
      layout,
      a.extents,
      a.items.map((x) => force(build, change(x))),
    );
  return mapArray(a, layout, { cheap: false, total: a.total }, change);
}

/** Entry by entry; unequal extents are the language's error. */
export function zipArrays(
  build: LoopBuilder,
  layout: ArrayLayout,
  a: LoweredArray,
  b: LoweredArray,
  join: (x: Lowered, y: Lowered) => Lowered,
): LoweredArray {
  checkSameExtents(build, a, b);
  const { items } = a;
  const others = b.items;
  if (items !== undefined && others !== undefined && build.unroll(items.length))
    return itemsArray(
      build,
      layout,
      a.extents,
      items.map((x, k) => force(build, join(x, others[k] ?? { kind: "unit" }))),
    );
  const properties = { cheap: false, total: a.total && b.total };
  const cells = a.extents.length === 2 && (a.cell !== undefined || b.cell !== undefined);
  const cell = (i: LoopExpr, j: LoopExpr): Lowered => join(cellAt(a, i, j), cellAt(b, i, j));
  return pullArray(
    layout,
    a.extents,
    (i) => join(a.at(i), b.at(i)),
    cells ? { ...properties, cell } : properties,
  );
}

function checkSameExtents(build: LoopBuilder, a: LoweredArray, b: LoweredArray): void {
  const matrices = a.extents.length === 2;
  a.extents.forEach((extent, k) => {
    const other = b.extents[k];
    if (other === undefined) return;
    const failure = !matrices ? failures.lengths : k === 0 ? failures.rows : failures.columns;
    build.check(compare("eq", extent, other), "dimension", failure.text, [extent, other]);
  });
}

/** 0 or 1 of a layout; for `times` on a container there is none. */
export function neutralOf(build: LoopBuilder, op: "plus" | "times", layout: Layout): Lowered {
  const value = op === "plus" ? 0 : 1;
  switch (layout.kind) {
    case "scalar":
      return scalar(layout.scalar === "i64" ? i64(BigInt(value)) : f64(value));
    case "complex":
      return { kind: "complex", re: f64(value), im: f64(0) };
    case "array": {
      if (op === "times" || layout.extents.includes("run-time"))
        return build.unsupported("sums of lists whose length is not known");
      const zero = neutralOf(build, op, layout.element);
      const extents = layout.extents.map(
        (e): LoopExpr => ({ kind: "const", type: "index", value: Number(e) }),
      );
      return pullArray(layout, extents, () => zero, { cheap: true, total: true });
    }
    case "unit":
    case "text":
    case "tuple":
      return build.unsupported("sums of values of this form");
  }
}
