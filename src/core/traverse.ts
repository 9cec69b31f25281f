/** Walking over Core. */
import { unreachable } from "../base/outcome.ts";
import type { CoreExpr } from "./core.ts";

/** Every node below and including this one, outermost first. */
export function* subexpressions(root: CoreExpr): Generator<CoreExpr> {
  const pending = [root];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    yield node;
    for (const part of [...partsOf(node)].reverse()) pending.push(part);
  }
}

/** The nodes directly below, in the order they are evaluated. */
export function partsOf(node: CoreExpr): readonly CoreExpr[] {
  switch (node.kind) {
    case "literal":
    case "var":
    case "constant":
    case "symbol":
    case "formula":
    case "fail":
      return [];
    case "let":
      return [node.value, node.body];
    case "if":
      return [node.condition, node.then, node.else];
    case "call":
    case "prim":
    case "construct":
    case "term":
      return node.args;
    case "logic":
      return [node.left, node.right];
    case "closure":
      return node.captures;
    case "capture":
      return [node.closure];
    case "apply":
      return [node.callee, ...node.args];
    case "list":
    case "tuple":
      return node.items;
    case "record":
      return node.fields.map((f) => f.value);
    case "field":
      return [node.target];
    case "match":
      return [
        node.scrutinee,
        ...node.cases.flatMap((c) => (c.guard === undefined ? [c.body] : [c.guard, c.body])),
      ];
    case "coerce":
      return [node.value];
    default:
      return unreachable(node);
  }
}
