/** List literals and indexing. */
import { error } from "../base/diagnostic.ts";
import type { Span } from "../base/span.ts";
import type { Index } from "../syntax/ast.ts";
import { constantDim } from "../types/dim.ts";
import { asMatrix, join } from "../types/flow.ts";
import { shortType } from "../types/print.ts";
import { mentionsAny } from "../types/traverse.ts";
import { never, type Type, vector } from "../types/type.ts";
import { failWith } from "./calls.ts";
import { coerceTo } from "./coerce.ts";
import type { CoreExpr } from "./core.ts";
import { joinLifting } from "./elements.ts";
import { type Frame, neverArriving } from "./frame.ts";
import { callRow } from "./rows.ts";

/** A literal list: a vector of what its items join to, or a fixed list where they do not (T8). */
export function listOf(frame: Frame, items: readonly CoreExpr[], span: Span): CoreExpr {
  const failing = neverArriving(frame, items);
  if (failing !== undefined) return failing;
  const element = items.reduce<Type>((type, item) => join(type, item.type), never);
  const joins = !mentionsAny(element) || items.some((item) => mentionsAny(item.type));
  const lifted = joins ? undefined : joinLifting(frame, items);
  if (lifted !== undefined) return listOf(frame, lifted, span);
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
  const problem = error("KL0205", notIndexed(target.type, indices.length), expr.span, {
    related: [{ span: expr.target.span, message: `this is a ${shortType(target.type)}` }],
    ...insteadOfIndex(target.type, indices.length),
  });
  return failWith(frame, problem, expr.span);
}

/** How values without such positions are read. */
function insteadOfIndex(type: Type, count: number): { readonly hint?: string } {
  if (type.kind === "tuple") return { hint: tupleParts(type.items.length) };
  switch (type.kind === "con" ? type.name : type.kind) {
    case "String":
      return { hint: "a character of a text is charAt(s, i), a part substr(s, start, length)" };
    case "Map":
      return { hint: "the value of a key is lookup(m, key)" };
    case "NDArray":
      return { hint: "the entries, row by row, are ndarray_flatten(t)" };
    case "Field":
      return { hint: "the entries, row by row, are field_values(f)" };
    case "List":
    case "Vector":
      return count > 1 ? { hint: `lists in lists are read one after another: xs${"[i]".repeat(count)}` } : {};
    default:
      return {};
  }
}

function tupleParts(count: number): string {
  const names = Array.from({ length: count }, (_, i) => "abcdefgh"[i] ?? `x${i}`).join(", ");
  const pair = count === 2 ? "; fst and snd give the two parts" : "";
  return `the parts of a tuple are taken by a pattern: let (${names}) = … in …${pair}`;
}

function notIndexed(type: Type, count: number): string {
  if (count === 1) return "what is indexed has no positions";
  const isList = type.kind === "con" && (type.name === "List" || type.name === "Vector");
  return isList ? "a list has one index" : `this cannot be read with ${count} indices`;
}

function indexRow(type: Type, count: number): string {
  if (count === 2) return "matrix_get";
  return asMatrix(type) === undefined ? "nth" : "matrix_row";
}
