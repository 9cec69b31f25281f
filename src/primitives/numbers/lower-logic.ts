/** Native logic on Booleans. */
import { scalar, scalarOf } from "../../loop/arrays.ts";
import { and, compare, not, or } from "../../loop/expr.ts";
import type { LoopExpr } from "../../loop/loop.ts";
import type { Lowered, Lowering } from "../../loop/lowering.ts";

const nothing: Lowered = { kind: "unit" };

function connective(join: (a: LoopExpr, b: LoopExpr) => LoopExpr): Lowering {
  return ({ args: [a = nothing, b = nothing], build }) =>
    scalar(join(scalarOf(build, a), scalarOf(build, b)));
}

export const lowerAnd: Lowering = connective(and);
export const lowerOr: Lowering = connective(or);
export const lowerXor: Lowering = connective((a, b) => compare("ne", a, b));
export const lowerImplies: Lowering = connective((a, b) => or(not(a), b));
export const lowerIff: Lowering = connective((a, b) => compare("eq", a, b));
export const lowerNot: Lowering = ({ args: [a = nothing], build }) => scalar(not(scalarOf(build, a)));
