/** Trace, determinant, inner product and norm of lists and matrices whose entries are of a program's own type. */
import type { Span } from "../../base/span.ts";
import { isOwnType } from "../../types/derived.ts";
import { asSequence } from "../../types/flow.ts";
import type { CoreExpr } from "../core.ts";
import type { Frame } from "../frame.ts";
import { sizesOf } from "./entries.ts";
import { written } from "./written.ts";

/** Larger determinants of an own type are not written out. */
const largestDeterminant = 4;

export function diagonalSum(frame: Frame, [a]: readonly CoreExpr[], span: Span): CoreExpr | undefined {
  const m = a && sizesOf(a.type);
  if (a === undefined || m === undefined || m.rows !== m.columns) return undefined;
  if (!isOwnType(m.element, frame.world.environment)) return undefined;
  return written(frame, `sum(list_map(λ i . A[i, i], range(${m.rows})))`, [["A", a]], span);
}

/** By expansion along the first row: nothing is divided. */
export function determinant(frame: Frame, [a]: readonly CoreExpr[], span: Span): CoreExpr | undefined {
  const m = a && sizesOf(a.type);
  if (a === undefined || m === undefined || !isOwnType(m.element, frame.world.environment)) return undefined;
  if (m.rows !== m.columns || m.rows > largestDeterminant) return undefined;
  return written(frame, expansion(0, [...Array(m.columns).keys()]), [["A", a]], span);
}

function expansion(row: number, columns: readonly number[]): string {
  return columns
    .map((j, k) => {
      const others = columns.filter((other) => other !== j);
      const term =
        others.length === 0 ? `A[${row}, ${j}]` : `A[${row}, ${j}] * (${expansion(row + 1, others)})`;
      return k === 0 ? term : `${k % 2 === 0 ? "+" : "-"} ${term}`;
    })
    .join(" ");
}

export function innerProduct(frame: Frame, [a, b]: readonly CoreExpr[], span: Span): CoreExpr | undefined {
  const [s, t] = [a && asSequence(a.type), b && asSequence(b.type)];
  if (a === undefined || b === undefined || s === undefined || t === undefined) return undefined;
  if (s.length === undefined ? t.length !== undefined : t.length !== s.length) return undefined;
  const own = [s.element, t.element].some((type) => isOwnType(type, frame.world.environment));
  const text = "sum(list_map(λ p . fst(p) * snd(p), list_zip(xs, ys)))";
  return own ? written(frame, text, [["xs", a] as const, ["ys", b] as const], span) : undefined;
}

export function euclideanNorm(frame: Frame, [a]: readonly CoreExpr[], span: Span): CoreExpr | undefined {
  const s = a && asSequence(a.type);
  if (a === undefined || s === undefined || !isOwnType(s.element, frame.world.environment)) return undefined;
  return written(frame, "sqrt(sum(list_map(λ x . x * x, xs)))", [["xs", a]], span);
}
