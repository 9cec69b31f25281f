/**
 * What the evaluator asks for while it runs: code for values whose types are not known before.
 *
 * In: a lambda that became a boxed value, or a name and the types of the values a row declined. Out: instances.
 */
import { noSpan } from "../base/span.ts";
import { unknownDim } from "../types/dim.ts";
import type { Environment } from "../types/environment.ts";
import { typeKey } from "../types/traverse.ts";
import { any, type LambdaId, list, type Type, tuple } from "../types/type.ts";
import { adaptorTarget } from "./adaptors.ts";
import { symbol, variable } from "./build.ts";
import { callWithoutRow, inertTerm } from "./calls.ts";
import { arityOf, type ClosureType, captureNames, codeName } from "./closures.ts";
import { coerceTo } from "./coerce.ts";
import type { FnId } from "./core.ts";
import { settleElements } from "./elements.ts";
import type { Bindings, Frame, World } from "./frame.ts";
import type { Instance, Target } from "./instances.ts";
import { createScope } from "./scope.ts";

const noBindings: Bindings = new Map();

export interface DynamicFunction {
  readonly fn: FnId;
  readonly name: string;
  /** Lambdas take fewer arguments and give a lambda; definitions do not. */
  readonly partial: boolean;
  readonly arity: number;
}

export function dynamicFunction(world: World, lambda: LambdaId): DynamicFunction {
  const code = world.codes.get(lambda);
  const arity = arityOf(code);
  const captures = captureNames(code).map(() => any);
  const type: ClosureType = { kind: "closure", lambda, arity, captures };
  const params = [...captures, ...Array.from({ length: arity }, () => any)];
  const instance = world.instances.reach(adaptorTarget(world, type, any, undefined), params);
  return { fn: instance.id, name: codeName(code), partial: code.kind !== "named", arity };
}

/** Run-time values have every size: one instance for all of them. */
export function withoutSizes(type: Type): Type {
  if (type.kind === "dim") return { kind: "dim", dim: unknownDim };
  if (type.kind === "tuple") return tuple(type.items.map(withoutSizes));
  if (type.kind !== "con") return type;
  const [size, element] = type.args;
  if (type.name === "Vector" && size !== undefined && element !== undefined)
    return list(withoutSizes(element));
  return { ...type, args: type.args.map(withoutSizes) };
}

export function mayFallBack(environment: Environment, name: string, count: number): boolean {
  const definition = environment.definition(name);
  const fits = definition !== undefined && (definition.params?.length ?? count) === count;
  return fits || (definition === undefined && environment.instancesOf(name).length > 0);
}

/** Of the names among the arguments of a call, those that elements of structures have. */
export function elementsAmong(
  environment: Environment,
  symbols: readonly (string | undefined)[],
): readonly (string | undefined)[] {
  const isElement = (name: string) => environment.instancesOf(name).some((member) => member.element);
  return symbols.map((name) => (name !== undefined && isElement(name) ? name : undefined));
}

/** Calls what stands behind a row of this name. */
export function fallbackTarget(
  world: World,
  name: string,
  result: Type,
  unanswered: WeakSet<Instance>,
  elements: readonly (string | undefined)[],
): Target {
  return {
    key: `fallback ${name} ${typeKey(result)} ${elements.map((element) => element ?? "").join()}`,
    name,
    span: noSpan,
    captures: 0,
    annotations: [],
    owner: undefined,
    declaredResult: () => undefined,
    widest: (params) => params.map(() => any),
    build: (instance) => {
      const frame: Frame = {
        world,
        instance,
        scope: createScope(),
        owner: undefined,
        bindings: noBindings,
      };
      const params = instance.params.map((t, i) => world.newVar(`x${i}`, t));
      const given = params.map((p, i) => {
        const element = elements[i];
        return element === undefined ? variable(p, noSpan) : symbol(element, noSpan);
      });
      const args = settleElements(frame, given);
      const answer = callWithoutRow(frame, name, args, noSpan);
      if (answer === undefined) unanswered.add(instance);
      const body = answer ?? inertTerm(name, args, noSpan);
      return { params, body: coerceTo(body, result) ?? body };
    },
  };
}
