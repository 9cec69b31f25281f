/** Comparisons, differences and extrema that follow from other operations of a program's own type: `a > b` from `b < a`, `a - b` from `a + (-b)`. */
import type { Span } from "../../base/span.ts";
import { derivations, mentionsOwnType } from "../../types/derived.ts";
import { equalTypes } from "../../types/traverse.ts";
import { bool } from "../../types/type.ts";
import type { CoreExpr } from "../core.ts";
import { joinLifting } from "../elements.ts";
import { type Frame, shared } from "../frame.ts";
import { callMember } from "../implementations.ts";
import { choice } from "./written.ts";

/** A member's equality for a type that the program declares comes before the structural one. */
export function ownEquality(frame: Frame, args: readonly CoreExpr[], span: Span): CoreExpr | undefined {
  const { environment } = frame.world;
  if (args.length !== 2 || !args.some((arg) => mentionsOwnType(arg.type, environment))) return undefined;
  if (environment.instancesOf("equals").every((m) => m.implementation === undefined)) return undefined;
  const node = callMember(frame, "equals", args, span, "implements");
  return node !== undefined && equalTypes(node.type, bool) ? node : undefined;
}

export function comparison(
  frame: Frame,
  name: string,
  [a, b]: readonly CoreExpr[],
  span: Span,
): CoreExpr | undefined {
  if (a === undefined || b === undefined) return undefined;
  for (const { from, swapped, orEqual } of derivations.get(name) ?? []) {
    const [x, y] = [shared(frame, a, "x"), shared(frame, b, "y")];
    const operands = swapped ? [y.node, x.node] : [x.node, y.node];
    const node = callMember(frame, from, operands, span, "implements");
    if (node === undefined) continue;
    const same = orEqual ? frame.world.callNamed(frame, "equals", [x.node, y.node], span) : undefined;
    const whole: CoreExpr =
      same === undefined || !equalTypes(same.type, bool) || !equalTypes(node.type, bool)
        ? node
        : { kind: "logic", operator: "or", left: node, right: same, type: bool, span };
    return x.around(y.around(whole));
  }
  return undefined;
}

export function difference(
  frame: Frame,
  a: CoreExpr | undefined,
  b: CoreExpr | undefined,
  span: Span,
): CoreExpr | undefined {
  if (a === undefined || b === undefined) return undefined;
  const [x, y] = [shared(frame, a, "x"), shared(frame, b, "y")];
  const negative = callMember(frame, "negate", [y.node], span, "implements");
  const sum = negative && callMember(frame, "plus", [x.node, negative], span, "implements");
  return sum && x.around(y.around(sum));
}

/** The one that is not the smaller, the first where neither is. */
export function extremum(
  frame: Frame,
  name: "max" | "min",
  args: readonly CoreExpr[],
  span: Span,
): CoreExpr | undefined {
  const [a, b] = args;
  if (a === undefined || b === undefined || args.length !== 2) return undefined;
  const [x, y] = [shared(frame, a, "x"), shared(frame, b, "y")];
  const operands = name === "max" ? [x.node, y.node] : [y.node, x.node];
  const smaller = callMember(frame, "less_than", operands, span, "implements");
  if (smaller === undefined || !equalTypes(smaller.type, bool)) return undefined;
  const [first, second] = [x.node, y.node];
  const joined = joinLifting(frame, [second, first]);
  const [yes = second, no = first] = joined ?? [];
  return x.around(y.around(choice(smaller, yes, no, span)));
}
