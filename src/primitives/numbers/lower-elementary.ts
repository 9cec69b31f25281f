/** Native code of the elementary functions and constants. */
import { scalar, scalarOf } from "../../loop/arrays.ts";
import { integerOf } from "../../loop/convert.ts";
import { compare, convert, div, elementary, f64, i64, mul, neg, select } from "../../loop/expr.ts";
import type { LoopExpr } from "../../loop/loop.ts";
import type { Lowered, Lowering } from "../../loop/lowering.ts";
import { toReal } from "./lower-numbers.ts";

const nothing: Lowered = { kind: "unit" };

/** A function of the library on ℝ, by the name of its row. */
export function lowerElementary(name: string): Lowering {
  return ({ args, build }) => {
    if (args.some((x) => x.kind === "complex")) return build.unsupported(`${name} of complex numbers`);
    return scalar(elementary(name, ...args.map((x) => toReal(scalarOf(build, x)))));
  };
}

export const noSuchRoot = "there is no root with index 0";

export const lowerNthRoot: Lowering = ({ args: [x = nothing, n = nothing], build }) => {
  const index = build.atom(integerOf(build, n));
  build.check(compare("ne", index, i64(0n)), "domain", noSuchRoot);
  return scalar(elementary("nth_root", toReal(scalarOf(build, x)), convert("f64", index)));
};

/** 1 over a function. */
export function lowerReciprocal(name: string): Lowering {
  return ({ args: [x = nothing], build }) =>
    scalar(div(f64(1), elementary(name, toReal(scalarOf(build, x)))));
}

export function lowerScaled(factor: number): Lowering {
  return ({ args: [x = nothing], build }) => scalar(mul(toReal(scalarOf(build, x)), f64(factor)));
}

export function lowerConstant(value: number): Lowering {
  return () => scalar(f64(value));
}

type ComplexFunction = (re: LoopExpr, im: LoopExpr) => { readonly re: LoopExpr; readonly im: LoopExpr };

/** As `lowerElementary`, on ℂ by its real parts (complex-functions.ts). */
function onComplex(name: string, formula: ComplexFunction): Lowering {
  return ({ args: [x = nothing], build }) => {
    if (x.kind !== "complex") return scalar(elementary(name, toReal(scalarOf(build, x))));
    if (build.fixedOrder) return build.unsupported(`${name} of complex numbers under --reproducible`);
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

export const lowerExp: Lowering = onComplex("exp", exponential);
export const lowerLn: Lowering = onComplex("ln", logarithm);
export const lowerSin: Lowering = onComplex("sin", sine);
export const lowerCos: Lowering = onComplex("cos", cosine);
