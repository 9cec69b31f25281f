/** Sums, products and folds of values whose type is the program's own, from its `+` and `×`. */
import { error } from "../../base/diagnostic.ts";
import type { Span } from "../../base/span.ts";
import { isOwnType, mentionsOwnType } from "../../types/derived.ts";
import { asSequence, isNumeric } from "../../types/flow.ts";
import { shortType } from "../../types/print.ts";
import { sparseShape } from "../../types/sparse.ts";
import { integer, type Type } from "../../types/type.ts";
import { failure, variable } from "../build.ts";
import { coerceTo } from "../coerce.ts";
import type { CoreExpr } from "../core.ts";
import { liftedTo, neutralElement } from "../elements.ts";
import { type Frame, shared } from "../frame.ts";
import { callMember } from "../implementations.ts";
import { sizesOf } from "./entries.ts";
import { choice, written } from "./written.ts";

type Combining = "plus" | "times";

const symbols = { plus: "+", times: "*" } as const;

export function combines(frame: Frame, op: Combining, type: Type, span: Span): boolean {
  const size = op === "times" ? sizesOf(type) : undefined;
  if (size !== undefined && size.rows === size.columns) return combines(frame, op, size.element, span);
  if (!isOwnType(type, frame.world.environment)) return false;
  const sparse = sparseShape(type, frame.world.environment);
  if (sparse !== undefined && op === "plus") return true;
  if (sparse !== undefined && (sparse.rows === undefined || sparse.rows === sparse.columns)) return true;
  const sample = variable(frame.world.newVar("a", type), span);
  return callMember(frame, op, [sample, sample], span, "implements") !== undefined;
}

export function reduction(
  frame: Frame,
  op: Combining,
  [xs]: readonly CoreExpr[],
  span: Span,
): CoreExpr | undefined {
  const sequence = xs && asSequence(xs.type);
  if (xs === undefined || sequence === undefined || !combines(frame, op, sequence.element, span))
    return undefined;
  const list = shared(frame, xs, "xs");
  const text = `list_fold(λ a x . a ${symbols[op]} x, head(xs), tail(xs))`;
  const combined = (): CoreExpr => written(frame, text, [["xs", list.node]], span);
  const empty = (): CoreExpr => nothing(frame, op, sequence.element, span);
  if (sequence.length !== undefined) return list.around(sequence.length === 0 ? empty() : combined());
  const isEmpty = written(frame, "length(xs) = 0", [["xs", list.node]], span);
  return list.around(choice(isEmpty, empty(), combined(), span));
}

export function rangeReduction(
  frame: Frame,
  op: Combining,
  [f, from, to]: readonly CoreExpr[],
  span: Span,
): CoreExpr | undefined {
  if (f === undefined || from === undefined || to === undefined || f.type.kind !== "closure")
    return undefined;
  const [function_, start, end] = [shared(frame, f, "f"), shared(frame, from, "m"), shared(frame, to, "n")];
  const bounds = [start.node, end.node].map((node) => coerceTo(node, integer));
  const [m, n] = bounds;
  if (m === undefined || n === undefined) return undefined;
  const first = frame.world.applyValue(frame, function_.node, [m], span);
  if (!combines(frame, op, first.type, span)) return undefined;
  const given = [["f", function_.node] as const, ["m", m] as const, ["n", n] as const];
  const text = `list_fold(λ a k . a ${symbols[op]} f(k), f(m), range(m + 1, n + 1))`;
  const empty = nothing(frame, op, first.type, span);
  const chosen = choice(written(frame, "n < m", given, span), empty, written(frame, text, given, span), span);
  return function_.around(start.around(end.around(chosen)));
}

/** What combining nothing gives: the type's `zero` or `one`. */
export function nothing(frame: Frame, op: Combining, type: Type, span: Span): CoreExpr {
  const name = op === "plus" ? "zero" : "one";
  const known = neutralElement(frame, name, type, span);
  if (known !== undefined) return known;
  const title = "nothing to combine: the result for no terms is not known";
  const hint = `give ${shortType(type)} an \`element ${name}\` by \`implements\``;
  return failure(error("KL0506", title, span, { hint }), span);
}

/** A fold over values of an own type that starts from a number starts from that number of the type. */
export function foldFromNumber(
  frame: Frame,
  name: "list_fold" | "foldr",
  [f, start, xs]: readonly CoreExpr[],
  span: Span,
): CoreExpr | undefined {
  const sequence = xs && asSequence(xs.type);
  if (f === undefined || start === undefined || xs === undefined || sequence === undefined) return undefined;
  if (f.type.kind !== "closure" || f.type.arity !== 2 || !isNumeric(start.type)) return undefined;
  if (!mentionsOwnType(sequence.element, frame.world.environment) && !capturesOwnType(frame, f.type))
    return undefined;
  const item = variable(frame.world.newVar("x", sequence.element), span);
  const [function_, first] = [shared(frame, f, "f"), shared(frame, start, "z")];
  const given = name === "list_fold" ? [first.node, item] : [item, first.node];
  const { type } = frame.world.applyValue(frame, function_.node, given, span);
  const lifted = isOwnType(type, frame.world.environment) ? liftedTo(frame, first.node, type) : undefined;
  if (lifted === undefined) return undefined;
  const call = frame.world.callNamed(frame, name, [function_.node, lifted, xs], span);
  return function_.around(first.around(call));
}

function capturesOwnType(frame: Frame, type: Type): boolean {
  return type.kind === "closure" && type.captures.some((t) => mentionsOwnType(t, frame.world.environment));
}
