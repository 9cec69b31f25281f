/** What values are made of: what may be handed from one state of a program to the next. */
import type { Value } from "../../interpret/value.ts";
import { typeParts } from "../../types/traverse.ts";
import type { Type } from "../../types/type.ts";

type Leaf = (value: Value) => boolean;

/** Whether a value says nothing of code: functions name functions of the program they came from. */
export function isPlainData(value: Value, type: Type): boolean {
  return !mentionsCode(type) && !holds(value, (v) => isKind(v, "closure") || isKind(v, "function"));
}

/** Whether a data type of the program is part of it. */
export function mentionsData(value: Value): boolean {
  return holds(value, (v) => isKind(v, "data"));
}

/** Scalars are worth more as constants: `eye(n)` has a known size. */
export function isLarge(value: Value): boolean {
  const few = 16;
  if (typeof value !== "object") return false;
  if (value.kind === "list") return value.length > few;
  return value.kind === "matrix" && value.rows * value.columns > few;
}

function isKind(value: Value, kind: "closure" | "function" | "data"): boolean {
  return typeof value === "object" && value.kind === kind;
}

function mentionsCode(type: Type): boolean {
  return type.kind === "closure" || type.kind === "function" || typeParts(type).some(mentionsCode);
}

/** Whether the value or a part of it is such. */
function holds(value: Value, such: Leaf): boolean {
  if (such(value)) return true;
  if (typeof value !== "object") return false;
  switch (value.kind) {
    case "list":
    case "matrix":
    case "tuple":
      return !(value.items instanceof Float64Array) && value.items.some((item) => holds(item, such));
    case "data":
      return value.fields.some((field) => holds(field, such));
    case "record":
      return [...value.fields.values()].some((field) => holds(field, such));
    case "term":
      return value.args.some((arg) => holds(arg, such));
    default:
      return false;
  }
}
