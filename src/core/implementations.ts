/**
 * Operations given by `implements`: which member takes arguments of these types. An exact match comes before one that
 * promotes numbers, a later declaration before an earlier one; `implements Promotes(A, B)` lifts arguments into B (T3).
 */
import type { Span } from "../base/span.ts";
import type { Typing } from "../primitives/primitive.ts";
import { type Unmet, unmetCondition } from "../types/conditions.ts";
import { operationsBehind } from "../types/derived.ts";
import { flowsSafely } from "../types/flow.ts";
import { matchTypes } from "../types/match.ts";
import type { Implementation, OperationInstance } from "../types/structures.ts";
import { equalTypes } from "../types/traverse.ts";
import { any, type Type } from "../types/type.ts";
import { callTarget } from "./apply.ts";
import type { CoreExpr } from "./core.ts";
import type { Frame } from "./frame.ts";
import { memberAnnotations, memberTarget } from "./targets.ts";

/** `implements` members only, or a structure's own defaults, which are the last resort. */
export type MemberSource = "implements" | "default";

/** The call of the member that takes these arguments, undefined where none does. */
export function callMember(
  frame: Frame,
  name: string,
  args: readonly CoreExpr[],
  span: Span,
  source: MemberSource,
): CoreExpr | undefined {
  const types = args.map((arg) => arg.type);
  const member = findMember(frame, name, types, source);
  if (member !== undefined) return invoke(frame, member, args, span);
  return source === "implements" ? callLifted(frame, name, args, span) : undefined;
}

/** Some `implements` takes just these types, without promoting a number. */
export function hasExactMember(frame: Frame, name: string, types: readonly Type[]): boolean {
  const member = findMember(frame, name, types, "implements");
  return member !== undefined && fitOf(frame, member, types) === "exact";
}

/** A condition (`where`) without which some member would take these types. */
export function unmetMember(frame: Frame, name: string, types: readonly Type[]): Unmet | undefined {
  const { environment, table } = frame.world;
  for (const operation of operationsBehind(name, table.get(name)?.name)) {
    for (const member of environment.instancesOf(operation)) {
      const fit = member.element ? undefined : fitOf(frame, member, types);
      if (typeof fit === "object") return fit;
    }
  }
  return undefined;
}

function invoke(frame: Frame, member: OperationInstance, args: readonly CoreExpr[], span: Span): CoreExpr {
  const target = memberTarget(frame.world, member, args.length);
  return callTarget(frame, target, memberAnnotations(frame.world, member, args.length), [], args, span);
}

function findMember(
  frame: Frame,
  name: string,
  types: readonly Type[],
  source: MemberSource,
): OperationInstance | undefined {
  let promoted: OperationInstance | undefined;
  for (const member of frame.world.environment.instancesOf(name)) {
    if ((member.implementation === undefined) !== (source === "default")) continue;
    if (member.element || (member.params !== undefined && member.params.length !== types.length)) continue;
    const fit = fitOf(frame, member, types);
    if (fit === "exact") return member;
    if (fit === "promoted") promoted ??= member;
  }
  return promoted;
}

function fitOf(
  frame: Frame,
  member: OperationInstance,
  types: readonly Type[],
): "exact" | "promoted" | Unmet | undefined {
  const patterns = patternsOf(member);
  if (patterns === undefined) return "exact";
  if (member.signature !== undefined && patterns.length !== types.length) return undefined;
  const given = types.slice(0, patterns.length);
  const match = matchTypes(patterns.slice(0, given.length), given, "exact");
  if (match.kind !== "matched") return undefined;
  const unmet = unmetCondition(member.implementation, match.substitution, frame.world);
  if (unmet !== undefined) return unmet;
  return match.params.every((p, i) => equalTypes(p, given[i] ?? any)) ? "exact" : "promoted";
}

function patternsOf(member: OperationInstance): readonly Type[] | undefined {
  if (member.signature?.kind === "function") return member.signature.params;
  return member.implementation?.args;
}

/** The type of the operation for rows that apply it to elements (`sum` over a user's numbers). */
export function implementationType(frame: Frame, name: string, types: readonly Type[]): Typing {
  const member = findMember(frame, name, types, "implements");
  if (member === undefined) return { kind: "declined" };
  const { world } = frame;
  const target = memberTarget(world, member, types.length);
  const instance = world.instances.reach(target, types);
  return { kind: "typed", params: instance.params, result: instance.result };
}

// ---- lifting -------------------------------------------------------------------------------------------

/** Brings some arguments into another type by a declared promotion, where a member then takes them all. */
function callLifted(frame: Frame, name: string, args: readonly CoreExpr[], span: Span): CoreExpr | undefined {
  const { environment } = frame.world;
  if (environment.instancesOf(name).length === 0) return undefined;
  for (const promotion of environment.implementations) {
    const [from, to] = promotion.args;
    if (promotion.structure !== "Promotes" || from === undefined || to === undefined) continue;
    const lifts = args.map((arg) => !equalTypes(arg.type, to) && flowsSafely(arg.type, from));
    if (!lifts.includes(true)) continue;
    const types = args.map((arg, i) => (lifts[i] ? to : arg.type));
    const member = findMember(frame, name, types, "implements");
    if (member === undefined) continue;
    const lifted = args.map((arg, i) => (lifts[i] ? lift(frame, promotion, arg, span) : arg));
    return invoke(
      frame,
      member,
      lifted.flatMap((arg) => arg ?? []),
      span,
    );
  }
  return undefined;
}

function lift(frame: Frame, promotion: Implementation, arg: CoreExpr, span: Span): CoreExpr | undefined {
  const member = frame.world.environment
    .instancesOf("lift")
    .find((candidate) => candidate.implementation === promotion);
  return member === undefined ? undefined : invoke(frame, member, [arg], span);
}
