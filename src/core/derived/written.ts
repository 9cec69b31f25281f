/** Code that is written in the language itself, so that every tier has it: text, placed at the call that it computes. */
import type { Span } from "../../base/span.ts";
import type { Expr } from "../../syntax/ast.ts";
import { parseExpression } from "../../syntax/parse.ts";
import { join } from "../../types/flow.ts";
import { letIn } from "../build.ts";
import { coerceTo } from "../coerce.ts";
import type { CoreExpr } from "../core.ts";
import type { Frame, World } from "../frame.ts";
import { knownInteger } from "../known.ts";

const placed = new WeakMap<World, Map<string, Expr>>();

/** The expression at this place, made once: lambdas in it are told apart by their nodes. */
function expressionAt(world: World, text: string, span: Span): Expr {
  const known = placed.get(world) ?? new Map<string, Expr>();
  placed.set(world, known);
  const key = `${span.file}:${span.start}:${span.end}:${text}`;
  const expr = known.get(key) ?? movedTo(parseExpression("", text).value, span);
  known.set(key, expr);
  return expr;
}

/** A copy of a syntax tree with every place replaced. */
function movedTo<T>(tree: T, span: Span): T {
  if (Array.isArray(tree)) return tree.map((item) => movedTo(item, span)) as T; // an array of the same items
  if (typeof tree !== "object" || tree === null) return tree;
  const entries = Object.entries(tree).map(([key, value]) => [
    key,
    /[sS]pan$/.test(key) ? span : movedTo(value, span),
  ]);
  return Object.fromEntries(entries) as T; // the same keys
}

/** Evaluates text whose free names are the arguments, each evaluated once, in order. */
export function written(
  frame: Frame,
  text: string,
  given: readonly (readonly [string, CoreExpr])[],
  span: Span,
): CoreExpr {
  const { world } = frame;
  const bound = given.map(([name, node]) => ({ name, node, variable: world.newVar(name, node.type) }));
  const locals = bound.map(({ name, variable: v, node }) => {
    const literal = knownInteger(world, node);
    return [name, { kind: "local", variable: v, ...(literal === undefined ? {} : { literal }) }] as const;
  });
  const body = frame.scope.within(locals, () => world.expression(expressionAt(world, text, span), frame));
  return bound.reduceRight((inner, { variable: v, node }) => letIn(v, node, inner, span), body);
}

export function choice(condition: CoreExpr, yes: CoreExpr, no: CoreExpr, span: Span): CoreExpr {
  const type = join(yes.type, no.type);
  const fitted = (branch: CoreExpr): CoreExpr => coerceTo(branch, type) ?? branch;
  return { kind: "if", condition, then: fitted(yes), else: fitted(no), type, span };
}
