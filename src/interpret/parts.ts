/** The parts of a node as closures: reading them, and in which form. */
import type { CoreExpr } from "../core/core.ts";
import type { Type } from "../types/type.ts";
import { compact, expand, isCompact, leaving } from "./compact.ts";
import type { Frame, Pure } from "./thread.ts";
import type { Value } from "./value.ts";

/** The parts as values of the outside: integers expanded. */
export function outside(exprs: readonly CoreExpr[], parts: readonly Pure[]): readonly Pure[] {
  return parts.map((p, i) => {
    const type = exprs[i]?.type;
    const leave = type === undefined ? undefined : leaving(type);
    return leave === undefined ? p : (frame) => leave(p(frame));
  });
}

export function evaluateAll(parts: readonly Pure[], frame: Frame): Value[] {
  const [first, second, third] = parts;
  if (parts.length === 1 && first !== undefined) return [first(frame)];
  if (parts.length === 2 && first !== undefined && second !== undefined) return [first(frame), second(frame)];
  if (parts.length === 3 && first !== undefined && second !== undefined && third !== undefined)
    return [first(frame), second(frame), third(frame)];
  return parts.map((p) => p(frame));
}

/** The same value in the form of another type's places. */
export function fit(pure: Pure, from: Type, to: Type): Pure {
  if (isCompact(from) === isCompact(to)) return pure;
  return isCompact(to) ? (frame) => compact(pure(frame)) : (frame) => expand(pure(frame));
}
