/** Marks calls in tail position. In: a function's body. Out: the same body with `tail` set along its tail spine. */
import type { CoreExpr } from "../core.ts";

export function markTailCalls(node: CoreExpr): CoreExpr {
  switch (node.kind) {
    case "call":
    case "apply":
      return { ...node, tail: true };
    case "let":
      return { ...node, body: markTailCalls(node.body) };
    case "if":
      return { ...node, then: markTailCalls(node.then), else: markTailCalls(node.else) };
    case "match":
      return { ...node, cases: node.cases.map((c) => ({ ...c, body: markTailCalls(c.body) })) };
    default:
      return node;
  }
}
