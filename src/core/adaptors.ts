/** Functions that bring a function value to the types its caller passes and wants. */
import { noSpan } from "../base/span.ts";
import { equalTypes, typeKey } from "../types/traverse.ts";
import { any, type Type } from "../types/type.ts";
import { variable } from "./build.ts";
import { type ClosureType, captureNames, codeName } from "./closures.ts";
import { coerceTo } from "./coerce.ts";
import type { CoreExpr } from "./core.ts";
import type { Bindings, Frame, World } from "./frame.ts";
import type { Instance, Target } from "./instances.ts";
import { createScope } from "./scope.ts";

const noBindings: Bindings = new Map();

/**
 * A function that takes the captures of a closure and arguments of exactly these types, and gives exactly this result: what
 * a row calls back, and what runs on unknown types.
 */
export function adaptorTarget(
  world: World,
  type: ClosureType,
  result: Type | undefined,
  owner: string | undefined,
): Target {
  const code = world.codes.get(type.lambda);
  const names = captureNames(code);
  const count = type.captures.length;
  const suffix = `${owner ?? ""}:${result === undefined ? "" : typeKey(result)}`;
  return {
    key: `as λ${type.lambda}/${type.arity} ${suffix}`,
    name: codeName(code),
    span: code.kind === "lambda" ? code.lambda.span : noSpan,
    captures: count,
    annotations: [],
    owner,
    declaredResult: () => result,
    widest: (params) => params.map((t, i) => (i < count ? t : any)),
    build: (instance) => {
      const frame: Frame = { world, instance, scope: createScope(), owner, bindings: noBindings };
      const params = instance.params.map((t, i) => world.newVar(names[i] ?? `x${i - count}`, t));
      const values = params.map((p) => variable(p, instance.target.span));
      const captures = values.slice(0, count);
      const callee: CoreExpr = {
        kind: "closure",
        captures,
        type: { ...type, captures: captures.map((c) => c.type) },
        span: instance.target.span,
      };
      const body = world.applyValue(frame, callee, values.slice(count), instance.target.span);
      return { params, body: result === undefined ? body : (coerceTo(body, result) ?? body) };
    },
  };
}

/** Do these parameters take exactly these types? */
export function takesExactly(instance: Instance, types: readonly Type[]): boolean {
  return (
    instance.params.length === types.length && instance.params.every((p, i) => equalTypes(p, types[i] ?? any))
  );
}
