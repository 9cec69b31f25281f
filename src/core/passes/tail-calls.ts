/**
 * Marks calls in tail position. In: a function's body. Out: the same body with `tail` set along its tail spine; the node itself
 * where no way through it ends in a call.
 */
import { boolLiteral } from "../build.ts";
import type { CoreExpr } from "../core.ts";

export function markTailCalls(node: CoreExpr): CoreExpr {
  switch (node.kind) {
    case "call":
    case "apply":
      return { ...node, tail: true };
    case "let": {
      const body = markTailCalls(node.body);
      return body === node.body ? node : { ...node, body };
    }
    case "if": {
      const [yes, no] = [markTailCalls(node.then), markTailCalls(node.else)];
      return yes === node.then && no === node.else ? node : { ...node, then: yes, else: no };
    }
    case "match": {
      const bodies = node.cases.map((c) => markTailCalls(c.body));
      if (node.cases.every((c, i) => bodies[i] === c.body)) return node;
      return { ...node, cases: node.cases.map((c, i) => ({ ...c, body: bodies[i] ?? c.body })) };
    }
    case "logic": {
      const last = node.type.kind === "any" ? node.right : markTailCalls(node.right);
      return last === node.right ? node : asChoice(node, last);
    }
    default:
      return node;
  }
}

/** `a ∧ f(x)` as `if a then f(x) else false`, `a ∨ f(x)` as `if a then true else f(x)`: the same where `a` is a truth value. */
function asChoice(
  { operator, left, type, span }: CoreExpr & { readonly kind: "logic" },
  last: CoreExpr,
): CoreExpr {
  const decided = boolLiteral(operator === "or", left.span);
  const [yes, no] = operator === "or" ? [decided, last] : [last, decided];
  return { kind: "if", condition: left, then: yes, else: no, type, span };
}
