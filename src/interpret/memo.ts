/**
 * `@memo`: a function without effects remembers what it gave for arguments it has met. Only where the argument types tell
 * values apart (no functions, nothing of unknown type) does a key identify a call.
 */
import type { CoreFunction } from "../core/core.ts";
import { typeParts } from "../types/traverse.ts";
import type { Type } from "../types/type.ts";
import { formatValue } from "./format.ts";
import { elements } from "./list.ts";
import type { Value } from "./value.ts";

export type Memo = Map<string, Value>;

/** Results kept for one function; then it forgets all of them. */
const mostKept = 1_000_000;

export function memoFor(fn: CoreFunction): Memo | undefined {
  const wanted = fn.annotations.some((a) => a.name === "memo");
  return wanted && !fn.effect && fn.params.every((p) => identifies(p.type)) ? new Map() : undefined;
}

function identifies(type: Type): boolean {
  if (type.kind === "function" || type.kind === "closure" || type.kind === "any") return false;
  return typeParts(type).every(identifies);
}

export function memoKey(args: readonly Value[]): string {
  return args.map(keyOf).join(",");
}

/** As the value prints, but -0 is not 0. */
function keyOf(value: Value): string {
  if (typeof value === "number") return Object.is(value, -0) ? "-0" : String(value);
  if (typeof value !== "object") return formatValue(value);
  switch (value.kind) {
    case "list":
      return `[${memoKey([...elements(value)])}]`;
    case "matrix":
      return `${value.rows}[${memoKey([...value.items])}]`;
    case "tuple":
      return `(${memoKey(value.items)})`;
    case "complex":
      return `${keyOf(value.re)}i${keyOf(value.im)}`;
    default:
      return formatValue(value);
  }
}

export function remember(memo: Memo, key: string, value: Value): void {
  if (memo.size >= mostKept) memo.clear();
  memo.set(key, value);
}
