/**
 * Core to Loop. In: a Core program and the function to start from, whose types are concrete. Out: a Loop program that
 * computes the same (up to what the rows' bounds allow), or the reason why there is none, with its place.
 *
 * Reached functions are lowered one by one, each once; small ones and lambdas disappear into their callers.
 */
import { CompilerBug, fail, ok, type Result } from "../base/outcome.ts";
import type { Span } from "../base/span.ts";
import type { ConstantId, CoreConstant, CoreFunction, CoreProgram, CoreSource, FnId } from "../core/core.ts";
import { rewrittenSource } from "../core/rewrite/source.ts";
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
import type { Local, LoopEntry, LoopFnId, LoopFunction, LoopProgram, LoopType } from "./loop.ts";
import type { LoopBuilder, Lowered } from "./lowering.ts";
import { slotOperands } from "./parts.ts";
import { type Meaning, passesFor, runPasses } from "./passes/index.ts";
import { visitStmts } from "./walk.ts";

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
  return lowerTogether(program, [entry], table, meaning);
}

/**
 * Several functions seen from outside, in one program that has what they share once: the first of `entries`, and those behind
 * it that add little. How many were taken, `entriesOf` tells; one for which there is no code is not, nor are those behind it.
 */
export function lowerTogether(
  program: CoreProgram,
  entries: readonly FnId[],
  table: PrimitiveTable,
  meaning: Meaning = {},
): Result<LoopProgram, Unsupported> {
  const lowered = attempt(() => lowerProgram(sourceFor(program, table, meaning), entries, table, meaning));
  return lowered.ok ? ok(runPasses(passesFor(meaning), lowered.value)) : lowered;
}

/** What is lowered: the program as it is, or with its matrix algebra done (ADR 0012). */
function sourceFor(program: CoreProgram, table: PrimitiveTable, meaning: Meaning): CoreSource {
  if (meaning.rewrite !== true) return program;
  return rewrittenSource(program, table, { fixedOrder: meaning.floatModel === "reproducible" });
}

/** Before any pass has run. */
export function lowerUnoptimised(
  program: CoreProgram,
  entry: FnId,
  table: PrimitiveTable,
): Result<LoopProgram, Unsupported> {
  return attempt(() => lowerProgram(program, [entry], table));
}

function attempt<T>(action: () => T): Result<T, Unsupported> {
  try {
    return ok(action());
  } catch (problem) {
    if (problem instanceof UnsupportedShape) return fail({ what: problem.what, span: problem.span });
    throw problem;
  }
}

interface Queued {
  readonly fn: CoreFunction;
  readonly lowered: LoweredFunction;
}

/**
 * Statements that may be added to a program for the sake of another entry. A compiler takes 25 ms before it comes to the text,
 * and then a millisecond for eight statements: beyond this it is faster to let two of them work side by side.
 */
const addedStatements = 200;

function lowerProgram(
  core: CoreSource,
  entries: readonly FnId[],
  table: PrimitiveTable,
  meaning: Meaning = {},
): LoopProgram {
  const queue: Queued[] = [];
  const known = new Map<FnId, LoweredFunction>();
  const sites = createSites(meaning.floatModel === "reproducible", meaning.rewrite === true);
  const freshId = (): LoopFnId => sites.freshFunction();
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
      const lowered = { id: freshId(), params, result, constants };
      known.set(id, lowered);
      queue.push({ fn, lowered });
      return lowered;
    },
  };
  const reach = (entry: FnId): Reached => {
    const seen = lowerEntry(context, sites, entry, freshId());
    const functions: LoopFunction[] = [];
    for (let next = queue.shift(); next !== undefined; next = queue.shift())
      functions.push(lowerFunction(context, sites, next.lowered, next.fn));
    const { fn, params, result } = seen;
    return { functions: [...functions, fn], entry: { id: fn.id, params, result } };
  };
  const [first, ...rest] = entries;
  if (first === undefined) throw new CompilerBug("there is nothing to lower");
  const { functions, entry } = reach(first);
  const more = reachMore(rest, reach);
  const own = [...functions, ...more.flatMap((each) => each.functions)];
  return {
    functions: [...sharedBy(own, sites), ...own],
    entry: entry.id,
    params: entry.params,
    result: entry.result,
    ...(more.length === 0 ? {} : { others: more.map((each) => each.entry) }),
    sites: sites.sites,
    texts: sites.texts,
  };
}

/** The shared functions that these call, and those that they call in their turn. */
function sharedBy(functions: readonly LoopFunction[], sites: SiteTable): readonly LoopFunction[] {
  const byId = new Map([...sites.shared.values()].map((fn) => [fn.id, fn]));
  const found = new Set<LoopFunction>();
  const pending = byId.size === 0 ? [] : [...functions];
  for (let fn = pending.pop(); fn !== undefined; fn = pending.pop())
    visitStmts(fn.body, (stmt) => {
      const callee = stmt.kind === "call" ? byId.get(stmt.fn) : undefined;
      if (callee === undefined || found.has(callee)) return;
      found.add(callee);
      pending.push(callee);
    });
  return [...found];
}

/** An entry with the functions that it was the first to need. */
interface Reached {
  readonly functions: readonly LoopFunction[];
  readonly entry: LoopEntry;
}

/** As many as fit, in order. */
function reachMore(entries: readonly FnId[], reach: (entry: FnId) => Reached): readonly Reached[] {
  const taken: Reached[] = [];
  let room = addedStatements;
  for (const entry of entries) {
    const reached = attempt(() => reach(entry));
    if (!reached.ok) break;
    for (const fn of reached.value.functions) visitStmts(fn.body, () => (room -= 1));
    if (room < 0) break;
    taken.push(reached.value);
  }
  return taken;
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

interface Entry {
  readonly fn: LoopFunction;
  readonly params: readonly Layout[];
  readonly result: Layout;
}

/** The function seen from outside: parameters and results in the order of `slotsOf`. */
function lowerEntry(context: ProgramContext, sites: SiteTable, id: FnId, own: LoopFnId): Entry {
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
    id: own,
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
      case "text":
        return { kind: "text", number: build.read(take().id) };
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
