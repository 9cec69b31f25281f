/**
 * ℤ inside the machine. A place whose type is ℤ holds a safe integer as a `number` and only larger ones as `bigint`, so that
 * counting costs no allocation. Nothing outside sees it: what leaves such a place is expanded first. (A place may hold a
 * small `bigint` as well; that is only slower.)
 */
import type { Type } from "../types/type.ts";
import { isNumeric, toComplex, toReal } from "./number.ts";
import type { Value } from "./value.ts";

/** Whether places of this type hold compact integers. */
export function isCompact(type: Type): boolean {
  return type.kind === "con" && type.name === "ℤ";
}

export function compact(value: Value): Value {
  if (typeof value !== "bigint") return value;
  const small = Number(value);
  return small <= Number.MAX_SAFE_INTEGER && small >= -Number.MAX_SAFE_INTEGER ? small : value;
}

export function expand(value: Value): Value {
  return typeof value === "number" ? BigInt(value) : value;
}

export type Conversion = (value: Value) => Value;

/**
 * How a value from outside (a row's result, a callback's argument, a field) enters a place of this type, undefined where it
 * just does. It also raises a number that is of a narrower kind than the type says.
 */
export function entering(type: Type): Conversion | undefined {
  if (type.kind !== "con") return undefined;
  switch (type.name) {
    case "ℤ":
      return compact;
    case "ℝ":
      return raiseToReal;
    case "ℂ":
      return raiseToComplex;
    default:
      return undefined;
  }
}

/** How what such a place holds leaves it. */
export function leaving(type: Type): Conversion | undefined {
  return isCompact(type) ? expand : undefined;
}

function raiseToReal(value: Value): Value {
  if (typeof value === "number" || !isNumeric(value)) return value;
  return toReal(value) ?? value;
}

function raiseToComplex(value: Value): Value {
  return isNumeric(value) ? toComplex(value) : value;
}
