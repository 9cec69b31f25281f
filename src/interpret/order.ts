/**
 * A total order of values, by which sets and maps keep their elements: numbers by value across their kinds, texts by
 * their characters, compounds from left to right, everything else by kind. Equal in this order is what `=` calls equal
 * (but NaN, which has to have a place, and integers a double cannot tell apart, which are compared exactly).
 */
import { compareTexts } from "../base/text-order.ts";
import { asRows, at } from "./list.ts";
import { isNumeric, type Numeric, rationalToReal, realToRational, toRational } from "./number.ts";
import { entriesOf } from "./tree.ts";
import type { RationalValue, Value } from "./value.ts";

/** Negative, 0, positive; undefined where a part is a function or depends on what free names stand for. */
export function compareValues(a: Value, b: Value): number | undefined {
  if (typeof a === "number" && typeof b === "number" && a < b) return -1;
  if (typeof a === "bigint" && typeof b === "bigint") return a === b ? 0 : a < b ? -1 : 1;
  if (typeof a === "string" && typeof b === "string") return a === b ? 0 : compareTexts(a, b);
  const pending: Value[] = [b, a];
  while (pending.length > 0) {
    const x = pending.pop() as Value; // pushed in pairs
    const y = pending.pop() as Value;
    const order = compareHeads(x, y, pending);
    if (order !== 0) return order;
  }
  return 0;
}

/** Whether a value has a place in the order. */
export function isOrdered(value: Value): boolean {
  return typeof value !== "object" || compareValues(value, value) !== undefined;
}

/** Order of two values whose parts, pushed, still decide where this is 0. */
function compareHeads(a: Value, b: Value, pending: Value[]): number | undefined {
  if (isNumeric(a) && isNumeric(b)) return compareNumbers(a, b);
  const [p, q] = [placeOf(a), placeOf(b)];
  if (p === undefined || q === undefined) return undefined;
  if (p !== q) return p - q;
  if (typeof a === "boolean") return Number(a) - Number(b);
  if (typeof a === "string" && typeof b === "string") return compareTexts(a, b);
  const [x, y] = [labelOf(a), labelOf(b)];
  if (x !== y) return compareTexts(x, y);
  const [left, right] = [partsOf(a), partsOf(b)];
  if (left.length !== right.length) return left.length - right.length;
  for (let i = left.length - 1; i >= 0; i -= 1) pending.push(right[i] as Value, left[i] as Value); // same length
  return 0;
}

/** Kinds come one after the other; undefined for what has no place. */
function placeOf(value: Value): number | undefined {
  if (isNumeric(value)) return 0;
  if (typeof value === "boolean") return 1;
  if (typeof value === "string") return 2;
  if (typeof value !== "object") return undefined;
  switch (value.kind) {
    case "unit":
      return 3;
    case "text":
      return 4;
    case "bits":
      return 5;
    case "tuple":
      return 6;
    case "list":
    case "matrix":
      return 7;
    case "data":
      return 8;
    case "record":
      return 9;
    case "set":
      return 10;
    case "map":
      return 11;
    default:
      return undefined;
  }
}

/** What is compared before the parts. */
function labelOf(value: Value): string {
  if (typeof value !== "object") return "";
  switch (value.kind) {
    case "text":
      return value.text;
    case "data":
      return value.constructor;
    case "record":
      return [...value.fields.keys()].sort().join(" ");
    case "set":
      return value.complement ? "complement" : "";
    default:
      return "";
  }
}

function partsOf(value: Value): readonly Value[] {
  if (typeof value !== "object") return [];
  switch (value.kind) {
    case "bits":
      return [BigInt(value.width), value.value];
    case "tuple":
      return value.items;
    case "list":
      return Array.from({ length: value.length }, (_, i) => at(value, i));
    case "matrix":
      return partsOf(asRows(value));
    case "data":
      return value.fields;
    case "record":
      return [...value.fields].sort(([a], [b]) => compareTexts(a, b)).map(([, field]) => field);
    case "set":
      return entriesOf(value.items).map(([item]) => item);
    case "map":
      return value.entries.entries().flat();
    default:
      return [];
  }
}

// ---- numbers ---------------------------------------------------------------------------------------------

function compareNumbers(a: Numeric, b: Numeric): number {
  const imaginary = (v: Numeric) => (typeof v === "object" && v.kind === "complex" ? v.im : 0);
  const realPart = (v: Numeric) => (typeof v === "object" && v.kind === "complex" ? v.re : v);
  return compareReals(realPart(a), realPart(b)) || compareReals(imaginary(a), imaginary(b));
}

type Real = bigint | number | RationalValue;

/** Exactly, whatever the kinds; NaN comes last. */
function compareReals(a: Real, b: Real): number {
  const [x, y] = [special(a), special(b)];
  if (x !== undefined || y !== undefined) {
    const [p, q] = [x ?? doubleOf(a), y ?? doubleOf(b)];
    if (Number.isNaN(p) || Number.isNaN(q)) return Number(Number.isNaN(p)) - Number(Number.isNaN(q));
    return p === q ? 0 : p < q ? -1 : 1;
  }
  if (typeof a !== "object" && typeof b !== "object") return a < b ? -1 : a > b ? 1 : 0;
  const [m, n] = [fraction(a), fraction(b)];
  const difference = m.numerator * n.denominator - n.numerator * m.denominator;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** NaN or an infinity. */
function special(a: Real): number | undefined {
  return typeof a === "number" && !Number.isFinite(a) ? a : undefined;
}

/** Only its side of an infinity counts. */
function doubleOf(a: Real): number {
  if (typeof a === "number") return a;
  return typeof a === "bigint" ? (a < 0n ? -1 : 1) : Math.sign(rationalToReal(a));
}

function fraction(a: Real): RationalValue {
  return typeof a === "number" ? realToRational(a) : toRational(a);
}
