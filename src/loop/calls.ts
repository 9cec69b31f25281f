/**
 * Calls of known functions: inlined where they are small or lambdas, else a call of the Loop function. Built-ins go
 * to their row.
 */
import type { CoreExpr, CoreFunction, FnId } from "../core/core.ts";
import { subexpressions } from "../core/traverse.ts";
import { type Activation, bind, type LowerExpr, layoutFor } from "./activation.ts";
import { force } from "./arrays.ts";
import { inlinedNodesPerFunction, inlineNodes, openedCalls, openedNodes } from "./budget.ts";
import { isReused } from "./call-graph.ts";
import type { Lowered } from "./lowering.ts";
import { declareParts, operandsOf, valueFrom } from "./parts.ts";

/** Inlining deeper than this would not end in any program that a person wrote. */
const inlineDepth = 200;

export function functionOf(activation: Activation, id: FnId): CoreFunction {
  const { program, build } = activation;
  const fn = program.core.functions.get(id);
  if (fn === undefined) return build.unsupported("a function without a body");
  if (fn.dynamic) return build.unsupported("values whose type is not known");
  if (fn.effect) return build.unsupported("output and other effects");
  return fn;
}

export function isInlined(activation: Activation, fn: CoreFunction): boolean {
  const { graph } = activation.program;
  const size = graph.size(fn.id);
  const lambda = fn.captures > 0 || fn.name.startsWith("λ");
  if (activation.depth > inlineDepth) return false;
  if (graph.recursive(fn.id) && !lambda) return isOpened(activation, fn);
  if (lambda) return true;
  return size <= inlineNodes && activation.shared.inlinedNodes + size <= inlinedNodesPerFunction;
}

/**
 * A small function's calls of itself are replaced by its body, twice over: one call then does the work of several, and
 * what every call has to test (stack, cancellation, failure) is tested that much more seldom.
 */
function isOpened(activation: Activation, fn: CoreFunction): boolean {
  return activation.shared.recursive === fn.id && activation.opened < openedCalls;
}

/** Whether the copies of the body stay within the budget. */
export function canOpen(activation: Activation, fn: CoreFunction): boolean {
  const { graph } = activation.program;
  let sites = 0;
  for (const e of subexpressions(fn.body)) if (e.kind === "call" && e.fn === fn.id) sites += 1;
  let copies = 0;
  for (let depth = 1; depth <= openedCalls; depth += 1) copies += sites ** depth;
  return graph.jumps(fn.id).length === 0 && graph.size(fn.id) * copies <= openedNodes;
}

/** The activation of an inlined body, its parameters bound. */
export function enter(activation: Activation, fn: CoreFunction, args: readonly Lowered[]): Activation {
  const { program, build, shared, depth } = activation;
  shared.inlinedNodes += program.graph.size(fn.id);
  const opened = activation.opened + (fn.id === shared.recursive ? 1 : 0);
  const inner: Activation = { program, build, variables: new Map(), shared, depth: depth + 1, opened };
  fn.params.forEach((param, k) => {
    const arg = args[k] ?? { kind: "unit" };
    bind(inner, param.id, force(build, arg, isReused(param.id, fn.body)));
  });
  return inner;
}

export function callFunction(
  activation: Activation,
  id: FnId,
  args: readonly Lowered[],
  lower: LowerExpr,
): Lowered {
  const fn = functionOf(activation, id);
  if (isInlined(activation, fn)) return lower(enter(activation, fn, args), fn.body);
  return emitCall(activation, fn, args, lower);
}

export function emitCall(
  activation: Activation,
  fn: CoreFunction,
  args: readonly Lowered[],
  lower: LowerExpr,
): Lowered {
  const { build, program } = activation;
  const callee = program.function(fn.id, build);
  const given = callee.params.flatMap((layout, k) => operandsOf(build, layout, args[k] ?? { kind: "unit" }));
  const constants = callee.constants.flatMap(({ id, type, layout }) =>
    operandsOf(build, layout, lower(activation, { kind: "constant", id, type, span: fn.span })),
  );
  const results = declareParts(build, callee.result, "r");
  build.call(
    callee.id,
    [...given, ...constants],
    results.map((r) => r.id),
  );
  for (const result of results) build.settle(result.id);
  return valueFrom(build, callee.result, results);
}

export function lowerPrim(
  activation: Activation,
  e: CoreExpr & { readonly kind: "prim" },
  lower: LowerExpr,
): Lowered {
  const { build, program } = activation;
  const row = program.table.get(e.name);
  if (e.type.kind === "any") return build.unsupported("values whose type is not known");
  if (row?.effect) return build.unsupported("output and other effects");
  // For values that the row declines the program's own definition counts, which only the evaluator finds.
  if (e.fallback === true) return build.unsupported(`${e.name}, which the program defines as well`);
  if (row?.lower === undefined) return build.unsupported(`the built-in ${e.name}`);
  layoutFor(build, e.type);
  const args = e.args.map((arg) => lower(activation, arg));
  return row.lower({
    args,
    argTypes: e.args.map((arg) => arg.type),
    result: e.type,
    build,
    callback(argument, given) {
      const callee = e.callbacks[argument];
      if (callee === undefined) return build.unsupported("functions that are not known while compiling");
      const closure = args[argument];
      const captures = closure?.kind === "tuple" ? closure.items : [];
      return callFunction(activation, callee, [...captures, ...given], lower);
    },
  });
}
