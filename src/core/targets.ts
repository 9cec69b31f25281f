/**
 * What instances are made of: definitions, lambdas, members of `implements`, and adaptors that bring a function value to
 * the types a caller passes. Each target says how to build its body once the parameter types are settled.
 */
import { error } from "../base/diagnostic.ts";
import type { Span } from "../base/span.ts";
import type { Define, Expr, Param } from "../syntax/ast.ts";
import { freeNames } from "../syntax/resolve.ts";
import { shortType } from "../types/print.ts";
import type { OperationInstance } from "../types/structures.ts";
import { type Substitution, substituteType, typeKey } from "../types/traverse.ts";
import { any, type Type } from "../types/type.ts";
import { coreAnnotations } from "./annotations.ts";
import { variable } from "./build.ts";
import type { LambdaCode } from "./closures.ts";
import { coerceTo, natural } from "./coerce.ts";
import type { CoreExpr, CoreVar } from "./core.ts";
import { asElement } from "./elements.ts";
import {
  type Annotations,
  annotationsOf,
  declaredArrow,
  declaredResult,
  planEntry,
  underAnnotation,
} from "./entry.ts";
import { type Bindings, type Frame, report, type World } from "./frame.ts";
import type { Built, Instance, Target } from "./instances.ts";
import { type Binding, createScope } from "./scope.ts";
import { bindSizes } from "./sizes.ts";

const noBindings: Bindings = new Map();
const undecided: Substitution = { type: () => undefined, dim: () => undefined };

// ---- definitions and lambdas ---------------------------------------------------------------------------

export function definitionTarget(world: World, define: Define): Target {
  const annotations = annotationsOf(define, world.environment.types);
  return functionTarget(world, {
    key: `define ${define.name}`,
    name: define.name,
    span: define.nameSpan,
    annotations,
    body: define.body,
    owner: define.name,
    bindings: noBindings,
    captures: [],
    define,
  });
}

export function lambdaTarget(world: World, code: LambdaCode): Target {
  const annotations = annotationsOf(code.lambda, world.environment.types);
  return functionTarget(world, {
    key: `λ${code.id}`,
    name: "λ",
    span: code.lambda.span,
    annotations,
    body: code.lambda.body,
    owner: code.owner,
    bindings: code.bindings,
    captures: code.captured.map(
      ({ name, declared, integer: value }) =>
        [
          name,
          (bound: CoreVar): Binding => ({
            kind: "local",
            variable: bound,
            ...(declared === undefined ? {} : { declared }),
            ...(value === undefined ? {} : { literal: value }),
          }),
        ] as const,
    ),
    sizes: code.sizes,
  });
}

interface FunctionSpec {
  readonly key: string;
  readonly name: string;
  readonly span: Span;
  readonly annotations: Annotations;
  readonly body: Expr | ((frame: Frame, args: readonly CoreExpr[]) => CoreExpr);
  readonly owner: string | undefined;
  readonly bindings: Bindings;
  readonly captures: readonly (readonly [string, (bound: CoreVar) => Binding])[];
  readonly sizes?: readonly (readonly [string, number])[];
  readonly define?: Define;
}

function functionTarget(world: World, spec: FunctionSpec): Target {
  const count = spec.captures.length;
  const plan = (params: readonly Type[]) => planEntry(spec.annotations, params.slice(count));
  return {
    key: spec.key,
    name: spec.name,
    span: spec.span,
    captures: count,
    annotations: spec.define === undefined ? [] : coreAnnotations(spec.define.annotations),
    owner: spec.owner,
    naturalResult: spec.annotations.naturalResult,
    declaredResult: (params) => {
      const planned = plan(params);
      return planned.kind === "entered" ? declaredResult(spec.annotations, planned.substitution) : undefined;
    },
    widest: (params) => {
      const open = params.map((type, i) => (i < count ? type : any));
      const planned = plan(open);
      return planned.kind === "entered" ? [...params.slice(0, count), ...planned.params] : open;
    },
    build: (instance) => buildFunction(world, spec, instance),
  };
}

function buildFunction(world: World, spec: FunctionSpec, instance: Instance): Built {
  const { annotations } = spec;
  const { owner, bindings } = spec;
  const frame: Frame = { world, instance, scope: createScope(), owner, bindings };
  const captureVars = spec.captures.map(([name], i) => world.newVar(name, instance.params[i] ?? any));
  const own = annotations.params.map((param, i) =>
    world.newVar(param.name, instance.params[spec.captures.length + i] ?? any),
  );
  const plan = planEntry(
    annotations,
    own.map((v) => v.type),
  );
  const substitution = plan.kind === "entered" ? plan.substitution : undecided;
  const { body } = spec;
  const mentions = (name: string): boolean => typeof body !== "function" && freeNames(body).has(name);
  const sizes = bindSizes(world, annotations, substitution, own, mentions);
  const local: (readonly [string, Binding])[] = [
    ...(spec.sizes ?? []).map(([name, value]) => [name, { kind: "size", value }] as const),
    ...sizes.bindings,
    ...spec.captures.map(([name, bind], i) => [name, bind(captureVars[i] ?? missing(name))] as const),
    ...own.map((v, i) => [v.name, parameter(v, annotations.patterns[i], substitution)] as const),
  ];
  const value = frame.scope.within(local, () =>
    typeof body === "function"
      ? body(
          frame,
          own.map((v) => variable(v, spec.span)),
        )
      : world.expression(body, frame),
  );
  const result = underResult(frame, spec.name, annotations, substitution, value);
  return { params: [...captureVars, ...own], body: sizes.around(result) };
}

function missing(name: string): never {
  throw new RangeError(`capture ${name} has no parameter`);
}

function parameter(bound: CoreVar, pattern: Type | undefined, substitution: Substitution): Binding {
  const declared = declaredArrow(pattern, substitution);
  return { kind: "local", variable: bound, ...(declared === undefined ? {} : { declared }) };
}

/** The body under the declared result type. */
function underResult(
  frame: Frame,
  name: string,
  annotations: Annotations,
  substitution: Substitution,
  given: CoreExpr,
): CoreExpr {
  if (annotations.result === undefined) return given;
  const pattern = substituteType(annotations.result, substitution);
  const body = asElement(frame, given, pattern);
  const type = underAnnotation(pattern, body.type);
  if (type === undefined) {
    const wanted = shortType(pattern);
    const given = shortType(body.type);
    report(
      frame,
      error("KL0302", `the result of \`${name}\` is not what it is declared to be`, body.span, {
        label: `this is a ${given}`,
        ...(annotations.resultSpan === undefined
          ? {}
          : { related: [{ span: annotations.resultSpan, message: `declared ${wanted} here` }] }),
      }),
    );
    return body;
  }
  const fitted = coerceTo(body, type) ?? body;
  return annotations.naturalResult ? naturalAtEnds(frame, fitted) : fitted;
}

/**
 * Checks a result ≥ 0 where it is computed, so that calls stay in tail position: what a function that is declared ℕ itself
 * gives was checked already.
 */
function naturalAtEnds(frame: Frame, node: CoreExpr): CoreExpr {
  const ends = (part: CoreExpr): CoreExpr => naturalAtEnds(frame, part);
  switch (node.kind) {
    case "let":
      return { ...node, body: ends(node.body) };
    case "if":
      return { ...node, then: ends(node.then), else: ends(node.else) };
    case "match":
      return { ...node, cases: node.cases.map((c) => ({ ...c, body: ends(c.body) })) };
    case "call": {
      const { instance } = frame;
      const callee =
        instance.id === node.fn ? instance : [...instance.uses].find((used) => used.id === node.fn);
      return callee?.target.naturalResult === true ? node : natural(node);
    }
    default:
      return natural(node);
  }
}

// ---- constants and entries -----------------------------------------------------------------------------

/** `define name : T = body`, or an expression: a body without parameters. */
export function valueTarget(
  world: World,
  spec: {
    readonly key: string;
    readonly name: string;
    readonly span: Span;
    readonly declaration: Parameters<typeof annotationsOf>[0];
    readonly body: Expr;
    readonly owner: string | undefined;
    readonly bindings: Bindings;
  },
): Target {
  const annotations = annotationsOf(spec.declaration, world.environment.types);
  return functionTarget(world, { ...spec, annotations: { ...annotations, params: [] }, captures: [] });
}

// ---- members of implements -----------------------------------------------------------------------------

/** How a member takes its arguments: by the structure's signature where there is one, else by its own annotations. */
export function memberAnnotations(world: World, member: OperationInstance, arity: number): Annotations {
  const own = annotationsOf(member, world.environment.types);
  const { signature } = member;
  const params = member.params ?? placeholders(arity, member.span);
  if (signature?.kind !== "function" || signature.params.length !== params.length) return { ...own, params };
  return {
    ...own,
    params,
    patterns: signature.params,
    natural: params.map(() => false),
    result: signature.result,
  };
}

function placeholders(arity: number, span: Span): readonly Param[] {
  return Array.from({ length: arity }, (_, i) => ({ name: `x${i}`, span }));
}

export function memberTarget(world: World, member: OperationInstance, arity: number): Target {
  const { body } = member;
  return functionTarget(world, {
    key: `member ${world.numberOf(member)}`,
    name: member.operation,
    span: member.span,
    annotations: memberAnnotations(world, member, arity),
    body: member.params !== undefined ? body : (frame, args) => callBody(frame, member, args),
    owner: undefined,
    bindings: noBindings,
    captures: [],
  });
}

/** `element name = …`, where this type is wanted of it: `P(zero, zero)` is another value for every type in `P`. */
export function elementTarget(world: World, member: OperationInstance, type: Type | undefined): Target {
  const annotations = annotationsOf(member, world.environment.types);
  return functionTarget(world, {
    key: `element ${world.numberOf(member)}${type === undefined ? "" : ` ${typeKey(type)}`}`,
    name: member.operation,
    span: member.span,
    annotations: { ...annotations, params: [], ...(type === undefined ? {} : { result: type }) },
    body: member.body,
    owner: undefined,
    bindings: noBindings,
    captures: [],
  });
}

/** `operation f = g`: calls what stands on the right. In `operation f = f` that is the built-in or the definition. */
function callBody(frame: Frame, { body, operation }: OperationInstance, args: readonly CoreExpr[]): CoreExpr {
  const { world } = frame;
  if (body.kind !== "name") return world.applyValue(frame, world.expression(body, frame), args, body.span);
  const call = body.name === operation ? world.callWithoutMembers : world.callNamed;
  return call(frame, body.name, args, body.span);
}
