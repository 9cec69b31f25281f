/**
 * Inference of expressions: each gives its type, and adds to the solver what must hold between types.
 *
 * In: an environment and the table of rows. Problems that the text alone decides (argument counts, undeclared calls) are
 * reported here; those that types decide are looked for in the solved constraints (problems.ts).
 */
import { type Diagnostic, error } from "../base/diagnostic.ts";
import { unreachable } from "../base/outcome.ts";
import type { Span } from "../base/span.ts";
import type { Call, Expr, Lambda, Let, Match, Name, Param, Pattern } from "../syntax/ast.ts";
import { dimensionNames } from "../syntax/resolve.ts";
import { checkMatch } from "./exhaustive.ts";
import { createTypeScope } from "./from-syntax.ts";
import { generalise, instantiate, startOf } from "./generalise.ts";
import { apply, constructorType, inferNamedCall, inferOperation, operandOf } from "./infer-call.ts";
import { bindPattern } from "./infer-pattern.ts";
import {
  bindLocal,
  type Inference,
  isClosed,
  localNamed,
  opened,
  readType,
  unbindLocals,
  withoutDims,
} from "./inference.ts";
import { listOf } from "./open-type.ts";
import type { CallSite } from "./scheme.ts";
import { typeParts, typeVariables } from "./traverse.ts";
import {
  any,
  bool,
  complex,
  fn,
  integer,
  list,
  never,
  real,
  string,
  type Type,
  tuple,
  unit,
} from "./type.ts";
import { definedNames, type IsKnown, noModule, noPower, noSymbol, noTranspose } from "./unbound-names.ts";

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
      if (expr.type.kind === "type-number") {
        inference.problems.push(noRange(expr.span));
        return any;
      }
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

/** `1:5`, and `xs[0:2]`. */
function noRange(span: Span): Diagnostic {
  return error("KL0302", "`:` states the type of a value, it makes no range", span, {
    hint: "range(1, 6) is [1, 2, 3, 4, 5]; a part of a list is list_slice(xs, from, end)",
  });
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

/** `let f(x) = x^2 in …`: read as a pattern whose constructor is `f`. */
function noLocalFunction(pattern: Pattern, value: Span, { env, problems }: Inference): void {
  if (pattern.kind !== "constructor" || !/^\p{Ll}/u.test(pattern.name)) return;
  if (env.constructorNamed(pattern.name) !== undefined) return;
  const { name, args, span } = pattern;
  const params = args.map((arg) => (arg.kind === "bind" ? arg.name : "_")).join(" ");
  problems.push(
    error("KL0101", `\`${name}\` is not a constructor`, span, {
      related: [{ span: value, message: "the value that this pattern would take apart" }],
      hint: `a local function is let ${name} = λ ${params} . … in …`,
    }),
  );
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
    } else {
      noLocalFunction(pattern, current.value.span, inference);
      bound.push(...bindPattern(pattern, type, inference));
    }
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
  inference.problems.push(...checkMatch(expr, inference.solver.read(scrutinee), inference.env));
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
  if (name === "Nil" || name === "nil") return list(never);
  if (name === "pi" || name === "tau" || name === "π") return real;
  if (name === "i") return complex;
  const row = table.get(name);
  if (row === undefined && env.instancesOf(name).length === 0) {
    const problem = noPower(expr, knownHere(inference)) ?? noSymbol(expr, namesHere(inference));
    if (problem !== undefined) inference.problems.push(problem);
    return any;
  }
  const arity = row?.type.arity ?? { least: 0, most: 0 };
  if (arity.least !== arity.most || arity.least === 0) return any;
  const params = Array.from({ length: arity.least }, () => solver.fresh());
  const site: CallSite = { span, args: params.map(() => ({ span })), within: [] };
  const result = solver.fresh();
  solver.add({ kind: "operation", operation: name, args: params, result, site });
  return fn(params, result);
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

/** Undefined names that a call has where other languages have a module, or the sign of a transpose. */
function hardlyMeant(expr: Call, first: Type | undefined, inference: Inference): void {
  const isKnown = knownHere(inference);
  const problem = noModule(expr, isKnown) ?? noTranspose(expr, first, isKnown);
  if (problem !== undefined) inference.problems.push(problem);
}

/** What the program calls so: its definitions, and what is bound around a place. */
function* namesHere({ env, locals }: Inference): Generator<string> {
  for (const { name } of env.definitions) yield name;
  for (const [name, bindings] of locals) if (bindings.length > 0) yield name;
}

function knownHere(inference: Inference): IsKnown {
  const isDefined = definedNames(inference.env, inference.table);
  return (name) => localNamed(inference, name) !== undefined || isDefined(name);
}

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
  if (expr.args.length > 0) hardlyMeant(expr, args[0], inference);
  return inferNamedCall(expr.callee, args, site, inference);
}
