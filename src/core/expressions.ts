/**
 * Expressions as Core, by forward typing: the types of an expression's free names are known, so is then its own.
 * In: an expression and a frame. Out: a node whose coercions, instances and overloads are explicit; problems go to the frame.
 */
import { error } from "../base/diagnostic.ts";
import { CompilerBug, unreachable } from "../base/outcome.ts";
import type { Span } from "../base/span.ts";
import type { Call, Expr, Let, Match, Name, TypeExpr } from "../syntax/ast.ts";
import { isOperator } from "../syntax/operators.ts";
import { constantDim } from "../types/dim.ts";
import { join } from "../types/flow.ts";
import { createTypeScope, isNaturalType, typeFromSyntax } from "../types/from-syntax.ts";
import { shortType } from "../types/print.ts";
import type { OperationInstance } from "../types/structures.ts";
import { substituteType } from "../types/traverse.ts";
import { any, bool, never, type Type } from "../types/type.ts";
import { boolLiteral, integerLiteral, literal, realLiteral, symbol, tupleOf, variable } from "./build.ts";
import { failWith, inertTerm, isUpperCase } from "./calls.ts";
import { lambdaValue, namedValue } from "./closures.ts";
import { coerceTo, natural } from "./coerce.ts";
import { construct, tupleSize } from "./construct.ts";
import type { CoreCase, CoreExpr, CoreVar } from "./core.ts";
import { asElement, joinLifting, settleBranches } from "./elements.ts";
import { underAnnotation } from "./entry.ts";
import { type Frame, neverArriving, report } from "./frame.ts";
import { knownInteger } from "./known.ts";
import { indexed, listOf } from "./lists.ts";
import { numberLiteral } from "./numbers.ts";
import { typePattern } from "./patterns.ts";
import { fieldOf, knownField, recordValue } from "./records.ts";
import type { Binding } from "./scope.ts";

export function expression(expr: Expr, frame: Frame): CoreExpr {
  const { span } = expr;
  switch (expr.kind) {
    case "number": {
      const value = numberLiteral(expr.text);
      return value === undefined ? symbol(expr.text, span) : literal(value, span);
    }
    case "string":
      return literal({ kind: "string", value: expr.value }, span);
    case "name":
      return name(expr, frame);
    case "call":
      return call(expr, frame);
    case "list":
      return listOf(
        frame,
        expr.items.map((item) => expression(item, frame)),
        span,
      );
    case "tuple": {
      const items = expr.items.map((item) => expression(item, frame));
      if (items.length === 0) return literal({ kind: "unit" }, span);
      return neverArriving(frame, items) ?? tupleOf(items, span);
    }
    case "lambda":
      return lambdaValue(frame, expr);
    case "let":
      return letExpression(expr, frame);
    case "if":
      return conditional(expr, frame);
    case "match":
      return matchExpression(expr, frame);
    case "quantifier":
      return { kind: "formula", formula: expr, type: any, span };
    case "ascription":
      return annotated(frame, expression(expr.value, frame), expr.type);
    case "index":
      return indexed(expr, frame);
    case "field":
      return fieldOf(frame, expression(expr.target, frame), expr.name, expr.nameSpan, span);
    default:
      return unreachable(expr);
  }
}

// ---- names ---------------------------------------------------------------------------------------------

function name(expr: Name, frame: Frame): CoreExpr {
  const { span } = expr;
  const { constants, environment, table } = frame.world;
  const binding = frame.scope.lookup(expr.name);
  if (binding?.kind === "local") return variable(binding.variable, span);
  if (binding?.kind === "size") return integerLiteral(binding.value, span);
  const bound = frame.bindings.get(expr.name);
  if (bound !== undefined) return constants.bound(bound, span);
  const definition = environment.definition(expr.name);
  if (definition?.params !== undefined) return namedValue(frame, expr.name, definition.params.length, span);
  if (definition !== undefined) return constants.named(expr.name, span) ?? symbol(expr.name, span);
  const variant = environment.constructorNamed(expr.name);
  if (variant !== undefined && variant.fields.length > 0)
    return namedValue(frame, expr.name, variant.fields.length, span);
  if (variant !== undefined) return construct(frame, expr.name, [], span) ?? symbol(expr.name, span);
  const known = knownName(expr.name, span, frame);
  if (known !== undefined) return known;
  const row = table.get(expr.name);
  if (row?.bare === true) return frame.world.callNamed(frame, expr.name, [], span);
  const arity = row?.type.arity.least ?? tupleSize(expr.name) ?? 0;
  if (arity > 0) return namedValue(frame, expr.name, arity, span);
  if (environment.isStructureOperation(expr.name) || environment.instancesOf(expr.name).length > 0)
    return structureName(expr.name, span, frame);
  return isUpperCase(expr.name) ? inertTerm(expr.name, [], span) : symbol(expr.name, span);
}

/** Names that mean something unless the program gives them another meaning (T11). */
function knownName(text: string, span: Span, frame: Frame): CoreExpr | undefined {
  switch (text) {
    case "true":
    case "True":
      return boolLiteral(true, span);
    case "false":
    case "False":
      return boolLiteral(false, span);
    case "pi":
    case "π":
      return realLiteral(Math.PI, span);
    case "tau":
      return realLiteral(2 * Math.PI, span);
    case "i":
      return frame.world.callNamed(frame, "complex", [realLiteral(0, span), realLiteral(1, span)], span);
    case "Nil":
      return listOf(frame, [], span);
    case "Unit":
      return literal({ kind: "unit" }, span);
    default:
      return undefined;
  }
}

/** An operation of a structure as a value; an element where exactly one type implements it. */
function structureName(text: string, span: Span, frame: Frame): CoreExpr {
  const members = frame.world.environment.instancesOf(text);
  const elements = members.filter((m) => m.element);
  const [only, ...others] = elements;
  if (only !== undefined && others.length === 0) return frame.world.constants.element(only, undefined, span);
  const arity = members.map((m) => arityOf(m, frame)).find((count) => count > 0) ?? 0;
  return arity > 0 && elements.length === 0 ? namedValue(frame, text, arity, span) : symbol(text, span);
}

/** `operation f = g` has as many parameters as its structure says, or `g` has. */
function arityOf({ params, signature, body }: OperationInstance, frame: Frame): number {
  if (params !== undefined) return params.length;
  if (signature?.kind === "function") return signature.params.length;
  const given = body.kind === "name" ? frame.world.environment.definition(body.name) : undefined;
  return given?.params?.length ?? 0;
}

// ---- calls ---------------------------------------------------------------------------------------------

function call(expr: Call, frame: Frame): CoreExpr {
  const { callee, span } = expr;
  const logic =
    callee.kind === "name" && !isLocal(callee, frame) ? logical(callee.name, expr, frame) : undefined;
  if (logic !== undefined) return logic;
  const global = callee.kind === "name" && !isLocal(callee, frame) ? callee.name : undefined;
  const target = global === undefined ? expression(callee, frame) : undefined;
  const args = expr.args.map((arg) => expression(arg, frame));
  if (expr.named.length > 0) args.push(recordValue(frame, expr.named, span));
  if (global !== undefined)
    return methodField(frame, expr, global, args) ?? frame.world.callNamed(frame, global, args, span);
  if (target === undefined) throw new CompilerBug("a call has neither a name nor a value to call");
  const declared = callee.kind === "name" ? declaredArrow(callee.name, frame) : undefined;
  return declared === undefined
    ? frame.world.applyValue(frame, target, args, span)
    : applyDeclared(frame, target, declared, args, span);
}

/** `p.f(x)` calls the function in the field `f` where nothing else is called so. */
function methodField(
  frame: Frame,
  expr: Call,
  text: string,
  args: readonly CoreExpr[],
): CoreExpr | undefined {
  const [target, ...others] = args;
  const isMethod = expr.args[0] !== undefined && expr.args[0].span.end < expr.callee.span.start;
  if (!isMethod || target === undefined || isDeclared(frame, text)) return undefined;
  const field = knownField(frame, target, text, expr.callee.span);
  return field && frame.world.applyValue(frame, field, others, expr.span);
}

function isDeclared(frame: Frame, text: string): boolean {
  const { environment, table } = frame.world;
  return (
    environment.definition(text) !== undefined || table.has(text) || environment.isStructureOperation(text)
  );
}

function isLocal(callee: Name, frame: Frame): boolean {
  if (isOperator(callee)) return false;
  return frame.scope.lookup(callee.name) !== undefined || frame.bindings.has(callee.name);
}

type Arrow = Extract<Type, { kind: "function" }>;

function declaredArrow(text: string, frame: Frame): Arrow | undefined {
  const binding = frame.scope.lookup(text);
  const declared = binding?.kind === "local" ? binding.declared : undefined;
  return declared?.kind === "function" ? declared : undefined;
}

/** A parameter declared by an arrow takes and gives the types of that arrow, whatever function it is. */
function applyDeclared(
  frame: Frame,
  callee: CoreExpr,
  declared: Arrow,
  args: readonly CoreExpr[],
  span: Span,
): CoreExpr {
  if (callee.type.kind !== "closure" || args.length !== declared.params.length)
    return frame.world.applyValue(frame, callee, args, span);
  const fitted = args.map((arg, i) => coerceTo(arg, declared.params[i] ?? any) ?? arg);
  const result = frame.world.applyValue(frame, callee, fitted, span);
  const type = underAnnotation(declared.result, result.type);
  if (type !== undefined) return coerceTo(result, type) ?? result;
  const problem = error("KL0302", "this function does not give what it is declared to give", span, {
    label: `this is a ${shortType(result.type)}`,
    notes: [`it is declared as ${shortType(declared)}`],
  });
  return failWith(frame, problem, span);
}

/** `∧` and `∨` evaluate their right side only where it decides. */
function logical(text: string, expr: Call, frame: Frame): CoreExpr | undefined {
  if (text !== "logical_and" && text !== "logical_or") return undefined;
  const [first, second] = expr.args;
  if (first === undefined || second === undefined || expr.args.length !== 2) return undefined;
  const [left, right] = [expression(first, frame), expression(second, frame)];
  if (left.type.kind === "never") return left;
  const operator = text === "logical_and" ? "and" : "or";
  const isTruth = (type: Type) => type.kind === "never" || (type.kind === "con" && type.name === "Bool");
  if (isTruth(left.type) && isTruth(right.type))
    return { kind: "logic", operator, left, right, type: bool, span: expr.span };
  const isOpen = (type: Type) => isTruth(type) || type.kind === "any";
  if (!isOpen(left.type) || !isOpen(right.type))
    return frame.world.callNamed(frame, text, [left, right], expr.span);
  const boxed = [coerceTo(left, any) ?? left, coerceTo(right, any) ?? right] as const;
  return { kind: "logic", operator, left: boxed[0], right: boxed[1], type: any, span: expr.span };
}

// ---- binding and branching -----------------------------------------------------------------------------

function letExpression(expr: Let, frame: Frame): CoreExpr {
  const given = expression(expr.value, frame);
  const value = expr.annotation === undefined ? given : annotated(frame, given, expr.annotation);
  if (value.type.kind === "never") return value;
  const { pattern, span } = expr;
  if (pattern.kind === "bind") {
    const bound = frame.world.newVar(pattern.name, value.type);
    const known = knownInteger(frame.world, value);
    if (known !== undefined) frame.world.integers.set(bound.id, known);
    const binding: Binding = {
      kind: "local",
      variable: bound,
      ...(known === undefined ? {} : { literal: known }),
    };
    const body = frame.scope.within([[pattern.name, binding]], () => expression(expr.body, frame));
    return { kind: "let", bound, value, body, type: body.type, span };
  }
  const typed = typePattern(frame, pattern, value.type);
  const body = frame.scope.within(bindingsOf(typed.bound), () => expression(expr.body, frame));
  const only: CoreCase = { pattern: typed.pattern, body, span: pattern.span };
  return { kind: "match", scrutinee: value, cases: [only], type: body.type, span };
}

function bindingsOf(bound: readonly CoreVar[]): readonly (readonly [string, Binding])[] {
  return bound.map((v) => [v.name, { kind: "local", variable: v }] as const);
}

function conditional(expr: Extract<Expr, { kind: "if" }>, frame: Frame): CoreExpr {
  const condition = truthOf(frame, expression(expr.condition, frame));
  if (condition.type.kind === "never") return condition;
  const written = [expression(expr.then, frame), expression(expr.else, frame)] as const;
  const branches = settleBranches(frame, written);
  const [yes = written[0], no = written[1]] = joinLifting(frame, branches) ?? branches;
  const type = join(yes.type, no.type);
  const fit = (branch: CoreExpr) => coerceTo(branch, type) ?? branch;
  return { kind: "if", condition, then: fit(yes), else: fit(no), type, span: expr.span };
}

function truthOf(frame: Frame, condition: CoreExpr): CoreExpr {
  const fitted = coerceTo(condition, bool);
  if (fitted !== undefined) return fitted;
  const problem = error("KL0311", "a condition has to be true or false", condition.span, {
    label: `this is a ${shortType(condition.type)}`,
  });
  return failWith(frame, problem, condition.span);
}

function matchExpression(expr: Match, frame: Frame): CoreExpr {
  const scrutinee = expression(expr.scrutinee, frame);
  if (scrutinee.type.kind === "never") return scrutinee;
  const cases = expr.cases.map((c): CoreCase => {
    const typed = typePattern(frame, c.pattern, scrutinee.type);
    return frame.scope.within(bindingsOf(typed.bound), () => {
      const guard = c.guard === undefined ? undefined : truthOf(frame, expression(c.guard, frame));
      const body = expression(c.body, frame);
      return { pattern: typed.pattern, ...(guard === undefined ? {} : { guard }), body, span: c.span };
    });
  });
  const bodies = settleBranches(
    frame,
    cases.map((c) => c.body),
  );
  const type = bodies.reduce<Type>((joined, body) => join(joined, body.type), never);
  const fitted = cases.map((c, i) => {
    const body = bodies[i] ?? c.body;
    return { ...c, body: coerceTo(body, type) ?? body };
  });
  return { kind: "match", scrutinee, cases: fitted, type, span: expr.span };
}

// ---- annotations ---------------------------------------------------------------------------------------

/** A value under a written type: what the type leaves open is taken from the value. */
function annotated(frame: Frame, given: CoreExpr, written: TypeExpr): CoreExpr {
  const { types } = frame.world.environment;
  const pattern = substituteType(typeFromSyntax(written, createTypeScope(types)).value, {
    type: () => undefined,
    dim: (text) => {
      const binding = frame.scope.lookup(text);
      return binding?.kind === "size" ? constantDim(binding.value) : undefined;
    },
  });
  const value = asElement(frame, given, pattern);
  const type = underAnnotation(pattern, value.type);
  const fitted = type === undefined ? undefined : coerceTo(value, type);
  if (fitted === undefined) {
    report(
      frame,
      error("KL0302", "this is not of the type it is declared to be", value.span, {
        label: `this is a ${shortType(value.type)}`,
        related: [{ span: written.span, message: `declared ${shortType(pattern)} here` }],
      }),
    );
    return value;
  }
  return isNaturalType(written, types) ? natural(fitted) : fitted;
}
