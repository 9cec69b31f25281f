/**
 * Elements of structures, `zero` and `one`: a name that several types implement stands for the one that is wanted where it
 * is. In: such a name as a symbol, and the types around it. Out: the element.
 */
import type { Span } from "../base/span.ts";
import { unmetCondition } from "../types/conditions.ts";
import { isOwnType } from "../types/derived.ts";
import { constantDim } from "../types/dim.ts";
import { asMatrix, asSequence, flowsSafely, isNumeric, join } from "../types/flow.ts";
import { matchTypes } from "../types/match.ts";
import { equalTypes, isClosedType, substituteType } from "../types/traverse.ts";
import { never, type Type, vector } from "../types/type.ts";
import { realLiteral } from "./build.ts";
import { coerceTo } from "./coerce.ts";
import { construct } from "./construct.ts";
import type { CoreExpr } from "./core.ts";
import type { Frame } from "./frame.ts";
import { callMember } from "./implementations.ts";

/** `element name` of the implementation for this type. */
export function elementOf(frame: Frame, name: string, type: Type, span: Span): CoreExpr | undefined {
  for (const member of frame.world.environment.instancesOf(name)) {
    const { element, implementation, signature } = member;
    if (!element || implementation === undefined || signature === undefined) continue;
    const match = matchTypes([signature], [type], "exact");
    if (match.kind !== "matched") continue;
    if (unmetCondition(implementation, match.substitution, frame.world) !== undefined) continue;
    // A `zero` of ℝ is not the one of ℤ, though numbers flow upwards.
    if (signature.kind === "con" && type.kind === "con" && signature.name !== type.name) continue;
    const own = substituteType(signature, match.substitution);
    const fitted = coerceTo(frame.world.constants.element(member, own, span), type);
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
  const element = elementOf(frame, name, type, span);
  if (element !== undefined) return element;
  const number = realLiteral(name === "zero" ? 0 : 1, span);
  const lifted = callMember(frame, "lift", [number], span, "implements");
  return lifted !== undefined && equalTypes(lifted.type, type) ? lifted : undefined;
}

/** The element that a symbol stands for where this type is wanted, also within a list or a value that is built; anything else as it is. */
export function asElement(frame: Frame, node: CoreExpr, type: Type | undefined): CoreExpr {
  if (type === undefined || type.kind === "any" || !isClosedType(type)) return node;
  switch (node.kind) {
    case "symbol":
      return elementOf(frame, node.name, type, node.span) ?? node;
    case "list": {
      const wanted = asSequence(type)?.element;
      if (wanted === undefined) return node;
      const bare = node.items.map(unboxed);
      const items = bare.map((item) => asElement(frame, item, wanted));
      if (isSame(items, bare)) return node;
      const fitted = items.map((item) => coerceTo(item, wanted)).filter((item) => item !== undefined);
      if (fitted.length < items.length) return node;
      return { ...node, items: fitted, type: vector(constantDim(fitted.length), wanted) };
    }
    case "construct": {
      const wanted = fieldTypes(frame, node.constructor, type);
      const args = node.args.map((arg, i) => asElement(frame, arg, wanted[i]));
      return isSame(args, node.args) ? node : (construct(frame, node.constructor, args, node.span) ?? node);
    }
    default:
      return node;
  }
}

/** Beside a symbol the other items of a list are values of any type. */
function unboxed(item: CoreExpr): CoreExpr {
  return item.kind === "coerce" && item.type.kind === "any" ? item.value : item;
}

function isSame(some: readonly CoreExpr[], others: readonly CoreExpr[]): boolean {
  return some.every((node, i) => node === others[i]);
}

/** What the fields of a constructor hold in a value of this type; none where it builds other values. */
function fieldTypes(frame: Frame, name: string, type: Type): readonly Type[] {
  const { environment } = frame.world;
  const variant = environment.constructorNamed(name);
  const data = variant && environment.data(variant.data);
  if (variant === undefined || data === undefined) return [];
  const match = matchTypes([data.type], [type], "exact");
  return match.kind === "matched"
    ? variant.fields.map((field) => substituteType(field.type, match.substitution))
    : [];
}

/** Symbols among the arguments of a call become elements of the types of the others, or of what those hold. */
export function settleElements(frame: Frame, args: readonly CoreExpr[]): readonly CoreExpr[] {
  const isOpen = (arg: CoreExpr): boolean => isOpenElement(frame, arg);
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

/** Branches of one value: a symbol among them is the element of what the others are together. */
export function settleBranches(frame: Frame, branches: readonly CoreExpr[]): readonly CoreExpr[] {
  const isOpen = (branch: CoreExpr): boolean => isOpenElement(frame, branch);
  if (!branches.some(isOpen)) return branches;
  const known = branches.filter((branch) => !isOpen(branch));
  const type = known.reduce<Type>((joined, branch) => join(joined, branch.type), never);
  return branches.map((branch) => (isOpen(branch) ? asElement(frame, branch, type) : branch));
}

/** A name that elements of structures have, and nothing has yet said which. */
function isOpenElement(frame: Frame, node: CoreExpr): boolean {
  if (node.kind !== "symbol") return false;
  return frame.world.environment.instancesOf(node.name).some((member) => member.element);
}

// ---- numbers among values of an own type ---------------------------------------------------------------

/** Steps of `lift` from a number to a type: a dual number of dual numbers takes two. */
const mostLifts = 4;

/** The number as a value of this type, by what `implements Promotes` declares. */
export function liftedTo(frame: Frame, number: CoreExpr, type: Type): CoreExpr | undefined {
  let node = number;
  for (let step = 0; step < mostLifts; step++) {
    const lifted = callMember(frame, "lift", [node], node.span, "implements");
    if (lifted === undefined) return undefined;
    const fitted = flowsSafely(lifted.type, type) ? coerceTo(lifted, type) : undefined;
    if (fitted !== undefined) return fitted;
    node = lifted;
  }
  return undefined;
}

/**
 * Numbers beside values of one own type become values of that type, where it promotes numbers: items of a list, branches of a
 * condition. Undefined where they are not of that kind.
 */
export function joinLifting(frame: Frame, nodes: readonly CoreExpr[]): readonly CoreExpr[] | undefined {
  const { environment } = frame.world;
  if (environment.instancesOf("lift").length === 0) return undefined;
  const own = nodes.filter((node) => isOwnType(node.type, environment));
  if (own.length === 0 || own.length === nodes.length) return undefined;
  const type = own.reduce<Type>((joined, node) => join(joined, node.type), never);
  if (!isOwnType(type, environment)) return undefined;
  const lifted: CoreExpr[] = [];
  for (const node of nodes) {
    const fitted = isNumeric(node.type) ? liftedTo(frame, node, type) : coerceTo(node, type);
    if (fitted === undefined) return undefined;
    lifted.push(fitted);
  }
  return lifted;
}
