/** Native code of the rows on complex numbers. */
import { layoutFor } from "../../loop/activation.ts";
import { scalar, scalarOf } from "../../loop/arrays.ts";
import { conform } from "../../loop/convert.ts";
import { add, elementary, f64, mul, neg } from "../../loop/expr.ts";
import type { LoopExpr } from "../../loop/loop.ts";
import type { Lowered, Lowering } from "../../loop/lowering.ts";
import { combineNumbers, type Operation, toComplex, toReal } from "./lower-numbers.ts";

const nothing: Lowered = { kind: "unit" };

export const lowerComplex: Lowering = ({ args: [re = nothing, im = nothing], build }) => ({
  kind: "complex",
  re: toReal(scalarOf(build, re)),
  im: toReal(scalarOf(build, im)),
});

/** One of the four operations on numbers that are taken as complex. */
export function lowerComplexOperation(op: Operation): Lowering {
  return ({ args: [a = nothing, b = nothing], build }) =>
    combineNumbers(build, op, toComplex(build, a), toComplex(build, b));
}

/** What follows from the two parts of one number, as the row's result type has it. */
function part(of: (re: LoopExpr, im: LoopExpr) => Lowered): Lowering {
  return ({ args: [z = nothing], result, build }) => {
    const { re, im } = toComplex(build, z);
    return conform(build, of(build.atom(re), build.atom(im)), layoutFor(build, result));
  };
}

export const lowerComplexInverse: Lowering = ({ args: [z = nothing], build }) =>
  combineNumbers(build, "divide", toComplex(build, scalar(f64(1))), toComplex(build, z));

export const lowerComplexNegate: Lowering = part((re, im) => ({ kind: "complex", re: neg(re), im: neg(im) }));
export const lowerConjugate: Lowering = part((re, im) => ({ kind: "complex", re, im: neg(im) }));
export const lowerSquaredModulus: Lowering = part((re, im) => scalar(add(mul(re, re), mul(im, im))));
export const lowerRealPart: Lowering = part((re) => scalar(re));
export const lowerImaginaryPart: Lowering = part((_, im) => scalar(im));
export const lowerPhase: Lowering = part((re, im) => scalar(elementary("atan2", im, re)));
