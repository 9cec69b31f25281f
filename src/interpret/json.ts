/**
 * Values as JSON text, the encodings of `--json` (design.md §5): one compact line, whatever the depth.
 *
 * ℝ is a number, non-finite ones strings; ℤ a number up to 2^53, else `{"int": "…"}`; a ℂ with imaginary part 0 is
 * encoded as a real. A function is shown by its type, which its value does not hold: the types of parts follow from that of the
 * whole.
 */
import { unreachable } from "../base/outcome.ts";
import { printType } from "../types/print.ts";
import { any, type Type } from "../types/type.ts";
import { entriesOfMap, itemsOfSet } from "./collections.ts";
import { formatValue } from "./format.ts";
import { asRows, at, listOf } from "./list.ts";
import type { Value } from "./value.ts";

export function toJson(value: Value, type: Type): string {
  const written: string[] = [];
  const pending: Piece[] = [{ value, type }];
  for (let piece = pending.pop(); piece !== undefined; piece = pending.pop()) {
    if (typeof piece === "string") written.push(piece);
    else for (const part of piecesOf(piece.value, piece.type).reverse()) pending.push(part);
  }
  return written.join("");
}

type Piece = string | { readonly value: Value; readonly type: Type };

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
      return array(
        Array.from({ length: value.length }, (_, i) => at(value, i)),
        type,
      );
    case "matrix":
      return piecesOf(asRows(value), any);
    case "tuple":
      return ['{"tuple":', ...array(value.items, type), "}"];
    case "data":
      return [`{"tag":${JSON.stringify(value.constructor)},"fields":`, ...array(value.fields, any), "}"];
    case "record":
      return ['{"record":{', ...[...value.fields].flatMap((f, i) => fieldPieces(f, i, type)), "}}"];
    case "bits":
      return [`{"bits":{"width":${value.width},"value":`, ...piecesOf(value.value, any), "}}"];
    case "set":
      return [value.complement ? '{"complement":' : '{"set":', ...array(itemsOfSet(value), type), "}"];
    case "map":
      return [
        '{"map":',
        ...array(
          entriesOfMap(value).map((entry) => listOf(entry)),
          any,
        ),
        "}",
      ];
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

function array(values: readonly Value[], whole: Type): Piece[] {
  const piece = (value: Value, i: number): Piece => ({ value, type: partType(whole, i) });
  return ["[", ...values.flatMap((value, i) => (i === 0 ? [piece(value, i)] : [",", piece(value, i)])), "]"];
}

/** The type of element or part `i`. */
function partType(whole: Type, i: number): Type {
  switch (whole.kind) {
    case "con":
      return whole.args.at(-1) ?? any;
    case "tuple":
    case "fixed":
      return whole.items[i] ?? any;
    default:
      return any;
  }
}

function fieldPieces([name, value]: readonly [string, Value], i: number, whole: Type): Piece[] {
  const field = whole.kind === "record" ? whole.fields.find((f) => f.name === name) : undefined;
  return [`${i === 0 ? "" : ","}${JSON.stringify(name)}:`, { value, type: field?.type ?? any }];
}
