/**
 * Values as text in the notation of the language: what `eval` prints, and `out` except for its boxes.
 *
 * Unevaluated calls are written with their operators, in parentheses where precedence asks for them. Values of any depth
 * are fine: what is still to be written is kept in a list.
 */
import { unreachable } from "../base/outcome.ts";
import { infixSpelling, level, postfixSpelling, prefixSpelling } from "../syntax/operators.ts";
import { printExpr } from "../syntax/print.ts";
import { entriesOfMap, itemsOfSet } from "./collections.ts";
import { formatNumber } from "./format-number.ts";
import { elements } from "./list.ts";
import { isNumeric, type Numeric } from "./number.ts";
import { type ClosureValue, type FunctionValue, type TermValue, tupleValue, type Value } from "./value.ts";

export interface FormatOptions {
  /** How a function is written; by default its name, or `λ` for a lambda. */
  readonly functionText?: (value: FunctionValue | ClosureValue) => string | undefined;
}

/**
 * After so many unevaluated calls the others are written `…`: a term that holds parts of itself several times may be
 * exponentially longer as a text than it is.
 */
const longestTerm = 100_000;

export function formatValue(value: Value, options: FormatOptions = {}): string {
  const written: string[] = [];
  const pending: Piece[] = [operand(value, level.ascription)];
  let calls = 0;
  for (let piece = pending.pop(); piece !== undefined; piece = pending.pop()) {
    if (typeof piece === "string") written.push(piece);
    else if (isCall(piece.value) && ++calls > longestTerm) written.push("…");
    else for (const part of piecesOf(piece, options).reverse()) pending.push(part);
  }
  return written.join("");
}

function isCall(value: Value): boolean {
  return typeof value === "object" && value.kind === "term";
}

/** Text, or a value to be written where operators below `above` need parentheses. */
type Piece = string | Operand;
interface Operand {
  readonly value: Value;
  readonly above: number;
}

function operand(value: Value, above: number): Operand {
  return { value, above };
}

function piecesOf({ value, above }: Operand, options: FormatOptions): Piece[] {
  if (isNumeric(value)) return [inParentheses(formatNumber(value), numberLevel(value) < above)];
  if (typeof value === "string") return [formatString(value)];
  if (typeof value !== "object") return [String(value)];
  switch (value.kind) {
    case "unit":
      return ["()"];
    case "list":
      return ["[", ...separated(elements(value)), "]"];
    case "matrix":
      return [`Matrix(${value.rows}, ${value.columns}, [`, ...separated(value.items), "])"];
    case "tuple":
      return ["(", ...separated(value.items), ")"];
    case "data":
      return value.fields.length === 0 ? [value.constructor] : callPieces(value.constructor, value.fields);
    case "record":
      return ["record(", ...[...value.fields].flatMap(fieldPieces), ")"];
    case "bits":
      return [`bitvec(${value.width}, ${value.value})`];
    case "set": {
      const listed = ["set_of([", ...separated(itemsOfSet(value)), "])"];
      return value.complement ? ["complement(", ...listed, ")"] : listed;
    }
    case "map":
      return ["map_from([", ...separated(entriesOfMap(value).map((entry) => tupleValue(...entry))), "])"];
    case "function":
      return [options.functionText?.(value) ?? value.name];
    case "closure":
      return [options.functionText?.(value) ?? "λ"];
    case "symbol":
      return [value.name];
    case "term":
      return termPieces(value, above);
    case "formula":
      return [inParentheses(printExpr(value.formula), above > level.ascription)];
    case "text":
      return [value.text];
    default:
      return unreachable(value);
  }
}

/** Numbers that are joined to one text: each `+` would leave two small texts behind, of millions of them gigabytes. */
const numbersTogether = 8192;

/** Numbers, of which there may be millions, are written at once. */
function separated(values: Iterable<Value>): Piece[] {
  const pieces: Piece[] = [];
  let texts: string[] = [];
  const flush = (): void => {
    pieces.push(texts.join(""));
    texts = [];
  };
  let first = true;
  for (const value of values) {
    if (!first) texts.push(", ");
    first = false;
    if (isNumeric(value)) texts.push(formatNumber(value));
    if (!isNumeric(value) || texts.length > numbersTogether) flush();
    if (!isNumeric(value)) pieces.push(operand(value, level.ascription));
  }
  flush();
  return pieces;
}

function callPieces(name: string, args: readonly Value[]): Piece[] {
  return [`${name}(`, ...separated(args), ")"];
}

function fieldPieces([name, value]: readonly [string, Value], i: number): Piece[] {
  return [`${i === 0 ? "" : ", "}${name} = `, operand(value, level.ascription)];
}

function inParentheses(text: string, needed: boolean): string {
  return needed ? `(${text})` : text;
}

/** How tightly the text of a number holds together: `-3` as a prefix, `1/3` as a product, `1 + 2i` as a sum. */
function numberLevel(value: Numeric): number {
  if (typeof value === "object") {
    if (value.kind === "complex" && value.im !== 0) return level.additive;
    if (value.kind === "rational" && value.denominator !== 1n) return level.additive + 1;
  }
  return formatNumber(value).startsWith("-") ? level.prefix : level.atom;
}

function termPieces({ name, args }: TermValue, above: number): Piece[] {
  const [first, second] = args;
  const infix = infixSpelling.get(name);
  if (infix !== undefined && args.length === 2 && first !== undefined && second !== undefined) {
    const left = infix.level + (infix.associativity === "left" ? 0 : 1);
    const right = infix.level + (infix.associativity === "right" ? 0 : 1);
    return bracketed(
      [operand(first, left), ` ${infix.symbol} `, operand(second, right)],
      infix.level < above,
    );
  }
  const prefix = prefixSpelling.get(name);
  if (prefix !== undefined && args.length === 1 && first !== undefined) {
    return bracketed([prefix, operand(first, level.prefix)], level.prefix < above);
  }
  const postfix = postfixSpelling.get(name);
  if (postfix !== undefined && args.length === 1 && first !== undefined) {
    return bracketed([operand(first, level.postfix), postfix], level.postfix < above);
  }
  // A name alone, as the text had it.
  return args.length === 0 && /^\p{Lu}/u.test(name) ? [name] : callPieces(name, args);
}

function bracketed(pieces: Piece[], needed: boolean): Piece[] {
  return needed ? ["(", ...pieces, ")"] : pieces;
}

const escapes: ReadonlyMap<string, string> = new Map([
  ["\n", "\\n"],
  ["\t", "\\t"],
  ['"', '\\"'],
  ["\\", "\\\\"],
]);

function formatString(text: string): string {
  return `"${text.replace(/[\n\t"\\]/g, (c) => escapes.get(c) ?? c)}"`;
}
