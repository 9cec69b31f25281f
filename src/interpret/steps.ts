/**
 * Expressions that call something, as steps.
 *
 * In: a Core expression and where its value goes (`Then`). Out: the first step. Code is built from its end: each step holds
 * the steps that may follow. A step evaluates pure parts as closures; parts that call are evaluated before it, into places
 * of the frame, in order from the left.
 */
import { CompilerBug, unreachable } from "../base/outcome.ts";
import type { CoreCase, CoreExpr } from "../core/core.ts";
import { partsOf } from "../core/traverse.ts";
import { any, type Type } from "../types/type.ts";
import { assemble } from "./assemble.ts";
import { type Builder, bindAt, isPure, reserve } from "./builder.ts";
import { rowStep } from "./calling.ts";
import { applyValue, callStep } from "./calls.ts";
import type { ConstantCell } from "./code.ts";
import { compact, isCompact, leaving } from "./compact.ts";
import { cyclicConstant, noMatch } from "./failures.ts";
import { evaluateAll, fit, outside } from "./parts.ts";
import { caseMatcher } from "./patterns.ts";
import { decide, pureOf, undecidedLogic } from "./pure.ts";
import { needsSteps, type PrimNode } from "./rows.ts";
import { deliver, resumeAfter, type Then } from "./then.ts";
import type { Pure, Step } from "./thread.ts";
import { unitValue, type Value } from "./value.ts";
import { boundBy, reader, telling } from "./watch.ts";

type Kind<K extends CoreExpr["kind"]> = Extract<CoreExpr, { readonly kind: K }>;

/** An expression still to be compiled, whose first step is the first of all. */
interface Rest {
  readonly e: CoreExpr;
  readonly top: number;
  readonly then: Then;
}

export function stepsOf(b: Builder, e: CoreExpr, top: number, then: Then): Step {
  return finished(b, { e, top, then });
}

/** A loop, so that long spines (a sum of ten thousand terms) take no stack. */
function finished(b: Builder, rest: Step | Rest): Step {
  let next = rest;
  while (typeof next !== "function") next = lastSteps(b, next.e, next.top, next.then);
  return next;
}

/** The steps after the part that comes first, and that part. */
function lastSteps(b: Builder, e: CoreExpr, top: number, then: Then): Step | Rest {
  reserve(b, top + 1);
  if (isPure(b, e)) return deliver(pureOf(b, e, top), e.type, then);
  switch (e.kind) {
    case "let": {
      bindAt(b, e.bound, top);
      const body = stepsOf(b, e.body, top + 1, then);
      return stored(e.value, top, e.bound.type, watchedLet(b, e, body));
    }
    case "if":
      return ifSteps(b, e, top, then);
    case "logic":
      return logicSteps(b, e, top, then);
    case "match":
      return matchSteps(b, e, top, then);
    case "call":
      return callSteps(b, e, top, then);
    case "apply":
      return applySteps(b, e, top, then);
    case "constant":
      return constantSteps(b.link.constant(e.id), e, then);
    case "prim":
      return primSteps(b, e, top, then);
    case "closure":
    case "capture":
    case "list":
    case "tuple":
    case "construct":
    case "record":
    case "field":
    case "coerce":
    case "term":
      return withParts(b, partsOf(e), top, (parts) => deliver(assemble(b.link, e, parts), e.type, then));
    case "literal":
    case "var":
    case "symbol":
    case "formula":
    case "fail":
      throw new CompilerBug(`a ${e.kind} needs no steps`);
    default:
      return unreachable(e);
  }
}

// ---- parts and results -----------------------------------------------------------------------------------

function stored(e: CoreExpr, place: number, type: Type, next: Step): Rest {
  return { e, top: place, then: { kind: "store", place, type, next } };
}

/**
 * Evaluates the parts that call, and those before them whose order could be seen, into places from `top`; then the
 * step made by `make`, which gets all parts as closures and the first free place.
 */
function withParts(
  b: Builder,
  exprs: readonly CoreExpr[],
  top: number,
  make: (parts: readonly Pure[], top: number) => Step,
): Step | Rest {
  const last = exprs.findLastIndex((e) => !isPure(b, e));
  let inside = top;
  const places = exprs.map((e, i) => (i <= last && !isStable(e) ? inside++ : undefined));
  reserve(b, inside + 1);
  const parts = exprs.map((e, i) => {
    const place = places[i];
    return place === undefined ? pureOf(b, e, inside) : readPlace(place);
  });
  let rest: Step | Rest = make(parts, inside);
  for (const [i, e] of [...exprs.entries()].reverse()) {
    const place = places[i];
    if (place !== undefined) rest = stored(e, place, e.type, finished(b, rest));
  }
  return rest;
}

/** Reading it later gives the same. */
function isStable(e: CoreExpr): boolean {
  return e.kind === "literal" || e.kind === "var" || e.kind === "symbol";
}

function readPlace(place: number): Pure {
  return (frame) => frame[place] as Value; // filled by an earlier step
}

// ---- control ---------------------------------------------------------------------------------------------

function watchedLet(b: Builder, e: Kind<"let">, body: Step): Step {
  const { watch } = b.link.hooks;
  if (watch === undefined) return body;
  const read = reader(b, e.bound);
  return telling(watch, body, (frame) => ({ kind: "let", bound: read(frame), at: e }));
}

function ifSteps(b: Builder, e: Kind<"if">, top: number, then: Then): Step | Rest {
  const { watch } = b.link.hooks;
  const side = (holds: boolean): Step => {
    const step = stepsOf(b, holds ? e.then : e.else, top, then);
    return watch === undefined ? step : telling(watch, step, () => ({ kind: "if", holds, at: e }));
  };
  return branch(b, e.condition, top, side(true), side(false));
}

/** The condition, then one of two steps. */
function branch(b: Builder, condition: CoreExpr, top: number, yes: Step, no: Step): Step | Rest {
  return withParts(b, [condition], top, (parts) => {
    const decided = only(parts);
    return (thread) => (decide(decided(thread.frame), condition.span) ? yes : no);
  });
}

function only(parts: readonly Pure[]): Pure {
  return parts[0] as Pure; // asked for one
}

function logicSteps(b: Builder, e: Kind<"logic">, top: number, then: Then): Step | Rest {
  const goesOn = e.operator === "and";
  const left = readPlace(top);
  const rest = withParts(b, [e.right], top + 1, (parts) => {
    const right = only(parts);
    const both: Pure = (frame) => {
      const first = left(frame);
      const second = right(frame);
      return first === goesOn ? second : undecidedLogic(e.operator, first, second);
    };
    return deliver(both, e.type, then);
  });
  const wholly = finished(b, rest);
  const early = deliver(left, e.type, then);
  const next: Step = (thread) => (left(thread.frame) === !goesOn ? early : wholly);
  return stored(e.left, top, e.left.type, next);
}

function matchSteps(b: Builder, e: Kind<"match">, top: number, then: Then): Step | Rest {
  const { type } = e.scrutinee;
  const leave = leaving(type);
  let step: Step = (thread) => {
    const value = thread.frame[top] as Value; // the scrutinee's place
    throw noMatch(leave === undefined ? value : leave(value), e);
  };
  for (const c of [...e.cases].reverse()) step = caseSteps(b, e, c, top, then, step);
  return stored(e.scrutinee, top, type, step);
}

/** One case of a match whose scrutinee is at `place`; `otherwise` tries the next. */
function caseSteps(
  b: Builder,
  e: Kind<"match">,
  c: CoreCase,
  place: number,
  then: Then,
  otherwise: Step,
): Step {
  const { matches, top } = caseMatcher(b, c.pattern, e.scrutinee.type, place + 1);
  const body = watchedCase(b, e, c, place, stepsOf(b, c.body, top, then));
  const inside = c.guard === undefined ? body : finished(b, branch(b, c.guard, top, body, otherwise));
  return ({ frame }) => (matches(frame[place] as Value, frame) ? inside : otherwise);
}

function watchedCase(b: Builder, e: Kind<"match">, c: CoreCase, place: number, body: Step): Step {
  const { watch } = b.link.hooks;
  if (watch === undefined) return body;
  const bound = boundBy(b, c.pattern);
  const leave = leaving(e.scrutinee.type);
  return telling(watch, body, (frame) => {
    const value = frame[place] as Value; // the scrutinee's place
    const shown = leave === undefined ? value : leave(value);
    return { kind: "case", value: shown, chosen: c, bound: bound(frame), at: e };
  });
}

// ---- calls -----------------------------------------------------------------------------------------------

function callSteps(b: Builder, e: Kind<"call">, top: number, then: Then): Step | Rest {
  const code = b.link.code(e.fn);
  const { params, result } = code.fn;
  return withParts(b, e.args, top, (parts) => {
    const args = parts.map((part, i) => fit(part, e.args[i]?.type ?? any, params[i]?.type ?? any));
    return callStep(b.link, code, args, resumeAfter(then, result), e.span);
  });
}

function applySteps(b: Builder, e: Kind<"apply">, top: number, then: Then): Step | Rest {
  const resume = resumeAfter(then, any);
  const exprs = [e.callee, ...e.args];
  return withParts(b, exprs, top, (parts) => {
    const [callee, ...args] = outside(exprs, parts);
    return (thread) => {
      const { frame } = thread;
      const called = callee === undefined ? unitValue : callee(frame);
      const values = evaluateAll(args, frame);
      if (resume !== undefined) thread.push(resume, e.span);
      return applyValue(b.link, thread, called, values, e.span);
    };
  });
}

function primSteps(b: Builder, e: PrimNode, top: number, then: Then): Step | Rest {
  return withParts(b, e.args, top, (parts) =>
    needsSteps(b.link, e)
      ? rowStep(b.link, e, outside(e.args, parts), then)
      : deliver(assemble(b.link, e, parts), e.type, then),
  );
}

/** A constant is evaluated in a frame of its own by whoever comes first. */
function constantSteps(cell: ConstantCell, e: Kind<"constant">, then: Then): Step {
  const pass = deliver(() => cell.value as Value, cell.constant.type, then); // reached when it is known
  const keep: Step = (thread) => {
    cell.owner = undefined;
    cell.value = isCompact(cell.constant.type) ? compact(thread.taken()) : thread.taken();
    return pass;
  };
  return (thread) => {
    if (cell.value !== undefined) return pass;
    if (cell.owner === thread) throw cyclicConstant(cell.constant.name, e.span);
    cell.owner = thread;
    thread.push(keep, e.span);
    thread.frame = cell.code.template.slice();
    return cell.code.entry;
  };
}
