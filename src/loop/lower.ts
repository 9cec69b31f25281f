/**
 * Core to Loop. In: a Core program and the function to start from, whose types are concrete. Out: a Loop program that
 * computes the same (up to what the rows' bounds allow), or the reason why there is none, with its place.
 *
 * Reached functions are lowered one by one, each once; small ones and lambdas disappear into their callers.
 */
import { fail, ok, type Result } from "../base/outcome.ts";
import type { Span } from "../base/span.ts";
import type { ConstantId, CoreConstant, CoreFunction, CoreProgram, FnId } from "../core/core.ts";
import { subexpressions } from "../core/traverse.ts";
import type { PrimitiveTable } from "../primitives/primitive.ts";
import {
  type LoweredFunction,
  layoutFor,
  newActivation,
  type PassedConstant,
  type ProgramContext,
} from "./activation.ts";
import { type ArrayLayout, bufferArray, unrolled } from "./arrays.ts";
import {
  createBuilder,
  createSites,
  type FunctionBuilder,
  type SiteTable,
  UnsupportedShape,
} from "./build.ts";
import { createCallGraph } from "./call-graph.ts";
import { emitCall, enter, functionOf } from "./calls.ts";
import { index } from "./expr.ts";
import { lowerExpr } from "./expression.ts";
import { lowerFunction } from "./functions.ts";
import { fixedComponents, isLayout, type Layout, layoutOf, type Slot, slotsOf } from "./layout.ts";
import type { Local, LoopFnId, LoopFunction, LoopProgram, LoopType } from "./loop.ts";
import type { LoopBuilder, Lowered } from "./lowering.ts";
import { slotOperands } from "./parts.ts";
import { type Meaning, passesFor, runPasses } from "./passes/index.ts";

/** Why there is no native code: `what` completes "JIT does not yet support …". */
export interface Unsupported {
  readonly what: string;
  readonly span: Span;
}

export function lower(
  program: CoreProgram,
  entry: FnId,
  table: PrimitiveTable,
  meaning: Meaning = {},
): Result<LoopProgram, Unsupported> {
  const lowered = lowerUnoptimised(program, entry, table);
  return lowered.ok ? ok(runPasses(passesFor(meaning), lowered.value)) : lowered;
}

/** Before any pass has run. */
export function lowerUnoptimised(
  program: CoreProgram,
  entry: FnId,
  table: PrimitiveTable,
): Result<LoopProgram, Unsupported> {
  try {
    return ok(lowerProgram(program, entry, table));
  } catch (problem) {
    if (problem instanceof UnsupportedShape) return fail({ what: problem.what, span: problem.span });
    throw problem;
  }
}

interface Queued {
  readonly fn: CoreFunction;
  readonly lowered: LoweredFunction;
}

function lowerProgram(core: CoreProgram, entry: FnId, table: PrimitiveTable): LoopProgram {
  const queue: Queued[] = [];
  const known = new Map<FnId, LoweredFunction>();
  const sites = createSites();
  const context: ProgramContext = {
    core,
    table,
    graph: createCallGraph(core),
    function(id, build) {
      const before = known.get(id);
      if (before !== undefined) return before;
      const fn = core.functions.get(id);
      if (fn === undefined) return build.unsupported("a function without a body");
      const params = fn.params.map((p) => layoutFor(build, p.type));
      const result = layoutFor(build, fn.result);
      const constants = context.graph.constants(id).flatMap((constant) => passed(context, constant));
      const lowered = { id: loopFnId(known.size + 1), params, result, constants };
      known.set(id, lowered);
      queue.push({ fn, lowered });
      return lowered;
    },
  };
  const first = lowerEntry(context, sites, entry);
  const functions: LoopFunction[] = [];
  for (let next = queue.shift(); next !== undefined; next = queue.shift())
    functions.push(lowerFunction(context, sites, next.lowered, next.fn));
  return {
    functions: [...functions, first.fn],
    entry: first.fn.id,
    params: first.params,
    result: first.result,
    sites: sites.sites,
  };
}

/** Constants of fewer nodes are computed again in each function that uses them. */
const passedNodes = 6;

/**
 * A constant is handed to functions as a parameter if computing it takes work and cannot fail: one that may not be
 * reached must not be the reason of a failure.
 */
function passed(context: ProgramContext, id: ConstantId): readonly PassedConstant[] {
  const constant = context.core.constants.get(id);
  if (constant === undefined || constant.effect) return [];
  const nodes = [...subexpressions(constant.body)].length;
  const layout = layoutOf(constant.type, context.core.dataTypes);
  if (nodes < passedNodes || !isLayout(layout) || canFail(context, constant)) return [];
  return [{ id, type: constant.type, layout }];
}

function canFail(context: ProgramContext, constant: CoreConstant): boolean {
  const build = createBuilder(createSites(), constant.span, context.core.dataTypes);
  const activation = newActivation(context, build);
  try {
    return build.probe(() => lowerExpr(activation, constant.body)).fails;
  } catch (problem) {
    if (problem instanceof UnsupportedShape) return true;
    throw problem;
  }
}

function loopFnId(n: number): LoopFnId {
  return n as LoopFnId;
}

interface Entry {
  readonly fn: LoopFunction;
  readonly params: readonly Layout[];
  readonly result: Layout;
}

/** The function seen from outside: parameters and results in the order of `slotsOf`. */
function lowerEntry(context: ProgramContext, sites: SiteTable, id: FnId): Entry {
  const span = context.core.functions.get(id)?.span ?? { file: "", start: 0, end: 0 };
  const build = createBuilder(sites, span, context.core.dataTypes);
  const activation = newActivation(context, build);
  const fn = functionOf(activation, id);
  const layouts = fn.params.map((param) => layoutFor(build, param.type));
  const result = layoutFor(build, fn.result);
  const params: Local[] = [];
  const values = layouts.map((layout, k) => {
    const name = fn.params[k]?.name ?? "x";
    const locals = slotsOf(layout).map((slot) => build.parameter(name, slotType(slot)));
    params.push(...locals);
    return parameterValue(build, layout, locals);
  });
  const value = context.graph.recursive(id)
    ? emitCall(activation, fn, values, lowerExpr)
    : lowerExpr(enter(activation, fn, values), fn.body);
  giveBack(build, result, value);
  const results = slotsOf(result).map(slotType);
  const flags = { outputs: [], fails: true, recursive: false, polls: true, allocates: true };
  const lowered: LoopFunction = {
    id: loopFnId(0),
    name: fn.name,
    params,
    results,
    body: build.body,
    span: fn.span,
    ...flags,
  };
  return { fn: lowered, params: layouts, result };
}

function giveBack(build: FunctionBuilder, layout: Layout, value: Lowered): void {
  if (value.kind === "unit" && layout.kind !== "unit") return;
  build.return(slotOperands(build, layout, value));
}

function slotType(slot: Slot): LoopType {
  switch (slot.kind) {
    case "scalar":
      return slot.scalar;
    case "extent":
      return "index";
    case "array":
      return { array: slot.element };
  }
}

function parameterValue(build: LoopBuilder, layout: Layout, locals: readonly Local[]): Lowered {
  let next = 0;
  const take = (): Local => {
    const local = locals[next];
    next += 1;
    if (local === undefined) throw new RangeError("a parameter with fewer slots than its layout");
    return local;
  };
  const read = (of: Layout): Lowered => {
    switch (of.kind) {
      case "unit":
        return { kind: "unit" };
      case "scalar":
        return { kind: "scalar", value: build.read(take().id) };
      case "complex": {
        const re = build.read(take().id);
        return { kind: "complex", re, im: build.read(take().id) };
      }
      case "tuple":
        return { kind: "tuple", items: of.items.map(read) };
      case "array":
        return parameterArray(build, of, take);
    }
  };
  return read(layout);
}

function parameterArray(build: LoopBuilder, layout: ArrayLayout, take: () => Local): Lowered {
  const extents = layout.extents.map((e) => (e === "run-time" ? build.read(take().id) : index(e)));
  const buffers = (fixedComponents(layout.element) ?? []).map(() => take().id);
  const array = bufferArray(layout, extents, buffers);
  const { buffers: _, ...rule } = array;
  const items = unrolled(build, rule);
  return items === undefined ? array : { ...items, stored: buffers };
}
