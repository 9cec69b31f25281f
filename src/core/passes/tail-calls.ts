/** Marks calls in tail position. In: a function's body. Out: the same body with `tail` set along its tail spine. */
import { boolLiteral } from "../build.ts";
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
    case "logic":
      return node.type.kind !== "any" && endsInCall(node.right) ? asChoice(node) : node;
    default:
      return node;
  }
}

/** `a ∧ f(x)` as `if a then f(x) else false`, `a ∨ f(x)` as `if a then true else f(x)`: the same where `a` is a truth value. */
function asChoice({ operator, left, right, type, span }: CoreExpr & { readonly kind: "logic" }): CoreExpr {
  const decided = boolLiteral(operator === "or", left.span);
  const last = markTailCalls(right);
  const [yes, no] = operator === "or" ? [decided, last] : [last, decided];
  return { kind: "if", condition: left, then: yes, else: no, type, span };
}

/** Whether some way through the expression has a call as its last step. */
function endsInCall(node: CoreExpr): boolean {
  switch (node.kind) {
    case "call":
    case "apply":
      return true;
    case "let":
      return endsInCall(node.body);
    case "if":
      return endsInCall(node.then) || endsInCall(node.else);
    case "match":
      return node.cases.some((c) => endsInCall(c.body));
    case "logic":
      return node.type.kind !== "any" && endsInCall(node.right);
    default:
      return false;
  }
}
