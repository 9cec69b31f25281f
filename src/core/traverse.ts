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

/** The node with each of the nodes directly below it replaced; itself where none changes. */
export function mapParts(node: CoreExpr, change: (part: CoreExpr) => CoreExpr): CoreExpr {
  const parts = partsOf(node);
  const changed = parts.map((part) => change(part));
  if (changed.every((part, i) => part === parts[i])) return node;
  let next = 0;
  const take = (): CoreExpr => {
    const part = changed[next];
    next += 1;
    if (part === undefined) throw new RangeError("a node has more parts than it had");
    return part;
  };
  return withParts(node, take);
}

/** `take` gives the new parts in the order of `partsOf`. */
function withParts(node: CoreExpr, take: () => CoreExpr): CoreExpr {
  switch (node.kind) {
    case "literal":
    case "var":
    case "constant":
    case "symbol":
    case "formula":
    case "fail":
      return node;
    case "let":
      return { ...node, value: take(), body: take() };
    case "if":
      return { ...node, condition: take(), then: take(), else: take() };
    case "call":
    case "prim":
    case "construct":
    case "term":
      return { ...node, args: node.args.map(() => take()) };
    case "logic":
      return { ...node, left: take(), right: take() };
    case "closure":
      return { ...node, captures: node.captures.map(() => take()) };
    case "capture":
      return { ...node, closure: take() };
    case "apply":
      return { ...node, callee: take(), args: node.args.map(() => take()) };
    case "list":
    case "tuple":
      return { ...node, items: node.items.map(() => take()) };
    case "record":
      return { ...node, fields: node.fields.map((field) => ({ ...field, value: take() })) };
    case "field":
      return { ...node, target: take() };
    case "match":
      return {
        ...node,
        scrutinee: take(),
        cases: node.cases.map((c) =>
          c.guard === undefined ? { ...c, body: take() } : { ...c, guard: take(), body: take() },
        ),
      };
    case "coerce":
      return { ...node, value: take() };
    default:
      return unreachable(node);
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
