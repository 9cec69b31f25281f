/**
 * Values as JSON text, the encodings of `--json` (design.md §5): one compact line, whatever the depth.
 *
 * ℝ is a number, non-finite ones strings; ℤ a number up to 2^53, else `{"int": "…"}`; a ℂ with imaginary part 0 is
 * encoded as a real. A function needs its type, which its value does not hold: it is that of the whole value, so only a
 * function that stands alone shows it.
 */
import { unreachable } from "../base/outcome.ts";
import { printType } from "../types/print.ts";
import type { Type } from "../types/type.ts";
import { formatValue } from "./format.ts";
import { asRows, at } from "./list.ts";
import type { Value } from "./value.ts";

export function toJson(value: Value, type: Type): string {
  const written: string[] = [];
  const pending: Piece[] = [{ value }];
  for (let piece = pending.pop(); piece !== undefined; piece = pending.pop()) {
    if (typeof piece === "string") written.push(piece);
    else for (const part of piecesOf(piece.value, type).reverse()) pending.push(part);
  }
  return written.join("");
}

type Piece = string | { readonly value: Value };

const largestPlain = 2n ** 53n;

function piecesOf(value: Value, type: Type): Piece[] {
  if (typeof value === "bigint") {
    const plain = value <= largestPlain && value >= -largestPlain;
    return [plain ? value.toString() : `{"int":"${value}"}`];
  }
  if (typeof value === "number") return [jsonReal(value)];
  if (typeof value !== "object") return [JSON.stringify(value)];
  switch (value.kind) {
    case "unit":
      return ['{"tuple":[]}'];
    case "rational":
      return [`{"rational":["${value.numerator}","${value.denominator}"]}`];
    case "complex":
      if (value.im === 0) return [jsonReal(value.re)];
      return [`{"re":${jsonReal(value.re)},"im":${jsonReal(value.im)}}`];
    case "list":
      return array(Array.from({ length: value.length }, (_, i) => at(value, i)));
    case "matrix":
      return piecesOf(asRows(value), type);
    case "tuple":
      return ['{"tuple":', ...array(value.items), "}"];
    case "data":
      return [`{"tag":${JSON.stringify(value.constructor)},"fields":`, ...array(value.fields), "}"];
    case "record":
      return ['{"record":{', ...[...value.fields].flatMap(fieldPieces), "}}"];
    case "function":
    case "closure":
      return [`{"function":${JSON.stringify(printType(type))}}`];
    case "symbol":
    case "term":
    case "formula":
      return [`{"expr":${JSON.stringify(formatValue(value))}}`];
    case "text":
      return [JSON.stringify(value.text)];
    default:
      return unreachable(value);
  }
}

function jsonReal(x: number): string {
  return Number.isFinite(x) ? JSON.stringify(x) : `"${x}"`;
}

function array(values: readonly Value[]): Piece[] {
  return ["[", ...values.flatMap((value, i) => (i === 0 ? [{ value }] : [",", { value }])), "]"];
}

function fieldPieces([name, value]: readonly [string, Value], i: number): Piece[] {
  return [`${i === 0 ? "" : ","}${JSON.stringify(name)}:`, { value }];
}
