/**
 * What instances are made of: definitions, lambdas, members of `implements`, and adaptors that bring a function value to
 * the types a caller passes. Each target says how to build its body once the parameter types are settled.
 */
import { type Diagnostic, error } from "../base/diagnostic.ts";
import { noSpan, type Span } from "../base/span.ts";
import type { Define, Expr, Param } from "../syntax/ast.ts";
import { printType } from "../types/print.ts";
import type { OperationInstance } from "../types/structures.ts";
import { equalTypes, type Substitution, substituteType, typeKey } from "../types/traverse.ts";
import { any, bool, integer, type Type } from "../types/type.ts";
import { coreAnnotations } from "./annotations.ts";
import { failure, letIn, prim, variable } from "./build.ts";
import { type ClosureType, captureNames, codeName, type LambdaCode } from "./closures.ts";
import { coerceTo, natural } from "./coerce.ts";
import type { CoreExpr, CoreVar } from "./core.ts";
import {
  type Annotations,
  annotationsOf,
  declaredArrow,
  declaredResult,
  planEntry,
  type SizeReading,
  sizesOf,
  underAnnotation,
} from "./entry.ts";
import { type Bindings, type Frame, report, type World } from "./frame.ts";
import type { Built, Instance, Target } from "./instances.ts";
import { type Binding, createScope } from "./scope.ts";

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
  const sizes = bindSizes(world, annotations, substitution, own);
  const local: (readonly [string, Binding])[] = [
    ...(spec.sizes ?? []).map(([name, value]) => [name, { kind: "size", value }] as const),
    ...sizes.bindings,
    ...spec.captures.map(([name, bind], i) => [name, bind(captureVars[i] ?? missing(name))] as const),
    ...own.map((v, i) => [v.name, parameter(v, annotations.patterns[i], substitution)] as const),
  ];
  const { body } = spec;
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

interface Sizes {
  readonly bindings: readonly (readonly [string, Binding])[];
  /** Puts what is read and checked at run time before the body. */
  readonly around: (body: CoreExpr) => CoreExpr;
}

/** Dimension variables as values: numbers where they are known, else read off the arguments (T7). Parameters win. */
function bindSizes(
  world: World,
  annotations: Annotations,
  substitution: Substitution,
  params: readonly CoreVar[],
): Sizes {
  const bindings: (readonly [string, Binding])[] = [];
  const wrappers: ((body: CoreExpr) => CoreExpr)[] = [];
  for (const source of sizesOf(annotations, substitution)) {
    if (source.kind === "known") {
      bindings.push([source.name, { kind: "size", value: source.value }]);
      continue;
    }
    const bound = world.newVar(source.name, integer);
    const first = readSize(source.from, params);
    if (first === undefined) continue;
    bindings.push([source.name, { kind: "local", variable: bound }]);
    wrappers.push((body) => letIn(bound, first, body, body.span));
    for (const other of source.others) {
      const size = readSize(other, params);
      const problem = sizeProblem(source.name, annotations, [source.from, other]);
      if (size !== undefined)
        wrappers.push((body) => unlessEqual(variable(bound, noSpan), size, body, problem));
    }
  }
  return { bindings, around: (body) => wrappers.reduceRight((inner, wrap) => wrap(inner), body) };
}

function readSize({ param, row }: SizeReading, params: readonly CoreVar[]): CoreExpr | undefined {
  const bound = params[param];
  return bound && prim(row, [variable(bound, noSpan)], integer, noSpan);
}

/** Two dimensions that are known only now differ. */
function unlessEqual(a: CoreExpr, b: CoreExpr, body: CoreExpr, problem: Diagnostic): CoreExpr {
  const { span } = problem.primary;
  const condition = prim("equals", [a, b], bool, span);
  return {
    kind: "if",
    condition,
    then: body,
    else: failure(problem, span),
    type: body.type,
    span: body.span,
  };
}

const readingWords: ReadonlyMap<string, string> = new Map([
  ["nrows", "rows"],
  ["ncols", "columns"],
  ["length", "elements"],
]);

function sizeProblem(
  name: string,
  annotations: Annotations,
  readings: readonly [SizeReading, SizeReading],
): Diagnostic {
  const texts = readings.map(({ param, row }) => {
    const owner = annotations.params[param]?.name ?? "?";
    return `the number of ${readingWords.get(row) ?? row} of ${owner}`;
  });
  const span = annotations.params[readings[1].param]?.span ?? noSpan;
  return error("KL0301", `the dimension ${name} of these arguments differs`, span, {
    notes: [`${name} is ${texts.join(" and ")}`],
  });
}

/** The body under the declared result type. */
function underResult(
  frame: Frame,
  name: string,
  annotations: Annotations,
  substitution: Substitution,
  body: CoreExpr,
): CoreExpr {
  if (annotations.result === undefined) return body;
  const pattern = substituteType(annotations.result, substitution);
  const type = underAnnotation(pattern, body.type);
  if (type === undefined) {
    const wanted = printType(pattern);
    const given = printType(body.type);
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
  return annotations.naturalResult ? natural(fitted) : fitted;
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
    body: member.params !== undefined || member.element ? body : (frame, args) => callBody(frame, body, args),
    owner: undefined,
    bindings: noBindings,
    captures: [],
  });
}

/** `operation f = g`: calls what stands on the right. */
function callBody(frame: Frame, body: Expr, args: readonly CoreExpr[]): CoreExpr {
  const { world } = frame;
  if (body.kind === "name") return world.callNamed(frame, body.name, args, body.span);
  return world.applyValue(frame, world.expression(body, frame), args, body.span);
}

// ---- adaptors ------------------------------------------------------------------------------------------

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
