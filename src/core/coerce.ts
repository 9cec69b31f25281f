/**
 * Making coercions explicit. In: a node and the type that is wanted there. Out: the node under `coerce` nodes, or undefined
 * where its type does not flow there. Coercions are pushed into branches, so that a call in tail position stays one
 * wherever its own branch needs no coercion.
 */
import { constantDim } from "../types/dim.ts";
import { asMatrix, asSequence, type FlowStep, flows } from "../types/flow.ts";
import { type Type, vector } from "../types/type.ts";
import type { CoreExpr } from "./core.ts";

export function coerceTo(node: CoreExpr, type: Type): CoreExpr | undefined {
  const steps = flows(node.type, type);
  if (steps === undefined) return undefined;
  return steps.length === 0 ? node : withSteps(node, steps, type);
}

function withSteps(node: CoreExpr, steps: readonly FlowStep[], type: Type): CoreExpr {
  const inside = (branch: CoreExpr) => coerceTo(branch, type) ?? wrap(branch, steps);
  switch (node.kind) {
    case "if":
      return { ...node, then: inside(node.then), else: inside(node.else), type };
    case "let":
      return { ...node, body: inside(node.body), type };
    case "match":
      return { ...node, cases: node.cases.map((c) => ({ ...c, body: inside(c.body) })), type };
    case "literal":
      return promotedLiteral(node, type) ?? wrap(node, steps);
    case "list":
      return coerceItems(node, type) ?? wrap(node, steps);
    default:
      return wrap(node, steps);
  }
}

/** The items of a literal list become what they are wanted as one by one; then the list changes its form. */
function coerceItems(node: CoreExpr & { readonly kind: "list" }, type: Type): CoreExpr | undefined {
  const wanted = asMatrix(type) === undefined ? asSequence(type) : undefined;
  if (wanted === undefined || type.kind === "fixed") return undefined;
  const items = node.items.map((item) => coerceTo(item, wanted.element) ?? item);
  const own = vector(constantDim(items.length), wanted.element);
  const list: CoreExpr = { ...node, items, type: own };
  return wrap(list, flows(own, type) ?? []);
}

function wrap(node: CoreExpr, steps: readonly FlowStep[]): CoreExpr {
  return steps.reduce<CoreExpr>(
    (value, { coercion, type }) => ({ kind: "coerce", coercion, value, type, span: node.span }),
    node,
  );
}

/** ℤ → ℝ of a literal, done here: `Number` rounds to nearest, as the coercion does. */
function promotedLiteral(node: CoreExpr & { readonly kind: "literal" }, type: Type): CoreExpr | undefined {
  if (node.literal.kind !== "integer" || type.kind !== "con" || type.name !== "ℝ") return undefined;
  return { ...node, literal: { kind: "real", value: Number(node.literal.value) }, type };
}

/** Checks ≥ 0 where an integer enters a place declared ℕ (T10); known where it is a literal. */
export function natural(node: CoreExpr): CoreExpr {
  if (node.kind === "literal" && node.literal.kind === "integer" && node.literal.value >= 0n) return node;
  if (node.type.kind !== "con" || node.type.name !== "ℤ") return node;
  return { kind: "coerce", coercion: "natural", value: node, type: node.type, span: node.span };
}
