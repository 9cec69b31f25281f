/**
 * Native `ode45`: the method of ode.ts, operation by operation, with the right-hand side inlined, so every tier gives the
 * same bits. Small states live in scalars; larger ones in buffers made once before the first step.
 */
import { layoutFor } from "../../loop/activation.ts";
import {
  type ArrayLayout,
  allocateFor,
  arrayOf,
  bufferArray,
  force,
  isSmall,
  pullArray,
  scalar,
  scalarOf,
  sizeOf,
  traverse,
  writeElement,
  writeInto,
} from "../../loop/arrays.ts";
import { conform } from "../../loop/convert.ts";
import {
  add,
  binary,
  compare,
  constIndex,
  convert,
  div,
  f64,
  i64,
  index,
  mul,
  not,
  or,
  select,
  sub,
  unary,
} from "../../loop/expr.ts";
import type { LocalId, LoopExpr } from "../../loop/loop.ts";
import type { LoopBuilder, Lowered, LoweredArray, Lowering, LoweringCall } from "../../loop/lowering.ts";
import { assignCell, carriedCell } from "../../loop/parts.ts";
import { longestArray } from "../arrays.ts";
import { toReal } from "../numbers/lower-numbers.ts";
import { stepControl, tableau, tolerances } from "./dormand-prince.ts";

/** Keeps a state from one place of the code to another. */
interface Store {
  readonly put: (value: LoweredArray) => LoweredArray;
}

interface Problem {
  readonly call: LoweringCall;
  readonly build: LoopBuilder;
  readonly layout: ArrayLayout;
  readonly size: LoopExpr;
  readonly stages: readonly Store[];
  readonly next: Store;
}

const nothing: Lowered = { kind: "unit" };

function createStore(build: LoopBuilder, layout: ArrayLayout, size: LoopExpr): Store {
  if (isSmall(layout)) return { put: (value) => arrayOf(build, force(build, value)) };
  const buffers = allocateFor(build, layout, size);
  return {
    put(value) {
      writeInto(build, buffers, value);
      return bufferArray(layout, [size], buffers);
    },
  };
}

/** An array by a rule on the position. */
function vector({ layout, size }: Problem, at: (i: LoopExpr) => LoopExpr): LoweredArray {
  return pullArray(layout, [size], (i) => scalar(at(i)), { cheap: false, total: true });
}

function read(problem: Problem, xs: LoweredArray, i: LoopExpr): LoopExpr {
  return scalarOf(problem.build, xs.at(i));
}

function slope(problem: Problem, t: LoopExpr, y: LoweredArray, into: Store): LoweredArray {
  const { build, call, layout, size } = problem;
  const value = arrayOf(build, call.callback(0, [scalar(t), y]));
  const count = sizeOf(value);
  build.check(
    compare("eq", count, size),
    "dimension",
    "ode45: the function gave {0} derivatives for {1} unknowns",
    [count, size],
  );
  return into.put(arrayOf(build, conform(build, { ...value, extents: [size] }, layout)));
}

/** Σ weights[j] · k[j], from the first stage on; stages of weight 0 are skipped. */
function weighted(
  problem: Problem,
  weights: readonly number[],
  stages: readonly LoweredArray[],
  i: LoopExpr,
): LoopExpr {
  const terms = stages.flatMap((stage, j) => {
    const weight = weights[j] ?? 0;
    return weight === 0 ? [] : [mul(f64(weight), read(problem, stage, i))];
  });
  const [first = f64(0), ...rest] = terms;
  return rest.reduce(add, first);
}

function errorOf(
  problem: Problem,
  h: LoopExpr,
  y: LoweredArray,
  next: LoweredArray,
  stages: readonly LoweredArray[],
): LoopExpr {
  const { build, size } = problem;
  const sum = build.local("error", "f64", f64(0));
  const squares = vector(problem, (i) => {
    const scale = binary("max", unary("abs", read(problem, y, i)), unary("abs", read(problem, next, i)));
    const wanted = add(f64(tolerances.absolute), mul(f64(tolerances.relative), scale));
    const scaled = build.atom(div(mul(h, weighted(problem, tableau.e, stages, i)), wanted));
    return mul(scaled, scaled);
  });
  const values = arrayOf(build, isSmall(problem.layout) ? force(build, squares) : squares);
  traverse(build, values, false, (_, x) => build.assign(sum, add(build.read(sum), scalarOf(build, x))));
  if (constIndex(size) === 0) return f64(0);
  return build.atom(unary("sqrt", div(build.read(sum), convert("f64", size))), "error");
}

function interpolated(
  problem: Problem,
  theta: LoopExpr,
  h: LoopExpr,
  y: LoweredArray,
  next: LoweredArray,
  stages: readonly LoweredArray[],
): LoweredArray {
  const rest = sub(f64(1), theta);
  const [first, last] = [stages[0] ?? y, stages[6] ?? y];
  return vector(problem, (i) => {
    const { build } = problem;
    const start = build.atom(read(problem, y, i));
    const change = build.atom(sub(read(problem, next, i), start));
    const early = build.atom(sub(mul(h, read(problem, first, i)), change));
    const late = sub(sub(change, mul(h, read(problem, last, i))), early);
    const bend = mul(h, weighted(problem, tableau.d, stages, i));
    const inner = add(early, mul(theta, add(late, mul(rest, bend))));
    return add(start, mul(theta, add(change, mul(rest, inner))));
  });
}

/** NaN, from a right-hand side that left its domain, makes the step as small as it can. */
function stepFactor(error: LoopExpr): LoopExpr {
  const wanted = div(f64(stepControl.safety), unary("sqrt", unary("sqrt", error)));
  const limited = binary("min", f64(stepControl.most), binary("max", f64(stepControl.least), wanted));
  const finite = compare("lt", error, f64(Number.POSITIVE_INFINITY));
  return select(
    not(finite),
    f64(stepControl.least),
    select(compare("eq", error, f64(0)), f64(stepControl.most), limited),
  );
}

interface Output {
  readonly times: LocalId;
  readonly states: readonly LocalId[];
  readonly filled: LocalId;
}

function push({ build, layout }: Problem, out: Output, t: LoopExpr, y: LoweredArray): void {
  const at = build.atom(build.read(out.filled));
  build.store(out.times, at, t);
  writeElement(build, layout, out.states, at, y);
  build.assign(out.filled, add(at, index(1)));
}

/** How many points there are after the first (`pointCount` of ode.ts). */
function pointCount(build: LoopBuilder, t0: LoopExpr, t1: LoopExpr, dt: LoopExpr): LoopExpr {
  const spans = unary("ceil", sub(div(unary("abs", sub(t1, t0)), dt), f64(1e-9)));
  const same = compare("eq", t0, t1);
  const wanted = build.atom(select(same, f64(0), binary("max", f64(1), spans)));
  // NaN, and more points than a list may have, are for the evaluator to name.
  build.check(compare("lt", wanted, f64(longestArray)), "overflow", "");
  return build.atom(build.checked("from-f64", wanted), "count");
}

export const lowerOde45: Lowering = (call) => {
  const { args, result, build } = call;
  const [, y0 = nothing, span = nothing, spacing] = args;
  const points = layoutFor(build, result);
  const state =
    points.kind === "array" && points.element.kind === "tuple" ? points.element.items[1] : undefined;
  if (points.kind !== "array" || state?.kind !== "array") return build.unsupported("states of this form");
  const times = arrayOf(build, force(build, span));
  build.unless(compare("eq", sizeOf(times), index(2)), "dimension");
  const [t0, t1] = [0, 1].map((k) => build.atom(toReal(scalarOf(build, times.at(index(k)))))) as [
    LoopExpr,
    LoopExpr,
  ];
  const dt = build.atom(spacing === undefined ? f64(0.1) : toReal(scalarOf(build, spacing)));
  build.unless(compare("gt", dt, f64(0)), "domain");
  const start = arrayOf(build, force(build, conform(build, y0, state)));
  const size = sizeOf(start);
  const make = (): Store => createStore(build, state, size);
  const problem: Problem = {
    call,
    build,
    layout: state,
    size,
    stages: Array.from({ length: 7 }, make),
    next: make(),
  };
  return integrate(problem, points, start, t0, t1, dt);
};

function integrate(
  problem: Problem,
  points: ArrayLayout,
  start: LoweredArray,
  t0: LoopExpr,
  t1: LoopExpr,
  dt: LoopExpr,
): Lowered {
  const { build, layout, size } = problem;
  const count = pointCount(build, t0, t1, dt);
  const total = build.atom(convert("index", add(count, i64(1n))), "points");
  const [times, ...states] = allocateFor(build, points, total);
  if (times === undefined) return build.unsupported("states of this form");
  const out: Output = { times, states, filled: build.local("filled", "index", index(0)) };
  push(problem, out, t0, start);
  const direction = build.atom(select(compare("lt", t1, t0), f64(-1), f64(1)), "direction");
  const t = build.local("t", "f64", t0);
  const h = build.local("h", "f64", binary("min", dt, f64(0.01)));
  const y = carriedCell(build, layout, start, "y");
  const zero = pullArray(layout, [size], () => scalar(f64(0)), { cheap: true, total: true });
  const first = carriedCell(build, layout, zero, "k");
  build.branch(
    compare("gt", count, i64(0n)),
    () => {
      const [store] = problem.stages;
      if (store !== undefined) assignCell(first, slope(problem, t0, start, store));
    },
    () => {},
  );
  build.forever((leave) => {
    build.branch(compare("ge", build.read(out.filled), total), leave, () => {});
    const now = build.atom(build.read(t), "now");
    const left = build.atom(unary("abs", sub(t1, now)), "left");
    const last = build.atom(compare("ge", build.read(h), left), "last");
    const step = build.atom(mul(direction, select(last, left, build.read(h))), "step");
    const least = mul(f64(16 * Number.EPSILON), unary("abs", now));
    const tiny = or(compare("le", unary("abs", step), least), compare("eq", step, f64(0)));
    // The message names the time: the evaluator runs again and gives it.
    build.unless(not(tiny), "domain");
    const state = arrayOf(build, y.read());
    const stages = [arrayOf(build, first.read())];
    let next = state;
    for (let s = 1; s < 7; s++) {
      const weights: readonly number[] = tableau.a[s] ?? [];
      next = problem.next.put(
        vector(problem, (i) =>
          add(read(problem, state, i), mul(step, weighted(problem, weights, stages, i))),
        ),
      );
      const at = build.atom(add(now, mul(f64(tableau.c[s] ?? 0), step)));
      const store = problem.stages[s];
      if (store !== undefined) stages.push(slope(problem, at, next, store));
    }
    const error = errorOf(problem, step, state, next, stages);
    build.branch(
      compare("le", error, f64(1)),
      () => {
        const end = build.atom(select(last, t1, add(now, step)), "end");
        emitPoints(problem, out, { t0, dt, direction, count, now, step, end }, (theta) =>
          interpolated(problem, theta, step, state, next, stages),
        );
        build.branch(
          last,
          () => push(problem, out, t1, next),
          () => {},
        );
        build.assign(t, end);
        const commits = [y.prepare(next, false), first.prepare(stages[6] ?? next, false)];
        for (const commit of commits) commit();
      },
      () => {},
    );
    build.assign(h, mul(unary("abs", step), stepFactor(error)));
  });
  return bufferArray(points, [total], [times, ...states]);
}

interface Grid {
  readonly t0: LoopExpr;
  readonly dt: LoopExpr;
  readonly direction: LoopExpr;
  readonly count: LoopExpr;
  readonly now: LoopExpr;
  readonly step: LoopExpr;
  readonly end: LoopExpr;
}

/** The points of the output grid that an accepted step has passed, but for the last. */
function emitPoints(problem: Problem, out: Output, grid: Grid, at: (theta: LoopExpr) => LoweredArray): void {
  const { build } = problem;
  build.forever((leave) => {
    const k = build.atom(convert("i64", build.read(out.filled)));
    build.branch(compare("ge", k, grid.count), leave, () => {});
    const time = build.atom(add(grid.t0, mul(mul(grid.direction, convert("f64", k)), grid.dt)));
    build.branch(compare("gt", mul(grid.direction, sub(time, grid.end)), f64(0)), leave, () => {});
    const theta = build.atom(div(sub(time, grid.now), grid.step));
    push(problem, out, time, at(theta));
  });
}
