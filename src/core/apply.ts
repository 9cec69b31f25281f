/**
 * Calls of function values. A value of closure type is known code: its call is a direct call of an instance, captures first.
 * What is only known by its arrow, or not at all, is applied at run time.
 */
import { error } from "../base/diagnostic.ts";
import type { Span } from "../base/span.ts";
import { isNumeric } from "../types/flow.ts";
import { shortType } from "../types/print.ts";
import { equalTypes } from "../types/traverse.ts";
import { any, type Type } from "../types/type.ts";
import { adaptorTarget, takesExactly } from "./adaptors.ts";
import { apply, call, failure } from "./build.ts";
import { type ClosureType, type LambdaCode, partialValue } from "./closures.ts";
import { coerceTo, natural } from "./coerce.ts";
import type { CoreExpr } from "./core.ts";
import { asElement } from "./elements.ts";
import { type Annotations, annotationsOf, entryProblem, planEntry } from "./entry.ts";
import { type Frame, neverArriving, report, shared } from "./frame.ts";
import type { Instance, Target } from "./instances.ts";
import { definitionTarget, lambdaTarget } from "./targets.ts";

export function applyValue(frame: Frame, callee: CoreExpr, args: readonly CoreExpr[], span: Span): CoreExpr {
  const never = neverArriving(frame, [callee, ...args]);
  if (never !== undefined) return never;
  switch (callee.type.kind) {
    case "closure":
      return applyClosure(frame, callee, callee.type, args, span);
    case "function":
      return applyArrow(frame, callee, callee.type, args, span);
    case "any":
      frame.instance.effect = true;
      return apply(
        callee,
        args.map((arg) => coerceTo(arg, any) ?? arg),
        any,
        span,
      );
    default:
      return notAFunction(frame, callee, span);
  }
}

function notAFunction(frame: Frame, callee: CoreExpr, span: Span): CoreExpr {
  const problem = error("KL0203", "this is not a function and cannot be called", callee.span, {
    label: `this is a ${shortType(callee.type)}`,
    ...(isNumeric(callee.type) ? { hint: "a product is written with its sign: a * (b)" } : {}),
  });
  report(frame, problem);
  return failure(problem, span);
}

function mayBeCalled({ kind }: Type): boolean {
  return kind === "closure" || kind === "function" || kind === "any" || kind === "never";
}

function tooManyArguments(
  frame: Frame,
  callee: CoreExpr,
  wanted: number,
  given: number,
  span: Span,
): CoreExpr {
  const count = `${wanted} ${wanted === 1 ? "argument" : "arguments"}`;
  const problem = error("KL0201", `this function expects ${count}, got ${given}`, span, {
    related: [{ span: callee.span, message: "this function" }],
  });
  report(frame, problem);
  return failure(problem, span);
}

/** The code is not known, so it runs on boxed values; the arrow says what goes in and comes out. */
function applyArrow(
  frame: Frame,
  callee: CoreExpr,
  type: Extract<Type, { kind: "function" }>,
  args: readonly CoreExpr[],
  span: Span,
): CoreExpr {
  frame.instance.effect = true;
  const fits = args.length === type.params.length;
  const boxed = args.map((arg, i) => {
    const declared = fits ? (coerceTo(arg, type.params[i] ?? any) ?? arg) : arg;
    return coerceTo(declared, any) ?? declared;
  });
  const result = apply(coerceTo(callee, any) ?? callee, boxed, any, span);
  return fits ? (coerceTo(result, type.result) ?? result) : result;
}

function applyClosure(
  frame: Frame,
  callee: CoreExpr,
  type: ClosureType,
  args: readonly CoreExpr[],
  span: Span,
): CoreExpr {
  const { world } = frame;
  const code = world.codes.get(type.lambda);
  if (code.kind === "named") return world.callNamed(frame, code.name, args, span);
  if (args.length < type.arity) return partialValue(frame, { ...callee, type }, args, span);
  if (args.length > type.arity) {
    const first = applyClosure(frame, callee, type, args.slice(0, type.arity), span);
    if (!mayBeCalled(first.type)) return tooManyArguments(frame, callee, type.arity, args.length, span);
    return applyValue(frame, first, args.slice(type.arity), span);
  }
  const opened = openClosure(frame, callee, type);
  if (code.kind === "partial") {
    const [base, ...given] = opened.captures;
    return opened.around(base === undefined ? callee : applyValue(frame, base, [...given, ...args], span));
  }
  return opened.around(callLambda(frame, code, opened.captures, args, span));
}

/** The captures of a closure value as nodes. */
function openClosure(
  frame: Frame,
  callee: CoreExpr,
  type: ClosureType,
): { readonly captures: readonly CoreExpr[]; readonly around: (body: CoreExpr) => CoreExpr } {
  if (callee.kind === "closure") return { captures: callee.captures, around: (body) => body };
  const { node, around } = shared(frame, callee, "f");
  const captures = type.captures.map(
    (t, index): CoreExpr => ({ kind: "capture", closure: node, index, type: t, span: callee.span }),
  );
  return { captures, around };
}

function callLambda(
  frame: Frame,
  code: LambdaCode,
  captures: readonly CoreExpr[],
  args: readonly CoreExpr[],
  span: Span,
): CoreExpr {
  const annotations = annotationsOf(code.lambda, frame.world.environment.types);
  return callTarget(frame, lambdaTarget(frame.world, code), annotations, captures, args, span);
}

/** A direct call: arguments enter by the annotations, then take the types of the instance. */
export function callTarget(
  frame: Frame,
  target: Target,
  annotations: Annotations,
  captures: readonly CoreExpr[],
  given: readonly CoreExpr[],
  span: Span,
): CoreExpr {
  const args = given.map((arg, i) => asElement(frame, arg, annotations.patterns[i]));
  const plan = planEntry(
    annotations,
    args.map((arg) => arg.type),
  );
  if (plan.kind !== "entered") {
    const problem = entryProblem(target.name, annotations, plan, args);
    report(frame, problem);
    return failure(problem, span);
  }
  const instance = frame.world.instances.reach(target, [...captures.map((c) => c.type), ...plan.params]);
  const entered = args.map((arg, i) => enter(arg, plan.params[i] ?? any, annotations.natural[i] ?? false));
  return callInstance(instance, [...captures, ...entered], span);
}

function enter(arg: CoreExpr, type: Type, isNatural: boolean): CoreExpr {
  const fitted = coerceTo(arg, type) ?? arg;
  return isNatural ? natural(fitted) : fitted;
}

/** The arguments may still have to widen: the instance may serve a whole recursion. */
export function callInstance(instance: Instance, args: readonly CoreExpr[], span: Span): CoreExpr {
  const fitted = args.map((arg, i) => coerceTo(arg, instance.params[i] ?? any) ?? arg);
  return call(instance.id, fitted, instance.result, span);
}

/**
 * The instance that runs a closure on arguments of exactly these types, giving exactly `result` where that is stated: what
 * rows call back. `tried` only looks at what it would be.
 */
export function callbackInstance(
  frame: Frame,
  type: ClosureType,
  args: readonly Type[],
  use: "called" | "tried",
  result?: Type,
): Instance {
  const { world } = frame;
  const reach = use === "called" ? world.instances.reach : world.instances.consider;
  const passed = [...type.captures, ...args];
  const direct = directTarget(frame, type, args);
  if (direct !== undefined) {
    const instance = reach(direct, passed);
    const fits =
      result === undefined || instance.result.kind === "never" || equalTypes(instance.result, result);
    if (takesExactly(instance, passed) && fits) return instance;
  }
  return reach(adaptorTarget(world, type, result, frame.owner), passed);
}

/** The code itself, where it takes these arguments as they are. */
function directTarget(frame: Frame, type: ClosureType, args: readonly Type[]): Target | undefined {
  const { world } = frame;
  const { environment } = world;
  const code = world.codes.get(type.lambda);
  if (args.length !== type.arity) return undefined;
  if (code.kind === "lambda")
    return entersUnchanged(annotationsOf(code.lambda, environment.types), args)
      ? lambdaTarget(world, code)
      : undefined;
  if (code.kind === "partial") return undefined;
  const define = environment.definition(code.name);
  const overloaded =
    world.table.has(code.name) ||
    environment.constructorNamed(code.name) !== undefined ||
    environment.instancesOf(code.name).length > 0;
  if (overloaded || define?.params?.length !== args.length) return undefined;
  return entersUnchanged(annotationsOf(define, environment.types), args)
    ? definitionTarget(world, define)
    : undefined;
}

function entersUnchanged(annotations: Annotations, args: readonly Type[]): boolean {
  const plan = planEntry(annotations, args);
  return (
    plan.kind === "entered" &&
    !annotations.natural.includes(true) &&
    plan.params.every((p, i) => equalTypes(p, args[i] ?? any))
  );
}
