/**
 * Pure expressions as closures: `n - 1`, `if a < b then a else b`, a `match` whose branches call nothing.
 *
 * In: a Core expression that `isPure`. Out: a function from the frame to the value, in the form of the expression's type
 * (integers compact). `top` is the first free place of the frame.
 */
import { CompilerBug, ProgramError, unreachable } from "../base/outcome.ts";
import type { Span } from "../base/span.ts";
import type { CoreCase, CoreExpr } from "../core/core.ts";
import { partsOf } from "../core/traverse.ts";
import { assemble } from "./assemble.ts";
import { type Builder, bindAt, placeOf } from "./builder.ts";
import type { ConstantCell } from "./code.ts";
import { compact, isCompact, leaving } from "./compact.ts";
import { noCondition, noMatch } from "./failures.ts";
import { caseMatcher, literalValue } from "./patterns.ts";
import type { Frame, Pure } from "./thread.ts";
import { symbolValue, termValue, type Value } from "./value.ts";

type Kind<K extends CoreExpr["kind"]> = Extract<CoreExpr, { readonly kind: K }>;

export function pureOf(b: Builder, e: CoreExpr, top: number): Pure {
  switch (e.kind) {
    case "literal": {
      const value = isCompact(e.type) ? compact(literalValue(e.literal)) : literalValue(e.literal);
      return () => value;
    }
    case "var": {
      const place = placeOf(b, e.id);
      return (frame) => frame[place] as Value; // a bound place is filled
    }
    case "constant":
      return readConstant(b.link.constant(e.id));
    case "symbol": {
      const value = symbolValue(e.name);
      return () => value;
    }
    case "formula": {
      const value: Value = { kind: "formula", formula: e.formula };
      return () => value;
    }
    case "fail":
      return () => {
        throw new ProgramError(e.problem);
      };
    case "let":
      return pureLet(b, e, top);
    case "if":
      return pureIf(b, e, top);
    case "logic":
      return pureLogic(b, e, top);
    case "match":
      return pureMatch(b, e, top);
    case "call":
    case "apply":
      throw new CompilerBug("a call is not pure");
    case "prim":
    case "closure":
    case "capture":
    case "list":
    case "tuple":
    case "construct":
    case "record":
    case "field":
    case "coerce":
    case "term":
      return assemble(
        b.link,
        e,
        partsOf(e).map((part) => pureOf(b, part, top)),
      );
    default:
      return unreachable(e);
  }
}

function readConstant(cell: ConstantCell): Pure {
  return () => {
    if (cell.value !== undefined) return cell.value;
    const body = cell.code.pure;
    if (body === undefined) throw new CompilerBug(`the constant '${cell.constant.name}' is not pure`);
    cell.value = body(cell.code.template.slice());
    return cell.value;
  };
}

function pureLet(b: Builder, e: Kind<"let">, top: number): Pure {
  const value = pureOf(b, e.value, top);
  bindAt(b, e.bound, top);
  const body = pureOf(b, e.body, top + 1);
  return (frame) => {
    frame[top] = value(frame);
    return body(frame);
  };
}

function pureIf(b: Builder, e: Kind<"if">, top: number): Pure {
  const condition = pureOf(b, e.condition, top);
  const yes = pureOf(b, e.then, top);
  const no = pureOf(b, e.else, top);
  return (frame) => {
    return decide(condition(frame), e.condition.span) ? yes(frame) : no(frame);
  };
}

export function decide(condition: Value, place: Span): boolean {
  if (typeof condition === "boolean") return condition;
  throw noCondition(condition, place);
}

/** A left side that is no Boolean (a free name) leaves the whole as it is. */
function pureLogic(b: Builder, e: Kind<"logic">, top: number): Pure {
  const left = pureOf(b, e.left, top);
  const right = pureOf(b, e.right, top);
  const goesOn = e.operator === "and";
  return (frame) => {
    const first = left(frame);
    if (first === !goesOn) return first;
    const second = right(frame);
    return first === goesOn ? second : undecidedLogic(e.operator, first, second);
  };
}

export function undecidedLogic(operator: "and" | "or", left: Value, right: Value): Value {
  return termValue(operator === "and" ? "logical_and" : "logical_or", [left, right]);
}

function pureMatch(b: Builder, e: Kind<"match">, top: number): Pure {
  const scrutinee = pureOf(b, e.scrutinee, top);
  const leave = leaving(e.scrutinee.type);
  const cases = e.cases.map((c) => {
    const { matches, top: inside } = caseMatcher(b, c.pattern, e.scrutinee.type, top);
    return { matches, guard: pureGuard(b, c, inside), body: pureOf(b, c.body, inside) };
  });
  return (frame) => {
    const value = scrutinee(frame);
    for (const { matches, guard, body } of cases) {
      if (matches(value, frame) && guard(frame)) return body(frame);
    }
    throw noMatch(leave === undefined ? value : leave(value), e);
  };
}

/** Whether the guard, if there is one, lets the case in. */
function pureGuard(b: Builder, c: CoreCase, top: number): (frame: Frame) => boolean {
  const { guard } = c;
  if (guard === undefined) return () => true;
  const condition = pureOf(b, guard, top);
  return (frame) => decide(condition(frame), guard.span);
}
