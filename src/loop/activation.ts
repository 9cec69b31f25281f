/**
 * What is known while one Core function's body is lowered: the program around it, the builder it writes to, what its
 * variables stand for.
 */
import type { Span } from "../base/span.ts";
import type { ConstantId, CoreExpr, CoreSource, FnId, VarId } from "../core/core.ts";
import type { PrimitiveTable } from "../primitives/primitive.ts";
import type { Type } from "../types/type.ts";
import type { FunctionBuilder } from "./build.ts";
import type { CallGraph } from "./call-graph.ts";
import { isLayout, type Layout, layoutOf } from "./layout.ts";
import type { LocalId, LoopFnId } from "./loop.ts";
import type { LoopBuilder, Lowered } from "./lowering.ts";
import type { Cell } from "./parts.ts";

/** A Core function that became a Loop function of its own. */
export interface LoweredFunction {
  readonly id: LoopFnId;
  readonly params: readonly Layout[];
  readonly result: Layout;
  /** Constants that it takes as further parameters, so that a call does not compute them again. */
  readonly constants: readonly PassedConstant[];
}

export interface PassedConstant {
  readonly id: ConstantId;
  readonly type: Type;
  readonly layout: Layout;
}

export interface ProgramContext {
  readonly core: CoreSource;
  readonly table: PrimitiveTable;
  readonly graph: CallGraph;
  /** The Loop function for a Core function; it is lowered later. */
  function(fn: FnId, build: LoopBuilder): LoweredFunction;
}

export interface Activation {
  readonly program: ProgramContext;
  readonly build: FunctionBuilder;
  readonly variables: Map<VarId, Lowered>;
  readonly shared: FunctionState;
  /** Bodies around this one that were inlined. */
  readonly depth: number;
  /** How many of them are the function itself. */
  readonly opened: number;
}

/** One for a Loop function, whatever is inlined into it. */
export interface FunctionState {
  inlinedNodes: number;
  /** The function being lowered, where its calls of itself may be opened up; see `openedCalls`. */
  readonly recursive: FnId | undefined;
  readonly constants: Map<ConstantId, Lowered>;
  /** Of constants that can fail: filled at their first use. */
  readonly places: Map<ConstantId, ConstantPlace>;
  /** How often the names of a chain of lets are used in it, by the bodies of the chain: counted once for all of them. */
  readonly uses: WeakMap<CoreExpr, ReadonlyMap<VarId, number>>;
}

export interface ConstantPlace {
  readonly cell: Cell;
  readonly ready: LocalId;
}

/** Lowers an expression; tied to itself in `lower.ts` so that its parts need not import each other. */
export type LowerExpr = (activation: Activation, e: CoreExpr) => Lowered;

export function newActivation(
  program: ProgramContext,
  build: FunctionBuilder,
  recursive: FnId | undefined = undefined,
): Activation {
  const shared: FunctionState = {
    inlinedNodes: 0,
    recursive,
    constants: new Map(),
    places: new Map(),
    uses: new WeakMap(),
  };
  return { program, build, variables: new Map(), shared, depth: 0, opened: 0 };
}

/** The layout of a type that has one; else this program has no native code. */
export function layoutFor(build: LoopBuilder, type: Type): Layout {
  const layout = layoutOf(type, build.dataTypes);
  return isLayout(layout) ? layout : build.unsupported(layout.unsupported);
}

export function bind(activation: Activation, id: VarId, value: Lowered): void {
  activation.variables.set(id, value);
}

export function lookup(activation: Activation, id: VarId, span: Span): Lowered {
  const value = activation.variables.get(id);
  if (value === undefined)
    throw new RangeError(`variable ${id} at ${span.file}:${span.start} has no value while lowering`);
  return value;
}
