/** List literals and indexing. */
import { error } from "../base/diagnostic.ts";
import type { Span } from "../base/span.ts";
import type { Index } from "../syntax/ast.ts";
import { constantDim } from "../types/dim.ts";
import { asMatrix, join } from "../types/flow.ts";
import { printType } from "../types/print.ts";
import { mentionsAny } from "../types/traverse.ts";
import { never, type Type, vector } from "../types/type.ts";
import { failWith } from "./calls.ts";
import { coerceTo } from "./coerce.ts";
import type { CoreExpr } from "./core.ts";
import { type Frame, neverArriving } from "./frame.ts";
import { callRow } from "./rows.ts";

/** A literal list: a vector of what its items join to, or a fixed list where they do not (T8). */
export function listOf(frame: Frame, items: readonly CoreExpr[], span: Span): CoreExpr {
  const failing = neverArriving(frame, items);
  if (failing !== undefined) return failing;
  const element = items.reduce<Type>((type, item) => join(type, item.type), never);
  const joins = !mentionsAny(element) || items.some((item) => mentionsAny(item.type));
  if (!joins) {
    const type: Type = { kind: "fixed", items: items.map((item) => item.type) };
    return { kind: "list", items, type, span };
  }
  const fitted = items.map((item) => coerceTo(item, element) ?? item);
  return { kind: "list", items: fitted, type: vector(constantDim(items.length), element), span };
}

/** `xs[i]` is `nth`, `A[i, j]` is `matrix_get`, whatever the program calls so. */
export function indexed(expr: Index, frame: Frame): CoreExpr {
  const target = frame.world.expression(expr.target, frame);
  const indices = expr.indices.map((index) => frame.world.expression(index, frame));
  const args = [target, ...indices];
  const failing = neverArriving(frame, args);
  if (failing !== undefined) return failing;
  const row = frame.world.table.get(indexRow(target.type, indices.length));
  const answer = row === undefined ? undefined : callRow(frame, row, args, expr.span, "exact");
  if (answer?.kind === "node") return answer.node;
  const problem = error("KL0205", "this cannot be indexed so", expr.span, {
    notes: [
      `it is a ${printType(target.type)}, with ${indices.length} ${indices.length === 1 ? "index" : "indices"}`,
    ],
  });
  return failWith(frame, problem, expr.span);
}

function indexRow(type: Type, count: number): string {
  if (count === 2) return "matrix_get";
  return asMatrix(type) === undefined ? "nth" : "matrix_row";
}
