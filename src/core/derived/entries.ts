/** `+ - * /` on lists and matrices whose entries are of a program's own type: entry by entry, and the matrix product. */
import type { Span } from "../../base/span.ts";
import { isOwnType } from "../../types/derived.ts";
import { dimValue } from "../../types/dim.ts";
import { asMatrix, asSequence } from "../../types/flow.ts";
import type { Type } from "../../types/type.ts";
import type { CoreExpr } from "../core.ts";
import type { Frame } from "../frame.ts";
import { written } from "./written.ts";

/** Entry by entry where the lengths are known to agree; other lists are the row's. */
export function byElements(
  frame: Frame,
  name: "plus" | "minus" | "times" | "divide",
  [a, b]: readonly CoreExpr[],
  span: Span,
): CoreExpr | undefined {
  const { environment } = frame.world;
  if (a === undefined || b === undefined) return undefined;
  const [s, t] = [asSequence(a.type), asSequence(b.type)];
  if (asMatrix(a.type) !== undefined || asMatrix(b.type) !== undefined)
    return byEntries(frame, name, a, b, span);
  const own = (type: Type | undefined): boolean => type !== undefined && isOwnType(type, environment);
  if (!own(s?.element ?? a.type) && !own(t?.element ?? b.type)) return undefined;
  const given = [["xs", a] as const, ["ys", b] as const];
  if (s !== undefined && t !== undefined) {
    if (name === "times" || name === "divide" || s.length === undefined || s.length !== t.length)
      return undefined;
    return written(frame, `list_map(λ p . ${name}(fst(p), snd(p)), list_zip(xs, ys))`, given, span);
  }
  if (name === "plus" || name === "minus") return undefined;
  if (s !== undefined && asSequence(s.element) === undefined)
    return written(frame, `list_map(λ x . ${name}(x, ys), xs)`, given, span);
  if (t !== undefined && asSequence(t.element) === undefined && name === "times")
    return written(frame, `list_map(λ y . ${name}(xs, y), ys)`, given, span);
  return undefined;
}

interface Sizes {
  readonly rows: number;
  readonly columns: number;
  readonly element: Type;
}

export function sizesOf(type: Type): Sizes | undefined {
  const shape = asMatrix(type);
  const [rows, columns] = [shape && dimValue(shape.rows), shape && dimValue(shape.columns)];
  return shape === undefined || rows === undefined || columns === undefined || rows * columns === 0
    ? undefined
    : { rows, columns, element: shape.element };
}

/** Sums and products of matrices whose sizes are known. */
function byEntries(frame: Frame, name: string, a: CoreExpr, b: CoreExpr, span: Span): CoreExpr | undefined {
  const { environment } = frame.world;
  const elements = [a.type, b.type].map((t) => asMatrix(t)?.element ?? asSequence(t)?.element ?? t);
  if (!elements.some((type) => isOwnType(type, environment))) return undefined;
  const text = entriesText(name, a.type, b.type);
  return text === undefined ? undefined : written(frame, text, [["A", a] as const, ["B", b] as const], span);
}

function entriesText(name: string, a: Type, b: Type): string | undefined {
  const [m, n] = [sizesOf(a), sizesOf(b)];
  if (m !== undefined && n !== undefined) return ofMatrices(name, m, n);
  if (m !== undefined && isScalar(b)) return scaled(name, m);
  if (n !== undefined && isScalar(a)) return scalar(name, n);
  if (m !== undefined && name === "times" && asSequence(b)?.length === m.columns) {
    const terms = `list_fold(λ s q . s + A[i, q] * B[q], A[i, 0] * B[0], range(1, ${m.columns}))`;
    return `list_map(λ i . ${terms}, range(${m.rows}))`;
  }
  return undefined;
}

function isScalar(type: Type): boolean {
  return asSequence(type) === undefined && asMatrix(type) === undefined;
}

function built(rows: number, columns: number, entry: (i: string, j: string) => string): string {
  const value = entry(`int_div(p, ${columns})`, `int_mod(p, ${columns})`);
  return `Matrix(${rows}, ${columns}, list_map(λ p . ${value}, range(${rows * columns})))`;
}

function ofMatrices(name: string, m: Sizes, n: Sizes): string | undefined {
  if (name === "plus" || name === "minus") {
    if (m.rows !== n.rows || m.columns !== n.columns) return undefined;
    return built(m.rows, m.columns, (i, j) => `${name}(A[${i}, ${j}], B[${i}, ${j}])`);
  }
  if (name !== "times" || m.columns !== n.rows) return undefined;
  return built(m.rows, n.columns, (i, j) => {
    const first = `A[${i}, 0] * B[0, ${j}]`;
    return `list_fold(λ s q . s + A[${i}, q] * B[q, ${j}], ${first}, range(1, ${m.columns}))`;
  });
}

function scaled(name: string, { rows, columns }: Sizes): string | undefined {
  if (name !== "times" && name !== "divide") return undefined;
  return built(rows, columns, (i, j) => `${name}(A[${i}, ${j}], B)`);
}

function scalar(name: string, { rows, columns }: Sizes): string | undefined {
  return name === "times" ? built(rows, columns, (i, j) => `A * B[${i}, ${j}]`) : undefined;
}
