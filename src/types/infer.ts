/**
 * Inference of expressions: each gives its type, and adds to the solver what must hold between types.
 *
 * In: an environment and the table of rows. Problems that the text alone decides (argument counts, undeclared calls) are
 * reported here; those that types decide are looked for in the solved constraints (problems.ts).
 */
import { type Diagnostic, error } from "../base/diagnostic.ts";
import { unreachable } from "../base/outcome.ts";
import type { Span } from "../base/span.ts";
import type { PrimitiveTable } from "../primitives/primitive.ts";
import type { Call, Define, Expr, Lambda, Let, Match, Name, Param } from "../syntax/ast.ts";
import { dimensionNames } from "../syntax/resolve.ts";
import type { DataConstructor, Environment } from "./environment.ts";
import { checkMatch } from "./exhaustive.ts";
import { createTypeScope, type TypeScope, typeFromSyntax } from "./from-syntax.ts";
import { generalise, instantiate, startOf } from "./generalise.ts";
import { bindPattern } from "./infer-pattern.ts";
import { nearest } from "./nearest.ts";
import {
  type CallSite,
  monotype,
  type Operand,
  type OperationConstraint,
  type Scheme,
  type WrittenSignature,
} from "./scheme.ts";
import { isOpen, listOf, type Solver } from "./solver.ts";
import { substituteType, typeParts, typeVariables } from "./traverse.ts";
import {
  any,
  bool,
  complex,
  data,
  fn,
  integer,
  list,
  never,
  real,
  string,
  type Type,
  type TypeVarId,
  tuple,
  unit,
} from "./type.ts";

export interface Binding {
  readonly scheme: Scheme;
  readonly declared: Span;
}

/** A value that was said to be of a type. */
export interface Claim {
  readonly type: Type;
  /** With dimension variables and type variables as written. */
  readonly written: Type;
  readonly span: Span;
  readonly writtenSpan: Span;
  readonly what: string;
  /** Of an `if`: nothing is written, a truth value is needed. */
  readonly condition?: boolean;
}

export interface DefinitionType {
  readonly define: Define;
  readonly written: WrittenSignature;
  /** Whether any annotation says something that a call is compared with. */
  readonly annotated: boolean;
  readonly scheme: Scheme;
}

export interface Inference {
  readonly env: Environment;
  readonly table: PrimitiveTable;
  readonly solver: Solver;
  readonly problems: Diagnostic[];
  /** Local names; the last binding of each counts. */
  readonly locals: Map<string, Binding[]>;
  readonly definitions: Map<string, DefinitionType>;
  readonly claims: Claim[];
  /** What definitions answer for operations that built-ins do not take. */
  readonly fallbacks: WeakMap<OperationConstraint, Type>;
}

// ---- names in scope ------------------------------------------------------------------------------------

export function bindLocal(inference: Inference, name: string, type: Type | Scheme, declared: Span): void {
  const scheme = "vars" in type ? type : monotype(type);
  const bindings = inference.locals.get(name);
  if (bindings === undefined) inference.locals.set(name, [{ scheme, declared }]);
  else bindings.push({ scheme, declared });
}

export function unbindLocals(inference: Inference, names: Iterable<string>): void {
  for (const name of names) inference.locals.get(name)?.pop();
}

function localNamed(inference: Inference, name: string): Binding | undefined {
  return inference.locals.get(name)?.at(-1);
}

// ---- expressions ---------------------------------------------------------------------------------------

export function infer(expr: Expr, inference: Inference): Type {
  switch (expr.kind) {
    case "number":
      return /[.eE]/.test(expr.text) ? real : integer;
    case "string":
      return string;
    case "name":
      return inferName(expr, inference);
    case "call":
      return inferCall(expr, inference);
    case "list":
      return inferList(expr.items, inference);
    case "tuple":
      return inferTuple(expr.items, inference);
    case "lambda":
      return inferLambda(expr, inference);
    case "let":
      return inferLet(expr, inference);
    case "if": {
      const condition = infer(expr.condition, inference);
      inference.claims.push({
        type: condition,
        written: bool,
        span: expr.condition.span,
        writtenSpan: expr.span,
        what: "the condition",
        condition: true,
      });
      return meet([infer(expr.then, inference), infer(expr.else, inference)], inference);
    }
    case "match":
      return inferMatch(expr, inference);
    case "quantifier":
      return any;
    case "ascription": {
      const value = infer(expr.value, inference);
      const scope = createTypeScope(inference.env.types);
      return claim(
        value,
        expr.value.span,
        readType(expr.type, scope, inference),
        expr.type.span,
        "this",
        inference,
      );
    }
    case "index": {
      const target = infer(expr.target, inference);
      const indices = expr.indices.map((index) => infer(index, inference));
      const operation = indices.length === 2 ? "matrix_get" : "nth";
      const operands = [expr.target, ...expr.indices].map((e) => operandOf(e, inference));
      const site: CallSite = { span: expr.span, args: operands, within: [], lenient: true };
      return inferOperation(operation, [target, ...indices], site, inference);
    }
    case "field": {
      const target = infer(expr.target, inference);
      const result = inference.solver.fresh();
      inference.solver.add({ kind: "field", target, name: expr.name, result });
      return result;
    }
    default:
      return unreachable(expr);
  }
}

/** The least type of several branches. */
function meet(types: readonly Type[], inference: Inference): Type {
  const [first, ...others] = types;
  if (first === undefined) return never;
  if (others.every((t) => t === first)) return first;
  const result = inference.solver.fresh();
  for (const type of types) inference.solver.flow(type, result);
  return isClosed(types) ? inference.solver.read(result) : result;
}

function isClosed(types: readonly Type[]): boolean {
  return !types.some(isOpen);
}

function inferList(items: readonly Expr[], inference: Inference): Type {
  const types = items.map((item) => infer(item, inference));
  if (isClosed(types)) return listOf(types);
  const result = inference.solver.fresh();
  inference.solver.add({ kind: "list", items: types, result });
  return result;
}

function inferTuple(items: readonly Expr[], inference: Inference): Type {
  const types = items.map((item) => infer(item, inference));
  const [only] = types;
  if (only === undefined) return unit;
  return types.length === 1 ? only : tuple(types);
}

function inferLambda(lambda: Lambda, inference: Inference): Type {
  const scope = createTypeScope(inference.env.types);
  const params = lambda.params.map((param) => {
    if (param.annotation === undefined) return inference.solver.fresh();
    return opened(readType(param.annotation, scope, inference), inference);
  });
  const names = bindParams(lambda.params, params, inference);
  const result = infer(lambda.body, inference);
  unbindLocals(inference, names);
  return params.length === 0 ? result : fn(params, result);
}

/** Parameters, and the dimensions of their types, which are naturals in the body. */
export function bindParams(
  params: readonly Param[],
  types: readonly Type[],
  inference: Inference,
): readonly string[] {
  const names = [...dimensionNames(params.flatMap((p) => p.annotation ?? []))];
  const span = params[0]?.span;
  for (const name of names) if (span !== undefined) bindLocal(inference, name, integer, span);
  params.forEach((param, i) => {
    bindLocal(inference, param.name, types[i] ?? any, param.span);
  });
  return [...names, ...params.map((p) => p.name)];
}

function inferLet(expr: Let, inference: Inference): Type {
  // A chain of lets is read in a loop, so that its length costs no stack.
  const bound: string[] = [];
  let current: Expr = expr;
  while (current.kind === "let") {
    const start = startOf(inference.solver);
    const value = infer(current.value, inference);
    const { annotation, pattern } = current;
    const scope = createTypeScope(inference.env.types);
    const type =
      annotation === undefined
        ? value
        : claim(
            value,
            current.value.span,
            readType(annotation, scope, inference),
            annotation.span,
            pattern.kind === "bind" ? `\`${pattern.name}\`` : "this value",
            inference,
          );
    if (pattern.kind === "bind") {
      const polymorphic = mentionsOpenFunction(inference.solver.read(type), start.unknowns);
      const [scheme] = polymorphic ? generalise(inference.solver, [type], start, false) : [];
      bindLocal(inference, pattern.name, scheme ?? type, pattern.span);
      bound.push(pattern.name);
    } else bound.push(...bindPattern(pattern, type, inference));
    current = current.body;
  }
  const result = infer(current, inference);
  unbindLocals(inference, bound);
  return result;
}

function mentionsOpenFunction(type: Type, from: number): boolean {
  if (type.kind === "function") return [...typeVariables(type).types].some((id) => id >= from);
  return typeParts(type).some((part) => mentionsOpenFunction(part, from));
}

function inferMatch(expr: Match, inference: Inference): Type {
  const scrutinee = infer(expr.scrutinee, inference);
  const bodies = expr.cases.map((matchCase) => {
    const names = bindPattern(matchCase.pattern, scrutinee, inference);
    if (matchCase.guard !== undefined) infer(matchCase.guard, inference);
    const body = infer(matchCase.body, inference);
    unbindLocals(inference, names);
    return body;
  });
  inference.problems.push(...checkMatch(expr, inference.env));
  return meet(bodies, inference);
}

// ---- names ---------------------------------------------------------------------------------------------

function inferName(expr: Name, inference: Inference): Type {
  const { name, span } = expr;
  const { env, solver, table } = inference;
  const local = localNamed(inference, name);
  if (local !== undefined) return instantiate(solver, local.scheme);
  const definition = inference.definitions.get(name);
  if (definition !== undefined) return withoutDims(instantiate(solver, definition.scheme, { name, span }));
  if (env.definition(name) !== undefined) return any;
  if (/^([Tt]rue|[Ff]alse)$/.test(name)) return bool;
  const variant = env.constructorNamed(name);
  if (variant !== undefined) {
    const { params, result } = constructorType(variant, inference);
    return params.length === 0 ? result : fn(params, result);
  }
  if (name === "Nil") return list(never);
  if (name === "pi" || name === "tau" || name === "π") return real;
  if (name === "i") return complex;
  const row = table.get(name);
  if (row === undefined && env.instancesOf(name).length === 0) return any;
  const arity = row?.type.arity ?? { least: 0, most: 0 };
  if (arity.least !== arity.most || arity.least === 0) return any;
  const params = Array.from({ length: arity.least }, () => solver.fresh());
  const site: CallSite = { span, args: params.map(() => ({ span })), within: [] };
  const result = solver.fresh();
  solver.add({ kind: "operation", operation: name, args: params, result, site });
  return fn(params, result);
}

function constructorType(
  variant: DataConstructor,
  inference: Inference,
): { readonly params: readonly Type[]; readonly result: Type } {
  const type = inference.env.data(variant.data)?.type ?? data(variant.data, []);
  const parts = opened(tuple([type, ...variant.fields.map((f) => f.type)]), inference);
  const [result = type, ...params] = parts.kind === "tuple" ? parts.items : [];
  return { params, result };
}

/** Written type variables as new unknowns; equal ones stay equal. */
export function opened(
  type: Type,
  inference: Inference,
  names: Map<TypeVarId, Type> = new Map(),
  external = false,
): Type {
  return substituteType(type, {
    dim: () => undefined,
    type: (id) => {
      const unknown = names.get(id) ?? inference.solver.fresh(undefined, external);
      names.set(id, unknown);
      return unknown;
    },
  });
}

export function withoutDims(type: Type): Type {
  return substituteType(type, { type: () => undefined, dim: () => ({ kind: "unknown" }) });
}

function readType(
  annotation: Parameters<typeof typeFromSyntax>[0],
  scope: TypeScope,
  inference: Inference,
): Type {
  const read = typeFromSyntax(annotation, scope);
  inference.problems.push(...read.problems);
  return read.value;
}

/** Says that a value is of a written type, and gives it that type. */
function claim(
  value: Type,
  span: Span,
  written: Type,
  writtenSpan: Span,
  what: string,
  inference: Inference,
): Type {
  const type = opened(written, inference);
  inference.solver.flow(value, type);
  inference.claims.push({ type: value, written, span, writtenSpan, what });
  return type;
}

// ---- calls ---------------------------------------------------------------------------------------------

function inferCall(expr: Call, inference: Inference): Type {
  const args = expr.args.map((arg) => infer(arg, inference));
  const operands = expr.args.map((arg) => operandOf(arg, inference));
  if (expr.named.length > 0) {
    const fields = expr.named.map((n) => ({ name: n.name, type: infer(n.value, inference) }));
    fields.sort((a, b) => (a.name < b.name ? -1 : 1));
    args.push({ kind: "record", fields });
    operands.push({ span: expr.named[0]?.span ?? expr.span });
  }
  const site: CallSite = { span: expr.span, args: operands, within: [] };
  if (expr.callee.kind !== "name") return apply(infer(expr.callee, inference), args, inference);
  return inferNamedCall(expr.callee, args, site, inference);
}

function inferNamedCall(callee: Name, args: readonly Type[], site: CallSite, inference: Inference): Type {
  const { env, table, solver } = inference;
  const { name } = callee;
  const local = localNamed(inference, name);
  if (local !== undefined) return apply(instantiate(solver, local.scheme), args, inference);
  const isOperation = table.has(name) || env.instancesOf(name).some((i) => i.implementation !== undefined);
  if (isOperation) return inferOperation(name, args, site, inference);
  if (env.definition(name) !== undefined) return callDefinition(callee, args, site, inference);
  const variant = env.constructorNamed(name);
  if (variant !== undefined) return construct(variant, callee, args, site, inference);
  const signature = env.signature(name);
  if (signature !== undefined) {
    const type = withoutDims(opened(signature.type, inference));
    return type.kind === "function" && type.params.length === args.length
      ? apply(type, args, inference)
      : any;
  }
  if (env.isStructureOperation(name) || env.instancesOf(name).length > 0) return any;
  if (/^\p{Lu}/u.test(name) || !/^[\p{L}_]/u.test(name) || specialNames.has(name)) return any;
  inference.problems.push(undeclared(callee, inference));
  return any;
}

/** Calls that mean something without being declared: records of named arguments and their fields. */
const specialNames: ReadonlySet<string> = new Set(["record", "field", "it"]);

export function inferOperation(
  operation: string,
  args: readonly Type[],
  site: CallSite,
  inference: Inference,
): Type {
  const { solver } = inference;
  const result = solver.fresh();
  solver.add({ kind: "operation", operation, args, result, site });
  // Closed arguments decide at once, and then nothing need be remembered but the type.
  return isClosed(args) ? solver.read(result) : result;
}

export function apply(callee: Type, args: readonly Type[], inference: Inference): Type {
  const { solver } = inference;
  if (callee.kind === "any") return any;
  if (callee.kind === "function" && callee.params.length === args.length) {
    callee.params.forEach((param, i) => {
      solver.flow(args[i] ?? any, param);
    });
    return callee.result;
  }
  const result = solver.fresh();
  solver.add({ kind: "apply", callee, args, result });
  return result;
}

/** The type of a call of a definition whose name and argument count are settled. */
export function callDefinition(
  callee: Name,
  args: readonly Type[],
  site: CallSite,
  inference: Inference,
): Type {
  const { name } = callee;
  const definition = inference.definitions.get(name);
  const define = inference.env.definition(name);
  if (definition === undefined || define === undefined) return any;
  if (define.params !== undefined && define.params.length !== args.length) {
    inference.problems.push(wrongArguments(define, args.length, site.span));
    return any;
  }
  const type = instantiate(inference.solver, definition.scheme, { name, span: site.span });
  if (define.params === undefined) {
    if (!isCallable(inference.solver.head(type))) {
      inference.problems.push(wrongArguments(define, args.length, site.span));
      return any;
    }
    return apply(type, args, inference);
  }
  if (type.kind !== "function") return define.params.length === 0 ? type : any;
  const result = apply(type, args, inference);
  if (!definition.annotated) return result;
  return checkedCall(definition.written, args, result, site, inference);
}

function isCallable(type: Type): boolean {
  return type.kind === "function" || type.kind === "var" || type.kind === "any" || type.kind === "never";
}

function checkedCall(
  written: WrittenSignature,
  args: readonly Type[],
  declared: Type,
  site: CallSite,
  inference: Inference,
): Type {
  // Without dimensions the arguments decide nothing about the result: the constraint only compares.
  const result = typeVariables(declared).dims.size === 0 ? declared : inference.solver.fresh();
  inference.solver.add({ kind: "call", written, args, declared, result, site });
  return result;
}

function construct(
  variant: DataConstructor,
  callee: Name,
  args: readonly Type[],
  site: CallSite,
  inference: Inference,
): Type {
  const { name, fields } = variant;
  if (fields.length !== args.length) {
    inference.problems.push(wrongConstructor(name, variant.span, fields.length, args.length, site.span));
    return any;
  }
  const { params, result } = constructorType(variant, inference);
  const built = apply(fn(params, result), args, inference);
  if (fields.length === 0) return built;
  const written = {
    name,
    span: callee.span,
    params: fields.map((f) => ({ name: f.name, type: f.type, span: f.written.span })),
  };
  return checkedCall(written, args, built, site, inference);
}

// ---- operands and problems -----------------------------------------------------------------------------

export function operandOf(expr: Expr, inference: Inference): Operand {
  const { span } = expr;
  if (expr.kind === "number" && /^\d+$/.test(expr.text)) return { span, literal: BigInt(expr.text) };
  if (expr.kind !== "name") return { span };
  const declared =
    localNamed(inference, expr.name)?.declared ?? inference.env.definition(expr.name)?.nameSpan;
  return { span, name: expr.name, ...(declared === undefined ? {} : { declared }) };
}

export function counted(n: number): string {
  return n === 1 ? "1 argument" : `${n} arguments`;
}

function wrongArguments(define: Define, given: number, span: Span): Diagnostic {
  const wanted = define.params?.length ?? 0;
  const names = (define.params ?? []).map((p) => p.name).join(", ");
  return error("KL0201", `\`${define.name}\` expects ${counted(wanted)}, got ${given}`, span, {
    related: [{ span: define.nameSpan, message: "defined here" }],
    ...(wanted === 0 ? {} : { hint: `write \`${define.name}(${names})\`` }),
  });
}

export function wrongConstructor(
  name: string,
  declared: Span,
  wanted: number,
  given: number,
  span: Span,
): Diagnostic {
  const related = declared.file === "" ? [] : [{ span: declared, message: "declared here" }];
  return error("KL0202", `constructor \`${name}\` expects ${counted(wanted)}, got ${given}`, span, {
    related,
  });
}

function undeclared(callee: Name, inference: Inference): Diagnostic {
  const { env, table, locals } = inference;
  const visible = [...locals].flatMap(([name, bindings]) => (bindings.length > 0 ? [name] : []));
  const candidates = [...visible, ...env.definitions.map((d) => d.name), ...table.keys()];
  const similar = nearest(callee.name, candidates);
  return error("KL0101", `\`${callee.name}\` is not defined`, callee.span, {
    ...(similar === undefined ? {} : { hint: `did you mean \`${similar}\`?` }),
  });
}
