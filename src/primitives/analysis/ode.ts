/**
 * `ode45`: the pair of Dormand & Prince (1980), order 5 with an error estimate of order 4, and the interpolant of order 4
 * of Hairer, Nørsett & Wanner (Solving ODEs I, §II.6, program DOPRI5).
 *
 * Only `+ - * / sqrt max` are used, the step included (err^(1/4), two square roots), in one fixed order: so every tier gives
 * the same bits for the same right-hand side. rtol 1e-3, atol 1e-6, first step min(dt, 0.01); points at t0 + k·dt and t1.
 */
import { isFunction as isCallable, type Value } from "../../interpret/value.ts";
import { list, real, type Type } from "../../types/type.ts";
import { element, isList, listFrom, longestArray, realItems, realList } from "../arrays.ts";
import { callArgument, defineCalling } from "../define.ts";
import { failures, failWith } from "../failures.ts";
import { realOf } from "../number.ts";
import {
  type CallRequest,
  declined,
  type EvaluationContext,
  type Primitive,
  type TypeRule,
} from "../primitive.ts";
import {
  agree,
  decline,
  isFunction,
  isNumeric,
  mismatch,
  notAccepted,
  sequence,
  sequenceOf,
  typed,
  withElement,
} from "../typing.ts";
import { stepControl, tableau, tolerances } from "./dormand-prince.ts";
import { lowerOde45 } from "./lower-ode.ts";

// -------------------------------------------------------------------------------------------------------- type

const stateIsList = "the state is a list of numbers, one for each unknown";
const stateOfOne = "one unknown is a list of one: ode45(λ t y . [-y[0]], [1], [0, 1])";
const quadrature =
  'ode45 solves y\' = f(t, y); the integral of a function is integral(f, a, b, tolerance), of import "stdlib/numerical.kleis"';
const slopeOfOne = "one unknown has a derivative of one element: λ t y . [-y[0]]";

const rule: TypeRule = ([f, y0, span, dt], context) => {
  const state = sequence(y0, context);
  const times = sequence(span, context);
  if (y0 !== undefined && isNumeric(y0))
    return decline(stateIsList, span !== undefined && isNumeric(span) ? quadrature : stateOfOne);
  if (state !== undefined && isNumeric(state.element) && span !== undefined && isNumeric(span))
    return decline("the time span is one list", "write ode45(f, y0, [t0, t1])");
  if (f === undefined || !isFunction(f) || state === undefined || times === undefined) return notAccepted;
  if (!isNumeric(state.element) || !isNumeric(times.element) || (dt !== undefined && !isNumeric(dt)))
    return notAccepted;
  if (!agree(times.length, 2).ok)
    return mismatch("the time span is [t0, t1]", [
      `this list has ${times.length === 1 ? "1 element" : `${times.length} elements`}`,
    ]);
  const y = sequenceOf(state.length, real);
  const derivative = context.applyArgument(0, [real, y]);
  const slope = sequence(derivative, context);
  if (slope !== undefined && !agree(slope.length, state.length).ok)
    return mismatch("the derivative and the state have different lengths", [
      `the function gives ${slope.length} numbers, the state has ${state.length}`,
    ]);
  if (slope === undefined && isNumeric(derivative))
    return decline("the function gives a number; the derivative is a list as long as the state", slopeOfOne);
  if (slope === undefined && derivative.kind !== "any" && derivative.kind !== "never") return notAccepted;
  const point: Type = { kind: "fixed", items: [real, y] };
  const params = [f, withElement(state, real), withElement(times, real)];
  return typed(dt === undefined ? params : [...params, real], list(point));
};

// ----------------------------------------------------------------------------------------------------- meaning

type Calls<T> = Generator<CallRequest, T, Value>;

interface Problem {
  readonly f: Value;
  readonly size: number;
  readonly context: EvaluationContext;
}

function* slope(problem: Problem, t: number, y: Float64Array): Calls<Float64Array> {
  const { context, size } = problem;
  const value = yield callArgument(0, problem.f, [t, realList(y)]);
  if (!isList(value)) return context.fail("KL0506", "ode45: the function must give a list of derivatives");
  if (value.length !== size)
    context.fail("KL0505", `ode45: the function gave ${value.length} derivatives for ${size} unknowns`);
  const reals = realItems(value);
  if (reals !== undefined) return reals;
  return Float64Array.from({ length: size }, (_, i) => {
    const x = realOf(element(value, i));
    return x ?? context.fail("KL0506", "ode45: a derivative is not a number");
  });
}

/** y + h · Σ weights[j] · k[j], summed from the first stage on; stages of weight 0 are skipped. */
function advance(
  y: Float64Array,
  h: number,
  weights: readonly number[],
  stages: readonly Float64Array[],
): Float64Array {
  return y.map((start, i) => start + h * weighted(weights, stages, i));
}

function weighted(weights: readonly number[], stages: readonly Float64Array[], i: number): number {
  let sum = 0;
  let first = true;
  for (const [j, weight] of weights.entries()) {
    if (weight === 0) continue;
    const term = weight * (stages[j]?.[i] ?? 0);
    sum = first ? term : sum + term;
    first = false;
  }
  return sum;
}

/** Root mean square of the error over atol + rtol · max(|y|, |y′|): a step is good up to 1. */
function errorOf(h: number, y: Float64Array, next: Float64Array, stages: readonly Float64Array[]): number {
  let sum = 0;
  for (let i = 0; i < y.length; i++) {
    const size = Math.max(Math.abs(y[i] ?? 0), Math.abs(next[i] ?? 0));
    const scaled = (h * weighted(tableau.e, stages, i)) / (tolerances.absolute + tolerances.relative * size);
    sum += scaled * scaled;
  }
  return y.length === 0 ? 0 : Math.sqrt(sum / y.length);
}

/** The state at t + θ·h between two accepted points. */
function interpolate(
  theta: number,
  h: number,
  y: Float64Array,
  next: Float64Array,
  stages: readonly Float64Array[],
): Float64Array {
  const rest = 1 - theta;
  return y.map((start, i) => {
    const change = (next[i] ?? 0) - start;
    const early = h * (stages[0]?.[i] ?? 0) - change;
    const late = change - h * (stages[6]?.[i] ?? 0) - early;
    const bend = h * weighted(tableau.d, stages, i);
    return start + theta * (change + rest * (early + theta * (late + rest * bend)));
  });
}

/** How many points there are after the first: spacing dt, the last one at t1 itself. */
export function pointCount(t0: number, t1: number, dt: number): number {
  return t0 === t1 ? 0 : Math.max(1, Math.ceil(Math.abs(t1 - t0) / dt - 1e-9));
}

function* integrate(problem: Problem, y0: Float64Array, t0: number, t1: number, dt: number): Calls<Value> {
  const points: Value[] = [listFrom([t0, realList(y0)])];
  const count = pointCount(t0, t1, dt);
  if (count >= longestArray) failWith(problem.context, failures.long, count + 1);
  const direction = t1 < t0 ? -1 : 1;
  let t = t0;
  let y = y0;
  let h = Math.min(dt, 0.01);
  let first = count === 0 ? y : yield* slope(problem, t, y);
  while (points.length <= count) {
    const left = Math.abs(t1 - t);
    const last = h >= left;
    const step = direction * (last ? left : h);
    if (Math.abs(step) <= 16 * Number.EPSILON * Math.abs(t) || step === 0)
      problem.context.fail("KL0506", `ode45: the step became too small at t = ${t}`);
    const stages = [first];
    let next = y;
    for (let s = 1; s < 7; s++) {
      next = advance(y, step, tableau.a[s] ?? [], stages);
      stages.push(yield* slope(problem, t + (tableau.c[s] ?? 0) * step, next));
    }
    const error = errorOf(step, y, next, stages);
    const good = error <= 1;
    if (good) {
      const end = last ? t1 : t + step;
      for (let k = points.length; k < count; k = points.length) {
        const at = t0 + direction * k * dt;
        if (direction * (at - end) > 0) break;
        points.push(listFrom([at, realList(interpolate((at - t) / step, step, y, next, stages))]));
        if (k % 4096 === 0) problem.context.look();
      }
      if (last) points.push(listFrom([t1, realList(next)]));
      t = end;
      y = next;
      first = stages[6] ?? first;
    }
    h = Math.abs(step) * stepFactor(error);
  }
  return listFrom(points);
}

/** NaN, from a right-hand side that left its domain, makes the step as small as it can. */
function stepFactor(error: number): number {
  if (!(error < Number.POSITIVE_INFINITY)) return stepControl.least;
  if (error === 0) return stepControl.most;
  const factor = stepControl.safety / Math.sqrt(Math.sqrt(error));
  return Math.min(stepControl.most, Math.max(stepControl.least, factor));
}

const ode45 = defineCalling(
  {
    name: "ode45",
    aliases: ["integrate"],
    arity: [3, 4],
    overloads: [
      "∀(n : Nat). (ℝ × Vector(n, ℝ) → Vector(n, ℝ)) × Vector(n, ℝ) × Vector(2, ℝ) → List(List(Any))",
      "∀(n : Nat). (ℝ × Vector(n, ℝ) → Vector(n, ℝ)) × Vector(n, ℝ) × Vector(2, ℝ) × ℝ → List(List(Any))",
    ],
    rule,
    doc: {
      summary:
        "Solves y' = f(t, y) from y0 over [t0, t1]: the list of [t, y] at spacing dt (0.1), the last at t1.",
      example: "length(ode45(λ t y . [t], [0], [0, 1])) = 11",
      raises: "a wrong number of derivatives (KL0505), a step that becomes too small (KL0506)",
      source: "Dormand & Prince (1980); Hairer, Nørsett & Wanner, Solving ODEs I, §II.5–6",
    },
    lower: lowerOde45,
  },
  function* ([f, y0, span, dt], context) {
    if (f === undefined || !isCallable(f) || !isList(y0) || !isList(span)) return declined;
    const start = realVector(y0);
    const times = realVector(span);
    const spacing = dt === undefined ? 0.1 : realOf(dt);
    if (start === undefined || times === undefined || spacing === undefined) return declined;
    const [t0, t1] = times;
    if (t0 === undefined || t1 === undefined || times.length !== 2)
      return context.fail("KL0506", "ode45: the time span is [t0, t1]");
    if (!(spacing > 0)) context.fail("KL0506", `ode45: the spacing must be positive, not ${spacing}`);
    return yield* integrate({ f, size: start.length, context }, start, t0, t1, spacing);
  },
);

function realVector(v: Value): Float64Array | undefined {
  if (!isList(v)) return undefined;
  const items: number[] = [];
  for (let i = 0; i < v.length; i++) {
    const x = realOf(element(v, i));
    if (x === undefined) return undefined;
    items.push(x);
  }
  return Float64Array.from(items);
}

export const differentialEquations: readonly Primitive[] = [ode45];
