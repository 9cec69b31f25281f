/** Native code of arithmetic: operators, powers, remainders, roundings. */
import { layoutFor } from "../../loop/activation.ts";
import { force, scalar, scalarOf } from "../../loop/arrays.ts";
import { literalPower } from "../../loop/budget.ts";
import { integerOf } from "../../loop/convert.ts";
import {
  add,
  and,
  binary,
  compare,
  constInt,
  convert,
  div,
  elementary,
  f64,
  i64,
  mul,
  or,
  select,
  sub,
  unary,
} from "../../loop/expr.ts";
import type { LoopExpr, UnaryOp } from "../../loop/loop.ts";
import type { LoopBuilder, Lowered, LoweredComplex, Lowering } from "../../loop/lowering.ts";
import { failures } from "../failures.ts";
import { lowerMatrixPower } from "../matrices/lower-powers.ts";
import { lowerProduct } from "../matrices/lower-products.ts";
import {
  combine,
  combineNumbers,
  mapValues,
  negateNumber,
  neutralOf,
  type Operation,
  toComplex,
  toReal,
} from "./lower-numbers.ts";

const nothing: Lowered = { kind: "unit" };

/** One of the four operations, entry by entry on lists and matrices. */
export function lowerOperation(op: Operation): Lowering {
  return ({ args: [a = nothing, b = nothing], result, build }) =>
    combine(build, op, layoutFor(build, result), a, b);
}

/** `a * b`: a matrix on one side and no number on the other is the matrix product. */
export const lowerTimes: Lowering = (call) => {
  const [a = nothing, b = nothing] = call.args;
  return a.kind === "array" && b.kind === "array" ? lowerProduct(call) : lowerOperation("times")(call);
};

export const lowerNegate: Lowering = ({ args: [a = nothing], result, build }) => {
  const layout = layoutFor(build, result);
  const change = (x: Lowered): Lowered =>
    x.kind === "array" ? mapValues(build, x.layout, x, change) : negateNumber(build, x);
  return a.kind === "array" && layout.kind === "array" ? mapValues(build, layout, a, change) : change(a);
};

// ------------------------------------------------------------------------------------------------------ powers

export const lowerPower: Lowering = (call) => {
  const { args, result, build } = call;
  const [base = nothing, exponent = nothing] = args;
  if (base.kind === "array") return lowerMatrixPower(call);
  const layout = layoutFor(build, result);
  if (base.kind === "complex" || exponent.kind === "complex" || layout.kind === "complex")
    return complexPower(build, base, exponent);
  const k = scalarOf(build, exponent);
  const x = scalarOf(build, base);
  if (layout.kind === "scalar" && layout.scalar === "i64" && k.type === "i64")
    return scalar(integerPower(build, x, k));
  if (constInt(k) === 2n) {
    const root = build.atom(toReal(x));
    return scalar(mul(root, root));
  }
  return scalar(elementary("pow", toReal(x), toReal(k)));
};

function integerPower(build: LoopBuilder, base: LoopExpr, k: LoopExpr): LoopExpr {
  const known = constInt(k);
  if (known === undefined || known < 0n || known > literalPower) {
    build.check(compare("ge", k, i64(0n)), "overflow", "");
    return build.checked("pow", base, k);
  }
  let result: LoopExpr | undefined;
  let square = build.atom(base);
  for (let rest = known; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = result === undefined ? square : build.checked("mul", result, square);
    if (rest > 1n) square = build.checked("mul", square, square);
  }
  return result ?? i64(1n);
}

/** Natural literal powers by products; the rest has no native code. */
function complexPower(build: LoopBuilder, base: Lowered, exponent: Lowered): Lowered {
  const known = exponent.kind === "scalar" ? constInt(exponent.value) : undefined;
  if (known === undefined || known < 0n || known > literalPower)
    return build.unsupported("powers of complex numbers");
  let result: Lowered = neutralOf(build, "times", { kind: "complex" });
  let square = force(build, toComplex(build, base));
  for (let rest = known; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = force(build, combineNumbers(build, "times", result, square));
    if (rest > 1n) square = force(build, combineNumbers(build, "times", square, square));
  }
  return result;
}

export const lowerSqrt: Lowering = ({ args: [x = nothing], build }) =>
  x.kind === "complex" ? complexRoot(build, x) : scalar(unary("sqrt", toReal(scalarOf(build, x))));

/** The root with a real part that is not negative (`complexSqrt` of complex-functions.ts). */
function complexRoot(build: LoopBuilder, z: LoweredComplex): Lowered {
  const [re, im] = [build.atom(z.re), build.atom(z.im)];
  const half = div(add(unary("abs", re), elementary("hypot", re, im)), f64(2));
  const size = build.atom(unary("sqrt", half));
  const other = build.atom(div(unary("abs", im), mul(f64(2), size)));
  const below = or(
    compare("lt", im, f64(0)),
    and(compare("eq", im, f64(0)), compare("lt", div(f64(1), im), f64(0))),
  );
  const sign = build.atom(select(below, f64(-1), f64(1)));
  const right = compare("ge", re, f64(0));
  const zero = build.atom(and(compare("eq", re, f64(0)), compare("eq", im, f64(0))));
  return {
    kind: "complex",
    re: select(zero, f64(0), select(right, size, other)),
    im: select(zero, im, mul(sign, select(right, other, size))),
  };
}

// -------------------------------------------------------------------------------------------------- remainders

function remainder(finish: (build: LoopBuilder, a: LoopExpr, b: LoopExpr) => LoopExpr): Lowering {
  return ({ args: [a = nothing, b = nothing], build }) => {
    const x = build.atom(integerOf(build, a));
    const y = build.atom(integerOf(build, b));
    build.check(compare("ne", y, i64(0n)), "division", failures.modulo.text);
    return scalar(finish(build, x, y));
  };
}

function truncated(build: LoopBuilder, a: LoopExpr, b: LoopExpr): LoopExpr {
  return build.checked("rem", a, b);
}
function euclidean(build: LoopBuilder, a: LoopExpr, b: LoopExpr): LoopExpr {
  const r = build.atom(build.checked("rem", a, b));
  const size = select(compare("lt", b, i64(0n)), sub(i64(0n), b), b);
  return build.atom(select(compare("lt", r, i64(0n)), add(r, size), r));
}
/** The quotient that goes with the Euclidean remainder. */
function quotient(build: LoopBuilder, a: LoopExpr, b: LoopExpr): LoopExpr {
  const r = euclidean(build, a, b);
  return build.checked("div", build.checked("sub", a, r), b);
}

export const lowerTruncatedRemainder: Lowering = remainder(truncated);
export const lowerEuclideanRemainder: Lowering = remainder(euclidean);
export const lowerEuclideanQuotient: Lowering = remainder(quotient);

// ------------------------------------------------------------------------------------- roundings and extrema

export const lowerAbs: Lowering = ({ args: [x = nothing], build }) => {
  if (x.kind === "complex") return scalar(elementary("hypot", x.re, x.im));
  const e = scalarOf(build, x);
  return scalar(e.type === "i64" ? build.checked("abs", e) : unary("abs", e));
};

/** ℝ → ℤ: NaN and infinities are errors, integers beyond 64 bits run elsewhere. */
export function lowerRounding(op: UnaryOp): Lowering {
  return ({ args: [x = nothing], build }) => {
    const e = scalarOf(build, x);
    if (e.type !== "f64") return scalar(convert("i64", e));
    const held = build.atom(e);
    build.check(compare("eq", sub(held, held), f64(0)), "domain", failures.notInteger.text);
    return scalar(build.checked("from-f64", unary(op, held)));
  };
}

export const lowerFrac: Lowering = ({ args: [x = nothing], build }) => {
  const e = build.atom(toReal(scalarOf(build, x)));
  return scalar(sub(e, unary("trunc", e)));
};

export const lowerSign: Lowering = ({ args: [x = nothing], build }) => {
  const e = build.atom(scalarOf(build, x));
  if (e.type === "i64") return scalar(select(compare("lt", e, i64(0n)), i64(-1n), i64(1n)));
  build.check(compare("eq", e, e), "domain", failures.notInteger.text);
  // −0 counts as negative: its reciprocal is.
  const negative = or(
    compare("lt", e, f64(0)),
    and(compare("eq", e, f64(0)), compare("lt", div(f64(1), e), f64(0))),
  );
  return scalar(select(negative, i64(-1n), i64(1n)));
};

export function lowerExtremum(op: "min" | "max"): Lowering {
  return ({ args: [a = nothing, b = nothing], build }) => {
    const [x, y] = [scalarOf(build, a), scalarOf(build, b)];
    const same = x.type === y.type;
    return scalar(binary(op, same ? x : toReal(x), same ? y : toReal(y)));
  };
}

export const lowerToReal: Lowering = ({ args: [x = nothing], build }) => scalar(toReal(scalarOf(build, x)));
