/**
 * Core expressions to Loop: each gives its value as `Lowered` and appends what has to happen to the builder, in the
 * order of evaluation.
 */
import { unreachable } from "../base/outcome.ts";
import type { CoreExpr, Literal } from "../core/core.ts";
import { type Activation, bind, type ConstantPlace, layoutFor, lookup, newActivation } from "./activation.ts";
import { force, itemsArray, scalar, scalarOf } from "./arrays.ts";
import { writtenElements } from "./budget.ts";
import { isBoundForMore } from "./call-graph.ts";
import { callFunction, lowerPrim } from "./calls.ts";
import { coerceValue } from "./convert.ts";
import { isDataLayout } from "./data.ts";
import { constructed, fieldOf } from "./data-values.ts";
import { and, bool, costOf, f64, i64, index, integer, or, select } from "./expr.ts";
import { isLayout, type Layout, layoutOf } from "./layout.ts";
import type { LoopExpr } from "./loop.ts";
import type { LoopBuilder, Lowered } from "./lowering.ts";
import { convertMaps, holdsMap } from "./map-values.ts";
import { lowerMatch } from "./match.ts";
import { assignCell, declareEmpty, joinCell } from "./parts.ts";
import { sparseFromTriples } from "./sparse-entries.ts";
import { isSparseLayout, type SparseLayout } from "./sparse-layout.ts";

export function lowerExpr(activation: Activation, e: CoreExpr): Lowered {
  return activation.build.within(e.span, () => lowerNode(activation, e));
}

function lowerNode(activation: Activation, e: CoreExpr): Lowered {
  const { build } = activation;
  switch (e.kind) {
    case "literal":
      return lowerLiteral(build, e.literal);
    case "var":
      return lookup(activation, e.id, e.span);
    case "constant":
      return lowerConstant(activation, e);
    case "let":
      lowerLet(activation, e);
      return lowerExpr(activation, e.body);
    case "if":
      return lowerIf(activation, e);
    case "call":
      // A compiler would make a jump of it, and the recursion would never be too deep.
      if (e.type.kind === "never") return build.unsupported("recursion without an end");
      return callFunction(activation, e.fn, lowerAll(activation, e.args), lowerExpr);
    case "prim":
      return lowerPrim(activation, e, lowerExpr);
    case "logic":
      return lowerLogic(activation, e);
    case "closure":
      return { kind: "tuple", items: lowerAll(activation, e.captures).map((c) => force(build, c)) };
    case "capture":
      return partOf(build, lowerExpr(activation, e.closure), e.index);
    case "list":
      return lowerList(activation, e);
    case "tuple":
      return { kind: "tuple", items: lowerAll(activation, e.items).map((c) => force(build, c)) };
    case "match":
      return lowerMatchValue(activation, e);
    case "coerce":
      // Entries are brought into rows under the sizes that are wanted at once.
      if (e.coercion === "reshape" && e.value.kind === "construct" && isSparse(build, e))
        return lowerConstruct(activation, { ...e.value, type: e.type });
      return lowerCoercion(activation, e);
    case "fail":
      build.unless(bool(false), e.problem.code === "KL0301" ? "dimension" : "domain");
      return { kind: "unit" };
    case "construct":
      return lowerConstruct(activation, e);
    case "apply":
      return build.unsupported("functions that are not known while compiling");
    case "field":
      return fieldOf(activation, e, lowerExpr(activation, e.target));
    case "record":
      return build.unsupported("named arguments");
    case "symbol":
    case "term":
      return build.unsupported("symbolic values");
    case "formula":
      return build.unsupported("quantified formulas");
    default:
      return unreachable(e);
  }
}

function lowerCoercion(activation: Activation, e: CoreExpr & { readonly kind: "coerce" }): Lowered {
  const { build } = activation;
  const to = layoutFor(build, e.type);
  const value = lowerExpr(activation, e.value);
  if (!holdsMap(to)) return coerceValue(build, e.coercion, value, to);
  if (e.coercion === "box" || e.coercion === "unbox")
    return build.unsupported("values whose type is not known");
  return convertMaps(build, value, layoutFor(build, e.value.type), to);
}

/** Arguments, from the left. What a later one may change does not exist: values are never written again. */
export function lowerAll(activation: Activation, es: readonly CoreExpr[]): readonly Lowered[] {
  return es.map((e) => lowerExpr(activation, e));
}

function lowerLiteral(build: LoopBuilder, literal: Literal): Lowered {
  switch (literal.kind) {
    case "integer": {
      const value = integer("i64", literal.value);
      return value === undefined ? build.unsupported("integers beyond 64 bits") : scalar(value);
    }
    case "real":
      return scalar(f64(literal.value));
    case "bool":
      return scalar(bool(literal.value));
    case "string":
      return { kind: "text", number: i64(BigInt(build.text(literal.value))) };
    case "unit":
      return { kind: "unit" };
  }
}

export function lowerLet(activation: Activation, e: CoreExpr & { readonly kind: "let" }): void {
  const value = lowerExpr(activation, e.value);
  bind(activation, e.bound.id, force(activation.build, value, isBoundForMore(e, activation.shared.uses)));
}

/**
 * A constant is computed where the function begins if nothing in it can fail, so that loops find it ready; else at its
 * first use, since a constant that is never used is never evaluated.
 */
function lowerConstant(activation: Activation, e: CoreExpr & { readonly kind: "constant" }): Lowered {
  const { build, program, shared } = activation;
  const known = shared.constants.get(e.id);
  if (known !== undefined) return known;
  const constant = program.core.constants.get(e.id);
  if (constant === undefined || constant.effect) return build.unsupported("constants with effects");
  const inner: Activation = { ...newActivation(program, build), shared, depth: activation.depth + 1 };
  const compute = (): Lowered => force(build, lowerExpr(inner, constant.body));
  if (inner.depth > constantDepth) return build.unsupported("constants that need themselves");
  if (build.probe(compute).fails) return computedOnce(activation, e, compute);
  const value = build.inScope(build.root, compute);
  shared.constants.set(e.id, value);
  return value;
}

/** Constants inside constants beyond this depth are taken for a circle: the evaluator names it. */
const constantDepth = 100;

/** The value in a cell of the function, filled where it is first needed. */
function computedOnce(
  activation: Activation,
  e: CoreExpr & { readonly kind: "constant" },
  compute: () => Lowered,
): Lowered {
  const { build, shared } = activation;
  const layout = layoutFor(build, e.type);
  const place = shared.places.get(e.id) ?? build.inScope(build.root, () => constantPlace(build, layout));
  shared.places.set(e.id, place);
  build.branch(
    build.read(place.ready),
    () => {},
    () => {
      assignCell(place.cell, compute());
      build.assign(place.ready, bool(true));
    },
  );
  return place.cell.read();
}

function constantPlace(build: LoopBuilder, layout: Layout): ConstantPlace {
  return { cell: declareEmpty(build, layout, "constant"), ready: build.local("ready", "bool", bool(false)) };
}

function partOf(build: LoopBuilder, value: Lowered, k: number): Lowered {
  const item = value.kind === "tuple" ? value.items[k] : undefined;
  return item ?? build.unsupported("values of this form");
}

function lowerList(activation: Activation, e: CoreExpr & { readonly kind: "list" }): Lowered {
  const { build } = activation;
  if (e.items.length > writtenElements)
    return build.unsupported(`lists of more than ${writtenElements} written elements`);
  const items = lowerAll(activation, e.items).map((item) => force(build, item));
  const layout = layoutFor(build, e.type);
  if (layout.kind !== "array") return { kind: "tuple", items };
  return itemsArray(build, layout, [index(items.length)], items);
}

function lowerConstruct(activation: Activation, e: CoreExpr & { readonly kind: "construct" }): Lowered {
  const { build } = activation;
  const layout = layoutFor(build, e.type);
  if (layout.kind === "scalar" && layout.scalar === "bool")
    return scalar(bool(e.constructor.toLowerCase() === "true"));
  if (layout.kind === "unit") return { kind: "unit" };
  if (isSparseLayout(layout)) return lowerSparse(activation, e, layout);
  if (!isDataLayout(layout)) return build.unsupported(`values of the data type ${e.data}`);
  const args = lowerAll(activation, e.args).map((c) => force(build, c));
  return constructed(build, layout, e.constructor, args);
}

function isSparse(build: LoopBuilder, e: CoreExpr): boolean {
  const layout = layoutOf(e.type, build.dataTypes);
  return isLayout(layout) && isSparseLayout(layout);
}

function lowerSparse(
  activation: Activation,
  e: CoreExpr & { readonly kind: "construct" },
  layout: SparseLayout,
): Lowered {
  const [entries = { kind: "unit" }] = lowerAll(activation, e.args);
  return sparseFromTriples(activation.build, layout, entries);
}

/** Expressions this small are computed on both sides of a condition rather than branched around. */
const selectedCost = 12;

function lowerIf(activation: Activation, e: CoreExpr & { readonly kind: "if" }): Lowered {
  const { build } = activation;
  const condition = scalarOf(build, lowerExpr(activation, e.condition));
  if (condition.kind === "const") return lowerExpr(activation, condition.value === true ? e.then : e.else);
  let thenValue: Lowered = { kind: "unit" };
  let elseValue: Lowered = { kind: "unit" };
  const then = build.block(() => {
    thenValue = lowerExpr(activation, e.then);
  });
  const otherwise = build.block(() => {
    elseValue = lowerExpr(activation, e.else);
  });
  if (then.length === 0 && otherwise.length === 0) {
    const chosen = selected(build.atom(condition), thenValue, elseValue);
    if (chosen !== undefined) return chosen;
  }
  const cell = joinCell(build, layoutFor(build, e.type));
  // In the blocks themselves: a list of values may have to be written to memory in the block that made it.
  build.inScope(then, () => assignCell(cell, thenValue));
  build.inScope(otherwise, () => assignCell(cell, elseValue));
  build.emit({ kind: "if", condition, then, else: otherwise });
  return cell.settled();
}

/** Both values by selects, where they are scalars and cost little. */
function selected(condition: LoopExpr, a: Lowered, b: Lowered): Lowered | undefined {
  if (a.kind === "scalar" && b.kind === "scalar") {
    if (costOf(a.value) + costOf(b.value) > selectedCost || a.value.type !== b.value.type) return undefined;
    return scalar(select(condition, a.value, b.value));
  }
  if (a.kind === "text" && b.kind === "text")
    return { kind: "text", number: select(condition, a.number, b.number) };
  if (a.kind === "complex" && b.kind === "complex")
    return { kind: "complex", re: select(condition, a.re, b.re), im: select(condition, a.im, b.im) };
  if (a.kind !== "tuple" || b.kind !== "tuple") return undefined;
  const items = a.items.map((item, k) => selected(condition, item, b.items[k] ?? { kind: "unit" }));
  const complete = items.filter((item) => item !== undefined);
  return complete.length === items.length ? { kind: "tuple", items: complete } : undefined;
}

function lowerMatchValue(activation: Activation, e: CoreExpr & { readonly kind: "match" }): Lowered {
  const { build } = activation;
  const cell = joinCell(build, layoutFor(build, e.type));
  lowerMatch(activation, e, lowerExpr, (body) => assignCell(cell, lowerExpr(activation, body)));
  return cell.settled();
}

function lowerLogic(activation: Activation, e: CoreExpr & { readonly kind: "logic" }): Lowered {
  const { build } = activation;
  const left = scalarOf(build, lowerExpr(activation, e.left));
  let right: LoopExpr = bool(true);
  const rest = build.block(() => {
    right = scalarOf(build, lowerExpr(activation, e.right));
  });
  const join = e.operator === "and" ? and : or;
  if (rest.length === 0) return scalar(join(left, right));
  const decided = build.local("holds", "bool", left);
  build.inScope(rest, () => build.assign(decided, right));
  const on = build.read(decided);
  build.emit({
    kind: "if",
    condition: on,
    then: e.operator === "and" ? rest : [],
    else: e.operator === "and" ? [] : rest,
  });
  build.settle(decided);
  return scalar(build.read(decided));
}
