/**
 * One Core function as a Loop function of its own. A tail call to itself, or to a function that comes back to it by
 * tail calls, is a jump: the parameters get new values and the loop starts again.
 */
import type { CoreExpr, CoreFunction, FnId } from "../core/core.ts";
import { subexpressions } from "../core/traverse.ts";
import {
  type Activation,
  bind,
  type LoweredFunction,
  layoutFor,
  newActivation,
  type ProgramContext,
} from "./activation.ts";
import { scalarOf } from "./arrays.ts";
import { createBuilder, type FunctionBuilder, type SiteTable } from "./build.ts";
import { canOpen, enter, functionOf, isInlined } from "./calls.ts";
import { compare, index } from "./expr.ts";
import { lowerAll, lowerExpr, lowerLet } from "./expression.ts";
import type { Layout } from "./layout.ts";
import type { Local, LocalId, LoopFunction } from "./loop.ts";
import type { Lowered } from "./lowering.ts";
import { lowerMatch } from "./match.ts";
import { type Cell, carriedCell, declareEmpty, operandsOf, partsOf, valueFrom } from "./parts.ts";

/** A function that can be jumped to, as one state of the loop. */
interface Target {
  readonly fn: CoreFunction;
  readonly state: number;
  /** What carries each parameter; undefined for one that every jump leaves as it is. */
  readonly cells: readonly (Cell | undefined)[];
}

interface Tail {
  readonly targets: ReadonlyMap<FnId, Target>;
  readonly result: Layout;
  /** Which target runs next, where there are several. */
  readonly state: LocalId | undefined;
}

export function lowerFunction(
  program: ProgramContext,
  sites: SiteTable,
  { id, constants }: LoweredFunction,
  fn: CoreFunction,
): LoopFunction {
  const build = createBuilder(sites, fn.span, program.core.dataTypes);
  const plain = newActivation(program, build);
  const activation = canOpen(plain, fn) ? newActivation(program, build, fn.id) : plain;
  const result = layoutFor(build, fn.result);
  const params: Local[] = [];
  const parameter = (name: string, layout: Layout): Lowered => {
    const locals = partsOf(layout).map((part) =>
      build.parameter(name, part.kind === "scalar" ? part.type : { array: part.element }),
    );
    params.push(...locals);
    return valueFrom(build, layout, locals);
  };
  const values = fn.params.map((param) => parameter(param.name, layoutFor(build, param.type)));
  for (const constant of constants)
    activation.shared.constants.set(constant.id, parameter("constant", constant.layout));
  const jumps = program.graph.jumps(fn.id);
  if (jumps.length === 0) {
    bindParams(activation, fn, values);
    lowerTail(activation, { targets: new Map(), result, state: undefined }, fn.body);
  } else lowerLoop(activation, fn, values, jumps, result);
  return {
    id,
    name: fn.name,
    params,
    results: partsOf(result).map((part) => (part.kind === "scalar" ? part.type : { array: part.element })),
    body: build.body,
    span: fn.span,
    fails: true,
    recursive: true,
    polls: true,
    allocates: true,
    outputs: [],
  };
}

function bindParams(activation: Activation, fn: CoreFunction, values: readonly Lowered[]): void {
  fn.params.forEach((param, k) => {
    bind(activation, param.id, values[k] ?? { kind: "unit" });
  });
}

function lowerLoop(
  activation: Activation,
  fn: CoreFunction,
  values: readonly Lowered[],
  jumps: readonly FnId[],
  result: Layout,
): void {
  const { build } = activation;
  const targets = new Map<FnId, Target>();
  const state = jumps.length > 1 ? build.local("state", "index", index(0)) : undefined;
  jumps.forEach((id, k) => {
    const target = functionOf(activation, id);
    const steady = steadyParams(activation, target, jumps);
    const cells = target.params.map((param, p) => {
      if (id === fn.id && jumps.length === 1 && steady.has(p)) return undefined;
      const layout = layoutFor(build, param.type);
      const start = id === fn.id ? values[p] : undefined;
      return start === undefined
        ? declareEmpty(build, layout, param.name)
        : carriedCell(build, layout, start, param.name);
    });
    targets.set(id, { fn: target, state: k, cells });
  });
  const tail: Tail = { targets, result, state };
  const bodies = [...targets.values()];
  const runFrom = (k: number): void => {
    const target = bodies[k];
    if (target === undefined) return;
    const run = (): void => {
      const start = target.cells.map((cell, p): Lowered => cell?.read() ?? values[p] ?? { kind: "unit" });
      bindParams(activation, target.fn, start);
      build.within(target.fn.span, () => lowerTail(activation, tail, target.fn.body));
    };
    if (state === undefined || k === bodies.length - 1) {
      run();
      return;
    }
    build.branch(compare("eq", build.read(state), index(k)), run, () => runFrom(k + 1));
  };
  build.forever(() => runFrom(0));
}

/** Parameters that every jump to the function hands on unchanged; only asked where it jumps to itself alone. */
function steadyParams(activation: Activation, fn: CoreFunction, jumps: readonly FnId[]): ReadonlySet<number> {
  const steady = new Set(fn.params.keys());
  if (jumps.length > 1) return new Set();
  for (const e of subexpressions(fn.body)) {
    if (e.kind !== "call" || e.fn !== fn.id || !e.tail) continue;
    for (const [k, arg] of e.args.entries())
      if (arg.kind !== "var" || arg.id !== fn.params[k]?.id) steady.delete(k);
  }
  return activation.program.graph.recursive(fn.id) ? steady : new Set();
}

/** Lowers an expression whose value is the function's: ends in a return or a jump on every path. */
function lowerTail(activation: Activation, tail: Tail, e: CoreExpr): void {
  activation.build.within(e.span, () => lowerTailNode(activation, tail, e));
}

function lowerTailNode(activation: Activation, tail: Tail, e: CoreExpr): void {
  const { build } = activation;
  switch (e.kind) {
    case "let":
      lowerLet(activation, e);
      lowerTail(activation, tail, e.body);
      return;
    case "if": {
      const condition = scalarOf(build, lowerExpr(activation, e.condition));
      build.branch(
        condition,
        () => lowerTail(activation, tail, e.then),
        () => lowerTail(activation, tail, e.else),
      );
      return;
    }
    case "match":
      lowerMatch(activation, e, lowerExpr, (body) => lowerTail(activation, tail, body));
      return;
    case "call":
      lowerTailCall(activation, tail, e);
      return;
    case "fail":
      lowerExpr(activation, e);
      return;
    default:
      giveBack(build, tail.result, lowerExpr(activation, e));
      return;
  }
}

function giveBack(build: FunctionBuilder, layout: Layout, value: Lowered): void {
  if (value.kind === "unit" && layout.kind !== "unit") return;
  build.return(operandsOf(build, layout, value));
}

function lowerTailCall(activation: Activation, tail: Tail, e: CoreExpr & { readonly kind: "call" }): void {
  const { build } = activation;
  const target = e.tail ? tail.targets.get(e.fn) : undefined;
  if (target !== undefined) {
    jump(activation, tail, target, e);
    return;
  }
  const fn = functionOf(activation, e.fn);
  if (!isInlined(activation, fn)) {
    giveBack(build, tail.result, lowerExpr(activation, e));
    return;
  }
  const inner = enter(activation, fn, lowerAll(activation, e.args));
  lowerTail(inner, tail, fn.body);
  return;
}

function jump(
  activation: Activation,
  tail: Tail,
  target: Target,
  e: CoreExpr & { readonly kind: "call" },
): void {
  const { build } = activation;
  const args = lowerAll(activation, e.args);
  const changed = target.cells.filter((cell) => cell !== undefined).length;
  const commits = target.cells.map((cell, k) => {
    const arg = e.args[k];
    const same = arg?.kind === "var" && arg.id === target.fn.params[k]?.id && activation.depth === 0;
    if (cell === undefined || same) return () => {};
    return cell.prepare(args[k] ?? { kind: "unit" }, changed === 1);
  });
  for (const commit of commits) commit();
  if (tail.state !== undefined) build.assign(tail.state, index(target.state));
  build.emit({ kind: "continue" });
}
