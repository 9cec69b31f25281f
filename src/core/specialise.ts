/**
 * Core instances: from a program's declarations to the code every tier runs.
 *
 * In: the environment, the table of rows, and expressions or definitions at concrete argument types. Out: Core, growing:
 * each definition is instantiated per argument types, once (instances.ts); coercions, overloads and closures are explicit.
 * What no rule joins is `any` and dispatches on run-time values, for which the evaluator comes back here.
 *
 * The parts: expressions.ts types expressions, calls.ts decides what calls mean (T12), apply.ts calls function values, rows.ts
 * calls built-ins, implementations.ts finds members, patterns.ts types patterns, targets.ts builds bodies.
 */
import { type Diagnostic, error } from "../base/diagnostic.ts";
import { type Checked, CompilerBug } from "../base/outcome.ts";
import { noSpan, type Span } from "../base/span.ts";
import type { PrimitiveTable } from "../primitives/primitive.ts";
import type { Expr } from "../syntax/ast.ts";
import type { Environment } from "../types/environment.ts";
import { any, type LambdaId, type Type } from "../types/type.ts";
import { applyValue } from "./apply.ts";
import { failure } from "./build.ts";
import { callNamed, callWithoutMembers } from "./calls.ts";
import { codeText, createCodeRegistry } from "./closures.ts";
import type {
  ConstantId,
  CoreConstant,
  CoreExpr,
  CoreFunction,
  CoreProgram,
  CoreVar,
  FnId,
  VarId,
} from "./core.ts";
import { coreData } from "./data.ts";
import { annotationsOf, entryProblem, planEntry } from "./entry.ts";
import { expression } from "./expressions.ts";
import type { Bindings, ConstantRegistry, World } from "./frame.ts";
import { type Built, createInstances, type Instance, problemsFrom, type Target } from "./instances.ts";
import { knownInteger } from "./known.ts";
import { createGroups } from "./names.ts";
import { markTailCalls } from "./passes/tail-calls.ts";
import {
  type DynamicFunction,
  dynamicFunction,
  elementsAmong,
  fallbackTarget,
  mayFallBack,
  withoutSizes,
} from "./run-time.ts";
import { definitionTarget, elementTarget, valueTarget } from "./targets.ts";

export interface Specialiser {
  /** Everything reached so far; it grows with each request. */
  readonly program: CoreProgram;
  /** An expression as a function without parameters. */
  expression(expr: Expr, bindings?: Bindings): Checked<CoreFunction>;
  /** An expression as a constant, evaluated once: what `let x = e` in an example block or a prompt binds. */
  constant(name: string, expr: Expr, bindings?: Bindings): Checked<CoreConstant>;
  /** A definition at these argument types. */
  definition(name: string, argTypes: readonly Type[]): Checked<CoreFunction>;
  /** The code of a boxed function: it takes the closure's captures and its arguments, all as `any`, and gives `any`. */
  dynamicFunction(lambda: LambdaId): DynamicFunction;
  /** A function value's text: its name, or the lambda as written. */
  functionText(lambda: LambdaId): string;
  /**
   * What the program has under a name for arguments of these (run-time) types where the row declined them: `implements`, then
   * its definition. The function takes values of these types, whatever their sizes, and gives `result`; undefined where there
   * is nothing. `symbols`: the names that stand among the values; elements of structures are settled by the other arguments.
   */
  fallback(
    name: string,
    argTypes: readonly Type[],
    result?: Type,
    symbols?: readonly (string | undefined)[],
  ): FnId | undefined;
}

export interface SpecialiserOptions {
  /** Undeclared calls and refused operations stay symbolic, silently. */
  readonly symbolic: boolean;
}

const noBindings: Bindings = new Map();

export function createSpecialiser(
  environment: Environment,
  table: PrimitiveTable,
  options: SpecialiserOptions,
): Specialiser {
  const functions = new Map<FnId, CoreFunction>();
  const constants = new Map<ConstantId, CoreConstant>();
  const constantIds = new Map<Target["key"], ConstantId>();
  const constantInstances = new Map<ConstantId, Instance>();
  /** Fallbacks that found nothing to call. */
  const unanswered = new WeakSet<Instance>();
  const counters = { fn: 0, variable: 0, constant: 0, entry: 0, node: 0 };
  const numbers = new WeakMap<object, number>();

  const settled = (instance: Instance, built: Built): void => {
    const constant = constantIds.get(instance.target.key);
    if (constant === undefined) functions.set(instance.id, coreFunction(instance, built));
    else constants.set(constant, coreConstant(constant, instance, built));
  };

  const instances = createInstances({
    newId: () => counters.fn++ as FnId,
    sameGroup: createGroups(environment.definitions),
    settled,
  });

  const registry: ConstantRegistry = {
    named: (name, span) => {
      const define = environment.definition(name);
      if (define === undefined || define.params !== undefined) return undefined;
      const target = valueTarget(world, {
        key: `constant ${name}`,
        name,
        span: define.nameSpan,
        declaration: define,
        body: define.body,
        owner: name,
        bindings: noBindings,
      });
      return constantNode(reachConstant(target), span);
    },
    element: (member, type, span) => constantNode(reachConstant(elementTarget(world, member, type)), span),
    bound: (id, span) => {
      const instance = constantInstances.get(id);
      if (instance === undefined) throw new CompilerBug(`no constant ${id}`);
      instances.reach(instance.target, []);
      return { kind: "constant", id, type: instance.result, span };
    },
    integer: (id) => {
      const instance = constantInstances.get(id);
      return instance?.state === "done" ? knownInteger(world, instance.built?.body) : undefined;
    },
  };

  const reachConstant = (target: Target): { readonly id: ConstantId; readonly instance: Instance } => {
    const id = constantIds.get(target.key) ?? (counters.constant++ as ConstantId);
    constantIds.set(target.key, id);
    const instance = instances.reach(target, []);
    constantInstances.set(id, instance);
    return { id, instance };
  };

  const world: World = {
    environment,
    table,
    symbolic: options.symbolic,
    instances,
    codes: createCodeRegistry(),
    constants: registry,
    numberOf: (node) => {
      const number = numbers.get(node) ?? counters.node++;
      numbers.set(node, number);
      return number;
    },
    integers: new Map(),
    newVar: (name, type): CoreVar => ({ id: counters.variable++ as VarId, name, type }),
    expression,
    callNamed,
    callWithoutMembers,
    applyValue,
  };

  const entry = (name: string, expr: Expr, bindings: Bindings): Target =>
    valueTarget(world, {
      key: `entry ${counters.entry++}`,
      name,
      span: expr.span,
      declaration: {},
      body: expr,
      owner: undefined,
      bindings,
    });

  const functionOf = (instance: Instance): CoreFunction => {
    const fn = functions.get(instance.id);
    if (fn === undefined) throw new CompilerBug(`${instance.target.key} was not settled`);
    return fn;
  };

  const failingFunction = (name: string, problem: Diagnostic, span: Span): Checked<CoreFunction> => {
    const target: Target = {
      ...entry(name, { kind: "tuple", items: [], span }, noBindings),
      build: (instance) => {
        instance.problems.push(problem);
        return { params: [], body: failure(problem, span) };
      },
    };
    const instance = instances.reach(target, []);
    return { value: functionOf(instance), problems: problemsFrom(instance) };
  };

  return {
    program: { functions, constants, dataTypes: coreData(environment) },
    expression: (written, bindings = noBindings) => {
      const { value: expr, problems } = environment.specialized(written, new Set(bindings.keys()));
      const instance = instances.reach(entry("expression", expr, bindings), []);
      return { value: functionOf(instance), problems: [...problems, ...problemsFrom(instance)] };
    },
    constant: (name, written, bindings = noBindings) => {
      const { value: expr, problems } = environment.specialized(written, new Set(bindings.keys()));
      const { id, instance } = reachConstant(entry(name, expr, bindings));
      const value = constants.get(id);
      if (value === undefined) throw new CompilerBug(`the constant ${name} was not settled`);
      return { value, problems: [...problems, ...problemsFrom(instance)] };
    },
    definition: (name, argTypes) => {
      const define = environment.definition(name);
      if (define?.params === undefined || define.params.length !== argTypes.length) {
        const title = `\`${name}\` is not a function of ${argTypes.length} arguments`;
        const span = define?.nameSpan ?? noSpan;
        return failingFunction(name, error("KL0201", title, span), span);
      }
      const annotations = annotationsOf(define, environment.types);
      const plan = planEntry(annotations, argTypes);
      if (plan.kind !== "entered") {
        const args = argTypes.map((type) => ({ type, span: define.nameSpan }));
        return failingFunction(name, entryProblem(name, annotations, plan, args), define.nameSpan);
      }
      const instance = instances.reach(definitionTarget(world, define), plan.params);
      return { value: functionOf(instance), problems: problemsFrom(instance) };
    },
    dynamicFunction: (lambda) => dynamicFunction(world, lambda),
    functionText: (lambda) => codeText(world.codes.get(lambda)),
    fallback: (name, argTypes, result = any, symbols = []) => {
      if (!mayFallBack(environment, name, argTypes.length)) return undefined;
      const target = fallbackTarget(world, name, result, unanswered, elementsAmong(environment, symbols));
      const instance = instances.reach(target, argTypes.map(withoutSizes));
      return unanswered.has(instance) ? undefined : instance.id;
    },
  };
}

function constantNode(
  { id, instance }: { readonly id: ConstantId; readonly instance: Instance },
  span: Span,
): CoreExpr {
  return { kind: "constant", id, type: instance.result, span };
}

function coreFunction(instance: Instance, built: Built): CoreFunction {
  const { target } = instance;
  return {
    id: instance.id,
    name: target.name,
    params: built.params,
    captures: target.captures,
    result: instance.result,
    body: markTailCalls(built.body),
    span: target.span,
    effect: instance.effect,
    annotations: target.annotations,
    dynamic: built.params.length > target.captures && built.params.slice(target.captures).every(isOpen),
  };
}

function isOpen(param: CoreVar): boolean {
  return param.type.kind === "any";
}

function coreConstant(id: ConstantId, instance: Instance, built: Built): CoreConstant {
  const { target, effect, result } = instance;
  return { id, name: target.name, type: result, body: built.body, effect, span: target.span };
}
