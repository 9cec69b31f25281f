/** Native code of arithmetic, comparison, logic and the elementary functions. */
import { layoutFor } from "../loop/activation.ts";
import { force, scalar, scalarOf, sizeOf } from "../loop/arrays.ts";
import { literalPower } from "../loop/budget.ts";
import { conform, integerOf } from "../loop/convert.ts";
import {
  add,
  and,
  binary,
  bool,
  compare,
  constInt,
  convert,
  div,
  elementary,
  f64,
  i64,
  mul,
  neg,
  not,
  or,
  select,
  sub,
  unary,
} from "../loop/expr.ts";
import type { CompareOp, LoopExpr, UnaryOp } from "../loop/loop.ts";
import type { LoopBuilder, Lowered, LoweredComplex, Lowering } from "../loop/lowering.ts";
import { failures } from "./failures.ts";
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
import { matrixPower, product } from "./lower-products.ts";

const nothing: Lowered = { kind: "unit" };

function operation(op: Operation): Lowering {
  return ({ args: [a = nothing, b = nothing], result, build }) =>
    combine(build, op, layoutFor(build, result), a, b);
}

/** `a * b`: a matrix on one side and no number on the other is the matrix product. */
const times: Lowering = (call) => {
  const [a = nothing, b = nothing] = call.args;
  return a.kind === "array" && b.kind === "array" ? product(call) : operation("times")(call);
};

const negate: Lowering = ({ args: [a = nothing], result, build }) => {
  const layout = layoutFor(build, result);
  const change = (x: Lowered): Lowered =>
    x.kind === "array" ? mapValues(build, x.layout, x, change) : negateNumber(build, x);
  return a.kind === "array" && layout.kind === "array" ? mapValues(build, layout, a, change) : change(a);
};

// ------------------------------------------------------------------------------------------------------ powers

const power: Lowering = (call) => {
  const { args, result, build } = call;
  const [base = nothing, exponent = nothing] = args;
  if (base.kind === "array") return matrixPower(call);
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

const sqrt: Lowering = ({ args: [x = nothing], build }) =>
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

type ComplexFunction = (re: LoopExpr, im: LoopExpr) => { readonly re: LoopExpr; readonly im: LoopExpr };

/** A row on ℝ by the C library, on ℂ by its real parts (complex-functions.ts). */
function onComplex(name: string, formula: ComplexFunction): Lowering {
  return ({ args: [x = nothing], build }) => {
    if (x.kind !== "complex") return scalar(elementary(name, toReal(scalarOf(build, x))));
    return { kind: "complex", ...formula(build.atom(x.re), build.atom(x.im)) };
  };
}

const exponential: ComplexFunction = (re, im) => {
  const size = elementary("exp", re);
  const real = compare("eq", im, f64(0));
  return {
    re: select(real, size, mul(size, elementary("cos", im))),
    im: select(real, f64(0), mul(size, elementary("sin", im))),
  };
};
const logarithm: ComplexFunction = (re, im) => ({
  re: elementary("ln", elementary("hypot", re, im)),
  im: elementary("atan2", im, re),
});
const sine: ComplexFunction = (re, im) => ({
  re: mul(elementary("sin", re), elementary("cosh", im)),
  im: mul(elementary("cos", re), elementary("sinh", im)),
});
const cosine: ComplexFunction = (re, im) => ({
  re: mul(elementary("cos", re), elementary("cosh", im)),
  im: mul(neg(elementary("sin", re)), elementary("sinh", im)),
});

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
function floored(build: LoopBuilder, a: LoopExpr, b: LoopExpr): LoopExpr {
  const r = euclidean(build, a, b);
  return build.checked("div", build.checked("sub", a, r), b);
}

// ------------------------------------------------------------------------------------------------- one argument

const abs: Lowering = ({ args: [x = nothing], build }) => {
  if (x.kind === "complex") return scalar(elementary("hypot", x.re, x.im));
  const e = scalarOf(build, x);
  return scalar(e.type === "i64" ? build.checked("abs", e) : unary("abs", e));
};

/** ℝ → ℤ: NaN and infinities are errors, integers beyond 64 bits run elsewhere. */
function rounding(op: UnaryOp): Lowering {
  return ({ args: [x = nothing], build }) => {
    const e = scalarOf(build, x);
    if (e.type !== "f64") return scalar(convert("i64", e));
    const held = build.atom(e);
    build.check(compare("eq", sub(held, held), f64(0)), "domain", failures.notInteger.text);
    return scalar(build.checked("from-f64", unary(op, held)));
  };
}

const frac: Lowering = ({ args: [x = nothing], build }) => {
  const e = build.atom(toReal(scalarOf(build, x)));
  return scalar(sub(e, unary("trunc", e)));
};

const sign: Lowering = ({ args: [x = nothing], build }) => {
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

function smaller(op: "min" | "max"): Lowering {
  return ({ args: [a = nothing, b = nothing], build }) => {
    const [x, y] = [scalarOf(build, a), scalarOf(build, b)];
    const same = x.type === y.type;
    return scalar(binary(op, same ? x : toReal(x), same ? y : toReal(y)));
  };
}

const toRealRow: Lowering = ({ args: [x = nothing], build }) => scalar(toReal(scalarOf(build, x)));

/** A function of the C library, by the name of its row. */
function library(name: string): Lowering {
  return ({ args, build }) => {
    if (args.some((x) => x.kind === "complex")) return build.unsupported(`${name} of complex numbers`);
    return scalar(elementary(name, ...args.map((x) => toReal(scalarOf(build, x)))));
  };
}

function reciprocal(name: string): Lowering {
  return ({ args: [x = nothing], build }) =>
    scalar(div(f64(1), elementary(name, toReal(scalarOf(build, x)))));
}

function scaled(factor: number): Lowering {
  return ({ args: [x = nothing], build }) => scalar(mul(toReal(scalarOf(build, x)), f64(factor)));
}

function constant(value: number): Lowering {
  return () => scalar(f64(value));
}

// -------------------------------------------------------------------------------------------------- comparison

function comparison(op: CompareOp): Lowering {
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

const equals: Lowering = ({ args: [a = nothing, b = nothing], build }) => scalar(equality(build, a, b));
const neq: Lowering = ({ args: [a = nothing, b = nothing], build }) => scalar(not(equality(build, a, b)));

function logic(join: (a: LoopExpr, b: LoopExpr) => LoopExpr): Lowering {
  return ({ args: [a = nothing, b = nothing], build }) =>
    scalar(join(scalarOf(build, a), scalarOf(build, b)));
}

// ----------------------------------------------------------------------------------------------------- complex

const complexRow: Lowering = ({ args: [re = nothing, im = nothing], build }) => ({
  kind: "complex",
  re: toReal(scalarOf(build, re)),
  im: toReal(scalarOf(build, im)),
});

function complexOperation(op: Operation): Lowering {
  return ({ args: [a = nothing, b = nothing], build }) =>
    combineNumbers(build, op, toComplex(build, a), toComplex(build, b));
}

function part(of: (re: LoopExpr, im: LoopExpr) => Lowered): Lowering {
  return ({ args: [z = nothing], result, build }) => {
    const { re, im } = toComplex(build, z);
    return conform(build, of(build.atom(re), build.atom(im)), layoutFor(build, result));
  };
}

const libraryRows =
  "sin cos tan asin acos atan atan2 sinh cosh tanh asinh acosh atanh exp exp2 expm1 ln log10 log2 log1p cbrt hypot fmod";

export const arithmeticCode: Readonly<Record<string, Lowering>> = {
  ...Object.fromEntries(libraryRows.split(" ").map((name) => [name, library(name)])),
  exp: onComplex("exp", exponential),
  ln: onComplex("ln", logarithm),
  sin: onComplex("sin", sine),
  cos: onComplex("cos", cosine),
  plus: operation("plus"),
  minus: operation("minus"),
  times,
  divide: operation("divide"),
  negate,
  power,
  sqrt,
  mod: remainder(truncated),
  int_rem: remainder(truncated),
  int_mod: remainder(euclidean),
  int_div: remainder(floored),
  abs,
  floor: rounding("floor"),
  ceil: rounding("ceil"),
  round: rounding("round"),
  trunc: rounding("trunc"),
  to_int: rounding("trunc"),
  frac,
  sign,
  min: smaller("min"),
  max: smaller("max"),
  to_real: toRealRow,
  sec: reciprocal("cos"),
  csc: reciprocal("sin"),
  cot: reciprocal("tan"),
  radians: scaled(Math.PI / 180),
  degrees: scaled(180 / Math.PI),
  pi: constant(Math.PI),
  e: constant(Math.E),
  tau: constant(2 * Math.PI),
  less_than: comparison("lt"),
  leq: comparison("le"),
  greater_than: comparison("gt"),
  geq: comparison("ge"),
  equals,
  neq,
  logical_and: logic(and),
  logical_or: logic(or),
  logical_xor: logic((a, b) => compare("ne", a, b)),
  implies: logic((a, b) => or(not(a), b)),
  iff: logic((a, b) => compare("eq", a, b)),
  logical_not: ({ args: [a = nothing], build }) => scalar(not(scalarOf(build, a))),
  complex: complexRow,
  complex_add: complexOperation("plus"),
  complex_sub: complexOperation("minus"),
  complex_mul: complexOperation("times"),
  complex_div: complexOperation("divide"),
  complex_inverse: ({ args: [z = nothing], build }) =>
    combineNumbers(build, "divide", toComplex(build, scalar(f64(1))), toComplex(build, z)),
  neg_complex: part((re, im) => ({ kind: "complex", re: neg(re), im: neg(im) })),
  conj: part((re, im) => ({ kind: "complex", re, im: neg(im) })),
  abs_sq: part((re, im) => scalar(add(mul(re, re), mul(im, im)))),
  re: part((re) => scalar(re)),
  im: part((_, im) => scalar(im)),
  arg: part((re, im) => scalar(elementary("atan2", im, re))),
};
