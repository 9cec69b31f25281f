/** Ranges of Loop expressions under ranges of the locals in them; what they decide becomes a constant. */
import { bool } from "../expr.ts";
import type { CompareOp, LoopExpr } from "../loop.ts";
import { refine } from "./conditions.ts";
import {
  anyReal,
  clampI64,
  type IntRange,
  int,
  intBinary,
  intersectInt,
  joinRange,
  largest,
  type Range,
  type Ranges,
  real,
  realBinary,
  square,
  top,
} from "./range.ts";

export function sameLocal(a: LoopExpr, b: LoopExpr): boolean {
  return a.kind === "local" && b.kind === "local" && a.id === b.id;
}

export function rangeOf(state: Ranges, e: LoopExpr): Range {
  switch (e.kind) {
    case "const":
      if (typeof e.value === "boolean") return { kind: "bool", value: e.value };
      if (e.type === "f64") return Number.isNaN(e.value) ? anyReal : real(Number(e.value), Number(e.value));
      return int(BigInt(e.value), BigInt(e.value));
    case "local":
      return state.get(e.id) ?? top(e.type);
    case "length":
    case "load":
    case "fma":
    case "reinterpret":
      return top(e.type);
    case "unary":
      return unaryRange(state, e);
    case "binary":
      return binaryRange(state, e);
    case "compare": {
      const value = decide(state, e);
      return value === undefined ? { kind: "bool" } : { kind: "bool", value };
    }
    case "select":
      return selectRange(state, e);
    case "convert":
      return convertRange(rangeOf(state, e.value), e.type);
    case "elementary":
      return e.name === "exp" || e.name === "exp2" || e.name === "cosh"
        ? real(e.name === "cosh" ? 1 : 0, Infinity)
        : anyReal;
  }
}

function selectRange(state: Ranges, e: LoopExpr & { readonly kind: "select" }): Range {
  const decided = decide(state, e.condition);
  if (decided !== undefined) return rangeOf(state, decided ? e.then : e.else);
  const [yes, no] = [new Map(state), new Map(state)];
  refine(yes, e.condition, true);
  refine(no, e.condition, false);
  return joinRange(rangeOf(yes, e.then), rangeOf(no, e.else));
}

function convertRange(range: Range, to: LoopExpr["type"]): Range {
  if (range.kind === "bool") return to === "i64" ? int(0n, 1n) : range;
  if (to === "f64") return range.kind === "int" ? real(Number(range.lo), Number(range.hi)) : range;
  if (range.kind === "int") return to === "index" ? intersectInt(range, int(0n, 2n ** 31n - 1n)) : range;
  return top(to);
}

function unaryRange(state: Ranges, e: LoopExpr & { readonly kind: "unary" }): Range {
  const range = rangeOf(state, e.value);
  if (e.op === "neg" && range.kind === "int") return int(-range.hi, -range.lo);
  if (range.kind === "real") {
    if (e.op === "neg") return real(-range.hi, -range.lo);
    if (e.op === "abs") {
      const low = range.lo > 0 ? range.lo : range.hi < 0 ? -range.hi : 0;
      return real(low, Math.max(Math.abs(range.lo), Math.abs(range.hi)));
    }
    if (e.op === "sqrt")
      return real(range.lo > 0 ? Math.sqrt(range.lo) : 0, range.hi < 0 ? 0 : Math.sqrt(range.hi));
  }
  if (e.op === "not" && range.kind === "bool" && range.value !== undefined)
    return { kind: "bool", value: !range.value };
  return e.op === "abs" && range.kind === "int" ? int(0n, largest(range.hi, -range.lo)) : top(e.type);
}

function binaryRange(state: Ranges, e: LoopExpr & { readonly kind: "binary" }): Range {
  const a = rangeOf(state, e.left);
  if (e.op === "mul" && sameLocal(e.left, e.right)) return square(a);
  if (e.op === "mul" && e.left.kind === "unary" && e.left.op === "neg" && sameLocal(e.left.value, e.right))
    return unaryRange(state, { ...e.left, value: { ...e, left: e.right } });
  const b = rangeOf(state, e.right);
  // Plain integer arithmetic does not overflow: that was proved where it was written.
  if (a.kind === "int" && b.kind === "int") return clampI64(intBinary(e.op, a, b));
  if (a.kind === "real" && b.kind === "real") return realBinary(e.op, a, b);
  const value = decide(state, e);
  return value === undefined ? { kind: "bool" } : { kind: "bool", value };
}

/** The truth of a condition, where the ranges tell. */
export function decide(state: Ranges, e: LoopExpr): boolean | undefined {
  if (e.kind === "const") return typeof e.value === "boolean" ? e.value : undefined;
  if (e.kind === "local") {
    const range = state.get(e.id);
    return range?.kind === "bool" ? range.value : undefined;
  }
  if (e.kind === "unary" && e.op === "not") {
    const inner = decide(state, e.value);
    return inner === undefined ? undefined : !inner;
  }
  if (e.kind === "binary" && (e.op === "and" || e.op === "or")) {
    const [a, b] = [decide(state, e.left), decide(state, e.right)];
    const absorbing = e.op === "or";
    if (a === absorbing || b === absorbing) return absorbing;
    return a === undefined || b === undefined ? undefined : !absorbing;
  }
  if (e.kind !== "compare") return undefined;
  const [a, b] = [rangeOf(state, e.left), rangeOf(state, e.right)];
  if (a.kind === "int" && b.kind === "int") return decideOrder(e.op, a, b);
  // NaN makes every comparison false but `≠`.
  if (a.kind === "real" && b.kind === "real" && e.op === "ne")
    return a.lo > b.hi || a.hi < b.lo ? true : undefined;
  return undefined;
}

function decideOrder(op: CompareOp, a: IntRange, b: IntRange): boolean | undefined {
  const below = a.hi < b.lo;
  const notAbove = a.hi <= b.lo;
  const above = a.lo > b.hi;
  const notBelow = a.lo >= b.hi;
  switch (op) {
    case "lt":
      return below ? true : notBelow ? false : undefined;
    case "le":
      return notAbove ? true : above ? false : undefined;
    case "gt":
      return above ? true : notAbove ? false : undefined;
    case "ge":
      return notBelow ? true : below ? false : undefined;
    case "eq":
      return below || above ? false : a.lo === a.hi && b.lo === b.hi ? true : undefined;
    case "ne":
      return below || above ? true : a.lo === a.hi && b.lo === b.hi ? false : undefined;
  }
}

/** Selects and minima that the ranges decide. */
export function simplify(state: Ranges, e: LoopExpr): LoopExpr {
  if (e.kind === "select") {
    const decided = decide(state, e.condition);
    if (decided !== undefined) return simplify(state, decided ? e.then : e.else);
  }
  if (e.kind === "binary" && (e.op === "max" || e.op === "min")) {
    const [a, b] = [rangeOf(state, e.left), rangeOf(state, e.right)];
    if (a.kind === "int" && b.kind === "int") {
      if (a.lo >= b.hi) return e.op === "max" ? e.left : e.right;
      if (a.hi <= b.lo) return e.op === "max" ? e.right : e.left;
    }
  }
  if (e.kind === "compare") {
    const decided = decide(state, e);
    if (decided !== undefined) return bool(decided);
  }
  return e;
}
