/**
 * The two equalities of the language.
 *
 * `equalValues` is `=` in expressions: numbers by value on the wider of their kinds, compounds structurally, rows as a
 * Matrix, NaN different from everything. `agrees` is the one of `assert(l = r)`: numbers may differ by 1e-10, absolutely
 * or relatively (language.md §14). Where free names decide, both answer `undefined`. Values of any depth are fine: the
 * pairs still to be compared are kept in a list.
 */
import { entriesOfMap, itemsOfSet } from "./collections.ts";
import { asMatrix, at } from "./list.ts";
import { isNumeric, magnitude, type Numeric, numericKind, toComplex, toReal, widest } from "./number.ts";
import { isSymbolic, type ListValue, type MatrixValue, type RecordValue, type Value } from "./value.ts";

/** `undefined`: depends on what the free names stand for. */
export type Verdict = boolean | undefined;

/** `=` of expressions. */
export function equalValues(a: Value, b: Value): Verdict {
  return compare(a, b, sameNumber);
}

/** `=` at the head of an `assert`. */
export function agrees(a: Value, b: Value): Verdict {
  return compare(a, b, closeNumber);
}

// ---- numbers ---------------------------------------------------------------------------------------------

type SameNumber = (a: Numeric, b: Numeric) => boolean;

/** Both are taken to the wider kind, as operands of an operator are (T2). */
function sameNumber(a: Numeric, b: Numeric): boolean {
  if (typeof a === typeof b && typeof a !== "object") return a === b;
  switch (widest(numericKind(a), numericKind(b))) {
    case "integer":
    case "rational":
      return sameFraction(a, b);
    case "real":
      return toReal(a) === toReal(b);
    case "complex": {
      const [x, y] = [toComplex(a), toComplex(b)];
      return x.re === y.re && x.im === y.im;
    }
  }
}

function sameFraction(a: Numeric, b: Numeric): boolean {
  const numerator = (v: Numeric) => (typeof v === "object" && v.kind === "rational" ? v.numerator : v);
  const denominator = (v: Numeric) => (typeof v === "object" && v.kind === "rational" ? v.denominator : 1n);
  return numerator(a) === numerator(b) && denominator(a) === denominator(b);
}

const tolerance = 1e-10;

function closeNumber(a: Numeric, b: Numeric): boolean {
  if (sameNumber(a, b)) return true;
  if (typeof a === "bigint" && typeof b === "bigint") {
    const scale = [1n, magnitude(a), magnitude(b)].reduce((m, x) => (x > m ? x : m));
    return magnitude(a - b) * 10_000_000_000n < scale;
  }
  const [x, y] = [toComplex(a), toComplex(b)];
  const scale = Math.max(1, Math.hypot(x.re, x.im), Math.hypot(y.re, y.im));
  return scale < Infinity && Math.hypot(x.re - y.re, x.im - y.im) < tolerance * scale;
}

// ---- compounds -------------------------------------------------------------------------------------------

/** Pairs still to be compared, flat: left, right, left, right … */
type Pending = Value[];

/**
 * Two phases. Parts of data decide: a differing pair makes the whole differ. Parts of unevaluated calls do not:
 * `f(1)` and `f(2)` may be equal, so a differing pair there leaves the question open.
 */
function compare(a: Value, b: Value, same: SameNumber): Verdict {
  const parts: Pending = [a, b];
  const terms: Pending = [];
  let open = false;
  while (parts.length > 0) {
    const verdict = comparePair(parts, parts, terms, same);
    if (verdict === false) return false;
    open ||= verdict === undefined;
  }
  while (terms.length > 0 && !open) open = comparePair(terms, terms, terms, same) !== true;
  return open ? undefined : true;
}

/** Takes one pair and compares what can be seen without going into its parts; those it pushes. */
function comparePair(from: Pending, parts: Pending, terms: Pending, same: SameNumber): Verdict {
  const b = from.pop() as Value; // pushed in pairs
  const a = from.pop() as Value;
  if (isNumeric(a) && isNumeric(b)) return same(a, b);
  if (depends(a) || depends(b)) return compareOpaque(a, b, terms);
  if (typeof a !== "object" || typeof b !== "object") return a === b;
  switch (a.kind) {
    case "list":
      if (b.kind === "list") return pushLists(a, b, parts);
      return b.kind === "matrix" && pushMatrices(asMatrix(a), b, parts);
    case "matrix":
      return (b.kind === "matrix" || b.kind === "list") && pushMatrices(a, asMatrix(b), parts);
    case "tuple":
      return b.kind === "tuple" && pushAll(a.items, b.items, parts);
    case "data":
      return b.kind === "data" && a.constructor === b.constructor && pushAll(a.fields, b.fields, parts);
    case "record":
      return b.kind === "record" && pushRecords(a, b, parts);
    case "bits":
      return b.kind === "bits" && a.width === b.width && a.value === b.value;
    case "set":
      return (
        b.kind === "set" && a.complement === b.complement && pushAll(itemsOfSet(a), itemsOfSet(b), parts)
      );
    case "map":
      return b.kind === "map" && pushAll(entriesOfMap(a).flat(), entriesOfMap(b).flat(), parts);
    case "text":
      return b.kind === "text" && a.text === b.text;
    default:
      return a.kind === b.kind;
  }
}

/** Whether equality with such a value is a question of what names stand for, or of what functions compute. */
function depends(value: Value): boolean {
  return (
    isSymbolic(value) ||
    (typeof value === "object" && (value.kind === "function" || value.kind === "closure"))
  );
}

/** Equal where they are the same text or the same code; otherwise open. */
function compareOpaque(a: Value, b: Value, terms: Pending): Verdict {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object") return undefined;
  if (a.kind === "symbol" && b.kind === "symbol") return a.name === b.name || undefined;
  if (a.kind === "term" && b.kind === "term") {
    return (a.name === b.name && pushAll(a.args, b.args, terms)) || undefined;
  }
  if (a.kind === "function" && b.kind === "function") {
    return (a.fn === b.fn && pushAll(a.captures, b.captures, terms)) || undefined;
  }
  if (a.kind === "closure" && b.kind === "closure") {
    return (a.lambda === b.lambda && pushAll(a.captures, b.captures, terms)) || undefined;
  }
  return undefined;
}

function pushLists(a: ListValue, b: ListValue, parts: Pending): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i += 1) parts.push(at(a, i), at(b, i));
  return true;
}

function pushMatrices(a: MatrixValue | undefined, b: MatrixValue | undefined, parts: Pending): boolean {
  if (a === undefined || b === undefined || a.rows !== b.rows || a.columns !== b.columns) return false;
  for (let i = 0; i < a.items.length; i += 1) parts.push(a.items[i] as Value, b.items[i] as Value); // same shape
  return true;
}

function pushAll(a: readonly Value[], b: readonly Value[], parts: Pending): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i += 1) parts.push(a[i] as Value, b[i] as Value); // same length
  return true;
}

function pushRecords(a: RecordValue, b: RecordValue, parts: Pending): boolean {
  if (a.fields.size !== b.fields.size) return false;
  for (const [name, value] of a.fields) {
    const other = b.fields.get(name);
    if (other === undefined) return false;
    parts.push(value, other);
  }
  return true;
}
