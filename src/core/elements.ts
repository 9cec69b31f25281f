/**
 * Elements of structures, `zero` and `one`: a name that several types implement stands for the one that is wanted where it
 * is. In: such a name as a symbol, and the types around it. Out: the element.
 */
import type { Span } from "../base/span.ts";
import { asMatrix, asSequence } from "../types/flow.ts";
import { matchTypes } from "../types/match.ts";
import { equalTypes, isClosedType } from "../types/traverse.ts";
import type { Type } from "../types/type.ts";
import { realLiteral } from "./build.ts";
import { coerceTo } from "./coerce.ts";
import type { CoreExpr } from "./core.ts";
import type { Frame } from "./frame.ts";
import { callMember } from "./implementations.ts";

/** `element name` of the implementation for this type. */
export function elementOf(frame: Frame, name: string, type: Type): CoreExpr | undefined {
  for (const member of frame.world.environment.instancesOf(name)) {
    const { element, implementation, signature } = member;
    if (!element || implementation === undefined || signature === undefined) continue;
    if (matchTypes([signature], [type], "exact").kind !== "matched") continue;
    // A `zero` of ℝ is not the one of ℤ, though numbers flow upwards.
    if (signature.kind === "con" && type.kind === "con" && signature.name !== type.name) continue;
    const fitted = coerceTo(frame.world.expression(member.body, frame), type);
    if (fitted !== undefined) return fitted;
  }
  return undefined;
}

/** The `zero` or `one` of a type: an element that it implements, or the number lifted into it. */
export function neutralElement(
  frame: Frame,
  name: "zero" | "one",
  type: Type,
  span: Span,
): CoreExpr | undefined {
  const element = elementOf(frame, name, type);
  if (element !== undefined) return element;
  const number = realLiteral(name === "zero" ? 0 : 1, span);
  const lifted = callMember(frame, "lift", [number], span, "implements");
  return lifted !== undefined && equalTypes(lifted.type, type) ? lifted : undefined;
}

/** The element that a symbol stands for where this type is wanted; anything else as it is. */
export function asElement(frame: Frame, node: CoreExpr, type: Type | undefined): CoreExpr {
  if (node.kind !== "symbol" || type === undefined || type.kind === "any" || !isClosedType(type)) return node;
  return elementOf(frame, node.name, type) ?? node;
}

/** Symbols among the arguments of a call become elements of the types of the others, or of what those hold. */
export function settleElements(frame: Frame, args: readonly CoreExpr[]): readonly CoreExpr[] {
  const { environment } = frame.world;
  const isOpen = (arg: CoreExpr): boolean =>
    arg.kind === "symbol" && environment.instancesOf(arg.name).some((member) => member.element);
  if (!args.some(isOpen)) return args;
  const types = args.flatMap(({ type }) => [type, asSequence(type)?.element, asMatrix(type)?.element]);
  const wanted = types.filter((type) => type !== undefined && type.kind !== "closure");
  return args.map((arg) => {
    if (!isOpen(arg)) return arg;
    for (const type of wanted) {
      const element = asElement(frame, arg, type);
      if (element !== arg) return element;
    }
    return arg;
  });
}
