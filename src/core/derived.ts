/**
 * What built-ins mean on a program's own types, derived from the operations that `implements` gives them: sums and products
 * from `+` and `×`, natural powers from `×`, `a > b` from `b < a`, `a - b` from `a + (-b)`, entries of lists one by one, `ode45`
 * on a state of real fields.
 *
 * In: a built-in's name and argument nodes. Out: the node that computes the call, undefined where the types are not of that
 * kind. The longer ones are written in the language itself, so every tier has them; they are placed at the call.
 */
import type { Span } from "../base/span.ts";
import type { CoreExpr } from "./core.ts";
import { foldFromNumber, rangeReduction, reduction } from "./derived/combining.ts";
import { byElements } from "./derived/entries.ts";
import { determinant, diagonalSum, euclideanNorm, innerProduct } from "./derived/linear-algebra.ts";
import { comparison, difference, extremum, ownEquality } from "./derived/ordering.ts";
import { power, writtenPower } from "./derived/powers.ts";
import { odeOnState } from "./derived/states.ts";
import type { Frame } from "./frame.ts";

/** Reductions, and operations on lists, whose elements are of the program's own types: these come before the row. */
export function derivedBeforeRow(
  frame: Frame,
  name: string,
  args: readonly CoreExpr[],
  span: Span,
): CoreExpr | undefined {
  switch (name) {
    case "sum":
      return reduction(frame, "plus", args, span);
    case "product":
      return reduction(frame, "times", args, span);
    case "sum_bounds":
      return rangeReduction(frame, "plus", args, span);
    case "prod_bounds":
      return rangeReduction(frame, "times", args, span);
    case "equals":
      return ownEquality(frame, args, span);
    case "neq": {
      const same = ownEquality(frame, args, span);
      return same && frame.world.callNamed(frame, "logical_not", [same], span);
    }
    case "plus":
    case "minus":
    case "times":
    case "divide":
      return byElements(frame, name, args, span);
    case "power":
      return writtenPower(frame, args, span);
    case "list_fold":
    case "foldr":
      return foldFromNumber(frame, name, args, span);
    case "dot":
      return innerProduct(frame, args, span);
    case "norm":
      return euclideanNorm(frame, args, span);
    case "det":
      return determinant(frame, args, span);
    case "trace":
      return diagonalSum(frame, args, span);
    default:
      return undefined;
  }
}

/** What neither the row nor `implements` takes. */
export function derivedAfterAll(
  frame: Frame,
  name: string,
  args: readonly CoreExpr[],
  span: Span,
): CoreExpr | undefined {
  const [a, b] = args;
  switch (name) {
    case "power":
    case "mpow":
      return power(frame, args, span);
    case "ode45":
      return odeOnState(frame, args, span);
    case "minus":
      return args.length === 2 ? difference(frame, a, b, span) : undefined;
    case "max":
    case "min":
      return extremum(frame, name, args, span);
    default:
      return comparison(frame, name, args, span);
  }
}
